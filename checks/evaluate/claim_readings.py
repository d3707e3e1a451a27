"""What the kinds of words around a figure mean together, and what a sentence claims by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from checks.evaluate.clauses import data

PARTS = ("granted", "partial", "granted_or_partial", "denied", "unavailable", "refused", "other")
"""Roles of the groups of results; one of their rows is named as the table's cells are: ``denied.state_secret``."""
REVIEWS = ("review_upheld", "review_corrected", "review_other", "review_pending")
"""Roles of the results of reviews."""
LAW = frozenset(("review", "suit", "suit_direct", "suit_after", *REVIEWS))
"""Roles of figures of table four."""
ASKED = ("new", "received", "received_from_persons")
"""Roles of what was received."""
RECEIVED = (*ASKED, "handled")
"""Roles of what was received or dealt with."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure that a sentence names.

    Attributes:
        role: what it is; "scope" where it is another office's or a part's.
        number: the figure.
        clause: the words that say so, blanks taken out.
        at: where the figure stands: which of the sentences that make claims, and the character.
        sure: everything around it is accounted for.
        unit: the unit behind the figure.
        whole: it is said to be of the whole: 全市.
        own: it is said to be of the unit, or of the whole.
    """

    role: str
    number: int
    clause: str
    at: tuple[int, int] = (0, 0)
    sure: bool = True
    unit: str = ""
    whole: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What kinds of words around one figure mean together; see ``claim_words.toml``."""

    role: str
    needs: tuple[frozenset[str], ...]
    may_be: frozenset[str]
    listed: bool
    example: tuple[str, int]
    counter: str

    def fits(self, kinds: set[str]) -> bool:
        """Tell whether kinds of words are those that it needs, and no others than it may have."""
        return kinds <= self.may_be and all(kinds & need for need in self.needs)


def _reading(entry: Mapping[str, Any]) -> Reading:
    needs = tuple(frozenset(need.split("|")) for need in entry["needs"].split())
    may_be = frozenset(entry["may"].split()).union(*needs)
    example = (entry["example"][0], entry["example"][1])
    return Reading(entry["role"], needs, may_be, entry.get("listed", False), example, entry["counter"])


@cache
def all_readings() -> tuple[Reading, ...]:
    """Return the readings of the data file, in its order."""
    return tuple(map(_reading, data()["reading"]))

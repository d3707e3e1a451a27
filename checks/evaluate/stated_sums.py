"""Sums inside one sentence: 共699次，其中a、b、c, and the results of applications against the whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from checks.evaluate.claim_readings import PARTS
from checks.evaluate.claims import Said, figures_in
from checks.evaluate.clauses import plain
from checks.model.findings import Finding, document_finding
from checks.model.rule import Rulebook

_FEWEST_PARTS = 5
_LISTED = re.compile(
    r"(?<![\d.%])(\d+)(次|件|条|起|份|宗|个|例)[,:(]?其中[:,]?((?:[^\d,、;。()]{1,14}\d+\2[,、;]?(?:和)?){4,})(?=[。)]|$)"
)
_LISTED_PART = re.compile(r"(\d+)(?:次|件|条|起|份|宗|个|例)")
_BEFORE = 6
_COMPARES = re.compile("[增减比较]")
_NEARLY = Decimal("0.05")


def results_astray(claimed: Iterable[Said], form: str, book: Rulebook) -> Iterator[Finding]:
    """Yield sentences whose results of applications do not add up to the whole that they name.

    Args:
        claimed: what the sentences claim.
        form: the id of the report's form.
        book: the rules.
    """
    for sentence, named, _ in claimed:
        by_role = {claim.role: claim.number for claim in named if claim.sure}
        parts = [role for role in PARTS if role in by_role]
        admissible = _wholes(by_role)
        if any("." in role for role in by_role):  # a row may be part of a group that is named, too
            continue
        if len(parts) < _FEWEST_PARTS or not admissible or not _names_granted(by_role):
            continue
        if figures_in(sentence) > sum(
            number is not None for number in by_role.values()
        ):  # what the others are, nobody knows
            continue
        total = sum(by_role[role] for role in parts)
        if total not in admissible:
            asked = by_role.get("done", _received(by_role))
            yield _finding("results", sentence, (total, asked or 0), form, book)


def lists_astray(paragraphs: Iterable[str], form: str, book: Rulebook) -> Iterator[Finding]:
    """Yield lists, of whatever, that miss the whole that they are said to make up; for this no table is needed."""
    for text in paragraphs:
        for listed, total, stated in _listed(text):
            yield _finding("listed", listed, (total, stated), form, book)


def _names_granted(by_role: Mapping[str, int]) -> bool:
    return "granted_or_partial" in by_role or ("granted" in by_role and "partial" in by_role)


def _received(by_role: Mapping[str, int]) -> int | None:
    return next((by_role[role] for role in ("received", "new", "handled") if role in by_role), None)


def _wholes(by_role: Mapping[str, int]) -> set[int]:
    """Return what the parts of a sentence may add up to; nothing if it names no whole."""
    wholes = {by_role["done"]} if "done" in by_role else set()
    received = _received(by_role)
    if received is not None:
        either = by_role.get("carried", 0)
        carried_in, carried_out = by_role.get("carried_in", either), by_role.get("carried_out", either)
        wholes |= {received + a - b for a in (0, carried_in) for b in (0, carried_out)}
        wholes |= {by_role["together"] - b for b in (0, carried_out)} if "together" in by_role else set()
    return wholes


def _listed(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each list of a paragraph that misses the whole it gives: its words, the sum of its parts, that whole."""
    text = plain(text)
    for listed in _LISTED.finditer(text) if "其中" in text else ():
        before = text[max(0, listed.start() - _BEFORE) : listed.start()]
        if _COMPARES.search(before) or _COMPARES.search(listed[3]) or {",", ";"} <= {*listed[3]} or "、;" in listed[3]:
            continue
        numbers = [int(number) for number in _LISTED_PART.findall(listed[3])]
        stated, total = int(listed[1]), sum(numbers)
        begun = {sum(numbers[:k]) for k in range(1, len(numbers))}
        # a list that mixes kinds of parts, or names the large ones only, is no sum
        if total != stated and stated not in begun and abs(total - stated) <= stated * _NEARLY:
            yield listed[0], total, stated


def _finding(subject: str, sentence: str, sides: tuple[int, int], form: str, book: Rulebook) -> Finding:
    kind = book.catalogue["NARR-SUM"]
    finding = document_finding(kind, subject, code="narrative_sum", arguments=[sentence], form=form)
    return finding._replace(left=sides[0], right=sides[1])

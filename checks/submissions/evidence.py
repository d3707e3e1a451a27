"""What tells whose a document is: each piece of evidence, what it says, and which units of the list that may mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple, TypeAlias

from checks.identity import is_name, unit_in_name, unit_of_sender
from checks.model.submission import Submission
from checks.model.unit import Unit
from checks.patterns import pattern
from checks.submissions.unit_names import UnitRegistry

Source: TypeAlias = Literal["cover", "title", "file_name", "address", "subject", "sender", "assigned"]
"""Where a piece of evidence stands: the sheet's cover, the title, the file's name, the address in the list, the
mail's subject, the name shown beside the address, a person's own word."""

_STOPS = pattern(r"[（）()《》“”\"【】\[\]：:，,。；;/\\_|\-—－\s]+")
_REPORT = pattern("年报|年度报告|报表|报送")
_SPEAKS_OF_SOMEBODY = pattern(r"^\s*(?:re|fw|fwd|回复|答复|转发|转寄)\s*[:：]|通知|转|催|关于", re.IGNORECASE)
_LONGEST = 200  # characters of a subject that are looked at


class Evidence(NamedTuple):
    """One thing that tells the unit.

    Attributes:
        source: where it stands.
        says: the name, or the address, as it is written there.
        units: the lines of the list that it may mean; none where it names nobody of the list.
        claims: it is a subject that says whose report this is, and no answer or notice that only speaks of somebody.
    """

    source: Source
    says: str
    units: tuple[Unit, ...] = ()
    claims: bool = False


def evidence_of(submission: Submission, register: UnitRegistry) -> Iterator[Evidence]:
    """Yield what tells the unit of a document; what is no name (某某单位, XX局) tells nothing.

    Args:
        submission: with its verdict and its mail.
        register: the list.
    """
    verdict, origin = submission.verdict, submission.origin
    own: Source = "cover" if verdict.unit_from == "cover" else "title"
    if verdict.unit and verdict.unit_from in ("cover", "title") and _names(verdict.unit, register):
        yield Evidence(own, verdict.unit, register.candidates(verdict.unit))
    name = _in_file_name(submission, register)
    if name:
        yield Evidence("file_name", name, register.candidates(name))
    if origin is None:
        return
    for address in (origin.sender, origin.passed_on_by):
        if address and (units := register.sharing(address)):
            yield Evidence("address", address, units)
            break
    if subject := _in_subject(origin.subject):
        yield Evidence("subject", subject, register.candidates(subject), claims=_claims(origin.subject))
    shown = unit_of_sender(origin.sender_name) or origin.sender_name
    if is_name(shown) and (register.candidates(shown) or shown != origin.sender_name or unit_of_sender(shown)):
        yield Evidence("sender", shown, register.candidates(shown))


def _claims(subject: str) -> bool:
    return bool(_REPORT.search(subject)) and not _SPEAKS_OF_SOMEBODY.search(subject)


def _names(name: str, register: UnitRegistry) -> bool:
    """Tell whether a name names anybody: a list may have a unit of a name that would else be a placeholder."""
    return is_name(name) or register.is_full(name)


def _in_subject(subject: str) -> str | None:
    """The unit that a mail's subject tells: of the pieces between brackets and stops the first that names one."""
    pieces = _STOPS.split(subject[:_LONGEST])
    return next((unit for piece in pieces if (unit := unit_in_name(piece)) and is_name(unit)), None)


def _in_file_name(submission: Submission, register: UnitRegistry) -> str | None:
    """The unit that the names of the sheet, the file and the containers around it tell, the innermost first."""
    verdict, origin = submission.verdict, submission.origin
    names = [verdict.part] if verdict.part else [verdict.file, origin.attachment if origin else ""]
    return next((unit for name in names if name and (unit := unit_in_name(name)) and _names(unit, register)), None)

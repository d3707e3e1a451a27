"""Whose a document is, where the report itself does not say: its file name, its sender, the mail that it lay in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from checks.identity import identify, unit_of_sender
from checks.model.submission import Submission
from checks.submissions.unit_list import Unit
from checks.submissions.unit_names import Register, core


def identify_all(submissions: Iterable[Submission], register: Register) -> dict[str, Unit]:
    """Complete unit and year of every submission, and return the line of the list that each unit's name means."""
    submissions = list(submissions)
    for submission in submissions:
        _identify(submission, register)
    listed = register.match(submission.unit for submission in submissions if submission.unit)
    for submission in submissions:
        if submission.unit_from == "file_name" and submission.unit not in listed:
            _trust_address(submission, register, listed)
    return listed


def _identify(submission: Submission, register: Register) -> None:
    """Complete the unit and the year of a submission from its file name, then from its sender."""
    source, part = submission.verdict.file, submission.verdict.part
    name = submission.origin.attachment if submission.origin else ""
    tells = [identify([], text) for text in ((part,) if part else (source, name))]
    submission.year = submission.year or next((one.year for one in tells if one.year), None)
    if submission.unit:
        return
    submission.unit = next((one.unit for one in tells if one.unit), None)
    if submission.unit:
        submission.unit_from = "file_name"
    elif submission.origin and not part:
        unit = register.by_address(submission.origin.sender)
        submission.unit = unit.name if unit else unit_of_sender(submission.origin.sender_name)
        submission.unit_from = "sender" if submission.unit else None


def _trust_address(submission: Submission, register: Register, listed: dict[str, Unit]) -> None:
    """An address that the list knows says more than a file name that it does not."""
    if submission.origin and (unit := register.by_address(submission.origin.sender)):
        submission.unit, submission.unit_from = unit.name, "sender"
        listed[unit.name] = unit


def keys(submissions: Sequence[Submission], listed: Mapping[str, Unit]) -> list[str]:
    """Return what tells units apart; documents whose unit nothing tells are never taken for one unit's."""
    found = []
    for number, one in enumerate(submissions):
        unit = listed.get(one.unit or "")
        found.append((one.unit and core(unit.name if unit else one.unit)) or f"?{number}")
    in_mail: dict[object, set[str]] = defaultdict(set)
    for one, key in zip(submissions, found, strict=True):
        if one.unit and (mail := mail_of(one)):
            in_mail[mail].add(key)
    for number, one in enumerate(submissions):  # a scan beside the one report of a mail belongs to it
        if one.unit is None and one.verdict.no_status and len(in_mail[mail_of(one)]) == 1:
            found[number] = next(iter(in_mail[mail_of(one)]))
    return found


def mail_of(submission: Submission) -> object:
    """Return what tells the mail of a document from others; None if it came without."""
    origin = submission.origin
    return origin and (origin.message_id or (origin.sender, origin.date, origin.subject))

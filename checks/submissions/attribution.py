"""Whose a document is, where the report itself does not say: its file name, its sender, the mail that it lay in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from checks.identity import identify, unit_of_sender
from checks.model.findings import Verdict
from checks.submissions.unit_list import Unit
from checks.submissions.unit_names import Register, core


def identify_all(verdicts: Iterable[Verdict], register: Register) -> dict[str, Unit]:
    """Complete unit and year of every verdict, and return the line of the list that each unit's name means."""
    verdicts = list(verdicts)
    for verdict in verdicts:
        _identify(verdict, register)
    listed = register.match(verdict.unit for verdict in verdicts if verdict.unit)
    for verdict in verdicts:
        if verdict.unit_from == "file_name" and verdict.unit not in listed:
            _trust_address(verdict, register, listed)
    return listed


def _identify(verdict: Verdict, register: Register) -> None:
    """Complete the unit and the year of a verdict from its file name, then from its sender."""
    source, part = parted(verdict.source)
    name = verdict.origin.attachment if verdict.origin else ""
    tells = [identify([], text) for text in ((part,) if part else (source, name))]
    verdict.year = verdict.year or next((one.year for one in tells if one.year), None)
    if verdict.unit:
        return
    verdict.unit = next((one.unit for one in tells if one.unit), None)
    if verdict.unit:
        verdict.unit_from = "file_name"
    elif verdict.origin and not part:
        unit = register.by_address(verdict.origin.sender)
        verdict.unit = unit.name if unit else unit_of_sender(verdict.origin.sender_name)
        verdict.unit_from = "sender" if verdict.unit else None


def _trust_address(verdict: Verdict, register: Register, listed: dict[str, Unit]) -> None:
    """An address that the list knows says more than a file name that it does not."""
    if verdict.origin and (unit := register.by_address(verdict.origin.sender)):
        verdict.unit, verdict.unit_from = unit.name, "sender"
        listed[unit.name] = unit


def parted(source: str) -> tuple[str, str]:
    """Return the file, and the sheet of it that a verdict is about: ``a.xlsx#凤凰镇``; a name may have a # itself."""
    file, mark, part = source.rpartition("#")
    return (file, part) if mark and "." in file.rpartition("/")[2] and "." not in part else (source, "")


def keys(verdicts: Sequence[Verdict], listed: Mapping[str, Unit]) -> list[str]:
    """Return what tells units apart; documents whose unit nothing tells are never taken for one unit's."""
    found = []
    for number, one in enumerate(verdicts):
        unit = listed.get(one.unit or "")
        found.append((one.unit and core(unit.name if unit else one.unit)) or f"?{number}")
    in_mail: dict[object, set[str]] = defaultdict(set)
    for one, key in zip(verdicts, found, strict=True):
        if one.unit and (mail := mail_of(one)):
            in_mail[mail].add(key)
    for number, one in enumerate(verdicts):  # a scan beside the one report of a mail belongs to it
        if one.unit is None and one.no_status and len(in_mail[mail_of(one)]) == 1:
            found[number] = next(iter(in_mail[mail_of(one)]))
    return found


def mail_of(verdict: Verdict) -> object:
    """Return what tells the mail of a document from others; None if it came without."""
    origin = verdict.origin
    return origin and (origin.message_id or (origin.sender, origin.date, origin.subject))

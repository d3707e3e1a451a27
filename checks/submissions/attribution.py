"""Whose a document is. Agreement decides; evidence that contradicts itself is shown, and decides nothing.

The order of what tells a unit: a person's word; what the document itself says together with the address it came
from; the document alone; the address alone; the file's name; the mail's subject and the name of its sender.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from checks.identity import identify
from checks.model.submission import Submission
from checks.model.unit import Unit
from checks.submissions.evidence import Evidence, evidence_of
from checks.submissions.unit_names import UnitRegistry, core, short_for

SenderRelation: TypeAlias = Literal["own", "passed_on", "foreign", "unknown"]
"""What the sender is to the unit: itself, by the list; a unit above it; somebody who the list does not know although
it knows the unit's own address, or whose address is another's; nobody knows."""

_PUBLIC = re.compile(
    r"(?:qq|foxmail|163|126|yeah|sina|sohu|139|189|wo|aliyun|tom|21cn|gmail|outlook|hotmail|live|icloud|vip\.\w+)"
    r"\.(?:com|cn|net|com\.cn)"
)


_OFFICES = "局委办室厅心"


@dataclass(slots=True)
class Attribution:
    """Whose one document is, and why.

    Attributes:
        evidence: all there is, each kept as it was found.
        unit: the line of the list; None if it is not in the list, or not clear.
        name: of the unit: as the list writes it, or else as the document does; "" if nothing tells it.
        by: the piece of evidence that the name is taken from.
        rivals: the units that contradicting evidence names; then neither ``unit`` nor ``name`` decides anything.
        sender: what the sender is to the unit.
    """

    evidence: tuple[Evidence, ...]
    unit: Unit | None = None
    name: str = ""
    by: Evidence | None = None
    rivals: tuple[Unit, ...] = ()
    sender: SenderRelation = "unknown"

    @property
    def in_doubt(self) -> bool:
        """Tell whether a person has to say whose it is."""
        return bool(self.rivals)


@dataclass(slots=True)
class Assignments:
    """What a person has said once and for all: this mail, this address, this file is that unit's.

    Attributes:
        units: by address, message id, sha256 or source, in lower case.
    """

    units: dict[str, Unit] = field(default_factory=dict)

    def of(self, submission: Submission) -> tuple[str, Unit] | None:
        """Return what is assigned of a document, and the unit."""
        origin = submission.origin
        keys = [submission.verdict.source, submission.verdict.file, submission.verdict.sha256]
        keys += [origin.message_id, origin.sender] if origin else []
        return next(((key, self.units[key.lower()]) for key in keys if key and key.lower() in self.units), None)


def attribute(
    submissions: Iterable[Submission], register: UnitRegistry, assignments: Assignments | None = None
) -> list[Attribution]:
    """Say whose each document is, and complete unit, year and ``unit_from`` of the submissions.

    Args:
        submissions: one inbox.
        register: the list of units.
        assignments: what a person has said already.
    """
    submissions = list(submissions)
    every = [tuple(evidence_of(one, register)) for one in submissions]
    longer = register.match(piece.says for pieces in every for piece in pieces if piece.source != "address")
    attributions = []
    for submission, read in zip(submissions, every, strict=True):
        pieces = tuple(
            piece._replace(units=(longer[piece.says],)) if not piece.units and piece.says in longer else piece
            for piece in read
        )
        forwarder = submission.origin.passed_on_by if submission.origin else ""
        attribution = _Decision(pieces, register, forwarder).attribution
        if assignments and (assigned := assignments.of(submission)):
            piece = Evidence("assigned", assigned[0], (assigned[1],))
            attribution = Attribution((piece, *pieces), assigned[1], assigned[1].name, piece, (), "own")
        attributions.append(attribution)
        _complete(submission, attribution)
    _join_scans(submissions, attributions)
    return attributions


class _Decision:
    """Decides from the evidence of one document."""

    def __init__(self, evidence: tuple[Evidence, ...], register: UnitRegistry, forwarder: str = "") -> None:
        self._register = register
        by_source = {piece.source: piece for piece in evidence}
        self._address = by_source.get("address")
        self._document = by_source.get("cover") or by_source.get("title")
        self._file = by_source.get("file_name")
        self._weak = [by_source[name] for name in ("subject", "sender") if name in by_source]
        self.attribution = Attribution(evidence)
        self._decide()
        self.attribution.sender = self._relation(forwarder)

    def _decide(self) -> None:
        names = [piece for piece in (self._document, self._file) if piece]
        holders = self._address.units if self._address else ()
        sender = holders[0] if len(holders) == 1 else None
        if self._document and not self._document.units and sender:
            self._unlisted_from(sender, self._document)
            return
        main = next((piece for piece in (*names, *self._weak) if piece.units), None)
        if main is None and len(holders) > 1 and not names:
            self.attribution.rivals, self.attribution.by = holders, self._address
        elif main is None:
            self._by_address(sender, names)
        elif main in self._weak and names and not (sender in main.units or self._is_of(main, names[0])):
            self._hinted(main, names, sender)
        else:
            self._by_name(main, names, sender)

    def _by_address(self, sender: Unit | None, names: Sequence[Evidence]) -> None:
        """Nothing says a name that is in the list: the sender's address may, unless the file's name says another."""
        if sender and not (names and self._file and not self._is_like(sender, self._file.says)):
            self._settle(sender, self._address)
        else:
            self._unlisted(names, sender)

    def _by_name(self, main: Evidence, names: Sequence[Evidence], sender: Unit | None) -> None:
        """A name that is in the list, if the sender may speak for it."""
        chosen, passed_on = self._from(sender, main.units)
        if sender and (not chosen or (passed_on and self._says_it_is_own(sender, chosen))):
            self._contradicts(main, sender, names)
            return
        others = [piece for piece in (self._address, *names, *self._weak) if piece]
        chosen = self._narrowed(chosen or main.units, others, main, sure=bool(sender) and not passed_on)
        if len(chosen) == 1:
            self._settle(chosen[0], main)
        else:
            self.attribution.rivals = chosen
            self.attribution.by = main

    def _from(self, sender: Unit | None, units: tuple[Unit, ...]) -> tuple[tuple[Unit, ...], bool]:
        """The units that the sender may speak for: itself, or one below it. And whether it passes something on."""
        if sender is None:
            return units, False
        if sender in units:
            return (sender,), False
        below = tuple(unit for unit in units if self._register.may_pass_on(sender, unit))
        return below, bool(below)

    def _hinted(self, hint: Evidence, names: Sequence[Evidence], sender: Unit | None) -> None:
        """The document is of a name that is not in the list; its mail speaks of a unit that is.

        A government's mail with a report of somebody in its place passes it on; what a sender is called tells nothing.
        """
        is_below = any(core(names[0].says).startswith(core(unit.name)) for unit in hint.units)
        if hint.source == "subject" and not is_below:
            self.attribution.rivals, self.attribution.by = hint.units, names[0]
        else:
            self._unlisted(names, sender)

    def _is_of(self, hint: Evidence, name: Evidence) -> bool:
        """Tell whether a subject, or a sender's name, speaks of a unit that the document only calls otherwise."""
        return any(self._is_like(unit, name.says) for unit in hint.units)

    def _says_it_is_own(self, sender: Unit, below: Sequence[Unit]) -> bool:
        """Tell whether file and subject name the sender, and not whose report it passes on: it copied a title."""
        pieces = [self._file, *(piece for piece in self._weak if piece.source == "subject")]
        named = {unit for piece in pieces if piece for unit in piece.units}
        return sender in named and named.isdisjoint(below)

    def _narrowed(
        self, units: tuple[Unit, ...], pieces: Sequence[Evidence], main: Evidence, *, sure: bool
    ) -> tuple[Unit, ...]:
        """Let the other evidence choose among namesakes; where a file or a subject contradicts, both are rivals."""
        for piece in pieces:
            if piece is main or not piece.units:
                continue
            both = tuple(unit for unit in units if unit in piece.units)
            if both:
                units = both
            elif any(self._register.may_mean(piece.says, unit) for unit in units):
                continue
            elif (piece is self._file or piece.claims) and not sure and not self._goes_with(units, piece.units):
                return tuple(dict.fromkeys((*units, *piece.units)))
        return units

    def _goes_with(self, units: Sequence[Unit], others: Sequence[Unit]) -> bool:
        """Tell whether a name is of a unit above: a county's name on the file of a township."""
        return any(self._register.may_pass_on(other, unit) for unit in units for other in others)

    def _contradicts(self, main: Evidence, sender: Unit, names: Sequence[Evidence]) -> None:
        """The document names one unit, and the address is another's."""
        hint = main in self._weak and not names  # a subject is no more than that
        if hint and any(sender in piece.units for piece in self._weak):
            self._settle(sender, self._address)
            return
        self.attribution.rivals = tuple(dict.fromkeys((*main.units, sender)))
        self.attribution.by = main

    def _unlisted_from(self, sender: Unit, document: Evidence) -> None:
        """The document's own name is not in the list, but the address is."""
        if self._is_like(sender, document.says):
            self._settle(sender, self._address)
            return
        below = [piece for piece in (self._file, *self._weak) if piece and self._from(sender, piece.units)[1]]
        if any(self._register.may_pass_on(sender, unit) for unit in self._register.units) and not below:
            self.attribution.name, self.attribution.by = document.says, document  # passed on, and not in the list
            return
        self.attribution.rivals, self.attribution.by = (sender,), document

    def _unlisted(self, names: Sequence[Evidence], sender: Unit | None) -> None:
        piece = next((piece for piece in (*names, *self._weak) if not piece.units), None)
        if piece is None:
            return
        if sender is not None:
            self._unlisted_from(sender, piece)
            return
        self.attribution.name, self.attribution.by = piece.says, piece

    def _settle(self, unit: Unit, by: Evidence | None) -> None:
        self.attribution.unit, self.attribution.name, self.attribution.by = unit, unit.name, by

    def _is_like(self, unit: Unit, says: str) -> bool:
        """Tell whether a name that the list does not have is fairly the unit's: 卫生健康局 for 卫生健康委员会."""
        mine, theirs = _bare(unit.name), _bare(says)
        if mine[0] and theirs[0] and not (mine[0].endswith(theirs[0]) or theirs[0].endswith(mine[0])):
            return False
        first, second = set(mine[1][:-1]), set(theirs[1][:-1])
        offices = mine[1][-1:] in _OFFICES and theirs[1][-1:] in _OFFICES
        return offices and len(first & second) * 2 > max(len(first), len(second))

    def _relation(self, forwarder: str) -> SenderRelation:
        """What the sender is to the unit; who passes a mail on is the sender, whatever the mail says of its own."""
        unit = self.attribution.unit
        if unit is None:
            return "unknown"
        own = self._address.units if self._address else ()
        holders = self._register.sharing(forwarder) if forwarder else own
        if unit in holders:
            return "own"
        if any(self._register.may_pass_on(holder, unit) for holder in holders):
            return "passed_on"
        return "foreign" if holders or unit.addresses else "unknown"


def _bare(name: str) -> tuple[str, str]:
    """The place that leads a name, and the name without it."""
    full = core(name)
    short, place = min(short_for(full), key=lambda pair: len(pair[0]), default=(full, ""))
    return place, short


def _complete(submission: Submission, attribution: Attribution) -> None:
    """Write into the submission what was found out."""
    verdict = submission.verdict
    texts = (
        [verdict.part] if verdict.part else [verdict.source, submission.origin.attachment if submission.origin else ""]
    )
    submission.year = verdict.year or next((year for text in texts if (year := identify([], text).year)), None)
    submission.unit = attribution.name or None
    by = attribution.by.source if attribution.by else None
    submission.unit_from = by


def _join_scans(submissions: Sequence[Submission], attributions: list[Attribution]) -> None:
    """What lies beside the one report of a mail and names nobody belongs to it."""
    in_mail: dict[object, list[Attribution]] = defaultdict(list)
    for submission, attribution in zip(submissions, attributions, strict=True):
        if (mail := mail_of(submission)) and (attribution.name or attribution.rivals):
            in_mail[mail].append(attribution)
    for number, submission in enumerate(submissions):
        attribution = attributions[number]
        if attribution.name or attribution.rivals:
            continue
        others = {(other.name, other.unit, other.rivals) for other in in_mail[mail_of(submission)]}
        if len(others) == 1:
            attributions[number] = replace(in_mail[mail_of(submission)][0], evidence=attribution.evidence, by=None)
            submission.unit = attributions[number].name or None


def group_keys(submissions: Sequence[Submission], attributions: Sequence[Attribution]) -> list[object]:
    """Return what tells units apart: the line of the list; or the name with its sender; never the bare name.

    Documents whose unit nothing tells, or contradicting evidence, are never taken for one unit's.
    """
    keys: list[object] = []
    for number, (submission, attribution) in enumerate(zip(submissions, attributions, strict=True)):
        if attribution.rivals or not attribution.name:
            keys.append(
                mail_of(submission) and (mail_of(submission), attribution.rivals) if attribution.rivals else number
            )
        elif attribution.unit is not None:
            keys.append(attribution.unit)
        else:
            keys.append((core(attribution.name), _domain(submission)))
    return keys


def _domain(submission: Submission) -> str:
    """What tells a sender whom the list does not know: the office's domain, or a private address as a whole."""
    sender = submission.origin.sender if submission.origin else ""
    domain = sender.rpartition("@")[2]
    return sender if _PUBLIC.fullmatch(domain) else domain


def mail_of(submission: Submission) -> object:
    """Return what tells the mail of a document from others; None if it came without."""
    origin = submission.origin
    return origin and (origin.message_id or (origin.sender, origin.date, origin.subject))


def listed(attributions: Iterable[Attribution]) -> Mapping[str, Unit]:
    """Return the names that were found in the list, with their lines."""
    return {one.name: one.unit for one in attributions if one.unit is not None}

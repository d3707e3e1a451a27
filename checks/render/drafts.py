"""Drafts of mails: to each sender what has to be corrected, with the marked copy; to each silent unit a reminder.

Nothing is sent. A draft has no date and no sender, and says ``X-Unsent``, so that a mail program opens it for editing.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from email import policy
from email.header import Header
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import PurePosixPath

from checks.model.submission import Origin
from checks.render.progress_by_parent import day
from checks.render.reply import has_something, letter, needs_reply
from checks.render.sanitize import plain
from checks.render.sentences import letters
from checks.render.submission_notes import address_of, file_name, is_from
from checks.submissions import Deliveries, Delivery, Unit

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
_MESSAGE_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{1,250}>")
_LONGEST_SUBJECT = 200
_XLSX = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(slots=True)
class Draft:
    """One mail to be looked at and sent by a person.

    Attributes:
        name: what it is about, for a file name.
        to: addresses; none where nothing tells them.
        text: the body.
        answers: the deliveries that have something to correct, and lead to it; none for a reminder.
        units: the lines of the list that it is about; none if one of them is not in the list.
        sender: the address that is answered, "" where none is known: no marked copy of what another one sent goes
            to it.
    """

    name: str
    to: tuple[str, ...]
    subject: str
    text: str
    references: tuple[str, ...] = ()
    answers: list[Delivery] = field(default_factory=list)
    sender: str = ""
    units: tuple[Unit, ...] = ()

    @property
    def content(self) -> str:
        """All that makes it another draft than an earlier one: whom it answers, and what it says."""
        return "\n".join([*self.to, self.subject, *self.references, self.text])

    @property
    def copies(self) -> list[str]:
        """The marked copies that go with it, each once."""
        return list(
            dict.fromkeys(
                submission.marked_copy
                for delivery in self.answers
                for submission in delivery.current
                if submission.marked_copy and is_from(submission, self.sender)
            )
        )

    def as_bytes(self, attachments: Sequence[tuple[str, bytes]] = ()) -> bytes:
        """Return the mail; the same draft gives the same bytes.

        Args:
            attachments: name and bytes of each file to go with it.
        """
        # The old message classes: the new ones decode what we encode for programs that know RFC 2047 only.
        mail = MIMEMultipart()
        mail["X-Unsent"] = "1"
        if self.to:
            mail["To"] = ", ".join(self.to)
        mail["Subject"] = Header(
            plain(self.subject, _LONGEST_SUBJECT).replace("\n", " "), "utf-8", maxlinelen=60
        ).encode()
        if self.references:
            mail["In-Reply-To"] = self.references[-1]
            mail["References"] = " ".join(self.references)
        mail.attach(MIMEText(self.text.replace("\n", "\r\n"), "plain", "utf-8"))
        for name, data in attachments:
            mail.attach(_attachment(name, data))
        mail.set_boundary("=_gouji_" + hashlib.sha256(self.text.encode()).hexdigest()[:32])  # no base64 has _
        return mail.as_bytes(policy=policy.compat32.clone(linesep="\r\n"))


def _attachment(name: str, data: bytes) -> MIMEApplication:
    """A file whose name every mail program shows: as RFC 2231 says, and as Outlook and Foxmail have always written."""
    part = MIMEApplication(data, _XLSX if name.endswith(".xlsx") else "octet-stream")
    part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", name))
    part.set_param("name", Header(name, "utf-8", maxlinelen=10_000).encode())
    return part


def replies(deliveries: Deliveries, titles: Mapping[str, str]) -> Iterator[Draft]:
    """Yield a draft for each sender who has something to correct or to send again, in the order of the units.

    Args:
        deliveries: what came, with the paths of the marked copies that will go with the drafts.
        titles: the title of each kind of rule, by the id before the colon.
    """
    by_sender: dict[tuple[str, int], list[Delivery]] = defaultdict(list)
    for number, delivery in enumerate(deliveries.units):
        for sender in _to_answer(delivery) if needs_reply(delivery) else ():
            if delivery.name or sender:  # there is nobody to write to about a nameless file
                by_sender[sender, 0 if sender else number].append(delivery)
    for (sender, _), about in by_sender.items():
        yield _reply(sender, about, deliveries, titles)


def _reply(sender: str, about: list[Delivery], deliveries: Deliveries, titles: Mapping[str, str]) -> Draft:
    """Return the draft to one sender about all that is to be corrected."""
    theirs = [submission for one in about for submission in reversed(one.current) if is_from(submission, sender)]
    newest = next((one for one in theirs if one.origin), theirs[0])
    origin, unit = newest.origin or Origin(), about[0].unit
    called = (unit and deliveries.called(unit)) or about[0].name or origin.sender_name
    references = [one.origin.message_id for one in reversed(theirs) if one.origin]
    return Draft(
        name=letters.several(called or PurePosixPath(file_name(newest)).stem, len(about)),
        to=_addresses((sender,)) or _addresses(unit.addresses if unit else ()),
        subject=letters.subject_reply(origin.subject, deliveries.year),
        text=letter(about, deliveries.year, titles, sender),
        references=tuple(dict.fromkeys(one for one in references if _MESSAGE_ID.fullmatch(one))),
        answers=about,
        sender=sender,
        units=_units(about, sender),
    )


def _to_answer(delivery: Delivery) -> Iterator[str]:
    """Yield whom to write to about a delivery: who sent the newest, and whoever else has something to correct."""
    yield (newest := address_of(delivery.newest))
    wrong = (address_of(one) for one in delivery.current if has_something(delivery, one))
    yield from dict.fromkeys(sender for sender in wrong if sender and sender != newest)


def acknowledgements(deliveries: Deliveries) -> Iterator[Draft]:
    """Yield a draft to each unit whose report holds: it has been received, and nothing is wrong with it."""
    for delivery in deliveries.units:
        origin = delivery.newest.origin
        if delivery.state != "pass" or not delivery.name or origin is None:
            continue
        to = _addresses((origin.sender,)) or _addresses(delivery.unit.addresses if delivery.unit else ())
        if to:
            lines = [
                letters.salutation([plain(delivery.name, 100)]),
                *(f"　　{s}" for s in letters.all_right(delivery.year)),
                "",
            ]
            references = (origin.message_id,) if _MESSAGE_ID.fullmatch(origin.message_id) else ()
            subject = letters.subject_reply(origin.subject, deliveries.year)
            text, units = "\n".join(lines), _units([delivery], origin.sender)
            name = deliveries.called(delivery.unit) if delivery.unit else delivery.name
            yield Draft(name, to, subject, text, references, sender=origin.sender, units=units)


def reminders(deliveries: Deliveries) -> Iterator[Draft]:
    """Yield a draft to each unit of the list that sent nothing; without an address where none is known.

    A unit whose address did send something, under another unit's name, is not reminded: a person has to look first.
    An address that mail came back from is not written to.
    """
    subject = letters.subject_reminder(deliveries.year)
    for unit, to in _silent(deliveries):
        yield Draft(deliveries.called(unit), to, subject, _reminder(unit, deliveries), units=(unit,))


def _silent(deliveries: Deliveries) -> Iterator[tuple[Unit, tuple[str, ...]]]:
    heard_of = {one.address_of for one in deliveries.units}
    failed = {letter.failed for letter in deliveries.letters if letter.failed}
    for unit in deliveries.missing:
        if unit not in heard_of:
            yield unit, tuple(address for address in _addresses(unit.addresses) if address not in failed)


def _units(about: Sequence[Delivery], sender: str) -> tuple[Unit, ...]:
    """The lines of the list that remember a draft: that to who sent the newest, where several people sent something."""
    units = tuple(one.unit for one in about if one.unit is not None and address_of(one.newest) == sender)
    return units if len(units) == len(about) else ()


def _reminder(unit: Unit, deliveries: Deliveries) -> str:
    said = letters.not_yet(deliveries.year, day(deliveries.made_at))
    return "\n".join([letters.salutation([plain(unit.name, 100)]), *(f"　　{sentence}" for sentence in said), ""])


def _addresses(candidates: Sequence[str]) -> tuple[str, ...]:
    """What is an address and nothing more: no header can be made of it."""
    return tuple(one for one in candidates if _ADDRESS.fullmatch(one))

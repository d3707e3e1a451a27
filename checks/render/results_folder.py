"""The folder of results: 汇总.xlsx, 汇总.html, 标注/, 回复/, findings.json.

What a person put there or changed is never lost: it keeps its bytes, at most under another name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Protocol

from checks.language import speaking
from checks.model.rule import Rulebook
from checks.model.submission import Submission
from checks.render.drafts import Draft, acknowledgements, reminders, replies
from checks.render.json_document import as_text
from checks.render.results_account import COPIES, DRAFTS, FINDINGS, PAGE, WORKBOOK
from checks.render.results_files import Files, claimed
from checks.render.results_page import results_page
from checks.render.results_workbook import results_workbook
from checks.render.sanitize import plain
from checks.render.sentences import inbox, letters
from checks.render.submission_notes import address_of, file_name
from checks.submissions import Deliveries, Delivery
from checks.submissions.ledger import Ledger, minute


class Copy(Protocol):
    """A marked copy: ``marking.MarkedCopy``."""

    @property
    def data(self) -> bytes:
        """The workbook."""

    @property
    def suffix(self) -> str:
        """How its name ends."""

    @property
    def not_kept(self) -> tuple[str, ...]:
        """What it lost."""


class KeptResult(Protocol):
    """What a batch found out about one document: ``batch.result.Result``."""

    @property
    def submission(self) -> Submission:
        """The very object that the deliveries hold."""

    @property
    def json(self) -> str:
        """The submission as JSON, on one line, as it is when asked for."""

    @property
    def json_with_figures(self) -> str:
        """The same, with every figure."""

    @property
    def marked(self) -> Copy | None:
        """Its marked copy, where one could be made."""


def write_folder(
    folder: str | Path | Files,
    results: Sequence[KeptResult],
    deliveries: Deliveries,
    book: Rulebook,
    ledger: Ledger | None = None,
    *,
    figures: bool = False,
) -> str:
    """Write everything that came out of an inbox into a folder, and say so in a sentence.

    Each file is complete or as it was before; a run that is broken off can be repeated. Files of an earlier run that
    this one does not write again are removed, unless a person has changed them.

    Args:
        folder: made if it is not there; or as ``claimed`` before the work.
        results: of every document, in the order of reading; ``marked_copy`` and ``not_kept`` are set in their
            submissions.
        deliveries: ``sort_out`` of the same submissions; ``draft`` is set in them.
        book: the rules.
        ledger: knows which drafts were written before, and learns of those that are written now.
        figures: whether findings.json has every figure.

    Raises:
        UsageError: the folder holds something else, or cannot be written.
    """
    with claimed(folder) if isinstance(folder, str | Path) else nullcontext(folder) as files:
        copies = _write_copies(files, results)
        titles = {entry.id: entry.title for entry in book.catalogue.values()}
        writer = _Drafts(files, ledger, deliveries.made_at or datetime.now(UTC))
        with speaking("zh"):  # they go to the units
            for draft in replies(deliveries, titles):
                writer.ask(draft, draft.name, counted_as=inbox.DRAFT)
            for draft in reminders(deliveries):
                writer.ask(draft, f"{letters.REMINDER}-{draft.name}", counted_as=inbox.REMINDERS)
            for draft in acknowledgements(deliveries):
                writer.ask(draft, f"{letters.ALL_RIGHT}-{draft.name}", suffixes=(".eml",))
            counts = writer.write_all(copies)
        files.write(WORKBOOK, lambda file: results_workbook(deliveries, file))
        files.write(
            PAGE, lambda file: file.writelines(part.encode() for part in results_page(deliveries, book, WORKBOOK))
        )
        # Half a character, from a name in a broken encoding, is an escape in JSON.
        documents = ((one.json_with_figures if figures else one.json, one.submission.status) for one in results)
        lines = (
            line.encode("utf-8", "backslashreplace") for line in as_text(documents, book.digest, deliveries=deliveries)
        )
        files.write(FINDINGS, lambda file: file.writelines(lines))
        files.drop_rest()
    counted = {str(name): counts[name] for name in (inbox.DRAFT, inbox.REMINDERS)}
    return inbox.folder_written(str(files.folder), {str(inbox.COPY): len(copies), **counted})


def _write_copies(files: Files, results: Iterable[KeptResult]) -> dict[str, tuple[str, bytes]]:
    """Write the marked copies of the reports that count; return path → (name, bytes)."""
    written: dict[tuple[str, str], str] = {}
    copies: dict[str, tuple[str, bytes]] = {}
    for result in results:
        submission, copy = result.submission, result.marked
        submission.marked_copy = ""
        if copy is None or submission.superseded_by:
            continue
        key = (submission.verdict.file, submission.sha256)  # all reports of one file share one copy
        if key not in written:
            stem = PurePosixPath(file_name(submission)).stem
            unit = submission.unit or ""
            words = stem if not unit or unit in stem else f"{unit} {stem}"
            written[key] = files.add(COPIES, f"{words}-{COPIES}", copy.suffix, copy.data)
            copies[written[key]] = (PurePosixPath(written[key]).name, copy.data)
        submission.marked_copy, submission.not_kept = written[key], copy.not_kept
    return copies


def _as_text(text: str) -> bytes:
    """Return a text as every editor of Windows reads it."""
    return plain(text, 100_000).replace("\n", "\r\n").encode("utf-8-sig")


class _Drafts:
    """Writes drafts, each with its text beside it for those who answer by other means than mail.

    One that says just what it said the last time is not written twice: by the ledger, which a person may tell to have
    it anew, or by what this folder remembers, where the ledger has no line for it. Its files stay where they are, if
    they are still there.
    """

    def __init__(self, files: Files, ledger: Ledger | None, now: datetime) -> None:
        self._files, self._ledger, self._now = files, ledger, now
        self._asked: list[tuple[Draft, str, Sequence[str], object]] = []
        self._counts: Counter[object] = Counter()

    def ask(
        self, draft: Draft, name: str, *, suffixes: Sequence[str] = (".eml", ".txt"), counted_as: object = None
    ) -> None:
        """Take a draft in; what is known already is kept, before anything new takes its name."""
        known = bool(self._ledger and draft.units)
        before = self._files.drafted(draft.content)
        if self._ledger and known:
            before = self._ledger.drafted(draft.units, draft.content)
        if not before:
            suffixes = suffixes if draft.to or draft.answers else (".txt",)  # nothing to send without an address
            self._asked.append((draft, name, suffixes, counted_as))
            return
        path = self._files.keep_draft(draft.content, before)
        for delivery in _led_to(draft):
            delivery.draft, delivery.drafted = path, before if known or not path else ""
        self._counts[counted_as] += bool(path) and not known

    def write_all(self, copies: Mapping[str, tuple[str, bytes]]) -> Counter[object]:
        """Write all new ones; return how many drafts there are, as they are counted."""
        for draft, name, suffixes, counted_as in self._asked:
            paths: list[str] = []
            for suffix in suffixes:
                data = _as_text(draft.text)
                if suffix == ".eml":
                    data = draft.as_bytes([copies[copy] for copy in draft.copies])
                paths.append(self._files.add(DRAFTS, PurePosixPath(paths[0]).stem if paths else name, suffix, data))
            for delivery in _led_to(draft):
                delivery.draft = paths[0]
            self._files.note_draft(draft.content, minute(self._now), paths)
            if self._ledger:
                self._ledger.keep_draft(draft.units, draft.content, self._now)
            self._counts[counted_as] += 1
        return self._counts


def _led_to(draft: Draft) -> list[Delivery]:
    """The deliveries that show this draft: where several people sent something, that of who sent the newest."""
    return [one for one in draft.answers if not one.draft or address_of(one.newest) == draft.sender]

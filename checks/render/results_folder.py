"""The folder of results: 汇总.xlsx, 汇总.html, 标注/, 回复/, findings.json.

What a person put there or changed is never lost: it keeps its bytes, at most under another name.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, Protocol

from checks.errors import UsageError
from checks.model.findings import Verdict
from checks.model.rule import Rulebook
from checks.render import sentences
from checks.render.drafts import Draft, reminders, replies
from checks.render.json_document import OPENING, as_text
from checks.render.results_page import results_page
from checks.render.results_workbook import results_workbook
from checks.render.sanitize import safe_name
from checks.render.sentences import inbox
from checks.render.submission_notes import file_name
from checks.submissions import Deliveries

COPIES, DRAFTS = "标注", "回复"
FINDINGS, WORKBOOK, PAGE = "findings.json", "汇总.xlsx", "汇总.html"
_OURS = ".gouji.json"  # path → sha256 of every file as we wrote it
_OUR_PATHS = rf"{re.escape(FINDINGS)}|{re.escape(WORKBOOK)}|{re.escape(PAGE)}|(?:{COPIES}|{DRAFTS})/[^/\\\\]+"


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


class Result(Protocol):
    """What a batch found out about one document: ``batch.result.Result``."""

    @property
    def verdict(self) -> Verdict:
        """The very object that the deliveries hold."""

    @property
    def json(self) -> str:
        """The verdict as JSON, on one line, as it is when asked for."""

    @property
    def marked(self) -> Any:
        """A Copy, or None."""


def write_folder(folder: str | Path, results: Sequence[Result], deliveries: Deliveries, book: Rulebook) -> str:
    """Write everything that came out of an inbox into a folder, and say so in a sentence.

    Each file is complete or as it was before; a run that is broken off can be repeated. Files of an earlier run that
    this one does not write again are removed, unless a person has changed them.

    Args:
        folder: made if it is not there.
        results: of every document, in the order of reading; ``marked_copy`` and ``not_kept`` are set in their verdicts.
        deliveries: ``sort_out`` of the same verdicts; ``draft`` is set in them.
        book: the rules.

    Raises:
        UsageError: the folder holds something else, or cannot be written.
    """
    with _opened(Path(folder)) as files:
        copies = _write_copies(files, results)
        titles = {entry.id: entry.title for entry in book.catalogue.values()}
        replied = sum(_write_draft(files, one, one.name, copies) for one in replies(deliveries, titles))
        reminded = sum(
            _write_draft(files, one, f"{inbox.REMINDER}-{one.name}", copies) for one in reminders(deliveries)
        )
        files.write(WORKBOOK, lambda file: results_workbook(deliveries, file))
        files.write(
            PAGE, lambda file: file.writelines(part.encode() for part in results_page(deliveries, book, WORKBOOK))
        )
        # Half a character, from a name in a broken encoding, is an escape in JSON.
        documents = ((one.json, one.verdict.status) for one in results)
        lines = (line.encode("utf-8", "backslashreplace") for line in as_text(documents, book.digest))
        files.write(FINDINGS, lambda file: file.writelines(lines))
        files.drop_rest()
    counts = {inbox.COPY: len(copies), inbox.DRAFT: replied, inbox.REMINDER: reminded}
    return inbox.folder_written(str(folder), counts)


def is_results_folder(folder: Path) -> bool:
    """Tell whether a folder is one of ours, which a later run may write anew and no run should check."""
    if (folder / _OURS).is_file():
        return True
    try:
        with (folder / FINDINGS).open(encoding="utf-8") as file:
            return file.read(len(OPENING)) == OPENING
    except (OSError, UnicodeDecodeError):
        return False


def _write_copies(files: _Files, results: Iterable[Result]) -> dict[str, tuple[str, bytes]]:
    """Write the marked copies of the reports that count; return path → (name, bytes)."""
    written: dict[tuple[str, str], str] = {}
    copies: dict[str, tuple[str, bytes]] = {}
    for result in results:
        verdict, copy = result.verdict, result.marked
        verdict.marked_copy = ""
        if copy is None or verdict.superseded_by:
            continue
        key = (verdict.source.partition("#")[0], verdict.sha256)  # all reports of one file share one copy
        if key not in written:
            stem = PurePosixPath(file_name(verdict).partition("#")[0]).stem
            unit = verdict.unit or ""
            words = stem if not unit or unit in stem else f"{unit} {stem}"
            written[key] = files.add(COPIES, f"{words}-{COPIES}", copy.suffix, copy.data)
            copies[written[key]] = (PurePosixPath(written[key]).name, copy.data)
        verdict.marked_copy, verdict.not_kept = written[key], copy.not_kept
    return copies


def _write_draft(files: _Files, draft: Draft, name: str, copies: dict[str, tuple[str, bytes]]) -> bool:
    """Write a draft, and its text beside it for those who answer by other means than mail."""
    paths = dict.fromkeys(v.marked_copy for one in draft.answers for v in one.current if v.marked_copy)
    path = files.add(DRAFTS, name, ".eml", draft.as_bytes([copies[path] for path in paths]))
    files.add(DRAFTS, PurePosixPath(path).stem, ".txt", draft.text.replace("\n", "\r\n").encode("utf-8-sig"))
    for one in draft.answers:
        one.draft = path
    return True


@contextmanager
def _opened(folder: Path) -> Iterator[_Files]:
    """Open the folder, and keep the account of what is ours in it even if the run is broken off."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()) and not is_results_folder(folder):
            raise UsageError(inbox.not_our_folder(str(folder)))
        files = _Files(folder)
        try:
            yield files
        finally:
            files.keep_account()
    except (FileExistsError, NotADirectoryError) as problem:
        raise UsageError(inbox.no_folder(str(folder))) from problem
    except OSError as problem:
        name = Path(str(problem.filename2 or problem.filename or folder)).name
        raise UsageError(sentences.cannot_write(name, problem.strerror or "")) from problem


class _Files:
    """The files of one folder: which are ours, and what they held when we wrote them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._before = _account(folder / _OURS)
        self._now: dict[str, str] = {}
        self._taken = {COPIES: set[str](), DRAFTS: set[str]()}
        for name in (COPIES, DRAFTS):
            (folder / name).mkdir(exist_ok=True)
        self.keep_account()

    def add(self, folder: str, words: str, suffix: str, data: bytes) -> str:
        """Write a file under a name of its own, and return its path below the folder of results."""
        name = safe_name(words, suffix, self._taken[folder])
        self._taken[folder].add(name.lower())
        path = f"{folder}/{name}"
        self.write(path, lambda file: file.write(data))
        return path

    def write(self, path: str, fill: Callable[[BinaryIO], object]) -> None:
        """Write a file as a whole or not at all; what a person made of the old one moves aside."""
        target = self._folder / path
        spare = target.with_name(f".{target.name}.tmp")
        try:
            with spare.open("w+b") as file:
                fill(file)
                file.seek(0)
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            if target.exists() and self._changed(path):
                target.rename(_free(target))
            spare.replace(target)
        finally:
            spare.unlink(missing_ok=True)
        self._now[path] = digest

    def drop_rest(self) -> None:
        """Remove what an earlier run wrote and this one did not."""
        for path in self._before.keys() - self._now.keys():
            if (self._folder / path).is_file() and not self._changed(path):
                (self._folder / path).unlink()

    def keep_account(self) -> None:
        """Note what is ours."""
        account = {**self._before, **self._now}
        there = {path: digest for path, digest in sorted(account.items()) if (self._folder / path).exists()}
        (self._folder / _OURS).write_text(json.dumps(there, ensure_ascii=False, indent=0), "utf-8")

    def _changed(self, path: str) -> bool:
        with (self._folder / path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() != self._before.get(path)


def _account(path: Path) -> dict[str, str]:
    """The files that an earlier run wrote; an account that cannot be read means that nothing is known to be ours."""
    try:
        account = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    inside = isinstance(account, dict) and all(re.fullmatch(_OUR_PATHS, str(key)) for key in account)
    return account if inside else {}


def _free(target: Path) -> Path:
    """A name beside the target that nothing has."""
    number = 1
    while (other := target.with_name(f"{target.stem}（{inbox.KEPT}{number}）{target.suffix}")).exists():
        number += 1
    return other

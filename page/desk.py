"""What the page asks of the checker, and what it is told: names and JSON in and out, files as bytes.

The page knows no rule, no reader and no sentence. It keeps what it is handed for each file, unopened, so that a fresh
Python can go on where another was ended by a file (``restore``).
"""

from __future__ import annotations

import io
import json
import os
import pickle
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, NamedTuple

from checks import __version__, rulebook
from checks.batch import worker
from checks.batch.refs import Ref, refs
from checks.batch.result import Result, results
from checks.batch.work import Checked, Checker, failed, follows, whole
from checks.batch.worker import Failure, Parts
from checks.containers import MAX_OPENED
from checks.errors import GoujiError
from checks.model.rule import Rulebook
from checks.render import sentences
from checks.render.results_account import ACCOUNT, DRAFTED
from checks.render.sentences import batch as messages
from checks.render.sentences import browser as words
from checks.render.terminal import as_lines
from checks.submissions import Deliveries, sort_out
from checks.submissions.unit_list import UnitList, read_unit_list

_WHOLE, _EACH = 60, 0.5
"""Seconds that a file may take with all its parts, and that each part adds: Python is slower here than on a desk."""

Tell = Callable[[bytes], object]
"""Is told how the work on a file goes on; the messages of ``checks.batch.worker``."""


class Answer(NamedTuple):
    """What goes back to the page: something to show, and bytes to keep or to hand to the user."""

    said: Any
    data: bytes = b""


class _Ear:
    """What the work reports to, in place of the pipe of a process."""

    def __init__(self, tell: Tell) -> None:
        self.send_bytes = tell


@dataclass
class Desk:
    """The files that were dropped on one page.

    Attributes:
        known: the results of each file, by its number.
        units: the list of units, if there is one.
    """

    known: dict[int, list[Result]] = field(default_factory=dict)
    units: UnitList | None = None
    folder: Path = field(default_factory=lambda: Path(mkdtemp(prefix="gouji")))

    def answer(self, kind: str, arguments: str, data: bytes, tell: Tell) -> tuple[str, bytes]:
        """Answer one question of the page.

        Args:
            kind: the name of a method of this class.
            arguments: its arguments by name, as JSON; those that take bytes are given ``data``, too.
            data: a file, or what was handed out for keeping.
            tell: hears how the work goes on.

        Returns:
            JSON, and bytes. What cannot be done is the JSON member ``problem``, a sentence.
        """
        given = json.loads(arguments)
        try:
            method = getattr(self, _QUESTIONS[kind])
            if kind in _WITH_DATA:
                given["data"] = data
            if kind == "check":
                given["tell"] = tell
            said, out = method(**given)
        except GoujiError as problem:
            said, out = {"problem": str(problem)}, b""
        return json.dumps(said, ensure_ascii=False), out

    @cached_property
    def book(self) -> Rulebook:
        """The rules."""
        return rulebook.load()

    @cached_property
    def _marker(self) -> Callable[..., Any]:
        from workbook_templates.standard import marker  # noqa: PLC0415  # not before a file is there

        return marker(self.book)

    def start(self) -> Answer:
        """Make ready; say what this is, and the largest file that is read."""
        self.book.subjects  # noqa: B018  # loads it
        forms = [form for form in self.book.forms.values() if form.last_year is None]
        return Answer(
            {
                "version": __version__,
                "largest": MAX_OPENED,
                "year": datetime.now(UTC).year - 1,
                "first_year": min(form.first_year for form in forms),
            }
        )

    def reset(self) -> Answer:
        """Forget all files; the list of units stays."""
        self.known.clear()
        return Answer({})

    def plan(self, paths: Sequence[str], accounts: Mapping[str, str]) -> Answer:
        """Say which of the dropped files are checked, in which order, and under which name.

        Args:
            paths: with ``/``; those in a dropped folder begin with its name.
            accounts: the content of those that may be our own account of earlier results.
        """
        place = self.folder / "plan"
        shutil.rmtree(place, ignore_errors=True)
        numbers: dict[str, int] = {}
        tops: dict[str, None] = {}
        for number, path in enumerate(paths):
            name = _unlike(path, numbers)
            numbers[name] = number
            tops[name.partition("/")[0]] = None
            target = place / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(accounts.get(path, ""), "utf-8")
        notes: list[str] = []
        before = Path.cwd()
        os.chdir(place)
        try:
            found = list(refs(list(tops), passed_over=lambda *what: notes.append(messages.passed_over(*what))))
        finally:
            os.chdir(before)
        files = [{"file": numbers[ref.source], "folder": ref.folder, "name": ref.name} for ref in found]
        return Answer({"files": files, "notes": notes})

    def check(
        self, number: int, folder: str, name: str, data: bytes, tell: Tell, first: int = 0, light: int = -1,
        bare: bool = False, size: int = 0,
    ) -> Answer:  # fmt: skip
        """Check one file, or go on with it behind what ended another Python.

        Args:
            number: of the file, in the order of the plan.
            folder: what stands before its name.
            name: of the file.
            data: its bytes.
            tell: hears each part as it is done.
            first: the part to begin with.
            light: the part that is to be checked without what it can do without.
            bare: no marked copies.
            size: of a file whose bytes were not read, since it is too large.
        """
        problem = ("too_large", f"{MAX_OPENED >> 20} MB") if size > MAX_OPENED else None
        ref = Ref(folder, name, data=data, first=first, light=light, problem=problem)
        kept: list[Any] = []

        def hear(message: bytes) -> None:
            if message[:1] == worker.PART_ANSWERED:
                kept.append(pickle.loads(message[1:]))  # noqa: S301  # written by this very process
            tell(message)

        worker.report_to(_Ear(hear))
        try:
            last = Checker(self.book, None if bare else self._marker)(ref)
        finally:
            worker.report_to(None)
        if first or light >= 0:  # what came before is in the page's keeping
            return Answer({"more": True}, pickle.dumps(last))
        return self._take(ref, whole(ref, Parts(tuple(kept), last), self.book) if kept else last, number)

    def follow(self, number: int, folder: str, name: str, state: dict[str, Any], data: bytes) -> Answer:
        """Say how to go on with a file that ended its Python, or what its result is.

        Args:
            number: of the file, in the order of the plan.
            folder: what stands before its name.
            name: of the file.
            state: ``first``, ``light``, ``bare`` of the attempt; ``sizes`` of the pieces in ``data``; ``done``: how
                many of them are parts of this attempt; ``part``: the one at work, or ""; ``luxury``: in such a stage;
                ``code`` and ``detail`` of what happened, "" for nothing: it came to its end; ``seconds`` in all.
            data: what was handed over so far, piece by piece.
        """
        ref = Ref(folder, name, first=state["first"], light=state["light"])
        pieces = list(_pieces(data, state["sizes"]))
        if not state["code"]:
            *parts, last = pieces
            return self._take(ref, whole(ref, Parts(tuple(parts), last), self.book), number)
        failure = Failure(state["code"], state["detail"], state["part"], state["luxury"])
        if not state["part"]:
            if pieces:
                return self._take(ref, whole(ref, Parts((*pieces, failure)), self.book), number)
            if not state["bare"]:
                return Answer({"again": {"first": 0, "light": 0 if failure.is_luxury else -1, "bare": True}})
            return self._keep(number, [failed(ref, failure.code, failure.detail, self.book)])
        next_step = follows(ref, state["done"], failure, marks=True)
        added = failure if next_step.is_blamed else None
        if state["seconds"] >= _WHOLE + len(pieces) * _EACH:
            end = Failure("unfinished", f"{_WHOLE}")
            rest = [one for one in (added, end) if one is not None]
            return self._take(ref, whole(ref, Parts((*pieces, *rest)), self.book), number)
        again = {"first": next_step.item.first, "light": next_step.item.light, "bare": False}
        return Answer({"again": again}, pickle.dumps(added) if added else b"")

    def restore(self, number: int, data: bytes) -> Answer:
        """Take back what was handed out for keeping."""
        source, checked = pickle.loads(data)  # noqa: S301  # from the memory of the page, written by this module
        self.known[number] = list(results(source, checked.body, self.book, checked.marked))
        return Answer({})

    def list_of_units(self, name: str, data: bytes) -> Answer:
        """Read the list of units; say how much of it was understood."""
        path = self.folder / f"list{Path(name).suffix}"
        path.write_bytes(data)
        try:
            self.units = read_unit_list(path)
        except GoujiError as problem:
            self.units = None
            return Answer({"problem": str(problem).replace(str(path), name)})
        return Answer({"echo": self.units.echo, "remarks": self.units.remarks})

    def without_list(self) -> Answer:
        """Forget the list of units."""
        self.units = None
        return Answer({})

    def results_page(self) -> Answer:
        """Return the results page; it stands alone, so nothing in it leads to files."""
        from checks.render.results_page import results_page  # noqa: PLC0415

        deliveries = self._deliveries()
        for result in self._results():
            result.submission.marked_copy = ""
        for delivery in deliveries.units:
            delivery.draft = ""
        return Answer({}, "".join(results_page(deliveries, self.book)).encode("utf-8", "replace"))

    def findings(self) -> Answer:
        """Return ``findings.json``."""
        from checks.render.json_document import as_text  # noqa: PLC0415

        deliveries = self._deliveries()
        documents = ((one.json, one.submission.status) for one in self._results())
        text = "".join(as_text(documents, self.book.digest, deliveries=deliveries))
        return Answer({}, text.encode("utf-8", "backslashreplace"))

    def results_folder(self) -> Answer:
        """Return the folder of results, the sum with it where it is complete, as one zip."""
        from checks.render.results_files import claimed  # noqa: PLC0415
        from checks.render.results_folder import write_folder  # noqa: PLC0415
        from workbook_templates.total_workbook import write_total  # noqa: PLC0415

        place = self.folder / words.FOLDER
        shutil.rmtree(place, ignore_errors=True)
        deliveries = self._deliveries()
        with claimed(place) as files:
            said = write_folder(files, list(self._results()), deliveries, self.book)
            write_total(files, deliveries, self.book)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(place.rglob("*")):
                if path.is_file() and path.name not in (ACCOUNT, DRAFTED):
                    archive.write(path, path.relative_to(place.parent).as_posix())
        return Answer(
            {"said": said.replace(str(place), words.FOLDER), "name": f"{words.FOLDER}.zip"}, buffer.getvalue()
        )

    def total(self) -> Answer:
        """Return the sum over the list of units as a workbook; what is missing in it stands in its name."""
        from checks.render.sentences import totals  # noqa: PLC0415
        from checks.render.total_document import as_lines as lines_of_total  # noqa: PLC0415
        from workbook_templates.total_workbook import total_workbook  # noqa: PLC0415

        added = self._added(self._deliveries())
        if added is None:
            return Answer({"problem": words.NEEDS_LIST})
        if not added.whole.total.addends:
            return Answer({"problem": totals.cannot([(unit.name, why) for unit, why in added.missing.items()])})
        data = total_workbook(added, self.book, added.name)
        tail = f"（{totals.incomplete_name(len(added.missing))}）" if added.missing else ""
        lines = list(lines_of_total(added, self.book))
        return Answer({"lines": lines, "name": f"{added.name or words.TOTAL}{tail}.xlsx"}, data)

    def blank(self, year: int, edition: str) -> Answer:
        """Return an empty form for a year.

        Args:
            year: of the report.
            edition: ``fill_in``, ``review`` or ``word``.
        """
        from workbook_templates.standard import new  # noqa: PLC0415

        place = self.folder / "new"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        before = Path.cwd()
        os.chdir(place)  # its name is made for the folder that one works in
        try:
            made = new(year, self.book, review=edition == "review", target=None, force=True, word=edition == "word")
            return Answer({"name": made.name}, made.read_bytes())
        finally:
            os.chdir(before)

    def _take(self, ref: Ref, checked: Checked, number: int) -> Answer:
        answer = self._keep(number, list(results(ref.source, checked.body, self.book, checked.marked)))
        return answer._replace(data=pickle.dumps((ref.source, checked), pickle.HIGHEST_PROTOCOL))

    def _keep(self, number: int, found: list[Result]) -> Answer:
        self.known[number] = found
        titles = {entry.id: entry.title for entry in self.book.catalogue.values()}
        return Answer({"documents": [_row(result, titles) for result in found]})

    def _results(self) -> Iterator[Result]:
        for _, found in sorted(self.known.items()):
            yield from found

    def _deliveries(self) -> Deliveries:
        now = datetime.now(UTC)
        known = self.units.units if self.units else None
        deliveries = sort_out(
            [one.submission for one in self._results()], known, None, self.book.forms, own=set(), now=now
        )
        deliveries.made_at = now
        return deliveries

    def _added(self, deliveries: Deliveries) -> Any:
        if not deliveries.listed:
            return None
        from checks.submissions.adding import total_of  # noqa: PLC0415

        return total_of(deliveries, self.book)


_QUESTIONS = {
    **{name: name for name in ("start", "reset", "plan", "check", "follow", "restore", "list_of_units", "blank")},
    **{name: name for name in ("without_list", "results_page", "findings", "results_folder", "total")},
}
_WITH_DATA = frozenset(("check", "follow", "restore", "list_of_units"))


def _row(result: Result, titles: dict[str, str]) -> dict[str, Any]:
    """Return what the page's list shows of a document."""
    submission = result.submission
    head, *lines = as_lines(submission, titles)
    mark, _, name = sentences.STATUS[submission.status].partition(" ")
    about = head.partition(submission.verdict.source)[2].strip()
    counts = [sum(one.severity == kind for one in submission.verdict.open_findings) for kind in ("error", "warning")]
    return {
        "status": submission.status,
        "mark": mark,
        "state": name.strip(),
        "source": result.source,
        "about": about,
        "errors": counts[0],
        "warnings": counts[1],
        "lines": lines,
    }


def _pieces(data: bytes, sizes: Sequence[int]) -> Iterator[Any]:
    at = 0
    for size in sizes:
        yield pickle.loads(data[at : at + size])  # noqa: S301  # from the memory of the page, written by this module
        at += size


def _unlike(path: str, taken: Mapping[str, int]) -> str:
    """Return the path, or one like it where two files of the same name were dropped."""
    name = "/".join(step for step in path.replace("\0", "").split("/") if step not in ("", ".", "..")) or "_"
    stem, dot, suffix = name.rpartition(".")
    tries = (name, *(f"{stem} ({i}){dot}{suffix}" if dot else f"{name} ({i})" for i in range(2, len(taken) + 3)))
    return next(one for one in tries if one not in taken)

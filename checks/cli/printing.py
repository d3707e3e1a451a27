"""What ``gouji check`` writes to standard output, in each of its formats."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING

from checks.batch import Result, Run
from checks.model.rule import Rulebook
from checks.render import sentences
from checks.render.sanitize import terminal_line

if TYPE_CHECKING:
    from checks.submissions import Deliveries


class Printed:
    """The results on their way to the reader, counted as they pass by: a long run need not be kept.

    Attributes:
        results: all of them, once ``keep`` was asked for.
        deliveries: whose they are and which of them count, if anything asks for that.
        written: the sentence about the folder of results.
        changes: the sentence about what has changed since the last run, by the ledger.
        stopping: set by a Ctrl-C that is to end the printing.
        figures: JSON has every figure, too.
        is_quiet: only what is wrong is shown.
    """

    def __init__(self, batch: Run, book: Rulebook, *, figures: bool = False, is_quiet: bool = False) -> None:
        self.book = book
        self.figures, self.is_quiet = figures, is_quiet
        self.results: list[Result] = []
        self.deliveries: Deliveries | None = None
        self.written = ""
        self.changes = ""
        self.statuses = dict.fromkeys(sentences.STATUS, 0)
        self.rules = 0
        self.severities: set[str] = set()
        self.stopping = threading.Event()
        self._batch = batch

    def __iter__(self) -> Iterator[Result]:
        """Yield what was kept, then what is still to come; nothing more once Ctrl-C has ended the printing."""
        for result in chain(self.results, self._counted()):
            if self.stopping.is_set():
                self.interrupt()
                return
            yield result

    def _counted(self) -> Iterator[Result]:
        for result in self._batch:
            self.statuses[result.status] += 1
            self.rules += result.rules
            self.severities |= result.severities
            yield result

    @property
    def interrupted(self) -> bool:
        """Whether Ctrl-C ended it before the last."""
        return self._batch.interrupted

    def interrupt(self) -> None:
        """Note that Ctrl-C ended the run before the last was printed."""
        self._batch.interrupted = True

    @property
    def passed_over(self) -> dict[str, int]:
        """How many results of earlier runs were not checked, by folder."""
        return self._batch.passed_over

    def keep(self) -> list[Result]:
        """Take in all results, for what can only be said of all."""
        self.results += self._counted()
        return self.results

    @property
    def counted_severities(self) -> set[str]:
        """The severities of what counts: of all documents, or of each unit's own where that is known."""
        if self.deliveries is None:
            return self.severities
        severities = {
            finding.severity
            for delivery in self.deliveries.units
            for submission in delivery.current
            for finding in submission.findings
            if finding.is_open
        }
        states = {delivery.state for delivery in self.deliveries.units}
        wrong = {"error"} if states & {"wrong_year", "wrong_form", "empty"} else set()
        return severities | wrong | ({"warning"} if states & {"doubtful", "review"} else set())

    @property
    def summary(self) -> str:
        """What was checked, so that silence is never taken for not having run."""
        return sentences.summary(sum(self.statuses.values()), self.rules, self.statuses)


def _human(printed: Printed) -> None:
    from checks.render.terminal import as_lines, coloured, has_colours  # noqa: PLC0415

    show = coloured if has_colours(sys.stdout) else str
    titles = {entry.id: entry.title for entry in printed.book.catalogue.values()}
    for result in printed if not printed.written else ():
        if result.status != "pass" or not printed.is_quiet:
            lines = map(terminal_line, as_lines(result.submission, titles))
            print("\n".join(map(show, lines)), flush=True)
    if printed.deliveries:
        from checks.render.submission_notes import delivery_lines  # noqa: PLC0415  # only where it was asked whose

        for line in delivery_lines(
            printed.deliveries, missing_only=not printed.written, problems_only=printed.is_quiet
        ):
            print(show(terminal_line(line)))
    if printed.is_quiet:
        return
    print(printed.summary)
    if printed.written:
        print(terminal_line(printed.written))
    if printed.changes:
        print(terminal_line(printed.changes))


def _json(printed: Printed) -> None:
    from checks.render.json_document import as_text  # noqa: PLC0415

    def is_complete() -> bool:
        if printed.stopping.is_set():  # half an object is no JSON: an interrupted one is closed, and says so
            printed.interrupt()
        return not printed.interrupted

    documents = ((result.json_with_figures if printed.figures else result.json, result.status) for result in printed)
    for line in as_text(documents, printed.book.digest, is_complete, printed.deliveries):
        sys.stdout.write(line)


def _lines(printed: Printed) -> None:
    from checks.render.finding_lines import as_lines  # noqa: PLC0415

    for result in printed:
        for line in as_lines(result.submission):
            print(terminal_line(line), flush=True)


def _csv(printed: Printed) -> None:
    from checks.render.csv_rows import as_csv  # noqa: PLC0415

    for line in as_csv(result.submission for result in printed):
        sys.stdout.buffer.write(line.encode())


def _html(printed: Printed) -> None:
    from checks.render.results_page import results_page  # noqa: PLC0415

    assert printed.deliveries
    for part in results_page(printed.deliveries, printed.book):
        sys.stdout.buffer.write(part.encode())


def _xlsx(printed: Printed) -> None:
    import io  # noqa: PLC0415

    from checks.render.results_workbook import results_workbook  # noqa: PLC0415

    assert printed.deliveries
    whole = io.BytesIO()  # a pipe cannot be sought in
    results_workbook(printed.deliveries, whole)
    sys.stdout.buffer.write(whole.getvalue())


def _parquet(printed: Printed) -> None:
    import io  # noqa: PLC0415

    from gouji.files import write_parquet  # noqa: PLC0415  # the command joins the packages
    from gouji.frames import FINDINGS  # noqa: PLC0415
    from gouji.rows import finding_columns  # noqa: PLC0415

    whole = io.BytesIO()
    write_parquet(FINDINGS, [finding_columns(result.submission for result in printed)], whole)
    sys.stdout.buffer.write(whole.getvalue())


PRINTERS: Mapping[str, Callable[[Printed], None]] = {
    "human": _human,
    "lines": _lines,
    "json": _json,
    "csv": _csv,
    "html": _html,
    "xlsx": _xlsx,
    "parquet": _parquet,
}
"""By the value of ``--format``."""

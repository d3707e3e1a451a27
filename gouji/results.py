"""The results of a check as frames, rows and files: findings, figures, documents, deliveries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checks import rulebook
from checks.batch import Result
from checks.model.submission import Submission
from checks.submissions import Deliveries
from gouji import figures as held
from gouji.columns import Columns, as_rows
from gouji.files import FilePath, replaced, write_csv, write_excel, write_parquet
from gouji.frames import DELIVERIES, DOCUMENTS, FIGURES, FINDINGS, frame, frame_of
from gouji.languages import in_its_language
from gouji.rows import delivery_rows, document_rows, finding_rows

if TYPE_CHECKING:
    import pandas as pd

    from gouji.running import Request
    from gouji.total import Total


@in_its_language
class Results:
    """What was found out about some documents, in the order of the input.

    Attributes:
        submissions: each document with its verdict, the mail that it came with, and whether a later one counts.
        complete: the run was not broken off.
        notes: sentences about the list of units and last year's reports that a person should read.
    """

    def __init__(
        self,
        results: Sequence[Result],
        deliveries: Deliveries,
        request: Request | None = None,
        *,
        complete: bool = True,
        notes: Sequence[str] = (),
    ) -> None:
        """Take the results, and whose each is; ``gouji.check`` and ``gouji.load`` make this.

        Args:
            results: of every document.
            deliveries: ``sort_out`` of their submissions.
            request: what was asked for; None where the results were read from a file.
            complete: the run was not broken off.
            notes: see above.
        """
        self.submissions: list[Submission] = [result.submission for result in results]
        self.complete = complete
        self.notes = list(notes)
        self._results = results
        self._sorted = deliveries
        self._request = request

    def __len__(self) -> int:
        """How many documents there are."""
        return len(self.submissions)

    def __iter__(self) -> Iterator[Submission]:
        """Yield the documents."""
        return iter(self.submissions)

    def __repr__(self) -> str:
        """How many documents stand how."""
        from gouji.notebook import in_words  # noqa: PLC0415  # for who looks

        return f"<gouji.Results {in_words(self.submissions)}>"

    @property
    def year(self) -> int | None:
        """The year that the reports are for; None if neither given nor clear."""
        return self._sorted.year

    @property
    def missing(self) -> list[str]:
        """The units of the list that nothing came from."""
        return [unit.name for unit in self._sorted.missing]

    def iter_findings(self) -> Iterator[dict[str, Any]]:
        """Yield one row a finding: ``gouji.frames.FINDINGS`` names the keys."""
        return finding_rows(self.submissions)

    def iter_documents(self) -> Iterator[dict[str, Any]]:
        """Yield one row a document: ``gouji.frames.DOCUMENTS`` names the keys."""
        return document_rows(self.submissions)

    def iter_deliveries(self) -> Iterator[dict[str, Any]]:
        """Yield one row a unit: ``gouji.frames.DELIVERIES`` names the keys."""
        return delivery_rows(self._sorted.units)

    def iter_figures(self, *, current: bool = False) -> Iterator[dict[str, Any]]:
        """Yield one row a cell: ``gouji.frames.FIGURES`` names the keys.

        Args:
            current: only what counts of each unit: its newest report, table by table.
        """
        for piece in self.figure_columns(current=current):
            yield from as_rows(piece)

    def figure_columns(self, *, current: bool = False, cells: str | Sequence[str] = "*") -> Iterator[Columns]:
        """Yield the same a piece at a time, as columns: for who writes more than fits into memory.

        Args:
            current: see above.
            cells: which, as ``wide`` takes them.

        Raises:
            UsageError: no form has such a cell.
        """
        from gouji.matrices import cell_ids  # noqa: PLC0415  # brings what only some need

        return held.batches(self.counted(current=current), None if cells == "*" else set(cell_ids(cells)))

    def counted(self, *, current: bool) -> Iterator[held.Counted]:
        """The documents, or of each unit those that count."""
        homes = {
            id(submission): delivery
            for delivery in self._sorted.units
            for submission in (*delivery.current, *delivery.older, *delivery.beside)
        }
        tables = {
            id(submission): gives
            for delivery in self._sorted.units
            for submission, gives in zip(delivery.current, delivery.gives, strict=False)
        }
        for submission in self.submissions:
            key = id(submission)
            delivery = homes.get(key)
            parent = delivery.unit.parent if delivery and delivery.unit else ""
            if not current:
                yield held.Counted(submission, parent, key)
            elif key in tables:
                yield held.Counted(submission, parent, id(delivery), tables[key])

    @cached_property
    def findings(self) -> pd.DataFrame:
        """One row a finding; columns and dtypes are ``gouji.frames.FINDINGS``."""
        return frame(self.iter_findings(), FINDINGS)

    @cached_property
    def figures(self) -> pd.DataFrame:
        """One row a cell; columns and dtypes are ``gouji.frames.FIGURES``."""
        return frame_of(held.columns(self.counted(current=False)), FIGURES)

    @cached_property
    def documents(self) -> pd.DataFrame:
        """One row a document; columns and dtypes are ``gouji.frames.DOCUMENTS``."""
        return frame(self.iter_documents(), DOCUMENTS)

    @cached_property
    def deliveries(self) -> pd.DataFrame:
        """One row a unit; columns and dtypes are ``gouji.frames.DELIVERIES``."""
        return frame(self.iter_deliveries(), DELIVERIES)

    def wide(
        self, cells: str | Sequence[str] = "*", *, index: Sequence[str] | None = None, current: bool = False
    ) -> pd.DataFrame:
        """Return one row a report and one column a cell: counts Int64, money Decimal.

        Args:
            cells: which: a pattern (``requests.*``), an id or how ids begin, or several of these.
            index: which of unit, parent, year, form, source, sha256 stand before them; by default unit, year and
                source, or where only what counts is asked for, unit and year.
            current: only what counts of each unit; its tables may come from several files.

        Raises:
            UsageError: no form has such a cell.
        """
        from gouji.matrices import wide  # noqa: PLC0415  # brings pandas

        chosen = index or (("unit", "year") if current else ("unit", "year", "source"))
        return wide(self.counted(current=current), cells, chosen)

    def over_years(self, cell: str) -> pd.DataFrame:
        """Return one row a unit and one column a year, with the values of one cell; of several reports what counts.

        Raises:
            UsageError: no form has such a cell.
        """
        from gouji.matrices import over_years  # noqa: PLC0415  # as above

        return over_years(self.counted(current=False), cell)

    def total(
        self, *, against: FilePath | None = None, exclude: Sequence[str] = (), allow_missing: bool = False
    ) -> Total:
        """Add up the reports of the listed units, as ``gouji total`` does; see ``gouji.total``.

        Raises:
            UsageError: there is no list, or units are missing.
        """
        from gouji.total import total_of  # noqa: PLC0415  # a room of its own

        return total_of(self._sorted, self._request, against=against, exclude=exclude, allow_missing=allow_missing)

    def to_csv(self, path: FilePath) -> None:
        """Write the figures as CSV in UTF-8 with a byte order mark, as Excel in China opens it; needs no pandas."""
        with replaced(path) as spare, spare.open("w", encoding="utf-8-sig", newline="") as file:
            write_csv(list(FIGURES), self.figure_columns(), file)

    def to_parquet(self, path: FilePath) -> None:
        """Write the figures as Parquet, a piece at a time; a value is a float there, since a column has one type."""
        write_parquet(FIGURES, self.figure_columns(), path)

    def to_excel(self, path: FilePath) -> None:
        """Write deliveries, findings and figures as one workbook, a sheet each."""
        write_excel({"单位": self.deliveries, "问题": self.findings, "数据": self.figures}, path)

    def to_html(self, path: FilePath) -> None:
        """Write the results page, as ``gouji check --format html``."""
        from checks.render.results_page import results_page  # noqa: PLC0415

        with replaced(path) as spare:
            spare.write_text("".join(results_page(self._sorted, rulebook.load())), "utf-8")

    def to_json(self, path: FilePath, *, figures: bool = True) -> None:
        """Write ``gouji-check/2``, which ``gouji.load`` reads; its shape is ``gouji.schema()``.

        Args:
            path: put in place at the end.
            figures: whether the documents carry their figures; without them, ``load`` has none.
        """
        from checks.render.json_document import as_text  # noqa: PLC0415

        texts = ((r.json_with_figures if figures else r.json, r.submission.status) for r in self._results)
        lines = as_text(texts, rulebook.load().digest, lambda: self.complete, self._sorted)
        with replaced(path) as spare, spare.open("w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            file.writelines(lines)

    def write_folder(self, folder: FilePath) -> str:
        """Write what ``gouji check --out`` writes: 汇总.xlsx, 汇总.html, 标注/, 回复/, findings.json.

        The files with findings are read once more, for their marked copies; nothing else in the folder is lost.

        Returns:
            The sentence that says what was written.

        Raises:
            UsageError: the folder holds something else, or the run was broken off.
        """
        from gouji.running import write_folder  # noqa: PLC0415

        return write_folder(self._results, self._sorted, self._request, Path(folder), complete=self.complete)

    def write_ledger(self) -> str:
        """Bring the ledger that ``check`` was given up to date; cells that a person wrote stay.

        Returns:
            The sentence that says what has changed since the last run.

        Raises:
            UsageError: there is no ledger, or it cannot be written.
        """
        from gouji.running import write_ledger  # noqa: PLC0415

        return write_ledger(self._sorted, self._request, complete=self.complete)

    def _repr_html_(self) -> str:
        """How many documents stand how, and the units with most to correct."""
        from gouji.notebook import results_html  # noqa: PLC0415

        return results_html(self.submissions, self._sorted, complete=self.complete)


def checked(asked: Request, progress: Callable[[int], None] | bool = False) -> Results:
    """Check what was asked for."""
    from gouji.running import run_request  # noqa: PLC0415  # brings the batch

    results, deliveries, complete, notes = run_request(asked, progress)
    return Results(results, deliveries, asked, complete=complete, notes=notes)

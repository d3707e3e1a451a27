"""One report as read: its figures by the ids of their cells, and as the statutory tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checks import rulebook
from checks.check import check
from checks.documents import Document, documents_in, read_documents
from checks.effort import bounded, shared_by
from checks.errors import InputFileError, UsageError
from checks.model.findings import CellRef, Verdict
from checks.model.form import Form
from checks.model.submission import Submission
from checks.render import sentences
from checks.render.sentences.details import detail
from checks.render.sentences.findings import message
from checks.render.sentences.library import no_such_cell, no_such_table
from gouji import figures as held
from gouji.columns import Columns, as_rows
from gouji.languages import in_its_language
from gouji.rows import finding_rows

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Report", "only", "read"]


@in_its_language
class Report:
    """A form filled in by one unit for one year.

    Attributes:
        document: what was read.
        verdict: what was found in it; ``report.verdict.status`` is ``pass``, ``review``, ``fail`` or ``no_table``.
        forms: the forms that it is in, by id.
    """

    def __init__(self, document: Document) -> None:
        """Take what was read, and check it."""
        self.document = document
        self.verdict: Verdict = check(document, rulebook.load())
        self.forms: dict[str, Form] = {name: rulebook.load().forms[name] for name in document.reports}

    def __repr__(self) -> str:
        """Whose it is, for which year, and how it stands."""
        parts = (self.unit, self.year, sentences.STATUS[self.verdict.status])
        return f"<gouji.Report {' '.join(str(part) for part in parts if part)}>"

    @property
    def unit(self) -> str | None:
        """The unit, as the report says; None if it does not."""
        return self.document.identity.unit

    @property
    def year(self) -> int | None:
        """The report year, likewise."""
        return self.document.identity.year

    def __getitem__(self, cell: str) -> CellRef:
        """Return a figure: ``report["requests.new.total"].value``, ``.text``, ``.place``, ``.label``.

        Raises:
            KeyError: none of the report's forms has such a cell.
        """
        for report in self.document.reports.values():
            if cell in report.form.index:
                return report.cell_ref(report.form.index[cell])
        known = [name for form in self.forms.values() for name in form.index]
        raise KeyError(no_such_cell(cell, get_close_matches(cell, known, 3)))

    def __iter__(self) -> Iterator[str]:
        """Yield the ids of the cells, in the order of the forms."""
        return (row["cell"] for row in self.iter_figures())

    @property
    def status(self) -> str:
        """``pass``, ``review``, ``fail`` or ``no_table``."""
        return self.verdict.status

    @property
    def messages(self) -> list[str]:
        """What does not hold, in sentences, errors first."""
        return [message(finding) for finding in self.verdict.findings]

    def iter_findings(self) -> Iterator[dict[str, Any]]:
        """Yield every finding; the keys are those of ``Results.iter_findings``."""
        return finding_rows([Submission.of(self.verdict)])

    def iter_figures(self) -> Iterator[dict[str, Any]]:
        """Yield every figure; the keys are those of ``Results.iter_figures``."""
        return as_rows(self._columns())

    def to_frame(self) -> pd.DataFrame:
        """Return every figure as a row; the columns are those of ``Results.figures``.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        from gouji.frames import FIGURES, frame_of  # noqa: PLC0415  # brings pandas

        return frame_of(self._columns(), FIGURES)

    def _columns(self) -> Columns:
        return held.columns([held.Counted(Submission.of(self.verdict), "", self)])

    def table(self, name: str) -> pd.DataFrame:
        """Return one statutory table as printed: rows and columns by their labels.

        Args:
            name: 表二, 表三, 表四 or 统计表.

        Raises:
            KeyError: there is no such table.
            MissingExtraError: pandas is not installed.
        """
        from gouji.frames import pandas  # noqa: PLC0415  # brings pandas

        cells = [row for row in self.iter_figures() if row["table"] == name]
        if not cells:
            known = list(dict.fromkeys(row["table"] for row in self.iter_figures()))
            raise KeyError(no_such_table(name, known))
        places = [self._place(row["form"], row["cell"]) for row in cells]
        rows = {place[:3]: row["row"] for place, row in zip(places, cells, strict=True)}
        columns = dict.fromkeys(row["column"] for row in cells)
        values = {(place[:3], row["column"]): row["value"] for place, row in zip(places, cells, strict=True)}
        body = [[values.get((row, column)) for column in columns] for row in rows]
        result: pd.DataFrame = pandas().DataFrame(body, index=list(rows.values()), columns=list(columns), dtype=object)
        return result

    def _place(self, form: str, cell_id: str) -> tuple[object, ...]:
        """What the cells of one printed row share: form, block and row; in 表四, whose one row has none, its group."""
        cell = self.forms[form].cell(cell_id)
        block = self.forms[form].tables[cell.table].blocks[cell.block]
        group = block.columns[cell.column].group if not block.rows[cell.row].label else ()
        return (form, cell.block, (cell.row, group))

    def _repr_html_(self) -> str:
        """The statutory tables as printed, with what is probably wrong marked."""
        from gouji.notebook import report_html  # noqa: PLC0415  # for who looks

        return report_html(self.verdict, self.forms)


class UnreadableError(InputFileError):
    """A file that cannot be read; ``str`` says why and what to do."""

    def __init__(self, code: str, reason: str) -> None:
        """Take what an ``InputFileError`` holds."""
        super().__init__(code, reason)
        self._said = sentences.UNREADABLE[code].format(detail=detail(reason))

    def __str__(self) -> str:
        """The sentence."""
        return self._said


@bounded
def read(source: Any, *, name: str = "") -> list[Report]:
    """Read every report of a file, of bytes, or of a workbook that is open in Excel or in memory.

    Raises:
        UnreadableError: the file cannot be read.
        OSError: it cannot be opened.
    """
    try:
        found = documents(source, name)
        shared_by(len(found))
        return [Report(document) for document in found]
    except InputFileError as problem:
        raise UnreadableError(problem.code, problem.detail) from problem


def documents(source: Any, name: str) -> Sequence[Document]:
    """Return what a file, bytes or an open workbook holds.

    Raises:
        InputFileError: it cannot be read.
        TypeError: it is nothing of these.
    """
    book = rulebook.load()
    if isinstance(source, str | PathLike):
        path = Path(source)
        return read_documents(path.read_bytes(), name or path.name, book)
    if isinstance(source, bytes | bytearray | memoryview):
        return read_documents(bytes(source), name, book)
    if type(source).__module__.startswith("openpyxl"):
        return read_documents(_saved(source), name or "workbook.xlsx", book)
    if hasattr(source, "sheets"):
        from addin.excel import Excel  # noqa: PLC0415  # only where the program is at hand
        from addin.reading import read_sheets  # noqa: PLC0415

        return documents_in(read_sheets(Excel(source)), name or str(source.name), "", book)
    raise TypeError(f"no path, bytes or workbook: {type(source).__name__}")


def only(reports: list[Report]) -> Report:
    """Return the one report of a file.

    Raises:
        UsageError: there is none, or there are those of several units.
    """
    if not reports[0].document.reports:
        raise UsageError(str(sentences.NO_TABLE))
    if len(reports) > 1:
        named = [report.unit or report.document.part for report in reports]
        raise UsageError(sentences.several_units(reports[0].document.file, named))
    return reports[0]


def _saved(workbook: Any) -> bytes:
    """Write a workbook of openpyxl down, to be read as any file is."""
    from io import BytesIO  # noqa: PLC0415

    file = BytesIO()
    workbook.save(file)
    return file.getvalue()

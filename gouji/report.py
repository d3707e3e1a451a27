"""One report as read: its figures by the ids of their cells, and as the statutory tables."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checks import rulebook
from checks.check import check
from checks.documents import Document, documents_in, read_documents
from checks.effort import bounded, shared_by
from checks.errors import UsageError
from checks.model.findings import CellRef, Verdict
from checks.model.form import Cell
from checks.render import sentences

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Report", "only", "read"]


class Report:
    """A form filled in by one unit for one year.

    Attributes:
        document: what was read.
        verdict: what was found in it; ``report.verdict.status`` is ``pass``, ``review``, ``fail`` or ``no_table``.
    """

    def __init__(self, document: Document) -> None:
        """Take what was read, and check it."""
        self.document = document
        self.verdict: Verdict = check(document, rulebook.load(), figures=True)

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
        raise KeyError(cell)

    def __iter__(self) -> Iterator[str]:
        """Yield the ids of the cells, in the order of the forms."""
        return (row.cell for row in self.verdict.figures)

    def iter_figures(self) -> Iterator[dict[str, Any]]:
        """Yield every figure; the keys are those of ``Results.iter_figures``."""
        return figure_rows(self.verdict, self.unit, self.year, "")

    def to_frame(self) -> pd.DataFrame:
        """Return every figure as a row; the columns are those of ``Results.figures``.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        from gouji.frames import FIGURES, frame  # noqa: PLC0415

        return frame(self.iter_figures(), FIGURES)

    def table(self, name: str) -> pd.DataFrame:
        """Return one statutory table as printed: rows and columns by their labels.

        Args:
            name: 表二, 表三, 表四 or 统计表.

        Raises:
            KeyError: there is no such table.
            MissingExtraError: pandas is not installed.
        """
        from gouji.frames import pandas  # noqa: PLC0415

        cells = [row for row in self.iter_figures() if row["table"] == name]
        if not cells:
            raise KeyError(name)
        rows, columns = (list(dict.fromkeys(cell[key] for cell in cells)) for key in ("row", "column"))
        values = {(cell["row"], cell["column"]): cell["value"] for cell in cells}
        body = [[values.get((row, column)) for column in columns] for row in rows]
        result: pd.DataFrame = pandas().DataFrame(body, index=rows, columns=columns, dtype=object)
        return result

    def _repr_html_(self) -> str:
        """The statutory tables, with marked cells where something does not hold."""
        wrong = {ref.id for finding in self.verdict.open_findings for ref in finding.cells}
        suspected = {suspect.cell.id: suspect.proposed for suspect in self.verdict.suspects}
        head = f"{self.unit or ''} {self.year or ''} {sentences.STATUS[self.verdict.status]}"
        parts = [f"<p><b>{escape(head.strip())}</b></p>"]
        rows = list(self.iter_figures())
        for name in dict.fromkeys(row["table"] for row in rows):
            cells = [row for row in rows if row["table"] == name]
            columns = list(dict.fromkeys(row["column"] for row in cells))
            parts.append(f"<table><caption>{escape(name)}</caption><tr><th></th>")
            parts += [f"<th>{escape(column)}</th>" for column in columns]
            for label in dict.fromkeys(row["row"] for row in cells):
                parts.append(f"</tr><tr><th style='text-align:left'>{escape(label)}</th>")
                by_column = {row["column"]: row for row in cells if row["row"] == label}
                parts += [_cell(by_column.get(column), wrong, suspected) for column in columns]
            parts.append("</tr></table>")
        return "".join(parts)


def _cell(row: dict[str, Any] | None, wrong: set[str], suspected: dict[str, Any]) -> str:
    if row is None:
        return "<td></td>"
    text = escape(str(row["text"]))
    if row["cell"] in suspected:
        return f"<td style='background:#c00;color:#fff'>{text} → {suspected[row['cell']]}</td>"
    ground = " style='background:#fdd'" if row["cell"] in wrong else ""
    return f"<td{ground}>{text}</td>"


def figure_rows(verdict: Verdict, unit: str | None, year: int | None, parent: str) -> Iterator[dict[str, Any]]:
    """Yield the figures of a verdict as plain rows.

    Args:
        verdict: made with its figures.
        unit: whose it is.
        year: for which year.
        parent: the unit above, where a list tells it.
    """
    forms = rulebook.load().forms
    for figure in verdict.figures:
        form = forms[figure.form]
        cell = form.cell(figure.cell)
        row, column = _labels(form.tables[cell.table].blocks[cell.block], cell)
        yield {
            "unit": unit,
            "parent": parent or None,
            "year": year,
            "form": figure.form,
            "table": form.tables[cell.table].name,
            "row": row,
            "column": column,
            "cell": figure.cell,
            "value": figure.value,
            "text": figure.text,
            "state": figure.state,
            "place": figure.at.place if figure.at else None,
            "source": verdict.source,
            "sha256": verdict.sha256,
        }


def _labels(block: Any, cell: Cell) -> tuple[str, str]:
    """The labels of a cell's row and column; of 表四, whose one row has none, the group stands for it."""
    row, column = block.rows[cell.row], block.columns[cell.column]
    names = {group.id: group.label for group in block.column_groups}
    group = " ".join(names.get(name, name) for name in column.group) if not row.label else ""
    return row.label or group, column.label or cell.label


@bounded()
def read(source: Any, *, name: str = "") -> list[Report]:
    """Read every report of a file, of bytes, or of a workbook that is open in Excel or in memory.

    Raises:
        InputFileError: the file cannot be read.
    """
    book = rulebook.load()
    if isinstance(source, str | PathLike):
        path = Path(source)
        documents = read_documents(path.read_bytes(), name or path.name, book)
    elif isinstance(source, bytes | bytearray | memoryview):
        documents = read_documents(bytes(source), name, book)
    elif type(source).__module__.startswith("openpyxl"):
        documents = read_documents(_saved(source), name or "workbook.xlsx", book)
    else:
        from addin.excel import Excel  # noqa: PLC0415  # only where the program is at hand
        from addin.reading import read_sheets  # noqa: PLC0415

        documents = documents_in(read_sheets(Excel(source)), name or str(source.name), "", book)
    shared_by(len(documents))
    return [Report(document) for document in documents]


def only(reports: list[Report]) -> Report:
    """Return the one report of a file.

    Raises:
        UsageError: there is none, or there are those of several units.
    """
    if not reports[0].document.reports:
        raise UsageError(sentences.NO_TABLE)
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

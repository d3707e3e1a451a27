"""The reports of the listed units added up, as ``gouji total`` does: sums, who is missing, who explains it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from os import fspath
from pathlib import Path
from typing import TYPE_CHECKING

from checks import rulebook
from checks.batch import run
from checks.errors import UsageError
from checks.intake import named
from checks.model.figures import Number
from checks.render import total_document
from checks.render.sentences import totals as words
from checks.render.sentences.library import needs_units
from checks.submissions import Deliveries, adding
from gouji.files import FilePath, replaced
from gouji.languages import in_its_language

if TYPE_CHECKING:
    import pandas as pd

    from checks import contract
    from gouji.running import Request


@in_its_language
class Total:
    """A sum over a list of units.

    Attributes:
        added: everything that ``gouji total`` knows of it, level by level.
    """

    def __init__(self, added: adding.Added) -> None:
        """Take what was added up."""
        self.added = added

    def __repr__(self) -> str:
        """How many units are in it, and how many are missing."""
        return f"<gouji.Total {words.added(len(self.units), len(self.cells))}>"

    def __getitem__(self, cell: str) -> Number:
        """Return the sum of one cell.

        Raises:
            KeyError: the form has no such cell, or it is not summed.
        """
        return self.cells[cell]

    @property
    def complete(self) -> bool:
        """Whether nobody is missing."""
        return self.added.is_complete

    @property
    def year(self) -> int | None:
        """The year that the reports are for."""
        return self.added.year

    @property
    def units(self) -> list[str]:
        """The units that were added."""
        return [addend.unit.name for addend in self.added.whole.total.addends]

    @property
    def missing(self) -> dict[str, str]:
        """The units that should be in it and are not → why, in words."""
        return {unit.name: words.WHY.get(why, why) for unit, why in self.added.missing.items()}

    @property
    def cells(self) -> dict[str, Number]:
        """Cell id → sum; money is a Decimal."""
        return dict(self.added.whole.total.sums)

    @property
    def differences(self) -> list[contract.Difference]:
        """Where the report that it was compared with differs."""
        return self.to_dict()["differences"]

    @property
    def explanations(self) -> list[contract.Explanation]:
        """What may have gone wrong there, the likeliest first."""
        return self.to_dict()["explanations"]

    @property
    def lines(self) -> list[str]:
        """What the command says of it, in sentences."""
        return list(total_document.as_lines(self.added, rulebook.load()))

    def to_dict(self) -> contract.TotalResult:
        """Return ``gouji-total/1``."""
        return total_document.as_json(self.added)

    def to_frame(self) -> pd.DataFrame:
        """Return the units by the cells, the sum last: unit, parent, role, then one column a cell.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        from gouji.frames import frame_of  # noqa: PLC0415  # brings pandas
        from gouji.matrices import cell_ids  # noqa: PLC0415

        header, rows = total_document.table(self.added)
        dtypes = dict.fromkeys(header[:3], "string") | {cell: cell_ids(cell)[cell] for cell in header[3:]}
        return frame_of({name: [row[i] for row in rows] for i, name in enumerate(header)}, dtypes)

    def to_json(self, path: FilePath) -> None:
        """Write ``gouji-total/1``."""
        text = json.dumps(self.to_dict(), ensure_ascii=False, indent=1)
        with replaced(path) as spare:
            spare.write_text(text, "utf-8")

    def to_csv(self, path: FilePath) -> None:
        """Write the units by the cells as CSV, as Excel in China opens it."""
        data = total_document.as_csv(*total_document.table(self.added))
        with replaced(path) as spare:
            spare.write_bytes(data)

    def to_excel(self, path: FilePath) -> None:
        """Write the standard workbook, filled in with the sums, with sheets that say where each comes from."""
        from workbook_templates.total_workbook import total_workbook  # noqa: PLC0415  # makes a workbook

        data = total_workbook(self.added, rulebook.load(), self.added.name or Path(path).stem)
        with replaced(path) as spare:
            spare.write_bytes(data)

    def _repr_html_(self) -> str:
        """What the command says of it."""
        return "".join(f"<p style='margin:.2em 0'>{escape(line)}</p>" for line in self.lines)


def total_of(
    deliveries: Deliveries,
    asked: Request | None,
    *,
    against: FilePath | None,
    exclude: Sequence[str],
    allow_missing: bool,
) -> Total:
    """Add up what counts; see ``gouji.total``.

    Raises:
        UsageError: there is no list, a unit to leave out is none, units are missing, or ``against`` holds no report.
    """
    if asked is None or asked.list is None:
        raise UsageError(needs_units())
    book = rulebook.load()
    added = adding.total_of(deliveries, book, excluded=named(exclude, asked.list))
    if added.missing and not allow_missing:
        raise UsageError(words.cannot([(unit.name, why) for unit, why in added.missing.items()]))
    if against is not None:
        path = fspath(against)
        submissions = [result.submission for result in run([path], book, jobs=1, progress=False)]
        printed = [submission for submission in submissions if added.form.id in submission.forms]
        if not printed:
            raise UsageError(words.no_form(added.form.title))
        figures = adding.whole_figures(printed, added.form)
        adding.compare(added.whole, figures, path, added.order, added.reports)
    return Total(added)

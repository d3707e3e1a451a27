"""The results of a check as frames and rows: findings, figures, deliveries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from html import escape
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checks import rulebook
from checks.batch import Result, run
from checks.batch.previous import read_previous
from checks.model.submission import Submission
from checks.render import sentences
from checks.render.sentences import inbox
from checks.render.sentences.findings import message
from checks.submissions import Deliveries, Unit, read_units, sort_out
from gouji.report import figure_rows

if TYPE_CHECKING:
    import pandas as pd

Path_ = str | PathLike[str]
_WORST = 10  # units that a notebook shows


class Results:
    """What was found out about some documents, in the order of the input.

    Attributes:
        submissions: each document with its verdict, the mail that it came with, and whether a later one counts.
        complete: the run was not broken off.
    """

    def __init__(self, results: list[Result], units: list[Unit] | None, year: int | None, *, complete: bool) -> None:
        """Take the results and say whose each is."""
        self._results = results
        self.submissions: list[Submission] = [result.submission for result in results]
        self.complete = complete
        self._sorted: Deliveries = sort_out(self.submissions, units, year, rulebook.load().forms)

    def __len__(self) -> int:
        """How many documents there are."""
        return len(self.submissions)

    def __iter__(self) -> Iterator[Submission]:
        """Yield the documents."""
        return iter(self.submissions)

    @property
    def missing(self) -> list[str]:
        """The units of the list that nothing came from."""
        return [unit.name for unit in self._sorted.missing]

    def iter_findings(self) -> Iterator[dict[str, Any]]:
        """Yield one row a finding: ``gouji.frames.FINDINGS`` names the keys."""
        for submission in self.submissions:
            verdict = submission.verdict
            for finding in verdict.findings:
                first = finding.cells[0] if finding.cells else None
                yield {
                    "unit": submission.unit,
                    "year": submission.year,
                    "form": finding.form or None,
                    "status": verdict.status,
                    "rule": finding.rule,
                    "severity": finding.severity,
                    "outcome": finding.outcome,
                    "cell": first.id if first else None,
                    "place": first.place if first else None,
                    "left": finding.left,
                    "right": finding.right,
                    "difference": finding.difference,
                    "message": message(finding),
                    "source": submission.source,
                    "sha256": submission.sha256,
                    "superseded": bool(submission.superseded_by),
                }

    def iter_figures(self, *, current: bool = False) -> Iterator[dict[str, Any]]:
        """Yield one row a cell: ``gouji.frames.FIGURES`` names the keys.

        Args:
            current: only what counts of each unit.
        """
        parents = {id(s): d.unit.parent for d in self._sorted.units if d.unit for s in (*d.current, *d.older)}
        counted = {id(s) for d in self._sorted.units for s in d.current}
        for submission in self.submissions:
            if not current or id(submission) in counted:
                parent = parents.get(id(submission), "")
                yield from figure_rows(submission.verdict, submission.unit, submission.year, parent)

    def iter_deliveries(self) -> Iterator[dict[str, Any]]:
        """Yield one row a unit: ``gouji.frames.DELIVERIES`` names the keys."""
        for delivery in self._sorted.units:
            still_open = [finding for s in delivery.current for finding in s.verdict.open_findings]
            origin = delivery.newest.origin
            yield {
                "unit": delivery.name or None,
                "parent": delivery.unit.parent or None if delivery.unit else None,
                "year": delivery.year,
                "state": delivery.state,
                "errors": sum(finding.severity == "error" for finding in still_open),
                "warnings": sum(finding.severity == "warning" for finding in still_open),
                "current": [s.source for s in delivery.current],
                "older": [s.source for s in delivery.older],
                "beside": [s.source for s in delivery.beside],
                "sender": origin.sender if origin else None,
            }

    @cached_property
    def findings(self) -> pd.DataFrame:
        """One row a finding; columns and dtypes are ``gouji.frames.FINDINGS``."""
        from gouji.frames import FINDINGS, frame  # noqa: PLC0415

        return frame(self.iter_findings(), FINDINGS)

    @cached_property
    def figures(self) -> pd.DataFrame:
        """One row a cell; columns and dtypes are ``gouji.frames.FIGURES``."""
        from gouji.frames import FIGURES, frame  # noqa: PLC0415

        return frame(self.iter_figures(), FIGURES)

    @cached_property
    def deliveries(self) -> pd.DataFrame:
        """One row a unit; columns and dtypes are ``gouji.frames.DELIVERIES``."""
        from gouji.frames import DELIVERIES, frame  # noqa: PLC0415

        return frame(self.iter_deliveries(), DELIVERIES)

    def wide(self, cells: str = "") -> pd.DataFrame:
        """Return one row a report and one column a cell.

        Args:
            cells: only those whose ids begin so: ``requests.``.
        """
        from gouji.frames import pandas  # noqa: PLC0415

        rows: list[dict[str, Any]] = []
        for submission in self.submissions:
            named = {"unit": submission.unit, "year": submission.year, "source": submission.source}
            values = {f.cell: f.value for f in submission.verdict.figures if f.cell.startswith(cells)}
            if values:
                rows.append({**named, **values})
        result: pd.DataFrame = pandas().DataFrame(rows, dtype=object)
        return result

    def over_years(self, cell: str) -> pd.DataFrame:
        """Return one row a unit and one column a year, with the values of one cell."""
        wide = self.wide(cell)
        result: pd.DataFrame = wide.pivot_table(index="unit", columns="year", values=cell, aggfunc="last")
        return result

    def to_csv(self, path: Path_) -> None:
        """Write the figures as CSV in UTF-8 with a byte order mark, as Excel in China opens it."""
        self.figures.to_csv(path, index=False, encoding="utf-8-sig")

    def to_parquet(self, path: Path_) -> None:
        """Write the figures as Parquet; every value becomes a float, since a column has one type."""
        frame = self.figures.copy()
        frame["value"] = frame["value"].map(lambda value: None if value is None else float(value))
        frame.to_parquet(path, index=False)

    def to_excel(self, path: Path_) -> None:
        """Write deliveries, findings and figures as one workbook, a sheet each."""
        with _writer(path) as writer:
            for name, table in (("单位", self.deliveries), ("问题", self.findings), ("数据", self.figures)):
                safe = table.map(_no_formula)
                safe.to_excel(writer, sheet_name=name, index=False)

    def to_html(self, path: Path_) -> None:
        """Write the results page, as ``gouji check --format html``."""
        from checks.render.results_page import results_page  # noqa: PLC0415

        Path(path).write_text("".join(results_page(self._sorted, rulebook.load())), "utf-8")

    def _repr_html_(self) -> str:
        """How many documents stand how, and the units with most to correct."""
        counts = {status: sum(s.status == status for s in self.submissions) for status in sentences.STATUS}
        tiles = "".join(
            f"<span style='border:1px solid #ccc;padding:.3em .8em;margin-right:.5em'><b>{count}</b> "
            f"{sentences.STATUS[status]}</span>"
            for status, count in counts.items()
            if count
        )
        worst = sorted(self.iter_deliveries(), key=lambda row: (-row["errors"], -row["warnings"]))[:_WORST]
        cells = "".join(
            f"<tr><td>{escape(row['unit'] or inbox.NO_UNIT)}</td><td>{row['year'] or ''}</td>"
            f"<td>{row['errors']}</td><td>{row['warnings']}</td></tr>"
            for row in worst
        )
        return f"<p>{tiles}</p><table>{cells}</table>"


def checked(
    paths: Path_ | Iterable[Path_],
    *,
    units: Path_ | None,
    previous: Path_ | Iterable[Path_] | None,
    year: int | None,
    jobs: int | None,
    progress: Callable[[int], None] | None,
) -> Results:
    """Check paths with their figures; see ``gouji.check``."""
    book = rulebook.load()
    listed = read_units(fspath(units)) if units is not None else None
    last = read_previous(_each(previous), book, jobs or 1)[0] if previous is not None else ()
    batch = run(_each(paths), book, jobs=jobs, last_years=last, progress=False, figures=True)
    results: list[Result] = []
    for result in batch:
        results.append(result)
        if progress is not None:
            progress(len(results))
    return Results(results, listed, year, complete=not batch.interrupted)


def _each(paths: Path_ | Iterable[Path_]) -> list[str]:
    return [fspath(paths)] if isinstance(paths, str | PathLike) else [fspath(path) for path in paths]


def _writer(path: Path_) -> Any:
    from gouji.frames import pandas  # noqa: PLC0415

    options = {"options": {"strings_to_formulas": False, "strings_to_urls": False}}
    return pandas().ExcelWriter(path, engine="xlsxwriter", engine_kwargs=options)


def _no_formula(value: Any) -> Any:
    return "\n".join(map(str, value)) if isinstance(value, list) else value

"""``gouji figures``: every figure of every report, a row a cell."""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checks.errors import UsageError
from checks.render.sanitize import csv_field
from checks.render.sentences import cannot_write, exists, needs_extra, unknown_suffix, written_to

if TYPE_CHECKING:
    from gouji.results import Results

_SUFFIXES = (".csv", ".parquet", ".xlsx")


def add_to(commands: Any) -> None:
    """Add the command to the parser's sub-commands."""
    figures = commands.add_parser(
        "figures",
        help="列出报告里的每一个数（csv、parquet、xlsx）",
        description="列出每份报告里的每一个数，一行一格；--wide 一行一份报告，一列一格。",
        epilog="例：gouji figures 收件箱 --current -o 数据.csv",
    )
    figures.add_argument("paths", nargs="+", metavar="路径", help="与 gouji check 相同")
    figures.add_argument("-o", "--output", metavar="文件", help="生成的文件（.csv .parquet .xlsx）；默认写 CSV 到屏幕")
    figures.add_argument("--current", action="store_true", help="每个单位只列算数的那一份")
    figures.add_argument("--wide", action="store_true", help="一行一份报告，一列一格")
    figures.add_argument("--units", metavar="名单", help="单位名单（xlsx 或 csv）")
    figures.add_argument("--jobs", type=int, metavar="N", help="用几个进程")
    figures.add_argument("--force", action="store_true", help="覆盖已有的文件")
    figures.set_defaults(run=_figures)


def _figures(options: argparse.Namespace) -> int:
    from gouji.results import checked  # noqa: PLC0415  # the command joins the packages

    target = Path(options.output) if options.output else None
    if target is not None and target.suffix.lower() not in _SUFFIXES:
        raise UsageError(unknown_suffix(target.name, _SUFFIXES))
    if target is not None and target.exists() and not options.force:
        raise UsageError(exists(str(target)))
    results = checked(options.paths, units=options.units, previous=None, year=None, jobs=options.jobs, progress=None)
    rows = _wide(results, current=options.current) if options.wide else results.iter_figures(current=options.current)
    if target is None or target.suffix.lower() == ".csv":
        _write_csv(rows, target)
    else:
        _write_frame(list(rows), target)
    if target is not None:
        print(written_to(str(target)), file=sys.stderr)
    return 0 if results.complete else 2


def _wide(results: Results, *, current: bool) -> Iterator[dict[str, Any]]:
    """One row a report: unit, year, source, then one column a cell."""
    by_source: dict[str, dict[str, Any]] = {}
    for row in results.iter_figures(current=current):
        known = by_source.setdefault(
            row["source"], {"unit": row["unit"], "parent": row["parent"], "year": row["year"], "source": row["source"]}
        )
        known[row["cell"]] = row["value"]
    yield from by_source.values()


def _write_csv(rows: Iterable[Mapping[str, Any]], target: Path | None) -> None:
    from gouji.frames import FIGURES  # noqa: PLC0415  # names only

    taken = list(rows)
    names = list(dict.fromkeys(name for row in taken for name in row)) or list(FIGURES)
    try:
        file = target.open("w", encoding="utf-8-sig", newline="") if target else sys.stdout
    except OSError as problem:
        raise UsageError(cannot_write(str(target), problem.strerror or "")) from problem
    try:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n" if target else "\n")
        writer.writerow(names)
        for row in taken:
            writer.writerow([_field(row.get(name)) for name in names])
    finally:
        if target:
            file.close()


def _field(value: object) -> str:
    if value is None:
        return ""
    return csv_field(value) if isinstance(value, str) else str(value)


def _write_frame(rows: list[dict[str, Any]], target: Path) -> None:
    from gouji.frames import FIGURES, MissingExtraError, frame, pandas  # noqa: PLC0415

    try:
        is_long = bool(rows) and list(rows[0]) == list(FIGURES)
        table = frame(rows, FIGURES) if is_long else pandas().DataFrame(rows)
        for name in table.columns if target.suffix.lower() == ".parquet" else ():
            if table[name].dtype == object:
                table[name] = table[name].map(lambda value: None if value is None else float(value))
        if target.suffix.lower() == ".parquet":
            table.to_parquet(target, index=False)
        else:
            options = {"options": {"strings_to_formulas": False, "strings_to_urls": False}}
            with pandas().ExcelWriter(target, engine="xlsxwriter", engine_kwargs=options) as writer:
                table.to_excel(writer, sheet_name="数据", index=False)
    except MissingExtraError as problem:
        raise UsageError(needs_extra("pandas")) from problem
    except OSError as problem:
        raise UsageError(cannot_write(str(target), problem.strerror or "")) from problem

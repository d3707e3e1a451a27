"""``gouji figures``: every figure of every report, a row a cell, or a row a report."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checks.cli.collecting import add_list_options, add_paths, add_running_options, add_target, note, target_of
from checks.errors import UsageError
from checks.language import either
from checks.render.sentences import INTERRUPTED, written_to

if TYPE_CHECKING:
    from gouji.columns import Columns

_SUFFIXES = (".csv", ".parquet", ".xlsx")
_OF_REPORT = ("unit", "parent", "year", "form", "source", "sha256")
_COULD_NOT = 2


def add_to(commands: Any) -> None:
    """Add the command to the parser's sub-commands."""
    commands.add_parser(
        "figures",
        help=either(
            "列出报告里的每一个数（csv、parquet、xlsx）", "list every figure of every report (csv, parquet, xlsx)"
        ),
        description=either(
            "列出每份报告里的每一个数，一行一格；--wide 一行一份报告，一列一格。",
            "Lists every figure of every report, one row a cell; --wide: one row a report, one column a cell.",
        ),
        examples=(
            either("gouji figures 收件箱 --current -o 数据.csv", "gouji figures inbox --current -o figures.csv"),
            either(
                'gouji figures 历年 --wide --cells "requests.*" -o 申请.xlsx',
                'gouji figures reports --wide --cells "requests.*" -o requests.xlsx',
            ),
        ),
        fill=_fill,
    )


def _fill(figures: Any) -> None:
    add_paths(figures)
    add_target(
        figures,
        either(
            "生成的文件（.csv .parquet .xlsx）；默认写 CSV 到屏幕",
            "the file (.csv .parquet .xlsx); else CSV to the screen",
        ),
    )
    figures.add_argument(
        "--current",
        action="store_true",
        help=either("每个单位只列算数的：逐表取最新的一份", "of each unit what counts: the newest of each table"),
    )
    figures.add_argument(
        "--wide",
        action="store_true",
        help=either("一行一份报告，一列一格", "one row a report, one column a cell"),
    )
    figures.add_argument(
        "--cells",
        metavar=either("编号", "IDS"),
        help=either(
            "只列这些格，如 requests.* 或 results.granted.total（默认全部）",
            "only these cells, such as requests.* or results.granted.total (default: all)",
        ),
    )
    add_list_options(figures)
    add_running_options(figures)
    figures.set_defaults(run=_figures)


def _figures(options: argparse.Namespace) -> int:
    from gouji.frames import FIGURES, MissingExtraError, arrow, pandas  # noqa: PLC0415  # the command joins the packages
    from gouji.results import checked  # noqa: PLC0415
    from gouji.running import request  # noqa: PLC0415

    target = target_of(options, _SUFFIXES)
    suffix = target.suffix.lower() if target else ".csv"
    try:
        if suffix != ".csv":
            (arrow if suffix == ".parquet" else pandas)()  # said before the work
        if options.cells:
            from gouji.matrices import cell_ids  # noqa: PLC0415

            cell_ids(options.cells)
    except MissingExtraError as problem:
        raise UsageError(str(problem)) from problem
    asked = request(
        options.paths,
        units=options.units,
        ledger=options.ledger,
        own=options.own,
        previous=None,
        year=options.year,
        jobs=options.jobs,
        cache=not options.no_cache,
    )
    results = checked(asked)
    for said in results.notes:
        note(said)
    if not results.complete:
        note(INTERRUPTED)
        if target is not None:
            return _COULD_NOT
    if options.wide:
        from gouji.matrices import types_of, wide_columns  # noqa: PLC0415

        index = _OF_REPORT[:4] if options.current else _OF_REPORT
        made = wide_columns(results.counted(current=options.current), options.cells or "*", index)
        _write(types_of(made), [made], target)
    else:
        _write(dict(FIGURES), results.figure_columns(current=options.current, cells=options.cells or "*"), target)
    if target is not None:
        print(written_to(str(target)), file=sys.stderr)
    return 0 if results.complete else _COULD_NOT


def _write(types: dict[str, str], pieces: Iterable[Columns], target: Path | None) -> None:
    from gouji import files  # noqa: PLC0415  # the command joins the packages

    if target is None:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(newline="")
        files.write_csv(list(types), pieces, sys.stdout, "\n")
    elif target.suffix.lower() == ".csv":
        with files.replaced(target) as spare, spare.open("w", encoding="utf-8-sig", newline="") as file:
            files.write_csv(list(types), pieces, file)
    elif target.suffix.lower() == ".parquet":
        files.write_parquet(types, pieces, target)
    else:
        from gouji.frames import frame_of, pandas  # noqa: PLC0415

        frames = [frame_of(piece, types) for piece in pieces] or [frame_of({name: [] for name in types}, types)]
        files.write_excel({"数据": pandas().concat(frames, ignore_index=True)}, target)

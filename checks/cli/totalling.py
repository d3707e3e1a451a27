"""``gouji total``: the units' reports added up, and compared with what is printed."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checks import rulebook
from checks.cli.collecting import (
    add_list_options,
    add_paths,
    add_running_options,
    add_target,
    note,
    read_list,
    target_of,
)
from checks.errors import UsageError
from checks.intake import keep_the_ledger, named, own_addresses, read_the_ledger, sort_out_all
from checks.language import either
from checks.render import sentences
from checks.render.sanitize import terminal_line
from checks.render.sentences import totals as words
from checks.render.targets import write_target

if TYPE_CHECKING:
    from collections.abc import Mapping

    from checks.model.rule import Rulebook
    from checks.submissions import Unit
    from checks.submissions.adding import Added
    from checks.submissions.totals import Figures
    from checks.submissions.unit_list import UnitList

_FITS, _DIFFERS, _COULD_NOT = 0, 1, 2
_SUFFIXES = (".xlsx", ".csv", ".parquet", ".json")


def add_to(commands: Any) -> None:
    """Add the command to the parser's sub-commands."""
    commands.add_parser(
        "total",
        help=either(
            "把各单位的报告逐格相加，并与汇总的报告核对", "add the units' reports up, and compare with a printed sum"
        ),
        description=either(
            "把名单上各单位计入的报告逐格相加，生成汇总工作簿；与已有的汇总报告比较，找出差在哪个单位。",
            "Adds up, cell by cell, the reports of the listed units that count; compares with a report that should be "
            "the sum, and names the unit that explains a difference.",
        ),
        examples=(
            either(
                "gouji total 收件箱 --units 单位名单.xlsx -o 全市2025.xlsx",
                "gouji total inbox --units units.xlsx -o city2025.xlsx",
            ),
            either(
                "gouji total 收件箱 --units 单位名单.xlsx --against 市政府年报.xlsx",
                "gouji total inbox --units units.xlsx --against city-report.xlsx",
            ),
        ),
        note=either(
            "退出码：0 相符；1 与 --against 有差异、总计与各项之和不符，或用 --allow-missing 缺单位汇总；"
            "2 无法汇总：有单位没有报送、不能确定或读不了，或文件写不了（屏幕上写明是哪些）。",
            "Exit codes: 0 everything fits; 1 it differs from --against, a total is not the sum of its parts, or units "
            "are missing under --allow-missing; 2 not added up: units are missing, doubtful or unreadable, or a file "
            "cannot be written (the screen says which).",
        ),
        fill=_fill,
    )


def _fill(total: Any) -> None:
    add_paths(total)
    _add_options(total)
    add_list_options(total, required=True)
    add_running_options(total)
    total.set_defaults(run=_total, since=None)


def _add_options(total: Any) -> None:
    add_target(total, either("生成的汇总：.xlsx，或 .csv、.parquet、.json", "the sum: .xlsx, or .csv, .parquet, .json"))
    total.add_argument(
        "--against",
        metavar=either("文件", "FILE"),
        help=either(
            "已有的汇总报告：逐格比较，并说明可能差在哪个单位",
            "a report that should be the sum: where it differs, and which unit may explain it",
        ),
    )
    total.add_argument(
        "--allow-missing",
        action="store_true",
        help=either("缺单位也汇总，结果标明“不完整”", "add up although units are missing; the result says so"),
    )
    total.add_argument(
        "--exclude",
        action="append",
        default=[],
        metavar=either("单位", "UNIT"),
        help=either("不计入的单位，可以有多个", "a unit to leave out; may be given again"),
    )
    total.add_argument(
        "--format",
        choices=("human", "json"),
        default="human",
        help=either("屏幕上的格式（默认 human）", "the format on the screen (default: human)"),
    )
    total.add_argument(
        "--previous",
        action="append",
        metavar=either("路径", "PATH"),
        help=either("上年的报告：看是否误用了上年的数", "last year's reports: was one of them added by mistake?"),
    )


def _total(options: argparse.Namespace) -> int:
    from checks.submissions.adding import total_of  # noqa: PLC0415  # each command loads only what it needs

    book = rulebook.load()
    target = target_of(options, _SUFFIXES)
    units = read_list(options.units)
    excluded = named(options.exclude, units)
    ledger = read_the_ledger(options, note)
    deliveries = sort_out_all(_submissions(options, options.paths, book), options, book, units, ledger)
    added = total_of(deliveries, book, excluded=excluded, last_years=_last_years(options, book, units))
    if options.against:
        _compare(options, added, book)
    if changed := keep_the_ledger(options, ledger, deliveries):
        note(changed)
    names = [(added.called(unit), why) for unit, why in added.missing.items()]
    if names and not options.allow_missing:
        note(words.cannot(names))
        if options.format == "json":
            _print_json(added, hide=True)
        return _COULD_NOT
    written = _write(target, added, book, force=options.force) if target else ""
    if options.format == "json":
        _print_json(added)
    else:
        from checks.render.total_document import as_lines  # noqa: PLC0415

        for line in as_lines(added, book):
            print(terminal_line(line))
        if written:
            print(terminal_line(sentences.written_to(written)))
    return _DIFFERS if names or _differs(added) else _FITS


def _submissions(options: argparse.Namespace, paths: list[str], book: Rulebook) -> list[Any]:
    from checks.batch import run  # noqa: PLC0415

    found = run(paths, book, jobs=options.jobs, cache=not options.no_cache)
    every = [result.submission for result in found]
    if found.interrupted:
        raise KeyboardInterrupt
    return every


def _last_years(options: argparse.Namespace, book: Rulebook, units: UnitList) -> Mapping[Unit, Figures] | None:
    """The figures of the year before, by unit, as far as they are in the same form."""
    if not options.previous:
        return None
    from checks.submissions import sort_out  # noqa: PLC0415
    from checks.submissions.adding import figures_of  # noqa: PLC0415

    deliveries = sort_out(
        _submissions(options, options.previous, book), units.units, None, book.forms, own=own_addresses(options)
    )
    form = next(iter(book.forms.values()))
    return {
        one.unit: figures_of(one.current, one.gives, form)
        for one in deliveries.units
        if one.unit is not None and any(form.id in submission.forms for submission in one.current)
    }


def _compare(options: argparse.Namespace, added: Added, book: Rulebook) -> None:
    """Compare the whole sum with a printed report."""
    from checks.submissions.adding import compare, whole_figures  # noqa: PLC0415

    printed = [one for one in _submissions(options, [options.against], book) if added.form.id in one.forms]
    if not printed:
        raise UsageError(words.no_form(added.form.title))
    compare(added.whole, whole_figures(printed, added.form), options.against, added.order, added.reports)


def _differs(added: Added) -> bool:
    """Tell whether anything does not fit: bounds and blanks decide nothing."""
    levels = (added.whole, *added.levels)
    return any(
        level.total.mismatches or any(not d.is_bound and not d.is_open for d in level.differences) for level in levels
    )


def _print_json(added: Added, *, hide: bool = False) -> None:
    from checks.render.total_document import as_json  # noqa: PLC0415

    document = as_json(added)
    if hide:  # what is not complete is no sum
        document |= {"cells": {}, "blanks": {}, "levels": [], "differences": [], "explanations": []}
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def _write(target: Path, added: Added, book: Rulebook, *, force: bool) -> str:
    """Write the sum; what is not complete says so in its name. Returns the path."""
    name = f"{target.stem}{words.incomplete_name(len(added.missing))}{target.suffix}" if added.missing else target.name
    path = target.with_name(name)
    data = _data(path.suffix.lower(), added, book, target.stem)
    write_target(path, data, force=force)
    return str(path)


def _data(suffix: str, added: Added, book: Rulebook, name: str) -> bytes:
    from checks.render import total_document  # noqa: PLC0415

    if suffix == ".xlsx":
        from workbook_templates.total_workbook import total_workbook  # noqa: PLC0415  # the command joins the packages

        return total_workbook(added, book, added.name or name)
    if suffix == ".json":
        return json.dumps(total_document.as_json(added), ensure_ascii=False, indent=1).encode()
    header, rows = total_document.table(added)
    if suffix == ".csv":
        return total_document.as_csv(header, rows)
    try:
        return total_document.as_parquet(header, rows)
    except ImportError as problem:
        raise UsageError(words.no_parquet()) from problem

"""``gouji check``: the main job."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from checks import rulebook
from checks.render import sentences
from checks.render.sanitize import terminal_line
from checks.render.sentences import batch as messages

if TYPE_CHECKING:
    from checks.evaluate.cross_year import LastYear
    from checks.model.rule import Rulebook
    from checks.render.results_files import Files
    from checks.submissions import Unit

_FOUND, _INTERRUPTED = 1, 2
_FORMATS = ("human", "json", "csv", "html", "xlsx")
_OF_ALL = ("html", "xlsx")  # they show whose each report is and which of them count


def add_to(commands: Any) -> None:
    """Add the command to the parser's sub-commands."""
    check = commands.add_parser(
        "check",
        help="检查文件、文件夹、邮件或邮箱",
        description="检查文件、文件夹、邮件（.eml .msg .mbox）、压缩包或邮箱里的年报表格。收到的文件和邮箱从不改动。",
        epilog="邮箱的密码从不写在命令里：会询问，或取自环境变量 GOUJI_IMAP_PASSWORD。",
    )
    check.add_argument(
        "paths", nargs="+", metavar="路径", help="文件、文件夹，或邮箱 imaps://用户@服务器/INBOX，可以有多个"
    )
    results = check.add_argument_group("结果")
    results.add_argument("--out", metavar="文件夹", help="生成汇总表、汇总网页、标注件、回复草稿和 findings.json")
    results.add_argument("--format", choices=_FORMATS, default="human", help="屏幕上的格式（默认 human）")
    results.add_argument(
        "--fail-on",
        choices=("error", "warning"),
        default="error",
        help="有哪一级问题时退出码为 1：error 逻辑性（默认），warning 连同核实性",
    )
    scope = check.add_argument_group("范围")
    scope.add_argument("--units", metavar="名单", help="单位名单（xlsx 或 csv，列：单位、邮箱、上级），列出谁没有报送")
    scope.add_argument("--year", type=int, metavar="年度", help="应报送的年度（默认取多数报告的年度）")
    scope.add_argument(
        "--previous", action="append", metavar="路径", help="上年的报告（可以是文件夹）：按单位核对跨年的数"
    )
    scope.add_argument(
        "--since", type=date.fromisoformat, metavar="日期", help="邮箱里只看这一天起的邮件，如 2026-01-01"
    )
    running = check.add_argument_group("运行")
    running.add_argument("--jobs", type=_positive, metavar="N", help="用几个进程（默认与处理器一样多）")
    running.add_argument("--scheduler", metavar="地址", help="交给 Dask 集群，如 tcp://主机:8786；local 在本机启动")
    running.add_argument("--no-cache", action="store_true", help="不用以前的结果，全部重新检查")
    check.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    from checks.batch import run  # noqa: PLC0415  # each command loads only what it needs
    from checks.cli.printing import PRINTERS, Printed  # noqa: PLC0415

    book = rulebook.load()
    units = _units(options.units) if options.units else None  # a bad list is said before an hour's work
    with ExitStack() as stack:
        folder = stack.enter_context(_claimed(options.out)) if options.out else None
        found = run(
            options.paths,
            book,
            jobs=options.jobs,
            scheduler=options.scheduler,
            cache=not options.no_cache,
            mark=_marker(book) if options.out else None,
            since=options.since,
            last_years=_last_years(options, book) if options.previous else (),
        )
        printed = Printed(found, book)
        if options.out or options.units or options.format in _OF_ALL:
            from checks.submissions import sort_out  # noqa: PLC0415

            printed.deliveries = sort_out(
                (result.submission for result in printed.keep()), units, options.year, book.forms
            )
            if found.interrupted:
                printed.deliveries.missing.clear()  # nobody knows what the rest would have held
        if folder is not None and not found.interrupted:
            from checks.render.results_folder import write_folder  # noqa: PLC0415

            assert printed.deliveries
            printed.written = write_folder(folder, printed.results, printed.deliveries, book)
    PRINTERS[options.format](printed)
    for place, count in found.passed_over.items():
        print(f"gouji：{terminal_line(messages.passed_over(place, count))}", file=sys.stderr)
    if found.interrupted:
        print(f"gouji：{sentences.INTERRUPTED}", file=sys.stderr)
        if options.out:
            print(f"gouji：{messages.NOT_WRITTEN}", file=sys.stderr)
        return _INTERRUPTED
    counted = {"error"} if options.fail_on == "error" else {"error", "warning"}
    return 0 if counted.isdisjoint(printed.severities) else _FOUND


def _claimed(folder: str) -> AbstractContextManager[Files]:
    """Claim the folder for the results, before the work: a bad one is said now."""
    from checks.render.results_files import claimed  # noqa: PLC0415

    return claimed(folder)


def _marker(book: Rulebook) -> Callable[..., Any]:
    """What makes marked copies in the workers; the command alone may join the packages."""
    from checks.marking import marked_copy  # noqa: PLC0415
    from workbook_templates.standard import as_standard_workbook  # noqa: PLC0415

    return partial(marked_copy, book=book, standard=as_standard_workbook)


def _last_years(options: argparse.Namespace, book: Rulebook) -> tuple[LastYear, ...]:
    from checks.batch.previous import read_previous  # noqa: PLC0415

    reports, lost = read_previous(options.previous, book, options.jobs or 1)
    for source in lost:
        print(f"gouji：{terminal_line(sentences.no_last_year(source))}", file=sys.stderr)
    return reports


def _units(path: str) -> list[Unit]:
    from checks.batch.guarded import guarded  # noqa: PLC0415
    from checks.submissions import read_units  # noqa: PLC0415

    return guarded(read_units, path)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number

"""``gouji check``: the main job."""

from __future__ import annotations

import argparse
import io
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, redirect_stderr
from typing import TYPE_CHECKING, Any

from checks import rulebook
from checks.cli.collecting import (
    add_list_options,
    add_paths,
    add_running_options,
    note,
    read_list,
)
from checks.cli.manners import day
from checks.intake import keep_the_ledger, read_the_ledger, sort_out_all
from checks.language import either
from checks.render import sentences
from checks.render.sentences import batch as messages

if TYPE_CHECKING:
    from checks.cli.printing import Printed
    from checks.evaluate.cross_year import LastYear
    from checks.model.rule import Rulebook
    from checks.render.results_files import Files
    from checks.submissions import Deliveries

_FOUND, _INTERRUPTED = 1, 2
_FORMATS = ("human", "lines", "json", "csv", "html", "xlsx", "parquet")
_OF_ALL = ("json", "csv", "html", "xlsx", "parquet")  # they show whose each report is and which of them count


def add_to(commands: Any) -> None:
    """Add the command to the parser's sub-commands."""
    commands.add_parser(
        "check",
        help=either("检查文件、文件夹、邮件或邮箱", "check files, folders, mails or mailboxes"),
        description=either(
            "检查文件、文件夹、邮件（.eml .msg .mbox）、压缩包或邮箱里的年报表格。收到的文件和邮箱从不改动。",
            "Checks the tables of annual reports in files, folders, mails (.eml .msg .mbox), archives and mailboxes. "
            "What was received is never changed.",
        ),
        examples=(
            either("gouji check 年报.xlsx", "gouji check report.xlsx"),
            either(
                "gouji check 收件箱 --units 名单.xlsx --out 结果",
                "gouji check inbox --units units.xlsx --out results",
            ),
            either("gouji check 收件箱 --previous 去年 --fail-on warning", "gouji check inbox --previous last-year"),
            "gouji check imaps://gongkai@imap.example.com/INBOX --since 2026/1/9",
            either("gouji check - < 年报.xlsx", "gouji check - < report.xlsx"),
        ),
        note=either(
            "邮箱的密码从不写在命令里：会询问，或取自环境变量 GOUJI_IMAP_PASSWORD。",
            "A mailbox's password never stands in the command: it is asked for, or taken from GOUJI_IMAP_PASSWORD.",
        ),
        fill=_fill,
    )


def _fill(check: Any) -> None:
    add_paths(check)
    _add_results(check.add_argument_group(either("结果", "results")))
    _add_scope(check.add_argument_group(either("范围", "scope")))
    _add_running(check.add_argument_group(either("运行", "running")))
    check.set_defaults(run=_check)


def _add_results(results: Any) -> None:
    results.add_argument(
        "--out",
        metavar=either("文件夹", "FOLDER"),
        help=either(
            "生成汇总表、汇总网页、标注件、回复草稿和 findings.json",
            "write the summary (workbook and page), marked copies, drafts of replies and findings.json",
        ),
    )
    results.add_argument(
        "--format",
        choices=_FORMATS,
        default="human",
        help=either(
            "屏幕上的格式（默认 human）；lines 一行一个问题：文件:位置: 说明",
            "the format on the screen (default: human); lines: one finding a line, FILE:PLACE: sentence",
        ),
    )
    results.add_argument(
        "--figures",
        action="store_true",
        help=either("JSON 和 findings.json 里也写每一个数", "write every figure into JSON and findings.json, too"),
    )
    results.add_argument(
        "--fail-on",
        choices=("error", "warning", "missing"),
        default="error",
        help=either(
            "有哪一级问题时退出码为 1：error 逻辑性（默认），warning 连同核实性，missing 逻辑性或有单位未报送",
            "what gives exit code 1: error (default), warning as well, or missing: an error or a unit without a report",
        ),
    )
    results.add_argument(
        "-q",
        "--quiet",
        action="store_true",
        help=either("只列出有问题的，不显示进度、提示和末行", "only what is wrong, no progress and no notes"),
    )


def _add_scope(scope: Any) -> None:
    add_list_options(scope)
    scope.add_argument(
        "--previous",
        action="append",
        metavar=either("路径", "PATH"),
        help=either(
            "上年的报告（可以是文件夹）：按单位核对跨年的数",
            "last year's reports (a file or a folder): this year's must follow from them",
        ),
    )
    scope.add_argument(
        "--since",
        type=day,
        metavar=either("日期", "DAY"),
        help=either(
            "邮箱里只看这一天起的邮件，如 2026-01-09 或 2026/1/9",
            "of a mailbox, only mails from this day on: 2026-01-09 or 2026/1/9",
        ),
    )


def _add_running(running: Any) -> None:
    add_running_options(running)
    running.add_argument(
        "--scheduler",
        metavar=either("地址", "ADDRESS"),
        help=either(
            "交给 Dask 集群，如 tcp://主机:8786；local 在本机启动",
            "hand the work to a Dask cluster, such as tcp://host:8786; local starts one here",
        ),
    )


def _check(options: argparse.Namespace) -> int:
    from checks.batch.run import interrupts_noted  # noqa: PLC0415  # each command loads only what it needs
    from checks.cli.printing import PRINTERS  # noqa: PLC0415

    book = rulebook.load()
    if options.format == "parquet":
        _needs_parquet()
    if options.figures and not (options.format == "json" or options.out):
        note(messages.FIGURES_WHERE)
    with ExitStack() as noting:
        if options.quiet:
            noting.enter_context(redirect_stderr(io.StringIO()))  # no progress, no notes; errors are said behind
        printed = _checked(options, book, noting)
        noting.enter_context(interrupts_noted(printed.stopping))
        PRINTERS[options.format](printed)
    for place, count in printed.passed_over.items() if not options.quiet else ():
        note(messages.passed_over(place, count))
    if printed.interrupted:
        note(sentences.INTERRUPTED)
        if options.out and not printed.written:
            note(messages.NOT_WRITTEN)
        return _INTERRUPTED
    counted = {"error", "warning"} if options.fail_on == "warning" else {"error"}
    is_late = options.fail_on == "missing" and printed.deliveries is not None and printed.deliveries.missing
    return _FOUND if is_late or not counted.isdisjoint(printed.counted_severities) else 0


def _checked(options: argparse.Namespace, book: Rulebook, noting: ExitStack) -> Printed:
    """Check everything, as far as it has to be known before the first line, and write the folder of results.

    From the check on until the stack ends, Ctrl-C is noted: what is known then is still told.
    """
    from checks.batch import run  # noqa: PLC0415
    from checks.batch.run import interrupts_noted  # noqa: PLC0415
    from checks.cli.printing import Printed  # noqa: PLC0415

    units = read_list(options.units) if options.units else None  # a bad list is said before an hour's work
    ledger = read_the_ledger(options, note)
    last_years = _last_years(options, book) if options.previous else ()
    stopping = threading.Event()
    noting.enter_context(interrupts_noted(stopping))
    with ExitStack() as stack:
        folder = stack.enter_context(_claimed(options.out)) if options.out else None
        batch = run(
            options.paths,
            book,
            jobs=options.jobs,
            scheduler=options.scheduler,
            cache=not options.no_cache,
            mark=_marker(book) if options.out else None,
            since=options.since,
            last_years=last_years,
            units=units.units if units else (),
            stopping=stopping,
        )
        printed = Printed(batch, book, figures=options.figures, is_quiet=options.quiet)
        if _asks_whose(options):
            submissions = [result.submission for result in printed.keep()]
            printed.deliveries = sort_out_all(submissions, options, book, units, ledger)
            if stopping.is_set():
                printed.deliveries.missing.clear()  # nobody knows what the rest would have held
            elif last_years:
                _pair(printed.deliveries, last_years, book)
        if stopping.is_set():
            printed.interrupt()
        if folder is not None and not printed.interrupted:
            from checks.render.results_folder import write_folder  # noqa: PLC0415
            from workbook_templates.total_workbook import write_total  # noqa: PLC0415  # the command joins the packages

            assert printed.deliveries
            printed.written = write_folder(
                folder, printed.results, printed.deliveries, book, ledger, figures=options.figures
            )
            write_total(folder, printed.deliveries, book)
        if printed.deliveries and not printed.interrupted:
            printed.changes = keep_the_ledger(options, ledger, printed.deliveries)
    return printed


def _needs_parquet() -> None:
    """Say before an hour's work that a library is missing.

    Raises:
        UsageError: it is.
    """
    from checks.errors import UsageError  # noqa: PLC0415
    from gouji.frames import MissingExtraError, arrow  # noqa: PLC0415  # the command joins the packages

    try:
        arrow()
    except MissingExtraError as problem:
        raise UsageError(str(problem)) from problem


def _asks_whose(options: argparse.Namespace) -> bool:
    """Tell whether anything asks whose each report is and which of them count."""
    asked = (options.out, options.units, options.ledger, options.year, options.previous)
    return any(asked) or options.fail_on == "missing" or options.format in _OF_ALL


def _pair(deliveries: Deliveries, last_years: tuple[LastYear, ...], book: Rulebook) -> None:
    """Hold this year's reports against last year's, and say how many have a partner and who has none."""
    from checks.pairing import pair_all  # noqa: PLC0415
    from checks.render.sentences import collecting  # noqa: PLC0415

    paired = pair_all(deliveries, last_years, book)
    note(collecting.unpaired(paired.found, paired.asked, paired.alone))
    if paired.unused:
        note(collecting.unused(paired.unused))


def _marker(book: Rulebook) -> Callable[..., Any]:
    from workbook_templates.standard import marker  # noqa: PLC0415  # the command joins the packages

    return marker(book)


def _claimed(folder: str) -> AbstractContextManager[Files]:
    """Claim the folder for the results, before the work: a bad one is said now."""
    from checks.render.results_files import claimed  # noqa: PLC0415

    return claimed(folder)


def _last_years(options: argparse.Namespace, book: Rulebook) -> tuple[LastYear, ...]:
    from checks.batch.previous import read_previous  # noqa: PLC0415

    reports, lost = read_previous(options.previous, book, options.jobs or 1)
    for source in lost:
        note(sentences.no_last_year(source))
    return reports

"""``gouji new`` and ``gouji convert``: standard workbooks and Word documents, empty or filled from a report."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from checks import rulebook
from checks.cli.collecting import add_target, note
from checks.language import either
from checks.model.rule import Rulebook
from checks.render import sentences
from checks.render.sanitize import terminal_line

Made = TypeVar("Made")


def add_to(commands: Any) -> None:
    """Add the commands to the parser's sub-commands."""
    commands.add_parser(
        "new",
        help=either("生成某一年度的标准工作簿", "write the standard workbook of a year"),
        description=either(
            "生成某一年度的标准工作簿，自带校验公式，用 Excel 或 WPS 填写。",
            "Writes the standard workbook of a year, which checks itself as it is filled in with Excel or WPS. "
            "It is in Chinese, as the form is.",
        ),
        examples=(
            "gouji new 2025",
            either("gouji new 2025 --previous 去年年报.xlsx", "gouji new 2025 --previous last-year.xlsx"),
            "gouji new 2025 --review",
            "gouji new 2025 --word",
        ),
        fill=_fill_new,
    )
    commands.add_parser(
        "convert",
        help=either(
            "把读得出的报告填进标准工作簿，或写成 Word 文档",
            "write a report as the standard workbook, or as Word",
        ),
        description=either(
            "把读得出的报告填进标准工作簿，数字照抄，不作更正；-o 文件名以 .docx 结尾时写成 Word 文档。",
            "Writes a report into the standard workbook, its figures as they stood, or with -o FILE.docx into Word.",
        ),
        examples=(
            either("gouji convert 年报.doc", "gouji convert report.doc"),
            either("gouji convert 年报.xls -o 年报.docx", "gouji convert report.xls -o report.docx"),
        ),
        fill=_fill_convert,
    )


def _fill_new(new: Any) -> None:
    new.add_argument(
        "year",
        type=int,
        metavar=either("年度", "YEAR"),
        help=either("报告年度，如 2025", "the report year, such as 2025"),
    )
    new.add_argument(
        "--review",
        action="store_true",
        help=either(
            "复核版：总计照原件填写，行列互相校验（默认填报版：总计自动计算）",
            "to check a finished report: its totals are typed, and rows and columns check each other "
            "(default: to be filled in, totals are calculated)",
        ),
    )
    new.add_argument(
        "--word",
        action="store_true",
        help=either(
            "生成 Word 文档：年报的各章标题和法定表格",
            "a Word document: chapters and statutory tables",
        ),
    )
    _add_target_and_previous(new)
    new.set_defaults(run=_new)


def _fill_convert(convert: Any) -> None:
    convert.add_argument("file", metavar=either("文件", "FILE"), help=either("读得出的报告", "the report"))
    _add_target_and_previous(convert)
    convert.set_defaults(run=_convert)


def _add_target_and_previous(command: Any) -> None:
    add_target(command, either("生成的文件名", "the file to write"))
    command.add_argument(
        "--previous",
        metavar=either("文件", "FILE"),
        help=either("上年的报告：把要核对的数填进“上年数据”", "last year's report, to be compared with"),
    )


def _new(options: argparse.Namespace) -> int:
    from workbook_templates.standard import new  # noqa: PLC0415  # the command joins the packages; no room below does

    make = partial(
        new,
        review=options.review,
        target=options.output,
        force=options.force,
        previous=options.previous,
        word=options.word,
    )
    print(terminal_line(sentences.written_to(str(_guarded(make, options.year, options.previous)))))
    _doubt_form(options.year)
    if options.previous and not options.word:
        _doubt_last_year(options.previous, options.year)
    return 0


def _doubt_form(year: int) -> None:
    """Say where a year is still to come, and its form may be another than the one that was used."""
    form = next(form for form in rulebook.load().forms.values() if form.holds_for(year))
    if form.known_until is not None and not form.is_known_for(year):
        note(sentences.form_not_yet_known(year, form.known_until, form.document))


def _doubt_last_year(source: str, year: int) -> None:
    """Say where the report that filled 上年数据 is none of the year before; the sheet says it, too."""
    found = _guarded(partial(_year_of, year), source, source)
    if found not in (None, year - 1):
        note(sentences.last_year_of_another(source, found, year - 1))


def _year_of(year: int, source: str, book: Rulebook) -> int | None:
    from workbook_templates.standard import last_year  # noqa: PLC0415

    form = next(form for form in book.forms.values() if form.holds_for(year))
    return last_year(source, form, book).year


def _convert(options: argparse.Namespace) -> int:
    from workbook_templates.standard import convert  # noqa: PLC0415

    make = partial(convert, target=options.output, force=options.force, previous=options.previous)
    for path in _guarded(make, options.file, options.file):
        print(terminal_line(sentences.written_to(str(path))))
    return 0


def _guarded(make: Callable[..., Made], about: object, received: str | None) -> Made:
    """Make something from a received file in a process of its own; without such a file, here."""
    from checks.batch.guarded import guarded  # noqa: PLC0415

    work = partial(_made, make)
    return guarded(work, about) if received else work(about)


def _made(make: Callable[..., Made], about: object) -> Made:
    return make(about, rulebook.load())

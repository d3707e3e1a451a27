"""The command ``gouji``; its exit codes are 0 nothing to fix, 1 findings, 2 could not run."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from checks import __version__, rulebook
from checks.cli import checking, doctor, figures, totalling
from checks.cli.ending import ended_well
from checks.cli.manners import Parser, language_asked, write_unicode
from checks.language import speaking
from checks.render import sentences
from checks.render.sanitize import terminal_line

Made = TypeVar("Made")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code.

    Args:
        arguments: what follows the command's name; those of the process by default.
    """
    write_unicode()
    words = sys.argv[1:] if arguments is None else list(arguments)
    with speaking(language_asked(words, os.environ)):
        return ended_well(lambda: _run(words))


def _run(words: Sequence[str]) -> int:
    options = _parser().parse_args(words)
    return int(options.run(options))


def _rules(options: argparse.Namespace) -> int:
    from checks.render.rule_book import explain, overview  # noqa: PLC0415

    book = rulebook.load()
    lines = explain(options.id, book) if options.id else overview(book)
    print("\n".join(lines))
    return 0


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
    return 0


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


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="gouji",
        description="核对《政府信息公开工作年度报告》的表格是否平衡。",
        note="退出码：0 没有需要改正的，1 有问题，2 无法运行。",
    )
    parser.add_argument("--version", action="version", version=f"gouji {__version__}")
    commands = parser.add_subparsers(title="命令", required=True, metavar="命令")

    checking.add_to(commands)
    totalling.add_to(commands)
    figures.add_to(commands)
    new = commands.add_parser("new", help="生成某一年度的标准工作簿", description="生成某一年度的标准工作簿。")
    new.add_argument("year", type=int, metavar="年度", help="报告年度，如 2025")
    new.add_argument(
        "--review", action="store_true", help="复核版：总计照原件填写，行列互相校验（默认填报版：总计自动计算）"
    )
    new.add_argument("--word", action="store_true", help="生成 Word 文档：年报的各章标题和法定表格")
    new.set_defaults(run=_new)

    convert = commands.add_parser(
        "convert",
        help="把读得出的报告填进标准工作簿，或写成 Word 文档",
        description="把读得出的报告填进标准工作簿，数字照抄，不作更正；-o 文件名以 .docx 结尾时写成 Word 文档。",
    )
    convert.add_argument("file", metavar="文件")
    convert.set_defaults(run=_convert)
    for command in (new, convert):
        command.add_argument("-o", "--output", metavar="文件", help="生成的文件名")
        command.add_argument("--previous", metavar="文件", help="上年的报告：把要核对的数填进“上年数据”")
        command.add_argument("--force", action="store_true", help="覆盖已有的文件")

    rules = commands.add_parser("rules", help="列出规则，或说明一条规则", description="列出规则，或说明一条规则。")
    rules.add_argument("id", nargs="?", metavar="编号", help="如 R3-BAL 或 R3-ROW:results.granted")
    rules.set_defaults(run=_rules)

    doctor.add_to(commands)
    from addin import cli as addin  # noqa: PLC0415  # the command joins the packages; no room below does
    from page import cli as page  # noqa: PLC0415

    addin.add_to(commands)
    page.add_to(commands)
    return parser

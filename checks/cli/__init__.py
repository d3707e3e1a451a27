"""The command ``gouji``; its exit codes are 0 nothing to fix, 1 findings, 2 could not run."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module

from checks import __version__
from checks.cli.ending import COULD_NOT_RUN, ended_well
from checks.cli.manners import Parser, language_asked, write_unicode
from checks.language import either, speaking

_COMMANDS: Mapping[str, str] = {
    "check": "checks.cli.checking",
    "total": "checks.cli.totalling",
    "figures": "checks.cli.figures",
    "new": "checks.cli.workbooks",
    "convert": "checks.cli.workbooks",
    "rules": "checks.cli.rules",
    "doctor": "checks.cli.doctor",
    "completion": "checks.cli.completion",
    "addin": "addin.cli",  # the command joins the packages; no room below does
    "page": "checks.cli.page",
    "window": "checks.cli.page",
}
"""The commands in the order of the help, with the module that adds each; it is loaded when it is asked for."""


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
    parser = whole_parser(words[0] if words else "")
    if not words:
        parser.print_help(sys.stderr)
        return COULD_NOT_RUN
    if words[0].startswith("--") and words[0].partition("=")[0] not in parser.options:
        parser.error(f"unrecognized arguments: {words[0]}")  # rather than that the command is missing
    options = parser.parse_args(words)
    return int(options.run(options))


def whole_parser(command: str = "") -> Parser:
    """Return the parser.

    Args:
        command: the only one that is wanted of its commands; all of them where it is none.
    """
    parser = Parser(
        prog="gouji",
        description=either(
            "核对《政府信息公开工作年度报告》的表格是否平衡。",
            "Checks whether the tables of China's open-government annual report balance.",
        ),
        examples=(
            either("gouji check 年报.xlsx", "gouji check report.xlsx"),
            either("gouji check 收件箱 --out 结果", "gouji check inbox --out results"),
            "gouji new 2025",
            "gouji rules R3-BAL",
        ),
        note="\n".join(_notes()),
    )
    parser.add_argument(
        "--version", action="version", version=f"gouji {__version__}", help=either("显示版本", "show the version")
    )
    name = either("命令", "COMMAND")
    commands = parser.add_subparsers(title=either("命令", "commands"), required=True, metavar=name)

    modules = [_COMMANDS[command]] if command in _COMMANDS else dict.fromkeys(_COMMANDS.values())
    for module in modules:
        import_module(module).add_to(commands)
    return parser


def _notes() -> Iterator[str]:
    """What stands below the help of all commands."""
    yield either(
        "退出码：0 没有需要改正的，1 有问题，2 无法运行。",
        "Exit codes: 0 nothing to fix, 1 findings, 2 could not run.",
    )
    yield ""
    yield either("环境变量：", "Environment:")
    yield either("  GOUJI_LANG           zh 或 en：显示的语言", "  GOUJI_LANG           zh or en: the language")
    yield either("  GOUJI_CACHE          缓存放在哪个文件夹", "  GOUJI_CACHE          the folder of the cache")
    yield either(
        "  GOUJI_CA             邮件服务器的根证书（.pem）",
        "  GOUJI_CA             the mail server's root (.pem)",
    )
    yield either("  GOUJI_IMAP_PASSWORD  邮箱的密码或授权码", "  GOUJI_IMAP_PASSWORD  the mailbox's password")
    yield either("  NO_COLOR             不用颜色", "  NO_COLOR             no colours")
    yield either("  GOUJI_DEBUG          出意外时显示经过", "  GOUJI_DEBUG          shows where an accident happened")

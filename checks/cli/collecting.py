"""What the commands have in common: their options, the list of units, what is said beside the results."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checks.cli.manners import positive
from checks.errors import UsageError
from checks.language import either
from checks.render import sentences
from checks.render.sanitize import terminal_line

if TYPE_CHECKING:
    from checks.submissions.unit_list import UnitList


def add_paths(command: Any) -> None:
    """Add what is to be read."""
    command.add_argument(
        "paths",
        nargs="+",
        metavar=either("路径", "PATH"),
        help=either(
            "文件、文件夹，或邮箱 imaps://用户@服务器/INBOX，可以有多个；- 是标准输入",
            "files, folders, or mailboxes imaps://user@server/INBOX; - is standard input",
        ),
    )


def add_list_options(scope: Any, *, required: bool = False) -> None:
    """Add the options that say who has to report, and what we know of it."""
    scope.add_argument(
        "--units",
        metavar=either("名单", "LIST"),
        required=required,
        help=either(
            "单位名单（xlsx、csv 或文本，列：单位、邮箱、上级、别名、角色），列出谁没有报送",
            "the list of units (xlsx, csv or text; columns 单位 unit, 邮箱 address, 上级 parent, 别名 alias, "
            "角色 role): says who is missing",
        ),
    )
    scope.add_argument(
        "--ledger",
        metavar=either("台账.xlsx", "LEDGER.xlsx"),
        help=either(
            "台账：记下每个单位的状态，下次说明有什么变化；人填的格从不改动",
            "keeps the state of each unit and says next time what has changed; what a person wrote stays",
        ),
    )
    scope.add_argument(
        "--own",
        action="append",
        default=[],
        metavar=either("邮箱", "ADDRESS"),
        help=either("本单位自己的邮箱：从它发出的不算报送", "an address of our own: what it sent is no report"),
    )
    scope.add_argument(
        "--year",
        type=int,
        metavar=either("年度", "YEAR"),
        help=either("应报送的年度（默认取多数报告的年度）", "the year asked for (default: that of most reports)"),
    )


def add_running_options(running: Any) -> None:
    """Add how the work is done."""
    running.add_argument(
        "--jobs",
        type=positive,
        metavar="N",
        help=either("用几个进程（默认与处理器一样多）", "how many processes (default: as many as processors)"),
    )
    running.add_argument(
        "--no-cache",
        action="store_true",
        help=either(
            "不用以前的结果，全部重新检查（缓存的位置见 gouji doctor，由 GOUJI_CACHE 指定）",
            "do without earlier results (gouji doctor says where they are; GOUJI_CACHE sets it)",
        ),
    )


def add_target(command: Any, help_: str) -> None:
    """Add the file to write, and the leave to overwrite it.

    Args:
        command: the parser.
        help_: what is written.
    """
    command.add_argument("-o", "--output", metavar=either("文件", "FILE"), help=help_)
    command.add_argument(
        "--force", action="store_true", help=either("覆盖已有的文件", "overwrite the file that is there")
    )


def target_of(options: argparse.Namespace, suffixes: tuple[str, ...] = ()) -> Path | None:
    """Return the file to write; what is wrong with it is said before the work.

    Args:
        options: of the command.
        suffixes: how its name may end; anyhow where none are given.

    Raises:
        UsageError: it is of no kind that we write, is there already, or its folder is not.
    """
    if not options.output:
        return None
    target = Path(options.output)
    if suffixes and target.suffix.lower() not in suffixes:
        raise UsageError(sentences.unknown_suffix(target.name, suffixes))
    if target.exists() and not options.force:
        raise UsageError(sentences.exists(str(target)))
    if not target.absolute().parent.is_dir():
        raise UsageError(sentences.cannot_write(str(target), str(sentences.NO_FOLDER)))
    return target


def read_list(path: str) -> UnitList:
    """Read the list of units and say how much of it was understood.

    Raises:
        UsageError: it cannot be used.
    """
    from checks.batch.guarded import guarded  # noqa: PLC0415  # each command loads only what it needs
    from checks.submissions.unit_list import read_unit_list  # noqa: PLC0415

    unit_list: UnitList = guarded(read_unit_list, path)
    note(unit_list.echo)
    for remark in unit_list.remarks:
        note(remark)
    return unit_list


def note(said: object) -> None:
    """Say something beside the results."""
    print(f"{either('gouji：', 'gouji: ')}{terminal_line(str(said))}", file=sys.stderr)

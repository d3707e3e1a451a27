"""``gouji check``: the main job."""

from __future__ import annotations

import argparse
from typing import Any

from checks import rulebook

_FOUND = 1


def add_to(commands: Any) -> None:
    """Add the command to the parser's sub-commands."""
    check = commands.add_parser("check", help="检查文件或文件夹", description="检查文件或文件夹里的年度报告表格。")
    check.add_argument("paths", nargs="+", metavar="路径", help="文件或文件夹，可以有多个")
    check.add_argument("--format", choices=("human", "json"), default="human", help="输出格式（默认 human，供人阅读）")
    check.add_argument(
        "--fail-on",
        choices=("error", "warning"),
        default="error",
        help="有哪一级问题时退出码为 1：error 逻辑性（默认），warning 连同核实性",
    )
    check.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    from checks.collect import documents  # noqa: PLC0415  # each command loads only what it needs

    book = rulebook.load()
    verdicts = []
    human = options.format == "human"
    for verdict in documents(options.paths, book):
        verdicts.append(verdict)
        if human:
            from checks.outputs.human import as_lines  # noqa: PLC0415

            titles = {entry.id: entry.title for entry in book.catalogue.values()}
            print("\n".join(as_lines(verdict, titles)))
    if human:
        from checks.outputs.human import last_line  # noqa: PLC0415

        print(last_line(verdicts, sum(verdict.checked + verdict.undecided for verdict in verdicts)))
    else:
        import json  # noqa: PLC0415

        from checks.outputs.as_json import as_object  # noqa: PLC0415

        print(json.dumps(as_object(verdicts, book.digest), ensure_ascii=False, indent=1))
    counted = {"error"} if options.fail_on == "error" else {"error", "warning"}
    return _FOUND if any(f.severity in counted for v in verdicts for f in v.findings) else 0

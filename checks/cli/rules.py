"""``gouji rules``: every rule, or one with its basis and examples."""

from __future__ import annotations

import argparse
from typing import Any

from checks import rulebook
from checks.language import either


def add_to(commands: Any) -> None:
    """Add the command to the parser's sub-commands."""
    said = either("列出规则，或说明一条规则", "list the rules, or explain one")
    commands.add_parser(
        "rules",
        help=said,
        description=either(f"{said}。", f"{said}."),
        examples=("gouji rules", "gouji rules R3-BAL", "gouji rules R3-ROW:results.granted"),
        fill=_fill,
    )


def _fill(rules: Any) -> None:
    rules.add_argument(
        "id",
        nargs="?",
        metavar=either("编号", "ID"),
        help=either("如 R3-BAL 或 R3-ROW:results.granted", "such as R3-BAL or R3-ROW:results.granted"),
    )
    rules.set_defaults(run=_rules)


def _rules(options: argparse.Namespace) -> int:
    from checks.render.rule_book import explain, overview  # noqa: PLC0415  # each command loads only what it needs

    book = rulebook.load()
    lines = explain(options.id, book) if options.id else overview(book)
    print("\n".join(lines))
    return 0

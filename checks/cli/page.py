"""``gouji page``: write the page; ``gouji window``: open it with this computer's own Python behind it."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from checks.cli.collecting import add_target, note, target_of
from checks.language import either
from checks.render import sentences
from checks.render.sanitize import terminal_line
from checks.render.sentences import browser as words
from checks.render.targets import write_target

_IDLE = 30.0  # minutes


def add_to(commands: Any) -> None:
    """Add the command to the parser's sub-commands."""
    commands.add_parser(
        "page",
        help=words.HELP["page"],
        description=words.HELP["description"],
        examples=("gouji page", either("gouji page -o 勾稽.html --force", "gouji page -o checker.html --force")),
        fill=_fill_page,
    )
    commands.add_parser(
        "window",
        help=words.HELP["window"],
        description=words.HELP["window_description"],
        examples=("gouji window", "gouji window --no-browser"),
        fill=_fill_window,
    )


def _fill_page(page: Any) -> None:
    add_target(page, words.HELP["output"])
    page.add_argument("--runtime", metavar=either("文件", "FILE"), help=words.HELP["runtime"])
    page.set_defaults(run=_page, output=words.FILE)


def _fill_window(window: Any) -> None:
    window.add_argument("--no-browser", action="store_true", help=words.HELP["no_browser"])
    window.add_argument("--idle", type=float, default=_IDLE, metavar="N", help=words.HELP["idle"])
    window.set_defaults(run=_window)


def _page(options: argparse.Namespace) -> int:
    from page.build import build  # noqa: PLC0415  # each command loads only what it needs
    from page.bytecode import is_possible  # noqa: PLC0415
    from page.pyodide import runtime  # noqa: PLC0415

    path = target_of(options)
    assert path
    write_target(path, build(runtime(options.runtime)), force=options.force)
    if not is_possible():
        note(words.with_sources(sys.version.split()[0]))
    print(terminal_line(sentences.written_to(str(path))))
    return 0


def _window(options: argparse.Namespace) -> int:
    from page.window import keep_open  # noqa: PLC0415  # each command loads only what it needs

    return keep_open(options.idle, opens_browser=not options.no_browser)

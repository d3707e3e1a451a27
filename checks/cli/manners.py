"""The manners of the command line: help and errors in the user's language, examples, and what was probably meant."""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NoReturn

from checks.language import LANGUAGES, Language, either
from checks.patterns import pattern
from checks.render.sanitize import terminal_line
from checks.render.sentences import usage

_STOPS = r"[\u3001\u3002\uff01-\uff1f”）]*"  # no line begins with one
_TOKEN = rf"[\u2e80-\uffef]{_STOPS}|[^\s\u2e80-\uffef]+{_STOPS}|\s+"  # compiled where help is printed: it takes 3 ms
_NAMES = 8  # cells that Chinese names of arguments take on a line beyond their characters
_PADDED = re.compile(r"( {2,}\S(?:\S| (?! ))*)( {2,})(?=\S)")


def language_asked(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Return the language that a command line asks for, before it is parsed: its errors and its help are said in it."""
    asked = environment.get("GOUJI_LANG", "")
    for position, word in enumerate(arguments):
        if word == "--":
            break
        if word == "--lang" and position + 1 < len(arguments):
            asked = arguments[position + 1]
        elif word.startswith("--lang="):
            asked = word.removeprefix("--lang=")
    return next((language for language in LANGUAGES if asked.lower().startswith(language)), "zh")


def day(text: str) -> date:
    """Return a day, written as in China or as in ISO 8601.

    Raises:
        ArgumentTypeError: it is none.
    """
    match = re.fullmatch(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d\d)(\d\d))", text.strip())
    try:
        assert match
        year, *month_and_day = (int(part) for part in match.groups() if part)
        return date(year, *month_and_day)
    except (AssertionError, ValueError):
        raise argparse.ArgumentTypeError(usage.bad_date(text)) from None


def positive(text: str) -> int:
    """Return a whole number from 1 on.

    Raises:
        ArgumentTypeError: it is none.
    """
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(usage.not_positive(text))
    return int(text)


class Parser(argparse.ArgumentParser):
    """A command or a sub-command."""

    def __init__(
        self,
        *,
        examples: Sequence[str] = (),
        note: str = "",
        fill: Callable[[Parser], object] | None = None,
        **settings: Any,
    ) -> None:
        """Take what every parser takes.

        Args:
            examples: whole command lines, shown below the help.
            note: what stands below them.
            fill: adds the arguments, once they are asked for: a run uses one command of many.
            settings: those of ``ArgumentParser``.
        """
        heading = either("例：", "Examples:")
        shown = "\n".join([heading, *(f"  {line}" for line in examples)]) if examples else ""
        epilog = "\n\n".join(part for part in (shown, note) if part) or None
        if sys.version_info >= (3, 14):
            settings["color"] = False  # its signs would stand in the way of lines that fit
        super().__init__(formatter_class=_Formatter, add_help=False, epilog=epilog, **settings)
        self._positionals.title = either("参数", "arguments")
        self._optionals.title = either("选项", "options")
        self._fill = fill or (lambda _: None)
        self._is_filled = False
        if fill is None:
            self._filled()

    def _filled(self) -> None:
        """Add the arguments, unless they are there."""
        if self._is_filled:
            return
        self._is_filled = True
        self.add_argument("-h", "--help", action="help", help=either("显示这段说明", "show this help"))
        self.add_argument(
            "--lang",
            choices=LANGUAGES,
            default=argparse.SUPPRESS,
            help=either("用中文（zh，默认）或英文（en）显示", "in Chinese (zh, the default) or English (en)"),
        )
        self._fill(self)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse; whatever is left over is an error of this very command, which knows its options."""
        self._filled()
        options, left = super().parse_known_args(args, namespace)
        if left:
            self.error(f"unrecognized arguments: {' '.join(left)}")
        return options, left

    def format_help(self) -> str:
        """Return the whole help."""
        self._filled()
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, in a line, and where the help is."""
        said = terminal_line(_in_words(message, self))
        prefix = either("gouji：", "gouji: ")
        self.exit(2, f"{prefix}{said}\n{usage.see_help(self.prog)}\n")

    @property
    def options(self) -> list[str]:
        """Return every long option."""
        return [option for action in self.actions for option in action.option_strings if option.startswith("--")]

    @property
    def commands(self) -> dict[str, Parser]:
        """Return the sub-commands."""
        every = (action.choices for action in self.actions)
        return next((dict(choices) for choices in every if isinstance(choices, dict)), {})

    @property
    def actions(self) -> list[argparse.Action]:
        """Return everything that it takes."""
        self._filled()
        return self._actions


def _in_words(message: str, parser: Parser) -> str:
    """Say a message of argparse in the user's words; its English is the same in every version."""
    argument, _, problem = message.removeprefix("argument ").partition(": ") if _ABOUT.match(message) else ("", "", "")
    if match := re.fullmatch(r"the following arguments are required: (.*)", message):
        return usage.missing(match[1])
    if match := re.fullmatch(r"unrecognized arguments: (.*)", message, re.DOTALL):
        words = match[1].split(" ")
        return usage.unknown(words, _alike(words[0].partition("=")[0], parser.options))
    if match := re.fullmatch(r"ambiguous option: (.*) could match (.*)", message):
        return usage.ambiguous(match[1], match[2])
    if match := re.match(r"invalid choice: (['\"])(.*?)\1(?: \(|, maybe )", problem, re.DOTALL):
        return _no_choice(argument, match[2], parser)
    if problem.startswith(("expected one argument", "expected at least one argument")):
        return usage.no_value(argument)
    if match := re.fullmatch(r"ignored explicit argument '(.*)'", problem, re.DOTALL):
        return usage.surplus_value(argument, match[1])
    if match := re.fullmatch(r"invalid int value: '(.*)'", problem, re.DOTALL):
        return usage.bad_number(argument, match[1])
    return usage.other(argument, problem) if problem else message


_ABOUT = pattern(r"argument [^:]+: ")


def _no_choice(argument: str, word: str, parser: Parser) -> str:
    if parser.commands:
        return usage.no_command(word, _alike(word, list(parser.commands)), list(parser.commands))
    known = next(
        (list(action.choices) for action in parser.actions if action.choices and argument in _names(action)), []
    )
    return usage.no_choice(argument, word, _alike(word, known), known)


def _names(action: argparse.Action) -> str:
    return "/".join(action.option_strings) or str(action.metavar or action.dest)


def _alike(word: str, known: Sequence[str]) -> list[str]:
    from difflib import SequenceMatcher, get_close_matches  # noqa: PLC0415  # only for what went wrong

    near = get_close_matches(word, known, 2, 0.6)
    ratios = [SequenceMatcher(None, word, one).ratio() for one in near]
    return [one for one, ratio in zip(near, ratios, strict=True) if ratio > ratios[0] - 0.1]


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help whose lines fit the terminal, a Chinese character being two cells wide."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """Begin with how it is written."""
        super().add_usage(usage, actions, groups, either("用法：", "usage: ") if prefix is None else prefix)

    def _format_usage(self, usage: Any, actions: Any, groups: Any, prefix: Any) -> str:
        width, self._width = self._width, self._width - _NAMES
        try:
            return super()._format_usage(usage, actions, groups, prefix)
        finally:
            self._width = width

    def format_help(self) -> str:
        """Return the whole, with its columns where they belong."""
        return "\n".join(_PADDED.sub(_aligned, line, 1) for line in super().format_help().split("\n"))

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrapped(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        lines = [[line] if line.startswith("  ") else wrapped(line, width) or [""] for line in text.split("\n")]
        return "\n".join(indent + part for parts in lines for part in parts)


def _aligned(match: re.Match[str]) -> str:
    """Begin the second column where it belongs: wide characters have taken some of the padding, or all of it."""
    column, taken = len(match[0]), cells(match[1])
    return match[1] + (" " * (column - taken) if taken + 2 <= column else "\n" + " " * column)


def cells(text: str) -> int:
    """Count the cells of a terminal that a text takes."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def wrapped(text: str, width: int) -> list[str]:
    """Break a text into lines: between Chinese characters, but in front of no stop; elsewhere at spaces."""
    lines, line = [], ""
    for token in re.findall(_TOKEN, text.strip()):
        if line and cells(line) + cells(token.rstrip()) > width:
            lines.append(line.rstrip())
            line = token.lstrip()
        else:
            line += token
    return [*lines, line.rstrip()] if line.strip() else lines


def write_unicode() -> None:
    """A console in GBK or cp1252 must not stop a check at its first unusual character."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")

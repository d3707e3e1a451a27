"""What is said of a command line that cannot be understood, and what was probably meant."""

from __future__ import annotations

from collections.abc import Sequence

from checks.language import either
from checks.render.sentences.glossary import listed


def meant(candidates: Sequence[str]) -> str:
    """What was probably meant; "" where nothing is alike."""
    if not candidates:
        return ""
    named = either(" 或 ", " or ").join(candidates)
    return either(f"是不是 {named}？", f"Did you mean {named}?")


def see_help(command: str) -> str:
    """Where to look."""
    return either(f"用法见：{command} --help", f"See: {command} --help")


def missing(names: str) -> str:
    """What a command needs."""
    return either(f"还缺少：{names}。", f"Missing: {names}.")


def unknown(words: Sequence[str], candidates: Sequence[str]) -> str:
    """Words that no option takes."""
    named, hint = listed(f"“{word}”" for word in words), meant(candidates)
    return either(f"不认得 {named}。{hint}", f"Not understood: {named}. {hint}").rstrip()


def no_command(word: str, candidates: Sequence[str], known: Sequence[str]) -> str:
    """A command that there is none such."""
    hint = meant(candidates) or either(f"有这些：{listed(known)}。", f"There are: {listed(known)}.")
    return either(f"没有“{word}”这个命令。{hint}", f"There is no command “{word}”. {hint}")


def no_choice(option: str, word: str, candidates: Sequence[str], known: Sequence[str]) -> str:
    """What an option cannot be."""
    hint = meant(candidates)
    return either(
        f"{option} 不能是“{word}”，可以是 {listed(known)}。{hint}",
        f"{option} cannot be “{word}”, but {listed(known)}. {hint}",
    ).rstrip()


def no_value(option: str) -> str:
    """An option with nothing behind it."""
    return either(f"{option} 后面要写内容。", f"{option} needs something behind it.")


def surplus_value(option: str, word: str) -> str:
    """An option that takes nothing."""
    return either(f"{option} 后面不写内容，“{word}”多余。", f"{option} takes nothing, “{word}” is too much.")


def bad_number(option: str, word: str) -> str:
    """What should be a number."""
    return either(f"{option} 应为整数，不能是“{word}”。", f"{option} should be a whole number, not “{word}”.")


def ambiguous(option: str, candidates: str) -> str:
    """The beginning of several options."""
    return either(f"“{option}”可以是几个选项：{candidates}。", f"“{option}” may be several options: {candidates}.")


def bad_date(word: str) -> str:
    """What should be a day."""
    return either(
        f"“{word}”不是日期，应写成 2026-01-09 或 2026/1/9。", f"“{word}” is no date; write 2026-01-09 or 2026/1/9."
    )


def not_positive(word: str) -> str:
    """What should be a number from 1 on."""
    return either(f"“{word}”不对，应为 1 以上的整数。", f"“{word}” should be a whole number from 1 on.")


def other(option: str, problem: str) -> str:
    """Whatever else is wrong with an option."""
    return either(f"{option}：{problem}", f"{option}: {problem}")

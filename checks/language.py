"""The language of what a user reads: Chinese, and English for who cannot read it. Each text stands in both, in pairs.

Which one is said is a value of the context, not of the module: the command sets it once, the API around each result,
so that no function has to hand a language down that it does not use. A new thread and a new process begin in Chinese;
what workers write down is data with Chinese sentences, and is said anew where it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal, TypeAlias, get_args, overload

Language: TypeAlias = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

_SPOKEN: ContextVar[Language] = ContextVar("gouji_language", default="zh")


def spoken() -> Language:
    """Return the language that is said now."""
    return _SPOKEN.get()


def speak(language: Language) -> None:
    """Say everything in a language from now on: for a process of our own."""
    _SPOKEN.set(language)


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Say everything inside in a language."""
    before = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def either(chinese: str, english: str) -> str:
    """Return the one of two texts that is in the language that is said now."""
    return english if _SPOKEN.get() == "en" else chinese


def in_chinese(text: str) -> str:
    """Mark a text that stays Chinese: it goes to a unit, or is a name by which a file is known again."""
    return text


class Text:
    """A text in both languages; in a string it is the one that is said when the string is made."""

    __slots__ = ("_pair",)

    def __init__(self, chinese: str, english: str) -> None:
        """Take the pair."""
        self._pair = (chinese, english)

    def __str__(self) -> str:
        """Return the text in the language that is said now."""
        return either(*self._pair)

    def __format__(self, form: str) -> str:
        """Return the text for an f-string."""
        return format(str(self), form)

    def format(self, *values: object, **named: object) -> str:
        """Return the text with its places filled in."""
        return str(self).format(*values, **named)


class Texts(Sequence[str]):
    """Several texts in their order, such as the heads of a table."""

    def __init__(self, *pairs: tuple[str, str]) -> None:
        """Take the pairs."""
        self._pairs = pairs

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[str, ...]: ...
    def __getitem__(self, index: int | slice) -> str | tuple[str, ...]:
        """Return a text in the language that is said now."""
        if isinstance(index, slice):
            return tuple(either(*pair) for pair in self._pairs[index])
        return either(*self._pairs[index])

    def __len__(self) -> int:
        """How many there are."""
        return len(self._pairs)


class Words(Mapping[str, str]):
    """Texts by their codes."""

    def __init__(self, pairs: Mapping[str, tuple[str, str]]) -> None:
        """Take the pairs."""
        self.pairs = pairs

    def __getitem__(self, code: str) -> str:
        """Return a text in the language that is said now."""
        return either(*self.pairs[code])

    def __iter__(self) -> Iterator[str]:
        """Yield the codes."""
        return iter(self.pairs)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.pairs)

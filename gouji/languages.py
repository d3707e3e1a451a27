"""The language of results: what an object says stays in the language that was asked for when it was made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property, wraps
from types import FunctionType
from typing import Any, TypeVar

from checks.language import LANGUAGES, Language, speaking, spoken

Cls = TypeVar("Cls", bound=type)


def asked(lang: Language | None) -> AbstractContextManager[None]:
    """Say what follows in a language; None for the one that is said now.

    Raises:
        ValueError: there is no such language.
    """
    if lang is None:
        return nullcontext()
    if lang not in LANGUAGES:
        raise ValueError(f"lang: {' | '.join(LANGUAGES)}")
    return speaking(lang)


def in_its_language(cls: Cls) -> Cls:
    """Let the objects of a class say everything in the language that was said when they were made."""
    made: Callable[..., None] = cls.__init__  # type: ignore[misc]

    @wraps(made)
    def init(self: Any, *values: Any, **named: Any) -> None:
        self.language = spoken()
        made(self, *values, **named)

    for name, member in list(vars(cls).items()):
        if name == "__init__":
            setattr(cls, name, init)
        elif isinstance(member, FunctionType):
            setattr(cls, name, _said(member))
        elif isinstance(member, property) and member.fget:
            setattr(cls, name, property(_said(member.fget), doc=member.__doc__))
        elif isinstance(member, cached_property):
            kept = cached_property(_said(member.func))
            kept.__set_name__(cls, name)
            setattr(cls, name, kept)
    return cls


def _said(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def said(self: Any, *values: Any, **named: Any) -> Any:
        with speaking(self.language):
            answer = method(self, *values, **named)
        return _each(answer, self.language) if isinstance(answer, Iterator) else answer

    return said


def _each(answer: Iterator[Any], language: Language) -> Iterator[Any]:
    """Let each of many be made in a language, whatever is said between them."""
    end = object()
    while True:
        with speaking(language):
            value = next(answer, end)
        if value is end:
            return
        yield value

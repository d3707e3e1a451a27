"""Calls into native readers, whose failures come in every shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def is_reader_failure(error: BaseException) -> bool:
    """Tell a reader's failure from what must go on up: an interrupt, an exit.

    A panic in a Rust library is a BaseException whose class can't be imported (each extension makes its own),
    so its name is all there is to go by.
    """
    return isinstance(error, Exception) or type(error).__name__ == "PanicException"


def guarded(call: Callable[..., T], *arguments: object) -> T | None:
    """Return what the call returns, or None where the reader gave up in whatever way."""
    try:
        return call(*arguments)
    except BaseException as error:
        if is_reader_failure(error):
            return None
        raise

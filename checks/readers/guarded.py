"""Failures of other people's readers, which come in every shape."""

from __future__ import annotations


def is_reader_failure(error: BaseException) -> bool:
    """Tell a reader's failure from what must go on up: an interrupt, an exit.

    A panic in a Rust library is a BaseException whose class can't be imported (each extension makes its own),
    so its name is all there is to go by.
    """
    return isinstance(error, Exception) or type(error).__name__ == "PanicException"

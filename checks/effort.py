"""What one document may cost, counted in steps and not in seconds: the same answer on every machine, however busy.

Honest documents stay far below. Whoever reads or checks sets the limits, unless a caller has set them for more than
that: a file of many documents, or a workbook that is open in a program, has one account.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Literal, ParamSpec, TypeAlias, TypeVar

_Given = ParamSpec("_Given")
_Answer = TypeVar("_Answer")

Work: TypeAlias = Literal["area", "likeness", "diagnosis", "solver", "scan"]

_MOST: dict[Work, int] = {
    "area": 2_000_000,  # cells that spans cover, in all tables of a page
    "likeness": 20_000,  # comparisons of a label with a row of a form, character by character
    "diagnosis": 15_000,  # steps of searching for wrong cells; a table of nothing but chance takes 9,000
    "scan": 200_000,  # dots of width of lines that are recognised, 48 high; a report of six dense pages has 175,000
    "solver": 2,  # runs of the last resort of the diagnosis, each of up to three seconds
}
_FEW = 5  # documents in one file; where there are more, none is worth the last resort
_left: ContextVar[dict[Work, int] | None] = ContextVar("left", default=None)
_begun: ContextVar[Callable[[], object] | None] = ContextVar("begun", default=None)
_stage: ContextVar[Callable[[], object] | None] = ContextVar("stage", default=None)


@contextmanager
def limited(
    begun: Callable[[], object] | None = None, stage: Callable[[], object] | None = None, **less: int
) -> Iterator[None]:
    """Begin a document.

    Args:
        begun: is called when something begins that takes its time, however few its steps, and is worth less than
            the rest of the result: the last resort of the diagnosis.
        stage: is called when the next step of something begins that takes its time, and whose steps are counted here.
        less: other limits than the usual ones.
    """
    tokens = _left.set({**_MOST, **less}), _begun.set(begun), _stage.set(stage)  # type: ignore[dict-item]
    try:
        yield
    finally:
        _left.reset(tokens[0])
        _begun.reset(tokens[1])
        _stage.reset(tokens[2])


def bounded(work: Callable[_Given, _Answer]) -> Callable[_Given, _Answer]:
    """Set the usual limits around a function, where nobody has set any for more than its one call."""

    @wraps(work)
    def inner(*arguments: _Given.args, **named: _Given.kwargs) -> _Answer:
        if _left.get() is not None:
            return work(*arguments, **named)
        with limited():
            return work(*arguments, **named)

    return inner


def shared_by(documents: int) -> None:
    """Say how many documents the limits are for."""
    left = _left.get()
    if left is not None and documents > _FEW:
        left["solver"] = 0


def begins() -> None:
    """Say that such a thing begins."""
    if (begun := _begun.get()) is not None:
        begun()


def goes_on() -> None:
    """Say that the next step of such a thing begins."""
    if (stage := _stage.get()) is not None:
        stage()


def spend(work: Work, steps: int) -> bool:
    """Account for steps, and tell whether there were as many left."""
    left = _left.get()
    if left is None:
        return True
    left[work] -= steps
    return left[work] >= 0


def is_left(work: Work) -> bool:
    """Tell whether any steps are left."""
    left = _left.get()
    return left is None or left[work] > 0

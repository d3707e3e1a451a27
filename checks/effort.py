"""What one document may cost, counted in steps and not in seconds: the same answer on every machine, however busy.

Honest documents stay far below. Whoever reads or checks sets the limits, unless a caller has set them for more than
that: a file of many documents, or a workbook that is open in a program, has one account.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Literal, ParamSpec, TypeAlias, TypeVar

_Given = ParamSpec("_Given")
_Answer = TypeVar("_Answer")

Work: TypeAlias = Literal["area", "likeness", "diagnosis", "solver", "scan"]

_MOST: dict[Work, int] = {
    "area": 2_000_000,  # cells that spans, shapes and conditional formats cover, in all tables of a document
    "likeness": 20_000,  # comparisons of a label with a row of a form, character by character
    "diagnosis": 15_000,  # steps of searching for wrong cells; a table of nothing but chance takes 9,000
    "scan": 200_000,  # dots of width of lines that are recognised, 48 high; a report of six dense pages has 175,000
    "solver": 2,  # runs of the last resort of the diagnosis, each of up to three seconds
}
_FEW = 5  # documents in one file; where there are more, none is worth the last resort
_account: ContextVar[limited | None] = ContextVar("account", default=None)


class limited:  # noqa: N801  # is used like a function
    """Begin a document; to be entered once."""

    __slots__ = ("_token", "begun", "left", "stage")

    def __init__(
        self, begun: Callable[[], object] | None = None, stage: Callable[[], object] | None = None, **less: int
    ) -> None:
        """Set the limits.

        Args:
            begun: is called when something begins that takes its time, however few its steps, and is worth less than
                the rest of the result: the last resort of the diagnosis.
            stage: is called when the next step of something begins that takes its time, and whose steps are counted
                here.
            less: other limits than the usual ones.
        """
        self.begun, self.stage = begun, stage
        self.left: dict[Work, int] = {**_MOST, **less}  # type: ignore[dict-item]

    def __enter__(self) -> None:
        """Let the limits hold."""
        self._token = _account.set(self)

    def __exit__(self, *_: object) -> None:
        """Let those hold that were set before."""
        _account.reset(self._token)


def bounded(work: Callable[_Given, _Answer]) -> Callable[_Given, _Answer]:
    """Set the usual limits around a function, where nobody has set any for more than its one call."""

    @wraps(work)
    def inner(*arguments: _Given.args, **named: _Given.kwargs) -> _Answer:
        if _account.get() is not None:
            return work(*arguments, **named)
        with limited():
            return work(*arguments, **named)

    return inner


def shared_by(documents: int) -> None:
    """Say how many documents the limits are for."""
    account = _account.get()
    if account is not None and documents > _FEW:
        account.left["solver"] = 0


def begins() -> None:
    """Say that such a thing begins."""
    account = _account.get()
    if account is not None and account.begun is not None:
        account.begun()


def goes_on() -> None:
    """Say that the next step of such a thing begins."""
    account = _account.get()
    if account is not None and account.stage is not None:
        account.stage()


def spend(work: Work, steps: int) -> bool:
    """Account for steps, and tell whether there were as many left."""
    account = _account.get()
    if account is None:
        return True
    account.left[work] -= steps
    return account.left[work] >= 0


def is_left(work: Work) -> bool:
    """Tell whether any steps are left."""
    account = _account.get()
    return account is None or account.left[work] > 0

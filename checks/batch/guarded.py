"""Anything that reads a received file, in a worker of its own: for what is no batch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from checks.batch.pool import CannotStartError, Pool
from checks.batch.worker import Failure, Limits, Parts
from checks.errors import GoujiError, InputFileError, UsageError
from checks.language import speak, spoken
from checks.render import sentences
from checks.render.sentences import batch as messages
from checks.render.sentences.details import detail

Item = TypeVar("Item")
Answer = TypeVar("Answer")


def guarded(work: Callable[[Item], Answer], item: Item, limits: Limits | None = None) -> Answer:
    """Return ``work(item)``, done in a process that may be killed.

    Args:
        work: picklable, as the item and the answer are.
        item: what it is given.
        limits: what it may cost.

    Raises:
        GoujiError: what the work raised.
        UsageError: the file took too long or too much memory, ended the process, or no process can be started.
    """
    pool: Pool[Item, Answer | GoujiError] = Pool(_Caught(work), 1, limits or Limits())
    try:
        answers = [answer for _, answer in pool.answers([(item, None)])]
    except CannotStartError as error:
        raise UsageError(messages.CANNOT_START.format(detail=error)) from error
    if not answers:
        raise KeyboardInterrupt
    answer = answers[0]
    if isinstance(answer, Failure):
        raise UsageError(sentences.UNREADABLE[answer.code].format(detail=detail(answer.detail)))
    if isinstance(answer, InputFileError):
        raise InputFileError(answer.code, answer.detail)
    if isinstance(answer, GoujiError):
        raise answer
    assert not isinstance(answer, Parts)
    return answer


class _Caught(Generic[Item, Answer]):
    """The work, whose own errors are answers and no accidents."""

    def __init__(self, work: Callable[[Item], Answer]) -> None:
        self._work, self._language = work, spoken()

    def __call__(self, item: Item) -> Answer | GoujiError:
        """Do the work."""
        speak(self._language)  # a worker begins in Chinese
        try:
            return self._work(item)
        except GoujiError as error:
            return error

"""A pool of worker processes: where one dies, the item that it was working on gets a failure, and a new one starts.

``ProcessPoolExecutor`` loses the whole batch with one worker; Pebble (LGPL) knows which task was at fault only where
every item is a task of its own, at 1.4 times the cost of a bare pool. ``benchmarks/batch.py`` compares all three.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import wait
from typing import Any, Generic, TypeVar

from checks.batch.process import Worker
from checks.batch.worker import PATIENCE, Failure, Limits, Parts, Resume, exhausted

Item = TypeVar("Item")
Answer = TypeVar("Answer")

_WINDOW = 512  # items a worker whose answers may wait for an earlier one
_TICK = 0.2  # seconds until the clocks are looked at again
_SOON = 0.1  # seconds that nearly all work takes less than
_PLENTY = 16  # items before a worker, with which it does not wait for us
_HANDFUL = 0.005  # seconds in which their answers gather: to be woken for each costs more than to take it in
_AT_LAST = 60  # times its seconds that a stage may take by the clock, whatever the system tells of the processor
_A_DEATH = 1.0  # seconds that an item is charged for the end of a worker, at least
_TO_START = 60  # seconds that a worker may take to start, and longer while it uses a processor: the machine is busy
_TO_STIR = 5  # seconds without any use of a processor, after which one that has not started is given up
_STILLBORN = 3  # workers that may die in a row before any is of use


class CannotStartError(RuntimeError):
    """Workers die before they begin: this installation cannot run any."""


class Pool(Generic[Item, Answer]):
    """Worker processes that answer items; one that dies is replaced."""

    def __init__(
        self,
        work: Callable[[Item], Answer],
        jobs: int,
        limits: Limits,
        weight: Callable[[Item], int] = lambda _: 1,
        stopping: threading.Event | None = None,
        resume: Resume[Item] | None = None,
        *,
        stays: bool = False,
    ) -> None:
        """Prepare a pool; ``answers`` starts its processes.

        Args:
            work: answers one item; picklable, as items and answers are.
            jobs: how many processes.
            limits: what one item may cost.
            weight: how many ordinary items an item counts for, where some are large.
            stopping: once it is set, ``answers`` soon ends with what is done.
            resume: how to go on behind a part that ended a worker; by default, what is behind it is not done.
            stays: workers wait for what ``answers`` is asked next, until ``end``.
        """
        self._stays = stays
        self._work, self._jobs, self._limits, self._weight = work, jobs, limits, weight
        self._stopping = stopping or threading.Event()
        self._workers: list[Worker] = []
        self._given: deque[tuple[int, Item]] = deque()  # what is not yielded yet
        self._given_weight = 0
        self._again: deque[tuple[int, Item]] = deque()  # what lay before a worker that died
        self._done: dict[int, Answer | Failure | Parts] = {}
        self._resume = resume or (lambda _item, _done, _failure: None)
        self._parts: dict[int, list[Any]] = {}  # what is known of items that were broken off
        self._seconds: dict[int, float] = {}  # that these have taken so far
        self._stillborn = 0
        self._looked = time.monotonic()

    def answers(self, items: Iterable[tuple[Item, Answer | None]]) -> Iterator[tuple[Item, Answer | Failure | Parts]]:
        """Yield every item with its answer, in the order of the items.

        Items are taken as they are needed: only a window of them, and of their answers, is in memory. An item that
        was answered part by part comes with these ``Parts``.

        Args:
            items: each with its answer where that is known; workers start only for one that is not.

        Raises:
            CannotStartError: no worker can be started.
        """
        source = enumerate(items)
        for worker in [one for one in self._workers if not one.process.is_alive()]:  # it died of nothing we asked
            worker.end()
            self._workers.remove(worker)
        try:
            while self._fill(source) and not self._stopping.is_set():
                if self._given[0][0] not in self._done:
                    self._receive()
                while self._given and self._given[0][0] in self._done:
                    yield self._next_done()
        finally:
            if not self._stays or self._given:  # what is broken off is nobody's answer
                self.end()
        while self._given:  # where it was stopped: the answers behind gaps
            if self._given[0][0] in self._done:
                yield self._next_done()
            else:
                self._given.popleft()

    def end(self) -> None:
        """End all workers, whatever they do."""
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    def _next_done(self) -> tuple[Item, Answer | Failure | Parts]:
        index, item = self._given.popleft()
        self._given_weight -= self._weight(item)
        return item, self._done.pop(index)

    def _start(self) -> Worker | None:
        """Start one more worker; where the system allows no more, those that there are have to do."""
        try:
            worker = Worker(self._work, self._limits, [worker.connection for worker in self._workers])
        except OSError as error:
            if not self._workers:
                raise CannotStartError(error.strerror or type(error).__name__) from error
            self._jobs = len(self._workers)
            return None
        self._workers.append(worker)
        return worker

    def _fill(self, source: Iterator[tuple[int, tuple[Item, Answer | None]]]) -> bool:
        """Give work to every worker that runs short of it; tell whether anything is still to be yielded."""
        for worker in self._workers:
            if worker.is_hungry and (chunk := self._chunk(source, worker.appetite())):
                worker.give(chunk)
        while len(self._workers) < self._jobs and (chunk := self._chunk(source, 1)):
            started = self._start()
            if started is None:
                self._again.extend(chunk)
            else:
                started.give(chunk)
        return bool(self._given)

    def _chunk(self, source: Iterator[tuple[int, tuple[Item, Answer | None]]], size: int) -> list[tuple[int, Item]]:
        """Take what weighs as much as that from what is to be answered."""
        chunk: list[tuple[int, Item]] = []
        weight = 0
        while weight < size:
            if self._again:
                numbered = self._again.popleft()
            elif self._given_weight < self._jobs * _WINDOW and (new := next(source, None)) is not None:
                index, (item, known) = new
                numbered = index, item
                self._given.append(numbered)
                self._given_weight += self._weight(item)
                if known is not None:
                    self._done[index] = known
                    continue
            else:
                break
            chunk.append(numbered)
            weight += self._weight(numbered[1])
        return chunk

    def _receive(self) -> None:
        """Take in what is answered, and replace the workers that are dead or late."""
        by_connection = {worker.connection: worker for worker in self._workers}
        if all(len(worker.waiting) >= _PLENTY for worker in self._workers):
            self._stopping.wait(_HANDFUL)
        for connection in wait(list(by_connection), _TICK):
            worker = by_connection[connection]
            if not self._drain(worker):
                self._replace(worker, worker.cause())
        now = time.monotonic()
        if now - self._looked > 5 * _TICK:  # we were stopped, or our caller took its time: no worker's fault
            for worker in self._workers:
                worker.since = now
        self._looked = now
        for worker in list(self._workers):
            if worker.waiting and (late := self._late(worker, now)):
                worker.process.kill()
                index = worker.waiting[0][0]
                self._drain(worker)
                is_same = bool(worker.waiting) and worker.waiting[0][0] == index  # it was not just about to answer
                self._replace(worker, late if is_same else None)

    def _late(self, worker: Worker, now: float) -> Failure | None:
        """Return the failure of a worker that has been at something for too long, or has taken too much."""
        if not worker.ready:
            waits = now - worker.since > _TO_START and worker.look(now).idle > _TO_STIR
            return Failure("too_slow", f"{_TO_START:g}") if waits or now - worker.since > _AT_LAST * _TO_START else None
        if worker.is_greedy():
            return exhausted(self._limits)
        if now - worker.begun < _SOON:
            return None
        spent, index = worker.look(now), worker.waiting[0][0]
        most = self._limits.seconds
        if spent.stage > most or spent.idle > PATIENCE * most or now - worker.since > _AT_LAST * most:
            return Failure("too_slow", f"{self._limits.seconds:g}")
        done = len(worker.parts) + len(self._parts.get(index, ()))
        whole = self._limits.whole + done * self._limits.each
        if done and spent.item + self._seconds.get(index, 0) > whole:
            return Failure("unfinished", f"{whole:.0f}")
        return None

    def _drain(self, worker: Worker) -> bool:
        """Take all that a worker has sent; tell whether it is still there."""
        try:
            for index, item, answer in worker.take():
                if isinstance(answer, Failure):
                    self._broken_off(index, item, worker, answer)
                else:
                    parts = self._parts.pop(index, []) + worker.parts
                    self._done[index] = Parts(tuple(parts), answer) if parts else answer
        except (EOFError, OSError):
            return False
        return True

    def _broken_off(self, index: int, item: Item, worker: Worker, failure: Failure) -> None:
        """Keep what is known of an item that failed in one of its parts, and have it go on behind that part."""
        done = len(worker.parts)
        failure = failure._replace(is_luxury=worker.is_luxury)
        parts = [*self._parts.pop(index, []), *worker.parts]
        least = self._limits.seconds if failure.code == "too_slow" else _A_DEATH
        self._seconds[index] = self._seconds.get(index, 0) + max(worker.spent.item, least)
        follows = None
        if worker.part and failure.code != "unfinished":
            follows = self._resume(item, done, failure)
            if follows is None or follows.is_blamed:
                parts.append(failure._replace(part=worker.part))
        elif parts or failure.code == "unfinished":
            parts.append(failure)
        if follows is not None and self._seconds[index] < self._limits.whole + len(parts) * self._limits.each:
            self._parts[index] = parts
            self._again.append((index, follows.item))
            return
        if follows is not None:
            parts.append(Failure("unfinished", f"{self._limits.whole:g}"))
        self._done[index] = Parts(tuple(parts)) if parts else failure

    def _replace(self, worker: Worker, failure: Failure | None) -> None:
        """Remove a worker that has died: the item that it was working on gets the failure, the rest goes to others."""
        worker.end()
        self._workers.remove(worker)
        self._stillborn = 0 if worker.ready else self._stillborn + 1
        if self._stillborn >= _STILLBORN:
            raise CannotStartError(f"exit code {worker.exit_code}")
        waiting: Iterable[tuple[int, Any]] = worker.waiting
        if failure is not None and worker.ready and worker.waiting:
            self._broken_off(*worker.waiting.popleft(), worker, failure)
        self._again.extend(waiting)

"""One worker process as its parent sees it: what lies before it, since when, and why it died."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import select
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from checks.batch.worker import ANSWERED, LUXURY, PART_ANSWERED, PART_BEGINS, Failure, Limits, serve

_LARGEST_CHUNK = 64  # items a message; more save nothing
_LONG = 0.05  # seconds for a chunk, from which the next is made smaller, so that all workers end together
_BARE = 2**26  # bytes that a worker has before it begins
_STIR = 0.001  # seconds of a processor that show that something is going on
_ROOM = 6_000 if sys.platform == "win32" else 60_000  # bytes that a pipe takes from us while nobody reads it


class Spent(NamedTuple):
    """What a worker has used, in seconds of a processor; by the clock where the system does not tell.

    Attributes:
        stage: since it last told something.
        item: since it began with the item in work.
        idle: by the clock, since it last used a processor at all: it waits, while one that is only kept from the
            processor gets a bit of it now and then.
    """

    stage: float = 0
    item: float = 0
    idle: float = 0


class Worker:
    """A process that answers items in the order in which they are given; the first of ``waiting`` is in work.

    Attributes:
        waiting: (index, item) of what it has not answered.
        since: when it last answered, or was given something after it had nothing.
        begun: when it began with the item in work.
        parts: what it has answered of the item in work, part by part.
        part: the name of the part in work; "" between parts, and for an item that is all of one piece.
        is_luxury: it is in a stage that the item can do without.
        spent: what it had used for the item in work when it was last looked at.
        ready: it has started.
        exit_code: once it is ended.
    """

    def __init__(self, work: Callable[[Any], Any], limits: Limits, others: list[Connection]) -> None:
        """Start the process.

        Args:
            work: answers one item.
            limits: what one item may cost.
            others: the parent's ends of the other workers' pipes; a forked process inherits and must close them.
        """
        context = _context(spawned=limits.spawned)
        self.connection, far = context.Pipe()
        self._is_heard = _hearing(self.connection)
        inherited = [self.connection, *others] if context.get_start_method() == "fork" else []
        self.process = context.Process(target=serve, args=(far, inherited, work, limits, os.getpid()), daemon=True)
        self.waiting: deque[tuple[int, Any]] = deque()
        self._unsent: deque[tuple[int, bytes]] = deque()  # how many items, and the message
        self._sent: deque[int] = deque()  # the sizes of what it was sent and has not answered
        self.since = self.begun = self._fed = time.monotonic()
        self.parts: list[Any] = []
        self.part = ""
        self.is_luxury = False
        self.ready = False
        self.exit_code: int | None = None
        self._size = 1
        self._leaves = False
        self._seconds, self._memory = limits.seconds, limits.memory
        self.spent = Spent()
        self._stage = self._item = (0.0, 0.0)  # when that began, and what had been used of a processor then
        self._stirred = (0.0, 0.0)  # when it was last seen to use a processor, and how much it had used
        with _interrupts_ignored():  # the child begins with what stands here, and never changes it
            self.process.start()
        far.close()

    @property
    def is_hungry(self) -> bool:
        """Tell whether it will soon have nothing to do."""
        return len(self.waiting) < self._size

    def appetite(self) -> int:
        """Return how many items to give it: more each time while it is quick, fewer when it is slow."""
        now = time.monotonic()
        self._size = min(self._size * 2, _LARGEST_CHUNK) if now - self._fed < _LONG else max(1, self._size // 2)
        self._fed = now
        return self._size

    def give(self, items: list[tuple[int, Any]]) -> None:
        """Send items; a worker that has just died is noticed when its answers are taken.

        What a busy worker's pipe has no room for waits here: a parent that waits for it could not look at its clock.
        """
        if not self.waiting:
            self.since = self.begun = time.monotonic()
        self.waiting.extend(items)
        self._unsent.append((len(items), pickle.dumps([item for _, item in items], pickle.HIGHEST_PROTOCOL)))
        self._send()

    def _send(self) -> None:
        while self._unsent:
            count, message = self._unsent[0]
            if self._sent and sum(self._sent) + len(message) > _ROOM:
                return
            self._unsent.popleft()
            self._sent.extend([len(message) // count] * count)
            try:
                self.connection.send_bytes(message)
            except OSError:
                return

    def take(self) -> Iterator[tuple[int, Any, Any]]:
        """Yield (index, item, answer) of all that has arrived; ``parts`` and ``part`` are those of the item then.

        Raises:
            EOFError: the process is gone; so may OSError say.
        """
        while self._is_heard():
            message = self.connection.recv_bytes()
            self.since = time.monotonic()
            self.ready = True
            kind, rest = message[:1], memoryview(message)[1:]
            if kind == LUXURY:
                self.is_luxury = True
            elif kind == PART_BEGINS:
                self.is_luxury = False
                self.part = bytes(rest).decode("utf-8", "surrogatepass")
            elif kind == PART_ANSWERED:
                self.parts.append(pickle.loads(rest))  # noqa: S301  # from our own child
                self.part, self.is_luxury = "", False
            elif kind == ANSWERED:
                value = pickle.loads(rest)  # noqa: S301
                self._leaves = isinstance(value, Failure) and value.code == "too_much_memory"
                self._sent.popleft()
                yield (*self.waiting.popleft(), value)
                self.parts, self.part, self.begun, self.is_luxury = [], "", self.since, False
                self.spent = Spent()
                self._send()

    def look(self, now: float) -> Spent:
        """Return what it has used by now, and keep it in ``spent``."""
        used = processor_seconds(self.process)
        if used is None:
            self.spent = Spent(now - self.since, now - self.begun)
            return self.spent
        if self._item[0] != self.begun:
            self._item = self.begun, used
        if self._stage[0] != self.since:
            self._stage, self._stirred = (self.since, used), (now, used)
        elif used > self._stirred[1] + _STIR:
            self._stirred = now, used
        self.spent = Spent(used - self._stage[1], used - self._item[1], now - self._stirred[0])
        return self.spent

    def is_greedy(self) -> bool:
        """Tell whether it has more memory than it may, where the system may not hold it: Windows and macOS."""
        return memory_of(self.process) > self._memory + _BARE

    def cause(self) -> Failure | None:
        """Return why it died; None where it left by itself, so that nothing before it is to blame."""
        self.process.join(1)
        code = self.process.exitcode
        if self._leaves and code == 0:
            return None
        if code is not None and code < 0 and sys.platform != "win32":
            if -code == signal.SIGPROF:
                return Failure("too_slow", f"{self._seconds:g}")
            return Failure("crashed", signal.Signals(-code).name if -code in set(signal.Signals) else str(-code))
        return Failure("crashed", str(code))

    def end(self) -> None:
        """End the process, whatever it does; none is left behind."""
        self.process.kill()
        self.process.join()
        self.exit_code = self.process.exitcode
        self.process.close()
        self.connection.close()


def _hearing(connection: Connection) -> Callable[[], object]:
    """Return what tells whether a message has arrived; ``Connection.poll`` makes a selector each time it is asked."""
    if sys.platform == "win32":
        return connection.poll
    poll = select.poll()
    poll.register(connection, select.POLLIN)
    return partial(poll.poll, 0)


def processor_seconds(process: Any) -> float | None:
    """Return the seconds of a processor that a process of ours has used; None where the system does not tell."""
    if sys.platform == "linux":
        try:
            return time.clock_gettime(~process.pid << 3 | 2)  # the clock of a process, as clock_getcpuclockid names it
        except OSError:  # it has gone
            return None
    if sys.platform == "win32":
        from checks.batch import windows  # noqa: PLC0415  # there only

        return windows.processor_seconds(process.sentinel)
    if sys.platform == "darwin":
        from checks.batch import macos  # noqa: PLC0415  # there only

        usage = macos.usage(process.pid)
        return usage.seconds if usage else None
    return None


def memory_of(process: Any) -> int:
    """Return the bytes that a process of ours has, where it is for us to look; elsewhere, and once it has gone, 0."""
    if sys.platform == "win32":
        from checks.batch import windows  # noqa: PLC0415  # there only

        return windows.committed(process.sentinel)
    if sys.platform == "darwin":
        from checks.batch import macos  # noqa: PLC0415  # there only

        usage = macos.usage(process.pid)
        return usage.memory if usage else 0
    return 0


def _context(*, spawned: bool) -> Any:
    """Forking starts in a few ms; with other threads about it is not safe, and elsewhere not usual."""
    forks = sys.platform == "linux" and threading.active_count() == 1 and not spawned
    return multiprocessing.get_context("fork" if forks else "spawn")


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    if sys.platform != "win32":  # held back, not lost: it comes as soon as the worker has started
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)

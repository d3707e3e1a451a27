"""One worker process as its parent sees it: what lies before it, since when, and why it died."""

from __future__ import annotations

import multiprocessing
import pickle
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any

from checks.batch.worker import Failure, Limits, serve

_LARGEST_CHUNK = 64  # items a message; more save nothing
_LONG = 0.05  # seconds for a chunk, from which the next is made smaller, so that all workers end together


class Worker:
    """A process that answers items in the order in which they are given; the first of ``waiting`` is in work.

    Attributes:
        waiting: (index, item) of what it has not answered.
        since: when it last answered, or was given something after it had nothing.
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
        context = _context()
        self.connection, far = context.Pipe()
        inherited = [self.connection, *others] if context.get_start_method() == "fork" else []
        self.process = context.Process(target=serve, args=(far, inherited, work, limits), daemon=True)
        self.waiting: deque[tuple[int, Any]] = deque()
        self.since = self._fed = time.monotonic()
        self.ready = False
        self.exit_code: int | None = None
        self._size = 1
        self._leaves = False
        self._seconds = limits.seconds
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
        """Send items; a worker that has just died is noticed when its answers are taken."""
        if not self.waiting:
            self.since = time.monotonic()
        self.waiting.extend(items)
        try:
            self.connection.send_bytes(pickle.dumps([item for _, item in items], pickle.HIGHEST_PROTOCOL))
        except OSError:
            return

    def take(self) -> Iterator[tuple[int, Any]]:
        """Yield (index, answer) of all that has arrived.

        Raises:
            EOFError: the process is gone; so may OSError say.
        """
        while self.connection.poll():
            answer = self.connection.recv_bytes()
            self.since = time.monotonic()
            self.ready = True
            if not answer:  # it has started, or comes to another part
                continue
            value = pickle.loads(answer)  # noqa: S301  # from our own child
            self._leaves = isinstance(value, Failure) and value.code == "too_much_memory"
            yield self.waiting.popleft()[0], value

    def cause(self) -> Failure | None:
        """Return why it died; None where it left by itself, so that nothing before it is to blame."""
        self.process.join(1)
        code = self.process.exitcode
        if self._leaves and code == 0:
            return None
        if code is not None and code < 0 and sys.platform != "win32":
            if -code == signal.SIGALRM:
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


def _context() -> Any:
    """Forking starts in a few ms; with other threads about it is not safe, and elsewhere not usual."""
    forks = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if forks else "spawn")


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)

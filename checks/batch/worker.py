"""The child's side of the pool: takes items, answers each, and lets no file take the machine with it."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost.

    Attributes:
        seconds: for each part of it; its worker is killed then. All parts together may take 30 times as long.
        memory: bytes that a worker may have beyond what it starts with; not held on Windows and macOS.
    """

    seconds: float = 10
    memory: int = 2**30


@dataclass(frozen=True, slots=True)
class Failure:
    """What the pool answers for an item that its worker could not.

    Attributes:
        code: ``crashed``, ``too_slow`` or ``too_much_memory``; a key of ``messages.UNREADABLE``.
        detail: what fills the sentence: the exception's name, the signal, the seconds, the megabytes.
    """

    code: str
    detail: str


_STILL_ALIVE = b""  # also says that a worker has started
_PARTS = 30  # times its seconds that an item of many parts may take
_parent: Connection | None = None


def serve(connection: Connection, others: Iterable[Connection], work: Callable[[Any], Any], limits: Limits) -> None:
    """Answer lists of items, one message an item, until the parent hangs up.

    The parent knows by the order of answers which item is being worked on, so nothing else needs to be shared.

    Args:
        connection: to the parent.
        others: the parent's ends of all pipes, which a forked child has inherited: while it holds them, nobody
            else would see the parent go.
        work: answers one item; both have to be picklable.
        limits: what one item may cost.
    """
    global _parent  # noqa: PLW0603  # a process has one
    _parent = connection
    for other in others:
        other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    _confine(limits.memory)
    connection.send_bytes(_STILL_ALIVE)
    try:
        while not any(_answers(connection, pickle.loads(connection.recv_bytes()), work, limits)):  # noqa: S301
            pass
    except (EOFError, OSError):  # the parent has gone
        return


def still_alive() -> None:
    """Begin another part of the same item, which has its own time; without a parent, nothing happens."""
    if _parent is not None:
        _parent.send_bytes(_STILL_ALIVE)


def _answers(connection: Connection, items: list[Any], work: Callable[[Any], Any], limits: Limits) -> Iterator[bool]:
    """Answer each item, and tell after each whether this process has had enough."""
    for item in items:
        _alarm(limits.seconds * _PARTS)
        answer: bytes | None = None
        try:
            answer = pickle.dumps(work(item), pickle.HIGHEST_PROTOCOL)
        except MemoryError:
            pass  # said below, when the error, and with it all that its frames hold, is gone
        except BaseException as error:  # noqa: BLE001  # also what extensions in Rust raise beside Exception
            answer = pickle.dumps(Failure("crashed", type(error).__name__))
        _alarm(0)
        connection.send_bytes(answer or pickle.dumps(Failure("too_much_memory", f"{limits.memory >> 20} MB")))
        yield answer is None  # what an exhausted process holds is never quite given back


def _alarm(seconds: float) -> None:
    """Let the system end this process in time, also where its parent was killed."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _confine(memory: int) -> None:
    """Limit what this process may take; keep what libraries print about broken files off the user's terminal."""
    sink = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(sink, stream)
    os.close(sink)
    if sys.platform == "win32":
        return
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    import resource  # noqa: PLC0415  # Windows has none

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = held + memory
        resource.setrlimit(resource.RLIMIT_AS, (wanted if hard < 0 else min(wanted, hard), hard))

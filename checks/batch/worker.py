"""The child's side of the pool: takes items, answers each, and lets no file take the machine with it."""

from __future__ import annotations

import pickle
import signal
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeAlias, TypeVar

from checks.batch.confinement import confine

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Item = TypeVar("Item")


class Limits(NamedTuple):
    """What one file may cost.

    Attributes:
        seconds: of a processor, for each part of it; its worker is killed then, or after five times as many by the
            clock without using any: on a busy machine an honest file takes long.
        whole: seconds of a processor for all parts together, beside ``each`` for every part that is done.
        each: seconds that a finished part adds: an honest archive of 3,000 reports takes its time.
        memory: bytes that a worker may have beyond what it starts with.
        spawned: workers begin from nothing and are no copies of this process, whatever is usual here.
    """

    seconds: float = 10
    whole: float = 30
    each: float = 0.25
    memory: int = 2**30
    spawned: bool = False


class Failure(NamedTuple):
    """What the pool answers for an item that its worker could not.

    Attributes:
        code: ``crashed``, ``too_slow`` or ``too_much_memory``; a key of ``messages.UNREADABLE``.
        detail: what fills the sentence: the exception's name, the signal, the seconds, the megabytes.
        part: the part of the item that it was about; "" for the item itself.
        is_luxury: it happened in a stage without which there would have been an answer.
    """

    code: str
    detail: str
    part: str = ""
    is_luxury: bool = False


class Parts(NamedTuple):
    """What the pool answers for an item that its worker answered part by part.

    Attributes:
        parts: the answer for each part, in order; a Failure for one that ended its worker, or all that follows.
        last: what the work returned; None if it did not come to its end.
    """

    parts: tuple[Any, ...]
    last: Any = None


class Follows(NamedTuple, Generic[Item]):
    """How an item goes on behind a part that ended its worker.

    Attributes:
        item: to be answered instead, from there on.
        is_blamed: the part's failure counts; else the part is tried again, with less to do.
    """

    item: Item
    is_blamed: bool = True


Resume: TypeAlias = Callable[[Item, int, Failure], Follows[Item] | None]
"""An item, how many of its parts were answered in this attempt, and the failure → how to go on."""

STILL_ALIVE, LUXURY, PART_BEGINS, PART_ANSWERED, ANSWERED = b"", b"l", b"n", b"p", b"a"
"""How a worker's messages begin: it has started or goes on, and what follows the letter."""
PATIENCE = 5
"""So many times its seconds a part may wait by the clock, without using a processor."""
_ALARM_AFTER = 5  # seconds of a processor behind its limit, within which a parent should look; then the system acts
_parent: Connection | None = None
_alarm_at = 0.0


def serve(
    connection: Connection, others: Iterable[Connection], work: Callable[[Any], Any], limits: Limits, parent: int
) -> None:
    """Answer lists of items, one message an item, until the parent hangs up.

    The parent knows by the order of answers which item is being worked on, so nothing else needs to be shared.

    Args:
        connection: to the parent.
        others: the parent's ends of all pipes, which a forked child has inherited: while it holds them, nobody
            else would see the parent go.
        work: answers one item; both have to be picklable.
        limits: what one item may cost.
        parent: its process id; without it, there is nothing to live for.
    """
    global _parent  # noqa: PLW0603  # a process has one
    _parent = connection
    for other in others:
        other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl-C means
    confine(limits.memory, parent)
    connection.send_bytes(STILL_ALIVE)
    try:
        while not any(_answers(connection, pickle.loads(connection.recv_bytes()), work, limits)):  # noqa: S301
            pass
    except (EOFError, OSError):  # the parent has gone
        return


def report_to(parent: Any) -> None:
    """Let another than a parent process hear how the work goes on: what has ``send_bytes``, or None for nobody."""
    global _parent  # noqa: PLW0603  # a process has one
    _parent = parent


def _told(message: bytes) -> bool:
    """Tell the parent, if there is one, how the work goes on, and begin to count anew."""
    if _parent is None:
        return False
    if _alarm_at:  # not in a browser, where there is none
        _alarm(_alarm_at)
    _parent.send_bytes(message)
    return True


def still_alive() -> None:
    """Begin another stage of the same part, which has its own time; without a parent, nothing happens."""
    _told(STILL_ALIVE)


def luxury_begins() -> None:
    """Begin a stage, with its own time, that the item can do without: if it fails, the rest is tried again."""
    _told(LUXURY)


def part_begins(name: str) -> None:
    """Begin a part of the item in work: it has its own time, and is blamed alone for what it does."""
    _told(PART_BEGINS + name.encode("utf-8", "surrogatepass"))


def hand_over(answer: Any) -> bool:
    """Give the parent the answer for the part that has begun, so that it is kept whatever the next one does.

    Returns:
        Whether there is a parent to take it.
    """
    return _parent is not None and _told(PART_ANSWERED + pickle.dumps(answer, pickle.HIGHEST_PROTOCOL))


def _answers(connection: Connection, items: list[Any], work: Callable[[Any], Any], limits: Limits) -> Iterator[bool]:
    """Answer each item, and tell after each whether this process has had enough."""
    global _alarm_at  # noqa: PLW0603  # a process has one
    _alarm_at = limits.seconds + _ALARM_AFTER
    for item in items:
        _alarm(_alarm_at)
        answer: bytes | None = None
        try:
            answer = pickle.dumps(work(item), pickle.HIGHEST_PROTOCOL)
        except MemoryError:
            pass  # said below, when the error, and with it all that its frames hold, is gone
        except BaseException as error:  # noqa: BLE001  # also what extensions in Rust raise beside Exception
            answer = pickle.dumps(Failure("crashed", type(error).__name__))
        _alarm(0)
        connection.send_bytes(ANSWERED + (answer or pickle.dumps(exhausted(limits))))
        yield answer is None  # what an exhausted process holds is never quite given back


def exhausted(limits: Limits) -> Failure:
    """Return what is answered where the memory was not enough."""
    return Failure("too_much_memory", f"{limits.memory >> 20} MB")


def _alarm(seconds: float) -> None:
    """Let the system end this process when it has used so many seconds of a processor; 0: never."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)

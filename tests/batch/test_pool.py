"""The pool: in order, and whatever a worker dies of is one item's answer."""

from __future__ import annotations

import multiprocessing
import multiprocessing.popen_fork  # not when no file can be opened
import os
import resource
import signal
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from checks.batch.pool import CannotStartError, Pool
from checks.batch.process import Spent, Worker, processor_seconds
from checks.batch.worker import PATIENCE, Failure, Limits

from ..fixtures.received_folder import act, work_for

SHORT = Limits(seconds=0.6, memory=2**28)
PATIENT = Limits(seconds=60, memory=2**28)


@pytest.fixture
def another_thread() -> Iterator[None]:
    """Have a thread beside us, so that workers cannot be forked."""
    waiting = threading.Event()
    thread = threading.Thread(target=waiting.wait)
    thread.start()
    yield
    waiting.set()
    thread.join()


def answers(items: Iterable[str], jobs: int, limits: Limits = PATIENT) -> list[tuple[str, str | Failure]]:
    return list(Pool(act, jobs, limits).answers((item, None) for item in items))


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_answers_come_in_the_order_of_the_items(jobs: int) -> None:
    items = [f"ok {i}" for i in range(3000)]
    assert answers(items, jobs) == [(item, f"done {item}") for item in items]
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ("die", "crashed"),
        ("abort", "crashed"),
        ("leave", "crashed"),
        ("raise", "crashed"),
        ("exit", "crashed"),
        ("secret", "crashed"),
        ("hang", "too_slow"),
        ("spin", "too_slow"),
        ("swallow", "too_much_memory"),
        ("hoard", "too_much_memory"),
    ],
)
@pytest.mark.parametrize("jobs", [1, 2])
def test_one_item_is_blamed_and_the_others_go_on(item: str, code: str, jobs: int) -> None:
    items = [f"ok {i}" for i in range(300)]
    items[150:150] = [item]
    found = dict(answers(items, jobs, SHORT if code == "too_slow" else PATIENT))
    failure = found.pop(item)
    assert isinstance(failure, Failure)
    assert failure.code == code
    assert found == {item: f"done {item}" for item in items if item.startswith("ok")}


def test_time_is_that_of_a_processor() -> None:
    """Who gets no processor is not to blame; who waits for nothing is, in the end."""
    assert answers(["nap 1"], 1, SHORT) == [("nap 1", "done nap 1")]
    before = time.monotonic()
    ((_, failure),) = answers(["hang"], 1, SHORT)
    assert isinstance(failure, Failure)
    assert time.monotonic() - before > PATIENCE * SHORT.seconds
    assert failure.code == "too_slow"
    assert processor_seconds(SimpleNamespace(pid=os.getpid())) == pytest.approx(time.process_time(), abs=0.1)
    assert processor_seconds(SimpleNamespace(pid=2**22 + 1)) is None


def test_whoever_gets_a_bit_of_a_processor_now_and_then_is_not_waiting() -> None:
    """Two seconds by the clock, a fifth of one of a processor: at five times the limit it is not yet ended."""
    limits = Limits(seconds=0.3, whole=0.3)
    assert answers(["starve", "starve"], 1, limits) == [("starve", "done starve")] * 2


def test_where_the_system_tells_nonsense_the_clock_decides_at_last(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wine says of any process what the asking one has used."""
    monkeypatch.setattr(Worker, "look", lambda *_: Spent())
    ((_, failure),) = answers(["hang"], 1, Limits(seconds=0.04, memory=2**28))
    assert failure == Failure("too_slow", "0.04")


def test_a_parent_never_waits_for_a_busy_worker_to_take_something_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies before a worker that spins has no room in its pipe: its parent ends it, and not the system."""
    monkeypatch.setattr("checks.batch.worker._ALARM_AFTER", 5)
    monkeypatch.setattr(Worker, "cause", lambda _: Failure("crashed", "by itself"))
    items = [f"ok {i} {'x' * 6_000}" for i in range(400)]
    items[150] = "spin"

    def blocked(*_: object) -> None:
        raise AssertionError

    before = signal.signal(signal.SIGALRM, blocked)
    signal.alarm(100)
    try:
        found = answers(items, 1, SHORT)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    assert found[150] == ("spin", Failure("too_slow", "0.6"))
    assert all(answer == f"done {item}" for item, answer in found if item != "spin")


def test_without_its_parent_s_clock_a_worker_is_ended_by_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checks.batch.worker._ALARM_AFTER", 0.1)
    monkeypatch.setattr(Worker, "look", lambda *_: Spent())
    ((_, failure),) = answers(["spin"], 1, SHORT)
    assert failure == Failure("too_slow", "0.6")


def test_every_worker_may_die_again_and_again() -> None:
    items = [f"{'die' if i % 7 in (0, 1) else 'raise' if i % 7 == 3 else 'ok'} {i}" for i in range(70)]
    found = answers(items, 2)
    assert [item for item, _ in found] == items
    assert [isinstance(answer, Failure) for _, answer in found] == [not item.startswith("ok") for item in items]


class Unreadable:
    """Work that no other process can take in."""

    def __call__(self, item: str) -> str:
        return item

    def __setstate__(self, _: object) -> None:
        raise ValueError

    def __getstate__(self) -> object:
        return 1


@pytest.mark.usefixtures("another_thread")
def test_a_pool_that_cannot_work_says_so() -> None:
    with pytest.raises(CannotStartError):
        list(Pool(Unreadable(), 2, PATIENT).answers([("ok", None), ("ok", None)]))
    assert multiprocessing.active_children() == []


class Slow:
    """Work that another process takes in slowly: while the machine is busy, or for ever."""

    def __init__(self, *, works: bool) -> None:
        self.works = works

    def __call__(self, item: str) -> str:
        return item

    def __setstate__(self, state: dict[str, bool]) -> None:
        self.__dict__.update(state)
        if self.works:
            work_for(1.5)
        else:
            time.sleep(600)


@pytest.mark.usefixtures("another_thread")
@pytest.mark.parametrize("works", [True, False])
def test_a_worker_that_starts_slowly_is_waited_for_while_it_works(
    monkeypatch: pytest.MonkeyPatch, *, works: bool
) -> None:
    monkeypatch.setattr("checks.batch.pool._TO_START", 0.3)
    monkeypatch.setattr("checks.batch.pool._TO_STIR", 1.0)
    if works:
        assert list(Pool(Slow(works=True), 1, PATIENT).answers([("ok", None)])) == [("ok", "ok")]
    else:
        with pytest.raises(CannotStartError):
            list(Pool(Slow(works=False), 1, PATIENT).answers([("ok", None)]))
    assert multiprocessing.active_children() == []


def test_what_is_known_starts_no_worker() -> None:
    pool = Pool(act, 2, PATIENT)
    seen = []
    for pair in pool.answers((f"die {i}", f"known {i}") for i in range(3000)):
        seen.append(pair)
        assert multiprocessing.active_children() == []
    assert seen == [(f"die {i}", f"known {i}") for i in range(3000)]


def test_the_known_and_the_new_keep_their_order() -> None:
    items = [(f"ok {i}", f"known {i}" if i % 3 else None) for i in range(2000)]
    expected = [(item, known or f"done {item}") for item, known in items]
    assert list(Pool(act, 2, PATIENT).answers(items)) == expected


def test_only_a_window_is_taken_ahead() -> None:
    taken = 0

    def source() -> Iterable[tuple[str, None]]:
        nonlocal taken
        for i in range(20_000):
            taken += 1
            yield f"ok {i}", None

    ahead = max(taken - done for done, _ in enumerate(Pool(act, 2, PATIENT).answers(source())))
    assert ahead <= 2 * 512 + 64


def test_heavy_items_leave_room_for_few() -> None:
    taken = 0

    def source() -> Iterable[tuple[str, None]]:
        nonlocal taken
        for i in range(200):
            taken += 1
            yield f"ok {i}", None

    pool = Pool(act, 2, PATIENT, weight=lambda _: 100)
    assert max(taken - done for done, _ in enumerate(pool.answers(source()))) <= 12


def test_it_can_be_left_and_stopped() -> None:
    items = [(f"ok {i}", None) for i in range(5000)]
    left = Pool(act, 2, PATIENT).answers(items)
    assert next(left) == ("ok 0", "done ok 0")
    left.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []
    stopping = threading.Event()
    done = []
    for item, _ in Pool(act, 2, PATIENT, stopping=stopping).answers([*items[:40], ("hang", None), *items[40:]]):
        done.append(item)
        if item == "ok 39":
            stopping.set()
    assert done[:40] == [item for item, _ in items[:40]]
    assert "hang" not in done
    assert multiprocessing.active_children() == []


@pytest.mark.usefixtures("another_thread")
def test_beside_another_thread_workers_are_started_afresh() -> None:
    """A fork would copy the other thread's locks."""
    found = answers(["ok 1", "die", "ok 2"], 2, PATIENT)
    assert found == [("ok 1", "done ok 1"), ("die", Failure("crashed", "SIGKILL")), ("ok 2", "done ok 2")]


@pytest.mark.parametrize("is_enough", [True, False])
def test_where_the_system_allows_few_processes(is_enough: bool) -> None:
    """Each takes some files of ours: its pipes."""
    open_now = max(int(path.name) for path in Path("/proc/self/fd").iterdir())
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    items = [f"ok {i}" for i in range(2000)]
    resource.setrlimit(resource.RLIMIT_NOFILE, (open_now + 15 if is_enough else 3, before[1]))
    try:
        if is_enough:
            assert answers(items, 50) == [(item, f"done {item}") for item in items]
        else:
            with pytest.raises(CannotStartError, match="open files"):
                answers(items, 50)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    assert multiprocessing.active_children() == []


def test_a_computer_that_slept_makes_no_file_too_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock goes on while everything stands still: on waking up, each worker has its time anew."""
    started = time.monotonic()

    def monotonic() -> float:
        now = time.monotonic()
        return now if now < started + 0.6 else now + 1_000

    monkeypatch.setattr("checks.batch.pool.time", SimpleNamespace(monotonic=monotonic))
    items = ["nap 1", "nap 2"]
    assert answers(items, 2, PATIENT) == [(item, f"done {item}") for item in items]
    assert monotonic() > started + 1_000

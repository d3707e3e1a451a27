"""The same work on a Dask cluster: many files a task, and one by one where a task has ended its worker."""

from __future__ import annotations

import pickle
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from itertools import islice
from tempfile import TemporaryDirectory
from typing import Any, TypeVar
from uuid import uuid4

from checks import __version__, rulebook
from checks.batch.worker import PATIENCE, Failure, Limits
from checks.errors import UsageError
from checks.render.sentences import batch as messages
from checks.solver import solver

Item = TypeVar("Item")
Answer = TypeVar("Answer")

_CHUNK = 200  # items a task; a task costs as much as three files
_AHEAD = 3  # tasks a processor that are under way
_TICK = 0.2  # seconds until we look whether we shall stop
_CHANCES = 3  # times that an item may be there when its worker ends
_PATIENCE = 30  # seconds for a scheduler to answer, and to have workers
_PLACE = "gouji"  # the attribute of a worker that holds our work
_LOCAL = {  # a dead worker's task is blamed at once, and its place is taken however long that lasts
    "distributed.scheduler.allowed-failures": 0,
    "distributed.deploy.lost-worker-timeout": "1h",
}


def answers(
    items: Iterable[tuple[Item, Answer | None]],
    work: Callable[[Item], Answer],
    address: str,
    jobs: int,
    limits: Limits,
    stopping: threading.Event,
) -> Iterator[tuple[Item, Answer | Failure]]:
    """Yield every item with its answer, in the order of the items, as ``Pool.answers`` does.

    Files are read where the work is done: all machines must see them under the same paths.

    Args:
        items: each with its answer where that is known.
        work: answers one item.
        address: of the scheduler; ``local`` starts one on this machine.
        jobs: processes of a local cluster.
        limits: what one item may cost.
        stopping: once it is set, no more is yielded.

    Raises:
        UsageError: Dask is not installed, nobody answers there, or other rules are in force there.
    """
    with _client(address, jobs, limits) as client:
        processors = sum(client.nthreads().values()) or 1
        name = _equip(client, pickle.dumps((work, limits)))
        source = iter(items)
        tasks: deque[tuple[list[tuple[Item, Answer | None]], Any]] = deque()
        while not stopping.is_set():
            while len(tasks) < processors * _AHEAD and (chunk := list(islice(source, _CHUNK))):
                unknown = [item for item, known in chunk if known is None]
                tasks.append((chunk, client.submit(_answer_all, name, unknown, pure=False) if unknown else None))
            if not tasks:
                return
            chunk, task = tasks.popleft()
            found = iter(_found(client, task, name, [i for i, known in chunk if known is None], stopping))
            for item, known in chunk:
                answer = known if known is not None else next(found, None)
                if answer is not None:
                    yield item, answer


def _found(client: Any, task: Any, name: str, items: list[Any], stopping: threading.Event) -> Iterator[Any]:
    """Yield the answers of a task; where it ended its worker, of a task for each item, so that only one is blamed."""
    if not items:
        return
    try:
        yield from _result(task, stopping)
    except _losses():
        tasks = [client.submit(_answer_all, name, [item], pure=False) for item in items]
        for item, one in zip(items, tasks, strict=True):
            yield from _alone(client, one, name, item, stopping)


def _alone(client: Any, task: Any, name: str, item: Any, stopping: threading.Event) -> list[Any]:
    """Return the answer of one item's task; it may have waited at the worker that another one ended."""
    for _ in range(_CHANCES):
        try:
            return _result(task, stopping)
        except _losses():
            task = client.submit(_answer_all, name, [item], pure=False)
    task.cancel()
    return [Failure("crashed", "KilledWorker")]


def _result(task: Any, stopping: threading.Event) -> list[Any]:
    """Wait for a task, but not longer than the user; nothing comes of one that is given up."""
    finished = threading.Event()
    task.add_done_callback(lambda _: finished.set())
    while not finished.wait(_TICK):
        if stopping.is_set():
            return []
    return list(task.result())


def _losses() -> tuple[type[Exception], ...]:
    """What says that a task came to nothing because workers died."""
    distributed: Any = import_module("distributed")
    return distributed.KilledWorker, distributed.client.FutureCancelledError


def _equip(client: Any, packed: bytes) -> str:
    """Give the work to every worker, those that will replace dead ones too, once instead of with each task."""
    distributed: Any = import_module("distributed")
    name = f"gouji-{uuid4()}"

    class Work(distributed.WorkerPlugin):  # type: ignore[misc]  # Dask has no types
        def setup(self, worker: Any) -> None:
            worker.__dict__.setdefault(_PLACE, {})[name] = pickle.loads(packed)  # noqa: S301  # our client's

        def teardown(self, worker: Any) -> None:
            worker.__dict__[_PLACE].pop(name, None)

    client.register_plugin(Work(), name=name)
    return name


def _answer_all(name: str, items: list[Any]) -> list[Any]:
    """Answer items, on a worker."""
    from distributed import get_worker  # noqa: PLC0415

    worker = get_worker()
    work, limits = worker.__dict__[_PLACE][name]
    is_alone = worker.state.nthreads == 1 and hasattr(signal, "setitimer")  # a process has but one alarm of a kind
    replies = []
    for item in items:
        if is_alone:
            _alarm(limits.seconds)
        try:
            replies.append(work(item))
        except MemoryError:
            replies.append(Failure("too_much_memory", f"{limits.memory >> 20} MB"))
        except Exception as error:  # noqa: BLE001  # one file's, whatever it is
            replies.append(Failure("crashed", type(error).__name__))
        finally:
            if is_alone:
                _alarm(0)
    return replies


def _alarm(seconds: float) -> None:
    """Let the system end this process when it has used so many seconds of a processor, or waits; 0: never."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE * seconds)


@contextmanager
def _client(address: str, jobs: int, limits: Limits) -> Iterator[Any]:
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise UsageError(str(messages.NO_DASK)) from None
    if address == "local":
        dask: Any = import_module("dask")
        with (
            dask.config.set(_LOCAL),
            TemporaryDirectory(ignore_cleanup_errors=True) as spare,
            distributed.LocalCluster(
                n_workers=jobs,
                threads_per_worker=1,
                memory_limit=limits.memory,
                dashboard_address=None,
                local_directory=spare,
                silence_logs=60,
            ) as cluster,
            distributed.Client(cluster) as client,
        ):
            yield client
        return
    try:
        client = distributed.Client(address, timeout=_PATIENCE)
    except (OSError, ValueError) as error:
        raise UsageError(messages.no_cluster(address, str(error) or type(error).__name__)) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError:
            raise UsageError(messages.no_cluster(address, str(messages.NO_WORKERS))) from None
        ours = version()
        for worker, theirs in client.run(version).items():
            if theirs != ours:
                raise UsageError(messages.other_version(worker))
        yield client


def version() -> str:
    """Return what a result depends on beside the files."""
    return f"{__version__} {rulebook.load().digest} {solver()}"

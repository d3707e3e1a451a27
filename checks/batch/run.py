"""The batch, from its paths to its results: what is known of them, what workers find out, all in the order of input."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import chain, islice, takewhile
from typing import TYPE_CHECKING, Any

from checks.batch.refs import Ref, is_address, loaded, refs
from checks.batch.result import Result, results, to_mark
from checks.batch.work import Checked, Checker, Marker, failed, follows
from checks.batch.work import whole as put_together
from checks.batch.worker import Failure, Limits, Parts
from checks.errors import UsageError
from checks.model.rule import Rulebook
from checks.model.unit import Unit
from checks.render.sentences import batch as messages

if TYPE_CHECKING:
    from checks.batch.cache import Cache
    from checks.batch.pool import Pool
    from checks.batch.progress import Progress
    from checks.evaluate.cross_year import LastYear

_HEAVY = 2**18  # bytes that weigh as much as a file, where a reference carries its bytes
_MOST_JOBS = 60  # Windows waits for no more at a time


@dataclass
class Run(Iterator[Result]):
    """The results of a batch, one document after another, in the order of the input.

    Attributes:
        interrupted: Ctrl-C ended it early; what was yielded is whole and right.
        passed_over: how many results of earlier runs were not checked, by folder; known at the end.
    """

    interrupted: bool = field(default=False, init=False)
    passed_over: dict[str, int] = field(default_factory=dict, init=False)
    results: Iterator[Result] = field(default=iter(()), init=False, repr=False)

    def __next__(self) -> Result:
        """Return the next result."""
        return next(self.results)


def run(
    paths: Sequence[str],
    book: Rulebook,
    *,
    jobs: int | None = None,
    scheduler: str | None = None,
    cache: bool = True,
    mark: Marker | None = None,
    since: date | None = None,
    last_years: tuple[LastYear, ...] = (),
    units: Sequence[Unit] = (),
    progress: bool = True,
    limits: Limits | None = None,
    stopping: threading.Event | None = None,
) -> Run:
    """Check everything in these paths.

    Every file goes to a worker process, a single one too, and whatever a file does to its worker becomes its result:
    the status unreadable.

    Args:
        paths: files, folders, and addresses of mailboxes, as ``refs`` takes them.
        book: the rules.
        jobs: how many processes; by default as many as there are processors.
        scheduler: the address of a Dask scheduler, to which the work goes instead; ``local`` starts one here.
        cache: whether to use, and to keep, what is known from earlier runs.
        mark: makes a marked copy of a file with findings; see ``Marker``.
        since: of mailboxes on servers, only mails that arrived on this day or later.
        last_years: reports of the year before, as ``read_previous`` gives them.
        units: the list of units, by which theirs are found.
        progress: whether to draw a line on the terminal, if there is one.
        limits: what one file may cost.
        stopping: is set by the first Ctrl-C while results are asked for, and ends them early; a fresh one by default.

    Raises:
        UsageError: a path does not exist, and nothing has been checked; or, while iterating, workers cannot be had.
    """
    this = Run()
    stopping = stopping or threading.Event()
    files = refs(paths, since, this.passed_over.__setitem__, lazy=True)
    first = list(islice(files, 2))
    is_alone = len(first) < 2  # what is known of earlier runs costs more than to check it
    batch = Batch(
        this,
        Checker(book, mark, last_years, tuple(units) if last_years else ()),
        limits or Limits(),
        min(jobs or _processors(), _MOST_JOBS),
        scheduler,
        _cache(book, last_years, units) if cache and not is_alone else None,
        _progress(paths, stopping) if progress and not is_alone else None,
        stopping,
    )
    this.results = batch.results(chain(first, files))
    return this


@dataclass
class Batch:
    """The work on references, here or on a cluster.

    Attributes:
        pool: workers that stay when these references are done; by default some of its own.
        broken: why a server broke off.
    """

    run: Run
    work: Checker
    limits: Limits
    jobs: int
    scheduler: str | None
    cache: Cache | None
    progress: Progress | None
    stopping: threading.Event = field(default_factory=threading.Event)
    broken: UsageError | None = None
    pool: Pool[Ref, Checked] | None = None

    def results(self, files: Iterable[Ref]) -> Iterator[Result]:
        """Yield what comes of each reference, in their order."""
        if self.cache is not None:
            self.work.cache = self.cache.path
        shared = self.progress is not None and sys.stdout.isatty()
        with interrupts_noted(self.stopping):
            try:
                for ref, answer in self._answers(self._known(self._unbroken(files)), self.work):
                    if self.progress is not None:
                        self.progress.step(ref.name)
                    for result in self._of(ref, answer):
                        if shared and self.progress is not None:
                            self.progress.wipe()  # whoever gets the result may print it
                        yield result
                if self.broken is not None:
                    raise self.broken
            finally:
                self.run.interrupted = self.stopping.is_set()
                if self.cache is not None:
                    self.cache.close()
                if self.progress is not None:
                    self.progress.wipe()

    def _unbroken(self, files: Iterable[Ref]) -> Iterator[Ref]:
        """Yield what there is; where a server breaks off, what came before is still finished."""
        try:
            yield from files
        except UsageError as error:
            self.broken = error

    def _known(self, files: Iterable[Ref]) -> Iterator[tuple[Ref, Checked | None]]:
        for ref, body in self.cache.known(files) if self.cache else ((ref, None) for ref in files):
            if body is not None and not (self.work.mark and to_mark(body)):
                yield ref._replace(load=None) if ref.load else ref, Checked(body)
                continue
            try:
                whole = loaded(ref)
            except UsageError as error:
                self.broken = error
                return
            if whole is not None:  # None: somebody has deleted it meanwhile
                yield whole, None

    def _answers(
        self, items: Iterable[tuple[Ref, Checked | None]], work: Callable[[Ref], Checked]
    ) -> Iterator[tuple[Ref, Checked | Failure | Parts]]:
        if self.scheduler:
            from checks.batch.cluster import answers  # noqa: PLC0415  # an extra

            return answers(items, work, self.scheduler, self.jobs, self.limits, self.stopping)
        return self._here(items, work)

    def _here(
        self, items: Iterable[tuple[Ref, Checked | None]], work: Callable[[Ref], Checked]
    ) -> Iterator[tuple[Ref, Checked | Failure | Parts]]:
        from checks.batch.pool import Pool  # noqa: PLC0415  # one file does without

        if self.pool is not None and work is self.work:
            return _startable(self.pool.answers(items))
        self.work.prepare()
        resume = partial(follows, marks=self.work.mark is not None)
        return _startable(Pool(work, self.jobs, self.limits, _weight, self.stopping, resume).answers(items))

    def _of(self, ref: Ref, answer: Checked | Failure | Parts) -> Iterator[Result]:
        if isinstance(answer, Failure) and (self.work.mark or answer.is_luxury):  # the verdict must not be lost with it
            light: list[tuple[Ref, Checked | None]] = [(ref, None)]
            work = replace(self.work, mark=None, is_light=answer.is_luxury)
            answer = next((again for _, again in self._here(light, work)), answer)
        if isinstance(answer, Failure):
            yield failed(ref, answer.code, answer.detail, self.work.book)
            return
        if isinstance(answer, Parts):
            answer = put_together(ref, answer, self.work.book)
        if self.cache is not None and answer.digest:
            self.cache.keep(ref, answer.digest, answer.body, is_new=answer.is_new)
        yield from results(ref.source, answer.body, self.work.book, answer.marked)


def _startable(
    answers: Iterator[tuple[Ref, Checked | Failure | Parts]],
) -> Iterator[tuple[Ref, Checked | Failure | Parts]]:
    from checks.batch.pool import CannotStartError  # noqa: PLC0415

    try:
        yield from answers
    except CannotStartError as error:
        raise UsageError(messages.CANNOT_START.format(detail=error)) from error


def _weight(ref: Ref) -> int:
    return 1 + len(ref.data or b"") // _HEAVY


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _cache(book: Rulebook, last_years: tuple[LastYear, ...], units: Sequence[Unit]) -> Cache:
    from checks.batch.cache import Cache, place  # noqa: PLC0415  # one file does without

    return Cache(place(book, repr((last_years, tuple(units))) if last_years else ""))


def _progress(paths: Sequence[str], stopping: threading.Event) -> Progress | None:
    from checks.batch.progress import Progress, is_wanted  # noqa: PLC0415

    if not is_wanted():
        return None
    all_files = takewhile(lambda _: not stopping.is_set(), refs(paths))
    return Progress(0 if any(map(is_address, paths)) else sum(1 for _ in all_files))


class _Noted:
    """What Ctrl-C does while something runs to an orderly end: it is noted, and the second is as ever."""

    def __init__(self, stopping: threading.Event, before: Any) -> None:
        self._stopping = stopping
        self.usual: Any = before.usual if isinstance(before, _Noted) else before

    def __call__(self, _signal: int, _frame: Any) -> None:
        self._stopping.set()
        signal.signal(signal.SIGINT, self.usual)


@contextmanager
def interrupts_noted(stopping: threading.Event) -> Iterator[None]:
    """Let the first Ctrl-C end what runs inside in an orderly way, the second as ever.

    Args:
        stopping: is set by the first.
    """
    before = signal.getsignal(signal.SIGINT)
    if before is signal.SIG_IGN or threading.current_thread() is not threading.main_thread():
        yield  # who started us in the background keeps it from us
        return
    signal.signal(signal.SIGINT, _Noted(stopping, before))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)

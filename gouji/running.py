"""A run of the checker from Python: the same workers, list, ledger and pairing as the command."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from checks import rulebook
from checks.batch import Marker, Result, run
from checks.check import check_among
from checks.errors import UsageError
from checks.intake import keep_the_ledger, read_the_ledger, sort_out_all
from checks.model.submission import Submission
from checks.render import sentences
from checks.render.sentences import collecting
from checks.render.sentences.library import no_ledger_given
from checks.submissions import Deliveries
from gouji.files import FilePath

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checks.evaluate.cross_year import LastYear
    from checks.submissions.ledger import Ledger
    from checks.submissions.unit_list import UnitList


@dataclass
class Request:
    """What was asked for, and what the user's own files said at the time.

    Attributes:
        sources: paths, and workbooks that are open in Excel or in memory.
        paths: of these the paths.
        list: the list of units as read.
        ledger_state: the ledger as read.
        last_years: last year's reports.
    """

    sources: Sequence[Any]
    paths: Sequence[str]
    units: str | None = None
    ledger: str | None = None
    own: Sequence[str] = ()
    year: int | None = None
    previous: Sequence[str] = ()
    jobs: int | None = None
    cache: bool = True
    list: UnitList | None = None
    ledger_state: Ledger | None = None
    last_years: tuple[LastYear, ...] = ()
    notes: Sequence[str] = field(default_factory=tuple)


def request(
    paths: Any,
    *,
    units: FilePath | None,
    ledger: FilePath | None,
    own: str | Iterable[str],
    previous: FilePath | Iterable[FilePath] | None,
    year: int | None,
    jobs: int | None,
    cache: bool,
) -> Request:
    """Read the user's own files first: a bad list is said before an hour's work.

    Raises:
        UsageError: the list or the ledger cannot be used, or a path does not exist.
    """
    sources = _sources(paths)
    asked = Request(
        sources,
        [source for source in sources if isinstance(source, str)],
        fspath(units) if units is not None else None,
        fspath(ledger) if ledger is not None else None,
        [own] if isinstance(own, str) else list(own),
        year,
        _each(previous) if previous is not None else (),
        jobs,
        cache,
    )
    notes: list[str] = []
    if asked.units is not None:
        from checks.batch.guarded import guarded  # noqa: PLC0415  # only with a list
        from checks.submissions.unit_list import read_unit_list  # noqa: PLC0415

        asked.list = guarded(read_unit_list, asked.units)
        notes += asked.list.remarks
    asked.ledger_state = read_the_ledger(asked, notes.append)
    if asked.previous:
        from checks.batch.previous import read_previous  # noqa: PLC0415  # only with last year's reports

        asked.last_years, lost = read_previous(asked.previous, rulebook.load(), jobs or 1)
        notes += map(sentences.no_last_year, lost)
    asked.notes = notes
    return asked


def run_request(
    asked: Request, progress: Callable[[int], None] | bool = False
) -> tuple[list[Result], Deliveries, bool, Sequence[str]]:
    """Check what was asked for: the results, whose they are, whether that is all of them, and what is to be said."""
    results, complete = _results(asked, progress)
    deliveries = _sorted(results, asked, complete=complete)
    return results, deliveries, complete, [*asked.notes, *_paired(deliveries, asked)] if complete else asked.notes


def _results(
    asked: Request, progress: Callable[[int], None] | bool = False, mark: Marker | None = None
) -> tuple[list[Result], bool]:
    """Check paths in workers and workbooks in memory here, in the order of the input; tell whether that was all."""
    results: list[Result] = []
    for is_path, group in groupby(asked.sources, lambda source: isinstance(source, str)):
        if not is_path:
            results += chain.from_iterable(_in_memory(source, results, asked) for source in group)
            continue
        batch = run(
            list(group),
            rulebook.load(),
            jobs=asked.jobs,
            last_years=asked.last_years,
            units=asked.list.units if asked.list else (),
            progress=progress is True,
            cache=asked.cache,
            mark=mark,
        )
        for result in batch:
            results.append(result)
            if callable(progress):
                progress(len(results))
        if batch.interrupted:
            return results, False
    return results, True


def _in_memory(source: Any, before: Sequence[Result], asked: Request) -> Iterator[Result]:
    """Check a workbook that is open in Excel or in memory: it is the user's own."""
    from gouji.report import documents  # noqa: PLC0415  # reads in this process

    book = rulebook.load()
    name = str(getattr(source, "name", "")) or f"workbook{len(before) + 1}.xlsx"
    for document in documents(source, name):
        yield Result.of(Submission.of(check_among(document, book, asked.last_years)), book)


def _sorted(results: Sequence[Result], asked: Request, *, complete: bool) -> Deliveries:
    submissions = [result.submission for result in results]
    deliveries = sort_out_all(submissions, asked, rulebook.load(), asked.list, asked.ledger_state)
    if not complete:
        deliveries.missing.clear()  # nobody knows what the rest would have held
    return deliveries


def _paired(deliveries: Deliveries, asked: Request) -> list[str]:
    """Hold this year's reports against last year's, and say who has no partner."""
    if not asked.last_years:
        return []
    from checks.pairing import pair_all  # noqa: PLC0415  # only with last year's reports

    paired = pair_all(deliveries, asked.last_years, rulebook.load())
    unused = [collecting.unused(paired.unused)] if paired.unused else []
    return [collecting.unpaired(paired.found, paired.asked, paired.alone), *unused]


def write_folder(
    results: Sequence[Result], deliveries: Deliveries, asked: Request | None, folder: Path, *, complete: bool
) -> str:
    """Write the folder of results; see ``Results.write_folder``.

    Raises:
        UsageError: the folder holds something else, or the run was broken off.
    """
    from checks.render.results_files import claimed  # noqa: PLC0415  # only for a folder
    from checks.render.results_folder import write_folder as write  # noqa: PLC0415
    from workbook_templates.standard import marker  # noqa: PLC0415
    from workbook_templates.total_workbook import write_total  # noqa: PLC0415

    book, ledger = rulebook.load(), asked.ledger_state if asked else None
    with claimed(folder) as files:
        if asked is not None:
            results, is_whole = _results(asked, mark=marker(book))
            complete = complete and is_whole
            deliveries = _sorted(results, asked, complete=complete)
            _paired(deliveries, asked)
        if not complete:
            raise UsageError(str(sentences.INTERRUPTED))
        said = write(files, results, deliveries, book, ledger, figures=True)
        write_total(files, deliveries, book)
    return said


def write_ledger(deliveries: Deliveries, asked: Request | None, *, complete: bool) -> str:
    """Bring the ledger up to date; see ``Results.write_ledger``.

    Raises:
        UsageError: there is none, the run was broken off, or it cannot be written.
    """
    if asked is None or asked.ledger_state is None:
        raise UsageError(no_ledger_given())
    if not complete:
        raise UsageError(str(sentences.INTERRUPTED))
    return keep_the_ledger(asked, asked.ledger_state, deliveries)


def _sources(paths: Any) -> list[Any]:
    """One or several paths or workbooks, as a list; an open workbook is none of several."""
    is_one = isinstance(paths, str | PathLike) or hasattr(paths, "sheets") or hasattr(paths, "worksheets")
    return [fspath(path) if isinstance(path, str | PathLike) else path for path in ([paths] if is_one else paths)]


def _each(paths: FilePath | Iterable[FilePath]) -> list[str]:
    return [fspath(paths)] if isinstance(paths, str | PathLike) else [fspath(path) for path in paths]

"""A run of the checker from Python: the same workers, list, ledger and pairing as the command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING

from checks import rulebook
from checks.batch import Result, run
from checks.cli.collecting import keep_the_ledger, read_the_ledger, sort_out_all
from checks.errors import UsageError
from checks.render import sentences
from checks.render.sentences import collecting
from checks.render.sentences.library import no_ledger_given
from checks.submissions import Deliveries, UnitList, read_unit_list
from gouji.files import FilePath
from gouji.results import Results

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checks.evaluate.cross_year import LastYear
    from checks.submissions.ledger import Ledger


@dataclass
class Request:
    """What was asked for, and what the user's own files said at the time.

    Attributes:
        list: the list of units as read.
        ledger_state: the ledger as read.
        last_years: last year's reports.
    """

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
    paths: FilePath | Iterable[FilePath],
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
    asked = Request(
        _each(paths),
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

        asked.list = guarded(read_unit_list, asked.units)
        notes += asked.list.remarks
    asked.ledger_state = read_the_ledger(asked)
    if asked.previous:
        from checks.batch.previous import read_previous  # noqa: PLC0415  # only with last year's reports

        asked.last_years, lost = read_previous(asked.previous, rulebook.load(), jobs or 1)
        notes += map(sentences.no_last_year, lost)
    asked.notes = notes
    return asked


def checked(asked: Request, progress: Callable[[int], None] | None = None) -> Results:
    """Check what was asked for."""
    book = rulebook.load()
    batch = run(
        asked.paths,
        book,
        jobs=asked.jobs,
        last_years=asked.last_years,
        units=asked.list.units if asked.list else (),
        progress=False,
        cache=asked.cache,
    )
    results: list[Result] = []
    for result in batch:
        results.append(result)
        if progress is not None:
            progress(len(results))
    deliveries = _sorted(results, asked, complete=not batch.interrupted)
    notes = [*asked.notes, *_paired(deliveries, asked)] if not batch.interrupted else asked.notes
    return Results(results, deliveries, asked, complete=not batch.interrupted, notes=notes)


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
    from checks.cli.checking import marker, write_total  # noqa: PLC0415  # only for a folder
    from checks.render.results_files import claimed  # noqa: PLC0415
    from checks.render.results_folder import write_folder as write  # noqa: PLC0415

    book = rulebook.load()
    with claimed(folder) as files:
        if asked is not None:
            again = run(
                asked.paths,
                book,
                jobs=asked.jobs,
                last_years=asked.last_years,
                units=asked.list.units if asked.list else (),
                progress=False,
                cache=asked.cache,
                mark=marker(book),
            )
            results = list(again)
            complete = complete and not again.interrupted
            deliveries = _sorted(results, asked, complete=complete)
            _paired(deliveries, asked)
        if not complete:
            raise UsageError(sentences.INTERRUPTED)
        said = write(files, results, deliveries, book)
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
        raise UsageError(sentences.INTERRUPTED)
    return keep_the_ledger(asked, asked.ledger_state, deliveries)


def load(path: FilePath) -> Results:
    """Read a kept ``gouji-check/2`` again; see ``gouji.load``.

    Raises:
        UsageError: it is none, or of other rules.
    """
    from checks.contract import read_json  # noqa: PLC0415  # brings pydantic
    from checks.render.json_reading import read_document  # noqa: PLC0415
    from checks.render.sentences.library import other_rules  # noqa: PLC0415

    name = fspath(path)
    try:
        data = Path(name).read_bytes()
    except OSError as problem:
        raise UsageError(sentences.no_such_path(name)) from problem
    kept, book = read_json(data, name), rulebook.load()
    results: list[Result] = []
    for document in kept["documents"]:
        try:
            results.append(Result.of(read_document(document, book), book))
        except KeyError as problem:
            raise UsageError(other_rules(name, str(problem.args[0]))) from problem
    deliveries = _sorted(results, Request(()), complete=kept["complete"])
    return Results(results, deliveries, complete=kept["complete"])


def _each(paths: FilePath | Iterable[FilePath]) -> list[str]:
    return [fspath(paths)] if isinstance(paths, str | PathLike) else [fspath(path) for path in paths]

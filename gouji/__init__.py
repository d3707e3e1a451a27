"""The checker as a library: check files, read the figures of a report, look up forms and rules.

>>> import gouji
>>> results = gouji.check("examples", jobs=1)
>>> len(results) > 5
True

Frames are made by pandas, which is imported when the first one is asked for (``pip install "gouji[pandas]"``); the
iterators of plain dicts (``iter_findings``, ``iter_figures`` …) need nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from gouji._own import claim

claim()

from checks import __version__  # noqa: E402  # ours, not a user's

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from os import PathLike

    import pandas as pd

    from checks import contract
    from checks.errors import InputFileError, UsageError
    from checks.language import Language, speaking
    from checks.model.form import Form
    from gouji.frames import MissingExtraError
    from gouji.report import Report
    from gouji.results import Results
    from gouji.total import Total

    class _InExcel(Protocol):
        """``xlwings.Book``."""

        @property
        def sheets(self) -> Any: ...

    class _InMemory(Protocol):
        """``openpyxl.Workbook``."""

        @property
        def worksheets(self) -> Any: ...

    Source: TypeAlias = str | PathLike[str] | _InExcel | _InMemory

__all__ = [
    "InputFileError",
    "MissingExtraError",
    "Report",
    "Results",
    "Total",
    "UsageError",
    "__version__",
    "check",
    "contract",
    "form",
    "iter_rules",
    "load",
    "read_report",
    "read_reports",
    "rules",
    "schema",
    "speaking",
    "total",
]


def check(
    paths: Source | Iterable[Source],
    *,
    units: str | PathLike[str] | None = None,
    ledger: str | PathLike[str] | None = None,
    own: str | Iterable[str] = (),
    previous: str | PathLike[str] | Iterable[str | PathLike[str]] | None = None,
    year: int | None = None,
    jobs: int | None = None,
    cache: bool = True,
    progress: Callable[[int], None] | bool = False,
    lang: Language | None = None,
) -> Results:
    """Check everything in some paths, as ``gouji check`` does: in guarded worker processes.

    Args:
        paths: files, folders, mails, archives, or addresses of mailboxes; also workbooks that are open in Excel
            (``xlwings.Book``) or in memory (``openpyxl.Workbook``), which are checked in this process. One or several.
        units: the list of units that have to report (xlsx, csv or text), which says who is missing.
        ledger: the collector's ledger (台账): what a person wrote there counts; ``Results.write_ledger`` updates it.
        own: our own mail addresses: what they sent is no report.
        previous: last year's reports; this year's must follow from them.
        year: the report year; by default the one of most reports.
        jobs: how many processes; by default as many as there are processors.
        cache: whether to use, and to keep, what is known from earlier runs.
        progress: called with the number of documents so far; True draws the command's line on the terminal.
        lang: ``en`` for English sentences, ``zh`` for Chinese; by default as inside ``gouji.speaking``, else Chinese.

    Raises:
        gouji.UsageError: a path does not exist, or a list cannot be read.

    >>> results = gouji.check("examples/04-合计填错-衡阳2019.xlsx", jobs=1)
    >>> [(row["cell"], row["difference"]) for row in results.iter_findings()][0]
    ('results.granted.total', 1)
    """
    from gouji.languages import asked as said_in  # noqa: PLC0415  # import gouji shall cost nothing
    from gouji.results import checked  # noqa: PLC0415
    from gouji.running import request  # noqa: PLC0415

    with said_in(lang):
        asked = request(
            paths, units=units, ledger=ledger, own=own, previous=previous, year=year, jobs=jobs, cache=cache
        )
        return checked(asked, progress)


def total(
    paths: Source | Iterable[Source],
    *,
    units: str | PathLike[str],
    against: str | PathLike[str] | None = None,
    exclude: Sequence[str] = (),
    allow_missing: bool = False,
    ledger: str | PathLike[str] | None = None,
    own: str | Iterable[str] = (),
    year: int | None = None,
    jobs: int | None = None,
    lang: Language | None = None,
) -> Total:
    """Add up the reports of the units on a list, as ``gouji total`` does.

    Args:
        paths: as ``check`` takes them.
        units: the list of units.
        against: a report that should be the sum: where it differs, and who explains it.
        exclude: names of units to leave out.
        allow_missing: add up what is there; otherwise a missing unit is an error.
        ledger: as ``check`` takes it.
        own: as ``check`` takes it.
        year: as ``check`` takes it.
        jobs: as ``check`` takes it.
        lang: as ``check`` takes it.

    Raises:
        gouji.UsageError: units are missing, or something cannot be read.

    >>> added = gouji.total("examples/收件箱", units="examples/单位名单.csv", allow_missing=True, jobs=1)
    >>> added.complete, len(added.units), added["requests.new.total"]
    (False, 18, 1292)
    """
    results = check(paths, units=units, ledger=ledger, own=own, year=year, jobs=jobs, lang=lang)
    return results.total(against=against, exclude=exclude, allow_missing=allow_missing)


def load(path: str | PathLike[str]) -> Results:
    """Read kept results again: ``findings.json`` of a results folder, or what ``Results.to_json`` wrote.

    Args:
        path: of ``gouji-check/2``; figures are there only where they were asked for.

    Raises:
        gouji.UsageError: it is no such file; the message names the member that is wrong.
    """
    from gouji.kept import load as read  # noqa: PLC0415

    return read(path)


def schema(name: str = "gouji-check/2") -> dict[str, Any]:
    """Return the JSON Schema of what the command and ``to_json`` write; ``gouji.contract`` has the same as types.

    Args:
        name: ``gouji-check/2`` or ``gouji-total/1``.

    Raises:
        LookupError: there is no such JSON.

    >>> gouji.schema()["$id"], sorted(gouji.schema()["properties"])[:3]
    ('gouji-check/2', ['complete', 'deliveries', 'documents'])
    """
    from checks.contract import schema as made  # noqa: PLC0415  # brings pydantic

    return made(name)


def read_report(source: Any, *, name: str = "", lang: Language | None = None) -> Report:
    """Read the one report of a file.

    Args:
        source: a path, the bytes of a file, a workbook that is open in Excel (``xlwings.Book``), or one in memory
            (``openpyxl.Workbook``).
        name: what the file is called, where ``source`` does not say; it may tell unit and year.
        lang: as ``check`` takes it.

    Raises:
        gouji.InputFileError: the file cannot be read; ``str`` of it says why.
        OSError: the file cannot be opened.
        gouji.UsageError: it holds no report, or those of several units; ``read_reports`` gives them all.

    >>> rep = gouji.read_report("examples/01-平衡-沭阳县2025.xlsx")
    >>> rep["requests.new.total"].value
    713
    """
    from gouji.languages import asked  # noqa: PLC0415
    from gouji.report import only, read  # noqa: PLC0415

    with asked(lang):
        return only(read(source, name=name))


def read_reports(source: Any, *, name: str = "", lang: Language | None = None) -> list[Report]:
    """Read all reports of a file; see ``read_report``.

    Raises:
        gouji.InputFileError: the file cannot be read; ``str`` of it says why.
        OSError: the file cannot be opened.

    >>> [report.year for report in gouji.read_reports("examples/03-两种表式-六盘水2019.xlsx")]
    [2019]
    """
    from gouji.languages import asked  # noqa: PLC0415
    from gouji.report import read  # noqa: PLC0415

    with asked(lang):
        return read(source, name=name)


def form(year: int) -> Form:
    """Return the form that holds for a report year: its tables, rows, columns and cells.

    Raises:
        LookupError: no form is known for that year.

    >>> gouji.form(2025).id
    'annual2021'
    """
    from checks import rulebook  # noqa: PLC0415

    for known in rulebook.load().forms.values():
        if known.holds_for(year):
            return known
    from checks.render.sentences.commands import no_form  # noqa: PLC0415

    raise LookupError(no_form(year))


def iter_rules(*, lang: Language | None = None) -> Iterator[dict[str, Any]]:
    """Return every rule, one after another: id, form, severity, title, what it says in labels, basis, what to do.

    Args:
        lang: as ``check`` takes it.

    >>> next(gouji.iter_rules())["form"]
    'annual2021'
    """
    from checks import rulebook  # noqa: PLC0415
    from checks.render.rule_book import formula  # noqa: PLC0415
    from checks.render.sentences.glossary import said  # noqa: PLC0415
    from gouji.languages import asked  # noqa: PLC0415

    book = rulebook.load()
    with asked(lang):
        rows = [
            {
                "rule": rule.id,
                "form": rule.form,
                "severity": rule.severity,
                "title": said(rule.title),
                "formula": formula(rule, book),
                "basis": said(rule.basis),
                "instruction": said(rule.instruction),
            }
            for rule in book.every_rule()
        ]
    return iter(rows)


def rules(*, lang: Language | None = None) -> pd.DataFrame:
    """Return every rule as a frame; the columns are those of ``iter_rules``.

    Args:
        lang: as ``check`` takes it.

    Raises:
        gouji.MissingExtraError: pandas is not installed.
    """
    from gouji.frames import RULES, frame  # noqa: PLC0415

    return frame(iter_rules(lang=lang), RULES)


def __getattr__(name: str) -> Any:
    """Import what is named only when it is asked for."""
    homes = {
        "Results": "gouji.results",
        "Total": "gouji.total",
        "Report": "gouji.report",
        "UsageError": "checks.errors",
        "InputFileError": "checks.errors",
        "MissingExtraError": "gouji.frames",
    }
    from importlib import import_module  # noqa: PLC0415

    if name == "contract":
        return import_module("checks.contract")
    if name == "speaking":
        return import_module("checks.language").speaking
    if name in homes:
        return getattr(import_module(homes[name]), name)
    raise AttributeError(name)

"""The checker as a library: check files, read the figures of a report, look up forms and rules.

>>> import gouji
>>> results = gouji.check("examples", jobs=1)
>>> len(results) > 5
True

Frames are made by pandas, which is imported when the first one is asked for (``pip install "gouji[pandas]"``); the
iterators of plain dicts (``iter_findings``, ``iter_figures`` …) need nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gouji._own import claim

claim()

from checks import __version__  # noqa: E402  # ours, not a user's

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from os import PathLike

    import pandas as pd

    from checks.model.form import Form
    from gouji.report import Report
    from gouji.results import Results

__all__ = ["Report", "Results", "__version__", "check", "form", "iter_rules", "read_report", "rules"]


def check(
    paths: str | PathLike[str] | Iterable[str | PathLike[str]],
    *,
    units: str | PathLike[str] | None = None,
    previous: str | PathLike[str] | Iterable[str | PathLike[str]] | None = None,
    year: int | None = None,
    jobs: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Results:
    """Check everything in some paths, as ``gouji check`` does: in guarded worker processes.

    Args:
        paths: files, folders, mails, archives, or addresses of mailboxes; one or several.
        units: the list of units that have to report (xlsx or csv), which says who is missing.
        previous: last year's reports; this year's must follow from them.
        year: the report year; by default the one of most reports.
        jobs: how many processes; by default as many as there are processors.
        progress: called with the number of documents so far.

    Raises:
        gouji.UsageError: a path does not exist, or a list cannot be read.
    """
    from gouji.results import checked  # noqa: PLC0415  # import gouji shall cost nothing

    return checked(paths, units=units, previous=previous, year=year, jobs=jobs, progress=progress)


def read_report(source: Any, *, name: str = "") -> Report:
    """Read the one report of a file.

    Args:
        source: a path, the bytes of a file, a workbook that is open in Excel (``xlwings.Book``), or one in memory
            (``openpyxl.Workbook``).
        name: what the file is called, where ``source`` does not say; it may tell unit and year.

    Raises:
        gouji.InputFileError: the file cannot be read.
        gouji.UsageError: it holds no report, or those of several units; ``read_reports`` gives them all.

    >>> rep = gouji.read_report("examples/01-平衡-沭阳县2025.xlsx")
    >>> rep["requests.new.total"].value
    713
    """
    from gouji.report import only, read  # noqa: PLC0415

    return only(read(source, name=name))


def read_reports(source: Any, *, name: str = "") -> list[Report]:
    """Read all reports of a file; see ``read_report``.

    Raises:
        gouji.InputFileError: the file cannot be read.
    """
    from gouji.report import read  # noqa: PLC0415

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
    raise LookupError(year)


def iter_rules() -> Iterator[dict[str, Any]]:
    """Yield every rule: id, form, severity, title, what it says in labels, basis, what to do.

    >>> next(gouji.iter_rules())["form"]
    'annual2021'
    """
    from checks import rulebook  # noqa: PLC0415
    from checks.render.rule_book import formula  # noqa: PLC0415

    book = rulebook.load()
    for rule in book.every_rule():
        yield {
            "rule": rule.id,
            "form": rule.form,
            "severity": rule.severity,
            "title": rule.title,
            "formula": formula(rule, book),
            "basis": rule.basis,
            "instruction": rule.instruction,
        }


def rules() -> pd.DataFrame:
    """Return every rule as a frame; the columns are those of ``iter_rules``.

    Raises:
        gouji.MissingExtraError: pandas is not installed.
    """
    from gouji.frames import RULES, frame  # noqa: PLC0415

    return frame(iter_rules(), RULES)


def __getattr__(name: str) -> Any:
    """Import what is named only when it is asked for."""
    homes = {
        "Results": "gouji.results",
        "Report": "gouji.report",
        "UsageError": "checks.errors",
        "InputFileError": "checks.errors",
        "MissingExtraError": "gouji.frames",
    }
    if name in homes:
        from importlib import import_module  # noqa: PLC0415

        return getattr(import_module(homes[name]), name)
    raise AttributeError(name)

"""A kept ``gouji-check/2`` → the results again: documents, figures, whose they are and which of them count."""

from __future__ import annotations

from collections.abc import Mapping
from os import fspath
from pathlib import Path
from typing import TYPE_CHECKING

from checks import rulebook
from checks.batch import Result
from checks.contract import read_json
from checks.errors import UsageError
from checks.model.submission import Submission
from checks.model.unit import Unit
from checks.render import sentences
from checks.render.json_reading import read_document
from checks.render.sentences.library import other_rules
from checks.submissions import Deliveries, Delivery
from checks.submissions.composition import tables_of
from gouji.files import FilePath
from gouji.results import Results

if TYPE_CHECKING:
    from checks import contract


def load(path: FilePath) -> Results:
    """Read kept results; see ``gouji.load``.

    Raises:
        UsageError: the file is none, or of other rules.
    """
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
    by_source = {result.source: result.submission for result in results}
    deliveries = [_delivery(one, by_source) for one in kept["deliveries"]]
    missing = [Unit(one["unit"], tuple(one["addresses"]), one["parent"] or "") for one in kept["missing"]]
    listed = [delivery.unit for delivery in deliveries if delivery.unit]
    years = {delivery.year for delivery in deliveries}
    whole = Deliveries(
        deliveries,
        missing,
        years.pop() if len(years) == 1 else None,
        listed=bool(listed or missing),
        list_units=tuple(dict.fromkeys((*listed, *missing))),
    )
    return Results(results, whole, complete=kept["complete"])


def _delivery(kept: contract.Delivery, by_source: Mapping[str, Submission]) -> Delivery:
    """One unit's line; which of several documents gives a table is told by their order: the last one."""
    name, parent = kept["unit"] or "", kept["parent"] or ""
    unit = Unit(kept["evidence"]["list"], (), parent) if "list" in kept["evidence"] else None
    current = [by_source[source] for source in kept["current"] if source in by_source]
    forms, gives = rulebook.load().forms, []
    taken: set[tuple[str, str]] = set()
    for submission in reversed(current):
        tables = tables_of(submission, forms) - taken
        gives.append(tables)
        taken |= tables
    return Delivery(
        name,
        unit,
        kept["year"],
        kept["state"],
        current=current,
        gives=gives[::-1],
        older=[by_source[source] for source in kept["older"] if source in by_source],
        beside=[by_source[source] for source in kept["beside"] if source in by_source],
        rivals=tuple(Unit(rival) for rival in kept["conflict"] or ()),
    )

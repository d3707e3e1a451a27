"""A sum as JSON (``gouji-total/1``), as lines for a terminal, and as a table of units by cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from checks.model.figures import Number
from checks.model.rule import Rulebook
from checks.render.sentences import totals as words
from checks.submissions.adding import Added, LevelTotal
from checks.submissions.blame import Scenario, Step, remainder

if TYPE_CHECKING:
    from checks import contract

_SHOWN = 12


def as_json(added: Added) -> contract.TotalResult:
    """Return the sum as ``gouji-total/1``."""
    whole = added.whole
    return {
        "schema": "gouji-total/1",
        "complete": added.is_complete,
        "form": added.form.id,
        "year": added.year,
        **_level(whole),
        "missing": [unit.name for unit in added.missing],
        "excluded": [unit.name for unit in added.order.left_out],
        "unlisted": added.unlisted,
        "roles": {unit.name: words.ROLE.pairs[role][0] for unit, role in added.order.roles.items() if role},
        "levels": [{"name": level.level.name, **_level(level)} for level in added.levels],
    }


def _level(level: LevelTotal) -> contract.Sum:
    total = level.total
    return {
        "units": [addend.unit.name for addend in total.addends],
        "cells": {cell: _number(value) for cell, value in total.sums.items()},
        "blanks": {cell: [unit.name for unit in units] for cell, units in total.blanks.items()},
        "mismatches": [
            {
                "cell": mismatch.cell,
                "total": _number(mismatch.summed),
                "parts": _number(mismatch.recomputed),
                "units": [unit.name for unit in mismatch.units],
            }
            for mismatch in total.mismatches
        ],
        "against": level.printed or None,
        "differences": [
            {
                "cell": difference.cell,
                "printed": _number(difference.printed),
                "total": _number(difference.total),
                "difference": _number(difference.difference),
                "bound": difference.is_bound,
                "open": difference.is_open,
            }
            for difference in level.differences
        ],
        "explanations": [_explanation(one) for one in level.explanations],
    }


def _explanation(explanation: Scenario) -> contract.Explanation:
    """One explanation: by its first step, and all of them; ``size`` is how much would have gone wrong."""
    steps = [_step(step) for step in explanation.steps]
    return {**steps[0], "size": explanation.size, "steps": steps}


def _step(step: Step) -> contract.Step:
    return {
        "kind": step.kind,
        "units": [unit.name for unit in step.units],
        "parents": [unit.parent for unit in step.units],
        "cells": list(step.cells),
    }


def _number(value: Number) -> int | float:
    return float(value) if isinstance(value, Decimal) else value


def as_lines(added: Added, book: Rulebook) -> Iterator[str]:
    """Yield what a person at a terminal should know of a sum."""
    yield words.added(len(added.whole.total.addends), len(added.whole.total.cells))
    if added.missing:
        yield words.missing([(added.called(unit), why) for unit, why in added.missing.items()])
    if added.order.left_out:
        yield words.left_out([added.called(unit) for unit in added.order.left_out])
    if added.unlisted:
        yield words.unlisted(added.unlisted)
    for level in (added.whole, *added.levels):
        yield from level_lines(level, added, book)


def level_lines(level: LevelTotal, added: Added, book: Rulebook) -> Iterator[str]:
    """Yield what is odd about one level: its own totals, its blanks, what is printed and who explains it."""
    form, total = added.form, level.total
    for one in total.mismatches:
        names = [added.called(unit) for unit in one.units]
        yield words.mismatch(form.cell(one.cell).label, one.summed, one.recomputed, names)
    for cell, units in list(total.blanks.items())[:_SHOWN]:
        yield words.blank(form.cell(cell).label, total.sums[cell], len(units))
    if not level.printed:
        return
    if not level.differences:
        yield words.fits(level.level.name, level.printed)
        return
    yield words.differs(level.level.name, level.printed, len(level.differences))
    for difference in level.differences[:_SHOWN]:
        label = form.cell(difference.cell).label
        yield "  " + words.difference(label, difference.printed, difference.total, difference.difference)
    yield from explanation_lines(level, added, book)


def explanation_lines(level: LevelTotal, added: Added, book: Rulebook) -> Iterator[str]:
    """Yield who explains a difference."""
    form = added.form
    rest = remainder(level.total, level.differences, book.rules[form.id])
    if level.total.missing and rest.is_report:
        yield words.remainder_fits([added.called(unit) for unit in level.total.missing])
    elif level.total.missing:
        cells = [words.negative(form.cell(cell).label) for cell in rest.negative]
        cells += [words.unbalanced(form.cell(cell).label) for cell in rest.unbalanced]
        yield words.remainder_contradicts(cells)
    if level.explanations:
        yield from _explanations(level, added)
    elif not (level.total.missing and rest.is_report) and any(
        not one.is_open and not one.is_bound for one in level.differences
    ):
        yield str(words.UNEXPLAINED)


def _explanations(level: LevelTotal, added: Added) -> Iterator[str]:
    """Yield what may have gone wrong: what needs fewest steps first."""
    smallest = min(one.size for one in level.explanations)
    likely = [one for one in level.explanations if one.size == smallest]
    others = [one for one in level.explanations if one.size > smallest]
    for heading, explanations in ((words.POSSIBLE, likely), (words.ALSO_POSSIBLE, others)):
        if explanations:
            yield str(heading)
        for explanation in explanations[:_SHOWN]:
            yield "  " + str(words.ALSO).join(explained(step, added) for step in explanation.steps)
        if len(explanations) > _SHOWN:
            yield words.more(len(explanations) - _SHOWN)


def explained(step: Step, added: Added) -> str:
    """Say one thing that would have gone wrong, with the cells as the form names them."""
    return words.step(
        step.kind, [added.called(unit) for unit in step.units], [added.form.cell(cell).label for cell in step.cells]
    )


def table(added: Added) -> tuple[list[str], list[list[Any]]]:
    """Return the units by the cells: the header, a row a unit, and the sum last."""
    total = added.whole.total
    header = ["unit", "parent", "role", *total.cells]
    rows: list[list[Any]] = [
        [a.unit.name, a.unit.parent, words.ROLE[added.order.roles[a.unit]], *(a.figures.get(c) for c in total.cells)]
        for a in total.addends
    ]
    rows.append([str(words.SUM), "", "", *(total.sums[cell] for cell in total.cells)])
    return header, rows


def as_csv(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """Return a table as CSV that Excel opens; text that looks like a formula stays text."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    for row in rows:
        writer.writerow(f"'{v}" if isinstance(v, str) and v[:1] in ("=", "+", "-", "@", "\t") else v for v in row)
    return ("\ufeff" + text.getvalue()).encode("utf-8", "replace")


def as_parquet(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes:
    """Return a table as parquet.

    Raises:
        ImportError: pandas or pyarrow is missing.
    """
    import pandas as pd  # type: ignore[import-untyped,unused-ignore]  # noqa: PLC0415  # an extra, and large

    frame = pd.DataFrame(
        [[float(v) if isinstance(v, Decimal) else v for v in row] for row in rows], columns=list(header)
    )
    for column in header[3:]:
        whole = frame[column].dropna().map(lambda value: float(value).is_integer()).all()
        frame[column] = frame[column].astype("Int64" if whole else "Float64")
    out = io.BytesIO()
    frame.to_parquet(out, index=False)
    return out.getvalue()

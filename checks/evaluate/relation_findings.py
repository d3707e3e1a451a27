"""A judgement on a relation → the Finding that a person reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from checks.evaluate.cells import cell_ref
from checks.evaluate.relations import Judgement
from checks.model.figures import Number
from checks.model.findings import CellRef, Finding
from checks.model.report import Report
from checks.model.rule import Rule, Side
from checks.render import sentences

Reports = Mapping[str, Report]
_NAMED = 6  # a sum of more terms than this is written without its zeros


def relation_finding(
    rule: Rule, judgement: Judgement, reports: Reports, elsewhere: Mapping[str, CellRef] | None = None
) -> Finding:
    """Say where a relation fails or cannot be decided, with both sides, and what to do.

    Args:
        rule: the rule.
        judgement: on it.
        reports: of this document, by form.
        elsewhere: figures of another document, by the names that the rule has for them.
    """
    others = elsewhere or {}
    refs = {name: others.get(name) or _ref(rule, name, reports) for name in rule.cells}
    if judgement.outcome == "fail":
        sentence = _failure(rule, judgement, refs)
    else:
        sentence = _doubt(rule, judgement, refs, reports)
    return Finding(
        rule=rule.id,
        form=rule.form,
        # An undecided rule accuses nobody: the blank is to be filled in, then it is decided.
        severity=rule.severity if judgement.outcome == "fail" or rule.severity == "info" else "warning",
        outcome=judgement.outcome,
        cells=tuple(ref for ref in refs.values() if ref is not None),
        left=judgement.left,
        right=judgement.right,
        message=f"{sentence}{rule.instruction}",
    )


def _ref(rule: Rule, name: str, reports: Reports) -> CellRef | None:
    form, _, cell = name.rpartition("/")
    report = reports.get(form or rule.form)
    if report is None or report.form.index[cell] not in report.spots:
        return None
    return cell_ref(report, report.form.index[cell])


def _failure(rule: Rule, judgement: Judgement, refs: Mapping[str, CellRef | None]) -> str:
    sides, left, right = rule.sides, judgement.left, judgement.right
    total = refs.get(sides.right.terms[0][0]) if len(sides.right.terms) == 1 else None
    if not sides.right.terms:
        return sentences.misses_bound(rule.title, _named(sides.left, refs, left), sides.relation, right)
    if sides.relation != "=" or rule.shown:
        words = (_named(sides.left, refs, left), _named(sides.right, refs, right))
        return sentences.does_not_hold(rule.title, *words)
    if total is not None and len(sides.left.terms) > 1:
        sentence = sentences.total_differs(total.place, total.label, _sum(sides.left, refs, left), left, right)
    elif len(sides.left.terms) == 1:
        words = (_named(sides.left, refs, left), _named(sides.right, refs, right))
        return sentences.does_not_hold(rule.title, *words)
    else:
        parts = (_sum(sides.left, refs, left), _sum(sides.right, refs, right))
        sentence = sentences.sides_differ(rule.title, *parts, left, right)
    return sentence + _excess(sides.left, right, refs) + _excess(sides.right, left, refs)


def _excess(side: Side, other: Number, refs: Mapping[str, CellRef | None]) -> str:
    """Name the parts that alone are more than the whole other side; a lone total is not a part."""
    parts = [
        (ref.place, ref.label, ref.value)
        for name, coefficient in side.terms
        if (ref := refs.get(name)) and coefficient == 1 and ref.value is not None and ref.value > other
    ]
    return sentences.parts_exceed(parts, other) if parts and len(side.terms) > 1 else ""


def _sum(side: Side, refs: Mapping[str, CellRef | None], total: Number) -> str:
    """``3＋1＝4``: the terms that are not 0, and what they add up to."""
    values = [(c, sentences.number(ref.value)) for name, c in side.terms if (ref := refs.get(name)) and ref.value]
    whole = sentences.number(total)
    text = _joined(values)
    return text if text == whole else f"{text}＝{whole}" if values else whole


def _joined(terms: Sequence[tuple[int, str]]) -> str:
    """Write terms as they are added up and taken away: ``32＋1－6``, ``3－（-2）``."""
    text = ""
    for coefficient, words in terms:
        size = f"{abs(coefficient)}×" if abs(coefficient) != 1 else ""
        sign = "－" if coefficient < 0 else "＋" if text else ""
        text += sign + size + (f"（{words}）" if sign and words.startswith("-") else words)
    return text


def _named(side: Side, refs: Mapping[str, CellRef | None], total: Number) -> str:
    """One cell with its place and figure, or several with their sum."""
    known = [ref for name, _ in side.terms if (ref := refs.get(name))]
    if len(known) == 1:
        return sentences.holds_number(known[0].place, known[0].label, known[0].value or 0)
    if not known:
        return sentences.number(total)
    terms = [(c, ref) for name, c in side.terms if (ref := refs.get(name)) and (ref.value or len(known) <= _NAMED)]
    named = [(c, sentences.holds_number(ref.place, ref.label, ref.value or 0)) for c, ref in terms]
    return f"{_joined(named)}＝{sentences.number(total)}"


def _doubt(rule: Rule, judgement: Judgement, refs: Mapping[str, CellRef | None], reports: Reports) -> str:
    names = [(_at(rule, name, refs, reports), _lack(rule, name, reports)) for name in judgement.unknown]
    if len(names) == 1:
        return sentences.undecided_one(rule.title, *names[0], judgement.needed)
    return sentences.undecided_several(rule.title, "、".join(name for name, _ in names), judgement.needed)


def _at(rule: Rule, name: str, refs: Mapping[str, CellRef | None], reports: Reports) -> str:
    ref = refs.get(name)
    if ref is not None:
        return sentences.at(ref.place, ref.label)
    form, _, cell = name.rpartition("/")
    return reports[form or rule.form].form.cell(cell).label


def _lack(rule: Rule, name: str, reports: Reports) -> str:
    form, _, cell = name.rpartition("/")
    report = reports[form or rule.form]
    index = report.form.index[cell]
    if index not in report.spots:
        return sentences.MISSING_CELL
    return sentences.LACKS[report.reading(index).state]

"""Findings → sentences, in a clerk's words: where, what stands there, what it should be, why, what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from checks.language import either
from checks.model.figures import Number
from checks.model.findings import CellRef, Finding, Operand
from checks.model.rule import Rule, Side
from checks.render import sentences
from checks.render.sentences import explaining, glossary, prose, seen, tables
from checks.render.sentences.details import detail
from checks.render.sentences.glossary import listed
from checks.render.sentences.received import UNCERTAIN

_NAMED = 6  # a sum of more terms than this is written without its zeros


def message(finding: Finding) -> str:
    """Return the whole sentence: what does not hold, what to do, and what the unit has said of it."""
    return said(_in_turn(problem(finding), advice(finding)), finding)


def said(text: str, finding: Finding) -> str:
    """Return a text about a finding with what the unit has said of it."""
    why = finding.justification
    if why is None:
        return text
    if why.fits:
        return explaining.explained(text, why.words, why.when)
    return explaining.explained_otherwise(text, *why.sides)


def advice(finding: Finding) -> str:
    """Return what to do about it; "" where the sentence itself says so."""
    return "" if finding.code in _SAYS_ALL else glossary.said(finding.definition.instruction)


def problem(finding: Finding) -> str:
    """Return what does not hold, without what to do."""
    rule = finding.relation
    if rule is None:
        return _DOCUMENT[finding.code](finding)
    if finding.code in UNCERTAIN:
        return UNCERTAIN[finding.code].format(_bare(_failure(rule, finding)))
    if finding.outcome == "undecided":
        return _doubt(rule, finding)
    return _in_turn(_failure(rule, finding), _excess(finding))


def briefly(finding: Finding) -> str:
    """Return what does not hold, for a finding that a suspect explains: what to do is already said."""
    rule = finding.relation
    if rule is None or finding.outcome == "undecided":
        return _bare(problem(finding))
    failure, excess = _bare(_failure(rule, finding)), _bare(_excess(finding))
    if not excess:
        return failure
    return either(f"{failure}；{excess}", f"{failure}; {excess[:1].lower()}{excess[1:]}")


def without_place(finding: Finding) -> str:
    """Return what does not hold for a reader who looks at the cell already: no address, no full stop."""
    bare = tuple(ref._replace(at=None, file="") for ref in finding.cells)
    return briefly(finding._replace(cells=bare))


def title(finding: Finding) -> str:
    """Return what the finding is about, in a word or two."""
    return glossary.said(finding.definition.title)


def at(ref: CellRef) -> str:
    """Name a figure by place and label."""
    return sentences.at(ref.place, ref.label)


def _in_turn(*texts: str) -> str:
    """Sentences one after another."""
    return either("", " ").join(text for text in texts if text)


def _bare(text: str) -> str:
    return text.rstrip(either("。", "."))


def _failure(rule: Rule, finding: Finding) -> str:
    sides, left, right = rule.sides, finding.left or 0, finding.right or 0
    refs = {operand.name: operand.cell for operand in finding.operands if operand.lack != "missing"}
    title = glossary.said(rule.title)
    if not sides.right.terms:
        return sentences.misses_bound(title, _named(sides.left, refs, left), sides.relation, right)
    if sides.relation != "=" or rule.shown or len(sides.left.terms) == 1:
        return sentences.does_not_hold(title, _named(sides.left, refs, left), _named(sides.right, refs, right))
    total = refs.get(sides.right.terms[0][0]) if len(sides.right.terms) == 1 else None
    if total is not None:
        return sentences.total_differs(total.place, total.label, _sum(sides.left, refs, left), left, right)
    return sentences.sides_differ(title, _sum(sides.left, refs, left), _sum(sides.right, refs, right), left, right)


def _excess(finding: Finding) -> str:
    """Name the parts that alone are more than the whole other side."""
    by_whole: dict[Number, list[CellRef]] = {}
    for ref, whole in finding.excess:
        by_whole.setdefault(whole, []).append(ref)
    return _in_turn(
        *(
            sentences.parts_exceed([(ref.place, ref.label, ref.value or 0) for ref in refs], whole)
            for whole, refs in by_whole.items()
        )
    )


def _sum(side: Side, refs: Mapping[str, CellRef], total: Number) -> str:
    """``3＋1＝4``: the terms that are not 0 with their signs, and what they add up to."""
    terms = [(c, ref.value) for name, c in side.terms if (ref := refs.get(name)) and ref.value]
    whole = sentences.number(total)
    if not terms:
        return whole
    text = sentences.signed_sum([(c, sentences.number(value), value < 0) for c, value in terms])
    return text if len(terms) == 1 and terms[0][0] == 1 else sentences.equals(text, total)


def _named(side: Side, refs: Mapping[str, CellRef], total: Number) -> str:
    """One cell with its place and figure, or several with their sum."""
    known = [(c, ref) for name, c in side.terms if (ref := refs.get(name))]
    if len(known) == 1:
        return _holds(known[0][1])
    if not known:
        return sentences.number(total)
    shown = [(c, ref) for c, ref in known if ref.value or len(known) <= _NAMED]
    return sentences.equals(sentences.signed_sum([(c, _holds(ref), False) for c, ref in shown]), total)


def _remark(code: str) -> str:
    """What is said of a received file."""
    return sentences.UNREAD.get(code) or sentences.TWICE.get(code) or sentences.REMARKS[code]


def _holds(ref: CellRef) -> str:
    return sentences.holds_number(ref.place, ref.label, ref.value or 0)


def _doubt(rule: Rule, finding: Finding) -> str:
    unknown = [operand for operand in finding.operands if operand.lack != "number"]
    title = glossary.said(rule.title)
    if len(unknown) == 1:
        return sentences.undecided_one(title, at(unknown[0].cell), _lack(unknown[0]), finding.needed)
    return sentences.undecided_several(title, listed(at(op.cell) for op in unknown), finding.needed)


def _lack(operand: Operand) -> str:
    return str(sentences.MISSING_CELL) if operand.lack == "missing" else sentences.LACKS[operand.lack]


def _first(finding: Finding) -> CellRef:
    return finding.cells[0]


def _pairs(finding: Finding) -> list[tuple[str, str]]:
    rest = finding.arguments[1:]
    return list(zip(rest[::2], rest[1::2], strict=True))


def _written(finding: Finding) -> str:
    ref = _first(finding)
    return sentences.written(ref.place, ref.label, ref.text, title(finding), listed(map(detail, finding.arguments)))


def _stray(finding: Finding) -> str:
    table, kind, label, differs = finding.arguments
    figures = [(ref.place, ref.text) for ref in finding.cells]
    return tables.stray(table, kind, label, figures, differs=bool(differs))


def _form_of_other_years(finding: Finding) -> str:
    issued, first, last, year, right, *names = finding.arguments
    return tables.form_of_other_years(issued, first, last, year, right, names)


def _seen(finding: Finding) -> str:
    way, table, *rest = finding.arguments
    if way in ("hidden_row", "hidden_column"):
        lines = zip(rest[::3], rest[1::3], rest[2::3], strict=True)
        words = [seen.hidden_line(sheet, line, int(n), is_row=way == "hidden_row") for sheet, line, n in lines]
    else:
        words = [seen.seen_cell(way, ref, text) for ref, text in zip(finding.cells, rest, strict=False)]
    return seen.seen_otherwise(way, table, words)


def _signs(finding: Finding) -> str:
    bare = [ref for ref in finding.cells if ref.text[:1].isdigit()]
    return sentences.unsigned(title(finding), [at(ref) for ref in bare])


def _ten_thousand(finding: Finding) -> str:
    ref = _first(finding)
    return sentences.ten_thousand_times(ref.place, ref.label, ref.value or 0)


_DOCUMENT: dict[str, Callable[[Finding], str]] = {
    "unreadable": lambda f: sentences.UNREADABLE[f.arguments[0]].format(detail=detail(f.arguments[1])),
    "remark": lambda f: _remark(f.arguments[0]).format(detail=detail(f.arguments[1])),
    "no_table": lambda _: str(sentences.NO_TABLE),
    "given_up": lambda _: str(sentences.GIVEN_UP),
    "missing_rows": lambda f: tables.missing_rows(f.arguments[0], list(f.arguments[1:])),
    "missing_tables": lambda f: tables.missing_table(list(f.arguments)),
    "guessed_rows": lambda f: tables.guessed_rows(f.arguments[0], _pairs(f)),
    "missing_columns": lambda f: tables.missing_columns(f.arguments[0], list(f.arguments[1:])),
    "many_cells": lambda f: tables.many_cells(f.arguments[0], title(f), [ref.place for ref in f.cells]),
    "empty_table": lambda f: tables.empty_table(list(f.arguments)),
    "form_of_other_years": _form_of_other_years,
    "surplus_sheet": lambda f: tables.surplus_sheet(*f.arguments),
    "stray": _stray,
    "seen": _seen,
    "formula": lambda f: seen.formula(_first(f), f.arguments),
    "hidden_sheet": lambda f: tables.hidden_sheet(f.arguments[0]),
    "computed_totals": lambda _: str(sentences.COMPUTED_TOTALS),
    "written": _written,
    "signs": _signs,
    "ten_thousand": _ten_thousand,
    "narrative_sum": lambda f: prose.narrative_sum(title(f), f.arguments[0], f.left or 0, f.right or 0),
    "report_year": lambda f: prose.report_year(title(f), *f.arguments),
    "copied_text": lambda f: prose.copied_text(title(f), *f.arguments),
    "narrative": lambda f: prose.narrative(title(f), f.arguments[0], f.cells),
}
"""How each finding that is no relation is said, by its code."""

_SAYS_ALL = frozenset({"unreadable", "remark", "no_table", "given_up"})
"""The sentences that say themselves what to do."""

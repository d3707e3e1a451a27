"""The rule book for reading: a table of all rules, and one rule with a right and a wrong example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from checks import rulebook
from checks.errors import UsageError
from checks.evaluate.relations import CellLookup, CellState, judge, values_of
from checks.language import either
from checks.model.figures import Number, read
from checks.model.form import Form
from checks.model.rule import PREVIOUS, Rule, Rulebook, RuleKind, Side, previous_label
from checks.render import sentences
from checks.render.sentences import glossary
from checks.render.sentences import rules as words


def overview(book: Rulebook) -> Iterator[str]:
    """Yield one line for each kind of rule, with the number of rules of that kind in each form."""
    for form in book.forms.values():
        yield f"{form.id}  {words.title_of(form.title, form.document)}"
    yield ""
    every = book.every_rule()
    for entry in book.catalogue.values():
        count = sum(rule.kind == entry.id for rule in every)
        yield f"{entry.id:<13}{sentences.SEVERITY[entry.severity]}  {glossary.said(entry.title)}{words.many(count)}"
    yield ""
    yield str(sentences.HOW_TO_EXPLAIN)


def reference(book: Rulebook) -> Iterator[str]:
    """Yield the rule reference, in Markdown: every kind of rule with its basis, what to do, and examples."""
    yield "# 规则"
    yield ""
    yield str(sentences.GENERATED)
    for form in book.forms.values():
        count = sum(not rule.optional for rule in book.rules[form.id])
        yield f"\n- `{form.id}` {form.title}（{form.document}）：{count} 条关系"
    for entry in book.catalogue.values():
        rules = [rule for rule in book.every_rule() if rule.kind == entry.id]
        yield f"\n## {entry.id} {entry.title}\n"
        yield f"{sentences.SEVERITY[entry.severity]}。{entry.basis}\n"
        yield f"**怎么改**　{entry.instruction}"
        for example in _examples(entry, book):
            yield f"\n> {example}"
        if rules and not rules[0].optional:
            yield f"\n公式（共 {len(rules)} 条，以 `{rules[0].id}` 为例）：{formula(rules[0], book)}"


def explain(rule_id: str, book: Rulebook) -> Iterator[str]:
    """Yield the page of one rule.

    Args:
        rule_id: a kind (``R3-BAL``) or one rule (``R3-BAL:total``).
        book: the rules.

    Raises:
        UsageError: there is no such rule.
    """
    kind, _, subject = rule_id.partition(":")
    entry = book.catalogue.get(kind)
    rules = [rule for rule in book.every_rule() if rule.kind == kind]
    chosen = [rule for rule in rules if rule.id == rule_id]
    if entry is None or (subject and not chosen):
        raise UsageError(sentences.no_such_rule(rule_id, _alike(rule_id, book)))
    about = chosen[0] if chosen else entry
    yield f"{rule_id}  {sentences.SEVERITY[entry.severity]}  {glossary.said(about.title)}"
    yield words.basis(glossary.said(about.basis))
    yield words.instruction(glossary.said(entry.instruction))
    for rule in chosen:
        yield words.formula(rule.form, formula(rule, book))
    yield from _examples(entry, book)
    if not chosen and rules:
        yield words.all_rules(len(rules))
        yield from (f"  {rule.form}  {rule.id}  {glossary.said(rule.title)}" for rule in rules)


def _alike(rule_id: str, book: Rulebook) -> list[str]:
    from difflib import get_close_matches  # noqa: PLC0415  # only for what went wrong

    known = [*book.catalogue, *(rule.id for rule in book.every_rule())]
    return get_close_matches(rule_id.upper() if ":" not in rule_id else rule_id, known, 1, 0.7)


def formula(rule: Rule, book: Rulebook) -> str:
    """Write a rule's relation with the labels of its cells."""
    signs = {"=": either("＝", "="), "<=": "≤", ">=": "≥"}
    sides = rule.holds
    return f"{_side(sides.left, rule, book)} {signs[sides.relation]} {_side(sides.right, rule, book)}"


def _side(side: Side, rule: Rule, book: Rulebook) -> str:
    plus, minus = either("＋", " + "), either("－", " − ")
    parts = []
    for name, coefficient in side.terms:
        form, _, cell = name.rpartition("/")
        last_year = name.startswith(PREVIOUS)
        label = book.forms[rule.form if last_year else form or rule.form].cell(cell).label
        label = glossary.label(previous_label(label) if last_year else label)
        times = "" if abs(coefficient) == 1 else f"{abs(coefficient)}×"
        parts.append((minus if coefficient < 0 else plus) + times + label)
    if side.constant or not parts:
        parts.append((minus if side.constant < 0 else plus) + str(abs(side.constant)))
    return "".join(parts).removeprefix(plus)


def _examples(entry: RuleKind, book: Rulebook) -> Iterator[str]:
    for name, figures in zip(words.EXAMPLES, (dict(entry.right), dict(entry.wrong)), strict=True):
        if not figures:
            continue
        if entry.scope == "cell":
            yield words.cell_example(name, figures["text"])
            continue
        form_id, _, rule_id = entry.example.partition(" ")
        form = book.forms[form_id]
        rule = next(rule for rule in book.rules[form_id] if rule.id == rule_id)
        values = {cell: _number(text, form, cell) for cell, text in figures.items()}
        outcome = judge(rule, _filled(values), lower=True).outcome
        written = [f"{glossary.label(form.cell(cell).label)} {text}" for cell, text in figures.items()]
        yield words.example(name, rule_id, written, f"{_shown(rule, values)} → {sentences.OUTCOME[outcome]}")


def _number(text: str, form: Form, cell: str) -> Number:
    value = read(Decimal(text), form.cell(cell).kind).value
    assert value is not None
    return value


def _filled(values: Mapping[str, Number]) -> CellLookup:
    return lambda cell: CellState("known", values.get(cell, 0))


def _shown(rule: Rule, values: Mapping[str, Number]) -> str:
    look = _filled(values)
    value_of = values_of(look)
    left, right = rule.sides.left.value(value_of), rule.sides.right.value(value_of)
    sign = either("＝", "=") if left == right else "≠"
    if rule.sides.relation != "=":
        sign = "≤" if left <= right else either("＞", ">")
    return f"{sentences.number(left)} {sign} {sentences.number(right)}"


if __name__ == "__main__":
    print("\n".join(reference(rulebook.load())))

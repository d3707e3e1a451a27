"""The assembled rule book as one JSON text, so that a start needs neither the checks of the data files nor pickle."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from checks.model.form import Block, Cell, Form, Group, Item, Table
from checks.model.rule import LinearRelation, Rule, Rulebook, RuleKind, Side

_FORMAT = 3
"""Changes with the shape of what is written."""


def as_text(book: Rulebook) -> str:
    """Write a rule book down; the same book makes the same text."""
    every = book.every_rule()
    terms = list(dict.fromkeys(term for rule in every for side in _sides(rule) for term in side.terms))
    words = list(dict.fromkeys(text for rule in every for text in (rule.instruction, rule.basis)))
    by_term, by_word = _places(terms), _places(words)

    def plain_rules(rules: Iterable[Rule]) -> list[Any]:
        return [_plain_rule(rule, by_term, by_word) for rule in rules]

    plain = {
        "format": _FORMAT,
        "digest": book.digest,
        "forms": [_plain_form(form) for form in book.forms.values()],
        "terms": terms,
        "words": words,
        "rules": {form: plain_rules(rules) for form, rules in book.rules.items()},
        "years": {form: plain_rules(rules) for form, rules in book.years.items()},
        "cross": plain_rules(book.cross),
        "catalogue": [
            [k.id, k.scope, k.severity, k.title, k.instruction, k.basis, k.example, k.right, k.wrong]
            for k in book.catalogue.values()
        ],
        "english": book.english,
    }
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def from_text(text: str | bytes, digest: str) -> Rulebook | None:
    """Return the rule book that was written down; None if it was made from other data files, or in another shape.

    Args:
        text: of ``as_text``.
        digest: of the data files; see ``Rulebook.digest``.
    """
    plain = json.loads(text)
    if plain.get("format") != _FORMAT or plain.get("digest") != digest:
        return None
    forms = [_form(one) for one in plain["forms"]]
    terms, words = _pairs(plain["terms"]), plain["words"]

    def rules_of(plain_rules: Iterable[list[Any]]) -> tuple[Rule, ...]:
        return tuple([_rule(one, terms, words) for one in plain_rules])

    return Rulebook(
        {form.id: form for form in forms},
        {form: rules_of(rules) for form, rules in plain["rules"].items()},
        {form: rules_of(rules) for form, rules in plain["years"].items()},
        rules_of(plain["cross"]),
        {one[0]: RuleKind(*[*one[:7], *map(_pairs, one[7:])]) for one in plain["catalogue"]},
        digest,
        plain["english"],
    )


def _plain_form(form: Form) -> list[Any]:
    tables = [[one.id, one.name, one.title, list(map(_plain_block, one.blocks))] for one in form.tables]
    cells = [
        [c.id, c.index, c.table, c.block, c.row, c.column, c.kind, c.unit, c.label, c.optional, c.heading]
        for c in form.cells
    ]
    facts = [form.id, form.title, form.subject, form.document, form.first_year, form.last_year]
    return [*facts, tables, cells, list(form.also_seen), form.known_until]


def _form(plain: list[Any]) -> Form:
    *facts, tables, cells, also_seen, known_until = plain
    made = tuple(Table(*[*names, tuple(map(_block, blocks))]) for *names, blocks in tables)
    return Form(*[*facts, made, tuple(map(Cell._make, cells)), tuple(also_seen), known_until])


def _plain_block(block: Block) -> list[Any]:
    lines = [[_plain_item(item) for item in items] for items in (block.rows, block.columns)]
    groups = [
        [[one.id, one.label, sorted(one.cores)] for one in groups] for groups in (block.row_groups, block.column_groups)
    ]
    return [block.caption, block.stub, *lines, *groups]


def _block(plain: list[Any]) -> Block:
    caption, stub, rows, columns, *groups = plain
    row_groups, column_groups = (tuple(Group(a, b, frozenset(cores)) for a, b, cores in one) for one in groups)
    return Block(caption, stub, tuple(map(_item, rows)), tuple(map(_item, columns)), row_groups, column_groups)


def _plain_item(item: Item) -> list[Any]:
    rest = [item.kind, item.unit, item.optional, item.heading, item.subtotal_of]
    return [item.id, item.label, item.short, sorted(item.cores), item.group, *rest]


def _item(plain: list[Any]) -> Item:
    name, label, short, cores, group, *rest = plain
    return Item(name, label, short, frozenset(cores), tuple(group), *rest)


def _plain_rule(rule: Rule, by_term: dict[Any, int], by_word: dict[Any, int]) -> list[Any]:
    """A rule: its terms and its long texts, which many share, stand elsewhere, and here only their places."""

    def plain(relation: LinearRelation) -> list[Any]:
        left, right = ([by_term[term] for term in side.terms] for side in (relation.left, relation.right))
        return [left, relation.left.constant, relation.relation, right, relation.right.constant]

    head = [rule.id, rule.form, rule.severity, rule.title, by_word[rule.instruction], by_word[rule.basis]]
    shown = None if rule.shown is None else plain(rule.shown)
    relations = [plain(rule.holds), list(map(plain, rule.when)), shown]
    return [*head, *relations, rule.units, rule.table, rule.subject, rule.optional]


def _rule(plain: list[Any], terms: Sequence[Any], words: Sequence[str]) -> Rule:
    name, form, severity, title, instruction, basis, holds, when, shown, *rest = plain

    def relation(one: list[Any]) -> LinearRelation:
        left, constant, sign, right, other = one
        sides = Side(tuple([terms[place] for place in left]), constant), Side(tuple([terms[p] for p in right]), other)
        return LinearRelation(sides[0], sign, sides[1])

    relations = relation(holds), tuple(map(relation, when)), None if shown is None else relation(shown)
    return Rule(name, form, severity, title, words[instruction], words[basis], *relations, *rest)


def _sides(rule: Rule) -> list[Side]:
    relations = (rule.holds, *rule.when, *((rule.shown,) if rule.shown else ()))
    return [side for relation in relations for side in (relation.left, relation.right)]


def _places(items: Iterable[Any]) -> dict[Any, int]:
    return {item: place for place, item in enumerate(items)}


def _pairs(plain: list[Any]) -> tuple[Any, ...]:
    return tuple(map(tuple, plain))

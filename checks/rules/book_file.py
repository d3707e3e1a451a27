"""The assembled rule book as one JSON text, so that a start needs neither the checks of the data files nor pickle."""

from __future__ import annotations

import json
from typing import Any

from checks.model.form import Block, Cell, Form, Group, Item, Table
from checks.model.rule import LinearRelation, Rule, Rulebook, RuleKind, Side

_FORMAT = 2
"""Changes with the shape of what is written."""


def as_text(book: Rulebook) -> str:
    """Write a rule book down; the same book makes the same text."""
    plain = {
        "format": _FORMAT,
        "digest": book.digest,
        "forms": [_plain_form(form) for form in book.forms.values()],
        "rules": {form: list(map(_plain_rule, rules)) for form, rules in book.rules.items()},
        "years": {form: list(map(_plain_rule, rules)) for form, rules in book.years.items()},
        "cross": list(map(_plain_rule, book.cross)),
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
    return Rulebook(
        {form.id: form for form in forms},
        {form: tuple(map(_rule, rules)) for form, rules in plain["rules"].items()},
        {form: tuple(map(_rule, rules)) for form, rules in plain["years"].items()},
        tuple(map(_rule, plain["cross"])),
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
    return Form(*[*facts, made, tuple(Cell(*one) for one in cells), tuple(also_seen), known_until])


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


def _plain_rule(rule: Rule) -> list[Any]:
    relations = [_plain_relation(rule.holds), list(map(_plain_relation, rule.when))]
    shown = None if rule.shown is None else _plain_relation(rule.shown)
    head = [rule.id, rule.form, rule.severity, rule.title, rule.instruction, rule.basis]
    return [*head, *relations, shown, rule.units, rule.table, rule.subject, rule.optional]


def _rule(plain: list[Any]) -> Rule:
    head, (holds, when, shown), rest = plain[:6], plain[6:9], plain[9:]
    relations = (_relation(holds), tuple(map(_relation, when)), None if shown is None else _relation(shown))
    return Rule(*[*head, *relations, *rest])


def _plain_relation(relation: LinearRelation) -> list[Any]:
    left, right = relation.left, relation.right
    return [left.terms, left.constant, relation.relation, right.terms, right.constant]


def _relation(plain: list[Any]) -> LinearRelation:
    left, constant, relation, right, other = plain
    return LinearRelation(Side(_pairs(left), constant), relation, Side(_pairs(right), other))


def _pairs(plain: list[Any]) -> tuple[Any, ...]:
    return tuple(map(tuple, plain))

"""A form and its declared relations → the rules, one for each row, column or group that they fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from checks.errors import FormFileError
from checks.model.form import Block, Form, Group, Item, Table, cell_id
from checks.model.rule import PREVIOUS, LinearRelation, Rule, RuleKind, Side
from checks.rules.formula import parse

if TYPE_CHECKING:
    from checks.forms.declare import RelationDeclaration


def derive(form: Form, declared: Sequence[RelationDeclaration], catalogue: Mapping[str, RuleKind]) -> tuple[Rule, ...]:
    """Return the rules of one form, in the order of its file.

    Raises:
        FormFileError: a relation names an unknown rule, table, row or column, fits nothing, or gives two rules one id.
    """
    rules: list[Rule] = []
    for relation in declared:
        where = f"{form.id} 的关系 {relation.rule}{':' + relation.subject if relation.subject else ''}"
        try:
            rules.extend(_expand(form, relation, catalogue))
        except FormFileError as problem:
            raise FormFileError(f"{where}：{problem}") from problem
    ids = [rule.id for rule in rules]
    twice = sorted({rule_id for rule_id in ids if ids.count(rule_id) > 1})
    if twice:
        raise FormFileError(f"{form.id}：规则编号重复：{'、'.join(twice)}")
    return tuple(rules)


@dataclass(frozen=True)
class _Maker:
    """What the rules of one declared relation have in common."""

    form: Form
    entry: RuleKind
    declared: RelationDeclaration

    def rule(self, table: Table, subject: str, label: str, cell: Callable[[str], str]) -> Rule:
        """Make one rule; ``cell`` turns a name of the formula into a cell id."""
        declared = self.declared
        return Rule(
            id=f"{self.entry.id}:{subject}",
            form=self.form.id,
            severity=self.entry.severity,
            title=f"{label}：{self.entry.title}",
            instruction=self.entry.instruction,
            basis=f"{self.form.document}{table.name}：{self.entry.basis}",
            holds=parse(declared.formula, cell),
            when=tuple(parse(condition, cell) for condition in declared.when),
            shown=parse(declared.shown, cell) if declared.shown else None,
            units="lower" if declared.units == "lower" else "any",
            table=table.name,
            subject=label,
        )


def _expand(form: Form, declared: RelationDeclaration, catalogue: Mapping[str, RuleKind]) -> list[Rule]:
    if declared.rule not in catalogue:
        raise FormFileError("规则目录中没有这个编号")
    maker = _Maker(form, catalogue[declared.rule], declared)
    if not declared.each:
        cell = form.cell(_head(declared.subject, form))
        label = _subject_label(form, declared.subject)
        return [maker.rule(form.tables[cell.table], declared.subject, label, lambda name: _checked(form, name))]
    tables = [table for table in form.tables if table.id == declared.table]
    if not tables:
        raise FormFileError(f"没有编号为 {declared.table!r} 的表")
    rules = [rule for block in tables[0].blocks for rule in _for_block(maker, tables[0], block)]
    if not rules:
        unknown = "、".join(sorted(_unknown(tables[0], declared)))
        raise FormFileError(f"公式 {declared.formula!r} 提到的 {unknown} 不在{tables[0].name}中")
    return rules


def _for_block(maker: _Maker, table: Table, block: Block) -> Iterator[Rule]:
    form, declared = maker.form, maker.declared
    if declared.each == "subtotal":
        yield from _subtotals(maker, table, block)
        return
    along, across = (block.rows, block.columns) if declared.each == "row" else (block.columns, block.rows)
    if not {name.removeprefix(PREVIOUS) for name in _names(declared)} <= {item.id for item in across}:
        return
    for item in along:
        if item.heading:
            continue

        def cell(name: str, item: Item = item) -> str:
            year, inside = _year(name)
            both = (item.id, inside) if declared.each == "row" else (inside, item.id)
            return year + form.cell(cell_id(*both)).id

        rule = maker.rule(table, cell_id(item.id, declared.subject), item.short, cell)
        # A subtotal that an office adds must itself balance: it is one more line of the table.
        yield rule._replace(optional=True) if item.subtotal_of else rule


def _year(name: str) -> tuple[str, str]:
    """Split a name of a formula into ``previous/`` or nothing, and what follows."""
    return (PREVIOUS, name[len(PREVIOUS) :]) if name.startswith(PREVIOUS) else ("", name)


def _checked(form: Form, name: str) -> str:
    """Return a cell id as it stands, once the form is known to have it."""
    year, inside = _year(name)
    return year + form.cell(inside).id


def _names(declared: RelationDeclaration) -> set[str]:
    """The row or column ids that a repeated formula speaks of."""
    names: set[str] = set()

    def note(name: str) -> str:
        names.add(name)
        return name

    for formula in (declared.formula, *declared.when, *([declared.shown] if declared.shown else [])):
        parse(formula, note)
    return names


def _unknown(table: Table, declared: RelationDeclaration) -> set[str]:
    """Return the names that keep a formula from the block that it fits best: the slip of the pen to report."""
    blocks = ((b.columns if declared.each == "row" else b.rows) for b in table.blocks)
    return min((_names(declared) - {item.id for item in lines} for lines in blocks), key=len)


def _subtotals(maker: _Maker, table: Table, block: Block) -> Iterator[Rule]:
    """Every subtotal equals the lines of its group, in each row or column that it crosses."""
    form = maker.form
    for row, column in product(block.rows, block.columns):
        whole = form.cell(cell_id(row.id, column.id))
        if row.subtotal_of and not column.subtotal_of:
            parts = [cell_id(part.id, column.id) for part in _members(block.rows, row.subtotal_of)]
        elif column.subtotal_of:
            parts = [cell_id(row.id, part.id) for part in _members(block.columns, column.subtotal_of)]
        else:
            continue
        holds = LinearRelation(Side(tuple((part, 1) for part in parts)), "=", Side(((whole.id, 1),)))
        yield Rule(
            id=f"{maker.entry.id}:{whole.id}",
            form=form.id,
            severity=maker.entry.severity,
            title=f"{whole.label}：{maker.entry.title}",
            instruction=maker.entry.instruction,
            basis=f"{form.document}{table.name}：{maker.entry.basis}",
            holds=holds,
            table=table.name,
            subject=whole.label,
            optional=True,
        )


def _members(lines: Sequence[Item], group: str) -> list[Item]:
    """The lines that a subtotal adds up; a printed total stands inside its group, but is no part of it."""
    return [line for line in lines if group in line.group and not line.subtotal_of and not line.id.endswith("total")]


def _head(subject: str, form: Form) -> str:
    """The cell that places a relation in a table: its subject, or the first cell under it."""
    if subject in form.index:
        return subject
    for cell in form.cells:
        if cell.id.startswith(subject + "."):
            return cell.id
    raise FormFileError(f"主题 {subject!r} 不是表中的行、列或格")


def _subject_label(form: Form, subject: str) -> str:
    if subject in form.index:
        return form.cell(subject).label
    for table in form.tables:
        for block in table.blocks:
            lines: tuple[Item | Group, ...] = (*block.row_groups, *block.column_groups, *block.rows, *block.columns)
            for line in lines:
                if line.id == subject:
                    return line.label
    return subject

"""A form and its declared relations → the rules, one for each row, column or group that they fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from checks.errors import FormFileError
from checks.forms.form import Block, Form, Item, Table, cell_id
from checks.rules.formula import parse
from checks.rules.model import Entry, Linear, Rule, Side

if TYPE_CHECKING:
    from checks.forms.declare import RelationDeclaration


def derive(form: Form, declared: Sequence[RelationDeclaration], catalogue: Mapping[str, Entry]) -> tuple[Rule, ...]:
    """Return the rules of one form, in the order of its file.

    Raises:
        FormFileError: a relation names an unknown rule, table, row or column, fits nothing, or gives two rules one id.
    """
    rules: list[Rule] = []
    for one in declared:
        where = f"{form.id} 的关系 {one.rule}{':' + one.subject if one.subject else ''}"
        try:
            rules.extend(_expand(form, one, catalogue))
        except FormFileError as problem:
            raise FormFileError(f"{where}：{problem}") from problem
    ids = [rule.id for rule in rules]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    if twice:
        raise FormFileError(f"{form.id}：规则编号重复：{'、'.join(twice)}")
    return tuple(rules)


def _expand(form: Form, one: RelationDeclaration, catalogue: Mapping[str, Entry]) -> list[Rule]:
    if one.rule not in catalogue:
        raise FormFileError("规则目录中没有这个编号")
    entry = catalogue[one.rule]
    if not one.each:
        cell = form.cell(_head(one.subject, form))
        table = form.tables[cell.table]
        label = _subject_label(form, one.subject)
        return [_rule(form, table, entry, one, one.subject, label, lambda name: form.cell(name).id)]
    tables = [table for table in form.tables if table.id == one.table]
    if not tables:
        raise FormFileError(f"没有编号为 {one.table!r} 的表")
    rules = [rule for block in tables[0].blocks for rule in _for_block(form, tables[0], block, entry, one)]
    if not rules:
        unknown = "、".join(sorted(_unknown(tables[0], one)))
        raise FormFileError(f"公式 {one.formula!r} 提到的 {unknown} 不在{tables[0].name}中")
    return rules


def _for_block(
    form: Form, table: Table, block: Block, entry: Entry, one: RelationDeclaration
) -> Iterator[Rule]:
    if one.each == "subtotal":
        yield from _subtotals(form, table, block, entry)
        return
    along, across = (block.rows, block.columns) if one.each == "row" else (block.columns, block.rows)
    if not _names(one) <= {item.id for item in across}:
        return
    for item in along:
        if item.heading or item.subtotal_of:
            continue

        def cell(name: str, item: Item = item) -> str:
            both = (item.id, name) if one.each == "row" else (name, item.id)
            return form.cell(cell_id(*both)).id

        subject = cell_id(item.id, one.subject)
        yield _rule(form, table, entry, one, subject, item.short, cell)


def _names(one: RelationDeclaration) -> set[str]:
    """The row or column ids that a repeated formula speaks of."""
    found: set[str] = set()

    def note(name: str) -> str:
        found.add(name)
        return name

    for formula in (one.formula, *one.when, *([one.shown] if one.shown else [])):
        parse(formula, note)
    return found


def _unknown(table: Table, one: RelationDeclaration) -> set[str]:
    """Return the names that keep a formula from the block that it fits best: the slip of the pen to report."""
    blocks = ((b.columns if one.each == "row" else b.rows) for b in table.blocks)
    return min((_names(one) - {item.id for item in lines} for lines in blocks), key=len)


def _subtotals(form: Form, table: Table, block: Block, entry: Entry) -> Iterator[Rule]:
    for row in block.rows:
        for column in block.columns:
            for item, axis in ((row, "row"), (column, "column")):
                if not item.subtotal_of or (axis == "row" and column.subtotal_of):
                    continue
                lines = block.rows if axis == "row" else block.columns
                parts = [i for i in lines if item.subtotal_of in i.group and not i.subtotal_of and not _is_total(i)]
                cells = [
                    cell_id(part.id, column.id) if axis == "row" else cell_id(row.id, part.id) for part in parts
                ]
                whole = cell_id(row.id, column.id)
                holds = Linear(Side(tuple((c, 1) for c in cells)), "=", Side(((whole, 1),)))
                yield Rule(
                    id=f"{entry.id}:{whole}",
                    form=form.id,
                    severity=entry.severity,
                    title=f"{form.cell(whole).label}：{entry.title}",
                    instruction=entry.instruction,
                    basis=_basis(form, table, entry),
                    holds=holds,
                    table=table.name,
                    subject=form.cell(whole).label,
                    optional=True,
                )


def _is_total(item: Item) -> bool:
    """A printed total stands inside its group, but is no part of it."""
    return item.id.endswith("total")


def _rule(
    form: Form, table: Table, entry: Entry, one: RelationDeclaration, subject: str, label: str, cell: object
) -> Rule:
    assert callable(cell)
    return Rule(
        id=f"{entry.id}:{subject}",
        form=form.id,
        severity=entry.severity,
        title=f"{label}：{entry.title}",
        instruction=entry.instruction,
        basis=_basis(form, table, entry),
        holds=parse(one.formula, cell),
        when=tuple(parse(condition, cell) for condition in one.when),
        shown=parse(one.shown, cell) if one.shown else None,
        units="lower" if one.units == "lower" else "any",
        table=table.name,
        subject=label,
    )


def _basis(form: Form, table: Table, entry: Entry) -> str:
    return f"{form.document}{table.name}：{entry.basis}"


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
            for line in (*block.row_groups, *block.column_groups, *block.rows, *block.columns):
                if line.id == subject:
                    return line.label
    return subject

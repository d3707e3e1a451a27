"""The form file: what it may say, and the sentence that refuses a broken one.

A form is declared in TOML, checked here by pydantic, and turned into the frozen ``Form`` that the rest uses.
"""

from __future__ import annotations

import tomllib
from itertools import product

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from checks.errors import FormFileError
from checks.forms.labels import before_bracket, normalise
from checks.model.form import Block, Cell, Form, Group, Item, Kind, Table, cell_id


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Named(_Strict):
    """What has a label. ``english``: what it means, for who cannot read it; ``rules.assemble`` collects it."""

    english: str = ""


class GroupDeclaration(_Named):
    """A heading over several rows or columns. ``subtotal``: the id of the line that local workbooks add for it."""

    id: str
    label: str
    within: str = ""
    subtotal: str = ""


class ItemDeclaration(_Named):
    """A row or a column, with the exact label of the form."""

    id: str = Field(pattern=r"^[a-z0-9_.]*$")
    label: str
    short: str = ""
    aliases: list[str] = []
    group: str = ""
    kind: Kind | None = None
    unit: str | None = None
    optional: bool = False
    heading: bool = False


class BlockDeclaration(_Strict):
    """One header and the rows under it."""

    caption: str = ""
    stub: str = ""
    columns: list[ItemDeclaration] = Field(min_length=1)
    rows: list[ItemDeclaration] = Field(min_length=1)
    row_groups: list[GroupDeclaration] = []
    column_groups: list[GroupDeclaration] = []


class TableDeclaration(_Named):
    """One numbered table."""

    id: str
    name: str
    title: str
    blocks: list[BlockDeclaration] = Field(min_length=1)


class RelationDeclaration(_Strict):
    """What must hold. ``each`` repeats the formula for every row or column of the table that it fits.

    ``each = "subtotal"`` needs no formula: every subtotal line equals the lines of its group.
    ``shown`` gives the two sides that a message quotes, where they are clearer than the formula's.
    """

    rule: str
    formula: str = ""
    table: str = ""
    each: str = Field(default="", pattern="^(|row|column|subtotal)$")
    subject: str = ""
    when: list[str] = []
    shown: str = ""
    units: str = Field(default="any", pattern="^(any|lower)$")


class FormDeclaration(_Named):
    """A whole form file."""

    id: str = Field(pattern=r"^[a-z][a-z0-9]*$")
    title: str
    subject: str = Field(min_length=2)
    document: str
    first_year: int
    last_year: int | None = None
    also_seen: list[int] = []
    known_until: int | None = None
    tables: list[TableDeclaration] = Field(min_length=1)
    relations: list[RelationDeclaration] = []


def read_form(text: str, name: str) -> tuple[Form, list[RelationDeclaration]]:
    """Check a form file and return the form with its declared relations.

    Args:
        text: the TOML text.
        name: the file's name, for messages.

    Raises:
        FormFileError: the file is not TOML, a key is unknown or missing, an id occurs twice, a group is not
            declared, or no label tells two rows (or columns) apart.
    """
    try:
        declared = FormDeclaration.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as problem:
        raise FormFileError(f"{name}：不是有效的 TOML：{problem}") from problem
    except ValidationError as problem:
        raise FormFileError(f"{name}：{_first_error(problem)}") from problem
    tables = tuple(_table(table, f"{name} {table.name}") for table in declared.tables)
    form = Form(
        id=declared.id,
        title=declared.title,
        subject=declared.subject,
        document=declared.document,
        first_year=declared.first_year,
        last_year=declared.last_year,
        tables=tables,
        cells=_cells(tables, name),
        also_seen=tuple(declared.also_seen),
        known_until=declared.known_until,
    )
    return form, declared.relations


def _first_error(problem: ValidationError) -> str:
    error = problem.errors()[0]
    where = " → ".join(str(part) for part in error["loc"])
    return f"{where}：{error['msg']}（值：{error['input']!r}）"


def _table(declared: TableDeclaration, where: str) -> Table:
    return Table(declared.id, declared.name, declared.title, tuple(_block(b, where) for b in declared.blocks))


def _block(declared: BlockDeclaration, where: str) -> Block:
    where = f"{where} {declared.caption}".rstrip()
    rows = _items(declared.rows, declared.row_groups, f"{where} 的行")
    columns = _items(declared.columns, declared.column_groups, f"{where} 的列")
    return Block(
        declared.caption,
        declared.stub,
        rows,
        columns,
        tuple(_group(g) for g in declared.row_groups),
        tuple(_group(g) for g in declared.column_groups),
    )


def _group(declared: GroupDeclaration) -> Group:
    return Group(declared.id, declared.label, frozenset({normalise(declared.label)}))


def _items(declared: list[ItemDeclaration], groups: list[GroupDeclaration], where: str) -> tuple[Item, ...]:
    parents = {group.id: group for group in groups}
    items: list[Item] = []
    ids: dict[str, str] = {}
    spellings: dict[tuple[str, str], str] = {}
    for item in declared:
        if item.id in ids:
            raise FormFileError(f"{where}：“{ids[item.id]}”与“{item.label}”的编号 {item.id!r} 重复")
        ids[item.id] = item.label
        cores = _cores(item)
        path = _path(item.group, parents, f"{where}“{item.label}”")
        for core in sorted(cores):
            other = spellings.setdefault((item.group, core), item.id)
            if other != item.id:
                raise FormFileError(f"{where}：“{ids[other]}”与“{item.label}”无法用标签区分（都可写作“{core}”）")
        items.append(
            Item(
                id=item.id,
                label=item.label,
                short=item.short or before_bracket(item.label),
                cores=cores,
                group=path,
                kind=item.kind or "count",
                unit="" if item.unit is None else item.unit,
                optional=item.optional,
                heading=item.heading,
            )
        )
    return (*items, *_subtotals(groups, parents, where))


def _subtotals(groups: list[GroupDeclaration], parents: dict[str, GroupDeclaration], where: str) -> list[Item]:
    """The optional lines that local workbooks add: 小计 of a group, labelled by the group itself."""
    lines = []
    for group in groups:
        if group.subtotal:
            core = normalise(group.label)
            tails = ("", "小计", "合计", "总计")
            alone = {"小计"} if sum(bool(g.subtotal) for g in groups) == 1 else set()
            lines.append(
                Item(
                    id=group.subtotal,
                    label=f"{group.label}小计",
                    short=f"{group.label}小计",
                    cores=frozenset({core + tail for tail in tails} | alone),
                    group=_path(group.id, parents, where),
                    optional=True,
                    subtotal_of=group.id,
                )
            )
    return lines


def _cores(item: ItemDeclaration) -> frozenset[str]:
    spellings = [item.label, before_bracket(item.label), item.short, *item.aliases]
    return frozenset(core for core in map(normalise, spellings) if core)


def _path(group: str, parents: dict[str, GroupDeclaration], where: str) -> tuple[str, ...]:
    path: list[str] = []
    while group:
        if group not in parents:
            raise FormFileError(f"{where} 所属的组 {group!r} 没有声明")
        if group in path:
            raise FormFileError(f"{where} 所属的组 {group!r} 互相包含")
        path.insert(0, group)
        group = parents[group].within
    return tuple(path)


def _cells(tables: tuple[Table, ...], name: str) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    seen: dict[str, str] = {}
    for t, table in enumerate(tables):
        for b, block in enumerate(table.blocks):
            labels = {group.id: group.label for group in (*block.row_groups, *block.column_groups)}
            for (r, row), (c, column) in product(enumerate(block.rows), enumerate(block.columns)):
                label = _cell_label(row, column, labels)
                cell = cell_id(row.id, column.id)
                if not cell or cell in seen:
                    was = seen.get(cell, "")
                    raise FormFileError(f"{name} {table.name}：“{label}”的编号 {cell!r} 与“{was}”重复或为空")
                seen[cell] = label
                kind = row.kind if row.kind != "count" else column.kind
                unit = row.unit or column.unit or ("" if kind == "money" else "件")
                optional = row.optional or column.optional
                cells.append(Cell(cell, len(cells), t, b, r, c, kind, unit, label, optional, row.heading))
    return tuple(cells)


def _cell_label(row: Item, column: Item, groups: dict[str, str]) -> str:
    """Name a cell in words: the inner group where there is one, the row, the column."""
    parts = []
    if len(row.group) > 1 and not row.subtotal_of:
        parts.append(groups[row.group[-1]])
    if row.label:
        parts.append(row.short)
    if column.label and column.id:
        if not row.label and column.group:
            parts.append(groups[column.group[-1]])
        parts.append(column.short)
    return "·".join(parts)

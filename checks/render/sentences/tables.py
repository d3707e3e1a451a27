"""Sentences on what a document has lost of its form, what stands in it beside the form, and which form it is."""

from __future__ import annotations

from checks.language import Words, either
from checks.render.sentences.glossary import label as glossed
from checks.render.sentences.glossary import listed
from checks.render.sentences.glossary import place as found_at

_MOST_NAMED = 6  # places that one sentence names


def missing_rows(table: str, labels: list[str]) -> str:
    """Rows of the form that a document has lost."""
    named = listed(map(glossed, labels))
    return either(f"{table}没有找到这些行：{named}。", f"{table} lacks these rows: {named}.")


def missing_columns(table: str, labels: list[str]) -> str:
    """Columns of the form that a document has lost; their figures are unknown, not 0."""
    named = listed(map(glossed, labels))
    return either(
        f"{table}没有找到这些列：{named}；有关的数按未知处理，有关的规则无法判断。",
        f"{table} lacks these columns: {named}; their figures are unknown, and the rules that need them are undecided.",
    )


def stray(table: str, kind: str, label: str, figures: list[tuple[str, str]], *, differs: bool) -> str:
    """What stands inside a table and belongs to no cell of the form.

    Args:
        table: its name.
        kind: of ``Stray``.
        label: as written, or "".
        figures: place and text.
        differs: of a label given twice, whether the figures are not the same.
    """
    named = f"“{label}”" if label else ""
    figures_ = [(found_at(place), text.removesuffix(".0")) for place, text in figures[:_MOST_NAMED]]
    shown = listed(either(f"{place} 填 {text}", f"{place} is {text}") for place, text in figures_)
    if len(figures) > _MOST_NAMED:
        shown += either(f"等 {len(figures)} 格", f" … {len(figures)} cells in all")
    what = _STRAY[kind].format(named)
    tail = ""
    if differs:
        tail = either("，两处的数不同，有关的数按未知处理", "; the two do not agree, and the figures are unknown")
    return either(f"{table}{what}：{shown}{tail}。", f"{table} {what}: {shown}{tail}.")


_STRAY = Words(
    {
        "row": ("多出一行{}", "has a row {} that the form does not have"),
        "column": ("多出一列{}", "has a column {} that the form does not have"),
        "figure": ("有不属于任何一格的数", "has figures that belong to no cell"),
        "row_twice": ("{}一行出现了两次", "has the row {} twice"),
        "column_twice": ("{}一列出现了两次", "has the column {} twice"),
    }
)


def many_cells(table: str, title: str, places: list[str]) -> str:
    """What many cells of one table have in common."""
    shown = listed(map(found_at, places[:_MOST_NAMED]))
    more = either(" 等", " …") if len(places) > _MOST_NAMED else ""
    return either(
        f"{table}有 {len(places)} 格{title}：{shown}{more}。", f"{table}, {len(places)} cells: {title}: {shown}{more}."
    )


def empty_table(names: list[str]) -> str:
    """Tables that nobody has filled in."""
    return either(
        f"{listed(names)}没有填写：各格是空白、符号或公式算出的 0。",
        f"{listed(names)} not filled in: every cell is blank, a stroke, or a 0 that a formula gives.",
    )


def surplus_sheet(name: str, table: str) -> str:
    """A hidden sheet that holds a table which a visible sheet has, too."""
    return either(
        f"隐藏的工作表“{name}”里另有一份{table}，没有计入。",
        f"The hidden sheet “{name}” holds another {table}, not counted.",
    )


def missing_table(names: list[str]) -> str:
    """Tables of the form that a document does not hold."""
    return either(f"没有找到{listed(names)}。", f"Not found: {listed(names)}.")


def guessed_rows(table: str, pairs: list[tuple[str, str]]) -> str:
    """Rows recognised by place and likeness."""
    taken = listed(either(f"“{was}”认作“{label}”", f"“{was}” taken for {glossed(label)}") for was, label in pairs)
    return either(
        f"{table}有标签与统一格式不一致：{taken}。", f"{table} has labels that differ from the form: {taken}."
    )


def hidden_sheet(name: str) -> str:
    """A table on a hidden sheet."""
    return either(
        f"表格在隐藏的工作表“{name}”里，已一并检查。",
        f"The table is on the hidden sheet “{name}”; it was checked, too.",
    )


def form_of_other_years(issued: str, first: str, last: str, year: str, right: str, tables: list[str]) -> str:
    """Tables in a form that is not that of the report's year, or of the report's other tables.

    Args:
        issued: the document that issued the form.
        first: the form's first year.
        last: its last; "" for a form that is in force.
        year: the report's; "" if it is unknown.
        right: the document that issued the form of that year, or of the other tables; "" if none is known.
        tables: their names.
    """
    to = either(f"{first}至{last}年度", f"{first} to {last}")
    span = to if last else either(f"{first}年度起", f"from {first} on")
    if not year:
        return either(
            f"表式不一致：{listed(tables)}是{issued}的表式（{span}），其他表是{right}的表式。",
            f"Mixed forms: {listed(tables)} in the form of {issued} ({span}), other tables in that of {right}.",
        )
    should = either(f"，该年度应当用{right}", f"; that year uses {right}") if right else ""
    return either(
        f"表式不符：{listed(tables)}是{issued}的表式（{span}），而这是 {year} 年度的报告{should}。",
        f"Wrong form: {listed(tables)} in the form of {issued} ({span}), in a report of {year}{should}.",
    )

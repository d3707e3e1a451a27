"""Sentences on figures that one sees otherwise than they are added up, and on formulas that add up other cells."""

from __future__ import annotations

from collections.abc import Sequence

from checks.model.findings import CellRef

_MOST = 12
"""Places named in one sentence."""

SEEN: dict[str, str] = {
    "hidden_row": "有数的行被隐藏、筛掉或者行高为 0",
    "hidden_column": "有数的列被隐藏或者列宽为 0",
    "format": "数字格式显示的是另一个数",
    "covered": "合并单元格下面压着数，没有计入",
    "struck": "数上画了删除线",
    "external": "数取自另一个工作簿，没有核对",
    "recalculated": "公式结果尚未重新计算，不能作准",
}
"""What is wrong with all of the places of one finding."""


def seen_otherwise(kind: str, table: str, words: Sequence[str]) -> str:
    """Figures of a table that are not what one sees."""
    more = f"……等 {len(words)} 处" if len(words) > _MOST else ""
    return f"{table}{SEEN[kind]}：{'、'.join(words[:_MOST])}{more}。"


def hidden_line(sheet: str, name: str, figures: int, *, is_row: bool) -> str:
    """One hidden row or column."""
    where = f"“{sheet}”" if sheet else ""
    line = f"第 {name} 行" if is_row else f"{name} 列"
    return f"{where}{line}（{figures} 格有数）"


def seen_cell(kind: str, ref: CellRef, text: str) -> str:
    """One cell: what one sees, and what it holds."""
    named = f"{ref.place}（{ref.label}）"
    if kind == "format":
        shown = f"显示为“{text}”" if text.strip() else "什么也不显示"
        return f"{named}{shown}，实际为 {ref.text}"
    return f"{named}“{text}”" if text else named


_FORMULA: dict[str, str] = {
    "missing": "没有加 {}",
    "repeated": "重复加了 {}",
    "extra": "多加了 {}",
    "numbers": "直接写进了数 {}",
    "text": "漏掉了存成文本的数 {}，应改为数字",
}


def formula(ref: CellRef, arguments: Sequence[str]) -> str:
    """A total whose formula is not the sum of its parts; each argument is ``way:cells``."""
    parts = (argument.partition(":") for argument in arguments)
    words = "，".join(_FORMULA[way].format(cells) for way, _, cells in parts)
    return f"{ref.place}（{ref.label}）的公式{words}。"

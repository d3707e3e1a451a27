"""Sentences on figures that one sees otherwise than they are added up, and on formulas that add up other cells."""

from __future__ import annotations

from collections.abc import Sequence

from checks.language import Words, either
from checks.model.findings import CellRef
from checks.render.sentences import at
from checks.render.sentences.glossary import listed

_MOST = 12
"""Places named in one sentence."""

SEEN = Words(
    {
        "hidden_row": (
            "有数的行被隐藏、筛掉或者几乎没有行高",
            "rows with figures are hidden, filtered out or of hardly any height",
        ),
        "hidden_column": ("有数的列被隐藏或者几乎没有列宽", "columns with figures are hidden or of hardly any width"),
        "format": ("数字格式显示的是另一个数", "the number format shows another number"),
        "conditional": ("条件格式可能显示成另一个数", "a conditional format may show another number"),
        "covered": ("合并单元格下面压着数，没有计入", "figures below merged cells, not counted"),
        "struck": ("数上画了删除线", "figures are struck through"),
        "unseen": (
            "数的颜色与底色相同、字小得看不见，或者用了符号字体",
            "figures have the colour of their ground, are too small to be seen, or in a font of symbols",
        ),
        "unseen_perhaps": (
            "条件格式可能把数隐去（与底色同色、画删除线，或者只剩数据条、图标）",
            "a conditional format may hide figures (the colour of their ground, a line through them, a bar or an icon)",
        ),
        "drawn_over": ("数被图形、文本框或者图片盖住", "figures lie below a shape, a text box or a picture"),
        "external": ("数取自另一个工作簿，没有核对", "figures come from another workbook, which was not checked"),
        "recalculated": (
            "公式结果尚未重新计算，不能作准",
            "formula results were not calculated anew and cannot be relied on",
        ),
    }
)
"""What is wrong with all of the places of one finding."""


def seen_otherwise(kind: str, table: str, words: Sequence[str]) -> str:
    """Figures of a table that are not what one sees."""
    shown = listed(words[:_MOST])
    more = either(f"……等 {len(words)} 处", f" … {len(words)} places in all") if len(words) > _MOST else ""
    return either(f"{table}{SEEN[kind]}：{shown}{more}。", f"{table}: {SEEN[kind]}: {shown}{more}.")


def hidden_line(sheet: str, name: str, figures: int, *, is_row: bool) -> str:
    """One hidden row or column."""
    where = f"“{sheet}”" if sheet else ""
    line = either(f"第 {name} 行", f"row {name}") if is_row else either(f"{name} 列", f"column {name}")
    return either(f"{where}{line}（{figures} 格有数）", f"{where} {line} ({figures} cells with figures)".strip())


def seen_cell(kind: str, ref: CellRef, text: str) -> str:
    """One cell: what one sees, and what it holds."""
    named = at(ref.place, ref.label)
    if kind in ("format", "conditional"):
        shown = (
            either(f"显示为“{text}”", f"shows “{text}”") if text.strip() else either("什么也不显示", "shows nothing")
        )
        return either(f"{named}{shown}，实际为 {ref.text}", f"{named} {shown}, and holds {ref.text}")
    return either(f"{named}“{text}”", f"{named} “{text}”") if text else named


_FORMULA = Words(
    {
        "missing": ("没有加 {}", "leaves out {}"),
        "repeated": ("重复加了 {}", "adds {} twice"),
        "extra": ("多加了 {}", "adds {}, which is no part of it"),
        "numbers": ("直接写进了数 {}", "holds the typed number {}"),
        "text": ("漏掉了存成文本的数 {}，应改为数字", "leaves out {}, stored as text, which should be a number"),
    }
)


def formula(ref: CellRef, arguments: Sequence[str]) -> str:
    """A total whose formula is not the sum of its parts; each argument is ``way:cells``."""
    parts = (argument.partition(":") for argument in arguments)
    words = either("，", ", ").join(_FORMULA[way].format(cells) for way, _, cells in parts)
    cell = at(ref.place, ref.label)
    return either(f"{cell}的公式{words}。", f"The formula of {cell} {words}.")

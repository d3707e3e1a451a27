"""The words of the functions, and their help in Excel's function wizard."""

from __future__ import annotations

from checks.model.figures import Number
from checks.render.sentences import gap, number

CATEGORY = "年报校验"

BALANCED, BALANCED_WITH_GAPS = "✓ 平衡", "✓ 平衡（有空白）"
NO_TABLE = "？ 没有认出表格，请连同表头和行名一起选"
NOT_A_FIGURE = "－ 不是表里的数"
PASSED, NOT_APPLICABLE, UNKNOWN_RULE = "✓", "－", "？ 没有这条规则"
TOTAL = "总计"
LEFT, RIGHT = "左边", "右边"

HELP = {
    "parts": "各项的数，一行或一列，不含合计",
    "total": "合计所在的一格",
    "labels": "各项的名称，与各项一样多；可以不填",
    "left": "左边各项，如本年新收和上年结转",
    "right": "右边各项，如办理结果总计和结转下年度",
    "table": "整张表，连同表头和行名",
    "row": "这一格在所选区域里是第几行",
    "column": "这一格在所选区域里是第几列",
    "rules": "规则编号，几条之间用逗号",
}


def differs(parts: Number, total: Number) -> str:
    """A total that is not the sum of its parts."""
    return f"合计应为 {number(parts)}，填 {number(total)}，差 {number(gap(parts, total))}"


def sides_differ(left: Number, right: Number) -> str:
    """Two sums that should be equal."""
    return f"左边 {number(left)}，右边 {number(right)}，差 {number(gap(left, right))}"


def exceeds(name: str, value: Number, total: Number) -> str:
    """A part that alone is more than the total."""
    return f"{name} {number(value)} 超过总计 {number(total)}"


def nth(position: int) -> str:
    """A part without a name."""
    return f"第 {position} 项"


def unreadable(name: str, text: str) -> str:
    """What is there and is no figure."""
    return f"？ {name}“{text}”不是数字，无法判断"


def total_is_blank(needed: Number) -> str:
    """A total that is still to be filled in."""
    return f"？ 总计空白，合计应为 {number(needed)}"


def parts_are_blank(names: list[str], needed: Number) -> str:
    """Parts that are still to be filled in."""
    return f"？ {'、'.join(names)}空白，还差 {number(needed)}"


def all_well(checked: int) -> str:
    """A table in which all rules hold."""
    return f"✓ 通过（{checked} 条规则）"


def not_well(errors: int, others: int, first: str) -> str:
    """A table in which something does not hold."""
    counts = [f"✗ {errors} 处不符"] * bool(errors) + [f"{'，' if errors else '！ '}{others} 处待核实"] * bool(others)
    return f"{''.join(counts)}：{first}"


def likely(label: str, proposed: Number, sure: bool) -> str:
    """The cell that is probably wrong."""
    return f"{'最可能' if sure else '可能'}是“{label}”填错，应为 {number(proposed)}"


def this_one(proposed: Number, sure: bool) -> str:
    """The cell itself is probably wrong."""
    return f"这一格{'最可能' if sure else '可能'}填错，应为 {number(proposed)}"


def one_of(proposed: Number) -> str:
    """A proposal among others."""
    return f"{number(proposed)}（可能之一）"


def blank(labels: list[str]) -> str:
    """Figures that a rule waits for."""
    return f"？ {'、'.join(labels)}没有可用的数，无法判断"

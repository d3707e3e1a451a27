"""The words of marks: notes on suspected cells, the list of findings, and what a marked copy could not keep."""

from __future__ import annotations

from collections.abc import Sequence

from checks.model.findings import CellRef, Suspect
from checks.render.sentences import number
from checks.render.sentences.reasons import reason

AUTHOR = "年报校验"
"""The author of our notes."""
PROBABLY, MAYBE = "这一格最可能填错", "这一格可能填错"
"""How our notes begin; a program may have lost their author."""
LIST = "校验结果"
"""The name of the sheet that lists the findings."""
LIST_HEAD = ("程度", "位置", "说明", "规则")
"""The columns of that sheet."""
LIST_INTRO = "点“位置”可以跳到该格。改正后，表里的标记会自动消失；本页不会变，请重新检查一次。"
LIKELIEST, ONE_POSSIBILITY = "最可能填错", "可能 {}"

LAYOUT = "原件的版面和格式"
OTHER_REPORTS = "文件里的其他报告"
OTHER_FORM = "文件里的另一种表式"
LOST: dict[str, str] = {
    "macros": "宏",
    "excel4_macros": "Excel 4.0 宏表",
    "embedded_objects": "嵌入的对象和控件",
    "external_links": "外部链接",
    "connections": "数据连接和查询",
    "custom_ui": "自定义功能区",
    "web_extensions": "加载项",
    "pictures": "图片和图形",
    "charts": "图表",
    "comments": "批注",
}
"""What a standard workbook in the place of a marked copy can't keep of the original."""
SCRIPTS = "网页的脚本、图片和外部内容"
SIGNATURE = "电子签名（内容已改动，签名失效）"
WEB_LINKS = "通往外部的超链接"
STRAYS = "与表格无关的内部文件"

_LONGEST_NOTE = 250
_NAMED = 3  # cells, rules or other possibilities named in a note; a note is read at a glance
_SHOWN = 20  # characters of a text that a note quotes


def note(
    suspect: Suspect, explained: Sequence[str], together: Sequence[Suspect], rivals: Sequence[Sequence[Suspect]]
) -> str:
    """The note on a suspected cell: what stands there, what it should be, why, and what that would explain.

    Args:
        suspect: the cell.
        explained: the titles of the rules that would hold then.
        together: the other cells that have to be changed with it.
        rivals: the other possibilities, the likeliest first.
    """
    head = MAYBE if rivals else PROBABLY
    lines = [
        f"{head}：{_stands(suspect.cell)}，{_should_be(suspect)}。",
        f"原因：{reason(suspect.reason)}。",
        f"同时要改：{_several([_briefly(one, suspect.cell) for one in together])}。" if together else "",
        f"也可能是：{_several([_all(cells, suspect.cell) for cells in rivals], '；或 ')}。" if rivals else "",
        f"改正后相符：{_several(explained, '；')}。" if explained else "",
        "请对照原始数据核实后再改。",
    ]
    text = ""
    for line in lines:
        if line and len(text) + len(line) < _LONGEST_NOTE:
            text += f"\n{line}" if text else line
    return text


def _should_be(suspect: Suspect) -> str:
    same = suspect.cell.value == suspect.proposed
    return f"{'应改为数字' if same else '应为'} {number(suspect.proposed)}"


def _stands(ref: CellRef) -> str:
    if ref.value is not None:
        return f"现填 {number(ref.value)}"
    text = "".join(sign if sign.isprintable() else " " for sign in ref.text)
    return f"现填“{text[:_SHOWN]}{'……' if len(text) > _SHOWN else ''}”" if text else "现为空白"


def _briefly(other: Suspect, beside: CellRef) -> str:
    """Another cell; on the same sheet its address is enough."""
    at = other.cell.workbook_cell
    place = at.a1 if at and beside.at and at.sheet == beside.at.sheet else other.cell.place
    return f"{place} 应为 {number(other.proposed)}"


def _all(cells: Sequence[Suspect], beside: CellRef) -> str:
    return _several([_briefly(one, beside) for one in cells], "，并且 ")


def _several(words: Sequence[str], between: str = "、") -> str:
    more = f"……等 {len(words)} 个" if len(words) > _NAMED else ""
    return between.join(words[:_NAMED]) + more

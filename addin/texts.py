"""Every sentence of the add-in."""

from __future__ import annotations

TIME = "%Y-%m-%d %H:%M"

NOTE_MARK = "勾稽校验："
"""How every note of ours begins."""

CHART_IN_FRONT = "现在打开的是图表工作表，没有单元格。请先切换到表格所在的工作表。"
NOTHING_SELECTED = "没有选中单元格。请先点一下要处理的那一格。"
NO_RESULTS = "还没有校验结果。请先点“一键校验”。"
STALE = "结果已过期，请重新校验（点“一键校验”）。"
ALL_WELL = "没有发现问题。"
NOTHING_TO_CLEAR = "没有需要清除的标记。"

RESULTS_HEADER = ("序号", "程度", "位置", "问题", "左", "右", "差", "疑似填错", "应为", "怎么办", "规则")
HOW_TO_GO_ON = (
    "点“位置”跳到那一格；改好后再点“一键校验”。“采纳建议”“情况属实”“查看诊断”对选中的一格或这里的一行起作用。"
)
LOG_TITLE = "采纳记录"
LOG_HEADER = ("", "状态", "位置", "项目", "原数", "新数", "", "时间")
ACCEPTED, TAKEN_BACK, BLANK = "已采纳", "已撤回", "空白"


def password_protected(sheet: str) -> str:
    """A sheet that we may not mark."""
    return f"工作表“{sheet}”有保护密码，不能加标记或改数。请在“审阅”里撤销保护后再试；校验结果不受影响。"


def notes_kept(sheet: str, addresses: list[str]) -> str:
    """Notes of ours that somebody has written on."""
    return f"工作表“{sheet}”{'、'.join(addresses)} 的批注改动过，没有删除。"


def one_of(choices: list[str]) -> str:
    """Rival explanations on one line each."""
    return "\n".join(["可能是以下之一：", *(f"{number}. {choice}" for number, choice in enumerate(choices, 1))])


def change(place: str, old: str, new: str) -> str:
    """Old and new."""
    return f"{place}：{old or '空白'} → {new}"


def checked_at(when: str, what: str, counted: str) -> str:
    """The second line of the results sheet."""
    return f"校验时间 {when}    {what}    {counted}"


def verdict_line(status: str, errors: int, warnings: int, explained: int) -> str:
    """The first line of the results sheet."""
    counts = [f"逻辑性 {errors} 处"] * bool(errors) + [f"核实性 {warnings} 处"] * bool(warnings)
    counts += [f"已说明 {explained} 处"] * bool(explained)
    return f"{status}：{'，'.join(counts)}" if counts else status


def cleared(count: int) -> str:
    """After clearing."""
    return f"已清除标记 {count} 处。数字、格式和原有批注没有改动。"

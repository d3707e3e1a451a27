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
TITLE = "年报校验"
BUSY = "Excel 正忙（可能有单元格正在编辑）。请按回车结束编辑后再点一次。"
WHICH_NUMBER = "请输入序号："
FILE_KINDS = "表格,*.xlsx;*.xlsm;*.xls;*.xlsb;*.et;*.ods;*.csv,所有文件,*.*"
NO_SUCH_LINE = "这一行没有对应的单元格。请选中有“位置”的一行，或直接选中表格里的一格。"
NO_PROPOSAL = "这一格没有建议的数。请点“一键校验”，在“校验结果”的“疑似填错”一列看哪一格有建议。"
ASK_ACCEPT = "改成建议的数吗？请先对照原始数据核实。"
ASK_TAKE_BACK = "改回原来的内容吗？"
NOTHING_ACCEPTED = "没有可以撤回的采纳。"
NOT_THE_ONLY_ONE = "这只是可能的改法之一，“查看诊断”里有其他可能。"
SUSPECTED = "这一格可能填错。"
LIKELY = "最可能："
NO_REASON = "没有填写说明，没有记录。"
EXPLAINED = "已记入“情况说明”。"
MUST_BE_FIXED = "这一格的问题是逻辑性错误，或者还缺数，不能用“情况属实”保留，请改正或补填。"
NOTHING_TO_EXPLAIN = "这一格没有需要说明的问题。"
WHICH_ONE = "这一格有几个问题，说明哪一个？"
FOREIGN_EXPLANATIONS = "已有一张“情况说明”工作表，但第一行不是“规则、位置、左、右、说明、时间”。请先给它改名。"
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


def unexpected(log: str) -> str:
    """Our own fault."""
    return f"出了意外，这一步没有做完，工作簿里的数没有改动。详细情况记在 {log}，请发给维护人员。"


def at_finding(position: int, count: int, problem: str) -> str:
    """Where the person is among the findings."""
    return f"第 {position}/{count} 处：{problem}"


def sheet_is_gone(sheet: str) -> str:
    """A result that leads to a sheet that was deleted or renamed."""
    return f"工作表“{sheet}”没有了（可能改了名）。请重新点“一键校验”。"


def sheet_is_hidden(sheet: str) -> str:
    """A result on a sheet that nobody sees."""
    return f"问题在隐藏的工作表“{sheet}”里。请先取消隐藏（右键点任一工作表标签），再点“下一处”。"


def row_is_hidden(sheet: str, row: int) -> str:
    """A result in a row that a filter hides."""
    return f"问题在“{sheet}”第 {row} 行，这一行被筛选或隐藏了。请清除筛选或取消隐藏后查看。"


def nothing_wrong(place: str) -> str:
    """A cell without findings."""
    return f"{place} 没有发现问题。"


def changed_since(place: str, now: str) -> str:
    """An accepted figure that was changed by hand afterwards."""
    return f"{place} 采纳后又改过（现在是 {now}），没有撤回。"


def hidden_in_merge(place: str) -> str:
    """A cell that a merged area covers."""
    return f"{place} 在合并单元格里面，看不见，不能改。请先取消合并。"


def not_a_figure(place: str) -> str:
    """A cell that holds a formula, a date or an error value."""
    return f"{place} 里是公式、日期或出错的值，请手工修改。"


def belongs_with(cells: list[str]) -> str:
    """Cells that have to be changed together."""
    return f"要一起改的还有：{'；'.join(cells)}"


def ask_reason(message: str) -> str:
    """Ask why a warning is right as it is."""
    return f"{message}\n核实过，情况属实？请写明原因（会随工作簿一起报送）："

"""What is said about a sum of many units' reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from checks.model.figures import Number
from checks.render.sentences import number

SHEETS = ("汇总说明", "各单位", "差异")
WHOLE = "全部单位"
SUM = "合计"
FILE = "汇总表.xlsx"
ROLE: Mapping[str, str] = {"": "", "own_office": "本级", "sums_up": "汇总", "left_out": "不计入"}
KIND: Mapping[str, str] = {
    "omitted": "漏加",
    "counted_twice": "重复加",
    "older_version": "用了更正前的数",
    "last_year": "用了上年的数",
    "own_office": "未加本级",
    "slip": "表内笔误",
}
WHY: Mapping[str, str] = {
    "nothing": "没有报送",
    "doubtful": "单位有疑问",
    "unreadable": "文件无法读取",
    "empty": "表格没有填写",
    "no_table": "没有找到表格",
    "wrong_year": "年度不符",
    "wrong_form": "表式不符",
    "lacks": "缺少表格",
    "unreadable_cell": "有读不出的格",
}
HEADER_DIFFERENCES = ("层级", "表", "项目", "原件", "合计", "差", "说明")
HEADER_UNITS = ("单位", "上级", "角色")
GUESSED = "按名单推定，请确认"
BOUND = "联合发文可能重复计算：各单位之和应不小于汇总数，请核实"
OPEN = "有单位空白，无法判断"
LINK_TIP = "看各单位的数"
NOTES = (
    "每一格都是各单位的数相加；总计也是相加得出的，并与各项重新计算的结果核对过。",
    "规章、规范性文件可能联合发文，各单位之和是上限，不等于汇总数。",
    "“各单位”表的合计行是公式，可以增删行后重新计算。",
)


def title(name: str, year: int | None) -> str:
    """The heading of the workbook's notes."""
    return f"{name or WHOLE}{f'{year}年度' if year else ''}政府信息公开工作年度报告汇总说明"


def incomplete(missing: int) -> str:
    """What stands on the cover and in the file's name while units are missing."""
    return f"不完整：缺 {missing} 个单位"


def incomplete_name(missing: int) -> str:
    """The same in a file's name, where a colon may not stand."""
    return f"不完整，缺{missing}个单位"


NO_FOLDER = "文件夹不存在"


def bad_suffix(path: str) -> str:
    """A file of a kind that cannot be written."""
    return f"“{path}”的扩展名不对：可以写 .xlsx、.csv、.parquet 或 .json。"


def at_least(value: Number, blanks: int) -> str:
    """A sum that some units left blank."""
    return f"≥ {number(value)}（{blanks} 个单位空白）"


def who(names: Sequence[str], most: int = 12) -> str:
    """Units, as many as anybody reads."""
    shown = "、".join(names[:most])
    return f"{shown}等 {len(names)} 个单位" if len(names) > most else shown


def step(kind: str, units: Sequence[str], cells: Sequence[str]) -> str:
    """One thing that would have gone wrong."""
    if kind == "slip":
        return f"{KIND[kind]}：{'、'.join(cells)}"
    either = "（数字相同，是其中之一）" if len(units) > 1 else ""
    return f"{KIND[kind]} {who(units)}{either}"


def added(units: int, cells: int) -> str:
    """What was added up."""
    return f"已汇总 {units} 个单位，{cells} 格。"


def missing(names: Sequence[tuple[str, str]]) -> str:
    """The units that are not in the sum, and why."""
    return f"缺 {len(names)} 个单位：" + "、".join(f"{name}（{WHY[why]}）" for name, why in names)


def cannot(names: Sequence[tuple[str, str]]) -> str:
    """Why there is no sum."""
    return f"没有汇总，{missing(names)}。补齐后再汇总；只想先看部分结果的，加 --allow-missing。"


def left_out(names: Sequence[str]) -> str:
    """The units that the list, or the command, leaves out."""
    return f"不计入：{who(names)}。"


def mismatch(cell: str, summed: Number, computed: Number, units: Sequence[str]) -> str:
    """A total whose sum is not the sum of its summed parts."""
    guilty = f"，因为{who(units)}自己的表没有加对" if units else ""
    return f"{cell}：各单位的总计之和为 {number(summed)}，各项重新相加为 {number(computed)}{guilty}。"


def fits(name: str, source: str) -> str:
    """A printed report that is what its units add up to."""
    return f"{name or WHOLE}：与“{source}”一致。"


def differs(name: str, source: str, cells: int) -> str:
    """A printed report that is not."""
    return f"{name or WHOLE}：与“{source}”有 {cells} 格不一致。"


def difference(cell: str, printed: Number, total: Number, by: Number) -> str:
    """One cell that differs."""
    return f"{cell}：原件 {number(printed)}，各单位之和 {number(total)}，相差 {number(by)}"


POSSIBLE = "可能是以下之一："
ALSO_POSSIBLE = "出错更多处时，也可能是："
UNEXPLAINED = "没有哪一两个单位能解释全部差异，请逐格核对。"


def more(count: int) -> str:
    """Explanations that are not shown."""
    return f"另有 {count} 种同样可能的解释。"


def remainder_fits(names: Sequence[str]) -> str:
    """The difference is itself a report that holds: it may be that of who is missing."""
    return f"差额正好是一份平衡的报告，可能就是缺的{who(names)}。"


def remainder_contradicts(cells: Sequence[str]) -> str:
    """The difference cannot be the report of who is missing."""
    return f"差额不可能只是缺的单位：{'；'.join(cells[:5])}。"


def negative(cell: str) -> str:
    """The units that are there are already more than what is printed."""
    return f"{cell}已经超过原件"


def unbalanced(cell: str) -> str:
    """A total of the difference that is not the sum of its parts."""
    return f"{cell}不等于各项之和"


def unlisted(names: Sequence[str]) -> str:
    """Reports of units that the list does not have."""
    return f"名单外的报告没有计入：{who([name or '（单位不详）' for name in names])}。"


def no_parquet() -> str:
    """The library for parquet is missing."""
    return "写 .parquet 需要另装一个库：pip install pandas pyarrow。也可以写成 .csv。"


def no_form(form: str) -> str:
    """The report to compare with is in another form."""
    return f"要比较的报告不是“{form}”的表式。"


def written(path: str) -> str:
    """Where the sum was written."""
    return f"汇总已写入“{path}”。"

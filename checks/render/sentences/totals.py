"""What is said about a sum of many units' reports."""

from __future__ import annotations

from collections.abc import Sequence

from checks.language import Text, Texts, Words, either, in_chinese
from checks.model.figures import Number
from checks.render.sentences import counted_of, number
from checks.render.sentences.glossary import label as glossed
from checks.render.sentences.glossary import listed

SHEETS = Texts(("汇总说明", "Notes"), ("各单位", "Units"), ("差异", "Differences"))
WHOLE = Text("全部单位", "all units")
SUM = Text("合计", "sum")
FILE = in_chinese("汇总表.xlsx")
ROLE = Words(
    {
        "": ("", ""),
        "own_office": ("本级", "own office"),
        "sums_up": ("汇总", "sums up"),
        "left_out": ("不计入", "left out"),
    }
)
KIND = Words(
    {
        "omitted": ("漏加", "left out"),
        "counted_twice": ("重复加", "added twice"),
        "older_version": ("用了更正前的数", "taken from before the correction:"),
        "last_year": ("用了上年的数", "taken from last year:"),
        "own_office": ("未加本级", "own office left out:"),
        "slip": ("表内笔误", "slip in the report"),
    }
)
WHY = Words(
    {
        "nothing": ("没有报送", "nothing sent"),
        "doubtful": ("单位有疑问", "whose it is, is doubtful"),
        "unreadable": ("文件无法读取", "the file cannot be read"),
        "empty": ("表格没有填写", "the tables are not filled in"),
        "no_table": ("没有找到表格", "no table found"),
        "wrong_year": ("年度不符", "another year"),
        "wrong_form": ("表式不符", "another form"),
        "lacks": ("缺少表格", "tables are missing"),
        "unreadable_cell": ("有读不出的格", "cells that cannot be read"),
    }
)
HEADER_DIFFERENCES = Texts(
    ("层级", "Level"), ("表", "Table"), ("项目", "Item"), ("原件", "Printed"), ("合计", "Sum"), ("差", "Difference"),
    ("说明", "Note"),
)  # fmt: skip
HEADER_SOURCES = Texts(("单位", "Unit"), ("角色", "Role"), ("文件", "File"), ("sha256", "sha256"))
HEADER_UNITS = Texts(("单位", "Unit"), ("上级", "Parent"), ("角色", "Role"))
GUESSED = Text("按名单推定，请确认", "guessed by the list; please confirm")
BOUND = Text(
    "联合发文可能重复计算：各单位之和应不小于汇总数，请核实",
    "joint documents may be counted twice: the sum should be at least the printed figure; please check",
)
OPEN = Text("有单位空白，无法判断", "some units left it blank; undecided")
LINK_TIP = Text("看各单位的数", "the figures of the units")
NOTES = Texts(
    (
        "每一格都是各单位的数相加；总计也是相加得出的，并与各项重新计算的结果核对过。",
        "Each cell is the sum of the units' figures; totals are summed, too, and held against their own parts.",
    ),
    (
        "规章、规范性文件可能联合发文，各单位之和是上限，不等于汇总数。",
        "Regulations and normative documents may be issued jointly: the sum of the units is an upper bound.",
    ),
    (
        "“各单位”表的合计行是公式，可以增删行后重新计算。",
        "The last row of the sheet of units holds formulas: rows may be added or taken out.",
    ),
)


def title(name: str, year: int | None) -> str:
    """The heading of the workbook's notes."""
    return either(
        f"{name or WHOLE}{f'{year}年度' if year else ''}政府信息公开工作年度报告汇总说明",
        f"{name or WHOLE}: notes on the sum of the open-government annual reports{f' of {year}' if year else ''}",
    )


def incomplete(missing: int) -> str:
    """What stands on the cover and in the file's name while units are missing."""
    return either(f"不完整：缺 {missing} 个单位", f"incomplete: {counted_of(missing, 'unit')} missing")


def incomplete_name(missing: int) -> str:
    """The same in a file's name, where a colon may not stand."""
    return either(f"（不完整，缺{missing}个单位）", f" (incomplete, {counted_of(missing, 'unit')} missing)")


def at_least(value: Number, blanks: int) -> str:
    """A sum that some units left blank."""
    return either(
        f"≥ {number(value)}（{blanks} 个单位空白）",
        f"≥ {number(value)} ({counted_of(blanks, 'unit')} left it blank)",
    )


def who(names: Sequence[str], most: int = 12) -> str:
    """Units, as many as anybody reads."""
    shown = listed(names[:most])
    return either(f"{shown}等 {len(names)} 个单位", f"{shown} … {len(names)} units") if len(names) > most else shown


def step(kind: str, units: Sequence[str], cells: Sequence[str]) -> str:
    """One thing that would have gone wrong."""
    if kind == "slip":
        named = listed(map(glossed, cells))
        return either(f"{KIND[kind]}：{named}", f"{KIND[kind]}: {named}")
    alike = either("（数字相同，是其中之一）", " (their figures are the same: one of these)") if len(units) > 1 else ""
    return f"{KIND[kind]} {who(units)}{alike}"


def added(units: int, cells: int) -> str:
    """What was added up."""
    return either(f"已汇总 {units} 个单位，{cells} 格。", f"{counted_of(units, 'unit')} added up, {cells} cells.")


def missing(names: Sequence[tuple[str, str]]) -> str:
    """The units that are not in the sum, and why."""
    named = listed(either(f"{name}（{WHY[why]}）", f"{name} ({WHY[why]})") for name, why in names)
    return either(f"缺 {len(names)} 个单位：{named}", f"{counted_of(len(names), 'unit')} missing: {named}")


def cannot(names: Sequence[tuple[str, str]]) -> str:
    """Why there is no sum."""
    return either(
        f"没有汇总，{missing(names)}。补齐后再汇总；只想先看部分结果的，加 --allow-missing。",
        f"Not added up, {missing(names)}. Complete them first; --allow-missing shows a part.",
    )


def left_out(names: Sequence[str]) -> str:
    """The units that the list, or the command, leaves out."""
    return either(f"不计入：{who(names)}。", f"Left out: {who(names)}.")


def mismatch(cell: str, summed: Number, computed: Number, units: Sequence[str]) -> str:
    """A total whose sum is not the sum of its summed parts."""
    guilty = ""
    if units:
        guilty = either(f"，因为{who(units)}自己的表没有加对", f", for {who(units)} did not add up right")
    return either(
        f"{cell}：各单位的总计之和为 {number(summed)}，各项重新相加为 {number(computed)}{guilty}。",
        f"{glossed(cell)}: the units' totals add up to {number(summed)}, its parts to {number(computed)}{guilty}.",
    )


def fits(name: str, source: str) -> str:
    """A printed report that is what its units add up to."""
    return either(f"{name or WHOLE}：与“{source}”一致。", f"{name or WHOLE}: agrees with “{source}”.")


def differs(name: str, source: str, cells: int) -> str:
    """A printed report that is not."""
    return either(
        f"{name or WHOLE}：与“{source}”有 {cells} 格不一致。", f"{name or WHOLE}: {cells} cells differ from “{source}”."
    )


def difference(cell: str, printed: Number, total: Number, by: Number) -> str:
    """One cell that differs."""
    return either(
        f"{cell}：原件 {number(printed)}，各单位之和 {number(total)}，相差 {number(by)}",
        f"{glossed(cell)}: {number(printed)} is printed, the units add up to {number(total)}: {number(by)} apart",
    )


POSSIBLE = Text("可能是以下之一：", "One of these:")
ALSO_POSSIBLE = Text("出错更多处时，也可能是：", "If more went wrong, also one of these:")
ALSO = Text("，同时", ", and ")
UNEXPLAINED = Text(
    "没有哪一两个单位能解释全部差异，请逐格核对。",
    "No one or two units explain the whole difference; compare cell by cell.",
)


def blank(cell: str, value: Number, blanks: int) -> str:
    """A cell that some units left blank."""
    return either(f"{cell}：{at_least(value, blanks)}", f"{glossed(cell)}: {at_least(value, blanks)}")


def more(count: int) -> str:
    """Explanations that are not shown."""
    return either(f"另有 {count} 种同样可能的解释。", f"{count} more explanations are as likely.")


def remainder_fits(names: Sequence[str]) -> str:
    """The difference is itself a report that holds: it may be that of who is missing."""
    return either(
        f"差额正好是一份平衡的报告，可能就是缺的{who(names)}。",
        f"The difference is itself a report that balances: it may be what is missing, {who(names)}.",
    )


def remainder_contradicts(cells: Sequence[str]) -> str:
    """The difference cannot be the report of who is missing."""
    return either(
        f"差额不可能只是缺的单位：{'；'.join(cells[:5])}。",
        f"The difference cannot be that of the missing units alone: {'; '.join(cells[:5])}.",
    )


def negative(cell: str) -> str:
    """The units that are there are already more than what is printed."""
    return either(f"{cell}已经超过原件", f"{glossed(cell)} is already more than what is printed")


def unbalanced(cell: str) -> str:
    """A total of the difference that is not the sum of its parts."""
    return either(f"{cell}不等于各项之和", f"{glossed(cell)} is not the sum of its parts")


def unlisted(names: Sequence[str]) -> str:
    """Reports of units that the list does not have."""
    named = who([name or either("（单位不详）", "(unit unknown)") for name in names])
    return either(
        f"名单外的报告没有计入：{named}。", f"Reports of units that are not in the list were not added: {named}."
    )


def no_parquet() -> str:
    """The library for parquet is missing."""
    return either(
        "写 .parquet 需要另装一个库：pip install pandas pyarrow。也可以写成 .csv。",
        "Writing .parquet needs another library: pip install pandas pyarrow. Or write .csv.",
    )


def no_form(form: str) -> str:
    """The report to compare with is in another form."""
    return either(f"要比较的报告不是“{form}”的表式。", f"The report to compare with is not in the form {form}.")

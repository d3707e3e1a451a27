"""The words of the standard workbook: guide, prompts, and the sentences of its formulas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checks.model.form import Cell, Form
from checks.model.rule import PREVIOUS, Rule
from checks.render.sentences import gap, number
from workbook_templates.figure_formulas import ISSUES as KINDS
from workbook_templates.figure_formulas import KIND, Issue, issue_place
from workbook_templates.verdicts import Stored

FILL_IN, REVIEW = "填报版", "复核版"
VERDICT = "校验"
EMPTY, GAPS, NOTHING = "… 未填", "… 有空白", "－"
GUIDE, CHECKS = "填写说明", "校验"
HEADER = ("规则", "状态", "说明", "左", "右", "差", "位置", "级别")
PROBLEMS = ("先看这里", "级别", "哪里不对", "左", "右", "差", "规则")

PREVIOUS_TITLE = "上年数据"
PREVIOUS_GUIDE = "把上年报告里的这些数填在 B 列，本年表格就会核对结转和滚动的数；不填则这些规则显示“－ 不适用”。"
PREVIOUS_HEADER = ("项目", "上年报告的数", "来源（单位、年度、文件）")

ISSUES: Mapping[Issue, tuple[str, str, str]] = {
    "C-BLANK": ("…", "未填", "没有空白，也没有用“无”“/”代替 0 的格"),
    "C-TEXT": ("！", "是文本型数字", "没有存成文本的数字"),
    "C-INT": ("✗", "不是数字", "没有不是数字的格"),
    "C-FRAC": ("✗", "不是整数", "件数都是整数"),
    "C-NEG": ("✗", "是负数", "件数都不是负数"),
}
"""Of each issue: its mark, what is said of a figure that has it, and what the rule asks."""

_BELOW = {
    "R3-COL": "列校验：各项之和＝总计",
    "R3-BAL": "列校验：新收＋上年结转＝总计＋结转下年度",
    "R3-CARRY": "列校验：上年结转＝上年报告的结转下年度",
}

FIELDS = ("填报单位", "报告年度")
BETWEEN = "\u3000" * 4
SIGNED = ("填报人", "审核人", "负责人", "填报日期")
SIGNED_OF: Mapping[str, tuple[str, ...]] = {
    "stat2014": ("单位负责人", "审核人", "填报人", "联系电话", "填报日期"),  # as that form prints them
}
"""Who signs below each table."""

COMMON = (
    ("第一步", "在上面填好单位和年度，再到各表的白格里填数。没有的请填 0，不要留空，也不要填“无”或“/”。"),
    (
        "粘贴",
        "从别处复制来的数，请用“选择性粘贴 → 数值”。不要剪切，不要拖动格子的边框，不要插入或删除行列。",
    ),
    ("看哪里有错", "每张表右上角写着还有几处不符、先看哪里；“校验”工作表最上面是全部问题，点“位置”跳过去。"),
    (
        "标记",
        "红底加下划线：所在的行或列不平衡。深红底白字：最可能就是这一格填错，行名和列名也变红。黄底斜体：缺数或要核实。",
    ),
    ("空白", "空白表示还没有填，不等于 0：写“… 未填”“… 有空白”，填上就有结果。"),
    ("状态", "✓ 通过、✗ 不符、？ 无法判断、－ 不适用、… 未填。逻辑性的必须改正；核实性的请核对，属实的可以说明。"),
    ("上年数据", "在“上年数据”里填上年报告的几个数，上年结转、现行有效就能跟上年对上。"),
    ("打印", "一张表一页，黑白；校验的内容不会印出来，下面有填报单位和签字的地方。"),
    ("保护", "工作表和工作簿的结构有保护，没有密码：“审阅”里可以撤销。不要改行名和列名，程序按它们认表。"),
    ("不会看到的错", "把一件申请记错了理由、合计也跟着变的，表格照样平衡；这要对照登记台账。"),
)
EDITION = {
    FILL_IN: "填报版：灰底的总计由公式算出，随填随算，不用填。",
    REVIEW: "复核版：总计也照原件填写，行列互相校验；一行一列同时差同一个数时，交叉的一格最可能填错（深红底白字）。",
}
DAMAGED = "条校验公式已损坏，请改用新的模板"
DAMAGED_LINE = "这条校验公式已损坏，请改用新的模板"
RESHAPED = "✗ 表格的行或列有增减，校验不再可靠，请改用新的模板"
ALL_WELL, TABLE_WELL = "✓ 没有发现问题", "✓ 本表没有问题"
NO_PROBLEM = "没有问题"


def validation(cell: Cell) -> dict[str, Any]:
    """Return the data validation of one figure: what it takes, and a prompt that says what to do."""
    kinds: dict[str, dict[str, Any]] = {
        "count": {"validate": "integer", "criteria": ">=", "value": 0},
        "signed": {"validate": "integer", "criteria": "between", "minimum": -(10**9), "maximum": 10**9},
        "money": {"validate": "decimal", "criteria": ">=", "value": 0},
    }
    say = {
        "count": "请填 0 或正整数；没有则填 0。",
        "signed": "增加填正数，减少填负数，例如 -8；没有变化填 0。",
        "money": f"请填金额{f'（{cell.unit}）' if cell.unit else '，并在说明里注明单位'}，可以有小数；没有则填 0。",
    }
    prompt: dict[str, Any] = {"error_title": "请改填数字", "error_message": say[cell.kind]}
    if cell.kind != "count":  # a prompt on every cell would cover the table
        prompt |= {"input_title": "怎么填", "input_message": say[cell.kind]}
    return {**kinds[cell.kind], **prompt}


def below(catalogue: str) -> str:
    """Return the label of a row of verdicts below a table."""
    return _BELOW.get(catalogue, VERDICT)


def doubt(rule: Rule, *, narrow: bool = False) -> str:
    """Return what is said of a rule that hangs on a blank."""
    if narrow:
        return "？ 缺数"
    return "？ 有空白或非数字，无法判断" if rule.severity == "error" else "？ 无法判断"


def complaint(rule: Rule, left: str, right: str, *, narrow: bool = False) -> str:
    """Return the formula text for a broken rule, from the cells of its two sides."""
    shown = f'ROUND({left},4)&"', f'ROUND({right},4)&"', f"ROUND(ABS({left}-{right}),4)"
    if narrow:
        return f'"✗ 差 "&{shown[2]}'
    if is_sum(rule):
        return f'"✗ 各项相加 "&{shown[0]}，填 "&{shown[1]}，差 "&{shown[2]}'
    if rule.holds.relation == "=":
        return f'"✗ 左边 "&{shown[0]}，右边 "&{shown[1]}，差 "&{shown[2]}'
    return f'"✗ {_title(rule)}"'


def complaint_words(rule: Rule, stored: Stored, *, narrow: bool = False) -> str:
    """Return what the formula of a broken rule gives."""
    left, right = stored.side(rule.holds.left), stored.side(rule.holds.right)
    apart = number(gap(left, right))
    if narrow:
        return f"✗ 差 {apart}"
    if is_sum(rule):
        over = next((cell for cell, _ in rule.holds.left.terms if stored.value(cell) > right), None)
        named = exceeds(short_label(stored.form, rule, over)) if over else ""
        return f"✗ 各项相加 {number(left)}，填 {number(right)}，差 {apart}{named}"
    equal = f"✗ 左边 {number(left)}，右边 {number(right)}，差 {apart}"
    return equal if rule.holds.relation == "=" else f"✗ {_title(rule)}"


def issue(kind: Issue, count: str, first: str) -> str:
    """Return the formula text for an issue: how many figures have it, and which is the first."""
    mark, words, _ = ISSUES[kind]
    return f'IF({count}=0,"✓","{mark} "&{issue_place(first)}&" {words}"&IF({count}>1,"，共 "&{count}&" 格",""))'


def issue_words(kind: Issue, count: int, place: str) -> str:
    """Return what that formula gives."""
    mark, words, _ = ISSUES[kind]
    return f"{mark} {place} {words}{f'，共 {count} 格' if count > 1 else ''}" if count else "✓"


def worst_issue(issue_cell: str) -> str:
    """Return the formula text for the worst issue of a row, if it is worse than a blank."""
    which = f"INT({issue_cell}/{KIND})-1"
    marks, words = (",".join(f'"{ISSUES[kind][part]}"' for kind in KINDS[1:]) for part in (0, 1))
    return f'CHOOSE({which},{marks})&" "&{issue_place(issue_cell)}&" "&CHOOSE({which},{words})'


def exceeds(label: str) -> str:
    """Return the words for a part that alone is more than its total."""
    return f"；{label}一项就超过了总计"


def short_label(form: Form, rule: Rule, cell: str) -> str:
    """Return what tells a part from the other parts of its rule: the column of a row sum, the row of a column sum."""
    declared = form.cell(cell)
    whole = form.cell(rule.holds.right.terms[0][0])
    block = form.tables[declared.table].blocks[declared.block]
    same_row = (declared.block, declared.row) == (whole.block, whole.row)
    return (block.columns[declared.column] if same_row else block.rows[declared.row]).short


def describe(rule: Rule) -> str:
    """Return the words of a rule on the 校验 sheet."""
    return rule.title


def is_sum(rule: Rule) -> bool:
    """Tell whether a rule says that parts add up to one printed total."""
    sides = rule.holds
    plain = len(sides.left.terms) > 1 and all(coefficient == 1 for _, coefficient in sides.left.terms)
    whole = sides.right.terms[0][0] if len(sides.right.terms) == 1 else PREVIOUS
    return sides.relation == "=" and plain and not whole.startswith(PREVIOUS)


def _title(rule: Rule) -> str:
    return rule.title.partition("：")[2] or rule.title


def left_over(counts: tuple[int, int, int, int]) -> str:
    """Return the line above the 校验 sheet: of errors, warnings, what cannot be decided, and blanks."""
    errors, warnings, undecided, blanks = counts
    if not any(counts):
        return ALL_WELL
    kinds = f"（逻辑性 {errors}，核实性 {warnings}）" if errors + warnings else ""
    return f"还有 {errors + warnings} 处不符{kinds}，{undecided} 处无法判断，{blanks} 格未填"


def left_over_formula(errors: str, warnings: str, undecided: str, blanks: str) -> str:
    """Return the formula text for the same."""
    kinds = f'IF({errors}+{warnings}>0,"（逻辑性 "&{errors}&"，核实性 "&{warnings}&"）","")'
    words = f'"还有 "&({errors}+{warnings})&" 处不符"&{kinds}&"，"&{undecided}&" 处无法判断，"&{blanks}&" 格未填"'
    return f'IF({errors}+{warnings}+{undecided}+{blanks}=0,"{ALL_WELL}",{words})'


def other_years(document: str, first: int, last: int | None) -> str:
    """Return what is said of a year that the form does not serve."""
    span = f"{first}至{last}年度" if last else f"{first}年度起"
    return f"✗ 表式不符：这是{document}的表式（{span}），请核对报告年度，或改用该年度的表格"


def on_table(counts: tuple[int, int, int], place: str, sentence: str) -> str:
    """Return the headline of a table in two short lines: how much does not hold, and where to look first.

    Args:
        counts: of what does not hold, what cannot be decided, and blanks.
        place: the first problem's, with its sheet; its row or column says the rest.
        sentence: of the first problem.
    """
    pieces = [counted.format(count) for counted, count in zip(_HEADLINE, counts, strict=True) if count]
    before, gap, after = sentence.partition(_GAP)
    words = before.partition("：")[2] or before  # what it is about is where it is
    first = (gap.removeprefix("，") + after if gap else words).partition("；")[0]
    cell = place.partition("!")[2]
    where = "" if first.startswith(cell) else f"{cell}："
    return " ".join(pieces) + f"\n先看 {where}{first}" if pieces else TABLE_WELL


def on_table_formula(counts: tuple[str, str, str], place: str, sentence: str) -> str:
    """Return the formula text for the same."""
    broken, undecided, blank = (
        f'"{words.format(mark)}"'.replace(mark, f'"&{count}&"')
        for words, count, mark in zip(_HEADLINE, counts, "###", strict=True)
    )
    between = (
        f'IF(AND({counts[0]}>0,{counts[1]}+{counts[2]}>0)," ","")',
        f'IF(AND({counts[1]}>0,{counts[2]}>0)," ","")',
    )
    pieces = [f'IF({count}>0,{words},"")' for count, words in zip(counts, (broken, undecided, blank), strict=True)]
    behind = f'IF(ISERROR(FIND("：",{sentence})),1,FIND("：",{sentence})+1)'
    start = f'IF(ISERROR(FIND("{_GAP}",{sentence})),{behind},FIND("{_GAP}",{sentence})+1)'
    cut = f'MID({sentence}&"；",{start},200)'
    first = f'LEFT({cut},FIND("；",{cut})-1)'
    cell = f'MID({place},FIND("!",{place})+1,9)'
    where = f'"先看 "&IF(LEFT({sentence},LEN({cell}))={cell},"",{cell}&"：")'
    said = f"{pieces[0]}&{between[0]}&{pieces[1]}&{between[1]}&{pieces[2]}&CHAR(10)&{where}&{first}"
    return f'IF({"+".join(counts)}=0,"{TABLE_WELL}",{said})'


_GAP = "，差 "
"""Before the one number of a sentence that says most."""
_HEADLINE = ("✗ {} 不符", "？ {} 缺数", "… {} 未填")


def origin(unit: str | None, year: int | None, file: str, expected: int | None) -> str:
    """Whose figures of which year stand in 上年数据, and from which file; what looks wrong about it."""
    told = f"{unit or '单位不详'}，{f'{year}年' if year else '年度不详'}，{file}"
    doubt = year is not None and expected is not None and year != expected
    return f"{told}（应是 {expected} 年的报告，请核对）" if doubt else told

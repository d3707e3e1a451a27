"""The words of the standard workbook: guide, prompts, and the sentences of its formulas."""

from __future__ import annotations

from typing import Any

from xlsxwriter.workbook import Workbook

from checks.model.figures import Number
from checks.model.form import Cell, Form
from checks.model.rule import PREVIOUS, Rule
from checks.render.sentences import gap, number
from workbook_templates.sheets import Formats
from workbook_templates.verdicts import Stored

FILL_IN, REVIEW = "填报版", "复核版"
VERDICT = "校验"
EMPTY, GAPS = "未填", "✓ 有空白"
GUIDE, CHECKS = "填写说明", "校验"
HEADER = ("规则", "状态", "说明", "左", "右", "差", "位置")

PREVIOUS_TITLE = "上年数据"
PREVIOUS_GUIDE = "把上年报告里的这些数填在 B 列，本年表格就会核对结转和滚动的数；不填则这些规则显示“－ 不适用”。"
PREVIOUS_HEADER = ("项目", "上年报告的数")

_BELOW = {
    "R3-COL": "列校验：各项之和＝总计",
    "R3-BAL": "列校验：新收＋上年结转＝总计＋结转下年度",
    "R3-CARRY": "列校验：上年结转＝上年报告的结转下年度",
    "R4-SUM": "校验：四项之和＝总计",
}

_COMMON = (
    ("怎么填", "在白色的格里填数；深色的是表头和行名，不用改。没有的请填 0，不要留空，也不要填“无”或“/”。"),
    ("空白是什么意思", "空白表示还没有填，不等于 0。有空白的行会写“未填”“有空白”或“？”，填上就有结果。"),
    (
        "标记是什么意思",
        "红底、粗体加下划线：这一格所在的行或列不平衡；黄底斜体：缺数，暂时无法判断。右边和下面的“校验”用文字说明。",
    ),
    ("看全部结果", "“校验”工作表每条规则一行：✓ 通过、✗ 不符、？ 无法判断、－ 不适用；点“位置”跳到那一格。"),
    ("上年数据", "在“上年数据”里填上年报告的几个数，上年结转、现行有效就能跟上年对上。"),
    ("改格式", "工作表有保护但没有密码：“审阅”里可以撤销。可以调列宽、设格式。不要改行名和列名，程序按它们认表。"),
    ("不会看到的错", "把一件申请记错了理由、合计也跟着变的，表格照样平衡；这要对照登记台账。"),
)
_EDITION = {
    FILL_IN: "填报版：灰底的总计由公式算出，随填随算，不用填。",
    REVIEW: "复核版：总计也照原件填写，行列互相校验；一行一列同时差同一个数时，交叉的一格最可能填错（深红底白字）。",
}


def write_guide(
    workbook: Workbook, formats: Formats, form: Form, edition: str, version: str, unit: str, year: int | None
) -> None:
    """Write the first sheet: what this is, whose it is, and one page of how to fill it in."""
    sheet = workbook.add_worksheet(GUIDE)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 82)
    sheet.write(0, 0, f"政府信息公开工作年度报告 表格（{edition}）", formats["title"])
    rows = (("填报单位", unit, "gj_unit"), ("报告年度", year or "", "gj_year"))
    for r, (label, value, name) in enumerate(rows, 1):
        sheet.write(r, 0, label, formats["strong"])
        sheet.write(r, 1, value, formats["input_text"])
        workbook.define_name(name, f"='{GUIDE}'!$B${r + 1}")
    fixed = (("表式", form.id, "gj_form"), ("模板版本", version, "gj_template_version"))
    for r, (label, value, name) in enumerate(fixed, 3):
        sheet.write(r, 0, label, formats["strong"])
        sheet.write_string(r, 1, value, formats["words"])
        workbook.define_name(name, f"='{GUIDE}'!$B${r + 1}")
    sheet.write(5, 0, "依据", formats["strong"])
    sheet.write(5, 1, f"{form.document} {form.title}", formats["words"])
    sheet.set_row(0, 32)
    for r in range(1, 6):
        sheet.set_row(r, 22)
    for r, (label, words) in enumerate((("版本", _EDITION[edition]), *_COMMON), 7):
        sheet.write(r, 0, label, formats["strong"])
        sheet.write(r, 1, words, formats["words"])
        sheet.set_row(r, 16 * (1 + len(words) // 42) + 6)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    sheet.hide_gridlines(2)
    sheet.protect()


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
    shown = f'TEXT({left},"0.####")', f'TEXT({right},"0.####")', f'TEXT(ABS({left}-{right}),"0.####")'
    if narrow:
        return f'"✗ 差 "&{shown[2]}'
    if is_sum(rule):
        return f'"✗ 各项相加 "&{shown[0]}&"，填 "&{shown[1]}&"，差 "&{shown[2]}'
    if rule.holds.relation == "=":
        return f'"✗ 左边 "&{shown[0]}&"，右边 "&{shown[1]}&"，差 "&{shown[2]}'
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


def left_over(value: Number) -> str:
    """Return the line above the 校验 sheet."""
    return f"还有 {number(value)} 处不符"

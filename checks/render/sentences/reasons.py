"""How a figure came to be wrong → words; the codes are those of ``checks.localize``."""

from __future__ import annotations

from checks.language import Words
from checks.model.findings import Reason
from checks.render import sentences
from checks.render.sentences.glossary import label

_PLAIN = Words(
    {
        "blank": ("漏填", "left blank"),
        "unreadable": ("这一格的内容不能当作数用", "what stands there is no number"),
        "text": ("存成了文本，求和时漏掉", "stored as text, which a SUM leaves out"),
        "sign": ("正负号写反", "the sign is reversed"),
        "unit": ("相差一万倍，疑为元与万元混淆", "10,000 times apart: yuan and 10,000 yuan confused"),
        "copied": ("与相邻格的数相同，疑为填错相邻列或行", "the same as the next cell: a row or column too far"),
        "zero_total": ("该格应为合计，却填了 0", "a total, entered as 0"),
        "total": ("合计没有随之改", "the total was not changed with its parts"),
        "zero": ("填了 0，疑为漏填", "0 was entered, or left standing"),
        "should_be_zero": ("应为 0，疑为填错了行或列", "should be 0: in the wrong row or column"),
        "extra": ("多打一位", "a digit too many"),
        "dropped": ("少打一位", "a digit too few"),
        "swapped": ("两位颠倒", "two digits exchanged"),
        "one_digit": ("一位打错", "a digit mistyped"),
        "absurd": ("数字大得不合常理，疑为误填", "absurdly large"),
        "other": ("改正后各项合计都相符", "then all sums agree"),
    }
)
_NAMING = Words(
    {
        "left_out": ("合计没有随之改：少加了“{name}”的 {value}", "the total lacks {name}, {value}"),
        "added_twice": ("合计多加了一次“{name}”的 {value}", "the total counts {name}, {value}, twice"),
        "exchanged": ("与“{name}”两格互换", "exchanged with {name}"),
        "belongs_in_column": ("填错相邻列，应填在“{name}”", "in the wrong column, belongs under {name}"),
        "belongs_in_row": ("填错相邻行，应填在“{name}”", "in the wrong row, belongs in {name}"),
        "came_from_column": ("填错相邻列，误填在“{name}”", "its figure stands in the wrong column, {name}"),
        "came_from_row": ("填错相邻行，误填在“{name}”", "its figure stands in the wrong row, {name}"),
        "row_blank": ("“{name}”整行漏填", "the whole row {name} is left blank"),
        "row_zero": ("“{name}”整行填了 0", "the whole row {name} is 0"),
        "row_slid_on": ("“{name}”整行向后错了一格", "the whole row {name} stands one cell too far right"),
        "row_slid_back": ("“{name}”整行向前错了一格", "the whole row {name} stands one cell too far left"),
        "row_exchanged": ("“{name}”与下一行整体互换", "the row {name} is exchanged with the next"),
        "column_blank": ("“{name}”整列漏填", "the whole column {name} is left blank"),
        "column_zero": ("“{name}”整列填了 0", "the whole column {name} is 0"),
        "column_slid_on": ("“{name}”整列向后错了一格", "the whole column {name} stands one cell too low"),
        "column_slid_back": ("“{name}”整列向前错了一格", "the whole column {name} stands one cell too high"),
        "column_exchanged": ("“{name}”与下一列整体互换", "the column {name} is exchanged with the next"),
    }
)


def reason(why: Reason) -> str:
    """Return the words for a reason, without a full stop."""
    if why.code in _PLAIN:
        return _PLAIN[why.code]
    value = "" if why.value is None else sentences.number(why.value)
    return _NAMING[why.code].format(name=label(why.name), value=value)

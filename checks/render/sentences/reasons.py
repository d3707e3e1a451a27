"""How a figure came to be wrong → words; the codes are those of ``checks.localize``."""

from __future__ import annotations

from checks.model.findings import Reason
from checks.render import sentences

_PLAIN: dict[str, str] = {
    "blank": "漏填",
    "unreadable": "这一格的内容不能当作数用",
    "text": "存成了文本，求和时漏掉",
    "sign": "正负号写反",
    "unit": "相差一万倍，疑为元与万元混淆",
    "copied": "与相邻格的数相同，疑为填错相邻列或行",
    "zero_total": "该格应为合计，却填了 0",
    "total": "合计没有随之改",
    "zero": "填了 0，疑为漏填",
    "should_be_zero": "应为 0，疑为填错了行或列",
    "extra": "多打一位",
    "dropped": "少打一位",
    "swapped": "两位颠倒",
    "one_digit": "一位打错",
    "absurd": "数字大得不合常理，疑为误填",
    "other": "改正后各项合计都相符",
}
_NAMING: dict[str, str] = {
    "left_out": "合计没有随之改：少加了“{name}”的 {value}",
    "added_twice": "合计多加了一次“{name}”的 {value}",
    "exchanged": "与“{name}”两格互换",
    "belongs_in_column": "填错相邻列，应填在“{name}”",
    "belongs_in_row": "填错相邻行，应填在“{name}”",
    "came_from_column": "填错相邻列，误填在“{name}”",
    "came_from_row": "填错相邻行，误填在“{name}”",
    "row_blank": "“{name}”整行漏填",
    "row_zero": "“{name}”整行填了 0",
    "row_slid_on": "“{name}”整行向后错了一格",
    "row_slid_back": "“{name}”整行向前错了一格",
    "row_exchanged": "“{name}”与下一行整体互换",
    "column_blank": "“{name}”整列漏填",
    "column_zero": "“{name}”整列填了 0",
    "column_slid_on": "“{name}”整列向后错了一格",
    "column_slid_back": "“{name}”整列向前错了一格",
    "column_exchanged": "“{name}”与下一列整体互换",
}


def reason(why: Reason) -> str:
    """Return the words for a reason, without a full stop."""
    if why.code in _PLAIN:
        return _PLAIN[why.code]
    return _NAMING[why.code].format(name=why.name, value="" if why.value is None else sentences.number(why.value))

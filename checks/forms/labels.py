"""How a label is compared: the same words, whatever the brackets, blanks, numbering or script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from functools import lru_cache

from checks.patterns import pattern

# The characters of the statutory labels that are written otherwise in traditional script
# (from OpenCC's t2s table, kept to those whose simplified form occurs in a form file).
_TRADITIONAL = (
    "佈係俬個傢傳內別動務區協參員單噹嚮國圍埰執報寀審專對屬廢強彆後徑從復徵態應戶捲採據數"
    "於時曏會査條業構標機權決沒況減濟為無熱爲獲現當發監眞眾確祕稱穩穫箇範糾納級組結絡統經"
    "綫維網線編總織繫繳繼續罰聞職舉華萬蔘處號衆衕補製複見規計訓記訟訪設許訴註詢試誌認談請"
    "議護讀負責貴費購踰輯輿轉辦迴這過錯錶門開閤閱閲關隱隻項預題額類饋駁體髮麪麫麵點齣"
)
_SIMPLIFIED = (
    "布系私个家传内别动务区协参员单当向国围采执报采审专对属废强别后径从复征态应户卷采据数"
    "于时向会查条业构标机权决没况减济为无热为获现当发监真众确秘称稳获个范纠纳级组结络统经"
    "线维网线编总织系缴继续罚闻职举华万参处号众同补制复见规计训记讼访设许诉注询试志认谈请"
    "议护读负责贵费购逾辑舆转办回这过错表门开合阅阅关隐只项预题额类馈驳体发面面面点出"
)
_TO_SIMPLIFIED = str.maketrans(_TRADITIONAL, _SIMPLIFIED)
_IN_TRADITIONAL = frozenset(_TRADITIONAL)

_NUMBERING = re.compile(
    r"(?:\((?P<bracketed>[一二三四五六七八九十]{1,3}|\d{1,2})\)"
    r"|(?P<chinese>[一二三四五六七八九十]{1,3})[、,.:]"
    r"|(?P<arabic>\d{1,2})(?:[.、,:)]|(?=[^\d.,%年月日时])))"
)
_UNIT_AT_END = re.compile(r"(?:单位)?(?:万元|件|条|项)$")
_IN_YUAN = pattern(r"(?<!万)元")  # an amount in 元 is another column than one in 万元
_LEAD_IN = re.compile(r"^其中[:,]?")


_TIMES = {
    "earlier": pattern("上上年|前年|往年|历年"),
    "last": pattern("(?<!上)上年|上[一个]年|去年"),
    "next": pattern("下年|下[一个]年|次年|明年|来年"),
    "this": pattern("本年|今年|当年|本期"),
}
_TURNING = ("不", "非", "未", "自然人", "法人")
_RESULTS = ("维持", "纠正", "撤销", "驳回", "变更", "违法", "审结")
"""Words that make a label another one."""


@lru_cache(maxsize=8192)
def normalise(text: str) -> str:
    """Return the words of a label: no blanks, punctuation, numbering or ``其中``; simplified script.

    ``（三）不予公开`` and ``(三) 不予公開`` both give ``不予公开``.
    """
    label = _squeeze(text)
    label = _LEAD_IN.sub("", label)
    numbered = _NUMBERING.match(label)
    if numbered and len(label) > numbered.end():
        label = label[numbered.end() :]
    label = _LEAD_IN.sub("", label)
    return label if label.isalnum() else "".join(c for c in label if unicodedata.category(c)[0] in "LN")


@lru_cache(maxsize=8192)
def numbering(text: str) -> str:
    """Return the number that a label starts with, without its brackets: ``（三）…`` gives ``三``, or ""."""
    numbered = _NUMBERING.match(_squeeze(text))
    return next((part for part in numbered.groups() if part), "") if numbered else ""


def known_core(text: str, known: Container[str]) -> str:
    """Return the core under which a label is known: whole, or without the note or the unit at its end.

    ``规章(设区的市应提供相关数据)`` is ``规章``, ``采购总金额（万元）`` is ``采购总金额``, ``总计（件）`` is ``总计``;
    ``行政诉讼（复议后起诉）``, whose note is a label itself, stays whole.

    Args:
        text: the label as written.
        known: the cores that mean something; of a label that is not among them, the whole core comes back.
    """
    core = normalise(text)
    if core in known or not core:
        return core
    label = _squeeze(text)
    at = label.find("(", 1)
    if at > 0 and label.endswith(")") and not _IN_YUAN.search(label, at) and normalise(label[at:]) not in known:
        short = normalise(label[:at])
        if short in known:
            return short
    short = _UNIT_AT_END.sub("", core)
    return short if short in known else core


def is_contrary(written: str, label: str) -> bool:
    """Tell whether a label says another thing than the form's that it stands for: another year, the opposite.

    Args:
        written: as the document has it.
        label: the form's.
    """
    own, asked = _squeeze(written), _squeeze(label)
    times, meant = ({time for time, words in _TIMES.items() if words.search(text)} for text in (own, asked))
    if times and times != meant and not (times == {"this"} and not meant):
        return True
    if any(own.count(word) > asked.count(word) for word in _TURNING):
        return True
    results = ({word for word in _RESULTS if word in text} for text in (own, asked))
    named, form_has = results
    return bool(named and form_has and not named & form_has)


def before_bracket(label: str) -> str:
    """Return a label without the explanation at its end: ``（二）部分公开（区分…）`` gives ``（二）部分公开``."""
    at = label.find("（", 1)
    return label[:at] if at > 0 and label.endswith("）") else label


def _squeeze(text: str) -> str:
    label = "".join(unicodedata.normalize("NFKC", text).split())
    if not _IN_TRADITIONAL.isdisjoint(label):
        label = label.translate(_TO_SIMPLIFIED)
    return label.replace("其它", "其他")

"""What the text says was collected in fees, against 行政事业性收费 of the tables, which is in 万元."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from checks.evaluate.clauses import plain
from checks.model.figures import Number

_YUAN = 10_000
_AMOUNT = r"(?P<n>\d+(?:\.\d+)?)(?P<wan>万)?元"
_OF_INFORMATION = re.compile(rf"信息处理费\D{{0,24}}?{_AMOUNT}")
_OF_ALL = re.compile(
    r"(?<!涉企)(?<!部分)行政事业性收费(?:收入|项目|总?金额|总?额|合计|共计|总计|累计|共|为|是|收取|征收|收缴|执收|入库|[:,])*"
    + _AMOUNT
)
_OTHER_TIME = r"上半年|下半年|季度|同期|同比|环比|[比较]上年|[比较]去年|[比较]20\d\d|历年|以来"
_OTHER_SCOPE = (
    r"代表|本级|备案|直属|所属|下属|(?<!各级)各(?:县|区|镇|街道|部门|单位)|市直|县直|区直|指导|协助|帮助|转来|转交|交办"
)
_NO_TOTAL = re.compile(
    r"减免|免征|免收|减轻|降低|取消|停征|缓征|预算|计划|退还|返还|标准|其中|每|上一?年|去年"
    rf"|{_OTHER_TIME}|{_OTHER_SCOPE}"
)


@dataclass(frozen=True, slots=True)
class StatedFee:
    """An amount that a sentence names.

    Attributes:
        sentence: as written.
        yuan: the amount.
        exact_to: what its last digit stands for, in 元: 100 for ``2.95万元``.
    """

    sentence: str
    yuan: Decimal
    exact_to: Decimal

    def agrees(self, amount_wan: Number) -> bool:
        """Tell whether an amount in 万元 may be this one, either of them rounded."""
        apart = abs(self.yuan - Decimal(amount_wan) * _YUAN)
        last_digit = Decimal(1).scaleb(min(0, _exponent(Decimal(amount_wan)))) * _YUAN
        return apart < max(self.exact_to, last_digit)


def fees_for_information(sentences: Iterable[str]) -> Iterator[StatedFee]:
    """Yield what sentences say of 信息处理费: a part of all fees."""
    return _stated(_OF_INFORMATION, sentences)


def all_fees(sentences: Iterable[str], year: int | None) -> Iterator[StatedFee]:
    """Yield what sentences give as the whole of 行政事业性收费, for the unit and the year of the report."""
    for fee in _stated(_OF_ALL, sentences):
        text = plain(fee.sentence)
        other_year = {int(one) for one in re.findall(r"(20\d\d)年", text)} - {year}
        if not other_year and not _NO_TOTAL.search(text):
            yield fee


def _stated(pattern: re.Pattern[str], sentences: Iterable[str]) -> Iterator[StatedFee]:
    for sentence in sentences:
        if "费" in sentence and (match := pattern.search(plain(sentence))):
            unit = _YUAN if match["wan"] else 1
            amount = Decimal(match["n"])
            yield StatedFee(sentence, amount * unit, Decimal(1).scaleb(_exponent(amount)) * unit)


def _exponent(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0

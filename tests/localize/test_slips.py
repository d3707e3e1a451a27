"""How a figure was mistyped, in a clerk's words."""

import pytest

from checks.localize.typing_errors import Around, slip
from checks.render.sentences.reasons import reason as words

TOTAL = Around(parts=((("自然人", 30), ("其他", 4)),))


@pytest.mark.parametrize(
    ("actual", "proposed", "around", "reason"),
    [
        (None, 4, Around(), "漏填"),
        (1233, 123, Around(), "多打一位"),
        (1923, 123, Around(), "多打一位"),
        (12, 123, Around(), "少打一位"),
        (132, 123, Around(), "两位颠倒"),
        (321, 123, Around(), "两位颠倒"),
        (128, 123, Around(), "一位打错"),
        (-12, 12, Around(), "正负号写反"),
        (120_000, 12, Around(), "相差一万倍，疑为元与万元混淆"),
        (12, 120_000, Around(), "相差一万倍，疑为元与万元混淆"),
        (0, 34, TOTAL, "该格应为合计，却填了 0"),
        (30, 34, TOTAL, "合计没有随之改：少加了“其他”的 4"),
        (184, 107, Around(parts=((("自然人", 30), ("其他", 77)),)), "合计多加了一次“其他”的 77"),
        (61, 34, TOTAL, "合计没有随之改"),
        (43, 34, TOTAL, "两位颠倒"),
        (17, 803, Around(neighbours=(17, 5)), "与相邻格的数相同，疑为填错相邻列或行"),
        (0, 7, Around(), "填了 0，疑为漏填"),
        (7, 0, Around(), "应为 0，疑为填错了行或列"),
        (13_812_345_678, 7, Around(), "数字大得不合常理，疑为误填"),
        (17, 803, Around(), "改正后各项合计都相符"),
    ],
)
def test_reason(actual, proposed, around, reason):
    assert words(slip(actual, proposed, around).reason) == reason


def test_what_cannot_be_read():
    assert words(slip(None, 3, Around(), unreadable=True).reason) == "这一格的内容不能当作数用"


def test_the_likelier_slip_costs_less():
    swapped, one_digit, other = (slip(actual, 123, Around()).cost for actual in (132, 128, 987))
    assert swapped < one_digit < other


def test_a_total_is_blamed_before_a_part_where_nothing_else_decides():
    assert slip(98, 34, TOTAL).cost < slip(98, 34, Around()).cost

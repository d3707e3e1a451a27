"""A number format that shows another number is seen; honest habits are left alone."""

from __future__ import annotations

import pytest

from checks.readers.number_formats import shown


@pytest.mark.parametrize(
    ("code", "number", "seen"),
    [
        ('"7"', 3, "7"),
        ("0,", 3, "0"),
        ("#,##0,", 12_345, "12"),
        ('0"0"', 3, "30"),
        ("0\\0", 3, "30"),
        (";;;", 3, ""),
        (";;", 3, ""),
        ("0%", 3, "300%"),
        ("0.00%", 3, "300.00%"),
        ("0;0", -3, "3"),
        ("-0", 3, "-3"),
        ("0", 2.5, "3"),
        ("0_ ;[Red]0 ", -3, "3 "),
        ('"共"#,##0"0件"', 12, "共120件"),
        ('0"万"', 3, "3万"),
        ("[>5]0;;", 3, ""),
        ('[<5]"9";0', 3, "9"),
        ("0-0", 12, "12"),
        ("0.0,", 145, "0.1"),
        ("#,##0.0,,", 145_000_000, "145.0"),
        ("0E+00", 145, "100"),
        ("0.0E+00", 12_345, "12000"),
        ("0E+00", 300, None),
        ("#,##0.0", 1_450, None),
        ("#", 3, None),
        ("*00", 3, "03"),
        ('"1"General', 3, "13"),
        ("0.0_ ", 3.26, "3.3"),
        ("#,##0_);(#,##0)", 1.5, "2"),
    ],
)
def test_another_number_is_seen(code: str, number: float, seen: str | None) -> None:
    assert shown(code, number) == seen


@pytest.mark.parametrize("number", [0, 1, 3, 290, 12_345, 6_154_570])
@pytest.mark.parametrize(
    "code",
    [
        "General",
        "0",
        "0.00",
        "0_ ",
        "0_);[Red]\\(0\\)",
        "#,##0",
        "#,##0.00",
        "0.0",
        "@",
        "000",
        "0;-0;;@",
        "+0;-0;0",
        '0"件"',
        '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
        '_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)',
        "[$¥-804]#,##0",
        "#,##0;[Red]-#,##0",
        "[DBNum1][$-804]General",
        "G/通用格式",
        "# ?/?",
        '#,##0" 件"',
        "0.00E+00",
        "[<1]0;0",
    ],
)
def test_honest_formats_are_left_alone(code: str, number: int) -> None:
    assert shown(code, number) is None


@pytest.mark.parametrize("code", ["0;(0)", "#,##0_);(#,##0)", "0_);[Red]\\(0\\)", "0", "+0;-0;0", '0;"减"0'])
def test_a_negative_number_keeps_its_sign(code: str) -> None:
    assert shown(code, -3) is None


def test_rounding_of_money_is_honest() -> None:
    assert shown("#,##0.00_ ", 59237.2449) is None

"""How written figures are read, and what is never guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.model.characters import clean
from checks.model.figures import is_figure, read
from checks.model.grid import Special, is_blank


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (3.0, 3),
        ("3", 3),
        (" 3\n", 3),
        ("1,234", 1234),
        ("1，234", 1234),
        ("１２３", 123),
        ("12件", 12),
        ("12 345", 12345),
        ("1.2万件", 12000),
        ("6154570.0", 6154570),
        ("1E+05", 100000),
        ("'4", 4),
        (0.1 + 0.2, Decimal("0.3")),
        ("4.5", Decimal("4.5")),
        (-4.0, -4),
        (1e12, 10**12),
    ],
)
def test_counts(written: object, value: object) -> None:
    assert read(written, "count").value == value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("增加8", 8),
        ("+8", 8),
        ("＋8", 8),
        ("－4", -4),
        ("减4", -4),
        ("减少4", -4),
        ("減少4", -4),
        ("增8", 8),
        ("−4", -4),
        ("4", 4),
    ],
)
def test_signed_counts(written: str, value: int) -> None:
    assert read(written, "signed", typed=True).value == value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("59237.2449", Decimal("59237.2449")),
        ("2000万", 2000),
        ("2000万元", 2000),
        ("500元", Decimal("0.05")),
        (72701.2578, Decimal("72701.2578")),
    ],
)
def test_money_in_its_column_s_unit(written: object, value: object) -> None:
    assert read(written, "money", "万元").value == value


@pytest.mark.parametrize(
    ("written", "state"),
    [
        ("", "blank"),
        ("　", "blank"),
        (None, "blank"),
        ("/", "placeholder"),
        ("—", "placeholder"),
        ("-", "placeholder"),
        ("－", "placeholder"),
        ("无", "placeholder"),
        ("不适用", "placeholder"),
        ("0 0 3", "several"),
        ("0 003", "several"),
        ("12 34", "several"),
        ("0\n3", "several"),
        ("1、2", "several"),
        ("若干", "text"),
        ("约12", "text"),
        ("5%", "text"),
        ("1O", "text"),
        ("#DIV/0!", "error"),
        ("#REF!", "error"),
        ("#N/A", "error"),
        (float("nan"), "text"),
        (float("inf"), "text"),
        (Special("error", "#NAME?"), "error"),
        (Special("uncalculated", "=SUM(A1)"), "uncalculated"),
        (Special("date", "1900-01-12"), "text"),
    ],
)
def test_what_is_no_number_has_no_value(written: object, state: str) -> None:
    reading = read(written, "count")
    assert (reading.value, reading.state) == (None, state)


@pytest.mark.parametrize("written", ["１２", "12件", "1 234", "12", "1,234", "+8"])
def test_irregular_spellings_in_a_typed_sheet_are_remarked_on(written: str) -> None:
    assert read(written, "count", typed=True).remarks


@pytest.mark.parametrize("written", ["12", "1,234", "0"])
def test_plain_text_figures_are_regular_in_a_text(written: str) -> None:
    assert read(written, "count").remarks == ()


@given(st.integers(0, 10**15 - 1))
def test_every_count_survives_a_spreadsheet(value: int) -> None:
    assert read(float(value), "count").value == value
    assert read(str(value), "count").value == value


@given(st.decimals(0, 10**9, places=4))
def test_money_survives_a_spreadsheet(value: Decimal) -> None:
    assert read(float(value), "money", "万元").value == value


@given(st.text(max_size=80))
def test_any_text_is_read_or_reported(text: str) -> None:
    reading = read(text, "count")
    assert (reading.value is not None) == (reading.state == "number")
    assert is_figure(text) or reading.state != "number"  # what is read as a number is known as one


INVISIBLE = [
    "\u200b",
    "\u200e",
    "\u202d",
    "\u202c",
    "\u2060",
    "\ufeff",
    "\u00ad",
    "\x00",
    "\x7f",
    "_x000D_",
    "\u3164",
    "\ufe0f",
]


@pytest.mark.parametrize("character", INVISIBLE)
@pytest.mark.parametrize("pattern", ["{}290", "290{}", "2{}90", "{0}2{0}9{0}0{0}"])
def test_what_nobody_sees_is_left_out_and_said(character: str, pattern: str) -> None:
    reading = read(pattern.format(character), "count")
    assert (reading.value, reading.text, reading.remarks) == (290, "290", ("有看不见的字符",))


@pytest.mark.parametrize("character", INVISIBLE)
def test_a_cell_of_what_nobody_sees_is_blank(character: str) -> None:
    assert read(character * 2, "count").state == "blank"
    assert is_blank(f" {character}")
    assert not is_blank(f"{character}0")
    assert read(f"/{character}", "count").state == "placeholder"
    assert clean(f"沭阳县{character}水务局") == "沭阳县水务局"


@pytest.mark.parametrize(
    ("written", "value"),
    [("2①", 2), ("2②③", 2), ("0①", 0), ("2²", 2), ("2₁", 2), ("2⒈", 2), ("12 ⑴", 12), ("3†", 3), ("3㊀", 3)],
)
def test_a_footnote_mark_is_no_digit(written: str, value: int | None) -> None:
    reading = read(written, "count")
    assert reading.value == (value if reading.state == "number" else None)
    assert reading.value is None or any("注释标记" in remark for remark in reading.remarks)


@pytest.mark.parametrize("written", ["①", "²", "①2", "2①3", "½", "1½", "3*", "3[1]", "⑫"])
def test_marks_elsewhere_make_no_number(written: str) -> None:
    assert read(written, "count").value is None


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("未增未减", 0),
        ("持平", 0),
        ("无变化", 0),
        ("减少4", -4),
        ("減3", -3),
        ("減少4项", -4),
        ("增加2", 2),
        ("未增未減", 0),
    ],
)
def test_changes_in_words(written: str, value: int) -> None:
    reading = read(written, "signed")
    assert reading.value == value
    assert bool(reading.remarks) == (value == 0 or "项" in written)


def test_no_change_is_no_count() -> None:
    assert read("未增未减", "count").state == "text"


@pytest.mark.parametrize(
    ("written", "value"), [("１２", 12), ("𝟏𝟐", 12), ("١٢", 12), ("﹣4", -4), ("１，２３４", 1234), ("⽆", None)]
)
def test_wide_forms_are_folded(written: str, value: int | None) -> None:
    assert read(written, "signed").value == value

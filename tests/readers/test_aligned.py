"""Figures of a page without rules are told apart by their gaps; what is not certain is not read."""

from __future__ import annotations

import pytest

from checks import rulebook
from checks.check import check_bytes
from checks.model.held_figures import held_rows
from checks.readers.pdf.aligned import aligned_rows
from checks.readers.pdf.glyphs import Character

from ..fixtures.examples.printed import pdf_of

FORMS = rulebook.load().forms
SIZE = 12.0


def line(y: float, *words: tuple[float, str]) -> list[Character]:
    """Words at their left ends; a digit is half as wide as it is high."""
    characters = []
    for x, word in words:
        at = x
        for sign in word:
            width = SIZE / 2 if sign.isdigit() else SIZE
            characters.append(Character(sign, at, at + width, y, y + SIZE))
            at += width
    return characters


@pytest.mark.parametrize(
    ("words", "row"),
    [
        ([(0, "新收"), (60, "0"), (70, "86"), (90, "5")], ["新收", "0", "86", "5"]),
        ([(0, "新收"), (27, "4"), (40, "2"), (60, "11")], ["新收", "4", "2", "11"]),
        ([(0, "新收"), (60, "0"), (80, "12"), (93, "3"), (110, "5")], ["新收", "0", "123", "5"]),
        ([(0, "第"), (14, "20"), (28, "条"), (60, "0"), (80, "1"), (110, "5")], ["第20条", "0", "1", "5"]),
    ],
    ids=["close columns", "close to the label", "loose digits", "set apart"],
)
def test_gaps_tell_figures_apart(words: list[tuple[float, str]], row: list[str]) -> None:
    page = [c for y in (0, 30, 60) for c in line(y, *words)]
    assert [cells for cells, _ in aligned_rows(page)] == [row] * 3


def test_one_long_row_is_enough() -> None:
    row = [(40.0 * i, str(i)) for i in range(15)]
    assert aligned_rows(line(0, *row))[0][0] == [str(i) for i in range(15)]
    assert aligned_rows(line(0, *row[:5])) == []


def test_a_page_of_two_rows_and_some_figures() -> None:
    """表二 by itself."""
    rows = [[(0, "规章"), (60, "0"), (90, "1"), (120, "2")], [(0, "许可"), (90, "7")], [(0, "内容"), (90, "决定")]]
    page = [c for i, k in enumerate((2, 0, 0, 2, 1, 2, 1, 1, 1, 1)) for c in line(30.0 * i, *rows[k])]
    assert [len(cells) for cells, _ in aligned_rows(page)] == [2, 4, 4, 2, 2, 2, 2, 2, 2, 2]
    assert aligned_rows([c for i in range(4) for c in line(30.0 * i, *rows[1])]) == []


def litigation(shown: int) -> bytes:
    """表四 without rules, with so many of its fifteen figures."""

    def put(text: str, x: float, y: float) -> str:
        return f"BT /F 9 Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET\n"

    heads = ["行政复议", "未经复议直接起诉", "复议后起诉"]
    drawing = put("云岭市青禾区水利局2023年政府信息公开工作年度报告", 50, 800)
    drawing += put("四、政府信息公开行政复议、行政诉讼情况", 50, 770)
    drawing += "".join(put(head, 60 + 160 * i, 740) for i, head in enumerate(heads))
    drawing += "".join(put("总计", 50 + 33 * i, 720) for i in range(15))
    values = ["1", "0", "0", "0", "1", "0", "2", "0", "0", "2", "0", "0", "0", "3", "3"]
    return pdf_of([drawing + "".join(put(values[i], 50 + 33 * i, 690) for i in range(15 - shown, 15))])


def test_a_row_with_blanks_is_not_taken_for_the_last_group() -> None:
    (whole,) = check_bytes(litigation(15), "a.pdf")
    figures = {row.cell: str(row.value) for row in held_rows(whole.figures, FORMS)}
    assert (figures["review.total"], figures["suit_after_review.pending"], whole.trust) == ("1", "3", "derived")
    (blank,) = check_bytes(litigation(5), "a.pdf")
    assert not [row for row in held_rows(blank.figures, FORMS) if row.value is not None]
    assert blank.status != "pass"


def test_text_with_blanks_lost_neither() -> None:
    text = "四、政府信息公开行政复议、行政诉讼情况\n行政复议\t行政诉讼\n未经复议直接起诉\t复议后起诉\n"
    text += "结果维持\t结果纠正\t其他结果\t尚未审结\t总计\n" * 3 + "0  2  1  1  4\n"
    assert not [row for v in check_bytes(text.encode(), "a.txt") for row in held_rows(v.figures, FORMS) if row.value]

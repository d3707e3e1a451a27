"""Sentences against tables: contradictions are quoted, other wording is left alone."""

from __future__ import annotations

import pytest

from checks import rulebook
from checks.check import check_bytes

from .fixtures.layouts import piped

NEW = rulebook.load().forms["annual2021"]
THREE = {
    "requests.new.natural_person": 3,
    "requests.new.total": 3,
    "other.overdue_fee.natural_person": 3,
    "other.overdue_fee.total": 3,
    "results.total.natural_person": 3,
    "results.total.total": 3,
}


def found(text: str, figures: dict[str, object]) -> dict[str, str]:
    (verdict,) = check_bytes(f"{text}\n\n{piped(NEW, figures)}".encode(), "a.txt")
    return {f.rule: f.message for f in verdict.findings}


@pytest.mark.parametrize(
    ("text", "figures", "contradicts"),
    [
        ("2024年，我局未收到政府信息公开申请。", THREE, True),
        ("全年没有收到依申请公开的申请，没有发生诉讼。", THREE, True),
        ("2024年，我局未收到政府信息公开申请。", {}, False),
        ("未收到法人提出的申请。", THREE, False),
        ("通过信函没有收到公开申请。", THREE, False),
        ("2024年共收到政府信息公开申请3件。", {}, True),
        ("2024年共收到政府信息公开申请0件。", {}, False),
        ("2024年共收到政府信息公开申请3件。", THREE, False),
    ],
)
def test_requests_in_the_text_and_in_the_table(text: str, figures: dict[str, object], contradicts: bool) -> None:
    rules = found(text, figures)
    assert ("R3-ALLZERO:requests.new" in rules) is contradicts
    if contradicts:
        assert text.strip("。").split("，")[0] in rules["R3-ALLZERO:requests.new"]


@pytest.mark.parametrize(("amount", "contradicts"), [(0.1, True), (0.295, False), (12, False)])
def test_fees_for_information_are_part_of_all_fees(amount: float, contradicts: bool) -> None:
    text = "六、其他需要报告的事项\n全年发出收费通知25件，收取信息处理费2950元。"
    assert ("R2-FEE6:fee.amount_wan" in found(text, {"fee.amount_wan": amount})) is contradicts


def test_unpaid_fees_are_worth_a_word_in_chapter_six() -> None:
    assert "R2-SEC6:other.overdue_fee" in found("六、其他需要报告的事项\n无其他需要说明的事项。", THREE)
    assert "R2-SEC6:other.overdue_fee" not in found("六、其他需要报告的事项\n按规定收取信息处理费。", THREE)

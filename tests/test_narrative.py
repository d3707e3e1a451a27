"""Sentences against tables: contradictions are quoted, other wording is left alone."""

from __future__ import annotations

from random import Random

import pytest

from checks import rulebook
from checks.check import check_bytes
from checks.render.sentences.findings import message

from .fixtures.layouts import piped
from .fixtures.random_reports import balanced

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
    return {f.rule: message(f) for f in verdict.findings}


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


ORGANISATION = {
    "requests.new.commercial": 3,
    "requests.new.total": 3,
    "results.granted.commercial": 3,
    "results.granted.total": 3,
    "results.total.commercial": 3,
    "results.total.total": 3,
}


@pytest.mark.parametrize(
    ("text", "of_persons", "of_organisations"),
    [
        ("全年未接到公民的信息公开申请。", True, True),
        ("2025年没有公民向我局申请公开政府信息。", True, True),
        ("全年未接到公民的信息公开申请，收到企业申请3件。", True, True),
        ("收到法人和其他组织的政府信息公开申请3件，未收到公民的申请。", True, False),
        ("未收到自然人提出的政府信息公开申请。", True, False),
        ("未收到公民个人的依申请公开。", True, False),
        ("未收到法人或其他组织提出的申请。", False, True),
        ("未收到公民、法人或者其他组织的申请。", True, True),
        ("没有收到一件信息公开申请。", True, True),
        ("本年依申请公开数量为零。", True, True),
        ("未发生依申请公开。", True, True),
        ("全年没有人申请公开政府信息。", True, True),
        ("我局尚未收到政府信息公开申请。", True, True),
        ("未收到公民申请行政复议。", False, False),
        ("已告知申请人补正，截至年底尚未收到补正申请。", False, False),
        ("行政复议纠正率为零，未收到公民因信息公开提起的诉讼。", False, False),
        ("未收到公民对政府信息公开申请答复的投诉。", False, False),
    ],
)
def test_nothing_was_received_from_some(text: str, of_persons: bool, of_organisations: bool) -> None:
    said = ["R3-ALLZERO:requests.new" in found(text, figures) for figures in (THREE, ORGANISATION, {})]
    assert said == [of_persons, of_organisations, False]


@pytest.mark.parametrize(("amount", "contradicts"), [(0.1, True), (0.295, False), (12, False)])
def test_fees_for_information_are_part_of_all_fees(amount: float, contradicts: bool) -> None:
    text = "六、其他需要报告的事项\n全年发出收费通知25件，收取信息处理费2950元。"
    assert ("R2-FEE6:fee.amount_wan" in found(text, {"fee.amount_wan": amount})) is contradicts


def test_unpaid_fees_are_worth_a_word_in_chapter_six() -> None:
    assert "R2-SEC6:other.overdue_fee" in found("六、其他需要报告的事项\n无其他需要说明的事项。", THREE)
    assert "R2-SEC6:other.overdue_fee" not in found("六、其他需要报告的事项\n按规定收取信息处理费。", THREE)


PASSAGE = (
    "全年共收到政府信息公开申请{new}件，上年结转{in_}件，办结{done}件，结转下年度继续办理{out}件。"
    "其中，予以公开{granted}件，部分公开{partial}件，其他处理{other}件。"
    "自然人申请{natural}件。行政复议{review}件，行政诉讼{suit}件。"
)
RULES = {
    "new": "NARR-NEW",
    "in_": "NARR-IN",
    "done": "NARR-DONE",
    "out": "NARR-OUT",
    "granted": "NARR-RESULT",
    "partial": "NARR-RESULT",
    "other": "NARR-RESULT",
    "natural": "NARR-APPLICANT",
    "review": "NARR-REVIEW",
    "suit": "NARR-SUIT",
}


def said(figures: dict[str, int]) -> dict[str, int]:
    """What a truthful passage says of a balanced report."""
    cells = {
        "new": "requests.new",
        "in_": "requests.carried_in",
        "done": "results.total",
        "out": "requests.carried_out",
        "granted": "results.granted",
        "partial": "results.partial",
        "review": "review",
    }
    values = {name: figures[f"{cell}.total"] for name, cell in cells.items()}
    values["other"] = sum(figures[f"other.{row}.total"] for row in ("overdue_correction", "overdue_fee", "misc"))
    values["natural"] = figures["requests.new.natural_person"]
    values["suit"] = figures["suit_direct.total"] + figures["suit_after_review.total"]
    return values


@pytest.fixture(scope="module", params=(20, 21, 24))
def spoken(request: pytest.FixtureRequest) -> tuple[dict[str, object], dict[str, int]]:
    figures = balanced(NEW, Random(request.param))
    return dict(figures), said({k: int(v) for k, v in figures.items()})


def accused(figures: dict[str, object], values: dict[str, int]) -> list[str]:
    return sorted(rule.partition(":")[0] for rule in found(PASSAGE.format(**values), figures) if "NARR" in rule)


def test_a_truthful_text_is_left_alone(spoken: tuple[dict[str, object], dict[str, int]]) -> None:
    figures, values = spoken
    assert accused(figures, values) == []


@pytest.mark.parametrize("name", RULES)
def test_one_wrong_figure_is_found_and_no_other_blamed(
    spoken: tuple[dict[str, object], dict[str, int]], name: str
) -> None:
    figures, values = spoken
    assert accused(figures, values | {name: values[name] + 100_003}) == [RULES[name]]


def test_a_text_of_another_scope_is_left_alone(spoken: tuple[dict[str, object], dict[str, int]]) -> None:
    figures, values = spoken
    assert accused(figures, {name: value * 3 + 17 for name, value in values.items()}) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("全年接受咨询699次，其中查阅68次，电话372次，当面115次，网上133次。", True),
        ("全年接受咨询688次，其中查阅68次，电话372次，当面115次，网上133次。", False),
        ("全年接受咨询699次，其中查阅68次，电话372次，当面115次。", False),
        ("全年接受咨询500次，其中电话300次，当面200次，自然人490次，单位10次。", False),
        ("收到政府信息公开申请20件，予以公开9件，部分公开3件，不予公开2件，无法提供4件，不予处理1件。", True),
        ("收到政府信息公开申请20件，予以公开9件，部分公开3件，不予公开3件，无法提供4件，不予处理1件。", False),
    ],
)
def test_sums_inside_one_sentence(text: str, wrong: bool) -> None:
    assert any(rule.startswith("NARR-SUM") for rule in found(text, THREE)) is wrong


def test_a_suit_over_an_application_is_no_application() -> None:
    assert "R3-ALLZERO:requests.new" not in found("未收到因政府信息公开申请引起的行政诉讼。", THREE)


CARRIED = {
    "requests.new.natural_person": 20,
    "requests.new.total": 20,
    "results.granted.natural_person": 18,
    "results.granted.total": 18,
    "results.total.natural_person": 18,
    "results.total.total": 18,
    "requests.carried_out.natural_person": 2,
    "requests.carried_out.total": 2,
}


@pytest.mark.parametrize(
    ("text", "contradicts"),
    [
        ("全年收到政府信息公开申请20件，均已按时办结。", True),
        ("全年收到政府信息公开申请20件，均按期办结。", False),  # none was late
        ("全年收到政府信息公开申请20件，已全部办结。", True),
        ("全年收到政府信息公开申请20件，均已办结，上年结转0件。", True),
        ("全年收到政府信息公开申请20件，均已按时办结，结转下年2件。", False),
        ("全年收到政府信息公开申请20件，18件均已按时办结，其余正在办理。", False),
        ("全年收到政府信息公开申请95件，均已按时办结。", False),
        ("全年收到政府信息公开申请20件。建议提案均已按时办结。", False),
        ("全年收到政府信息公开申请20件，按时办结率100%。", False),
    ],
)
def test_all_done_beside_requests_that_are_carried_over(text: str, contradicts: bool) -> None:
    rules = found(f"云岭市人民政府2024年政府信息公开工作年度报告\n{text}", CARRIED)
    assert ("NARR-OUT:all_done" in rules) is contradicts
    assert not {rule for rule in rules if rule.startswith("NARR")} - {"NARR-OUT:all_done"}


def test_years_tell_which_way_requests_are_carried() -> None:
    text = "收到政府信息公开申请20件，2023年结转{}件，办结18件，结转2025年{}件。"
    title = "云岭市人民政府2024年政府信息公开工作年度报告\n"
    assert not {rule for rule in found(title + text.format(0, 2), CARRIED) if "NARR" in rule}
    assert {r for r in found(title + text.format(0, 7), CARRIED) if "NARR" in r} == {"NARR-OUT:carried_out"}
    assert {r for r in found(title + text.format(7, 2), CARRIED) if "NARR" in r} == {"NARR-IN:carried_in"}


def test_no_new_requests_beside_those_of_last_year_are_no_contradiction() -> None:
    carried = {"requests.carried_in.total": 2, "requests.carried_in.natural_person": 2}
    assert "R3-ALLZERO:requests.new" not in found("全年未收到政府信息公开申请，上年结转2件。", carried)


def test_a_list_is_added_up_in_a_text_without_tables() -> None:
    title = "云岭市青禾区水务局2018年政府信息公开工作年度报告\n一、概述\n"
    text = "全年接受咨询699次，其中查阅68次，电话372次，当面115次，网上133次。"
    (verdict,) = check_bytes((title + text).encode(), "a.txt")
    assert verdict.status == "no_table"
    assert [f.rule for f in verdict.findings] == ["A-TABLE:none", "NARR-SUM:listed"]
    assert [f.rule for f in check_bytes(text.encode(), "a.txt")[0].findings] == ["A-TABLE:none"]


def test_a_year_still_to_come_is_a_slip_of_the_pen() -> None:
    title = "云岭市人民政府2024年政府信息公开工作年度报告\n"
    assert "R3-ALLZERO:requests.new" in found(f"{title}2025年我局没有接到政府信息公开申请。", THREE)
    assert "R3-ALLZERO:requests.new" in found(f"{title}2025年我局没有收到依申请公开诉求。", THREE)
    assert "R3-ALLZERO:requests.new" not in found(f"{title}2023年我局没有接到政府信息公开申请。", THREE)

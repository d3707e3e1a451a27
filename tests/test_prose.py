"""Sentences in sheets, years that are last year's, and fees in 元: each with its counter-example."""

from __future__ import annotations

import pytest

from checks import rulebook
from checks.check import check_bytes
from checks.render.sentences.findings import message

from .fixtures.layouts import piped, plain_rows, xlsx

BOOK = rulebook.load()
NEW = BOOK.forms["annual2021"]
TITLE = "柳溪县水务局2024年政府信息公开工作年度报告"
TEXT_RULES = ("NARR", "RX-DATE", "R2-FEE6", "R2-SEC6", "R3-ALLZERO")
REQUESTS = {f"{row}.{column}": 3 for row in ("requests.new", "results.total") for column in ("natural_person", "total")}
THREE = REQUESTS | {"results.granted.natural_person": 3, "results.granted.total": 3}


def in_text(text: str, figures: dict[str, object] | None = None) -> dict[str, str]:
    data = f"{TITLE}\n\n{text}\n\n{piped(NEW, figures or {})}".encode()
    return of_text(data, "a.txt")


def in_sheets(before: list[str], behind: list[str], name: str = "总体情况") -> dict[str, str]:
    """Sentences on a sheet of their own, and below a table."""
    tables = [(f"表{n}", plain_rows(NEW, table, THREE)) for n, table in enumerate(NEW.tables, 1)]
    tables[-1][1].extend([text] for text in behind)
    return of_text(xlsx([(name, [[TITLE], *([text] for text in before)]), *tables]), "a.xlsx")


def of_text(data: bytes, name: str) -> dict[str, str]:
    (verdict,) = check_bytes(data, name)
    assert verdict.year == 2024
    return {f.rule: message(f) for f in verdict.findings if f.rule.startswith(TEXT_RULES)}


WRONG = "2024年，我局共收到政府信息公开申请3件，予以公开3件，结转下年度继续办理2件。"
RIGHT = "2024年，我局共收到政府信息公开申请3件，予以公开3件，结转下年度继续办理0件。"


def test_a_sentence_on_a_sheet_of_its_own_or_below_a_table_is_held_against_the_tables() -> None:
    assert list(in_sheets([WRONG], [])) == list(in_sheets([], [WRONG])) == ["NARR-OUT:carried_out"]
    assert in_sheets([RIGHT], [RIGHT]) == {}


@pytest.mark.parametrize("note", [f"（{WRONG}）", f"注：{WRONG}", f"填写说明：{WRONG}", f"示例：{WRONG}"])
def test_notes_on_how_to_fill_in_are_no_prose(note: str) -> None:
    assert in_sheets([note], [note]) == {}


@pytest.mark.parametrize("name", ["填写说明", "上年数据", "填报须知", "样表"])
def test_sheets_that_explain_or_are_of_last_year_are_no_prose(name: str) -> None:
    assert in_sheets([WRONG], [], name) == {}


@pytest.mark.parametrize(
    ("text", "subjects", "stated"),
    [
        ("本报告所列数据的统计期限为2023年1月1日至2023年12月31日。", ["period"], 2023),
        ("本报告所列数据的统计期限自 2024 年 1 月 1 日起至 2023 年 12 月 31 日止。", ["period"], 2023),
        ("数据统计时间为2023年1月1日到12月31日。", ["period"], 2023),
        ("2023年，我局收到政府信息公开申请3件，均已答复。", ["requests"], 2023),
        ("2023年度全年未收到政府信息公开申请。", ["requests"], 2023),
        ("现将我局2023年政府信息公开工作情况报告如下。", ["title"], 2023),
        ("本报告所列数据的统计期限为2024年1月1日至2024年12月31日。", [], 0),
        ("历年累计数据的统计期限为2008年1月1日至2024年12月31日。", [], 0),
        ("2023年，我局收到政府信息公开申请3件，今年比2023年减少3件。", [], 0),
        ("2023年我局收到政府信息公开申请3件，2024年收到0件。", [], 0),
        ("2023年我局收到政府信息公开申请3件。2024年，我局未收到政府信息公开申请。", [], 0),
        ("2023年收到的政府信息公开申请引起行政诉讼1件。", [], 0),
        ("针对2023年接到政府信息公开申请答复不规范的问题，开展培训。", [], 0),
        ("按时公布2023年政府信息公开工作年度报告。", [], 0),
        ("认真落实2023年政务公开工作要点。2025年，我局将继续做好信息公开申请的受理工作。", [], 0),
    ],
)
def test_the_year_that_the_text_gives_as_its_own(text: str, subjects: list[str], stated: int) -> None:
    said = {rule: words for rule, words in in_text(text).items() if rule.startswith("RX-DATE")}
    assert list(said) == [f"RX-DATE:{subject}" for subject in subjects]
    for words in said.values():
        assert text.strip("。") in words
        assert f"是 {stated} 年" in words
        assert "2024 年度" in words


@pytest.mark.parametrize(
    ("text", "amount", "rules"),
    [
        ("全年行政事业性收费总金额为125000元。", 125000, ["NARR-FEE"]),
        ("全年行政事业性收费12.5万元。", 1.25, ["NARR-FEE"]),
        ("全年行政事业性收费12.5万元。", 12.5, []),
        ("全年行政事业性收费共计125,049元。", 12.5, []),
        ("全年行政事业性收费12.5万元。", 12.5123, []),
        ("全年减免行政事业性收费12.5万元。", 3, []),
        ("2023年行政事业性收费12.5万元。", 3, []),
        ("全市行政事业性收费12.5万元，其中我局3万元。", 3, []),
        ("涉企行政事业性收费12.5万元。", 3, []),
        ("全年收取信息处理费295元。", 0.01, ["R2-FEE6"]),
        ("全年收取信息处理费0.2万元。", 0.01, ["R2-FEE6"]),
        ("全年收取信息处理费1,295元。", 0.1, ["R2-FEE6"]),
        ("全年收取信息处理费295元。", 3, []),
        ("行政事业性收费2万元，含信息处理费295元。", 2, []),
    ],
)
def test_fees_in_yuan_and_in_ten_thousands(text: str, amount: float, rules: list[str]) -> None:
    assert list(in_text(text, {"fee.amount_wan": amount})) == [f"{rule}:fee.amount_wan" for rule in rules]

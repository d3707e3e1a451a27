"""A chapter that is last year's again is worth a word; a new one is not, nor one of few words."""

from __future__ import annotations

import pytest

from checks import rulebook
from checks.check import check_bytes
from checks.documents import read_documents
from checks.evaluate.copied_text import LONGEST, chapters
from checks.previous import last_years
from checks.render.sentences.findings import message

from .fixtures.layouts import piped, plain_rows, xlsx

BOOK = rulebook.load()
NEW = BOOK.forms["annual2021"]
OVERVIEW = (
    "我局把公开作为日常工作，由办公室统一受理、各科室分头答复，每月检查一次栏目更新，及时补上缺漏的内容。"
    "河道治理、饮水安全、防汛值守三类信息由业务科室当天上网，群众来电询问的，值班人员登记后转办并回访，全年没有逾期。"
)
OTHER = (
    "今年新建了水情发布专栏，把水库蓄水、闸门启闭和停水通知放在一处，同时请两个乡镇试用短信提醒。"
    "答复申请前增加了法制审核这一步，文书改用统一格式；对去年测评中指出的栏目空白，逐项认领，到十月底都已补齐并复查。"
)
PROBLEMS = "五、存在的主要问题及改进情况\n"


def report(year: int, overview: str, problems: str = "无。") -> bytes:
    text = f"柳溪县水务局{year}年政府信息公开工作年度报告\n\n目录\n一、总体情况 1\n二、主动公开政府信息情况 2\n\n"
    ending = f"{PROBLEMS}{problems}\n六、其他需要报告的事项\n无。"
    return f"{text}一、总体情况\n{overview}\n\n{piped(NEW, {})}\n{ending}".encode()


def sheets(year: int, overview: str) -> bytes:
    title = [f"柳溪县水务局{year}年政府信息公开工作年度报告"]
    tables = [(f"表{n}", plain_rows(NEW, table, {})) for n, table in enumerate(NEW.tables, 1)]
    return xlsx([("文字", [title, ["一、总体情况"], [f"{year}年，{overview}"]]), *tables])


def copied(this: bytes, last: bytes, ending: str = "txt") -> dict[str, str]:
    years = last_years(read_documents(last, f"去年.{ending}", BOOK), BOOK)
    (verdict,) = check_bytes(this, f"今年.{ending}", BOOK, years)
    return {f.rule: message(f) for f in verdict.findings if f.rule.startswith("RX-COPY")}


def test_last_years_words_are_told_with_their_share() -> None:
    told = copied(report(2024, f"2024年，{OVERVIEW}", OTHER), report(2023, f"2023年，{OVERVIEW}", OTHER))
    assert list(told) == ["RX-COPY:总体情况", "RX-COPY:存在的主要问题"]
    assert "有 97% 与上年" in told["RX-COPY:总体情况"]
    assert "有 100% 与上年" in told["RX-COPY:存在的主要问题"]


@pytest.mark.parametrize(
    ("this", "last"), [(OVERVIEW, OTHER), (OVERVIEW[:60], OVERVIEW[:60]), (OVERVIEW + OTHER, OTHER)]
)
def test_new_words_and_few_words_are_left_alone(this: str, last: str) -> None:
    assert copied(report(2024, this), report(2023, last)) == {}


def test_without_last_years_report_nothing_is_said() -> None:
    (verdict,) = check_bytes(report(2024, OVERVIEW), "今年.txt", BOOK)
    assert not [f for f in verdict.findings if f.rule.startswith("RX-COPY")]


def test_words_in_sheets_are_compared_as_well() -> None:
    assert list(copied(sheets(2024, OVERVIEW), sheets(2023, OVERVIEW), "xlsx")) == ["RX-COPY:总体情况"]
    assert copied(sheets(2024, OTHER), sheets(2023, OVERVIEW), "xlsx") == {}


def test_what_is_kept_of_a_long_chapter_is_bounded() -> None:
    (document,) = read_documents(report(2023, OVERVIEW * 50), "去年.txt", BOOK)
    assert {name: len(words) for name, words in chapters(document.grids).items()} == {"总体情况": LONGEST}

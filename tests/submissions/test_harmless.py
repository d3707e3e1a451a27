"""What strangers wrote, as text, as a CSV field, as a file's name."""

from __future__ import annotations

import csv
import sys
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.render import sanitize
from checks.render.csv_rows import as_csv
from checks.render.sanitize import csv_field, plain, safe_name

from ..fixtures.hostile_texts import HOSTILE
from ..fixtures.verdicts_by_hand import made, suspect, with_results, wrong_total

ANY = st.text(st.characters(), max_size=80) | st.sampled_from(HOSTILE)


@given(ANY)
def test_a_text_has_no_character_that_cannot_be_seen(text: str) -> None:
    clean = plain(text)
    assert not set(clean) & set("\x00\x1b\r\u200b\u202e\u2066\ufeff\ud800")
    assert len(clean) <= 32_000
    clean.encode()


def test_what_can_be_printed_needs_no_cleaning() -> None:
    """What Python calls printable is left as it is without a look at each character."""
    printable = "".join(one for one in map(chr, range(sys.maxunicode + 1)) if one.isprintable())
    assert not sanitize._UNSEEN.search(printable)
    assert not sanitize._BREAKS.search(printable)


@given(ANY)
def test_no_field_of_a_csv_file_is_a_formula(text: str) -> None:
    starts = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\n", "\r")
    assert not csv_field(text).lstrip(" \u3000").startswith(starts)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\n", " =", "\u3000＠"])
def test_each_sign_that_begins_a_formula_is_taken_for_one(start: str) -> None:
    assert csv_field(f"{start}SUM(A1)") == f"'{start}SUM(A1)"


@given(st.lists(ANY, max_size=5))
def test_names_are_safe_on_every_system(texts: list[str]) -> None:
    taken: set[str] = set()
    for text in texts:
        name = safe_name(text, ".eml", taken)
        assert name.endswith(".eml")
        assert PurePosixPath(name).name == name == PureWindowsPath(name).name
        assert not PureWindowsPath(name).is_reserved()
        assert not set(name) & set('<>:"/\\|?*#%\n\u202e\x00')
        assert not name.startswith((".", "-", " ", "~"))
        assert len(name.encode()) < 255
        assert name.lower() not in taken
        taken.add(name.lower())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("水务局 2025年年报（修改后）", "水务局_2025年年报（修改后）.xlsx"),
        ("../../启动/x", "启动_x.xlsx"),
        ("CON", "_CON.xlsx"),
        ("com1.tar", "_com1.tar.xlsx"),
        ("报告\u202exslx.exe", "报告_xslx.exe.xlsx"),
        ("...", "_.xlsx"),
    ],
)
def test_names_still_say_what_they_are(text: str, name: str) -> None:
    assert safe_name(text, ".xlsx") == name


def test_csv_opens_in_chinese_excel_as_text() -> None:
    verdict = made("a.eml/=1+1.xlsx", "=cmd|'/c calc'!A0", "fail", marked_copy="标注/a.xlsx")
    verdict = with_results(verdict, suspects=(suspect(),))
    other = made("b.xlsx", "教育局", findings=(wrong_total("warning", '引号"，逗号,\n换行'),))
    lines = "".join(as_csv([verdict, other]))
    names = ["单位", "文件", "级别", "规则", "位置", "现为", "应为", "左", "右", "差", "说明", "标注件"]
    names += ["表式", "结果", "格", "年度", "状态", "较新的报送", "校验码"]  # added since: at the end
    assert lines.startswith("\ufeff" + ",".join(f'"{name}"' for name in names) + "\r\n")
    rows = list(csv.reader(lines.removeprefix("\ufeff").splitlines(keepends=True)))
    assert rows[1][0] == "'=cmd|'/c calc'!A0"
    assert rows[1][4:10] == ["表三!J8（（一）予以公开·total）", "3", "4", "4", "3", "1"]
    assert '引号"，逗号,\n换行' in rows[2][10]
    assert len(rows) == 3
    assert rows[1][12:18] == ["annual2021", "不通过", "results.granted.total", "2025", "不符", ""]


def test_csv_has_a_line_for_a_document_that_passes() -> None:
    lines = list(as_csv([made("a.xlsx", "教育局"), made("=b.xlsx", None, "unreadable")]))
    (passed, unread) = csv.reader(lines[1:])
    assert (passed[0], passed[1], passed[2], passed[10], passed[12]) == ("教育局", "a.xlsx", "", "✓ 通过", "annual2021")
    assert passed[15:17] == ["2025", "通过"]
    assert (unread[1], unread[10]) == ("'=b.xlsx", "✗ 无法读取")


@pytest.mark.parametrize("text", ["", "水务局", "表三!J8（（一）予以公开·总计）", "a,b", '"'])
def test_ordinary_fields_stay_as_they_are(text: str) -> None:
    assert csv_field(text) == text


def test_csv_writes_a_difference_below_zero_as_a_number() -> None:
    finding = wrong_total()
    less = finding._replace(left=3, right=4)
    assert list(as_csv([made("a.xlsx", findings=(less,))]))[1].split(",")[7:10] == ['"3"', '"4"', '"-1"']

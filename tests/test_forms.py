"""The form files are complete, and a broken one is refused with the place and the reason."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from checks import rulebook
from checks.errors import FormFileError
from checks.forms.labels import normalise, numbering
from checks.rules.assemble import assemble
from checks.rules.formula import parse

BOOK = rulebook.load()
HOUSE = Path(rulebook.__file__).parent
FACTS = tomllib.loads((Path(__file__).parent / "data" / "labels.toml").read_text("utf-8"))


def texts() -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in (*HOUSE.glob("forms/*.toml"), *HOUSE.glob("rules/*.toml"))}


def own_cells(form: str, table: str) -> int:
    t = next(i for i, one in enumerate(BOOK.forms[form].tables) if one.id == table)
    return sum(c.table == t and ".subtotal" not in c.id and "org_subtotal" not in c.id for c in BOOK.forms[form].cells)


@pytest.mark.parametrize(
    ("form", "active", "requests"),
    [("annual2021", 10, 25 * 7), ("annual2019", 22, 23 * 7)],
)
def test_the_annual_forms_ask_for_every_figure(form: str, active: int, requests: int) -> None:
    assert (own_cells(form, "active"), own_cells(form, "requests"), own_cells(form, "litigation")) == (
        active,
        requests,
        15,
    )


def test_the_old_statistics_table_is_whole() -> None:
    cells = BOOK.forms["stat2014"].cells
    assert len([c for c in cells if not c.heading]) == 74
    assert {c.unit for c in cells if not c.heading} == {"条", "件", "次", "篇", "人", "个", "万元", "人次"}


@pytest.mark.parametrize("form", ["annual2021", "annual2019", "stat2014"])
def test_labels_are_those_that_the_forms_print(form: str) -> None:
    """Every row that ``data/labels.toml`` lists for a form is in its file, to the letter."""
    assert len(FACTS[form]) >= 3
    ours = {row.id: row.label for table in BOOK.forms[form].tables for block in table.blocks for row in block.rows}
    assert {row: ours[row] for row in FACTS[form]} == FACTS[form]


def test_years_tell_the_form() -> None:
    by_year = {y: [f.id for f in BOOK.forms.values() if f.holds_for(y)] for y in (2016, 2019, 2020, 2021, 2025)}
    assert by_year == {
        2016: ["stat2014"],
        2019: ["annual2019"],
        2020: ["annual2019"],
        2021: ["annual2021"],
        2025: ["annual2021"],
    }


@pytest.mark.parametrize(
    ("file", "was", "becomes", "says"),
    [
        (
            "annual2021.toml",
            "results.granted + results.partial",
            "results.granted + results.partail",
            "results.partail",
        ),
        ("annual2021.toml", '"R3-ROW"', '"R3-ROV"', "R3-ROV"),
        ("annual2021.toml", 'label = "2.重复申请"', 'label = "1.信访举报投诉类申请"', "无法用标签区分"),
        ("annual2021.toml", 'id = "refused.duplicate"', 'id = "refused.petition"', "refused.petition"),
        ("annual2021.toml", 'group = "refused" }', 'group = "refusal" }', "refusal"),
        ("annual2021.toml", "first_year = 2021", "first_yaer = 2021", "first_yaer"),
        ("annual2021.toml", "first_year = 2021", "first_year = 2021]", "TOML"),
        ("annual2021.toml", '= results.total"""', 'results.total"""', "恰有一个"),
        ("annual2021.toml", 'table = "requests"', 'table = "request"', "request"),
        ("stat2014.toml", 'subject = "req.total"', 'subject = "req.totals"', "req.totals"),
        (
            "stat2014.toml",
            'formula = "pub.normative <= pub.total"',
            'formula = "pub.normative <= pub.totl"',
            "pub.totl",
        ),
        ("stat2014.toml", 'id = "stat2014"', 'id = "annual2019"', "annual2019"),
        ("cross.toml", "annual2019/review.total", "annual2019/reviews.total", "reviews.total"),
        ("catalogue.toml", 'severity = "error"', 'severity = "fatal"', "severity"),
    ],
)
def test_a_broken_file_is_refused_with_the_place(file: str, was: str, becomes: str, says: str) -> None:
    broken = texts()
    assert was in broken[file]
    broken[file] = broken[file].replace(was, becomes, 1)
    with pytest.raises(FormFileError, match=re.escape(says)):
        assemble(broken, "sha256:" + "0" * 64)


def test_adding_a_form_is_adding_one_file() -> None:
    """A form for later years needs no line of code: its rules, cells and labels come from its file."""
    files = texts()
    new = (
        files["annual2021.toml"]
        .replace('"annual2021"', '"annual2027"')
        .replace("first_year = 2021", "first_year = 2027")
    )
    files["annual2027.toml"] = new.replace("3.其他", "3.其他情形")
    book = assemble(files, "sha256:" + "0" * 64)
    assert list(book.forms) == ["annual2027", "annual2021", "annual2019", "stat2014"]
    assert len(book.rules["annual2027"]) == len(book.rules["annual2021"])
    assert book.forms["annual2027"].cell("other.misc.total").label == "（六）其他处理·3.其他情形·总计"


@pytest.mark.parametrize(
    ("written", "words", "number"),
    [
        ("（三）不予公开", "不予公开", "三"),
        ("(三) 不 予\n公开", "不予公开", "三"),
        ("1、属于国家秘密", "属于国家秘密", "1"),
        ("１．属于国家秘密", "属于国家秘密", "1"),
        ("①属于国家秘密", "属于国家秘密", "1"),
        ("3.危及“三安全一稳定”", "危及三安全一稳定", "3"),
        ("其中：主动公开规范性文件数", "主动公开规范性文件数", ""),
        ("行政規範性文件", "行政规范性文件", ""),
        ("二、上年結轉政府信息公開申請數量", "上年结转政府信息公开申请数量", "二"),
        ("总计", "总计", ""),
        ("2024年", "2024年", ""),
    ],
)
def test_labels_compare_by_their_words(written: str, words: str, number: str) -> None:
    assert (normalise(written), numbering(written)) == (words, number)


def test_a_constant_has_the_sign_that_stands_before_it() -> None:
    """No form has one yet; one that will must not be read the wrong way round."""
    side = parse("a - 3 + 2 = b + 1 - 4", str).left
    assert (side.terms, side.constant) == ((("a", 1),), -1)
    assert parse("a = 2 * b - 5", str).right.constant == -5

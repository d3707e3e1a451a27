"""What an inbox does to who is not careful: copied titles, namesakes, split reports, future dates, our own mails."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from checks.submissions import Assignments, Deliveries, Delivery, Unit, sort_out
from checks.submissions.adding import figures_of, total_of

from ..fixtures.examples.figures import figures
from ..fixtures.large_inbox import mail_of
from ..fixtures.plain_tables import html_file, workbook
from .reading import BOOK, received

FORM = BOOK.forms["annual2021"]
CITY = "江州市人民政府"
UNITS = [
    Unit("江州市教育局", ("jy@x.example",), CITY),
    Unit("江州市水利局", ("sl@x.example",), CITY),
    Unit("东山县人民政府", ("es@x.example",), CITY),
    Unit("东山县太平镇人民政府", ("tp@x.example",), "东山县人民政府"),
    Unit("西河县太平镇人民政府", ("xtp@x.example",), "西河县人民政府"),
    Unit("西河县人民政府", ("xh@x.example",), CITY),
]
NOW = datetime(2026, 2, 1, tzinfo=UTC)
GOOD = figures(FORM, "好", 2025)
WRONG = GOOD | {"results.total.total": GOOD["results.total.total"] + 9}
WRONG_TWICE = WRONG | {"review.total": GOOD["review.total"] + 1}


def file(values: dict[str, int], unit: str, *tables: str, year: int | None = 2025) -> bytes:
    form = replace(FORM, tables=tuple(t for t in FORM.tables if t.id in tables)) if tables else FORM
    title = f"{unit}{f'{year}年' if year else ''}政府信息公开工作年度报告" if unit or year else ""
    return workbook([(form, values)], title=title)


class Box:
    """A folder of mails."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.number = folder, 0

    def add(
        self,
        sender: str,
        subject: str,
        files: dict[str, bytes],
        *,
        hour: int | None = None,
        date: datetime | None = None,
        name: str = "",
        body: str = "请查收。",
        **more: str,
    ) -> None:
        self.number += 1
        moment = date or datetime(2026, 1, 8, tzinfo=UTC) + timedelta(hours=self.number if hour is None else hour)
        data = mail_of(sender, name, subject, files, body, moment, self.number, more)
        (self.folder / f"{self.number}.eml").write_bytes(data)

    def sorted(self, units: list[Unit] | None = UNITS, **more: object) -> Deliveries:
        return sort_out(received(self.folder), units, 2025, BOOK.forms, now=NOW, **more)  # type: ignore[arg-type]


@pytest.fixture
def box(tmp_path: Path) -> Box:
    return Box(tmp_path)


def by_name(found: Deliveries) -> dict[str, Delivery]:
    return {one.name: one for one in found.units}


def sources(one: Delivery) -> list[str]:
    return [submission.source for submission in one.current]


def test_a_county_passes_on_what_a_township_sent(box: Box) -> None:
    box.add("es@x.example", "东山县年报", {"东山县2025年报.xlsx": file(GOOD, "东山县人民政府")})
    body = "-----原始邮件-----\n发件人: 太平镇 <tp@x.example>\n主题: 太平镇年报\n"
    box.add("es@x.example", "转发：太平镇年报", {"年报表.xlsx": file(WRONG, "", year=2025)}, body=body)
    found = by_name(box.sorted())
    assert sources(found["东山县人民政府"]) == ["1.eml/东山县2025年报.xlsx"]
    assert (sources(found["东山县太平镇人民政府"]), found["东山县太平镇人民政府"].state) == (
        ["2.eml/年报表.xlsx"],
        "fail",
    )


def test_an_answer_that_quotes_us_is_nobody_s_but_its_sender_s(box: Box) -> None:
    body = "见附件。\n-----原始邮件-----\n发件人: 市政务公开办 <zwgk@x.example>\n"
    for subject in ("Re: 年报", "转发：关于报送年报的通知"):
        box.add("sl@x.example", subject, {"年报.xlsx": file(GOOD, "", year=2025)}, body=body)
    found = box.sorted(own={"zwgk@x.example"})
    assert sources(by_name(found)["江州市水利局"]) == ["2.eml/年报.xlsx"]
    assert found.letters == []


def test_whoever_passes_on_a_mail_is_its_sender(box: Box) -> None:
    box.add("jy@x.example", "年报", {"年报.xlsx": file(WRONG, "江州市教育局")})
    body = "-----原始邮件-----\n发件人: 教育局 <jy@x.example>\n"
    box.add("evil@evil.example", "转发：年报", {"年报.xlsx": file(GOOD, "江州市教育局")}, body=body)
    inner = mail_of("jy@x.example", "", "年报", {"年报.xlsx": file(GOOD, "江州市教育局")}, "", NOW, 9, {})
    box.add("evil@evil.example", "Fw", {"原邮件.eml": inner})
    one = by_name(box.sorted())["江州市教育局"]
    assert (sources(one), one.state, len(one.others)) == (["1.eml/年报.xlsx"], "fail", 2)


def test_three_files_in_one_mail_are_one_report(box: Box) -> None:
    tables = {"表二": "active", "表三": "requests", "表四": "litigation"}
    files = {f"{name}.xlsx": file(WRONG, "江州市教育局", table) for name, table in tables.items()}
    box.add("jy@x.example", "教育局年报", files)
    one = by_name(box.sorted())["江州市教育局"]
    assert (len(one.current), one.state, one.lacks, one.older) == (3, "fail", (), [])


def test_one_table_alone_is_no_whole_report(box: Box) -> None:
    box.add("jy@x.example", "教育局年报", {"表四.xlsx": file(GOOD, "江州市教育局", "litigation")})
    one = by_name(box.sorted())["江州市教育局"]
    assert (one.state, one.lacks) == ("review", ("表二", "表三"))


def test_a_correction_of_one_table_leaves_the_others_as_they_were(box: Box) -> None:
    box.add("jy@x.example", "教育局年报", {"年报.xlsx": file(WRONG_TWICE, "江州市教育局")})
    box.add("jy@x.example", "更正表三", {"表三（更正）.xlsx": file(GOOD, "江州市教育局", "requests")})
    one = by_name(box.sorted())["江州市教育局"]
    assert (len(one.current), one.state) == (2, "fail")
    wrong = {cell.id for submission in one.current for f in submission.findings for cell in f.cells}
    assert "review.total" in wrong
    assert "results.total.total" not in wrong
    held = figures_of(one.current, one.gives, FORM)
    assert (held["results.total.total"], held["review.total"]) == (
        GOOD["results.total.total"],
        WRONG_TWICE["review.total"],
    )


@pytest.mark.parametrize("order", [("草稿", "定稿"), ("定稿", "草稿")])
def test_a_draft_and_a_final_in_one_mail_are_asked_about(box: Box, order: tuple[str, str]) -> None:
    values = {"草稿": WRONG, "定稿": GOOD}
    files = {f"教育局年报（{name}）.xlsx": file(values[name], "江州市教育局") for name in order}
    box.add("jy@x.example", "教育局年报", files)
    one = by_name(box.sorted())["江州市教育局"]
    assert (one.state, one.questions, sources(one)) == ("doubtful", ["same_mail"], ["1.eml/教育局年报（定稿）.xlsx"])
    box.add("jy@x.example", "教育局年报", {"年报.xlsx": file(GOOD, "江州市教育局")})
    assert by_name(box.sorted())["江州市教育局"].state == "pass"


def test_the_workbook_and_a_page_made_of_it_are_one_report(box: Box) -> None:
    title = "<h3>江州市教育局2025年政府信息公开工作年度报告</h3>".encode("gbk")
    page = html_file(FORM, WRONG).replace(b"<body>", b"<body>" + title)
    box.add("jy@x.example", "教育局年报", {"年报.xlsx": file(WRONG, "江州市教育局"), "年报.html": page})
    one = by_name(box.sorted())["江州市教育局"]
    assert (one.state, one.questions, sources(one)) == ("fail", [], ["1.eml/年报.xlsx"])
    other = html_file(FORM, GOOD).replace(b"<body>", b"<body>" + title)
    box.add("jy@x.example", "教育局年报", {"年报.xlsx": file(WRONG, "江州市教育局"), "年报.html": other})
    assert by_name(box.sorted())["江州市教育局"].questions == ["same_mail"]


def test_blanks_in_word_and_zeros_in_the_workbook_are_one_report(box: Box) -> None:
    title = "<h3>江州市教育局2025年政府信息公开工作年度报告</h3>".encode("gbk")
    blanks = {cell: number or "" for cell, number in WRONG.items()}
    page = html_file(FORM, blanks).replace(b"<body>", b"<body>" + title)
    box.add("jy@x.example", "教育局年报", {"年报.html": page, "年报.xlsx": file(WRONG, "江州市教育局")})
    one = by_name(box.sorted())["江州市教育局"]
    assert (one.state, one.questions, sources(one)) == ("fail", [], ["1.eml/年报.xlsx"])
    blanks["review.total"] = "" if WRONG["review.total"] else 1
    page = html_file(FORM, blanks).replace(b"<body>", b"<body>" + title)
    box.add("jy@x.example", "教育局年报", {"年报.html": page, "年报.xlsx": file(WRONG, "江州市教育局")})
    assert by_name(box.sorted())["江州市教育局"].questions == ["same_mail"]


@pytest.mark.parametrize("units", [[unit._replace(addresses=()) for unit in UNITS], None])
def test_a_correction_goes_with_the_rest_of_its_address_without_a_list_of_addresses(
    box: Box, units: list[Unit] | None
) -> None:
    box.add("jy@x.example", "年报", {"年报.xlsx": file(WRONG_TWICE, "江州市教育局")})
    box.add("jy@x.example", "更正", {"表四.xlsx": file(GOOD, "", "litigation")})
    found = box.sorted(units)
    (one,) = found.units
    held = figures_of(one.current, one.gives, FORM)
    assert (one.name, one.lacks, held["review.total"]) == ("江州市教育局", (), GOOD["review.total"])
    box.add("jy@x.example", "年报", {"年报.xlsx": file(GOOD, "江州市水利局")})  # the address sends for two
    assert [len(other.current) for other in box.sorted(units).units] == [1, 1, 1]


def test_a_whole_report_without_a_name_replaces_nothing(box: Box) -> None:
    box.add("jy@x.example", "年报", {"年报.xlsx": file(WRONG, "江州市教育局")})
    box.add("jy@x.example", "年报", {"2.xlsx": file(GOOD, "")})
    found = box.sorted([unit._replace(addresses=()) for unit in UNITS])
    assert [(one.name, one.state) for one in found.units] == [("", "doubtful"), ("江州市教育局", "fail")]


@pytest.mark.parametrize(
    ("subject", "doubted"),
    [
        ("水利局年报", True),
        ("江州市水利局报送2025年报", True),
        ("教育局年报", False),
        ("回复：水利局年报", False),
        ("关于水利局年报的通知", False),
        ("水利局", False),
        ("江州市年报", False),
    ],
)
def test_a_subject_that_claims_another_unit_is_asked_about(box: Box, subject: str, *, doubted: bool) -> None:
    """From an address that nobody knows; who only answers a letter about somebody claims nothing."""
    box.add("someone@qq.com", subject, {"a.xlsx": file(GOOD, "江州市教育局")})
    (one,) = box.sorted().units
    assert (one.state, one.rivals) == (("doubtful", tuple(UNITS[:2])) if doubted else ("pass", ()))
    box.add("jy@x.example", subject, {"b.xlsx": file(GOOD, "江州市教育局")})
    assert by_name(box.sorted())["江州市教育局"].state == "pass"


@pytest.mark.parametrize(
    ("title", "state"), [("江州市投促局", "doubtful"), ("市商务局", "pass"), ("商务投促局", "doubtful")]
)
def test_offices_that_have_become_one_and_both_send_are_asked_about(box: Box, title: str, state: str) -> None:
    """The list has the new office with both old names; each old one sends its own report, one from its old address."""
    unit = Unit("江州市商务投促局", ("sw@x.example",), CITY, ("市商务局", "市投促局"))
    box.add("sw@x.example", "年报", {"a.xlsx": file(GOOD, "江州市商务局")})
    box.add("tc@old.example", "年报", {"b.xlsx": file(WRONG, title)})
    (one,) = box.sorted([unit]).units
    assert (one.unit, one.state, sources(one)) == (unit, state, ["1.eml/a.xlsx"])
    box.add("sw@x.example", "更名后重报", {"c.xlsx": file(GOOD, "江州市商务投促局")})
    (one,) = box.sorted([unit]).units
    assert (one.state, sources(one)) == ("pass", ["3.eml/c.xlsx"])  # it speaks for the whole


def test_a_mailbox_of_several_chooses_among_them(box: Box) -> None:
    shared = ("xhb@x.example",)
    towns = [Unit(f"{name}人民政府", shared, "西河县人民政府") for name in ("太平镇", "石桥镇")]
    units = [*UNITS[:3], Unit("太平镇人民政府", (), "东山县人民政府"), *towns]
    box.add(shared[0], "年报", {"a.xlsx": file(GOOD, "太平镇人民政府")})
    box.add(shared[0], "年报", {"b.xlsx": file(WRONG, "")})
    nobody, one = box.sorted(units).units
    assert (one.unit, one.state, sources(one)) == (towns[0], "pass", ["1.eml/a.xlsx"])
    assert (nobody.state, nobody.rivals) == ("doubtful", tuple(towns))
    assert box.sorted(units).missing == units[:4]


def test_a_bare_name_may_be_the_city_s_own(box: Box) -> None:
    """The list writes 民政局 below the counties, and 江州市民政局: 民政局 from nowhere may be any of them."""
    units = [Unit("江州市民政局", (), CITY), Unit("民政局", ("mz@es.example",), "东山县人民政府")]
    box.add("someone@qq.com", "年报", {"a.xlsx": file(GOOD, "民政局")})
    box.add("mz@es.example", "年报", {"b.xlsx": file(WRONG, "民政局")})
    doubtful, one = box.sorted(units).units
    assert (doubtful.state, set(doubtful.rivals)) == ("doubtful", set(units))
    assert (one.unit, one.state) == (units[1], "fail")


def test_a_correction_without_year_and_name_goes_with_the_rest(box: Box) -> None:
    box.add("jy@x.example", "教育局年报", {"年报.xlsx": file(WRONG_TWICE, "江州市教育局")})
    box.add("jy@x.example", "更正", {"表四.xlsx": file(GOOD, "", "litigation", year=None)})
    one = by_name(box.sorted())["江州市教育局"]
    held = figures_of(one.current, one.gives, FORM)
    assert (one.lacks, held["review.total"]) == ((), GOOD["review.total"])
    assert held["results.total.total"] == WRONG_TWICE["results.total.total"]


def test_the_office_of_a_government_passes_on_what_is_below_it(box: Box) -> None:
    office = Unit("东山县人民政府办公室", ("esb@x.example",), "东山县人民政府")
    units = [*UNITS, office]
    box.add("esb@x.example", "乡镇年报", {"太平镇年报.xlsx": file(GOOD, "太平镇人民政府")})
    box.add("esb@x.example", "东山县年报", {"东山县.xlsx": file(GOOD, "东山县人民政府")})
    found = by_name(box.sorted(units))
    assert found["东山县太平镇人民政府"].state == "pass"
    assert found["东山县人民政府"].state == "pass"
    box.add("esb@x.example", "县府办年报", {"东山县人民政府办公室年报.xlsx": file(WRONG, "太平镇人民政府")})
    first = box.sorted(units).units[0]
    assert (first.state, office in first.rivals) == ("doubtful", True)  # a title that was copied


def test_a_list_with_short_names_knows_the_long_ones(box: Box) -> None:
    units = [Unit("卫健局", ("w@x.example",), "东山县人民政府"), Unit("卫健局", (), "西河县人民政府")]
    box.add("w@x.example", "年报", {"年报.xlsx": file(GOOD, "卫生健康局")})
    box.add("private@163.com", "年报", {"年报.xlsx": file(GOOD, "西河县卫生健康委员会")})
    box.add("private@163.com", "年报", {"年报.xlsx": file(GOOD, "东山县卫生健康局（本级）")})
    found = box.sorted(units)
    assert [(one.unit, one.state) for one in found.units] == [(units[0], "pass"), (units[1], "pass")]


def test_a_date_in_the_future_is_never_the_newest(box: Box) -> None:
    late = datetime(2036, 1, 1, tzinfo=UTC)
    box.add("jy@x.example", "教育局年报(错)", {"年报.xlsx": file(WRONG, "江州市教育局")}, date=late)
    box.add("jy@x.example", "教育局年报(改)", {"年报.xlsx": file(GOOD, "江州市教育局")})
    one = by_name(box.sorted())["江州市教育局"]
    assert (sources(one), one.state, one.undated) == (["2.eml/年报.xlsx"], "pass", True)


def test_two_mails_of_one_second_are_asked_about(box: Box) -> None:
    for values in (GOOD, WRONG):
        box.add("jy@x.example", "教育局年报", {"年报.xlsx": file(values, "江州市教育局")}, hour=10)
    assert by_name(box.sorted())["江州市教育局"].questions == ["same_mail"]


def test_our_own_answer_with_the_marked_copy_is_no_submission(box: Box) -> None:
    box.add("jy@x.example", "教育局年报", {"年报.xlsx": file(WRONG, "江州市教育局")})
    box.add("jy@x.example", "Re: 教育局年报", {"年报.xlsx": file(GOOD, "江州市教育局")})
    box.add("zwgk@x.example", "Re: 教育局年报", {"年报-标注.xlsx": file(WRONG, "江州市教育局")})
    for own in ({"zwgk@x.example"}, set()):  # known as ours, or only not as theirs
        one = by_name(box.sorted(own=own))["江州市教育局"]
        assert (sources(one), one.state) == (["2.eml/年报.xlsx"], "pass")


def test_the_report_of_our_own_office_counts_wherever_it_was_sent_from(box: Box) -> None:
    office = Unit("江州市人民政府办公室", ("zwgk@x.example",), CITY, role="own_office")
    box.add("zwgk@x.example", "本单位年报", {"年报.xlsx": file(GOOD, "江州市人民政府办公室")})
    box.add("zwgk@x.example", "Re: 年报", {"教育局-标注.xlsx": file(WRONG, "江州市教育局")})
    found = box.sorted([*UNITS, office], own={"zwgk@x.example"})
    assert [(one.unit, one.state) for one in found.units] == [(office, "pass")]
    assert [letter.kind for letter in found.letters] == ["own"]


def test_a_report_that_nobody_is_named_in_is_asked_about(box: Box) -> None:
    box.add("somebody@163.com", "年报", {"2025年报.xlsx": file(GOOD, "", year=2025)})
    (one,) = box.sorted().units
    assert (one.state, one.questions) == ("doubtful", ["nobody"])


def test_what_only_the_subject_names_is_asked_about(box: Box) -> None:
    box.add("somebody@163.com", "江州市水利局年报", {"a.xlsx": file(GOOD, "江州市河湖中心")})
    box.add("somebody@163.com", "东山县年报", {"b.xlsx": file(GOOD, "东山县白果乡人民政府")}, name="东山县人民政府")
    found = box.sorted()
    assert [(one.state, one.name, [u.name for u in one.rivals]) for one in found.units] == [
        ("doubtful", "", ["江州市水利局"]),
        ("pass", "东山县白果乡人民政府", []),
    ]


def test_who_asks_for_more_time_has_sent_nothing(box: Box) -> None:
    box.add("sl@x.example", "关于延期报送年报的请示", {}, body="因系统故障，我局申请延期两天报送年度报告。")
    found = box.sorted()
    assert ([letter.kind for letter in found.letters], found.units) == (["letter"], [])


def test_a_copied_title_replaces_nobody(box: Box) -> None:
    box.add("jy@x.example", "教育局年报", {"教育局年报.xlsx": file(WRONG, "江州市教育局")})
    box.add("sl@x.example", "水利局年报", {"水利局年报.xlsx": file(GOOD, "江州市教育局")})
    found = box.sorted()
    assert found.units[0].state == "doubtful"
    assert [unit.name for unit in found.units[0].rivals] == ["江州市教育局", "江州市水利局"]
    assert by_name(found)["江州市教育局"].state == "fail"
    assert "江州市水利局" not in {unit.name for unit in found.missing}
    assert total_of(found, BOOK).missing[UNITS[1]] == "doubtful"  # it has sent something
    told = box.sorted(assignments=Assignments({"sl@x.example": UNITS[1]}))
    assert by_name(told)["江州市水利局"].state == "pass"


def test_namesakes_are_told_apart_by_their_addresses(box: Box) -> None:
    for sender, values in (("tp@x.example", WRONG), ("xtp@x.example", GOOD)):
        box.add(sender, "太平镇年报", {"太平镇年报.xlsx": file(values, "太平镇人民政府")})
    found = by_name(box.sorted())
    assert (found["东山县太平镇人民政府"].state, found["西河县太平镇人民政府"].state) == ("fail", "pass")


def test_namesakes_from_nowhere_are_asked_about(box: Box) -> None:
    box.add("private@163.com", "太平镇年报", {"太平镇年报.xlsx": file(GOOD, "太平镇人民政府")})
    found = box.sorted()
    assert [unit.name for unit in found.units[0].rivals] == ["东山县太平镇人民政府", "西河县太平镇人民政府"]


def test_an_unknown_year_is_a_doubt(box: Box) -> None:
    box.add("jy@x.example", "年报", {"年报.xlsx": file(GOOD, "", year=None)})
    one = by_name(box.sorted())["江州市教育局"]
    assert (one.state, one.year) == ("review", None)


def test_a_sheet_for_each_unit(box: Box) -> None:
    box.add("es@x.example", "年报", {f"{n}.xlsx": file(GOOD, n) for n in ("东山县人民政府", "东山县太平镇人民政府")})
    assert {one.name: one.state for one in box.sorted().units} == {
        "东山县人民政府": "pass",
        "东山县太平镇人民政府": "pass",
    }


def test_a_forged_sender_replaces_nobody(box: Box) -> None:
    box.add("sl@x.example", "年报", {"n.xlsx": file(WRONG, "江州市水利局")})
    late = datetime(2099, 1, 1, tzinfo=UTC)
    box.add("evil@evil.example", "年报", {"n.xlsx": file(GOOD, "江州市水利局")}, date=late)
    one = by_name(box.sorted())["江州市水利局"]
    assert (sources(one), one.state) == (["1.eml/n.xlsx"], "fail")
    assert [submission.source for submission in one.others] == ["2.eml/n.xlsx"]


def test_two_strangers_of_one_name_are_two_units_without_a_list(box: Box) -> None:
    for sender, values in (("a@qq.com", GOOD), ("b@qq.com", WRONG)):
        box.add(sender, "年报", {"n.xlsx": file(values, "太平镇人民政府")})
    assert [one.state for one in box.sorted(None).units] == ["fail", "pass"]


def test_an_office_that_passes_on_what_is_not_listed_keeps_its_own_report(box: Box) -> None:
    box.add("es@x.example", "年报", {"n.xlsx": file(GOOD, "东山县人民政府")})
    box.add("es@x.example", "年报", {"n.xlsx": file(WRONG, "东山县白果乡人民政府")})
    found = by_name(box.sorted())
    assert found["东山县人民政府"].state == "pass"
    assert found["东山县白果乡人民政府"].unit is None


def test_mails_that_are_no_reports(box: Box) -> None:
    box.add("mailer-daemon@mx.example", "系统退信", {}, body="<gone@x.example> 无法送达")
    box.add("sl@x.example", "自动回复：年报", {}, body="您的来信已收到")
    box.add("jy@x.example", "咨询", {}, body="请问表三怎么填？附件在哪里下载？")
    box.add("es@x.example", "东山县年报", {}, body="我县的年报见附件。")
    found = box.sorted()
    assert [(one.kind, one.failed) for one in found.letters] == [
        ("bounce", "gone@x.example"),
        ("auto_reply", ""),
        ("letter", ""),
    ]
    assert [(one.name, one.state) for one in found.units] == [("东山县人民政府", "unreadable")]  # it was forgotten
    assert {"江州市教育局", "江州市水利局"} <= {unit.name for unit in found.missing}

"""Which delivery of a unit counts, who sent nothing, and what is never guessed."""

from __future__ import annotations

import time
from datetime import datetime

import pytest

from checks import rulebook
from checks.model.held_figures import HeldForm
from checks.model.submission import Origin
from checks.submissions import Deliveries, Unit, sort_out

from ..fixtures.verdicts_by_hand import made


def sources(found: Deliveries, group: str = "current") -> dict[str, list[str]]:
    return {one.name: [verdict.source for verdict in getattr(one, group)] for one in found.units}


def test_the_newest_mail_counts_whatever_the_order_of_reading() -> None:
    found = sort_out([made("b.eml/x.xlsx", "水务局", day=9), made("a.eml/x.xlsx", "水务局", "fail", day=8)])
    assert sources(found) == {"水务局": ["b.eml/x.xlsx"]}
    assert sources(found, "older") == {"水务局": ["a.eml/x.xlsx"]}
    assert found.units[0].older[0].superseded_by == "b.eml/x.xlsx"
    assert found.units[0].state == "pass"


def test_without_dates_the_later_file_counts() -> None:
    found = sort_out([made("a.xlsx", "水务局"), made("b.xlsx", "水务局", "fail")])
    assert (sources(found), found.units[0].state) == ({"水务局": ["b.xlsx"]}, "fail")


def test_dates_without_a_time_zone_can_be_compared() -> None:
    first, second = made("a.eml/x.xlsx", "水务局", day=9), made("b.eml/x.xlsx", "水务局", day=8)
    naive = datetime(2026, 1, 8)  # noqa: DTZ001
    second.origin = Origin("a@b.example", date=naive, message_id="<2>")
    assert sources(sort_out([first, second])) == {"水务局": ["a.eml/x.xlsx"]}


@pytest.mark.parametrize("status", ["unreadable", "no_table"])
def test_what_cannot_be_read_never_replaces_what_can(status: str) -> None:
    found = sort_out([made("a.eml/x.xlsx", "水务局", day=8), made("b.eml/y.pdf", "水务局", status, day=9)])
    assert (sources(found), sources(found, "beside")) == ({"水务局": ["a.eml/x.xlsx"]}, {"水务局": ["b.eml/y.pdf"]})
    assert found.units[0].state == "pass"
    assert found.units[0].beside[0].superseded_by == ""


def test_a_scan_beside_the_table_of_a_mail_belongs_to_its_unit() -> None:
    table = made("a.eml/x.xlsx", "水务局", day=8, message_id="<1>")
    scan = made("a.eml/盖章件.pdf", None, "unreadable", day=8, message_id="<1>")
    found = sort_out([table, scan])
    assert [one.name for one in found.units] == ["水务局"]


def test_the_list_knows_a_unit_whose_scan_came_first() -> None:
    scan = made("a.eml/盖章件.pdf", None, "unreadable", day=8, message_id="<1>")
    table = made("a.eml/x.xlsx", "水务局", day=8, message_id="<1>")
    assert sort_out([scan, table], [Unit("水务局")]).missing == []


def test_files_of_one_mail_that_cannot_be_read_are_all_told() -> None:
    first = made("a.eml/水务局.pdf", None, "unreadable", day=7)
    both = [made(f"b.eml/水务局{i}.pdf", None, "unreadable", day=8, message_id="<b>") for i in (1, 2)]
    found = sort_out([first, *both])
    assert sources(found) == {"水务局": ["b.eml/水务局1.pdf", "b.eml/水务局2.pdf"]}
    assert sources(found, "older") == {"水务局": ["a.eml/水务局.pdf"]}


def test_reports_of_two_units_in_one_mail_stay_two() -> None:
    verdicts = [made(f"a.eml/{name}.xlsx", name, day=8, message_id="<1>") for name in ("水务局", "教育局")]
    scan = made("a.eml/scan.pdf", None, "unreadable", day=8, message_id="<1>")
    assert [one.name for one in sort_out([*verdicts, scan]).units] == ["", "教育局", "水务局"]


def test_documents_whose_unit_nothing_tells_never_replace_one_another() -> None:
    found = sort_out([made(f"{i}.eml/表.xlsx", None, sender="one@mail.example", day=i) for i in (1, 2)])
    assert len(found.units) == 2
    assert all(not one.older for one in found.units)


def test_forms_of_two_families_stand_beside_one_another() -> None:
    annual, stat = made("a.xlsx", "水务局"), made("b.xlsx", "水务局", forms=("stat2014",))
    assert sources(sort_out([annual, stat])) == {"水务局": ["a.xlsx", "b.xlsx"]}
    both = made("c.xlsx", "水务局", forms=("annual2019", "stat2014"))
    assert sources(sort_out([annual, stat, both])) == {"水务局": ["c.xlsx"]}


def test_two_reports_in_one_file_are_two_reports() -> None:
    found = sort_out([made("a.xlsx#凤凰镇", sha256="1"), made("a.xlsx#石桥乡", sha256="1"), made("a.xlsx#Sheet3!A9")])
    assert sorted(sources(found)) == ["", "凤凰镇", "石桥乡"]


def test_the_same_file_given_twice_counts_once() -> None:
    found = sort_out([made("a.xlsx", "水务局", sha256="1"), made("a.xlsx", "水务局", sha256="1")])
    assert [len(one.current) for one in found.units] == [1]


def test_a_file_that_two_units_sent_is_said_so() -> None:
    found = sort_out([made("a.xlsx", "水务局", sha256="1"), made("b.xlsx", "教育局", sha256="1")])
    assert {one.name: one.twins for one in found.units} == {"水务局": ("教育局",), "教育局": ("水务局",)}


def test_last_year_s_report_among_this_year_s() -> None:
    verdicts = [made("a.xlsx", "水务局"), made("b.xlsx", "教育局"), made("c.xlsx", "审计局", year=2024)]
    found = sort_out(verdicts)
    assert found.year == 2025
    assert {one.name: one.state for one in found.units}["审计局"] == "wrong_year"


def test_last_year_s_report_beside_this_year_s_is_no_fault() -> None:
    found = sort_out([made("a.xlsx", "水务局"), made("old.xlsx", "水务局", year=2024)], year=2025)
    assert (sources(found), sources(found, "beside")) == ({"水务局": ["a.xlsx"]}, {"水务局": ["old.xlsx"]})
    assert found.units[0].state == "pass"


def test_an_archive_of_many_years_expects_no_year() -> None:
    found = sort_out([made(f"{year}.xlsx", "水务局", year=year) for year in range(2019, 2025)])
    assert found.year is None
    assert [(one.year, one.state) for one in found.units] == [(year, "pass") for year in range(2019, 2025)]


def test_a_form_that_does_not_hold_for_the_year() -> None:
    forms = rulebook.load().forms
    found = sort_out([made("a.xlsx", "水务局", forms=("annual2019",))], forms=forms)
    assert found.units[0].state == "wrong_form"
    both = made("a.xlsx", "水务局", forms=("annual2019", "stat2014"), year=2019)
    assert sort_out([both], forms=forms).units[0].state == "pass"


LIST = [
    Unit("澜川市水务局", ("swj@lanchuan.example",), "澜川市人民政府"),
    Unit("凤凰街道办事处", ("fh@lanchuan.example",), "临澜区人民政府"),
    Unit("青屏县人民政府"),
    Unit("发展和改革委员会"),
]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("水务局", "澜川市水务局"),
        ("市水务局", "澜川市水务局"),
        ("澜川市 水务局", "澜川市水务局"),
        ("澜川市水务局（本级）", "澜川市水务局"),
        ("凤凰街道", "凤凰街道办事处"),
        ("凤凰街道办", "凤凰街道办事处"),
        ("临澜区凤凰街道办事处", "凤凰街道办事处"),
        ("青屏县", "青屏县人民政府"),
        ("青屏县政府", "青屏县人民政府"),
        ("澜川市发展改革委", "发展和改革委员会"),
        ("望江街道办事处", None),
        ("钟山区凤凰街道办事处", None),  # the list says of which district its 凤凰街道 is
        ("局", None),
    ],
)
def test_names_are_matched_as_people_write_them(said: str, meant: str | None) -> None:
    found = sort_out([made("a.xlsx", said)], LIST)
    assert found.units[0].unit == next((unit for unit in LIST if unit.name == meant), None)
    assert [unit.name for unit in found.missing] == [unit.name for unit in LIST if unit.name != meant]


def test_a_name_that_may_mean_two_units_means_none() -> None:
    two = [Unit("澜川市水务局"), Unit("青屏县水务局")]
    found = sort_out([made("a.xlsx", "水务局")], two)
    assert (found.units[0].unit, found.units[0].rivals, found.units[0].state) == (None, tuple(two), "doubtful")
    assert found.missing == []  # it is one of the two's, and so neither is asked for it again


def test_a_short_line_of_the_list_is_not_given_to_two_names() -> None:
    short = [Unit("水务局")]
    assert sort_out([made("a.xlsx", "澜川市水务局")], short).units[0].unit == short[0]
    found = sort_out([made("a.xlsx", "澜川市水务局"), made("b.xlsx", "青屏县水务局")], short)
    assert [one.unit for one in found.units] == [None, None]


def test_the_address_tells_the_unit_where_the_report_does_not() -> None:
    one = made("a.eml/表.xlsx", None, sender="swj@lanchuan.example", sender_name="某某", day=8)
    found = sort_out([one], LIST)
    assert (found.units[0].unit, one.unit, one.unit_from) == (LIST[0], "澜川市水务局", "address")


def test_an_address_never_overrules_what_the_report_says() -> None:
    found = sort_out([made("a.eml/表.xlsx", "气象局", sender="swj@lanchuan.example", day=8)], LIST)
    assert (found.units[0].unit, found.units[0].address_of) == (None, LIST[0])


def test_an_address_of_two_units_tells_neither() -> None:
    shared = [Unit("水务局", ("a@b.example",)), Unit("教育局", ("a@b.example",))]
    assert sort_out([made("a.eml/表.xlsx", sender="a@b.example", day=8)], shared).units[0].unit is None


def test_the_shown_name_tells_the_unit_but_a_person_does_not() -> None:
    one, other = (
        made(f"{i}.eml/表.xlsx", sender_name=name, sender=f"{i}@b.example", day=i)
        for i, name in enumerate(("水务局办公室", "某某"), 1)
    )
    sort_out([one, other])
    assert (one.unit, one.unit_from, other.unit) == ("水务局", "sender", None)


def test_the_worst_comes_first() -> None:
    states = ("pass", "review", "unreadable", "fail")
    found = sort_out([made(f"{state}.xlsx", f"{i}局甲乙", state) for i, state in enumerate(states)])
    assert [one.state for one in found.units] == ["fail", "unreadable", "review", "pass"]


@pytest.mark.parametrize("part", ["区", "的", "（", "市政府", "甲乙丙丁戊己庚辛壬区", "局 "])
def test_no_name_takes_long(part: str) -> None:
    """It ends: a pattern with two ways to read a name would take longer than the universe is old."""
    name = part * 5_000
    one = made(f"a.eml/{name}.xlsx", name[:80], sender_name=name, day=8)
    other = made(f"b.eml/{name}甲.xlsx", None, sender_name=name, day=9)
    started = time.process_time()
    found = sort_out([one, other], [Unit(name[:300], parent=name), Unit("水务局", parent=name)])
    assert time.process_time() - started < 20
    assert sum(len(unit.current) + len(unit.older) + len(unit.beside) for unit in found.units) == 2


@pytest.mark.parametrize(("now", "before", "expected"), [(2, 1, 2025), (4, 2, 2025), (3, 2, None), (1, 1, None)])
def test_two_reports_in_three_tell_the_year(now: int, before: int, expected: int | None) -> None:
    verdicts = [made(f"{i}.xlsx", f"单位{i}", year=2025) for i in range(now)]
    verdicts += [made(f"old{i}.xlsx", f"旧单位{i}", year=2024) for i in range(before)]
    assert sort_out(verdicts).year == expected


def test_without_the_forms_at_hand_the_newest_of_a_form_counts() -> None:
    """Whoever sorts out verdicts of his own need not bring the forms: figures that were kept then say no table."""
    figures = {"annual2021": HeldForm((1, 2, 3), 3, runs=(0, 3, 0, 0, 0, 0))}
    old, new = (made(f"{day}.eml/年报.xlsx", "水务局", day=day, figures=figures) for day in (8, 9))
    (delivery,) = sort_out([old, new]).units
    assert (delivery.current, delivery.older) == ([new], [old])

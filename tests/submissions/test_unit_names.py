"""Which unit of a list a name means, and when it means none."""

from __future__ import annotations

import pytest

from checks.identity import is_name
from checks.submissions import Unit
from checks.submissions.unit_names import UnitRegistry, core, offices

CITY = [
    Unit("江州市人力资源和社会保障局", ("rsj@x.example",), "江州市人民政府"),
    Unit("江州市住房和城乡建设局", (), "江州市人民政府"),
    Unit("江州市卫生健康委员会", (), "江州市人民政府"),
    Unit("江州市市场监督管理局", (), "江州市人民政府"),
    Unit("江州市文化广电和旅游局", (), "江州市人民政府"),
    Unit("东山县太平镇人民政府", (), "东山县人民政府"),
    Unit("西河县太平镇人民政府", (), "西河县人民政府"),
    Unit("东山县人民政府", (), "江州市人民政府"),
    Unit("江州市数据局", (), "江州市人民政府", ("大数据中心",)),
]


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("江州市人社局", "江州市人力资源和社会保障局"),
        ("市人社局", "江州市人力资源和社会保障局"),
        ("人社局", "江州市人力资源和社会保障局"),
        ("市住建局", "江州市住房和城乡建设局"),
        ("市卫健委", "江州市卫生健康委员会"),
        ("市市监局", "江州市市场监督管理局"),
        ("市监局", "江州市市场监督管理局"),
        ("文旅局", "江州市文化广电和旅游局"),
        ("东山县太平镇", "东山县太平镇人民政府"),
        ("大数据中心", "江州市数据局"),
        ("江州市大数据中心", "江州市数据局"),
    ],
)
def test_what_every_office_is_called(name: str, unit: str) -> None:
    assert [found.name for found in UnitRegistry(CITY).candidates(name)] == [unit]


def test_a_namesake_means_both_until_its_place_is_told() -> None:
    assert [unit.name for unit in UnitRegistry(CITY).candidates("太平镇人民政府")] == [
        "东山县太平镇人民政府",
        "西河县太平镇人民政府",
    ]


def test_a_short_line_has_its_parents_place() -> None:
    units = [Unit("教育局", (), place) for place in ("江州市人民政府", "东山县人民政府")]
    register = UnitRegistry(units)
    assert register.candidates("东山县教育局") == (units[1],)
    assert register.candidates("教育局") == tuple(units)
    assert register.candidates("北口县教育局") == ()


@pytest.mark.parametrize("name", ["县城管局", "东山县城管局", "城管局", "东山县城市管理局", "县城市管理局"])
def test_a_city_in_the_name_of_an_office_is_no_place(name: str) -> None:
    units = (Unit("城市管理局", (), "东山县人民政府"), Unit("住房和城乡建设局", (), "东山县人民政府"))
    assert UnitRegistry(units).candidates(name) == units[:1]
    assert UnitRegistry(units).candidates("县住房城乡建设局") == units[1:]


@pytest.mark.parametrize("name", ["江州市政务服务管理局", "市政务服务管理局", "政务服务管理局", "市政务服务局"])
def test_an_alias_with_its_rank_has_the_place_of_its_line(name: str) -> None:
    units = (
        Unit("江州市数据局", (), "江州市人民政府", ("市政务服务管理局",)),
        Unit("江州市财政局", (), "江州市人民政府"),
    )
    assert UnitRegistry(units).candidates(name) == units[:1]


@pytest.mark.parametrize(
    "name", ["高新区财政局", "江州高新区财政局", "江州高新技术产业开发区财政局", "科学城财政局", "财政局"]
)
def test_a_zone_has_its_short_name_and_the_aliases_of_its_line(name: str) -> None:
    zone = Unit("江州高新技术产业开发区管理委员会", (), "江州市人民政府", ("科学城区管委会",))
    below = Unit("财政局", (), zone.name)
    name = name.replace("科学城", "科学城区")
    assert UnitRegistry((zone, below)).candidates(name) == (below,)
    assert UnitRegistry((zone, below)).candidates("经开区财政局") == ()


def test_an_abbreviation_of_two_units_means_both() -> None:
    units = [Unit("甲市城市管理局"), Unit("甲市城市管理综合执法局")]
    assert set(UnitRegistry(units).candidates("甲市城管局")) == set(units)


def test_who_is_above_whom() -> None:
    register = UnitRegistry([*CITY, Unit("江州市人民政府")])
    county, township, city = register.units[7], register.units[5], register.units[-1]
    assert register.is_above(county, township)
    assert register.is_above(city, township)
    assert not register.is_above(township, county)
    assert not register.is_above(county, register.units[6])


def test_a_circle_of_parents_ends() -> None:
    first, second = Unit("甲局", (), "乙局"), Unit("乙局", (), "甲局")
    register = UnitRegistry([first, second])
    assert register.is_above(first, second)
    assert not register.is_above(Unit("丙局"), first)


@pytest.mark.parametrize(
    "name", ["某某单位", "XX局", "××县人民政府", "○○镇", "街道办事处", "人民政府", "本单位", "＿＿局", ""]
)
def test_a_placeholder_is_no_name(name: str) -> None:
    assert not is_name(name)


@pytest.mark.parametrize("name", ["江州市教育局", "太平镇", "城关街道办事处", "高新区管委会"])
def test_a_name_is_a_name(name: str) -> None:
    assert is_name(name)


def test_the_table_of_abbreviations_is_sound() -> None:
    assert len(offices()) >= 40
    for shorts, fulls in offices():
        assert shorts
        assert fulls
        assert all(text == text.strip() and text for text in (*shorts, *fulls))
        assert len(set(map(core, fulls))) <= len(fulls)

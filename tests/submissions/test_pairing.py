"""Last year's reports are found under whatever fair name they go by, and who has none is said."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from checks import rulebook
from checks.cli import main
from checks.evaluate.cross_year import LastYear
from checks.partners import pair

from ..fixtures.examples.figures import figures
from ..fixtures.large_inbox import mail_of
from ..fixtures.plain_tables import workbook

FORM = rulebook.load().forms["annual2021"]


def last(unit: str | None, year: int | None = 2024) -> LastYear:
    return LastYear(f"{unit}.xlsx", unit, year, {})


@pytest.mark.parametrize(
    ("unit", "before"),
    [
        ("江州市卫生健康委员会", "市卫健委"),
        ("市卫健委", "江州市卫生健康委员会"),
        ("江州市财政局", "财政局"),
        ("江州市民政局", "市民政局"),
        ("江州市水利局", "江州市水利局"),
    ],
)
def test_a_fair_name_is_enough(unit: str, before: str) -> None:
    others = [last("江州市教育局"), last("东山县人民政府"), last(None)]
    found = pair([*others, last(before)], unit, 2025)
    assert found
    assert found.unit == before


def test_two_that_it_may_be_are_neither() -> None:
    assert pair([last("江州市财政局"), last("东山县财政局")], "财政局", 2025) is None
    assert pair([last("江州市财政局", 2022)], "江州市财政局", 2025) is None


def test_each_format_holds_every_unit_against_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "now").mkdir()
    (tmp_path / "last").mkdir()
    for number, (unit, before) in enumerate([("江州市水利局", "江州市水利局"), ("江州市卫生健康委员会", "市卫健委")]):
        values = figures(FORM, unit, 2025)
        (tmp_path / "now" / f"{unit}2025.xlsx").write_bytes(
            workbook([(FORM, values)], title=f"{unit}2025年政府信息公开工作年度报告")
        )
        old = {"requests.carried_out.total": values["requests.carried_in.total"] + 9}
        (tmp_path / "last" / f"{number}.xlsx").write_bytes(
            workbook([(FORM, old)], title=f"{before}2024年政府信息公开工作年度报告")
        )
    (tmp_path / "now" / "江州市教育局2025.xlsx").write_bytes(
        workbook([(FORM, figures(FORM, "x", 2025))], title="江州市教育局2025年政府信息公开工作年度报告")
    )
    main(["check", str(tmp_path / "now"), "--previous", str(tmp_path / "last"), "--no-cache"])
    said = capsys.readouterr()
    assert "上年报告：3 个单位找到 2 个，未找到：江州市教育局。" in said.err
    assert said.out.count("R3-CARRY:total") == 2


def test_whose_report_only_the_list_tells_is_held_against_last_year_where_its_figures_stand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    values = figures(FORM, "水利", 2025)
    wrong = {"requests.carried_out.total": values["requests.carried_in.total"] + 9}
    for folder, figures_of, title in (("now", values, "2025年"), ("last", wrong, "市水利局2024年")):
        (tmp_path / folder).mkdir()
        data = workbook([(FORM, figures_of)], title=f"{title}政府信息公开工作年度报告")
        sent = datetime(2026, 1, 8, tzinfo=UTC)
        mail = mail_of("sl@x.example", "", "年报", {"2025.xlsx": data}, "", sent, 1, {})
        name, content = ("1.eml", mail) if folder == "now" else ("1.xlsx", data)
        (tmp_path / folder / name).write_bytes(content)
    (tmp_path / "名单.csv").write_text("单位,邮箱\n江州市水利局,sl@x.example\n", "utf-8")
    asked = [str(tmp_path / "now"), "--units", str(tmp_path / "名单.csv"), "--previous", str(tmp_path / "last")]
    main(["check", *asked, "--out", str(tmp_path / "结果"), "--format", "json", "--no-cache"])
    out = capsys.readouterr()
    assert "上年报告：1 个单位找到 1 个" in out.err
    (document,) = json.loads(out.out)["documents"]
    (late,) = [one for one in document["findings"] if one["rule"] == "R3-CARRY:total"]
    assert next(cell["at"] for cell in late["cells"] if cell["id"] == "requests.carried_in.total")["row"] > 0
    assert len(list((tmp_path / "结果" / "标注").iterdir())) == 1

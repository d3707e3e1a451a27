"""空白填 0, 文本转数字, 采纳 of a text number; and that a step is done whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from addin import texts
from addin.entry import run
from addin.seam import HostError

from .comparing import everything
from .sitting import Sitting, filled, table

WRONG = {"results__granted__total": 4321.0}
BLANKS = dict.fromkeys(("requests__new__natural_person", "results__granted__natural_person", "rules__issued"))
Desk = Callable[..., Sitting]


def test_blanks_become_zeros_in_one_click_and_blanks_again_in_another(desk: Desk) -> None:
    sitting = desk(filled(**BLANKS))
    before = table(sitting, "表三")
    person = sitting.click("fill_blanks", False)
    assert "3 个空白格" in person.asked[0]
    assert "表三：" in person.asked[0]
    assert table(sitting, "表三") == before
    sitting.click("fill_blanks", True)
    filled_in = [row for sheet in ("表二", "表三", "表四") for row in table(sitting, sheet)]
    assert sum(value == 0.0 for row in filled_in for value in row) >= 3
    assert not any("空白" in str(row[3]) for row in table(sitting, "校验结果")[5:] if row[1] == "核实性")
    with pytest.raises(HostError, match="没有空白格"):
        sitting.click("fill_blanks")
    again = sitting.reopen()
    again.click("take_back", True)
    assert [row[:10] for row in table(again, "表三")[:29]] == [row[:10] for row in before[:29]]
    again.close()


def test_an_empty_form_is_not_filled_with_zeros(desk: Desk) -> None:
    """A report of zeros is a statement; nobody makes it by a click on a form that was not begun."""
    from workbook_templates.build import build  # noqa: PLC0415  # only here

    from .sitting import BOOK  # noqa: PLC0415

    sitting = desk(build(BOOK.forms["annual2021"], BOOK, review=True))
    with pytest.raises(HostError, match="还没有填数"):
        sitting.click("fill_blanks")


def test_texts_become_numbers_and_nothing_doubtful_does(desk: Desk) -> None:
    sitting = desk(filled())
    old = sitting.value("表三", "D7")
    for address, text in {"D7": f"{old:.0f}", "D8": "０３", "D9": "若干", "D10": "3 5"}.items():
        sitting.put("表三", address, text, as_text=True)
    person = sitting.click("to_numbers", True)
    assert "2 个" in person.asked[0]
    assert "若干" not in person.asked[0]
    assert [sitting.value("表三", address) for address in ("D7", "D8", "D9", "D10")] == [old, 3.0, "若干", "3 5"]
    sitting.click("take_back", True)
    assert [sitting.value("表三", address) for address in ("D7", "D8")] == [f"{old:.0f}", "０３"]


def test_a_text_number_can_be_accepted_as_a_number(desk: Desk) -> None:
    sitting = desk(filled(review=False))
    old = sitting.value("表三", "D7")
    sitting.put("表三", "D7", f"{old:.0f}", as_text=True)
    sitting.select("表三", "D7")
    person = sitting.click("accept", True)
    assert "→" in person.asked[0]
    assert sitting.value("表三", "D7") == old


@pytest.mark.parametrize("tag", ["accept", "fill_blanks", "to_numbers", "take_back"])
def test_a_step_that_fails_leaves_the_figures_as_they_were(desk: Desk, monkeypatch: Any, tag: str) -> None:
    sitting = desk(filled(**WRONG, **BLANKS))
    sitting.put("表三", "D8", "０３", as_text=True)
    if tag == "take_back":
        sitting.select("表三", "J7")
        sitting.click("accept", True)
    before = table(sitting, "表三")
    sitting.select("表三", "J7")

    def burst(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("addin.results_sheet.write", burst)
    sitting.person.answers[:] = [True]
    run(tag, sitting.session)
    assert "数没有改动" in sitting.person.told[0]
    assert [row[:10] for row in table(sitting, "表三")[:29]] == [row[:10] for row in before[:29]]


def test_what_could_not_be_undone_is_named(desk: Desk, monkeypatch: Any) -> None:
    sitting = desk(filled(**WRONG))
    sitting.select("表三", "J7")
    write = sitting.program.write

    def burst(*_: object, **__: object) -> None:
        monkeypatch.setattr(sitting.program, "write", burst)
        raise ZeroDivisionError

    monkeypatch.setattr("addin.results_sheet.write", burst)
    sitting.person.answers[:] = [True]
    run("accept", sitting.session)
    assert sitting.person.told == [texts.half_done(["表三!J7"])]
    monkeypatch.setattr(sitting.program, "write", write)
    assert sitting.value("表三", "J7") == 0.0


def test_a_pass_says_so_and_the_clerk_stays_where_they_are(desk: Desk) -> None:
    sitting = desk(filled())
    sitting.select("表三", "D7")
    person = sitting.click("check")
    assert person.told == ["✓ 通过。没有发现问题。"]
    assert sitting.selected == "表三!D7"
    assert "校验结果" in everything(sitting.saved())

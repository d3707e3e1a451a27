"""The whole add-in for WPS in a real Chromium, from the disk: Python, every button, and no request."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from addin import texts_wps
from addin.wps import folder
from page import pyodide

from ..fakes.wps import replayed
from ..fakes.wps_page import hold, press, written
from ..page.chromium import PROGRAM, Browser
from .sitting import Sitting
from .test_wps import FAULTY, whole

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not PROGRAM, reason="there is no Chromium"),
]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("加载项 wps"), pyodide.runtime())


@pytest.fixture(scope="module")
def opened(page: Path) -> Iterator[Browser]:
    with Browser() as browser:
        browser.open(page.as_uri())
        browser.wait("window.Gouji && document.readyState === 'complete'")
        hold(browser, FAULTY)
        yield browser


def test_every_button_works_and_nothing_is_asked_of_any_network(opened: Browser, tmp_path: Path) -> None:
    (tmp_path / "年报.xlsx").write_bytes(FAULTY)
    fake = Sitting(tmp_path / "年报.xlsx", "fake")
    for number, button in enumerate(folder.buttons()):
        state = press(opened, button.tag, False)
        assert not any("出了意外" in text for text in state["told"]), button.tag
        assert number or state["status"].startswith("✗ 不符：")
    press(opened, "check")
    fake.click("check")
    for tag, answers in {"check": (), "accept": (True,), "take_back": (True,), "clear": ()}.items():
        told, person = press(opened, tag, *answers)["told"], fake.click(tag, *answers)
        assert told == [*person.asked, *person.told]
        if tag != "clear":
            assert _shown(saved(opened)) == _shown(fake.program.saved())
    assert whole(saved(opened)) == whole(replayed(FAULTY, []))
    home = opened.run("location.href.replace(/[^/]*$/, '')")
    assert [address for address in opened.asked if not address.startswith(home)] == []
    assert opened.told == []


def saved(browser: Browser) -> bytes:
    return replayed(FAULTY, json.loads(browser.run("JSON.stringify(made.actions)")))


def _shown(data: bytes) -> dict[str, Any]:
    """The workbook, but for the line that bears the minute, and what is sealed with a key of the browser's own."""
    sheets = whole(data)
    for place in [place for place in sheets["校验结果"]["cells"] if place in ("A2", "H12") or place[0] == "M"]:
        del sheets["校验结果"]["cells"][place]
    return sheets


def test_the_key_of_what_was_accepted_outlives_the_program(opened: Browser) -> None:
    press(opened, "check")
    press(opened, "accept", True)
    kept = opened.run("localStorage.getItem('gouji.seal')")
    assert len(bytes.fromhex(kept)) == 32
    opened.run("window.before = JSON.stringify(made.state)")
    state = opened.run("window.before")
    opened.run("location.reload()")
    opened.wait("window.Gouji && !window.before && document.readyState === 'complete'")
    hold(opened, FAULTY)
    opened.run(f"Object.assign(made.state, JSON.parse({json.dumps(state)}))")
    told = press(opened, "take_back", True)["told"]
    assert told[0].startswith("改回原来的内容吗？")
    assert opened.run("localStorage.getItem('gouji.seal')") == kept


def test_where_machine_code_is_barred_the_person_is_told_what_to_do(page: Path) -> None:
    with Browser() as browser:
        for gone in ("WebAssembly.Module = function () { throw new Error('barred'); }", "delete window.WebAssembly"):
            browser.call("Page.addScriptToEvaluateOnNewDocument", source=gone)
            browser.open(page.as_uri())
            browser.wait("window.Gouji && document.readyState === 'complete'")
            hold(browser, FAULTY)
            browser.run("GjLoad(); GjRun({Id: 'gj_check'})")
            assert browser.run("made.state.told") == [texts_wps.SCRIPT["barred"]]
            assert browser.run("made.actions.length") == 0


def test_a_missing_file_is_said(page: Path, tmp_path: Path) -> None:
    for path in page.parent.iterdir():
        if path.is_file():
            (tmp_path / path.name).write_bytes(path.read_bytes())
    with Browser() as browser:
        browser.open((tmp_path / page.name).as_uri())
        browser.wait("window.Gouji && document.readyState === 'complete'")
        hold(browser, FAULTY)
        browser.run("GjRun({Id: 'gj_check'})")
        browser.wait("Gouji.times.failed")
        (told,) = browser.run("made.state.told")
    assert told.startswith(texts_wps.SCRIPT["failed"])
    assert "run/pyodide.asm.wasm.js" in told

"""The add-in for WPS in a Chromium: its folder on the disk, with the stand-in for WPS before all its scripts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from addin.wps import folder as made
from page.pyodide import Runtime

from .wps import content

if TYPE_CHECKING:
    from ..page.chromium import Browser

_MOCK = Path(__file__).with_name("et") / "mock_et.js"
_BEFORE = """
function held(content) {
  window.made = makeMock(content);
  window.Application = made.Application;
  Object.keys(made.window).forEach(function (name) { window[name] = made.window[name]; });
}
window.fetch = window.XMLHttpRequest = function () { throw new Error("no network"); };
"""


def written(place: Path, runtime: Runtime) -> Path:
    """Write the folder, and return its page; ``hold`` puts a workbook before it."""
    for path, data in made.addin_folder(runtime).items():
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_bytes(data)
    before = f"<script>{_MOCK.read_text('utf-8')}{_BEFORE}</script>"
    html = (place / "index.html").read_text("utf-8").replace("<body>", f"<body>{before}")
    (place / "before.html").write_text(html, "utf-8")
    return place / "before.html"


def hold(browser: Browser, data: bytes, name: str = "年报.xlsx") -> None:
    """Put a workbook in front of WPS."""
    browser.run(f"held({json.dumps(content(data, name), ensure_ascii=False)})")


def press(browser: Browser, tag: str, *answers: Any) -> dict[str, Any]:
    """Press a button, and return what the stand-in knows then; answers that nobody asks for are taken back."""
    browser.run(
        f"made.state.told.length = 0; made.state.answers.push(...{json.dumps(answers)}); Gouji.times.click = 0;"
    )
    browser.run(f"GjRun({{Id: 'gj_{tag}'}})")
    browser.wait("Gouji.times.click || Gouji.times.failed", 120)
    assert browser.run("Gouji.times.failed || ''") == ""
    state: dict[str, Any] = json.loads(browser.run("JSON.stringify(made.state)"))
    browser.run("made.state.answers.length = 0")
    return state


def rows_of(state: dict[str, Any], name: str, width: int) -> list[list[Any]]:
    """Return what a sheet shows, "" for a blank."""
    sheet = next(one for one in state["sheets"] if one["name"] == name)
    return [
        [sheet["values"].get(f"{row},{column}", "") for column in range(1, width + 1)]
        for row in range(1, sheet["extent"][0] + 1)
    ]

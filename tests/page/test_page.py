"""The page in a real browser, from the disk: what the command says, the page says, and nothing leaves it."""

from __future__ import annotations

import base64
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from .chromium import Browser

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
REPORTS = sorted(path for path in EXAMPLES.iterdir() if path.name[:2].isdecimal())
ZIPPED = (".xlsx", ".docx")
pytestmark = pytest.mark.browser


def check(browser: Browser, files: Mapping[str, Path]) -> list[dict[str, Any]]:
    """Drop files on the page, by the path that the browser tells of them; return what its list shows."""
    browser.run(
        "{const i = document.createElement('input'); Object.assign(i, {type: 'file', multiple: true, id: 'test'});"
        "document.body.append(i)}"
    )
    browser.choose("#test", list(files.values()))
    names = json.dumps(list(files))
    browser.run(
        f"gouji.check(Array.from(document.getElementById('test').files).map((file, i) => ({{path: {names}[i], file}})))"
    )
    browser.run("document.getElementById('test').remove()")
    shown = browser.run(
        "JSON.stringify(Array.from(document.querySelectorAll('#list li')).map(li => ({status: li.className, "
        "file: li.querySelector('.file').textContent, lines: li.querySelector('pre')?.textContent || ''})))"
    )
    rows: list[dict[str, Any]] = json.loads(shown)
    return rows


def ask(browser: Browser, kind: str) -> bytes:
    """Ask the page's checker for something that it makes."""
    code = (
        f"gouji.checker.ask('{kind}').then(got => new Promise(done => {{ const reader = new FileReader(); "
        "reader.onload = () => done(reader.result.split(',')[1] || ''); reader.readAsDataURL(new Blob([got.data])); }))"
    )
    return base64.b64decode(browser.run(code))


def choose_list(browser: Browser, path: Path) -> str:
    browser.choose("#list-file", [path])
    return str(
        browser.wait(
            "!document.getElementById('choose-list').disabled && document.getElementById('list-said').textContent"
        )
    )


def gouji(*arguments: str) -> str:
    """Run the command in the folder of the examples, without the extras that no browser has."""
    without = "import sys; sys.modules.update(dict.fromkeys(('libarchive', 'msoffcrypto', 'highspy', 'pypdfium2')))\n"
    patient = "from checks.batch import Limits; patient = Limits(seconds=300, whole=600)\n"
    patient += "sys.modules['checks.batch.run'].Limits = lambda: patient\n"
    code = f"{without}{patient}from checks.cli import main; sys.exit(main(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=EXAMPLES,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr.decode()
    return done.stdout.decode()


def timeless(text: str) -> str:
    """Without moments and what depends on them."""
    text = re.sub(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?(Z|\+\d\d:\d\d)?", "<moment>", text)
    text = re.sub(r"\d{4} ?年 ?\d+ ?月 ?\d+ ?日 ?\d\d:\d\d", "<moment>", text)
    return re.sub(r"Date: [^\n]*|Message-ID: [^\n]*|boundary=\"[^\"]*\"|--=+\d+==", "<moment>", text)


def contents(name: str, data: bytes) -> Any:
    """A file of results, as far as it does not tell when it was made."""
    if not name.endswith(ZIPPED):
        return timeless(data.decode("utf-8", "replace"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {one: timeless(archive.read(one).decode("utf-8", "replace")) for one in sorted(archive.namelist())}


def folder_of(data: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name.partition("/")[2]: contents(name, archive.read(name)) for name in archive.namelist()}


def test_the_examples_are_what_the_command_says(opened: Browser) -> None:
    rows = check(opened, {path.name: path for path in REPORTS})
    told = json.loads(gouji("check", "--no-cache", "--format", "json", *(path.name for path in REPORTS)))
    shown = json.loads(ask(opened, "findings"))
    assert shown["documents"] == told["documents"]
    assert {key: timeless(str(shown[key])) for key in shown} == {key: timeless(str(told[key])) for key in told}
    assert [(row["file"], row["status"]) for row in rows] == [
        (one["source"], one["status"]) for one in told["documents"]
    ]
    assert len(rows) == 11
    assert rows[-1]["status"] == "unreadable"  # a browser has no reader of PDFs, nor has the command here
    assert opened.told == []


@pytest.mark.slow
def test_the_inbox_gives_the_same_folder(opened: Browser, tmp_path: Path) -> None:
    mails = sorted(path for path in (EXAMPLES / "收件箱").rglob("*") if path.is_file())
    assert "个单位" in choose_list(opened, EXAMPLES / "单位名单.csv")
    check(opened, {str(path.relative_to(EXAMPLES)): path for path in mails})
    out = tmp_path / "结果"
    gouji("check", "--no-cache", "收件箱", "--units", "单位名单.csv", "--out", str(out))
    told = {
        str(path.relative_to(out)): contents(path.name, path.read_bytes())
        for path in out.rglob("*")
        if path.is_file() and path.name not in (".gouji.json", ".gouji.drafts")  # what a folder remembers
    }
    shown = folder_of(ask(opened, "results_folder"))
    opened.run("document.getElementById('forget-list').click()")
    opened.wait("!document.getElementById('choose-list').disabled")
    assert sorted(shown) == sorted(told)
    different = [name for name in told if shown[name] != told[name]]
    assert different == []
    assert opened.told == []


def test_nothing_is_asked_of_any_network(opened: Browser) -> None:
    assert {address.partition(":")[0] for address in opened.asked} <= {"file", "blob", "about"}
    for attempt in (
        "fetch('https://example.com/')",
        "fetch('http://127.0.0.1:9/')",
        "import('https://example.com/a.js')",
    ):
        assert opened.run(f"{attempt}.then(() => 'left', error => 'barred')") == "barred"
    image = "const i = new Image(); i.onload = () => done('left'); i.onerror = () => done('barred');"
    image += "i.src = 'https://example.com/a.png';"
    assert opened.run(f"new Promise(done => {{ {image} }})") == "barred"
    opened.told.clear()


LOOPING = """
from checks.batch.work import Checker
usual = Checker.submissions
def looping(self, member):
    while member.source.endswith("2.xlsx"):
        pass
    return usual(self, member)
Checker.submissions = looping
"""
"""What some reader might do to a file one day; in the Python of one worker."""


def test_a_file_that_never_ends_costs_its_python_and_nothing_else(opened: Browser, tmp_path: Path) -> None:
    """What was read before it is kept, what comes after it is read, in a fresh Python."""
    reports = [path for path in REPORTS if path.name[:2] in ("01", "04", "02")]
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as made:
        for number, path in enumerate(reports, 1):
            made.write(path, f"{number}.xlsx")
    opened.run("document.documentElement.dataset.patience = 4; null")
    opened.run_in_worker(f"python.runPython({json.dumps(LOOPING)}); null")
    rows = check(opened, {"1.xlsx": reports[2], "a.zip": archive, "2.xlsx": reports[0]})
    opened.run("delete document.documentElement.dataset.patience")
    names = ["1.xlsx", "a.zip/1.xlsx", "a.zip/2.xlsx", "a.zip/3.xlsx", "2.xlsx"]
    assert [(row["file"], row["status"]) for row in rows] == list(
        zip(names, ("fail", "pass", "pass", "fail", "pass"), strict=True)
    )
    assert [one["source"] for one in json.loads(ask(opened, "findings"))["documents"]] == [row["file"] for row in rows]
    assert any(name.startswith("标注/") for name in folder_of(ask(opened, "results_folder")))


def test_a_python_that_dies_is_replaced(opened: Browser) -> None:
    opened.run_in_worker("self.answer = function () { throw new Error('gone'); }; null")
    rows = check(opened, {path.name: path for path in REPORTS[:2]})
    assert [row["status"] for row in rows] == ["pass", "pass"]
    opened.told.clear()


def test_a_browser_that_is_too_old_is_told_so(page: Path, tmp_path: Path) -> None:
    """The probe is asked first, and nothing else runs then."""
    old = page.read_text("utf-8").replace("made.exports.a()", "made.exports.missing()")
    old = re.sub(r"script-src [^;]*;", "script-src 'unsafe-inline';", old)
    path = tmp_path / "old.html"
    path.write_text(old, "utf-8")
    with Browser() as browser:
        browser.open(path.as_uri())
        said = browser.wait("document.querySelector('#say.bad')?.textContent")
        assert "太旧" in said
        assert browser.run("document.getElementById('choose-files').disabled")

"""``gouji check`` on the shipped inbox: what each format gives, what goes into the folder, how it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from jsonschema import validate

from checks.cli import main
from checks.render.json_document import SCHEMA
from gouji.frames import FINDINGS

ROOT = Path(__file__).parents[1]
INBOX, UNITS = ROOT / "examples" / "收件箱", ROOT / "examples" / "单位名单.csv"


def gouji(*arguments: str | Path, cache: Path) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "GOUJI_CACHE": str(cache), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "checks", "check", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, env=env, cwd=ROOT)


FORMATS = ("human", "lines", "json", "csv", "html", "xlsx", "parquet")


def test_every_format_tells_of_the_same_documents(tmp_path: Path) -> None:
    done = {form: gouji(INBOX, "--format", form, cache=tmp_path) for form in FORMATS}
    assert {one.returncode for one in done.values()} == {1}
    assert {one.stderr for one in done.values()} == {b""}
    result = json.loads(done["json"].stdout)
    validate(result, json.loads(SCHEMA.read_text("utf-8")))
    findings = [finding for one in result["documents"] for finding in one["findings"]]
    rows = list(csv.reader(io.StringIO(done["csv"].stdout.decode("utf-8-sig"))))
    silent = [one for one in result["documents"] if not one["findings"]]
    assert len(rows) == 1 + len(findings) + len(silent)
    assert {row[1] for row in rows[1:]} == {one["source"] for one in result["documents"]}
    lines = done["lines"].stdout.decode("utf-8").splitlines()
    assert len(lines) == len(findings)
    assert any(
        re.fullmatch(r"\S+教育局\S+\.docx:表2第6行第9格: 逻辑性: 应为 3。.+ \[R3-COL:total\]", line) for line in lines
    )
    frame = pd.read_parquet(io.BytesIO(done["parquet"].stdout))
    assert list(frame.columns) == list(FINDINGS)
    assert len(frame) == len(findings) + len(silent)
    assert sorted(frame["message"].dropna()) == sorted(finding["message"] for finding in findings)
    book = openpyxl.load_workbook(io.BytesIO(done["xlsx"].stdout))
    assert book.sheetnames == ["单位", "问题", "未报送"]
    page = done["html"].stdout.decode("utf-8")
    assert page.lower().startswith("<!doctype html>")
    for one in result["documents"]:
        assert one["source"] in done["human"].stdout.decode("utf-8")
        assert one["unit"] is None or one["unit"].split("|")[0] in page


def test_the_folder_holds_everything_and_the_list_says_who_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOUJI_CACHE", str(tmp_path / "cache"))
    before = {path: path.stat().st_mtime_ns for path in INBOX.iterdir()}
    assert main(["check", str(INBOX), "--units", str(UNITS), "--out", str(tmp_path / "结果")]) == 1
    shown = capsys.readouterr().out
    assert "－ 未报送 1 个：澜川市人民政府办公室" in shown
    names = {path.name for path in (tmp_path / "结果").iterdir() if not path.name.startswith(".")}
    assert names == {"汇总.xlsx", "汇总.html", "标注", "回复", "findings.json"}
    result = json.loads((tmp_path / "结果" / "findings.json").read_text("utf-8"))
    copies = {one["marked_copy"] for one in result["documents"] if one["marked_copy"]}
    assert {f"标注/{path.name}" for path in (tmp_path / "结果" / "标注").iterdir()} == copies
    assert {path: path.stat().st_mtime_ns for path in INBOX.iterdir()} == before


@pytest.mark.parametrize(
    "options", [["--units", "没有.csv"], ["--since", "昨天"], ["--jobs", "0"], ["--previous", "没有"]]
)
def test_what_cannot_be_run_is_said_at_once(options: list[str], tmp_path: Path) -> None:
    done = gouji(INBOX, *options, cache=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr


def test_a_list_without_names_is_refused(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("a,b\n1,2\n", "utf-8")
    done = gouji(INBOX, "--units", tmp_path / "units.csv", cache=tmp_path)
    assert done.returncode == 2
    assert "单位" in done.stderr.decode("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
def test_an_interrupted_run_leaves_the_results_of_the_last_one(tmp_path: Path) -> None:
    box = tmp_path / "box"
    box.mkdir()
    mail = next(INBOX.glob("01*")).read_bytes()
    for number in range(4000):
        (box / f"{number}.eml").write_bytes(mail)
    env = {**os.environ, "GOUJI_CACHE": str(tmp_path / "cache")}
    command = [sys.executable, "-m", "checks", "check", str(box), "--out", str(tmp_path / "out")]
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "findings.json").write_text('{"schema": "gouji-check/1"', "utf-8")
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, cwd=ROOT)
    deadline = time.monotonic() + 60
    while not list((tmp_path / "cache").glob("results-*")) and time.monotonic() < deadline:
        time.sleep(0.05)  # until the batch has begun
    time.sleep(0.3)
    run.send_signal(signal.SIGINT)
    _, errors = run.communicate(timeout=120)
    assert run.returncode == 2
    assert "已中断" in errors.decode("utf-8")
    assert "没有改动" in errors.decode("utf-8")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["findings.json"]
    assert (tmp_path / "out" / "findings.json").read_text("utf-8") == '{"schema": "gouji-check/1"'

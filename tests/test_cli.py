"""The command: exit codes, what goes where, and the words that a user reads."""

from __future__ import annotations

import importlib
import io
import json
import os
import signal
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import jsonschema
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from checks import cli, rulebook
from checks.render.json_document import SCHEMA

from .fixtures.examples import workbooks
from .fixtures.layouts import xlsx
from .fixtures.plain_tables import plain_rows, workbook

NEW = rulebook.load().forms["annual2021"]
SAMPLES = dict(workbooks())


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    for name, data in SAMPLES.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = cli.main([str(a) for a in arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_examples_give_one_verdict_each(examples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "check", examples)
    assert (code, err) == (1, "")
    verdicts = [line.split("  ")[0] for line in out.splitlines() if str(examples) in line]
    first = ["✓ 通过", "✓ 通过", "！ 待核实", "✗ 不符", "✗ 不符", "✗ 不符", "✗ 不符", "！ 待核实", "✓ 通过"]
    assert verdicts == [*first, "！ 待核实", "✗ 不符"]
    assert out.splitlines()[-1].startswith("已检查 11 个文件、6")
    assert "通过 3 个，待核实 3 个，不符 5 个" in out.splitlines()[-1]


def test_a_part_that_exceeds_its_total_is_said_so_to_a_person_too(
    examples: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = run(capsys, "check", examples / "06-单项超过总计.csv")[1]
    assert "最可能是 D23（（一）予以公开·自然人）：填 2900，应为 290（多打一位）" in out
    assert "其中 D23（（一）予以公开·自然人）填 2900，单独一项就超过了 294" in out


def test_json_keeps_to_its_schema(examples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (examples / "空.xlsx").write_bytes(b"")
    (examples / "说明.txt").write_text("本单位没有收到申请。", "utf-8")
    code, out, _ = run(capsys, "check", examples, "--format", "json")
    result = json.loads(out)
    jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(result)
    assert code == 1
    assert result["summary"] == {"documents": 13, "pass": 3, "review": 3, "fail": 5, "unreadable": 1, "no_table": 1}
    by_name = {Path(d["source"]).name: d for d in result["documents"]}
    finding = by_name["04-合计填错-衡阳2019.xlsx"]["findings"][0]
    assert {k: finding[k] for k in ("rule", "form", "severity", "outcome", "left", "right", "difference")} == {
        "rule": "R3-ROW:results.granted",
        "form": "annual2019",
        "severity": "error",
        "outcome": "fail",
        "left": 4,
        "right": 3,
        "difference": 1,
    }
    assert finding["cells"][0] == {
        "id": "results.granted.total",
        "place": "表三!J8",
        "at": {"medium": "sheet", "row": 7, "column": 9, "sheet": "表三"},
        "label": "（一）予以公开·总计",
        "value": 3,
        "text": "3",
    }
    assert by_name["09-新旧表式混用.xlsx"]["forms"] == ["annual2021", "annual2019"]


def test_the_same_input_gives_the_same_output(examples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = run(capsys, "check", examples, "--format", "json")
    assert run(capsys, "check", examples, "--format", "json") == first


@pytest.mark.parametrize(
    ("name", "threshold", "code"),
    [
        ("01-平衡-沭阳县2025.xlsx", "warning", 0),
        ("03-两种表式-六盘水2019.xlsx", "error", 0),
        ("03-两种表式-六盘水2019.xlsx", "warning", 1),
        ("04-合计填错-衡阳2019.xlsx", "error", 1),
    ],
)
@pytest.mark.parametrize("style", ["human", "json"])
def test_exit_codes(
    examples: Path, capsys: pytest.CaptureFixture[str], name: str, threshold: str, code: int, style: str
) -> None:
    assert run(capsys, "check", examples / name, "--fail-on", threshold, "--format", style)[0] == code


def test_a_path_that_does_not_exist(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, err = run(capsys, "check", tmp_path / "没有")
    assert (code, out) == (2, "")
    assert "找不到" in err


def test_an_unknown_option_is_exit_code_two() -> None:
    with pytest.raises(SystemExit) as stop:
        cli.main(["check", "--formt", "json", "x"])
    assert stop.value.code == 2


def zip_bomb() -> bytes:
    """A workbook whose sheet unfolds to a gigabyte of spaces."""
    book = io.BytesIO(xlsx([("表三", [["一"]])]))
    out = io.BytesIO()
    with zipfile.ZipFile(book) as was, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in was.namelist():
            if not name.endswith("sheet1.xml"):
                new.writestr(name, was.read(name))
        with new.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(1024):
                part.write(b" " * 2**20)
    return out.getvalue()


def encrypted() -> bytes:
    """A workbook with a password, encrypted as Excel does it."""
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(workbook([(NEW, {})]))).encrypt("secret", out)
    return out.getvalue()


def truncated() -> bytes:
    data = workbook([(NEW, {})])
    return data[: len(data) // 2]


BAD = {
    "零字节.xlsx": (b"", "unreadable", "0 字节"),
    "半截.xlsx": (truncated(), "unreadable", "不完整|损坏|结构异常"),
    "加密.xlsx": (encrypted(), "unreadable", "密码"),
    "照片.xlsx": (b"\xff\xd8\xff\xe0\x00\x10JFIF" + zlib.compress(b"x" * 999), "unreadable", "图片"),
    "没有表.xlsx": (xlsx([("Sheet1", [["会议通知", "时间"], ["传达", 3]])]), "no_table", "没有找到"),
    "炸弹.xlsx": (zip_bomb(), "unreadable", "结构异常|过大|超过"),
    "程序.xlsx": (b"MZ\x90\x00" + bytes(200), "unreadable", "程序|不是表格"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_a_sentence_not_a_crash(tmp_path: Path, name: str) -> None:
    """Each with its own words, in a process of its own: no traceback, no abort, and the next file goes on."""
    data, status, words = BAD[name]
    (tmp_path / name).write_bytes(data)
    (tmp_path / "最后.xlsx").write_bytes(SAMPLES["02-平衡-峰市镇2020.xlsx"])
    command = [sys.executable, "-m", "checks", "check", str(tmp_path), "--format", "json"]
    done = subprocess.run(
        command, capture_output=True, check=False, timeout=60, env={**os.environ, "PYTHONIOENCODING": "utf-8"}
    )
    assert (done.returncode, done.stderr) == (int(status == "unreadable"), b"")
    bad, good = sorted(json.loads(done.stdout)["documents"], key=lambda d: d["source"].endswith("最后.xlsx"))
    assert (bad["status"], good["status"]) == (status, "pass")
    assert any(word in bad["findings"][0]["message"] for word in words.split("|"))


def test_every_kind_of_bad_input_has_its_own_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, (data, _, _) in BAD.items():
        (tmp_path / name).write_bytes(data)
    _, out, _ = run(capsys, "check", tmp_path, "--format", "json")
    sentences = [d["findings"][0]["message"] for d in json.loads(out)["documents"]]
    assert len(set(sentences)) == len(BAD)


def test_input_files_are_never_changed(examples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in examples.iterdir()}
    run(capsys, "check", examples)
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in examples.iterdir()} == before


def test_lock_files_and_hidden_files_are_passed_over(examples: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (examples / "~$04-合计填错-衡阳2019.xlsx").write_bytes(b"\x05user")
    (examples / ".DS_Store").write_bytes(b"x")
    assert "已检查 11 个文件" in run(capsys, "check", examples)[1]


def test_a_console_that_cannot_write_chinese(examples: Path) -> None:
    """A check must not stop at the first character that the console lacks."""
    command = [sys.executable, "-m", "checks", "check", str(examples)]
    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, capture_output=True, check=False, env=env, timeout=60)
    assert (done.returncode, done.stderr) == (1, b"")


def test_a_hidden_sheet_is_read_and_said_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    named = [(table.name, plain_rows(NEW, table, {})) for table in NEW.tables]
    (tmp_path / "a.xlsx").write_bytes(xlsx([("封面", [["年报"]]), *named], hidden=["表三"]))
    code, out, _ = run(capsys, "check", tmp_path / "a.xlsx", "--format", "json")
    (document,) = json.loads(out)["documents"]
    assert (code, document["status"]) == (0, "review")
    assert [(f["rule"], f["severity"]) for f in document["findings"]] == [("A-HIDDEN:requests", "warning")]


def test_a_workbook_with_a_sheet_for_each_unit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One verdict for each, under its own name; a wrong figure accuses only its own unit."""
    named = []
    for unit, total in (("甲县财政局", 0), ("乙县民政局", 5)):
        rows = [[f"{unit}2024年政府信息公开工作年度报告"]]
        for table in NEW.tables:
            rows += [*plain_rows(NEW, table, {"review.total": total}), []]
        named.append((unit, rows))
    path = tmp_path / "汇总.xlsx"
    path.write_bytes(xlsx(named))
    _, out, _ = run(capsys, "check", path, "--format", "json")
    found = [(Path(d["source"]).name, d["unit"], d["year"], d["status"]) for d in json.loads(out)["documents"]]
    assert found == [
        ("汇总.xlsx#甲县财政局", "甲县财政局", 2024, "pass"),
        ("汇总.xlsx#乙县民政局", "乙县民政局", 2024, "fail"),
    ]


def test_uncalculated_formulas_and_error_values_are_never_zero(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """openpyxl writes formulas without results; many a reader shows them, and error values, as blanks."""
    figures = {"results.granted.total": "=SUM(D7:I7)", "denied.third_party.total": "=1/0"}
    named = [(table.name, plain_rows(NEW, table, figures)) for table in NEW.tables]
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx(named))
    _, out, _ = run(capsys, "check", path, "--format", "json")
    (document,) = json.loads(out)["documents"]
    rules = {f["rule"]: f for f in document["findings"]}
    assert "公式结果未计算" in rules["C-CALC:results.granted.total"]["message"]
    assert rules["C-CALC:results.granted.total"]["cells"][0]["text"] == "=SUM(D7:I7)"
    assert rules["R3-ROW:results.granted"]["outcome"] == "undecided"
    assert not any(rule.startswith("C-BLANK") for rule in rules)


def test_rules_lists_and_explains(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "rules")
    assert code == 0
    assert all(entry in out for entry in rulebook.load().catalogue)
    code, out, _ = run(capsys, "rules", "R3-BAL")
    assert code == 0
    assert "104 ＝ 104 → 通过" in out
    assert "104 ≠ 105 → 不通过" in out
    code, out, err = run(capsys, "rules", "R9-XX")
    assert (code, out) == (2, "")
    assert "R9-XX" in err


@pytest.mark.parametrize("rule", [e.id for e in rulebook.load().catalogue.values()])
def test_every_kind_of_rule_has_a_page(rule: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "rules", rule)
    assert code == 0
    assert "依据：" in out
    assert "怎么改：" in out
    if rulebook.load().catalogue[rule].scope in ("relation", "cell") and rule != "X14-19":
        assert "正确示例" in out
        assert "错误示例" in out


class InterruptedOutput(io.StringIO):
    """A standard output during whose third piece somebody presses Ctrl-C."""

    pieces = 0

    def write(self, text: str) -> int:
        self.pieces += 1
        if self.pieces == 3:
            signal.raise_signal(signal.SIGINT)
        return super().write(text)


@pytest.mark.parametrize("place", ["checks.submissions.sort_out", "checks.cli.checking.sort_out_all"])
def test_ctrl_c_after_the_check_loses_nothing(
    place: str, examples: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    module, _, name = place.rpartition(".")
    sort = getattr(importlib.import_module(module), name)

    def pressed(*arguments: object, **more: object) -> object:
        signal.raise_signal(signal.SIGINT)
        return sort(*arguments, **more)

    monkeypatch.setattr(place, pressed)
    out = tmp_path / "out"
    code, said, err = run(capsys, "check", str(examples), "--format", "json", "--out", str(out))
    result = json.loads(said)
    assert (code, result["complete"], len(result["documents"])) == (2, False, len(SAMPLES))
    assert "已中断" in err
    assert not out.exists()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_ctrl_c_while_the_folder_is_written_leaves_it_whole(
    examples: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    page = importlib.import_module("checks.render.results_folder").results_page

    def pressed(*arguments: object) -> object:
        signal.raise_signal(signal.SIGINT)
        return page(*arguments)

    monkeypatch.setattr("checks.render.results_folder.results_page", pressed)
    code, said, _ = run(capsys, "check", str(examples), "--out", str(tmp_path / "out"))
    assert json.loads((tmp_path / "out" / "findings.json").read_text("utf-8"))["complete"] is True
    assert code == 1
    assert "汇总.html" in said


def test_json_that_is_interrupted_while_it_is_written_is_closed(
    examples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = InterruptedOutput()
    monkeypatch.setattr(sys, "stdout", output)
    code = cli.main(["check", str(examples), "--format", "json"])
    monkeypatch.undo()
    result = json.loads(output.getvalue())
    assert (code, result["complete"]) == (2, False)
    assert 0 < len(result["documents"]) < len(SAMPLES)

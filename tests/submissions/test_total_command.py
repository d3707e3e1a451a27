"""``gouji total`` and the collector's options of ``gouji check``, through the command."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pytest

from checks import rulebook
from checks.cli import main

from ..fixtures.large_inbox import OWN, Inbox, make
from ..fixtures.plain_tables import workbook

BOOK = rulebook.load()
FORM = BOOK.forms["annual2021"]


@pytest.fixture(scope="module")
def inbox() -> Inbox:
    return make(FORM, 7)


@pytest.fixture(scope="module")
def place(inbox: Inbox, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("total")
    inbox.write(folder)
    return folder


def total(place: Path, *more: str) -> int:
    return main(["total", str(place / "收件箱"), "--units", str(place / "名单.csv"), "--own", OWN, *more])


def sums(inbox: Inbox) -> dict[str, int]:
    leaves = [figures for name, figures in inbox.current.items() if name not in inbox.summing]
    return {
        cell: sum(figures.get(cell, 0) for figures in leaves) for cell in dict.fromkeys(c for f in leaves for c in f)
    }


def test_while_units_are_missing_there_is_no_sum(
    inbox: Inbox, place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "江州市2025.xlsx"
    assert total(place, "-o", str(target)) == 2
    said = capsys.readouterr()
    assert all(name in said.err for name in inbox.silent)
    assert "56 个单位，56 个有邮箱" in said.err
    assert list(tmp_path.iterdir()) == []


def test_the_sum_of_who_is_there_says_that_it_is_not_complete(place: Path, tmp_path: Path) -> None:
    assert total(place, "-o", str(tmp_path / "江州市2025.xlsx"), "--allow-missing") == 1
    (path,) = tmp_path.iterdir()
    assert path.name == "江州市2025（不完整，缺3个单位）.xlsx"
    book = openpyxl.load_workbook(path)
    assert "不完整：缺 3 个单位" in "".join(str(c.value) for row in book["汇总说明"].iter_rows() for c in row)


def test_a_complete_sum_fits_what_is_printed(
    inbox: Inbox, place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    left_out = [arg for name in inbox.silent for arg in ("--exclude", name)]
    printed = tmp_path / "市.xlsx"
    printed.write_bytes(workbook([(FORM, sums(inbox))], title="江州市2025年政府信息公开工作年度报告"))
    target = tmp_path / "汇总.xlsx"
    assert total(place, *left_out, "--against", str(printed), "-o", str(target)) == 0
    assert "一致" in capsys.readouterr().out
    assert total(place, *left_out, "-o", str(target)) == 2  # nothing is replaced without asking
    assert total(place, *left_out, "-o", str(target), "--force") == 0


def test_json_names_who_was_forgotten(
    inbox: Inbox, place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    left_out = [arg for name in inbox.silent for arg in ("--exclude", name)]
    forgotten = next(n for n, f in inbox.current.items() if n not in inbox.summing and f["requests.new.total"] > 9)
    values = {cell: value - inbox.current[forgotten].get(cell, 0) for cell, value in sums(inbox).items()}
    printed = tmp_path / "市.xlsx"
    printed.write_bytes(workbook([(FORM, values)], title="江州市2025年政府信息公开工作年度报告"))
    capsys.readouterr()
    assert total(place, *left_out, "--against", str(printed), "--format", "json") == 1
    document = json.loads(capsys.readouterr().out)
    assert document["complete"] is True
    assert document["cells"]["requests.new.total"] == sums(inbox)["requests.new.total"]
    first = document["explanations"][0]
    assert (first["kind"], forgotten in first["units"]) in [("omitted", True), ("own_office", True)]
    assert {one["cell"] for one in document["differences"]} >= {"requests.new.total", "results.total.total"}


@pytest.mark.parametrize("suffix", [".csv", ".json", ".parquet"])
def test_other_kinds_of_file(inbox: Inbox, place: Path, tmp_path: Path, suffix: str) -> None:
    if suffix == ".parquet":
        pytest.importorskip("pyarrow")
    left_out = [arg for name in inbox.silent for arg in ("--exclude", name)]
    target = tmp_path / f"x{suffix}"
    assert total(place, *left_out, "-o", str(target)) == 0
    want = sums(inbox)["requests.new.total"]
    if suffix == ".json":
        assert json.loads(target.read_text("utf-8"))["cells"]["requests.new.total"] == want
    elif suffix == ".csv":
        header, *rows = target.read_text("utf-8-sig").splitlines()
        assert rows[-1].split(",")[header.split(",").index("requests.new.total")] == str(want)
    else:
        import pandas as pd  # noqa: PLC0415

        assert pd.read_parquet(io.BytesIO(target.read_bytes())).iloc[-1]["requests.new.total"] == want


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["-o", "x.docx"], "请以 .xlsx、.csv、.parquet、.json 之一结尾"),
        (["--exclude", "没有的局"], "没有“没有的局”"),
        (["--exclude", "太平镇"], "请写全称"),
    ],
)
def test_what_cannot_be_done_is_said_first(
    place: Path, more: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert total(place, *more) == 2
    assert said in capsys.readouterr().err


def check(place: Path, *more: str) -> int:
    return main(["check", str(place / "收件箱"), "--own", OWN, *more])


def test_missing_units_may_fail_the_check(place: Path) -> None:
    assert check(place, "--units", str(place / "名单.csv")) == 0
    assert check(place, "--units", str(place / "名单.csv"), "--fail-on", "missing") == 1


@pytest.mark.parametrize("format_", ["human", "json", "csv", "html", "xlsx"])
def test_a_wrong_year_fails_in_every_format(tmp_path: Path, format_: str) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(workbook([(FORM, {})], title="江州市教育局2024年政府信息公开工作年度报告"))
    assert main(["check", str(path), "--format", format_]) == 0
    assert main(["check", str(path), "--year", "2025", "--format", format_]) == 1


def test_the_ledger_is_kept_by_the_command(place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ledger = tmp_path / "台账.xlsx"
    units = ["--units", str(place / "名单.csv"), "--ledger", str(ledger)]
    check(place, *units)
    assert "首次记入台账：" in capsys.readouterr().out
    check(place, *units)
    assert "仍缺 3" in capsys.readouterr().out
    assert len(openpyxl.load_workbook(ledger)["台账"]["A"]) == 57
    assert main(["check", str(place / "收件箱"), "--ledger", str(ledger)]) == 2

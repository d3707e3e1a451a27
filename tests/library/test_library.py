"""The checker as a library: frames with stable columns, rows without pandas, a report by the ids of its cells."""

from __future__ import annotations

import csv
import doctest
import io
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import gouji
from gouji import frames
from gouji.results import Results

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
BALANCED = EXAMPLES / "01-平衡-沭阳县2025.xlsx"
WRONG = EXAMPLES / "04-合计填错-衡阳2019.xlsx"


@pytest.fixture(scope="module")
def results() -> Results:
    return gouji.check([BALANCED, WRONG, EXAMPLES / "06-单项超过总计.csv"], jobs=1)


def test_each_frame_has_its_columns_and_dtypes(results: Results) -> None:
    for frame, columns in (
        (results.findings, frames.FINDINGS),
        (results.figures, frames.FIGURES),
        (results.deliveries, frames.DELIVERIES),
        (gouji.rules(), frames.RULES),
    ):
        assert list(frame.columns) == list(columns)
        assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == dict(columns)
        assert len(frame)


def test_rows_and_frames_say_the_same(results: Results) -> None:
    assert [row["message"] for row in results.iter_findings()] == list(results.findings["message"])
    assert [row["value"] for row in results.iter_figures()] == list(results.figures["value"])


def test_figures_stand_as_the_workbook_has_them(results: Results) -> None:
    sheet = openpyxl.load_workbook(BALANCED, data_only=True)["表三"]
    own = results.figures[results.figures["source"] == str(BALANCED)]
    in_table = own[own["table"] == "表三"]
    assert len(in_table) == 25 * 7
    for row in in_table.to_dict("records"):
        assert sheet[row["place"].partition("!")[2]].value == row["value"], row["cell"]


def test_a_wrong_cell_is_told_in_the_findings(results: Results) -> None:
    wrong = results.findings[results.findings["source"] == str(WRONG)]
    row = wrong[wrong["rule"] == "R3-ROW:results.granted"].iloc[0]
    assert (row["left"], row["right"], row["difference"], row["place"]) == (4, 3, 1, "表三!J8")
    assert (row["status"], row["severity"], row["superseded"]) == ("fail", "error", False)


def test_wide_and_over_years(results: Results) -> None:
    wide = results.wide("requests.new.")
    assert next(iter(wide["requests.new.total"])) == gouji.read_report(BALANCED)["requests.new.total"].value
    years = results.over_years("requests.new.total")
    assert 2025 in years.columns


def test_a_report_by_its_cells_and_as_a_table() -> None:
    report = gouji.read_report(WRONG)
    assert (report["results.granted.total"].value, report["results.granted.total"].place) == (3, "表三!J8")
    assert report.verdict.suspects[0].proposed == 4
    assert report.table("表三").loc["（一）予以公开", "总计"] == 3
    assert list(report.to_frame().columns) == list(frames.FIGURES)
    assert "→ 4" in report._repr_html_()
    with pytest.raises(KeyError):
        report["no.such.cell"]
    with pytest.raises(KeyError):
        report.table("表九")


def test_a_workbook_in_memory_is_read_as_its_file() -> None:
    report = gouji.read_report(openpyxl.load_workbook(BALANCED))
    from_file = gouji.read_report(BALANCED.read_bytes(), name=BALANCED.name)
    assert [report[cell].value for cell in report] == [from_file[cell].value for cell in from_file]


def test_what_holds_no_report_says_so(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "说明"
    with pytest.raises(gouji.UsageError, match="没有找到"):
        gouji.read_report(book)
    (tmp_path / "空.xlsx").write_bytes(b"")
    with pytest.raises(gouji.InputFileError):
        gouji.read_report(tmp_path / "空.xlsx")


def test_results_are_written_as_files(results: Results, tmp_path: Path) -> None:
    results.to_csv(tmp_path / "a.csv")
    results.to_parquet(tmp_path / "a.parquet")
    results.to_excel(tmp_path / "a.xlsx")
    results.to_html(tmp_path / "a.html")
    assert len(pd.read_parquet(tmp_path / "a.parquet")) == len(results.figures)
    assert len(pd.read_csv(tmp_path / "a.csv", encoding="utf-8-sig")) == len(results.figures)
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames == ["单位", "问题", "数据"]
    assert "<table" in results._repr_html_()


def run(*arguments: object, cwd: Path = ROOT, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **more}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)


def test_the_command_lists_figures(tmp_path: Path) -> None:
    done = run("-m", "gouji", "figures", BALANCED)
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(io.StringIO(done.stdout.removeprefix("\ufeff"))))
    assert list(rows[0]) == list(frames.FIGURES)
    new = next(row for row in rows if row["cell"] == "requests.new.total")
    assert new["value"] == str(gouji.read_report(BALANCED)["requests.new.total"].value)
    assert run("-m", "gouji", "figures", BALANCED, "--wide", "-o", tmp_path / "a.parquet").returncode == 0
    assert len(pd.read_parquet(tmp_path / "a.parquet")) == 1
    assert run("-m", "gouji", "figures", BALANCED, "-o", tmp_path / "a.parquet").returncode == 2
    assert run("-m", "gouji", "figures", BALANCED, "-o", tmp_path / "a.doc").returncode == 2


def test_a_users_own_checks_does_no_harm(tmp_path: Path) -> None:
    for name in ("checks", "addin", "page", "workbook_templates"):
        (tmp_path / f"{name}.py").write_text("raise RuntimeError('not ours')", "utf-8")
    said = run("-c", f"import gouji; print(gouji.read_report({str(BALANCED)!r}).unit)", cwd=tmp_path)
    assert (said.returncode, said.stdout.strip()) == (0, "沭阳县"), said.stderr
    assert run("-m", "gouji", "check", BALANCED, cwd=tmp_path).returncode == 0
    assert run("-m", "gouji", "new", "2025", "-o", "a.xlsx", cwd=tmp_path).returncode == 0
    # A package of that name that was imported before stays with who imported it.
    (tmp_path / "page.py").write_text("mine = 1", "utf-8")
    said = run("-c", "import page, gouji; gouji.rules; print(page.mine, gouji.form(2025).id)", cwd=tmp_path)
    assert said.stdout.split() == ["1", "annual2021"], said.stderr


def test_without_pandas_rows_are_there_and_frames_say_what_is_missing() -> None:
    code = (
        "import sys; sys.modules['pandas'] = None\n"
        f"import gouji; r = gouji.check([{str(WRONG)!r}], jobs=1); print(next(r.iter_findings())['rule'])\n"
        "try: r.findings\nexcept gouji.MissingExtraError as problem: print(problem)"
    )
    done = run("-c", code)
    assert "R3-" in done.stdout
    assert "gouji[pandas]" in done.stdout


def test_importing_it_loads_nothing_heavy() -> None:
    done = run(
        "-c", "import sys, gouji; print([m for m in ('pandas', 'pydantic', 'lxml', 'openpyxl') if m in sys.modules])"
    )
    assert done.stdout.strip() == "[]"


def test_the_examples_in_the_docstrings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for module in (gouji, frames):
        found = doctest.testmod(module, extraglobs={"gouji": gouji})
        assert found.failed == 0


def test_money_keeps_its_digits() -> None:
    report = gouji.read_report(BALANCED)
    fee = report["fee.amount_wan"].value
    assert isinstance(fee, int | Decimal)

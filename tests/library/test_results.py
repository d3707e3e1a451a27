"""The library does what the command does: whose, what counts, the sum, the folder, the ledger; and keeps it as JSON."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema
import openpyxl
import pandas as pd
import pytest

import gouji
from checks.cli import main
from gouji import frames
from gouji.results import Results

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
INBOX, UNITS = EXAMPLES / "收件箱", EXAMPLES / "单位名单.csv"
BALANCED = EXAMPLES / "01-平衡-沭阳县2025.xlsx"


@pytest.fixture(scope="module", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GOUJI_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="module")
def inbox() -> Results:
    return gouji.check(INBOX, units=UNITS, jobs=2)


def test_every_document_has_a_row_and_every_unit_one(inbox: Results) -> None:
    assert len(inbox.documents) == len(inbox)
    assert (inbox.documents["status"] == "pass").sum() == sum(one.status == "pass" for one in inbox)
    assert list(inbox.documents["status"].cat.categories)[:3] == ["pass", "review", "fail"]
    assert inbox.missing == ["澜川市人民政府办公室"]
    assert inbox.deliveries["unit"].notna().sum() >= 25


def test_what_counts_is_each_cell_of_a_unit_once(inbox: Results) -> None:
    rows = [row for row in inbox.iter_figures(current=True) if row["unit"]]
    cells = [(row["unit"], row["form"], row["cell"]) for row in rows if row["state"] != "missing"]
    assert len(cells) == len(set(cells))
    assert {row["source"] for row in rows} < {row["source"] for row in inbox.iter_figures()}


def test_tables_come_in_the_order_of_the_form(inbox: Results) -> None:
    names = [name for name in inbox.figures["table"].cat.categories if name != "统计表"]
    assert names == ["表二", "表三", "表四"]
    assert inbox.figures.groupby("table", observed=True).size().index[0] == "表二"


def test_wide_has_counts_as_int64_and_money_as_decimal(inbox: Results) -> None:
    wide = inbox.wide(["requests.*", "fee.*"], current=True)
    assert list(wide.columns[:2]) == ["unit", "year"]
    dtypes = {name: str(dtype) for name, dtype in wide.dtypes.items()}
    assert dtypes["requests.new.total"] == "Int64"
    assert dtypes["fee.amount_wan"] == "object"
    assert {type(value) for value in wide["fee.amount_wan"].dropna()} <= {int, Decimal}
    assert wide["unit"].dropna().is_unique
    with pytest.raises(gouji.UsageError, match=r"requests\.new\.total"):
        inbox.wide("requests.new.totl")


def test_years_stand_beside_one_another(tmp_path: Path) -> None:
    for year, count in ((2024, 5), (2025, 8)):
        book = openpyxl.load_workbook(BALANCED)
        for sheet in book:
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell.value, str):
                        cell.value = cell.value.replace("2025", str(year))
        book["表三"]["D6"] = count
        book.save(tmp_path / f"{year}.xlsx")
    years = gouji.check(tmp_path, jobs=1).over_years("requests.new.natural_person")
    assert years.loc["沭阳县"].to_dict() == {2024: 5, 2025: 8}
    assert (years.index.name, years.columns.name) == ("unit", "year")


def test_nothing_gives_empty_frames_of_the_same_columns(tmp_path: Path) -> None:
    empty = gouji.check(tmp_path, jobs=1)
    assert len(empty) == 0
    for frame, columns in ((empty.findings, frames.FINDINGS), (empty.figures, frames.FIGURES)):
        assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == dict(columns)
    empty.to_parquet(tmp_path / "a.parquet")
    empty.to_csv(tmp_path / "a.csv")
    assert list(pd.read_parquet(tmp_path / "a.parquet").columns) == list(frames.FIGURES)
    assert len((tmp_path / "a.csv").read_text("utf-8-sig").splitlines()) == 1
    assert list(empty.wide().columns) == ["unit", "year", "source"]


def test_parquet_and_csv_have_what_the_frame_has(inbox: Results, tmp_path: Path) -> None:
    inbox.to_parquet(tmp_path / "a.parquet")
    inbox.to_csv(tmp_path / "a.csv")
    back, text = pd.read_parquet(tmp_path / "a.parquet"), pd.read_csv(tmp_path / "a.csv", encoding="utf-8-sig")
    expected = [None if value is None else float(value) for value in inbox.figures["value"]]
    assert [None if pd.isna(value) else value for value in back["value"]] == expected
    assert [None if pd.isna(value) else float(value) for value in text["value"]] == expected
    for name in frames.FIGURES:
        if name not in ("value", "text"):
            assert back[name].astype("str").tolist() == inbox.figures[name].astype("str").tolist(), name
    assert str(back["year"].dtype) == "Int64"


def test_the_sum_is_that_of_the_command(inbox: Results, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with pytest.raises(gouji.UsageError, match="澜川市人民政府办公室"):
        inbox.total()
    added = inbox.total(allow_missing=True)
    paths = [str(INBOX), "--units", str(UNITS)]
    assert main(["total", *paths, "--allow-missing", "--format", "json"]) == 1
    assert added.to_dict() == json.loads(capsys.readouterr().out)
    assert added["requests.new.total"] == added.cells["requests.new.total"]
    assert "澜川市人民政府办公室" in added.missing
    frame = added.to_frame()
    assert frame["unit"].tolist()[:-1] == added.units
    assert int(frame["requests.new.total"].iloc[-1]) == added["requests.new.total"]
    added.to_excel(tmp_path / "汇总.xlsx")
    assert "各单位" in openpyxl.load_workbook(tmp_path / "汇总.xlsx").sheetnames
    jsonschema.validate(added.to_dict(), gouji.schema("gouji-total/1"))
    assert "<p" in added._repr_html_()
    with pytest.raises(gouji.UsageError, match="units="):
        gouji.check(BALANCED, jobs=1).total()


def test_the_folder_is_that_of_the_command(tmp_path: Path) -> None:
    mails = [str(INBOX / name) for name in ("02-总计少加-教育局.eml", "04-先错-民政局.eml", "18-改正-民政局.eml")]
    gouji.check(mails, units=UNITS, jobs=2).write_folder(tmp_path / "甲")
    main(["check", *mails, "--units", str(UNITS), "--out", str(tmp_path / "乙"), "--figures"])
    names = [sorted(path.name for path in (tmp_path / folder).rglob("*") if path.is_file()) for folder in "甲乙"]
    assert names[0] == names[1]
    assert any("标注" in name for name in names[0])
    ours, theirs = ((tmp_path / folder / "findings.json").read_bytes() for folder in "甲乙")
    assert ours == theirs


def test_what_was_kept_is_read_again(inbox: Results, tmp_path: Path) -> None:
    inbox.to_json(tmp_path / "a.json")
    jsonschema.validate(json.loads((tmp_path / "a.json").read_text("utf-8")), gouji.schema())
    again = gouji.load(tmp_path / "a.json")
    assert list(again.iter_figures()) == list(inbox.iter_figures())
    assert list(again.iter_figures(current=True)) == list(inbox.iter_figures(current=True))
    assert list(again.iter_findings()) == list(inbox.iter_findings())
    assert list(again.iter_deliveries()) == list(inbox.iter_deliveries())
    assert again.missing == inbox.missing
    again.to_html(tmp_path / "a.html")
    assert "澜川市水务局" in (tmp_path / "a.html").read_text("utf-8")
    again.to_json(tmp_path / "b.json")
    first, second = (json.loads((tmp_path / name).read_text("utf-8")) for name in ("a.json", "b.json"))
    assert first["documents"] == second["documents"]
    with pytest.raises(gouji.UsageError, match="不是完整的 JSON"):
        gouji.load(UNITS)
    with pytest.raises(gouji.UsageError, match="找不到"):
        gouji.load(tmp_path / "c.json")


def test_the_ledger_counts_and_is_kept(tmp_path: Path) -> None:
    shutil.copy(UNITS, tmp_path / "名单.csv")
    results = gouji.check(INBOX, units=tmp_path / "名单.csv", ledger=tmp_path / "台账.xlsx", jobs=2)
    assert not (tmp_path / "台账.xlsx").exists()  # a check writes nothing
    assert "首次记入台账" in results.write_ledger()
    assert openpyxl.load_workbook(tmp_path / "台账.xlsx")["台账"].max_row > 20
    with pytest.raises(gouji.UsageError, match="台账"):
        gouji.check(BALANCED, jobs=1).write_ledger()


def test_our_own_mails_are_no_reports() -> None:
    mail = INBOX / "01-平衡-水务局.eml"
    sender = next(iter(gouji.check(mail, jobs=1).iter_documents()))["sender"]
    assert len(gouji.check(mail, jobs=1).deliveries) == 1
    assert len(gouji.check(mail, own=sender, jobs=1).deliveries) == 0


def test_last_years_reports_are_paired_as_by_the_command() -> None:
    results = gouji.check(EXAMPLES / "07-结转没有衔接.xls", previous=BALANCED, jobs=1)
    assert any("上年" in note for note in results.notes)


class Sheet:
    """As much of a worksheet in Excel as reading takes."""

    def __init__(self, values: Any, formulas: Any) -> None:
        self.name, self.visible = values.title, True
        self.api = SimpleNamespace(ProtectContents=False, ProtectDrawingObjects=False, ProtectScenarios=False)
        self._of = values, formulas
        self.used_range = SimpleNamespace(row=1, column=1, shape=(values.max_row, values.max_column))

    def range(self, first: tuple[int, int], last: tuple[int, int]) -> Any:
        values, formulas = (
            tuple(sheet.iter_rows(first[0], last[0], first[1], last[1], values_only=True)) for sheet in self._of
        )
        texts = tuple(tuple("" if cell is None else str(cell) for cell in row) for row in formulas)
        return SimpleNamespace(raw_value=values, formula=texts)


class Sheets(list):
    """Sheets in their order, or by name."""

    def __call__(self, name: str) -> Sheet:
        return next(sheet for sheet in self if sheet.name == name)


def in_excel(path: Path) -> Any:
    """A workbook as ``xlwings.Book`` shows it; the program itself is not to be had here."""
    values, formulas = openpyxl.load_workbook(path, data_only=True), openpyxl.load_workbook(path)
    sheets = Sheets(Sheet(sheet, formulas[sheet.title]) for sheet in values)
    app = SimpleNamespace(api=SimpleNamespace(Name="Microsoft Excel", Version="16.0", Path=""))
    return SimpleNamespace(app=app, name=path.name, sheets=sheets)


def test_a_workbook_that_is_open_in_excel_is_checked_as_its_file() -> None:
    path = EXAMPLES / "04-合计填错-衡阳2019.xlsx"
    by_excel, by_file = gouji.read_report(in_excel(path)), gouji.read_report(path)
    assert by_excel.messages == by_file.messages
    assert [by_excel[cell].place for cell in by_excel] == [by_file[cell].place for cell in by_file]


def test_workbooks_and_files_are_checked_together() -> None:
    path = EXAMPLES / "04-合计填错-衡阳2019.xlsx"
    results = gouji.check([BALANCED, openpyxl.load_workbook(path), in_excel(path), path], jobs=1)
    assert [one.source for one in results] == [str(BALANCED), "workbook2.xlsx", path.name, str(path)]
    assert [one.status for one in results] == ["pass", "fail", "fail", "fail"]
    assert len({tuple(finding.rule for finding in one.findings) for one in list(results)[1:]}) == 1
    with pytest.raises(TypeError):
        gouji.read_report(3)


def test_what_cannot_be_read_says_why(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04")
    with pytest.raises(gouji.InputFileError) as problem:
        gouji.read_report(tmp_path / "a.xlsx")
    assert str(problem.value).endswith("。")
    with pytest.raises(gouji.UsageError, match="找不到"):
        gouji.check(tmp_path / "b.xlsx")
    with pytest.raises(KeyError, match=r"requests\.new\.total"):
        gouji.read_report(BALANCED)["requests.new.totl"]


def test_reprs_are_short(inbox: Results) -> None:
    assert repr(inbox).startswith("<gouji.Results 通过 ")
    assert len(repr(inbox)) < 100
    assert repr(gouji.read_report(BALANCED)) == "<gouji.Report 沭阳县 2025 ✓ 通过>"


SCRIPT = """
from pathlib import Path

import gouji
from gouji import contract

results = gouji.check([Path("a"), "b"], units="u.csv", own=["a@b.example"], progress=lambda done: None)
errors: int = int((results.findings["severity"] == "error").sum())
for row in results.iter_figures(current=True):
    print(row["cell"])
report: gouji.Report = gouji.read_report(b"", name="a.xlsx")
value = report["requests.new.total"].value
total: gouji.Total = results.total(against="c.xlsx")
kept: contract.CheckResult = contract.read_json(Path("findings.json").read_bytes())
places: list[str] = [cell["place"] for d in kept["documents"] for f in d["findings"] for cell in f["cells"]]
names = [cell.id for cell in gouji.form(2025).cells]
try:
    gouji.load("x")
except gouji.UsageError as problem:
    print(problem)
"""


@pytest.mark.slow
def test_a_users_script_passes_mypy_strict(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(SCRIPT, "utf-8")
    wrong = SCRIPT + 'gouji.check("a", unit="u.csv")\nresults.summe\nkept["documents"][0]["findngs"]\n'
    (tmp_path / "wrong.py").write_text(wrong, "utf-8")
    # What an installed package imports is not looked into; here it stands beside, as a developer's does.
    options = ("--strict", "--follow-imports", "silent", "--cache-dir", str(ROOT / ".mypy_cache" / "user"))
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *options, "mine.py", "wrong.py"],
        cwd=tmp_path,
        env={"MYPYPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    errors = [line for line in done.stdout.splitlines() if "error:" in line]
    assert len(errors) == 3, done.stdout
    assert all(line.startswith("wrong.py:") for line in errors), done.stdout


def test_the_command_writes_what_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paths = [str(INBOX), "--units", str(UNITS), "--current"]
    for suffix in ("csv", "parquet", "xlsx"):
        assert main(["figures", *paths, "--cells", "requests.*", "-o", str(tmp_path / f"a.{suffix}")]) == 0
    whole = pd.read_parquet(tmp_path / "a.parquet")
    assert list(whole.columns) == list(frames.FIGURES)
    assert set(whole["cell"].str.partition(".")[0]) == {"requests"}
    text = pd.read_csv(tmp_path / "a.csv", encoding="utf-8-sig")
    sheet = pd.read_excel(tmp_path / "a.xlsx", engine="openpyxl")
    assert {len(text), len(sheet)} == {len(whole)}
    assert main(["figures", *paths, "--wide", "--cells", "requests.new.total", "-o", str(tmp_path / "b.parquet")]) == 0
    wide = pd.read_parquet(tmp_path / "b.parquet")
    assert list(wide.columns) == ["unit", "parent", "year", "form", "requests.new.total"]
    assert str(wide["requests.new.total"].dtype) == "Int64"
    capsys.readouterr()
    assert main(["figures", *paths, "--cells", "requests.neu", "-o", str(tmp_path / "c.csv")]) == 2
    assert "requests.new" in capsys.readouterr().err
    assert not (tmp_path / "c.csv").exists()
    assert main(["figures", *paths, "-o", str(tmp_path / "没有" / "c.csv")]) == 2
    assert main(["check", str(BALANCED), "--format", "json", "--figures"]) == 0
    document = json.loads(capsys.readouterr().out)["documents"][0]
    assert next(f["value"] for f in document["figures"] if f["cell"] == "requests.new.total") == 713

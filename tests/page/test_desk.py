"""What the page is answered, without a browser: names and JSON in and out."""

from __future__ import annotations

import io
import json
import pickle
import zipfile
from pathlib import Path
from typing import Any

import pytest

from checks.batch import worker
from page.desk import Desk

ROOT = Path(__file__).parents[2]
WRONG = next((ROOT / "examples").glob("04*.xlsx"))
RIGHT = next((ROOT / "examples").glob("01*.xlsx"))
STATE = {"first": 0, "light": -1, "bare": False, "sizes": [], "done": 0, "part": "", "luxury": False, "seconds": 1}


class Asked:
    """A desk, as the page speaks with it."""

    def __init__(self) -> None:
        self.desk = Desk()
        self.told: list[bytes] = []

    def __call__(self, kind: str, data: bytes = b"", **given: Any) -> tuple[dict[str, Any], bytes]:
        said, out = self.desk.answer(kind, json.dumps(given), data, self.told.append)
        return json.loads(said), out


@pytest.fixture
def ask() -> Asked:
    return Asked()


def one(ask: Asked, path: Path, number: int = 0) -> tuple[dict[str, Any], bytes]:
    return ask("check", path.read_bytes(), number=number, folder="", name=path.name)


def test_it_begins_with_what_it_is(ask: Asked) -> None:
    said, _ = ask("start")
    assert said["year"] >= 2025
    assert said["largest"] > 2**20


def test_the_plan_is_the_command_s_own_order_and_passes_over_what_it_passes_over(ask: Asked) -> None:
    paths = ["b/2.xlsx", "b/~$2.xlsx", "b/.DS_Store", "b/a/1.xlsx", "b/1.xlsx", "z.xlsx", "c.xlsx", "z.xlsx"]
    said, _ = ask("plan", paths=paths, accounts={})
    assert [(one["file"], one["folder"] + one["name"]) for one in said["files"]] == [
        (4, "b/1.xlsx"), (0, "b/2.xlsx"), (3, "b/a/1.xlsx"), (5, "z.xlsx"), (6, "c.xlsx"), (7, "z (2).xlsx"),
    ]  # fmt: skip


def test_earlier_results_are_passed_over_and_named(ask: Asked) -> None:
    paths = ["b/1.xlsx", "b/结果/.gouji.json", "b/结果/汇总.xlsx", "b/结果/mine.xlsx"]
    said, _ = ask("plan", paths=paths, accounts={"b/结果/.gouji.json": json.dumps({"汇总.xlsx": "0"})})
    assert [one["folder"] + one["name"] for one in said["files"]] == ["b/1.xlsx", "b/结果/mine.xlsx"]
    assert len(said["notes"]) == 1


@pytest.mark.parametrize(
    "path", ["../../etc/x.xlsx", "a/../../b.xlsx", "/abs/c.xlsx", ".", "a//b.xlsx", "x" * 90 + ".xlsx"]
)
def test_a_path_leads_nowhere_else(ask: Asked, path: str) -> None:
    said, _ = ask("plan", paths=[path], accounts={})
    for one_file in said["files"]:
        assert ".." not in one_file["folder"]
        assert not one_file["folder"].startswith("/")


def test_a_file_is_told_in_a_line_and_kept_for_another_python(ask: Asked) -> None:
    said, kept = one(ask, WRONG)
    (document,) = said["documents"]
    assert (document["status"], document["source"], document["state"]) == ("fail", WRONG.name, "不符")
    assert any("最可能是" in line for line in document["lines"])
    other = Asked()
    other("restore", kept, number=0)
    assert other("findings")[1].partition(b'"deliveries"')[0] == ask("findings")[1].partition(b'"deliveries"')[0]
    with zipfile.ZipFile(io.BytesIO(other("results_folder")[1])) as archive:
        assert {"结果/汇总.xlsx", "结果/汇总.html", "结果/findings.json"} <= set(archive.namelist())
        assert any(name.startswith("结果/标注/") for name in archive.namelist())


def test_the_page_s_results_lead_to_no_file(ask: Asked) -> None:
    one(ask, WRONG)
    ask("results_folder")
    page = ask("results_page")[1].decode()
    assert "04-" in page
    assert "href=" not in page


def test_a_file_that_is_too_large_is_not_even_read(ask: Asked) -> None:
    said, _ = ask("check", b"", number=0, folder="", name="a.xlsx", size=10**10)
    assert "文件超过" in said["documents"][0]["lines"][0]


def test_a_plain_file_that_ends_its_python_is_tried_once_without_marks_and_then_told(ask: Asked) -> None:
    state = STATE | {"code": "too_slow", "detail": "20"}
    said, _ = ask("follow", number=0, folder="", name="a.xlsx", state=state)
    assert said["again"] == {"first": 0, "light": -1, "bare": True}
    said, _ = ask("follow", number=0, folder="", name="a.xlsx", state=state | {"bare": True})
    assert "20 秒没有结束" in said["documents"][0]["lines"][0]


def three_in_one() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, path in (("1.xlsx", RIGHT), ("2.xlsx", WRONG), ("3.xlsx", RIGHT)):
            archive.writestr(name, path.read_bytes())
    return buffer.getvalue()


def test_an_archive_goes_on_behind_the_part_that_ended_its_python(ask: Asked) -> None:
    """What was found in the parts before it is kept; the part itself is tried again with less to do, then told."""
    data = three_in_one()
    whole, _ = ask("check", data, number=0, folder="", name="a.zip")
    assert [document["source"] for document in whole["documents"]] == ["a.zip/1.xlsx", "a.zip/2.xlsx", "a.zip/3.xlsx"]
    first = next(message[1:] for message in ask.told if message[:1] == worker.PART_ANSWERED)

    fresh = Asked()
    state = STATE | {"code": "too_slow", "detail": "20", "part": "/2.xlsx", "done": 1, "sizes": [len(first)]}
    said, blame = fresh("follow", first, number=0, folder="", name="a.zip", state=state)
    assert (said["again"], blame) == ({"first": 1, "light": 1, "bare": False}, b"")
    state |= {"first": 1, "light": 1, "done": 0}
    said, blame = fresh("follow", first, number=0, folder="", name="a.zip", state=state)
    assert said["again"]["first"] == 2
    said, rest = fresh("check", data, number=0, folder="", name="a.zip", first=2)
    assert said == {"more": True}
    third = next(message[1:] for message in fresh.told if message[:1] == worker.PART_ANSWERED)
    pieces = [first, blame, third, rest]
    state = STATE | {"code": "", "detail": "", "sizes": list(map(len, pieces)), "first": 2}
    said, kept = fresh("follow", b"".join(pieces), number=0, folder="", name="a.zip", state=state)
    assert [document["status"] for document in said["documents"]] == ["pass", "unreadable", "pass"]
    assert "20 秒没有结束" in said["documents"][1]["lines"][0]
    assert pickle.loads(kept)[0] == "a.zip"


def test_an_archive_may_not_take_for_ever(ask: Asked) -> None:
    state = STATE | {"code": "too_slow", "detail": "20", "part": "/2.xlsx", "seconds": 1000}
    said, _ = ask("follow", number=0, folder="", name="a.zip", state=state)
    assert [line for document in said["documents"] for line in document["lines"] if "60 秒" in line]


def test_the_list_of_units_and_the_sum(ask: Asked) -> None:
    one(ask, RIGHT)
    assert "名单" in ask("total")[0]["problem"]
    said, _ = ask("list_of_units", "单位\n沭阳县\n泗阳县\n".encode("gb18030"), name="名单.csv")
    assert said["echo"].startswith("2 个单位")
    said, data = ask("total")
    assert "缺" in said["name"]
    assert data.startswith(b"PK")
    assert "不能用" in ask("list_of_units", b"\0\1\2", name="坏的.xlsx")[0]["problem"]
    assert "名单" in ask("total")[0]["problem"]
    ask("list_of_units", "沭阳县\n".encode(), name="a.txt")
    with zipfile.ZipFile(io.BytesIO(ask("results_folder")[1])) as archive:
        assert "结果/汇总表.xlsx" in archive.namelist()
    ask("without_list")
    assert "名单" in ask("total")[0]["problem"]


@pytest.mark.parametrize(("edition", "suffix"), [("fill_in", ".xlsx"), ("review", ".xlsx"), ("word", ".docx")])
def test_a_blank_form(ask: Asked, edition: str, suffix: str) -> None:
    said, data = ask("blank", year=2025, edition=edition)
    assert said["name"].startswith("2025年")
    assert said["name"].endswith(suffix)
    assert data.startswith(b"PK")


def test_a_year_without_a_form_is_said(ask: Asked) -> None:
    assert "1999" in ask("blank", year=1999, edition="fill_in")[0]["problem"]


def test_forgotten_is_forgotten(ask: Asked) -> None:
    one(ask, WRONG)
    ask("reset")
    assert json.loads(ask("findings")[1])["documents"] == []

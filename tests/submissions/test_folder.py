"""The folder of results: all that it holds, and nothing of anybody else's lost."""

from __future__ import annotations

import email
import json
from dataclasses import dataclass
from email import policy
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import jsonschema
import openpyxl
import pytest

from checks import rulebook
from checks.batch.result import Result
from checks.errors import UsageError
from checks.model.submission import Submission
from checks.render import results_folder as room
from checks.render.json_document import SCHEMA
from checks.render.results_files import is_results_folder
from checks.render.results_folder import write_folder
from checks.render.sentences import letters as words
from checks.submissions import Unit, sort_out

from ..fixtures.hostile_texts import HOSTILE
from ..fixtures.verdicts_by_hand import made

BOOK = rulebook.load()


@dataclass(frozen=True)
class Copy:
    """What marking gives back."""

    data: bytes = b"PK\x03\x04 marked"
    suffix: str = ".xlsx"
    not_kept: tuple[str, ...] = ()


def write(folder: Path, *verdicts: Submission, units: list[Unit] | None = None) -> str:
    results = [
        Result.of(one, BOOK, Copy(one.source.encode("utf-8", "replace")) if one.status in ("fail", "review") else None)
        for one in verdicts
    ]
    return write_folder(folder, results, sort_out([one.submission for one in results], units), BOOK)


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {
        ".gouji.json",
        ".gouji.drafts",
    }


def test_everything_is_there_and_leads_to_everything(tmp_path: Path) -> None:
    wrong = made("收件箱/a.eml/年报.xlsx", "水务局", "fail", day=8, sender="swj@b.example")
    units = [Unit("水务局"), Unit("教育局", ("jyj@b.example",))]
    said = write(tmp_path / "结果", wrong, made("b.xlsx", "民政局"), units=units)
    assert files(tmp_path / "结果") == {
        "汇总.xlsx", "汇总.html", "findings.json", "标注/水务局_年报-标注.xlsx",
        "回复/水务局.eml", "回复/水务局.txt", "回复/催报-教育局.eml", "回复/催报-教育局.txt",
    }  # fmt: skip
    assert said.endswith("标注件 1 个，回复草稿 1 个，催报 1 个。")
    links = _links((tmp_path / "结果" / "汇总.html").read_text("utf-8"))
    assert links == {"汇总.xlsx", "标注/水务局_年报-标注.xlsx", "回复/水务局.eml"}
    mail = email.message_from_bytes((tmp_path / "结果/回复/水务局.eml").read_bytes(), policy=policy.default)
    (copy,) = mail.iter_attachments()
    assert (copy.get_filename(), copy.get_content()) == ("水务局_年报-标注.xlsx", wrong.source.encode())
    assert openpyxl.load_workbook(tmp_path / "结果/汇总.xlsx")["单位"]["A2"].value == "水务局"


def _links(page: str) -> set[str]:
    found: set[str] = set()

    class Reader(HTMLParser):
        def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
            found.update(unquote(value or "") for name, value in attrs if name in ("href", "src"))

    Reader().feed(page)
    return found


def test_findings_json_keeps_to_its_schema_and_tells_what_counts(tmp_path: Path) -> None:
    write(tmp_path, made("a.xlsx", None, "fail"), made("水务局1.xlsx", "水务局"), made("水务局2.xlsx", "水务局"))
    found = json.loads((tmp_path / "findings.json").read_text("utf-8"))
    jsonschema.validate(found, json.loads(SCHEMA.read_text("utf-8")))
    assert found["summary"] == {"documents": 3, "pass": 2, "review": 0, "fail": 1, "unreadable": 0, "no_table": 0}
    assert [one["superseded_by"] for one in found["documents"]] == [None, "水务局2.xlsx", None]
    assert found["documents"][0]["marked_copy"] == "标注/a-标注.xlsx"
    write(tmp_path)
    assert json.loads((tmp_path / "findings.json").read_text("utf-8"))["documents"] == []


def test_reports_of_one_file_share_one_copy(tmp_path: Path) -> None:
    copy = Copy()
    verdicts = [made(f"a.xlsx#{name}", name, "fail", sha256="1" * 64) for name in ("凤凰镇", "石桥乡")]
    results = [Result.of(one, BOOK, copy) for one in verdicts]
    write_folder(tmp_path, results, sort_out(verdicts), BOOK)
    assert {one.marked_copy for one in verdicts} == {"标注/凤凰镇_a-标注.xlsx"}
    assert len(list((tmp_path / "标注").iterdir())) == 1


def test_what_is_replaced_has_no_copy(tmp_path: Path) -> None:
    write(tmp_path, made("a.xlsx", "水务局", "fail"), made("b.xlsx", "水务局", "fail"))
    assert [path.name for path in (tmp_path / "标注").iterdir()] == ["水务局_b-标注.xlsx"]


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "年报.xlsx").write_bytes(b"mine")
    (tmp_path / "findings.json").write_text('{"schema": "other/1"}', "utf-8")
    with pytest.raises(UsageError, match="已有其他文件"):
        write(tmp_path)
    assert files(tmp_path) == {"年报.xlsx", "findings.json"}


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "结果").write_bytes(b"")
    with pytest.raises(UsageError, match="不是文件夹"):
        write(tmp_path / "结果")


def test_a_second_run_replaces_what_is_ours_and_nothing_else(tmp_path: Path) -> None:
    write(tmp_path, made("a.xlsx", "水务局", "fail"), made("b.xlsx", "教育局", "fail"))
    (tmp_path / "回复" / "我的信.txt").write_text("手写", "utf-8")
    edited = tmp_path / "回复" / "水务局.txt"
    edited.write_text("改过的话", "utf-8")
    write(tmp_path, made("a.xlsx", "水务局", "fail"))
    assert edited.read_text("utf-8") == "改过的话"  # nothing new is to be said
    write(tmp_path, made("甲.xlsx", "水务局", "fail"))
    assert edited.read_text("utf-8-sig").startswith("水务局：")
    assert (tmp_path / "回复" / "水务局（改动过1）.txt").read_text("utf-8") == "改过的话"
    assert files(tmp_path) == {
        "汇总.xlsx", "汇总.html", "findings.json", "标注/水务局_甲-标注.xlsx",
        "回复/水务局.eml", "回复/水务局.txt", "回复/水务局（改动过1）.txt", "回复/我的信.txt",
    }  # fmt: skip
    before = files(tmp_path)
    write(tmp_path, made("甲.xlsx", "水务局", "fail"))
    assert files(tmp_path) == before


def drafts(folder: Path) -> set[str]:
    return {path.name for path in (folder / "回复").iterdir()}


def test_a_draft_that_was_sent_and_taken_away_is_not_written_again(tmp_path: Path) -> None:
    """Without a ledger the folder remembers what was answered, until something else is to be said."""
    first = made("1.eml/a.xlsx", "水务局", "fail", day=8, sender="sw@b.example", message_id="<1@b.example>")
    other = made("2.eml/a.xlsx", "教育局", "fail", day=8, sender="jy@b.example", message_id="<2@b.example>")
    assert "回复草稿 2 个" in write(tmp_path, first, other)
    written = drafts(tmp_path)
    for name in ("水务局.eml", "水务局.txt"):
        (tmp_path / "回复" / name).unlink()
    said = write(tmp_path, first, other)
    assert "回复草稿 1 个" in said
    assert drafts(tmp_path) == written - {"水务局.eml", "水务局.txt"}
    assert "起草，没有重写" in (tmp_path / "汇总.html").read_text("utf-8")
    assert write(tmp_path, first, other) == said
    later = made("3.eml/a.xlsx", "水务局", "fail", day=9, sender="sw@b.example", message_id="<3@b.example>")
    write(tmp_path, first, later, other)
    assert drafts(tmp_path) == written
    write(tmp_path, other)  # it sent nothing more that is wrong …
    write(tmp_path, first, later, other)  # … and now again
    assert drafts(tmp_path) == written


def test_a_draft_keeps_its_files_whatever_comes_before_it(tmp_path: Path) -> None:
    """Two strangers of one name: the second one's files are not given to the first."""
    two = [
        made(f"{n}.eml/a.xlsx", "水务局", "fail", day=8, sender=f"a{n}@x{n}.example", message_id=f"<{n}@b.example>")
        for n in (1, 2)
    ]
    write(tmp_path, *two)
    kept = {name: (tmp_path / "回复" / name).read_bytes() for name in drafts(tmp_path)}
    write(tmp_path, two[1])
    assert len(drafts(tmp_path)) == 2
    assert all(kept[name] == (tmp_path / "回复" / name).read_bytes() for name in drafts(tmp_path))
    assert all(b"a2@x2" in (tmp_path / "回复" / name).read_bytes() for name in drafts(tmp_path) if name.endswith("eml"))
    new = [
        made(f"{n}.eml/a.xlsx", "水务局", "fail", day=8, sender=f"a{n}@x{n}.example", message_id=f"<{n}@b.example>")
        for n in (3, 4)
    ]
    write(tmp_path, *new, two[1])
    assert len(drafts(tmp_path)) == 6
    assert all(kept[name] == (tmp_path / "回复" / name).read_bytes() for name in ("水务局（2）.eml", "水务局（2）.txt"))


@pytest.mark.parametrize(
    "text", ["", "[]", '{"a": 1}', '{"a": ["x", ["../../etc"]]}', "{", '{"a": ["x", 5]}', "[" * 9_999]
)
def test_a_memory_of_drafts_that_cannot_be_read_is_none(tmp_path: Path, text: str) -> None:
    wrong = made("a.xlsx", "水务局", "fail")
    write(tmp_path, wrong)
    before = files(tmp_path)
    (tmp_path / ".gouji.drafts").write_text(text, "utf-8")
    write(tmp_path, wrong)
    assert files(tmp_path) == before


def test_a_run_that_was_broken_off_can_be_repeated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(room, "results_page", interrupted)
        with pytest.raises(KeyboardInterrupt):
            write(tmp_path, made("a.xlsx", "水务局", "fail"))
    assert is_results_folder(tmp_path)
    openpyxl.load_workbook(tmp_path / "汇总.xlsx")
    write(tmp_path, made("a.xlsx", "水务局", "fail"))
    assert not [name for name in files(tmp_path) if words.KEPT in name or name.endswith(".tmp")]


def test_an_account_from_a_stranger_deletes_nothing_outside(tmp_path: Path) -> None:
    victim = tmp_path / "victim.txt"
    victim.write_bytes(b"")
    folder = tmp_path / "结果"
    folder.mkdir()
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    names = ("../victim.txt", str(victim), "标注/../../victim.txt", "标注\\..\\..\\victim.txt")
    (folder / ".gouji.json").write_text(json.dumps(dict.fromkeys(names, empty)), "utf-8")
    write(folder)
    assert victim.exists()


@pytest.mark.parametrize("text", HOSTILE)
def test_no_name_leaves_the_folder(tmp_path: Path, text: str) -> None:
    one = made(f"a.eml/{text}", text or None, "fail", day=8)
    write(tmp_path / "结果", one, units=[Unit(text or "甲", ("a@b.example",))])
    assert [path.name for path in tmp_path.iterdir()] == ["结果"]
    assert len(files(tmp_path / "结果")) >= 6

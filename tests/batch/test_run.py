"""The batch as a whole: the same results whoever does the work, in the order of the input."""

from __future__ import annotations

import json
import mailbox
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from functools import partial
from pathlib import Path

import jsonschema
import pytest

from checks import batch
from checks.batch import Limits, Ref, Result, check_ref, refs
from checks.batch.run import Batch, Run
from checks.check import check_bytes
from checks.errors import UsageError
from checks.marking import MarkedCopy, marked_copy
from checks.render.json_document import SCHEMA, as_document
from checks.render.sentences.findings import message

from ..fixtures.received_folder import BOOK, Trapped, fatal_note, good, note, wrong, zipped

ROOT = Path(__file__).parents[2]
CHANGES = {
    "unit": "乙",
    "year": 1999,
    "unit_from": "address",
    "superseded_by": "x",
    "marked_copy": "y",
    "not_kept": ("z",),
}


def run(*paths: Path | str, **options: object) -> list[Result]:
    return list(batch.run([str(path) for path in paths], BOOK, progress=False, **options))  # type: ignore[arg-type]


def trapped(folder: Path, limits: Limits) -> list[Result]:
    return list(Batch(Run(), Trapped(BOOK), limits, 2, None, None, None).results(refs([str(folder)])))


def test_results_are_those_of_the_files_one_by_one(folder: Path) -> None:
    expected = [result.json for ref in refs([str(folder)]) for result in check_ref(ref, BOOK)]
    assert [result.json for result in run(folder, jobs=1, cache=False)] == expected
    assert [result.json for result in run(folder, jobs=2, cache=False)] == expected
    assert [result.json for result in run(folder, jobs=2)] == expected  # fills the cache
    assert [result.json for result in run(folder, jobs=2)] == expected  # from the cache


def test_a_result_says_what_its_verdict_says(folder: Path) -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    found = run(folder, cache=False)
    document = jsonschema.Draft202012Validator({"$defs": schema["$defs"], "$ref": "#/$defs/document"})
    for result in found:
        text, status, severities = result.json, result.status, result.severities
        document.validate(json.loads(text))
        verdict = result.verdict
        assert verdict is result.verdict
        assert (verdict.source, verdict.status) == (result.source, status)
        assert severities == {one.severity for one in verdict.findings} == result.severities
        assert result.rules == verdict.checked + verdict.undecided
        assert json.loads(result.json) == json.loads(text) == as_document(result.submission)
        submission, checked = result.submission, result.verdict
        for name, value in CHANGES.items():
            before = getattr(submission, name)
            setattr(submission, name, value)
            assert json.loads(result.json) == json.loads(json.dumps(as_document(submission))) != json.loads(text)
            setattr(submission, name, before)
        assert result.json == text
        submission.verdict = replace(checked, undecided=99)
        assert json.loads(result.json)["undecided"] == 99
    assert [result.status for result in found].count("fail") == 4


def test_the_order_is_that_of_the_names(folder: Path) -> None:
    files = ["00", "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11"]
    inside = ["打包.zip/一 2022.xlsx", '打包.zip/引"号.xlsx', "打包.zip/坏.xlsx"]
    names = [*(f"{name}.xlsx" for name in files), *inside, "空.xlsx", "说明.txt", "下级/乙.xls", "下级/甲 2023.csv"]
    found = [result.source for result in run(folder, jobs=2)]
    assert found == [f"{folder}/{name}" for name in names]


def test_a_document_is_named_as_the_user_named_its_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert run(".")[0].source == "00.xlsx"
    assert run("下级/../下级")[0].source == "下级/../下级/乙.xls"
    assert [result.source for result in run("./00.xlsx", "01.xlsx")] == ["00.xlsx", "01.xlsx"]
    monkeypatch.chdir(folder / "下级")
    assert run("..")[0].source == "../00.xlsx"


def test_a_path_that_does_not_exist_stops_before_anything_is_checked(folder: Path) -> None:
    with pytest.raises(UsageError, match="找不到"):
        batch.run([str(folder), str(folder / "没有")], BOOK)
    with pytest.raises(UsageError, match="不是邮箱地址"):
        batch.run([str(folder), "imaps://nobody"], BOOK)


def test_what_is_no_file_is_said_and_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "管道.xlsx")
    (folder / "断.xlsx").symlink_to(folder / "没有.xlsx")
    (folder / "回.d").symlink_to(folder)
    by_name = {Path(result.source).name: result for result in run(folder)}
    assert len(by_name) == len(run(folder))
    assert "打不开" in message(by_name["管道.xlsx"].verdict.findings[0])
    assert "打不开" in message(by_name["断.xlsx"].verdict.findings[0])
    (alone,) = run(folder / "管道.xlsx")
    assert alone.status == "unreadable"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root, and Windows, may read everything")
def test_a_folder_that_may_not_be_read_is_said(folder: Path) -> None:
    (folder / "下级").chmod(0)
    assert "打不开" in message(run(folder)[-1].verdict.findings[0])
    (folder / "下级").chmod(0o700)


def test_results_of_an_earlier_run_are_not_checked(folder: Path) -> None:
    before = [result.source for result in run(folder)]
    (folder / "结果" / "标注").mkdir(parents=True)
    (folder / "结果" / "标注" / "a.xlsx").write_bytes(wrong())
    (folder / "结果" / "汇总.xlsx").write_bytes(b"ours")
    (folder / "结果" / ".gouji.json").write_text('{"标注/a.xlsx": "0", "汇总.xlsx": "0"}', "utf-8")
    this = batch.run([str(folder)], BOOK, progress=False)
    assert [result.source for result in this] == before
    assert sum(this.passed_over.values()) == 2


def test_a_foreign_file_of_findings_hides_nothing(folder: Path) -> None:
    (folder / "县里转来").mkdir()
    (folder / "县里转来" / "a.xlsx").write_bytes(wrong())
    (folder / "县里转来" / "findings.json").write_text('{"schema": "gouji-check/1", "documents": []}', "utf-8")
    (folder / "县里转来" / ".gouji.json").write_text('{"a.xlsx": "0"}', "utf-8")
    assert f"{folder}/县里转来/a.xlsx" in [result.source for result in run(folder)]


def test_what_leads_nowhere_or_back_is_a_line(tmp_path: Path) -> None:
    (tmp_path / "self").symlink_to(tmp_path / "self")
    (tmp_path / "back").symlink_to(tmp_path)
    (tmp_path / "a.xlsx").write_bytes(good())
    (tmp_path / "Thumbs.db").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    (tmp_path / "desktop.ini").write_bytes(b"[.ShellClassInfo]")
    (tmp_path / "b.lnk").write_bytes(b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F" + bytes(60))
    found = {Path(one.source).name: (one.status, one.severities) for one in run(tmp_path)}
    assert found == {
        "a.xlsx": ("pass", frozenset()),
        "b.lnk": ("no_table", {"info"}),
        "self": ("unreadable", {"error"}),
    }


def test_a_reference_is_small() -> None:
    ref = Ref("收件/", "a.xlsx", "收件/a.xlsx", stamp=(1, 2, 3))
    assert pickle.loads(pickle.dumps(ref)) == ref
    assert len(pickle.dumps(ref)) < 150


def mail(number: int) -> EmailMessage:
    message = EmailMessage()
    message["From"] = f"县局 <ju{number}@example.gov.cn>"
    message["Subject"] = "年报"
    message["Date"] = "Mon, 20 Jan 2025 10:00:00 +0800"
    message["Message-ID"] = f"<{number}@example.gov.cn>"
    message.set_content("请查收。")
    message.add_attachment(good(number), maintype="application", subtype="octet-stream", filename=f"年报{number}.xlsx")
    return message


@pytest.mark.parametrize("padding", [0, 2**20])
def test_mailboxes_small_and_large(tmp_path: Path, padding: int) -> None:
    """A large one goes to the workers mail by mail, under the same names."""
    inbox = mailbox.mbox(tmp_path / "收件箱.mbox")
    for number in range(3):
        message = mail(number)
        message["X-Padding"] = "x" * 70
        message.add_attachment("x" * padding, filename="说明.txt")
        inbox.add(message)
    inbox.close()
    (tmp_path / "b.txt").write_text("x", "utf-8")
    found = [result.submission for result in run(tmp_path, jobs=2) if "mbox" in result.source]
    assert [one.source.split("收件箱.mbox/")[1] for one in found] == [f"{n + 1}.eml/年报{n}.xlsx" for n in range(3)]
    assert [one.origin and one.origin.sender for one in found] == [f"ju{n}@example.gov.cn" for n in range(3)]
    assert len(list(refs([str(tmp_path / "收件箱.mbox")]))) == (3 if padding else 1)


def test_a_maildir(tmp_path: Path) -> None:
    inbox = mailbox.Maildir(tmp_path / "mail")
    for number in range(3):
        inbox.add(mail(number))
    found = run(tmp_path / "mail")
    assert {one.submission.origin and one.submission.origin.message_id for one in found} == {
        f"<{n}@example.gov.cn>" for n in range(3)
    }


def test_bytes_of_a_server_are_checked_like_a_file() -> None:
    items = [Ref("imaps://a@b.cn/INBOX/", f"{n}.eml", data=mail(n).as_bytes()) for n in range(3)]
    found = list(Batch(Run(), Trapped(BOOK), Limits(), 2, None, None, None).results(items))
    assert [one.source for one in found] == [f"imaps://a@b.cn/INBOX/{n}.eml/年报{n}.xlsx" for n in range(3)]


def test_a_server_that_breaks_off_loses_nothing_before() -> None:
    def broken() -> Iterator[Ref]:
        yield from (Ref("imaps://a@b.cn/INBOX/", f"{n}.eml", data=mail(n).as_bytes()) for n in range(5))
        raise UsageError("断了")

    found: list[Result] = []
    with pytest.raises(UsageError, match="断了"):
        found.extend(Batch(Run(), Trapped(BOOK), Limits(), 2, None, None, None).results(broken()))
    assert len(found) == 5


def test_what_a_file_does_to_its_worker_is_its_own_result(folder: Path) -> None:
    for name in ("die", "hang", "hoard"):
        (folder / f"{name}.xlsx").write_bytes(good())
    found = {Path(one.source).name: one for one in trapped(folder, Limits(seconds=5, memory=2**28))}
    words = {"die.xlsx": "意外中止（SIGKILL）", "hang.xlsx": "超过 5 秒", "hoard.xlsx": "内存超过 256 MB"}
    for name, word in words.items():
        verdict = found.pop(name).verdict
        assert (verdict.status, [one.severity for one in verdict.findings]) == ("unreadable", ["error"])
        assert word in message(verdict.findings[0])
    assert {name: one.json for name, one in found.items()} == {
        Path(one.source).name: one.json for one in run(folder, cache=False) if Path(one.source).name not in words
    }


@pytest.mark.parametrize("alone", [False, True])
def test_marks_are_made_where_the_file_is_read(tmp_path: Path, alone: bool) -> None:
    (tmp_path / "a.xlsx").write_bytes(wrong())
    if not alone:
        (tmp_path / "b.zip").write_bytes(zipped({"c.xlsx": good(), "d.xlsx": wrong(3)}))
    found = {Path(one.source).name: one.marked for one in run(tmp_path, mark=note)}
    assert found.pop("a.xlsx") == (len(wrong()), ["a.xlsx"])
    assert found == ({} if alone else {"c.xlsx": None, "d.xlsx": (len(wrong(3)), ["b.zip/d.xlsx"])})


def test_real_marked_copies(folder: Path) -> None:
    found = run(folder, mark=partial(marked_copy, book=BOOK), jobs=2)
    copies = {Path(one.source).name: one.marked for one in found if one.marked is not None}
    assert {"03.xlsx", "07.xlsx", "11.xlsx"} <= set(copies)
    assert all(isinstance(copy, MarkedCopy) for copy in copies.values())
    assert check_bytes(copies["03.xlsx"].data, "x.xlsx", BOOK)[0].status == "fail"


def test_a_copy_that_cannot_be_marked_leaves_the_verdict(folder: Path) -> None:
    expected = [result.json for result in run(folder, cache=False)]
    assert [result.json for result in run(folder, mark=fatal_note, cache=False)] == expected


INTERRUPTED = """
import sys
sys.path[:0] = sys.argv[2:]
from tests.fixtures.received_folder import BOOK, Trapped
from checks.batch import Limits, refs
from checks.batch.run import Run, Batch

def main():
    this = Run()
    this.results = Batch(this, Trapped(BOOK), Limits(seconds=120), 2, None, None, None).results(refs([sys.argv[1]]))
    for result in this:
        print(result.source.rpartition("/")[2], flush=True)
    print("interrupted" if this.interrupted else "whole", flush=True)

if __name__ == "__main__":
    main()
"""


def test_ctrl_c_keeps_what_is_done(tmp_path: Path) -> None:
    """As a terminal does it: the signal goes to the whole group."""
    (tmp_path / "box").mkdir()
    (tmp_path / "tmp").mkdir()
    for i in range(6):
        (tmp_path / "box" / f"{'hang' if i == 3 else i}.xlsx").write_bytes(good(i))
    script = tmp_path / "script.py"
    script.write_text(INTERRUPTED, "utf-8")
    paths = [str(tmp_path / "box"), str(ROOT)]
    started = subprocess.Popen(
        [sys.executable, str(script), *paths],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "TMPDIR": str(tmp_path / "tmp")},
    )
    assert started.stdout is not None
    names = [started.stdout.readline().strip() for _ in range(5)]
    os.killpg(started.pid, signal.SIGINT)
    rest, errors = started.communicate(timeout=60)
    assert (names, rest.splitlines(), errors) == (
        ["0.xlsx", "1.xlsx", "2.xlsx", "4.xlsx", "5.xlsx"],
        ["interrupted"],
        "",
    )
    assert started.returncode == 0
    for _ in range(100):
        try:
            os.killpg(started.pid, 0)
        except ProcessLookupError:
            break
        time.sleep(0.05)
    else:
        pytest.fail("processes are left")
    assert list((tmp_path / "tmp").iterdir()) == []


def test_names_that_nobody_expects(tmp_path: Path) -> None:
    """What parts the fields of a kept result, what JSON escapes, and what no encoding holds."""
    names = ["a\x1fb\x1e.xlsx", 'c"\\d.xlsx', "e\nf.xlsx", "😀\u2028.xlsx", os.fsdecode(b"\xc4\xea.xlsx")]
    for name in names:
        (tmp_path / name).write_bytes(wrong())
    (tmp_path / "g.zip").write_bytes(zipped({'h"\x1f.xlsx': wrong(), "i\n😀.xlsx": good()}))
    expected = [result for ref in refs([str(tmp_path)]) for result in check_ref(ref, BOOK)]
    for _ in range(2):
        found = run(tmp_path)
        assert [result.json for result in found] == [result.json for result in expected]
        assert [result.source for result in found] == [result.source for result in expected]
        assert [json.loads(result.json)["source"] for result in found] == [result.source for result in expected]


def test_a_host_program_gets_the_same_verdicts_in_its_own_process(folder: Path) -> None:
    expected = [as_document(result.submission) for result in run(folder, cache=False)]
    spawned = run(folder, jobs=2, cache=False, limits=Limits(spawned=True))
    assert [as_document(result.submission) for result in spawned] == expected

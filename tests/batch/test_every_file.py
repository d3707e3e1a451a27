"""Every reference in, at least one line out: mails and archives that hold nothing, too much, or what kills."""

from __future__ import annotations

import io
import os
import tarfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from checks.batch import Limits, Ref, Result, refs
from checks.batch.run import Batch, Run
from checks.batch.work import Checker
from checks.containers import Member
from checks.model.findings import Verdict
from checks.model.submission import Submission

from ..fixtures.mails import attached, mail, multipart, text, tnef, zipped
from ..fixtures.received_folder import BOOK, act, good, note, wrong

PDF = b"%PDF-1.4\n%%EOF\n"


def nothings() -> dict[str, bytes]:
    """What a mail may hold that comes to nothing."""
    return {
        "空.zip": zipped(),
        "杂物.zip": zipped(("__MACOSX/._a.xlsx", b"x"), ("Thumbs.db", b"x")),
        "转发.eml": mail(text("见附件")),
        "云附件.eml": mail(text("超大附件 https://mail.qq.com/cgi-bin/ftnExs_download?k=1")),
        "winmail.dat": tnef(),
        "空.tar": _tar(),
        "封装.p7m": b"\x30\x80",
    }


def companions() -> dict[str, bytes]:
    return {"报告.pdf": PDF, "报告.docx": b"PK\x03\x04", "说明.txt": "各位好".encode(), "": b""}


def _tar() -> bytes:
    out = io.BytesIO()
    tarfile.open(fileobj=out, mode="w").close()
    return out.getvalue()


def letters() -> Iterator[tuple[str, bytes]]:
    """Every pair of a nothing and a companion, in either order, as a mail, in a mail, and in a zip."""
    for (empty, data), (beside, other), turned in product(nothings().items(), companions().items(), (False, True)):
        parts = [attached(data, empty)] + ([attached(other, beside)] if beside else [])
        letter = mail(multipart(text("附件是年报"), *(reversed(parts) if turned else parts)))
        name = f"{empty}+{beside}{turned}"
        yield f"{name}.eml", letter
        yield f"{name}-转发.eml", mail(multipart(text("转发"), attached(letter, "x.eml", "message/rfc822")))
        yield f"{name}.zip", zipped((b"a.eml", letter), (b"b.eml", letter))


def checked(items: list[Ref], work: Checker | None = None, limits: Limits | None = None) -> list[Result]:
    return list(Batch(Run(), work or Checker(BOOK), limits or Limits(), 2, None, None, None).results(items))


def test_every_letter_has_a_line() -> None:
    found_in = [Ref(f"{i}/", name, data=data) for i, (name, data) in enumerate(letters())]
    found = {result.source.partition("/")[0] for result in checked(found_in)}
    assert found == {str(i) for i in range(len(found_in))}


def test_both_letters_of_an_archive_are_told() -> None:
    letter = mail(multipart(attached(zipped(), "a.zip"), attached(PDF, "b.pdf")))
    (ref,) = [Ref("", "x.zip", data=zipped((b"1.eml", letter), (b"2.eml", letter)))]
    assert [result.source for result in checked([ref])] == ["x.zip/1.eml/b.pdf", "x.zip/2.eml/b.pdf"]


def test_a_scan_beside_a_table_is_still_left_out() -> None:
    letter = mail(multipart(attached(PDF, "b.pdf"), attached(good(), "a.xlsx")))
    assert [result.source for result in checked([Ref("", "x.eml", data=letter)])] == ["x.eml/a.xlsx"]


@pytest.mark.parametrize(
    "name", ["ATT00001.dat", "ATT00001.htm", "ATT00001.txt", "report.asc", "a.sig", "a.p7s", "a.ics"]
)
def test_a_report_is_told_by_its_bytes(name: str) -> None:
    for data in (good(), zipped((b"a.xlsx", good()))):
        for other in ((), (attached(good(2), "b.xlsx"),)):
            letter = mail(multipart(text("见附件"), attached(data, name), *other))
            found = checked([Ref("", "x.eml", data=letter)])
            assert [result.status for result in found] == ["pass"] * (1 + len(other))


def test_a_signature_is_no_document() -> None:
    parts = [attached(b"-----BEGIN PGP SIGNATURE-----\n", "a.asc"), attached(b"0\x80", "a.p7s")]
    letter = mail(multipart(text("见附件"), attached(good(), "a.xlsx"), *parts))
    assert len(checked([Ref("", "x.eml", data=letter)])) == 1


class Deadly(Checker):
    """The usual check, which one member of a container ends."""

    def __init__(self, deed: str) -> None:
        super().__init__(BOOK)
        self.deed = deed

    def submissions(self, member: Member, digest: str = "") -> list[Submission]:
        if member.source.endswith("坏.html"):
            act(self.deed)
        return super().submissions(member, digest)


@pytest.mark.parametrize(("deed", "code"), [("die", "crashed"), ("hang", "too_slow"), ("hoard", "too_much_memory")])
def test_one_bad_member_is_blamed_alone(deed: str, code: str) -> None:
    files = [(f"{i}.xlsx".encode(), good(i)) for i in range(1, 6)]
    files.insert(2, ("坏.html".encode(), b"<table>"))
    work = Deadly(deed)
    found = checked(
        [Ref("", "x.zip", data=zipped(*files)), Ref("", "b.xlsx", data=good())], work, Limits(1, memory=2**28)
    )
    assert [result.status for result in found] == ["pass", "pass", "unreadable", "pass", "pass", "pass", "pass"]
    assert found[2].source == "x.zip/坏.html"
    assert [one.rule for one in found[2].verdict.findings] == [f"A-READ:{code}"]


@pytest.mark.parametrize("deed", ["starve", "work"])
def test_a_busy_machine_costs_no_archive_its_reports(deed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive whose parts take long by the clock loses none of them; one of many parts is not ended half way."""
    monkeypatch.setattr("checks.batch.worker._ALARM_AFTER", 0.2)
    files = [(f"{i}坏.html".encode(), b"<table>") for i in range(4 if deed == "work" else 2)]
    limits = Limits(0.5, whole=1, each=1)
    found = checked([Ref("", "x.zip", data=zipped((b"0.xlsx", good()), *files))], Deadly(deed), limits)
    assert [one.status for one in found] == ["pass"] + ["no_table"] * len(files)


def test_what_is_known_is_kept_when_the_time_is_up() -> None:
    files = [(b"0.xlsx", good()), *((f"{i}坏.html".encode(), b"<table>") for i in range(9))]
    work = Deadly("hang")
    found = checked([Ref("", "x.zip", data=zipped(*files))], work, Limits(0.3, whole=0.5, each=0))
    assert found[0].status == "pass"
    assert found[-1].source == "x.zip"
    assert [one.rule for one in found[-1].verdict.findings] == ["A-READ:unfinished"]
    assert len(found) < 6


def test_a_mark_that_kills_costs_no_verdict() -> None:
    files = [(b"1.xlsx", wrong()), (b"2.xlsx", wrong(2)), (b"3.xlsx", good())]
    found = checked([Ref("", "x.zip", data=zipped(*files))], Checker(BOOK, _deadly_mark))
    assert [(one.status, bool(one.marked)) for one in found] == [("fail", True), ("fail", False), ("pass", False)]


def _deadly_mark(data: bytes, verdicts: list[Verdict]) -> object:
    if data == wrong(2):
        os._exit(3)
    return note(data, verdicts)


def test_a_folder_that_may_not_be_entered_is_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "锁").mkdir()
    (tmp_path / "a.xlsx").write_bytes(good())
    scan = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: scan(path) if not str(path).endswith("锁") else _denied())
    assert [ref.name for ref in refs([str(tmp_path)])] == ["a.xlsx", f"{tmp_path}/锁"]


def _denied() -> object:
    raise PermissionError(13, "Permission denied")

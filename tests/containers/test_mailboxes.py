"""Mailboxes on disk: cut into mails without being loaded, and left as they are."""

from __future__ import annotations

import mailbox
from pathlib import Path

import pytest

from checks.containers import MAX_OPENED, unpack
from checks.containers.mailboxes import is_maildir, is_mbox, maildir_files, mbox_slices, messages

from ..fixtures.mails import SHEET, attached, mail, part, text, zipped

LINE = b"From gk@example.com Mon Jan 15 10:00:00 2024"
TRAP = "你好\r\n\r\nFrom what we know, 2024 was quiet\r\n\r\nFrom: here\r\n>From the start\r\n"


def box_of(*mails: bytes, end: bytes = b"\n") -> bytes:
    """Write mails as an mbox does, lines that begin with From marked."""
    escaped = [one.replace(b"\r\n", b"\n").replace(b"\n>From ", b"\n>>From ") for one in mails]
    return b"".join(LINE + b"\n" + one + b"\n\n" for one in escaped).replace(b"\n", end)


@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["lf", "crlf"])
def test_an_mbox_is_cut_into_its_mails(tmp_path: Path, end: bytes) -> None:
    path = tmp_path / "in.mbox"
    trap = part(TRAP.encode(), "Content-Type: text/plain; charset=utf-8", encoding="8bit")
    path.write_bytes(box_of(mail(trap), mail(attached(SHEET, "x.xlsx")), mail(text("x")), end=end))
    data = path.read_bytes()
    assert is_mbox(data[:65536])
    slices = list(mbox_slices(path))
    assert len(slices) == 3
    assert all(data[offset:].startswith(b"From: gk") for offset, _ in slices)
    members = [list(unpack(one, name)) for name, one in messages(path)]
    assert [(found[0].source, found[0].data) for found in members[1:2]] == [("2.eml/x.xlsx", SHEET)]


def test_marked_lines_are_unmarked(tmp_path: Path) -> None:
    path = tmp_path / "in.mbox"
    path.write_bytes(LINE + b"\nSubject: x\nTo: y\n\na\n>From b\n>>From c\n> From d\n\n")
    ((_, one),) = messages(path)
    assert one == b"Subject: x\nTo: y\n\na\nFrom b\n>From c\n> From d\n\n"


def test_the_standard_library_finds_the_same_mails(tmp_path: Path) -> None:
    path = tmp_path / "in.mbox"
    theirs = mailbox.mbox(path)
    for number in range(20):
        theirs.add(mail(attached(SHEET, f"{number}.xlsx"), text(f"From {number}\n\nFrom x")).replace(b"\r\n", b"\n"))
    theirs.close()
    again = mailbox.mbox(path)
    ours = [one.rstrip(b"\n") for _, one in messages(path)]
    assert ours == [again.get_bytes(key).rstrip(b"\n") for key in again.keys()]  # noqa: SIM118  # it is no dict
    again.close()


def test_a_large_mbox_is_cut_without_being_loaded(tmp_path: Path) -> None:
    path = tmp_path / "big.mbox"
    one = box_of(mail(text("x")))
    with path.open("wb") as file:
        file.write(one)
        file.seek(1 << 26)
        file.write(b"\n\n" + one)
    (_, first), (offset, _) = mbox_slices(path)
    assert first > 1 << 25
    assert offset > 1 << 26
    (_, cut), (_, whole) = messages(path)
    assert len(cut) == MAX_OPENED + 1
    assert [member.problem and member.problem.code for member in unpack(cut, "x")] == ["too_large"]
    assert [member.problem and member.problem.code for member in unpack(whole, "x")] == ["no_attachment"]


def test_an_empty_or_foreign_file_is_no_mbox(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"")
    assert list(mbox_slices(path)) == []
    path.write_bytes(b"From here on\nit is prose, 2024\n")
    assert list(mbox_slices(path)) == []
    assert not is_mbox(path.read_bytes())


def test_an_mbox_inside_an_archive_is_opened() -> None:
    data = zipped(("in.mbox", box_of(mail(attached(SHEET, "x.xlsx")), mail(text("无")))))
    assert [(m.source, m.problem and m.problem.code) for m in unpack(data, "a.zip")] == [
        ("a.zip/in.mbox/1.eml/x.xlsx", None),
        ("a.zip/in.mbox/2.eml", "no_attachment"),
    ]


def test_a_maildir_is_read_and_left_as_it_is(tmp_path: Path) -> None:
    box = tmp_path / "Maildir"
    for folder in ("cur", "new", "tmp"):
        (box / folder).mkdir(parents=True)
    (box / "cur" / "2.host:2,S").write_bytes(mail(attached(SHEET, "x.xlsx")))
    (box / "cur" / ".hidden").write_bytes(b"x")
    (box / "new" / "1.host").write_bytes(mail(text("x")))
    (box / "tmp" / "0.host").write_bytes(b"half")
    before = sorted(str(path) for path in box.rglob("*"))
    assert is_maildir(box)
    assert not is_maildir(tmp_path)
    assert [path.name for path in maildir_files(box)] == ["2.host:2,S", "1.host"]
    assert [name for name, _ in messages(box)] == ["2.host", "1.host"]
    assert sorted(str(path) for path in box.rglob("*")) == before

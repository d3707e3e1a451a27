"""What Outlook saves (.msg) and sends (winmail.dat)."""

from __future__ import annotations

import io
import struct
from datetime import UTC, datetime

import pytest

from checks.containers import Member, unpack

from ..fixtures.mails import (
    NAME,
    SHEET,
    Tree,
    attached,
    attribute,
    compound,
    locked_zip,
    mail,
    message,
    msg_attachment,
    narrow,
    tnef,
    tnef_properties,
    wide,
    zipped,
)

SENT = {0x0039: (0x40, 133497720000000000)}  # 2024-01-15 06:00 UTC
LETTER = {
    **wide(0x37, "年报"),
    **wide(0x5D01, "GK@Example.com"),
    **wide(0x0C1A, "张三"),
    **wide(0x1035, "<7@example.com>"),
}


def opened(data: bytes, source: str = "a.msg") -> list[Member]:
    return list(unpack(data, source))


def only(data: bytes, source: str = "a.msg") -> Member:
    (member,) = opened(data, source)
    return member


def test_a_message_gives_its_attachments_and_its_sender() -> None:
    big = SHEET + bytes(6000)
    tree = message(
        msg_attachment(big, wide(0x3707, NAME)), msg_attachment(b"a,b\n1,2", wide(0x3704, "B.CSV")), fixed=SENT
    )
    first, second = opened(compound(tree | LETTER))
    assert (first.source, first.data) == (f"a.msg/{NAME}", big)
    assert (second.source, second.data) == ("a.msg/B.CSV", b"a,b\n1,2")
    origin = first.origin
    assert origin is not None
    assert (origin.sender, origin.sender_name, origin.subject) == ("gk@example.com", "张三", "年报")
    assert (origin.date, origin.message_id) == (datetime(2024, 1, 15, 6, tzinfo=UTC), "<7@example.com>")


def test_an_old_message_is_in_the_code_page_of_its_writer() -> None:
    letter = narrow(0x37, "年报".encode("gbk")) | narrow(0x0C1F, b"gk@example.com")
    tree = message(msg_attachment(SHEET, narrow(0x3707, NAME.encode("gb18030"))), fixed={0x3FFD: (3, 936)})
    member = only(compound(tree | letter))
    assert member.source == f"a.msg/{NAME}"
    assert member.origin is not None
    assert (member.origin.subject, member.origin.sender) == ("年报", "gk@example.com")


def test_an_address_inside_an_exchange_server_is_none() -> None:
    letter = wide(0x0C1F, "/O=GOV/OU=EXCHANGE/CN=ZHANGSAN") | wide(
        0x7D, "From: =?gbk?B?1cXI/Q==?= <gk@example.com>\r\n\r\n"
    )
    origin = only(compound(message(msg_attachment(SHEET, wide(0x3707, "x.xlsx"))) | letter)).origin
    assert origin is not None
    assert (origin.sender, origin.sender_name) == ("gk@example.com", "张三")


def test_a_message_in_a_message_is_opened() -> None:
    inner = message(msg_attachment(SHEET, wide(0x3707, "x.xlsx")), header=24) | wide(0x5D01, "xiang@example.com")
    tree = message({"__properties_version1.0": bytes(8), "__substg1.0_3701000D": inner, **wide(0x3001, "转")}) | LETTER
    member = only(compound(tree))
    assert (member.source, member.data) == ("a.msg/转.msg/x.xlsx", SHEET)
    assert member.origin is not None
    assert member.origin.sender == "xiang@example.com"


def test_pictures_of_the_text_and_drawn_objects_are_no_documents() -> None:
    logo = msg_attachment(b"\x89PNG" + bytes(5000), wide(0x3707, "image001.png"), hidden=True)
    drawn: Tree = {"__properties_version1.0": bytes(8), "__substg1.0_3701000D": {"CONTENTS": b"x", "Workbook": b"y"}}
    assert [
        m.source for m in opened(compound(message(logo, drawn, msg_attachment(SHEET, wide(0x3707, "x.xlsx")))))
    ] == ["a.msg/x.xlsx"]


def test_a_message_without_attachments_may_hold_a_table_in_its_text() -> None:
    page = "<table><tr><td>一</td><td>1</td></tr><tr><td>二</td><td>2</td></tr></table>"
    tree = message() | {"__substg1.0_10130102": page.encode("gbk")}
    member = only(compound(tree))
    assert (member.source, member.data.decode()) == ("a.msg/正文", page)
    empty = only(compound(message() | wide(0x1000, "请查收") | LETTER))
    assert empty.problem is not None
    assert empty.problem.code == "no_attachment"


def test_a_message_travels_in_mails_and_archives() -> None:
    saved = compound(message(msg_attachment(zipped(("x.xlsx", SHEET)), wide(0x3707, "附件.zip"))) | LETTER)
    member = only(mail(attached(saved, "年报.msg")), "a.eml")
    assert (member.source, member.data) == ("a.eml/年报.msg/附件.zip/x.xlsx", SHEET)


def test_the_writer_of_these_messages_is_sound() -> None:
    olefile = pytest.importorskip("olefile")
    tree = compound(message(msg_attachment(SHEET + bytes(9000), wide(0x3707, NAME))) | LETTER)
    with olefile.OleFileIO(io.BytesIO(tree)) as box:
        assert box.openstream("__attach_version1.0_#00000000/__substg1.0_37010102").read() == SHEET + bytes(9000)
        assert box.openstream("__substg1.0_0037001F").read().decode("utf-16-le") == "年报"


# --- winmail.dat

RENDERED = attribute(2, 0x9002, bytes(14))


def test_winmail_gives_its_attachments_under_their_best_name() -> None:
    short = attribute(2, 0x8010, "某市～1.XLS".encode("gbk") + b"\0")
    long = attribute(2, 0x9005, tnef_properties((0x1E, 0x3707, NAME.encode("gb18030") + b"\0")))
    unicode = attribute(2, 0x9005, tnef_properties((0x1F, 0x3707, f"{NAME}\0".encode("utf-16-le"))))
    content = attribute(2, 0x800F, SHEET)
    data = tnef(RENDERED, short, content, RENDERED, content, short, long, RENDERED, unicode, content)
    sources = [member.source for member in opened(data, "winmail.dat")]
    assert sources == ["winmail.dat/某市～1.XLS", f"winmail.dat/{NAME}", f"winmail.dat/{NAME[:-5]}(2).xlsx"]
    assert {member.data for member in opened(data)} == {SHEET}


def test_winmail_holds_messages_too() -> None:
    inner = tnef(RENDERED, attribute(2, 0x8010, b"x.xlsx\0"), attribute(2, 0x800F, SHEET))
    forwarded = tnef_properties((0x0D, 0x3701, bytes(16) + inner), (0x1E, 0x3001, "转发".encode("gbk") + b"\0"))
    member = only(mail(attached(tnef(RENDERED, attribute(2, 0x9005, forwarded)), "winmail.dat")), "a.eml")
    assert (member.source, member.data) == ("a.eml/winmail.dat/转发.msg/x.xlsx", SHEET)
    assert member.origin is not None
    assert member.origin.sender == "gk@example.com"


@pytest.mark.parametrize("size", [0, 1, 10, 10**6, 2**32 - 1])
def test_winmail_with_wrong_lengths_gives_what_stands_before_them(size: int) -> None:
    good = RENDERED + attribute(2, 0x8010, b"x.xlsx\0") + attribute(2, 0x800F, SHEET)
    bad = RENDERED + attribute(2, 0x8010, b"y.xlsx\0") + attribute(2, 0x800F, SHEET, size)
    members = opened(tnef(good, bad), "winmail.dat")
    assert (members[0].source, members[0].data) == ("winmail.dat/x.xlsx", SHEET)
    broken = only(tnef(attribute(1, 0x9003, b"", size)), "winmail.dat")
    assert broken.problem is not None


@pytest.mark.parametrize("count", [0, 2, 2**32 - 1])
def test_winmail_properties_that_lie_about_their_number_do_no_harm(count: int) -> None:
    block = struct.pack("<L", count) + tnef_properties((0x1E, 0x3707, b"y.xlsx\0"))[4:]
    data = tnef(RENDERED, attribute(2, 0x8010, b"x.xlsx\0"), attribute(2, 0x9005, block), attribute(2, 0x800F, SHEET))
    assert only(data, "w.dat").source == ("w.dat/y.xlsx" if count else "w.dat/x.xlsx")


def test_a_locked_archive_in_a_message_is_named() -> None:
    saved = compound(message(msg_attachment(locked_zip("表.xlsx"), wide(0x3707, "附件.zip"))) | LETTER)
    member = only(saved)
    assert member.source == "a.msg/附件.zip/表.xlsx"
    assert member.problem is not None
    assert member.problem.code == "encrypted"

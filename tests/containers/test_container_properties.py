"""What must hold for any bytes: something is answered, nothing is raised, names are read as they were written."""

from __future__ import annotations

import base64
import email
from email.header import Header
from urllib.parse import quote

from hypothesis import example, given, settings
from hypothesis import strategies as st

from checks.containers import unpack
from checks.containers.headers import Headers, decode_words, sender_of
from checks.containers.mime import content, leaves
from checks.containers.names import label

from ..fixtures.mails import (
    SHEET,
    SIGNED_DATA,
    attached,
    compound,
    mail,
    message,
    msg_attachment,
    part,
    signed,
    text,
    tnef,
    wide,
    zipped,
)

HAN = st.text(st.sampled_from("某市年度报告镕〇—·（）abc 09._-𠮷"), min_size=1, max_size=40)
CHARSETS = st.sampled_from(["utf-8", "gb18030", "gbk", "gb2312", "GB2312", "UTF-8"])
HEADS = [
    b"",
    b"From: a@b.c\r\nTo: d\r\n",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x78\x9f\x3e\x22\x01\x00",
    b"\x1f\x8b\x08",
    b"\x30\x80" + SIGNED_DATA + b"\xa0\x80\x30\x80",
    b"From: a@b.c\r\nTo: d\r\n\r\nbegin 644 x\r\n",
    b"From a Mon Jan 15 10:00:00 2024\nTo: x\n",
    b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n",
]
WHOLE = [
    mail(text("见附件"), attached(SHEET, "表.xlsx")),
    zipped(("a/表.xlsx", SHEET), ("b.eml", mail(attached(b"1,2", "x.csv")))),
    compound(message(msg_attachment(SHEET, wide(0x3707, "表.xlsx")))),
    signed(mail(attached(SHEET, "表.xlsx"))),
    tnef(b"\x02\x10\x80\x06\x00\x07\x00\x00\x00x.xlsx\x00\x00\x00"),
]


def answered(data: bytes) -> None:
    members = list(unpack(data, "x"))
    assert members
    assert all(member.source.startswith("x") for member in members)
    assert all(not member.data for member in members if member.problem)


@given(st.sampled_from(HEADS), st.binary(max_size=400))
@settings(max_examples=400)
def test_any_bytes_are_answered(head: bytes, rest: bytes) -> None:
    answered(head + rest)


@given(st.sampled_from(WHOLE), st.lists(st.tuples(st.integers(0, 20_000), st.binary(max_size=8)), max_size=6))
@settings(max_examples=300, deadline=None)
def test_any_damage_is_answered(whole: bytes, damages: list[tuple[int, bytes]]) -> None:
    for place, bytes_there in damages:
        whole = whole[: place % len(whole)] + bytes_there + whole[place % len(whole) + len(bytes_there) :]
    answered(whole)


@given(st.sampled_from(WHOLE), st.integers(0, 20_000))
@settings(max_examples=200, deadline=None)
def test_any_part_of_a_container_is_answered(whole: bytes, length: int) -> None:
    answered(whole[:length])


@given(HAN, CHARSETS, st.integers(1, 40), st.booleans())
def test_encoded_words_say_what_was_written(name: str, charset: str, cut: int, quoted: bool) -> None:
    """Cut after any number of bytes, in any of the two encodings."""
    raw = name.encode("utf-8" if charset.lower() == "utf-8" else "gb18030")
    pieces = [raw[i : i + cut] for i in range(0, len(raw), cut)]
    if quoted:
        words = [f"=?{charset}?q?{''.join(f'={byte:02x}' for byte in piece)}?=" for piece in pieces]
    else:
        words = [f"=?{charset}?b?{base64.b64encode(piece).decode()}?=" for piece in pieces]
    assert decode_words("\r\n ".join(words)) == name


@given(HAN, st.sampled_from(["utf-8", "gb18030", "gbk"]), st.integers(1, 30))
def test_escaped_pieces_say_what_was_written(name: str, charset: str, cut: int) -> None:
    """Cut after any number of characters, escapes included."""
    whole = quote(name.encode("utf-8" if charset == "utf-8" else "gb18030"), safe="")
    pieces = [whole[i : i + cut] for i in range(0, len(whole), cut)]
    parameters = "; ".join(
        f"filename*{i}*={f'{charset}' + chr(39) * 2 if not i else ''}{p}" for i, p in enumerate(pieces)
    )
    headers = Headers(f"Content-Disposition: attachment; {parameters}".encode())
    assert headers.parameter("content-disposition", "filename") == name


@given(HAN)
def test_what_the_standard_library_writes_is_read(name: str) -> None:
    assert decode_words(Header(name, "utf-8").encode(maxlinelen=40)) == name
    one = email.message.EmailMessage()
    one.add_attachment(SHEET, maintype="application", subtype="x", filename=name)
    (leaf,) = [leaf for leaf in leaves(one.as_bytes()) if leaf.headers.value("content-disposition")]
    assert leaf.headers.parameter("content-disposition", "filename").strip() == name.strip()
    assert content(one.as_bytes(), leaf) == SHEET


@given(st.text(max_size=200))
@example("=?utf-8?b?====?=")
def test_any_header_is_read(header: str) -> None:
    decode_words(header)
    address, name = sender_of(header)
    assert address == address.lower()
    assert isinstance(name, str)
    Headers(f"X: {header}".encode("utf-8", "surrogatepass")).parameter("x", "filename")


@given(st.text(max_size=300))
@example("..\\../C:\\x")
def test_a_label_is_never_a_path(name: str) -> None:
    steps = label(name).split("/")
    assert not label(name).startswith("/")
    assert all(step.strip(". ") for step in steps) or steps == [""]
    assert not any(c in label(name) for c in "\\\x00\n\r\u202e")


@given(st.lists(st.binary(max_size=100), min_size=1, max_size=5), st.sampled_from([b"\r\n", b"\n"]))
def test_the_standard_library_cuts_the_same_parts(contents: list[bytes], end: bytes) -> None:
    data = mail(*(part(one, "Content-Type: application/x") for one in contents)).replace(b"\r\n", end)
    theirs = [one.get_payload(decode=True) for one in email.message_from_bytes(data).walk() if not one.is_multipart()]
    assert [content(data, leaf) for leaf in leaves(data)] == theirs == contents

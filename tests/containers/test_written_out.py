"""Files that stand in the text of a mail, tables that were pasted there, and mails inside their own signature."""

from __future__ import annotations

import base64
import time

import pytest

from checks.batch import Ref, Result
from checks.batch.run import Batch, Run
from checks.batch.work import Checker
from checks.batch.worker import Limits
from checks.containers import Member, unpack

from ..fixtures.mails import (
    PDF,
    SHEET,
    SIGNED_DATA,
    SIGNED_DATA_OF_CHINA,
    attached,
    mail,
    multipart,
    part,
    signed,
    text,
    uuencoded,
    yencoded,
    zipped,
)
from ..fixtures.plain_tables import html_file
from ..fixtures.received_folder import BOOK, FORM, figures, good

HEAD = b"From: a@example.com\r\nTo: b@example.com\r\nSubject: report\r\n"
UU = uuencoded(SHEET, "年报.xlsx".encode("gbk"))
FIRST = SHEET[:900]


def found(data: bytes) -> list[tuple[str, bytes]]:
    return [(member.source, member.data) for member in unpack(data, "m")]


TEXTS = {
    "bare": b"\r\nhi\r\n\r\n" + UU,
    "with words around": b"\r\nbegin with this:\r\n" + UU + b"bye\r\n",
    "blanks for zeros, and none at the ends of lines": b"\r\n" + UU.replace(b"`", b" ").replace(b" \r\n", b"\r\n"),
    "bare line feeds": b"\r\n" + UU.replace(b"\r\n", b"\n"),
    "in base64": b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(UU),
    "base64 by the same program": b"\r\nbegin-base64 644 "
    + "年报.xlsx".encode()
    + b"\r\n"
    + base64.encodebytes(SHEET)
    + b"====\r\n",
    "yEnc": b"\r\nhi\r\n" + yencoded(SHEET, "年报.xlsx".encode()),
    "yEnc, one part of one": b"\r\n"
    + yencoded(SHEET, "年报.xlsx".encode()).replace(b"\r\n", b"\r\n=ypart begin=1 end=9\r\n", 1),
    "in a part": multipart(part(b"hi\r\n" + UU, "Content-Type: text/plain", encoding="7bit"), text("此致")),
}


@pytest.mark.parametrize("body", TEXTS.values(), ids=TEXTS)
def test_a_file_in_the_text_is_taken_out(body: bytes) -> None:
    assert found(HEAD + body) == [("m/年报.xlsx", SHEET)]


def test_every_file_of_a_text_is_taken_out() -> None:
    body = b"\r\n" + uuencoded(SHEET, b"../a.xlsx") + uuencoded(FIRST, b"a.xlsx") + yencoded(FIRST, b"b.xlsx")
    assert found(HEAD + body) == [("m/a.xlsx", SHEET), ("m/a(2).xlsx", FIRST), ("m/b.xlsx", FIRST)]


def test_beside_an_attachment_and_cut_off() -> None:
    words = part(UU[:-300], "Content-Type: text/plain", encoding="7bit")
    (attachment, cut) = found(mail(words, attached(FIRST, "b.xlsx")))[::-1]
    assert attachment == ("m/b.xlsx", FIRST)
    assert cut[0] == "m/年报.xlsx"
    assert SHEET.startswith(cut[1][:-45])
    assert len(cut[1]) > len(SHEET) - 300


@pytest.mark.parametrize(
    "words", ["begin 644 at the end\r\nof the year", "begin 644 a.xlsx\r\nend", "=ybegin is a word", "begin 644 a.xlsx"]
)
def test_words_are_no_file(words: str) -> None:
    (member,) = unpack(HEAD + b"\r\n" + words.encode() + b"\r\n", "m")
    assert member.problem is not None
    assert member.problem.code == "no_attachment"


@pytest.mark.parametrize(
    "line", [b"begin 644 x", b"begin-base64 644 x\r\nAAAA", b"=ybegin line=1 name=x", b"begin 644 x\r\n!!"]
)
def test_beginnings_without_end_cost_little(line: bytes) -> None:
    begun = time.process_time()
    members = list(unpack(HEAD + b"\r\n" + (line + b"\r\n") * 100_000, "m"))
    assert time.process_time() - begun < 5
    assert members[0].problem is None or members[0].problem.code in ("no_attachment", "unsafe")


@pytest.mark.parametrize("encoding", ["", "7bit", "8bit", "binary", "x-unknown"])
def test_base64_that_nobody_declared_is_known(encoding: str) -> None:
    data = attached(SHEET, "a.xlsx")
    line = b"Content-Transfer-Encoding: base64\r\n"
    data = data.replace(line, line.replace(b"base64", encoding.encode()) if encoding else b"")
    assert found(mail(text("见附件"), data)) == [("m/a.xlsx", SHEET)]


LETTER = b"MIME-Version: 1.0\r\n" + multipart(text("见附件"), attached(SHEET, "a.xlsx"))
SIGNATURES = {
    "whole": signed(LETTER),
    "in pieces": signed(LETTER, in_pieces=True),
    "China's": signed(LETTER, SIGNED_DATA_OF_CHINA),
}


@pytest.mark.parametrize("data", SIGNATURES.values(), ids=SIGNATURES)
def test_what_is_signed_is_opened(data: bytes) -> None:
    wrapped = part(data, 'Content-Type: application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"')
    assert found(HEAD + wrapped) == [("m/smime.p7m/a.xlsx", SHEET)]
    assert found(mail(attached(zipped(("封.p7m", data)), "a.zip"))) == [("m/a.zip/封.p7m/a.xlsx", SHEET)]
    assert found(data) == [("m/a.xlsx", SHEET)]
    (member,) = unpack(HEAD + wrapped, "m")
    assert member.origin is not None
    assert member.origin.sender == "a@example.com"


def test_a_file_may_be_signed_alone() -> None:
    assert found(mail(attached(signed(SHEET), "年报.xlsx.p7m"))) == [("m/年报.xlsx.p7m/年报.xlsx", SHEET)]


def test_a_signature_alone_holds_nothing() -> None:
    detached = signed(None)
    assert (
        found(mail(attached(SHEET, "a.xlsx"), attached(detached, "smime.p7s", "application/pkcs7-signature")))[1:] == []
    )
    assert [problem(member) for member in unpack(detached, "m")] == ["sealed_mail"]
    assert [problem(member) for member in unpack(mail(attached(detached, "smime.p7m")), "m")] == ["sealed_mail"]


def problem(member: Member) -> str:
    return member.problem.code if member.problem else ""


@pytest.mark.parametrize("in_pieces", [False, True])
def test_a_signature_cut_anywhere_is_answered(in_pieces: bool) -> None:
    whole = signed(LETTER, in_pieces=in_pieces)
    for cut in (*range(80), 500, len(whole) - 5):
        assert list(unpack(whole[:cut], "m"))
    assert [problem(one) for one in unpack(b"\x30\x80" + SIGNED_DATA + b"\xa0\x80" * 5_000, "m")] == ["damaged"]


def pasted(seed: int, before: str = "") -> bytes:
    table = html_file(FORM, figures(seed)).decode("gb18030").partition("<body>")[2]
    return part(f"<p>{before}</p><body>{table}".encode(), 'Content-Type: text/html; charset="utf-8"')


def checked(data: bytes) -> list[tuple[str, str]]:
    results: list[Result] = list(
        Batch(Run(), Checker(BOOK), Limits(), 1, None, None, None).results([Ref("", "m", data=data)])
    )
    return [(one.source, one.status) for one in results]


def test_a_table_that_was_pasted_beside_a_scan_is_read() -> None:
    assert [source for source, _ in checked(mail(pasted(1), attached(PDF, "盖章.pdf")))] == ["m/正文"]


def test_a_table_that_was_pasted_beside_another_report_is_read() -> None:
    found_there = checked(mail(pasted(1), attached(good(2), "下属单位.xlsx")))
    assert [source for source, _ in found_there] == ["m/下属单位.xlsx", "m/正文"]


def test_a_table_that_a_letter_quotes_or_signs_with_is_none() -> None:
    quoted = pasted(1, "已改正，见附件。<br>----- 原始邮件 -----<br><b>发件人：</b>市政府办")
    assert [source for source, _ in checked(mail(quoted, attached(good(2), "a.xlsx")))] == ["m/a.xlsx"]
    card = part(
        "<table><tr><td>电话</td><td>1234567</td></tr><tr><td>邮编</td><td>430000</td></tr></table>".encode(),
        'Content-Type: text/html; charset="utf-8"',
    )
    assert [source for source, _ in checked(mail(card, attached(PDF, "盖章.pdf")))] == ["m/盖章.pdf"]

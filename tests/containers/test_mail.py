"""Mails as Chinese programs write them: names, senders, dates; every row of the table of traps."""

from __future__ import annotations

import base64
import binascii
import email
import quopri
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import quote

import pytest

from checks.containers import Member, unpack
from checks.containers.headers import date_of, decode_words, sender_of
from checks.containers.mime import content, leaves
from checks.render import sentences

from ..fixtures.bombs import BOMBS
from ..fixtures.mails import NAME, SHEET, attached, mail, multipart, part, text, zipped

CHINA = timezone(timedelta(hours=8))
LONG = "某市自然资源局2023年政府信息公开工作年度报告（依申请公开情况统计表）.xlsx"


def opened(data: bytes, source: str = "a.eml") -> list[Member]:
    return list(unpack(data, source))


def only(data: bytes) -> Member:
    (member,) = opened(data)
    return member


def words(name: str, charset: str, cut: int = 0) -> str:
    """Encode a name in words; cut them after so many bytes, wherever that is."""
    raw = name.encode(charset if charset != "gb2312" else "gb18030")
    pieces = [raw[i : i + cut] for i in range(0, len(raw), cut)] if cut else [raw]
    return "\r\n ".join(f"=?{charset}?B?{base64.b64encode(piece).decode()}?=" for piece in pieces)


NAMINGS = {
    "words, utf-8": f'filename="{words(NAME, "utf-8")}"',
    "words, gb18030": f'filename="{words(NAME, "gb18030")}"',
    "words, gb2312 with characters of GBK": f'filename="{words(NAME, "gb2312")}"',
    "words without quotes": f"filename={words(NAME, 'gb2312')}",
    "words cut inside a character": f'filename="{words(NAME, "gb2312", 15)}"',
    "words cut inside a character, utf-8": f'filename="{words(NAME, "utf-8", 16)}"',
    "quoted-printable words": f'filename="=?gbk?Q?{"".join(f"={b:02X}" for b in NAME.encode("gb18030"))}?="',
    "escaped, utf-8": f"filename*=UTF-8''{quote(NAME)}",
    "escaped, gbk": f"filename*=gbk''{quote(NAME, encoding='gb18030')}",
    "escaped, gb2312, with a language": f"filename*=gb2312'zh-cn'{quote(NAME, encoding='gb18030')}",
    "escaped in pieces cut inside a character": "; ".join(
        f"filename*{i}*={'gb18030' + chr(39) * 2 if not i else ''}{quote(NAME.encode('gb18030')[i * 9 : i * 9 + 9])}"
        for i in range(-(-len(NAME.encode("gb18030")) // 9))
    ),
    "pieces out of order, some not escaped": f"filename*2=.xlsx; filename*0*=utf-8''{quote(NAME[:9])}; "
    f"filename*1*={quote(NAME[9:-5])}",
    "escaped where it should not be": f'filename="{quote(NAME)}"',
    "escaped where it should not be, with its charset": f"filename=\"UTF-8''{quote(NAME)}\"",
    "raw utf-8": f'filename="{NAME}"',
}


@pytest.mark.parametrize("naming", NAMINGS.values(), ids=NAMINGS)
def test_a_name_is_read(naming: str) -> None:
    member = only(
        mail(part(SHEET, "Content-Type: application/octet-stream", f"Content-Disposition: attachment; {naming}"))
    )
    assert member.source == f"a.eml/{NAME}"
    assert member.data == SHEET
    assert member.origin is not None
    assert member.origin.attachment == NAME


def test_a_name_in_raw_gbk_is_read() -> None:
    body = part(SHEET, "Content-Disposition: attachment; filename=XX", "Content-Type: a/b; name=XX")
    member = only(mail(body.replace(b"XX", b'"' + NAME.encode("gb18030") + b'"')))
    assert member.source == f"a.eml/{NAME}"


def test_the_better_of_two_names_counts() -> None:
    body = part(
        SHEET,
        f'Content-Type: a/b; name="{words("附表.xlsx", "gbk")}"',
        'Content-Disposition: attachment; filename="XX"',
    )
    assert only(mail(body.replace(b"XX", b"\xff\xff.xlsx"))).source == "a.eml/附表.xlsx"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../../etc/cron.d/x.xlsx", "x.xlsx"),
        ("C:\\\\Users\\\\zhang\\\\表.xlsx", "表.xlsx"),
        ("/表.xlsx", "表.xlsx"),
        ("..", "附件1"),
        ("", "附件1"),
        ("a\u202exslx.exe", "axslx.exe"),
        ("表\x00\x07.xlsx", "表.xlsx"),
    ],
)
def test_a_name_is_a_label_and_never_a_path(name: str, expected: str) -> None:
    assert only(mail(attached(SHEET, name))).source == f"a.eml/{expected}"


def test_a_long_name_is_shortened_and_keeps_its_extension() -> None:
    source = only(mail(attached(SHEET, "年" * 1000 + ".xlsx"))).source
    assert len(source) < 200
    assert source.endswith(".xlsx")


def test_equal_names_are_numbered() -> None:
    sources = [member.source for member in opened(mail(*(attached(SHEET, "表.xlsx") for _ in range(3))))]
    assert sources == ["a.eml/表.xlsx", "a.eml/表(2).xlsx", "a.eml/表(3).xlsx"]


def test_a_mail_too_deep_and_a_subject_too_long_are_told() -> None:
    deep = only(BOMBS["mail: 300 mails in one another"]())
    assert deep.problem is not None
    assert deep.problem.code == "unsafe"
    words = b"\r\n ".join([b"=?utf-8?B?5bm0?="] * 50_000)
    wordy = only(b"From: a@example.com\r\nSubject: " + words + b"\r\nMIME-Version: 1.0\r\n\r\n")
    assert wordy.problem is not None
    assert wordy.problem.code == "no_attachment"
    assert wordy.origin is not None
    assert wordy.origin.subject.startswith("年年年")


ENCODINGS = {
    "8bit": SHEET,
    "quoted-printable": b"=\r\n".join(
        b"".join(b"=%02X" % byte for byte in SHEET[i : i + 20]) for i in range(0, len(SHEET), 20)
    ),
    "quoted-printable, line feeds as line ends": quopri.encodestring(SHEET, quotetabs=True).replace(b"\n", b"\r\n"),
    "x-uuencode": b"begin 644 x.xlsx\r\n"
    + b"".join(binascii.b2a_uu(SHEET[i : i + 45]) for i in range(0, len(SHEET), 45))
    + b"`\r\nend\r\n",
    "base64, in one line": base64.b64encode(SHEET),
    "base64, between spaces": base64.encodebytes(SHEET).replace(b"\n", b" \r\n\t"),
    "base64, without its end": base64.b64encode(SHEET + b"x" * (1 + -len(SHEET) % 3)).rstrip(b"="),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_an_attachment_comes_through_every_encoding(encoding: str) -> None:
    named = 'Content-Type: a/b; name="x.xlsx"'
    body = part(ENCODINGS[encoding], named, encoding="8bit")
    data = only(mail(body.replace(b": 8bit", f": {encoding.partition(',')[0].upper()}".encode()))).data
    assert data.rstrip(b"x") == SHEET


@pytest.mark.parametrize("cut", [1, 2, 3, 50])
def test_a_truncated_mail_gives_what_there_is(cut: int) -> None:
    whole = mail(attached(SHEET, "x.xlsx"))
    end = whole.rfind(b"\r\n--bb")
    member = only(whole[: end - cut])
    assert SHEET.startswith(member.data[:-2])
    assert len(member.data) > len(SHEET) - 60


def test_bare_line_ends_and_a_missing_last_boundary_do_no_harm() -> None:
    plain = mail(text("见附件"), attached(SHEET, "x.xlsx")).replace(b"\r\n", b"\n")
    assert only(plain).data == SHEET
    assert only(plain[: plain.rfind(b"--bb--")]).data == SHEET


def test_a_missing_boundary_is_found_in_the_text() -> None:
    assert only(mail(attached(SHEET, "x.xlsx")).replace(b'; boundary="bb"', b"")).data == SHEET


@pytest.mark.parametrize("kind", ["application/vnd.ms-excel", "text/csv", "application/octet-stream"])
def test_a_mail_may_be_nothing_but_its_attachment(kind: str) -> None:
    head = mail().partition(b"Content-Type")[0]
    assert only(head + part(SHEET, f"Content-Type: {kind}")).data == SHEET
    assert only(head + attached(SHEET, "x.xlsx", kind)).source == "a.eml/x.xlsx"


def test_a_file_of_a_mac_is_one_file() -> None:
    fork = part(b"\x00\x05\x16\x07", 'Content-Type: application/applefile; name="x.xlsx"')
    pair = multipart(fork, attached(SHEET, "x.xlsx"), kind="appledouble", boundary="aa")
    assert only(mail(text("见附件"), pair)).data == SHEET


def test_mail_clients_line_before_the_headers_is_skipped() -> None:
    data = mail(attached(SHEET, "x.xlsx"))
    for before in (b"\xef\xbb\xbf", b"\r\n\r\n", b"From gk@example.com Mon Jan 15 10:00:00 2024\r\n"):
        assert opened(before + data)[-1].data == SHEET


# --- whose mail it is


@pytest.mark.parametrize(
    ("header", "address", "name"),
    [
        ("Gk@Example.COM", "gk@example.com", ""),
        ("张三 <gk@example.com>", "gk@example.com", "张三"),
        ('"局办公室, 张三" <gk@example.com>', "gk@example.com", "局办公室, 张三"),
        ("gk@example.com (张三)", "gk@example.com", "张三"),
        ('"x@other.cn" <gk@example.com>', "gk@example.com", "x@other.cn"),
        ("=?utf-8?B?5byg5LiJIDxna0BleGFtcGxlLmNvbT4=?=", "gk@example.com", "张三"),
        ("<gk@example.com>, <b@example.com>", "gk@example.com", ""),
        ('"张 <x@other.cn>" <gk@example.com>', "gk@example.com", "张 <x@other.cn>"),
        ("张三", "", "张三"),
        ("", "", ""),
    ],
)
def test_a_sender_is_read(header: str, address: str, name: str) -> None:
    assert sender_of(header) == (address, name)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Mon, 15 Jan 2024 10:00:00 +0800", datetime(2024, 1, 15, 10, tzinfo=CHINA)),
        ("Mon, 15 Jan 2024 10:00:00 +0800 (CST)", datetime(2024, 1, 15, 10, tzinfo=CHINA)),
        ("15 Jan 2024 02:00:00 GMT", datetime(2024, 1, 15, 2, tzinfo=UTC)),
        ("15 Jan 2024 02:00:00 -0000", datetime(2024, 1, 15, 2, tzinfo=UTC)),
        ("15 Jan 2024 10:00:00", datetime(2024, 1, 15, 10, tzinfo=CHINA)),
        ("2024年1月15日", None),
        ("99 Xxx 99999 99:99:99 +9999", None),
        ("", None),
    ],
)
def test_a_date_has_its_zone_or_is_none(header: str, expected: datetime | None) -> None:
    assert date_of(header) == expected


def test_without_a_date_the_newest_receipt_counts() -> None:
    more = (
        "Received: from a by b; Tue, 16 Jan 2024 09:00:00 +0800\r\n"
        "Received: from c by a;\r\n Mon, 15 Jan 2024 23:00:00 +0800\r\n"
    )
    data = mail(attached(SHEET, "x.xlsx"), more=more).replace(b"Date: Mon", b"X-Date: Mon")
    origin = only(data).origin
    assert origin is not None
    assert origin.date == datetime(2024, 1, 16, 9, tzinfo=CHINA)


def test_of_mails_in_mails_the_innermost_sender_counts() -> None:
    inner = mail(attached(SHEET, "x.xlsx"), sender="xiang@example.com", boundary="cc")
    nameless = mail(part(inner, "Content-Type: message/rfc822", encoding="8bit"), boundary="dd").replace(
        b"From:", b"X-From:", 1
    )
    member = only(mail(part(nameless, "Content-Type: message/rfc822"), sender="county@example.com"))
    assert member.origin is not None
    assert member.origin.sender == "xiang@example.com"
    assert member.source == "a.eml/年报.eml/年报.eml/x.xlsx"
    bare = b"MIME-Version: 1.0\r\n" + multipart(attached(SHEET, "x.xlsx"), boundary="ee")
    member = only(mail(part(bare, "Content-Type: message/rfc822"), sender="county@example.com"))
    assert member.origin is not None
    assert member.origin.sender == "county@example.com"


@pytest.mark.parametrize(
    "wrapping",
    [
        ("Content-Type: message/rfc822", "8bit"),
        ("Content-Type: message/rfc822", "base64"),
        ('Content-Type: application/octet-stream; name="fw.eml"', "base64"),
        ("Content-Type: application/octet-stream", "base64"),
    ],
)
def test_a_forwarded_mail_is_opened_however_it_is_wrapped(wrapping: tuple[str, str]) -> None:
    inner = mail(attached(SHEET, "x.xlsx"), boundary="cc")
    assert only(mail(text("转"), part(inner, wrapping[0], encoding=wrapping[1]))).data == SHEET


def test_a_zip_in_a_mail_in_a_zip_is_opened() -> None:
    inside = zipped(("镇/表.xlsx".encode("gb18030"), SHEET))
    member = only(zipped(("年报.eml", mail(attached(inside, "报送.zip")))))
    assert (member.source, member.data) == ("a.eml/年报.eml/报送.zip/镇/表.xlsx", SHEET)


def test_what_a_sender_writes_cannot_steer_a_terminal() -> None:
    more = "Subject: =?utf-8?Q?a=1B[2J=0D=0Ab=E2=80=AEc?=\r\n"
    data = mail(attached(SHEET, "x.xlsx"), sender="=?utf-8?Q?=1B]0;x=07=E5=BC=A0?= <gk@example.com>", more=more)
    origin = only(data.replace(b"Subject: =?gb", b"X-Subject: =?gb", 1)).origin
    assert origin is not None
    assert (origin.subject, origin.sender_name, origin.sender) == ("a[2J bc", "]0;x张", "gk@example.com")


# --- which parts are documents

SIGNED = part(b"0\x80", 'Content-Type: application/pkcs7-signature; name="smime.p7s"')
CALENDAR = part(b"BEGIN:VCALENDAR", 'Content-Type: text/calendar; name="a.ics"')
CARD = attached(b"BEGIN:VCARD", "张三.vcf", "text/vcard")
LOGO = part(b"\x89PNG" + bytes(30_000), 'Content-Type: image/png; name="logo.png"', "Content-ID: <logo1>")
PAGE = text('<p>请查收<img src="cid:logo1"></p>', "text/html", "utf-8")


def test_signatures_logos_and_calendars_are_no_documents() -> None:
    related = multipart(PAGE, LOGO, kind="related", boundary="rr")
    both = multipart(text("请查收"), related, kind="alternative", boundary="aa")
    data = mail(both, attached(SHEET, "x.xlsx"), SIGNED, CALENDAR, CARD, kind="mixed")
    assert [member.source for member in opened(data)] == ["a.eml/x.xlsx"]
    assert only(mail(both, SIGNED, CALENDAR, CARD)).problem is not None


def test_a_scan_counts_only_where_nothing_better_came() -> None:
    scan = attached(b"\xff\xd8\xff" + bytes(50_000), "盖章页.jpg", "image/jpeg")
    assert [member.source for member in opened(mail(text("见附件"), scan))] == ["a.eml/盖章页.jpg"]
    assert [member.source for member in opened(mail(scan, attached(SHEET, "x.xlsx")))] == ["a.eml/x.xlsx"]


def test_texts_beside_a_table_are_marked_as_that() -> None:
    files = (attached(b"%PDF-1.4", "扫描件.pdf"), attached(SHEET, "x.xlsx"), attached(b"PK\x03\x04", "报告.docx"))
    assert [(m.source, m.beside) for m in opened(mail(*files))] == [
        ("a.eml/扫描件.pdf", True),
        ("a.eml/x.xlsx", False),
        ("a.eml/报告.docx", True),
    ]
    assert [m.beside for m in opened(mail(files[0], files[2]))] == [False, False]


def test_a_table_in_the_text_counts_where_nothing_is_attached() -> None:
    rows = "".join(f"<tr><td>项目{i}</td><td><p> {i} </p></td></tr>" for i in range(4))
    member = only(mail(text("见下"), text(f"<TABLE>{rows}</TABLE>", "text/html", "gb2312")))
    assert member.source == "a.eml/正文"
    assert "项目3" in member.data.decode("utf-8")
    assert only(mail(text("项目\t一\t二\n甲\t1\t2\n乙\t3\t4\n丙\t5\t6"))).source == "a.eml/正文"
    assert only(mail(text("x"), text(f"<table>{rows}</table>", "text/html"), attached(SHEET, "x.xlsx"))).data == SHEET


@pytest.mark.parametrize(
    "body",
    [
        text("各位：年报请见附件。电话 12345。"),
        text("<table><tr><td>此致</td><td>敬礼</td></tr></table>", "text/html"),
        text("一、二〇二三年，共 12 件，其中 3 件。\n二、又 4 件，5 件。\n三、完。"),
        b"Content-Type: text/plain\r\n\r\n",
    ],
)
def test_a_mail_without_a_document_says_so(body: bytes) -> None:
    member = only(mail(body))
    assert member.problem is not None
    assert member.problem.code == "no_attachment"
    assert member.source == "a.eml"
    assert member.origin is not None
    assert member.origin.sender == "gk@example.com"


@pytest.mark.parametrize(
    "words",
    [
        '<a href="https://mail.qq.com/cgi-bin/ftnExs_download?k=1">表.xlsx</a>',
        '<a href="https://wx.mail.qq.com/ftn/download?func=3">下载</a>',
        '<a href="https://dashi.163.com/html/cloud-attachment-download/?key=1">进入</a>',
        '从邮箱发来的超大附件 <a href="https://mail.example.gov.cn/coremail/s?func=1">年报.zip</a>',
    ],
)
def test_a_mail_with_only_a_link_says_so(words: str) -> None:
    member = only(mail(text(words, "text/html", "utf-8")))
    assert member.problem is not None
    assert member.problem.code == "linked_attachment"
    assert "链接" in sentences.UNREADABLE[member.problem.code]


def test_a_forwarded_letter_without_a_document_is_passed_over_beside_one_with() -> None:
    notice = part(mail(text("通知"), boundary="cc"), "Content-Type: message/rfc822", encoding="8bit")
    assert [m.source for m in opened(mail(notice, attached(SHEET, "x.xlsx")))] == ["a.eml/x.xlsx"]
    assert only(mail(text("转"), notice)).problem is not None


def test_in_an_archive_every_mail_answers_for_itself() -> None:
    data = zipped(("1.eml", mail(text("无"))), ("2.eml", mail(attached(SHEET, "x.xlsx"))))
    assert [(m.source, m.problem and m.problem.code) for m in opened(data, "z.zip")] == [
        ("z.zip/1.eml", "no_attachment"),
        ("z.zip/2.eml/x.xlsx", None),
    ]


@pytest.mark.parametrize(
    "sealed",
    [
        part(b"0\x80", 'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"'),
        attached(b"0\x80", "smime.p7m"),
        multipart(part(b"Version: 1", "Content-Type: application/pgp-encrypted"), kind="encrypted", boundary="ee"),
    ],
)
def test_an_encrypted_mail_says_so(sealed: bytes) -> None:
    member = only(mail(sealed))
    assert member.problem is not None
    assert member.problem.code == "sealed_mail"


def test_every_problem_has_its_sentence() -> None:
    for code in ("no_attachment", "linked_attachment", "sealed_mail", "nothing_inside", "cannot_unpack"):
        sentence = sentences.UNREADABLE[code].format(detail="RAR")
        assert sentence.endswith("。")
        assert "{" not in sentence


def test_words_without_an_end_or_an_encoding_stay_as_they_are() -> None:
    assert decode_words("=?utf-8?B?5byg") == "=?utf-8?B?5byg"
    assert decode_words("=?zip?B?5byg?= x") == "张 x"
    assert decode_words("a =?utf-8?Q?b?= =?utf-8?Q?c?= d") == "a bc d"
    assert decode_words("=?utf-8?Q?=E5=BC?=\r\n =?utf-8?Q?=A0?=") == "张"


def test_the_standard_library_cuts_the_same_parts() -> None:
    """It is slow and hungry, but on a sound mail there is nothing to choose."""
    related = multipart(PAGE, LOGO, kind="related", boundary="bb-1")
    data = mail(multipart(text("x"), related, kind="alternative", boundary="bb2"), attached(SHEET, "x.xlsx"), SIGNED)
    ours = [(leaf.headers.value("content-type"), content(data, leaf)) for leaf in leaves(data)]
    parts = [one for one in email.message_from_bytes(data).walk() if not one.is_multipart()]
    assert ours == [(one.get_content_type(), one.get_payload(decode=True)) for one in parts]


@pytest.mark.parametrize(("size", "counts"), [(2_000, False), (9_000, False), (12_000, True)])
def test_a_small_picture_in_the_mail_is_a_logo_and_a_large_one_a_photographed_table(size: int, *, counts: bool) -> None:
    picture = part(b"\xff\xd8\xff" + bytes(size), 'Content-Type: image/jpeg; name="图.jpg"')
    found = only(mail(text("请查收"), picture))
    assert (found.problem is None) == counts

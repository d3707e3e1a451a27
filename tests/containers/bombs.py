"""Containers made to exhaust, to loop, to lie or to escape; each a few KB to some MB, made when asked for."""

from __future__ import annotations

import base64
import gzip
import io
import struct
import zipfile
from collections.abc import Callable

from making import (
    SHEET,
    Tree,
    attached,
    attribute,
    compound,
    mail,
    message,
    msg_attachment,
    part,
    text,
    tnef,
    tnef_properties,
    wide,
    zipped,
)

HEADERS = b"From: gk@example.com\r\nTo: b@example.com\r\nMIME-Version: 1.0\r\n"
MIXED = HEADERS + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'


def nested(make: Callable[[bytes], bytes], content: bytes, depth: int) -> bytes:
    for _ in range(depth):
        content = make(content)
    return content


def many_zips(content: bytes) -> bytes:
    return zipped(*((f"{i}.zip", content) for i in range(10)))


def lying_zip(size: int) -> bytes:
    """A megabyte of zeros that says it has another size."""
    data = bytearray(zipped(("x.xlsx", bytes(1 << 20))))
    for place in (22, data.find(b"PK\x01\x02") + 24):
        struct.pack_into("<L", data, place, size)
    return bytes(data)


def overlapping_zip() -> bytes:
    """A thousand entries that all mean the same bytes."""
    one = zipped(("x.zip", bytes(1 << 20)))
    place = one.find(b"PK\x01\x02")
    end = one.find(b"PK\x05\x06")
    directory = one[place:end] * 1000
    return one[:place] + directory + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1000, 1000, len(directory), place, 0)


def with_itself() -> bytes:
    """An archive whose entry for a zip points at its own beginning, as far as a directory can."""
    data = bytearray(zipped(("a.zip", b"x" * 100)))
    struct.pack_into("<L", data, data.find(b"PK\x01\x02") + 42, 0xFFFFFFF0)
    return bytes(data)


def stored(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def circular_msg() -> bytes:
    """A message whose attachment is the storage that it stands in."""
    tree: Tree = {"__properties_version1.0": bytes(8), "__substg1.0_3701000D": message(header=24)}
    data = bytearray(compound(message(tree)))
    directory = (struct.unpack_from("<l", data, 48)[0] + 1) * 512
    names = [data[directory + i * 128 : directory + i * 128 + 64].decode("utf-16-le").rstrip("\0") for i in range(8)]
    inner = directory + names.index("__substg1.0_3701000D") * 128
    struct.pack_into("<l", data, inner + 76, struct.unpack_from("<l", data, directory + 76)[0])
    return bytes(data)


def sibling_loop_msg() -> bytes:
    """A directory in which everything is beside itself."""
    data = bytearray(compound(message(msg_attachment(SHEET, wide(0x3707, "x.xlsx")))))
    directory = (struct.unpack_from("<l", data, 48)[0] + 1) * 512
    for number in range(1, 6):
        struct.pack_into("<3l", data, directory + number * 128 + 68, 1, 2, number)
    return bytes(data)


def deep_multiparts(depth: int) -> bytes:
    heads = (f"--b{i}\r\nContent-Type: multipart/mixed; boundary=b{i + 1}\r\n\r\n".encode() for i in range(depth))
    return HEADERS + b"Content-Type: multipart/mixed; boundary=b0\r\n\r\n" + b"".join(heads) + b"x"


def deep_messages(depth: int) -> bytes:
    return nested(lambda inner: HEADERS + b"Content-Type: message/rfc822\r\n\r\n" + inner, b"x", depth)


def disposition(parameters: str) -> bytes:
    return mail(part(SHEET, f"Content-Disposition: attachment; {parameters}"))


def charset(name: str) -> bytes:
    words = base64.b64encode(b"xn--" + b"a-" * 20_000).decode()
    return mail(part(SHEET, f'Content-Type: a/b; name="=?{name}?B?{words}?="'), more=f"X: =?{name}?Q?a?=\r\n")


def body(kind: str, words: str) -> bytes:
    return mail(text(words, kind, "utf-8"))


BOMBS: dict[str, Callable[[], bytes]] = {
    # Archives.
    "zip: names that climb": lambda: zipped(*((f"{'../' * i}etc/x{i}.xlsx", SHEET) for i in range(50))),
    "zip: a name of 60,000 characters": lambda: zipped(("年/" * 15_000 + ".xlsx", SHEET)),
    "zip: 20,001 entries": lambda: zipped(*((str(i), b"") for i in range(20_001))),
    "zip: 5,100 documents": lambda: zipped(*((f"{i}.csv", b"1,2") for i in range(5_100))),
    "zip: 5,100 documents of one name": lambda: zipped(*((b"x.csv", b"1,2") for i in range(5_100))),
    "zip: ten in ten in ten": lambda: nested(many_zips, zipped(("0.bin", bytes(40 << 20))), 3),
    "zip: fifty in one another": lambda: nested(lambda inner: stored("x.zip", inner), SHEET, 50),
    "zip: eight times 40 MB": lambda: zipped(*((f"{i}.zip", bytes(40 << 20)) for i in range(8))),
    "zip: one GB of zeros": lambda: gzip.decompress(gzip.compress(zipped(("0", bytes(200 << 20))))),
    "zip: says less than it has": lambda: lying_zip(10),
    "zip: says 4 GB": lambda: lying_zip(0xFFFFFFFF),
    "zip: entries that overlap": overlapping_zip,
    "zip: an offset outside": with_itself,
    "zip: the end alone": lambda: b"PK\x05\x06" + bytes(18),
    "gzip: 300 MB of zeros": lambda: gzip.compress(bytes(300 << 20), 1),
    "gzip: twenty in one another": lambda: nested(gzip.compress, SHEET, 20),
    "gzip: the head alone": lambda: b"\x1f\x8b\x08\x08",
    "7z: the head alone": lambda: b"7z\xbc\xaf\x27\x1c" + bytes(30),
    "rar: the head alone": lambda: b"Rar!\x1a\x07\x01\x00" + bytes(30),
    # Mails.
    "mail: one header of 10 MB": lambda: HEADERS + b"Subject: " + b"x" * (10 << 20) + b"\r\n\r\nx",
    "mail: headers that never end": lambda: HEADERS + b"X-Y: z\r\n" * 1_000_000,
    "mail: one folded header of 10 MB": lambda: HEADERS + b"Subject: x" + b"\r\n x" * 2_500_000,
    "mail: 50,000 encoded words in a name": lambda: disposition('filename="' + "=?gbk?B?xOo=?= " * 50_000 + '"'),
    "mail: a sender without end": lambda: b"To: b\r\nFrom: " + b"a" * 10**6 + b"\r\n\r\nx",
    "mail: a sender of quotes": lambda: b"To: b\r\nFrom: " + b'"<' * 10**5 + b"\r\n\r\nx",
    "mail: 50,000 parameters": lambda: disposition(';a="' * 50_000),
    "mail: pieces of a name out of range": lambda: disposition("filename*99999999999=x; filename*-1*=y; filename*=%"),
    "mail: 9,999 pieces of a name": lambda: disposition("; ".join(f"filename*{i}=x" for i in range(9_999))),
    "mail: 100,000 parts": lambda: MIXED + b"--b\r\nContent-Type: application/x\r\n\r\nx\r\n" * 100_000,
    "mail: a million empty parts": lambda: MIXED + b"--b\r\n" * 1_000_000,
    "mail: a million almost boundaries": lambda: MIXED + b"--bx\r\n" * 1_000_000,
    "mail: dashes for a boundary": lambda: MIXED.replace(b'"b"', b'"-"') + b"-" * (10 << 20),
    "mail: an empty boundary": lambda: MIXED.replace(b'"b"', b'""') + b"--\r\n" * 100_000,
    "mail: a boundary of patterns": lambda: MIXED.replace(b'"b"', b'"(a+)+$"') + b"--" + b"a" * 100_000,
    "mail: 1,000 multiparts in one another": lambda: deep_multiparts(1_000),
    "mail: 300 mails in one another": lambda: deep_messages(300),
    "mail: headers for a part's boundary": lambda: MIXED + b"--b\r\n" + MIXED + b"--b\r\n" + MIXED,
    "mail: base64 that is none": lambda: mail(part(b"", 'Content-Type: a/b; name="x"') + b"\xff!" * (5 << 20)),
    "mail: base64 cut in the middle": lambda: mail(attached(SHEET, "x.xlsx"))[:-3000],
    "mail: only equals signs": lambda: mail(
        part(b"=" * (5 << 20), "Content-Type: a/b; name=x", encoding="quoted-printable")
    ),
    "mail: uuencode that is none": lambda: mail(
        part(b"begin 644 x\n" + b"M\xff\n" * 100_000, "Content-Type: a/b; name=x", encoding="x-uuencode")
    ),
    "mail: a charset that is code": lambda: charset("unicode_escape"),
    "mail: a charset that costs a square": lambda: charset("punycode"),
    "mail: a charset that is an archive": lambda: charset("zip"),
    "mail: a charset of nothing": lambda: charset("\x00"),
    "mail: a thousand bad dates": lambda: HEADERS + b"Received: x; 99 Foo 99999999999 99:99\r\n" * 1_000 + b"\r\nx",
    "mail: cells without end": lambda: body("text/html", "<table>" + "<td " * 900_000),
    "mail: cells of tags": lambda: body("text/html", "<table><td>" + "<b>&nbsp; " * 300_000),
    "mail: lines of digits": lambda: body("text/plain", "1" * 3_000_000 + "x\t" + "1," * 300_000),
    "mail: lines of spaces": lambda: body("text/plain", (" " * 1_000_000 + "\n") * 3),
    "mail: 40 MB of text": lambda: mail(text("年" * (13 << 20), charset="utf-8")),
    "mail: 20 nested zips attached": lambda: mail(attached(nested(many_zips, b"x", 2), "a.zip")),
    "mbox: a line of digits": lambda: b"From " + b"1" * (10 << 20) + b"\r\n",
    "mbox: 6,000 mails": lambda: b"From a 2024\nTo: b\nFrom: c\n\nx\n\n" * 6_000,
    "mbox: a million almost beginnings": lambda: b"From a 2024\nTo: b\n\n" + b"\n\nFrom x" * 1_000_000,
    # Outlook's two formats.
    "tnef: lengths that lie": lambda: tnef(attribute(2, 0x9002, b"", 2**32 - 1)),
    "tnef: a million attributes": lambda: tnef(attribute(2, 0x9002, b"")[:11] * 1_000_000),
    "tnef: ten in one another": lambda: nested(
        lambda inner: tnef(attribute(2, 0x9005, tnef_properties((0x0D, 0x3701, bytes(16) + inner)))), tnef(), 10
    ),
    "tnef: a property of 4 billion values": lambda: tnef(
        attribute(1, 0x9003, struct.pack("<LHHL", 1, 0x1003, 0x3701, 2**32 - 1))
    ),
    "tnef: the head alone": lambda: b"\x78\x9f\x3e\x22",
    "msg: an attachment that holds itself": circular_msg,
    "msg: a directory in a circle": sibling_loop_msg,
    "msg: 1,200 attachments": lambda: compound(
        message(*(msg_attachment(b"x", wide(0x3707, f"{i}.csv")) for i in range(1_200)))
    ),
    "msg: cut in half": lambda: compound(message(msg_attachment(SHEET, wide(0x3707, "x"))))[:4000],
    "msg: the word alone": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "__properties_version1.0".encode("utf-16-le"),
}

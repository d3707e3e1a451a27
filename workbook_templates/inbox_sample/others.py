"""What comes instead of a report, or beside it."""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from workbook_templates.inbox_sample.containers import compound_of, package_of

_LETTER = "关于报送政府信息公开工作年度报告的函"


def locked() -> bytes:
    """Return what a workbook with a password looks like from outside; there is nothing in it to be unlocked."""
    noise = b"".join(hashlib.sha256(struct.pack("<I", i)).digest() for i in range(256))
    xml = (
        b'<?xml version="1.0"?><encryption xmlns="http://schemas.microsoft.com/office/2006/encryption">'
        b'<keyData saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES"/></encryption>'
    )
    info = struct.pack("<HHI", 4, 4, 0x40) + xml
    return compound_of({"EncryptionInfo": info.ljust(4096), "EncryptedPackage": struct.pack("<Q", 8000) + noise})


def empty() -> bytes:
    """Return nothing: the upload that broke off."""
    return b""


def docx() -> bytes:
    """Return a letter in Word that says that the report is attached."""
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    )
    text = f"<w:body><w:p><w:r><w:t>{_LETTER}</w:t></w:r></w:p></w:body>"
    relation = f'<Relationship Id="rId1" Type="{office}" Target="word/document.xml"/>'
    return package_of(
        {
            "[Content_Types].xml": types,
            "_rels/.rels": f'<Relationships xmlns="{relations}">{relation}</Relationships>',
            "word/document.xml": f'<w:document xmlns:w="{main}">{text}</w:document>',
        }
    )


def roster() -> bytes:
    """Return quite another table."""
    import xlsxwriter  # noqa: PLC0415

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("值班表")
        for r, row in enumerate([["日期", "值班科室", "备注"], ["1月5日", "办公室", ""], ["1月6日", "法规科", ""]]):
            sheet.write_row(r, 0, row)
    with zipfile.ZipFile(buffer) as archive:  # its properties tell the time of day
        parts = {name: archive.read(name) for name in archive.namelist() if not name.startswith("docProps")}
    types, rels = str(parts["[Content_Types].xml"], "utf-8"), str(parts["_rels/.rels"], "utf-8")
    parts["[Content_Types].xml"] = _without(types, "docProps").encode()
    parts["_rels/.rels"] = _without(rels, "docProps").encode()
    return package_of(dict(parts))


def _without(xml: str, word: str) -> str:
    """Drop the elements that speak of a part that is not there."""
    return ">".join(piece for piece in xml.split(">") if word not in piece)


def png() -> bytes:
    """Return a picture of a page: grey lines on white."""
    width, height = 240, 340
    rows = b"".join(b"\0" + (b"\x90" if y % 24 in (0, 1) else b"\xff") * width for y in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def pdf() -> bytes:
    """Return a scan: a PDF that holds a picture of a page and no text."""
    image = zlib.compress(b"".join((b"\x90" if y % 24 in (0, 1) else b"\xff") * 240 for y in range(340)), 9)
    picture = b"<</Type/XObject/Subtype/Image/Width 240/Height 340/ColorSpace/DeviceGray/BitsPerComponent 8"
    draw = b"595 0 0 842 0 0 cm /I Do"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(draw), draw),
        b"%s/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (picture, len(image), image),
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 6\n0000000000 65535 f \n" + table
    return out + head + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(out)


OTHERS: dict[str, Callable[[], bytes]] = {maker.__name__: maker for maker in (locked, empty, docx, roster, png, pdf)}
"""What a file is, by the word in ``inbox.toml``."""

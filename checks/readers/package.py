"""The guard before every zipped workbook: walks the archive's directory and inflates parts under caps.

No reader ever sees the received archive, only the parts it asks for, inflated and checked: an entry named twice,
a header that lies, or a part nobody asked for can't reach it.
"""

from __future__ import annotations

import re
import struct
import zlib
from functools import lru_cache
from typing import NamedTuple

from checks.errors import InputFileError
from checks.patterns import pattern
from checks.readers.relations import relations

MAX_ENTRIES = 20_000
"""Entries in one archive. A form has about 15; a workbook with 5,000 sheets still has its say."""
MAX_PART = 16 * 1024 * 1024
"""Bytes of one inflated part. 64,000 cell formats, the most that Excel holds, take 9 MB; a form's 3 KB."""
MAX_TOTAL = 64 * 1024 * 1024
"""Bytes inflated from one archive, so that many parts can't do what one may not."""

_END = struct.Struct("<4s4H2LH")
_LOCAL = struct.Struct("<4s22x2H")
_CENTRAL = struct.Struct("<4s4x2H4x3L3H8xL")
_ODT = b"application/vnd.oasis.opendocument.text"
_STORED, _DEFLATED = 0, 8
_ENCRYPTED = 1
_PLAIN_XML = re.compile(rb'\s*(?:<\?xml version="1.0" encoding="(?:UTF|utf)-8"[^>]*\?>\s*)?<[A-Za-z]')
"""UTF-8 whose root follows at once: no document type can stand before it, nor mean anything after it."""
_XML_ENCODING = pattern(rb"""^<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


class ArchiveEntry(NamedTuple):
    """One file of an archive, as the directory tells it; the name's bytes are in whatever encoding it was packed.

    ``extra`` is what the packer wrote beside it, record by record.
    """

    name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    extra: bytes = b""


class Archive:
    """An archive whose directory made sense.

    Attributes:
        parts: its files and folders, in the directory's order.
    """

    __slots__ = ("_data", "_start", "parts")
    _by_name = False
    """Whether an entry must have the same name where its bytes stand as in the directory."""

    def __init__(self, data: bytes) -> None:
        end, count, size, offset = _end_record(data)
        self._data = data
        self._start = end - size - offset
        if self._start < 0:
            raise InputFileError("damaged", "压缩结构不完整")
        self.parts = _directory(data, end - size, end, count)

    def inflate(self, entry: ArchiveEntry, most: int) -> tuple[bytes, bool]:
        """Inflate a part up to so many bytes; tell whether that was all of it.

        Raises:
            InputFileError: it is damaged, encrypted, or packed in an odd way.
        """
        return _inflated(self.packed(entry), entry, most)

    def packed(self, entry: ArchiveEntry) -> memoryview:
        """Return an entry's bytes as they stand in the archive.

        Raises:
            InputFileError: it is cut, or encrypted.
        """
        begin = self._begin(entry)
        return memoryview(self._data)[begin : begin + entry.packed]

    def _begin(self, entry: ArchiveEntry) -> int:
        data, start = self._data, self._start + entry.offset
        inside = start + _LOCAL.size
        sign, names, extra = _LOCAL.unpack_from(data, start) if inside <= len(data) else (b"", -1, 0)
        if self._by_name and (names != len(entry.name) or not data.startswith(entry.name, inside)):
            raise InputFileError("unsafe", "压缩目录与内容的文件名不一致")
        if sign != b"PK\x03\x04":
            raise InputFileError("damaged", "压缩结构不完整")
        if entry.flags & _ENCRYPTED:
            raise InputFileError("encrypted")
        begin = inside + int(names) + int(extra)
        if begin + entry.packed > len(data):
            raise InputFileError("damaged", "压缩数据不完整")
        return begin


class Package(Archive):
    """An archive whose parts are asked for by name: a workbook.

    Attributes:
        entries: by name: lower case, ``/`` between folders, no leading ``/``. A name is never used as a path.
        main: the part that the package is about, by its own word: ``xl/workbook.xml``; "" where it names none.
    """

    __slots__ = ("_budget", "entries", "main")
    _by_name = True

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._budget = MAX_TOTAL
        self.entries = {part_name(entry.name): entry for entry in self.parts}
        if len(self.entries) < len(self.parts):
            raise InputFileError("unsafe", "内部有重名文件")
        self.main = self._main_part()

    def _main_part(self) -> str:
        """Follow the package's own relations: the first to its document counts, whatever else lies there."""
        if _ROOT not in self.entries:
            return "xl/workbook.xml" if "xl/workbook.xml" in self.entries else ""
        root = relations(as_utf8(self.read(_ROOT)), "")
        named = (one.target for one in root if one.kind == "officeDocument" and one.target in self.entries)
        return next(named, "")

    def __contains__(self, name: str) -> bool:
        return name in self.entries

    def read(self, name: str) -> bytes:
        """Inflate one part and check it.

        Raises:
            InputFileError: it is missing, damaged, or larger than ``MAX_PART``.
        """
        entry = self._entry(name)
        known = _KNOWN.get(entry.crc)
        begin = self._begin(entry)
        if (
            known is not None
            and known[:3] == (entry.method, entry.packed, entry.size)
            and self._data.startswith(known.packed, begin)
        ):
            data = known.data
        else:
            data, whole = self.inflate(entry, MAX_PART)
            if not whole:
                raise InputFileError("unsafe", "展开后过大")
            if max(entry.packed, entry.size) <= _SMALL:
                if len(_KNOWN) >= _MOST_KNOWN:
                    _KNOWN.clear()
                _KNOWN[entry.crc] = _Known(entry.method, entry.packed, entry.size, bytes(self.packed(entry)), data)
        self._spend(len(data))
        return data

    def read_head(self, name: str, most: int) -> tuple[bytes, bool]:
        """Inflate a part up to so many bytes; tell whether that was all of it."""
        data, whole = self.inflate(self._entry(name), most)
        self._spend(len(data))
        return data, whole

    def _entry(self, name: str) -> ArchiveEntry:
        entry = self.entries.get(name)
        if entry is None:
            raise InputFileError("damaged", "缺少内部文件")
        return entry

    def _spend(self, length: int) -> None:
        self._budget -= length
        if self._budget < 0:
            raise InputFileError("unsafe", "展开后过大")


def _inflated(packed: bytes | memoryview, entry: ArchiveEntry, most: int) -> tuple[bytes, bool]:
    if entry.method not in (_STORED, _DEFLATED):
        raise InputFileError("unsafe", "压缩方式不常见")
    if entry.method == _STORED:
        data, whole = bytes(packed[:most]), len(packed) <= most
    else:
        inflater = zlib.decompressobj(-15)
        try:
            # One byte more than declared is room enough to notice a lie.
            data = inflater.decompress(packed, min(entry.size + 1, most))
        except zlib.error as error:
            raise InputFileError("damaged", "压缩数据出错") from error
        whole = inflater.eof
        if not whole and len(data) < most:
            raise InputFileError("damaged", "压缩数据不完整")
    # A flipped bit can turn one digit into another and still inflate: the checksum is the only witness.
    if whole and zlib.crc32(data) != entry.crc:
        raise InputFileError("damaged", "校验和不符")
    return data, whole


class _Known(NamedTuple):
    """A part that was inflated and checked."""

    method: int
    length: int
    size: int
    packed: bytes
    data: bytes


_LONGEST_NAME = 100  # bytes of a name that is worth remembering
_SMALL, _MOST_KNOWN = 64 * 1024, 64  # bytes, and parts
_KNOWN: dict[int, _Known] = {}
"""By their checksum: styles and relations are packed alike in every workbook of one program, and inflated once."""


_ROOT = "_rels/.rels"


def part_name(name: bytes) -> str:
    """Return the name by which a part of a workbook is asked for."""
    return _usual_name(name) if len(name) <= _LONGEST_NAME else _name(name)


def _name(name: bytes) -> str:
    return name.decode("utf-8", "replace").replace("\\", "/").lstrip("/").lower()


_usual_name = lru_cache(maxsize=1024)(_name)


def _end_record(data: bytes) -> tuple[int, int, int, int]:
    """Find the end record; return its place, the number of entries, the directory's size and offset."""
    # From the back over the whole file: what follows the archive (a mail gateway's padding) is no part of it.
    place = data.rfind(b"PK\x05\x06")
    if place < 0 or place + _END.size > len(data):
        raise InputFileError("damaged", "文件尾部缺失")
    _, _, _, _, count, size, offset, _ = _END.unpack_from(data, place)
    if size == 0xFFFFFFFF or offset == 0xFFFFFFFF or count == 0xFFFF:
        raise InputFileError("unsafe", "使用了 ZIP64 结构")
    if count > MAX_ENTRIES:
        raise InputFileError("unsafe", f"内部文件多达 {count} 个")
    return place, count, size, offset


def _directory(data: bytes, start: int, end: int, count: int) -> list[ArchiveEntry]:
    """Walk the central directory."""
    entries: list[ArchiveEntry] = []
    place = start
    total = 0
    for _ in range(count):
        if place + 46 > end:
            raise InputFileError("damaged", "压缩目录不完整")
        sign, flags, method, crc, packed, size, names, extra, comment, offset = _CENTRAL.unpack_from(data, place)
        if sign != b"PK\x01\x02":
            raise InputFileError("damaged", "压缩目录出错")
        place += 46
        beside = data[place + names : place + names + extra] if extra else b""
        name = data[place : place + names]
        entries.append(ArchiveEntry._make((name, flags, method, crc, packed, size, offset, beside)))
        place += names + extra + comment
        total += packed
    if total > len(data):
        raise InputFileError("unsafe", "压缩包内各部分互相重叠")
    return entries


def open_package(data: bytes) -> tuple[str, Package]:
    """Open an archive and name the kind of document in it.

    Raises:
        InputFileError: the archive is broken or unsafe, or holds no document that is read.
    """
    package = Package(data)
    if package.main.endswith(".bin"):
        return "xlsb", package
    if package.main and not package.main.startswith(("word/", "ppt/")):
        return "xlsx", package
    if "content.xml" in package:
        is_text = "mimetype" in package and package.read("mimetype").startswith(_ODT)
        return "odt" if is_text else "ods", package
    if package.main.startswith("word/") or "word/document.xml" in package:
        return "docx", package
    for part, code, name in (
        ("ppt/presentation.xml", "not_a_table_file", "演示文稿（PPT）"),
        ("index/document.iwa", "unsupported", "苹果 Numbers 表格"),
        ("ofd.xml", "unsupported", "OFD 版式文件"),
    ):
        if part in package:
            raise InputFileError(code, name)
    raise InputFileError("not_a_table_file", "压缩包")


def as_utf8(part: bytes) -> bytes:
    """Return an XML part in UTF-8, whatever it came in, and refuse one with a document type.

    A fast reader takes UTF-16 for an empty sheet, and a document type is how entity bombs come; no
    spreadsheet program writes either a DTD or anything but UTF-8.

    Raises:
        InputFileError: it has a document type, or its bytes are not what its declaration says.
    """
    if _PLAIN_XML.match(part):
        return part
    if part[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in part[:4]:
        part = _transcode(part, "utf-16" if part[:1] in b"\xff\xfe" else _bare_utf16(part))
    else:
        found = _XML_ENCODING.match(part)
        if found and found[1].lower() not in (b"utf-8", b"us-ascii", b"ascii"):
            part = _transcode(part, found[1].decode("ascii"))
    if b"<!DOCTYPE" in part:
        raise InputFileError("unsafe", "含有 DTD 定义")
    return part


def _bare_utf16(part: bytes) -> str:
    return "utf-16-be" if part[:1] == b"\x00" else "utf-16-le"


def _transcode(part: bytes, encoding: str) -> bytes:
    try:
        text = part.decode(encoding)
    except (LookupError, UnicodeDecodeError, ValueError) as error:
        raise InputFileError("damaged", "文字编码出错") from error
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text.removeprefix("\ufeff"), count=1).encode("utf-8")

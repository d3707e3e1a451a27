"""The archives and wrappers that offices send: each as one real program writes it, and the same bytes every time."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

_THEN = (2026, 1, 8, 9, 0, 0)


def zip_of(files: dict[str, bytes]) -> bytes:
    """Return a zip with names in GBK and nothing that says so, as Windows in China packs it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, data) in enumerate(files.items()):
            archive.writestr(zipfile.ZipInfo(_stand_in(number, name), _THEN), data, zipfile.ZIP_DEFLATED)
    packed = buffer.getvalue()
    for number, name in enumerate(files):
        packed = packed.replace(_stand_in(number, name).encode(), name.encode("gbk"))
    return packed


def _stand_in(number: int, name: str) -> str:
    """An ASCII name as long as the real one in GBK: the library would mark any other as UTF-8."""
    return f"@{number}".ljust(len(name.encode("gbk")), "@")


def seven_zip_of(name: str, data: bytes) -> bytes:
    """Return a .7z with one file, stored without compression."""
    names = b"\0" + (name + "\0").encode("utf-16-le")
    header = b"".join(
        (
            b"\x01\x04",  # header, streams
            b"\x06" + _number(0) + _number(1) + b"\x09" + _number(len(data)) + b"\0",  # packed: where, how many, sizes
            b"\x07\x0b" + _number(1) + b"\0" + _number(1) + b"\x01\x00",  # one folder, one coder: copy
            b"\x0c" + _number(len(data)) + b"\x0a\x01" + struct.pack("<I", zlib.crc32(data)) + b"\0",
            b"\x08\0\0",  # one stream in the folder
            b"\x05" + _number(1) + b"\x11" + _number(len(names)) + names + b"\0",  # files: names
            b"\0",
        )
    )
    start = struct.pack("<QQI", len(data), len(header), zlib.crc32(header))
    return b"7z\xbc\xaf\x27\x1c\0\4" + struct.pack("<I", zlib.crc32(start)) + start + data + header


def _number(value: int) -> bytes:
    """A number as 7z writes it: the leading ones of the first byte say how many bytes follow."""
    for extra in range(8):
        if value < 1 << (7 * (extra + 1)):
            first = (0xFF << (8 - extra)) & 0xFF | value >> (8 * extra)
            return bytes([first]) + (value & ((1 << (8 * extra)) - 1)).to_bytes(extra, "little")
    return b"\xff" + value.to_bytes(8, "little")


def winmail_of(name: str, data: bytes) -> bytes:
    """Return the winmail.dat in which Outlook hides an attachment from other programs."""
    attributes = (
        (1, 0x00089006, struct.pack("<I", 0x00010000)),  # version
        (1, 0x00069007, struct.pack("<II", 936, 0)),  # code page: GBK
        (2, 0x00069002, struct.pack("<HIIHI", 1, 0xFFFFFFFF, 0, 0, 0)[:14]),  # here begins an attachment
        (2, 0x00018010, name.encode("gbk") + b"\0"),
        (2, 0x0006800F, data),
    )
    body = b"".join(
        struct.pack("<BII", level, key, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)
        for level, key, value in attributes
    )
    return struct.pack("<IH", 0x223E9F78, 1) + body


def compound_of(streams: dict[str, bytes]) -> bytes:
    """Return a compound file, the container of .xls, .doc and encrypted workbooks.

    Args:
        streams: each of 4,096 bytes or more, so that no small ones need a place of their own; up to three.
    """
    sectors = [-(-len(data) // 512) for data in streams.values()]
    chain, start, first = [0xFFFFFFFD, 0xFFFFFFFE], 2, []  # sector 0 holds this table, sector 1 the directory
    for count in sectors:
        first.append(start)
        chain += [*range(start + 1, start + count), 0xFFFFFFFE]
        start += count
    if len(chain) > 128:
        raise ValueError("one sector of the table has room for 64 KB")
    table = struct.pack("<128I", *chain, *[0xFFFFFFFF] * (128 - len(chain)))
    head = struct.pack("<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
                       0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)  # fmt: skip
    head += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)]
    for number, (name, data) in enumerate(streams.items(), 1):
        right = number + 1 if number < len(streams) else 0xFFFFFFFF
        entries.append(_entry(name, 2, first[number - 1], len(data), right=right))
    directory = b"".join(entries).ljust(512, b"\0")
    return (
        head
        + table
        + directory
        + b"".join(d.ljust(n * 512, b"\0") for d, n in zip(streams.values(), sectors, strict=True))
    )


def _entry(name: str, kind: int, start: int, size: int, *, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    pointers = struct.pack("<BBIII", kind, 1, 0xFFFFFFFF, right, child)
    return text.ljust(64, b"\0") + struct.pack("<H", len(text)) + pointers + bytes(36) + struct.pack("<IQ", start, size)


def package_of(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip of named parts, as office programs pack their documents."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            method = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, _THEN), part, method)
    return buffer.getvalue()

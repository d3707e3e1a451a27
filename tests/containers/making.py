"""Containers for the tests: mails byte by byte, zips with raw names, Outlook's two formats."""

from __future__ import annotations

import base64
import io
import struct
import zipfile
from itertools import pairwise

from xlsxwriter import Workbook

MAGIC_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
PDF = b"%PDF-1.7\n" + bytes(40)
NAME = "某市自然资源局2023年度报告（附表）镕〇—.xlsx"


def workbook(text: str = "表") -> bytes:
    """Return a small real workbook."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet().write(0, 0, text)
    return out.getvalue()


SHEET = workbook()


def part(content: bytes, *headers: str, encoding: str = "base64") -> bytes:
    """Return one part of a mail, headers as they are given."""
    body = base64.encodebytes(content).replace(b"\n", b"\r\n") if encoding == "base64" else content
    lines = [header.encode("utf-8") for header in (*headers, f"Content-Transfer-Encoding: {encoding}")]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def attached(content: bytes, name: str, kind: str = "application/octet-stream") -> bytes:
    """Return an attachment."""
    return part(content, f"Content-Type: {kind}", f'Content-Disposition: attachment; filename="{name}"')


def text(words: str, kind: str = "text/plain", charset: str = "gb18030") -> bytes:
    return part(words.encode(charset), f'Content-Type: {kind}; charset="{charset}"')


def multipart(*parts: bytes, kind: str = "mixed", boundary: str = "bb") -> bytes:
    mark = b"--" + boundary.encode()
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode()
    return head + b"".join(mark + b"\r\n" + one + b"\r\n" for one in parts) + mark + b"--\r\n"


def mail(
    *parts: bytes, sender: str = "gk@example.com", more: str = "", kind: str = "mixed", boundary: str = "bb"
) -> bytes:
    head = (
        f"From: {sender}\r\nTo: b@example.com\r\nSubject: =?gb2312?B?xOqxqA==?=\r\n"
        f"Date: Mon, 15 Jan 2024 10:00:00 +0800\r\nMessage-ID: <1@example.com>\r\nMIME-Version: 1.0\r\n{more}"
    )
    return head.encode("utf-8") + multipart(*parts, kind=kind, boundary=boundary)


def zipped(*files: tuple[str | bytes, bytes]) -> bytes:
    """Pack files; a name in bytes stands in the archive as it is, without a word about its encoding."""
    out = io.BytesIO()
    raw: dict[bytes, bytes] = {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, content) in enumerate(files):
            if isinstance(name, bytes):
                stand_in = f"{number:04d}".ljust(len(name), "~")
                raw[stand_in.encode()] = name
                archive.writestr(stand_in, content)
            else:
                archive.writestr(name, content)
    packed = out.getvalue()
    for stand_in, name in raw.items():
        packed = packed.replace(stand_in, name)
    return packed


def locked_zip(name: str) -> bytes:
    """Return an archive whose one file says that it is encrypted."""
    packed = bytearray(zipped((name, b"secret")))
    packed[6] |= 1
    packed[packed.find(b"PK\x01\x02") + 8] |= 1
    return bytes(packed)


Tree = dict[str, "bytes | Tree"]


def compound(tree: Tree) -> bytes:
    """Write a compound file: sectors of 512 bytes, every stream in sectors of its own or in the small ones."""
    entries: list[list[object]] = [["Root Entry", 5, -1, -1, -1, 0, 0]]
    streams: list[tuple[int, bytes]] = []

    def add(inside: Tree) -> int:
        """Add what a storage holds, as a list to the right; return its first."""
        places = []
        for name, content in inside.items():
            entries.append([name, 2 if isinstance(content, bytes) else 1, -1, -1, -1, 0, 0])
            places.append(len(entries) - 1)
            if isinstance(content, bytes):
                streams.append((places[-1], content))
            else:
                entries[places[-1]][4] = add(content)
        for one, following in pairwise(places):
            entries[one][3] = following
        return places[0] if places else -1

    entries[0][4] = add(tree)
    sectors: list[bytes] = []
    table: list[int] = []
    small, small_table = b"", list[int]()

    def store(content: bytes) -> int:
        first = len(sectors)
        count = -(-len(content) // 512)
        for number in range(count):
            sectors.append(content[number * 512 : number * 512 + 512].ljust(512, b"\0"))
            table.append(first + number + 1 if number + 1 < count else -2)
        return first if count else -2

    for place, content in streams:
        entries[place][6] = len(content)
        if len(content) < 4096:
            first, count = len(small_table), -(-len(content) // 64)
            small += content.ljust(count * 64, b"\0")
            small_table += [first + n + 1 if n + 1 < count else -2 for n in range(count)]
            entries[place][5] = first if count else -2
        else:
            entries[place][5] = store(content)
    entries[0][5], entries[0][6] = store(small), len(small)
    small_first = store(
        struct.pack(f"<{len(small_table)}l", *small_table).ljust(-(-len(small_table) // 128) * 512, b"\xff")
    )
    directory = b"".join(_entry(*one) for one in entries)
    directory_first = store(directory.ljust(-(-len(directory) // 512) * 512, b"\0"))
    own = 1
    while own * 128 < len(table) + own:
        own += 1
    first_of_table = len(sectors)
    table += [-3] * own
    packed = struct.pack(f"<{len(table)}l", *table).ljust(own * 512, b"\xff")
    header = bytearray(512)
    header[:8] = MAGIC_OLE
    struct.pack_into("<5H", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    small_sectors = -(-len(small_table) // 128)
    struct.pack_into("<2l4xLlLlL", header, 44, own, directory_first, 4096, small_first, small_sectors, -2, 0)
    numbers = list(range(first_of_table, first_of_table + own))
    struct.pack_into("<109l", header, 76, *(numbers + [-1] * (109 - own)))
    return bytes(header) + b"".join(sectors) + packed


def _entry(
    name: object, kind: object, left: object, right: object, child: object, first: object, size: object
) -> bytes:
    raw = str(name).encode("utf-16-le")
    return struct.pack("<64sHBB3l36xlQ", raw, len(raw) + 2, kind, 1, left, right, child, first, size)


def properties(header: int, fixed: dict[int, tuple[int, int]]) -> bytes:
    """Return a message's stream of fixed properties: number → type, value."""
    rows = [struct.pack("<2HLQ", kind, number, 6, value) for number, (kind, value) in fixed.items()]
    return bytes(header) + b"".join(rows)


def wide(number: int, words: str) -> Tree:
    return {f"__substg1.0_{number:04X}001F": words.encode("utf-16-le")}


def narrow(number: int, raw: bytes) -> Tree:
    return {f"__substg1.0_{number:04X}001E": raw}


def msg_attachment(content: bytes, *names: Tree, hidden: bool = False) -> Tree:
    tree: Tree = {
        "__properties_version1.0": properties(8, {0x7FFE: (0x0B, int(hidden))}),
        "__substg1.0_37010102": content,
    }
    for name in names:
        tree |= name
    return tree


def message(*attachments: Tree, header: int = 32, fixed: dict[int, tuple[int, int]] | None = None) -> Tree:
    tree: Tree = {"__properties_version1.0": properties(header, fixed or {})}
    for number, one in enumerate(attachments):
        tree[f"__attach_version1.0_#{number:08X}"] = one
    return tree


def attribute(level: int, number: int, content: bytes, size: int | None = None) -> bytes:
    """Return one attribute of a winmail.dat; a size other than its own is a lie."""
    length = len(content) if size is None else size
    return struct.pack("<BHHL", level, number, 6, length) + content + struct.pack("<H", sum(content) & 0xFFFF)


def tnef(*attributes: bytes) -> bytes:
    return b"\x78\x9f\x3e\x22\x01\x00" + attribute(1, 0x9007, struct.pack("<2L", 936, 0)) + b"".join(attributes)


def tnef_properties(*found: tuple[int, int, bytes]) -> bytes:
    """Return a block of properties: type, number, value of variable size."""
    rows = [struct.pack("<2HLL", kind, number, 1, len(raw)) + raw + bytes(-len(raw) % 4) for kind, number, raw in found]
    return struct.pack("<L", len(found)) + b"".join(rows)

"""Packs checked parts for a library that reads only archives."""

from __future__ import annotations

import struct
import zlib

_LOCAL = struct.Struct("<4s2B4HL2L2H")
_CENTRAL = struct.Struct("<4s4B4HL2L5H2L")
_END = struct.Struct("<4s4H2LH")


def stored(parts: dict[str, bytes]) -> bytes:
    """Pack parts into an archive without compression."""
    body: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name, data in parts.items():
        raw = name.encode()
        crc, size = zlib.crc32(data), len(data)
        header = _LOCAL.pack(b"PK\x03\x04", 20, 0, 0x800, 0, 0, 0x21, crc, size, size, len(raw), 0)
        body += (header, raw, data)
        directory += (
            _CENTRAL.pack(
                b"PK\x01\x02",
                20,
                0,
                20,
                0,
                0x800,
                0,
                0,
                0x21,
                crc,
                size,
                size,
                len(raw),
                0,
                0,
                0,
                0,
                0,
                offset,
            ),
            raw,
        )
        offset += len(header) + len(raw) + size
    index = b"".join(directory)
    end = _END.pack(b"PK\x05\x06", 0, 0, len(parts), len(parts), len(index), offset, 0)
    return b"".join((*body, index, end))

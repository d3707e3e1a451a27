"""Workbooks for the benchmarks: balanced reports in the statutory layout, as offices would send them."""

from __future__ import annotations

import io
import random
import re
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1])]

from checks import rulebook
from checks.model.figures import Number
from tests.fixtures.plain_tables import workbook
from tests.fixtures.random_reports import balanced

_TITLE = "{}镇2024年政府信息公开工作年度报告"
_NAMES = "安宝长昌大德东丰福高古光广海河和恒红华吉嘉建江金锦开康乐连龙隆明南平青庆泉荣瑞三山上石双顺太天同万文武西新"
_DRAWN = 300  # the sum of two balanced reports is one, too: 300 of them give 90,000 different reports
_STAND_IN = 987_000_000  # figures that are put into the pattern to be found again


def make(folder: Path, count: int, seed: int = 1, wrong: int = 0) -> list[Path]:
    """Write 2021 workbooks and return their paths; those that are there are kept.

    Args:
        folder: where; made if need be.
        count: how many.
        seed: of the random figures.
        wrong: every how-many-th file gets a wrong total in table three; 0 for none.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for i, data in enumerate(workbooks(count, seed, wrong)):
        path = folder / f"{i:06d}.xlsx"
        if not path.exists():
            path.write_bytes(data)
        paths.append(path)
    return paths


def workbooks(count: int, seed: int = 1, wrong: int = 0) -> Iterator[bytes]:
    """Yield workbooks as ``make`` writes them, about 20 times as fast as a library would."""
    form = rulebook.load().forms["annual2021"]
    rng = random.Random(seed)
    drawn = [balanced(form, rng) for _ in range(min(_DRAWN, 2 * count))]
    pattern = Pattern()
    for i in range(count):
        one, other = rng.choice(drawn), rng.choice(drawn)
        figures = {cell: one[cell] + other[cell] for cell in one}  # type: ignore[operator]
        if wrong and i % wrong == wrong - 1:
            figures["results.granted.total"] += 1
        yield pattern.filled(figures, _TITLE.format(_name(i)))


def _name(number: int) -> str:
    """A name of three characters for each of 200,000 numbers."""
    size = len(_NAMES)
    return _NAMES[number % size] + _NAMES[number // size % size] + _NAMES[number // size**2 % size]


class Pattern:
    """One workbook by XlsxWriter, in which figures and title are exchanged and only what changed is packed anew."""

    def __init__(self) -> None:
        form = rulebook.load().forms["annual2021"]
        cells = [cell.id for cell in form.cells if not cell.heading and not cell.optional]
        stand_ins: dict[str, Number] = {cell: _STAND_IN + i for i, cell in enumerate(cells)}
        names = {str(number): cell for cell, number in stand_ins.items()}
        self._parts: list[tuple[str, list[str] | bytes]] = []
        with zipfile.ZipFile(io.BytesIO(workbook([(form, stand_ins)], title=_TITLE.format("{}")))) as archive:
            for name in archive.namelist():
                text = archive.read(name).decode("utf-8")
                if name.startswith("xl/worksheets/"):
                    pieces = re.split(rf"({str(_STAND_IN)[:-3]}\d\d\d)", text)
                    self._parts.append((name, [names.get(piece, piece) for piece in pieces]))
                elif name == "xl/sharedStrings.xml":
                    before, _, after = text.partition(_TITLE.format("{}"))
                    self._parts.append((name, [before, "title", after]))
                else:
                    self._parts.append((name, _entry(name, text.encode("utf-8"))))

    def filled(self, figures: Mapping[str, Number], title: str) -> bytes:
        """Return the workbook with these figures and this title."""
        entries, directory, offset = [], [], 0
        values = {**{cell: str(value) for cell, value in figures.items()}, "title": title}
        for name, part in self._parts:
            entry = part if isinstance(part, bytes) else _entry(name, _joined(part, values))
            entries.append(entry)
            where = struct.pack("<HHHII", 0, 0, 0, 0, offset)
            directory.append(b"PK\x01\x02\x14\x00" + entry[4:30] + where + name.encode())
            offset += len(entry)
        index = b"".join(directory)
        end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, len(entries), len(entries), len(index), offset, 0)
        return b"".join([*entries, index, end])


def _joined(pieces: list[str], values: Mapping[str, str]) -> bytes:
    """Every second piece is the name of what stands there."""
    return "".join(values[piece] if i % 2 else piece for i, piece in enumerate(pieces)).encode("utf-8")


def _entry(name: str, data: bytes) -> bytes:
    """One local entry of an archive: its header, its name, its deflated bytes."""
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    packed = packer.compress(data) + packer.flush()
    sizes = zlib.crc32(data), len(packed), len(data), len(name), 0
    return struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0x21, *sizes) + name.encode() + packed

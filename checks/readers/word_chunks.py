"""Web pages and texts that a Word document shows as a part of itself (altChunk): converters on web sites write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from checks.errors import InputFileError
from checks.model.grid import CellAddress, Grid
from checks.readers.active_content import Remarks
from checks.readers.package import Package, as_utf8
from checks.readers.relations import Relation, relations, relations_part

_REFERENCES = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_MAX_CHUNKS = 20


@dataclass(slots=True)
class Chunk:
    """What such a part holds, its places counted on from those before it."""

    grids: list[Grid] = field(default_factory=list)
    remarks: Remarks = field(default_factory=list)


class Chunks:
    """The parts of a document that it shows as parts of itself, read as they are asked for."""

    def __init__(self, package: Package, targets: Mapping[str, str]) -> None:
        self._package = package
        self._targets = targets
        self._tables = self._count = 0

    def read(self, element: Element, lines: int) -> Chunk:
        """Return what the element stands for.

        Args:
            element: the ``altChunk``.
            lines: how many lines of prose stand before it.
        """
        name = next((element.get(key, "") for key in _REFERENCES if key in element.keys()), "")  # noqa: SIM118
        target = self._targets.get(name, "")
        unread = Chunk(remarks=[("embedded_document", target.rpartition("/")[2] or "altChunk")])
        self._count += 1
        if not target or self._count > _MAX_CHUNKS:
            return unread
        from checks.readers import read  # noqa: PLC0415  # which reads Word documents, too

        try:
            reading = read(self._package.read(target))
        except InputFileError:
            return unread
        if reading.kind not in ("html", "text"):  # a Word document in a Word document: its places would be the same
            return unread
        for grid in reading.grids:
            if grid.lines is not None:
                grid.lines = [number + lines for number in grid.lines]
        tables = [grid for grid in reading.grids if grid.layout == "sheet"]
        for grid in tables:
            grid.addresses = _moved(grid.addresses, self._tables)
        self._tables += len(tables)
        return Chunk(reading.grids, reading.remarks)


def chunks_of(package: Package, part: str) -> Chunks:
    """Return the parts that the document with this main part shows as parts of itself."""
    named = (one for one in references(package, part) if one.kind == "aFChunk" and one.target in package)
    return Chunks(package, {one.id: one.target for one in named})


def references(package: Package, part: str) -> tuple[Relation, ...]:
    """Return what a part refers to; nothing where it says nothing."""
    name = relations_part(part)
    return relations(as_utf8(package.read(name)), part) if name in package else ()


def _moved(
    addresses: Callable[[int, int], CellAddress] | None, tables: int
) -> Callable[[int, int], CellAddress] | None:
    if addresses is None or not tables:
        return addresses
    return lambda row, column: (at := addresses(row, column)) and at._replace(table=at.table + tables)

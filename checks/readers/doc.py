"""Word 97–2003 documents and WPS Writer's (.doc, .wps), read from their own container; no program is started."""

from __future__ import annotations

import re
import struct
from bisect import bisect_left
from collections.abc import Iterator

from checks.errors import InputFileError
from checks.model.grid import Grid
from checks.readers.active_content import Remarks
from checks.readers.compound import Container
from checks.readers.doc_looks import DocLooks, Row, melts, row_of
from checks.readers.doc_properties import (
    MAX_TEXT,
    Piece,
    Runs,
    character_runs,
    paragraph_runs,
    pieces_of,
    sprms,
    text_of,
)
from checks.readers.doc_styles import HIDING, DocStyles, unseen_by_style
from checks.readers.doc_tables import RowLayout, Story, layout_of

_MAGIC = (b"\xec\xa5", b"\xdc\xa5")
_OLDEST = 0xC1
"""The version of Word 97."""
_RAISED_CODE = 0x2A48
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_IN_TABLE, _ROW_END, _LEVEL, _INNER_CELL, _INNER_ROW_END = 0x2416, 0x2417, 0x6649, 0x244B, 0x244C
_END = re.compile("[\x07\r\x0c]")
_PART = re.compile("[^\x07\r\x0c]+")
_FIELD = re.compile("[\x13\x14\x15]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1d\x1f]")


def read_doc(data: bytes) -> tuple[list[Grid], Remarks]:
    """Read the text of an old Word document.

    Raises:
        InputFileError: it is damaged, has a password, or is older than Word 97.
    """
    box = Container(data)
    word = box.stream("worddocument") or b""
    if len(word) < 0x200 or word[:2] not in _MAGIC:
        raise InputFileError("damaged", "缺少正文")
    flags = int.from_bytes(word[0x0A:0x0C], "little")
    if flags & 0x0100:
        raise InputFileError("encrypted")
    if int.from_bytes(word[2:4], "little") < _OLDEST:
        raise InputFileError("unsupported", "Word 6.0/95 文档")
    table = box.stream("1table" if flags & 0x0200 else "0table") or b""
    text, pieces = text_of(word, pieces_of(_part(word, table, 0x1A2)))
    reader = _Reader(text, pieces)
    reader.paragraphs = paragraph_runs(word, _part(word, table, 0x102), box.stream("data") or b"")
    characters = character_runs(word, _part(word, table, 0xFA))
    sheet = _part(word, table, 0xA2)
    looks = DocLooks(characters, reader.paragraphs, sheet)
    if looks.any:  # before anything is taken out: its rows are told by their marks
        reader.note_looks(characters, looks)
    reader.note_characters(_spans(characters, reader.paragraphs, DocStyles(sheet)))
    lengths = struct.unpack_from("<7i", word, 0x4C)  # main text, notes, headers, …, text boxes
    reader.read(0, max(0, lengths[0]))
    boxes = sum(lengths[:6])
    if lengths[6] > 0:
        reader.read(boxes, boxes + lengths[6])
    return reader.story.grids, reader.all_remarks(box)


def _part(word: bytes, table: bytes, at: int) -> bytes:
    start, size = struct.unpack_from("<2I", word, at)
    return table[start : start + size]


def _spans(characters: Runs, paragraphs: Runs, styles: DocStyles) -> Iterator[tuple[int, int, bool]]:
    """Yield (first byte, end, whether unseen) of characters that are unseen or raised."""
    if styles.any:
        for first, end in unseen_by_style(characters, paragraphs, styles):
            yield first, end, True
    for first, end, properties in characters:
        for code, argument in sprms(properties):
            if code in HIDING and argument[:1] in (b"\x01", b"\x81") and not styles.any:
                yield first, end, True
            elif code == _RAISED_CODE and argument[:1] in (b"\x01", b"\x02"):
                yield first, end, False


class _Reader:
    """Walks the paragraphs and collects Grids."""

    def __init__(self, text: str, pieces: list[Piece]) -> None:
        self.paragraphs = paragraph_runs(b"", b"", b"")
        self._remarks: Remarks = []
        self._text = text
        self._pieces = pieces
        self.story = Story()
        self._fields: list[bool] = []
        self._flags: dict[bytes, dict[int, bytes]] = {}

    def note_characters(self, spans: Iterator[tuple[int, int, bool]]) -> None:
        """Take out the characters that are not seen; mark raised digits."""
        characters: list[str] | None = None
        for first, end, unseen in spans:
            for a, b in self._places(first, end):
                characters = list(self._text) if characters is None else characters
                self._note(characters, a, b, unseen=unseen)
        if characters is not None:
            self._text = "".join(characters)

    def note_looks(self, runs: Runs, looks: DocLooks) -> None:
        """Take out the characters that have the colour of their ground, or are too small or too low."""
        rows = list(self._rows())
        ends = [row.marks[-1] for row in rows]
        characters = list(self._text)
        for first, end, properties in runs:
            for start, stop, style in self.paragraphs.styles_between(first, end):
                look = looks.of(style, properties)
                for a, b in self._places(start, stop):
                    for part in _PART.finditer(self._text, a, b):
                        paragraph = self.paragraphs.at(self._offset(part.start()))
                        at = bisect_left(ends, part.start()) if _is_in_table(paragraph) else len(rows)
                        if melts(look, paragraph, rows[at] if at < len(rows) else None, part.start()):
                            self._note(characters, *part.span(), unseen=True)
        self._text = "".join(characters)

    def _places(self, first: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the ranges of the text that a range of bytes holds."""
        for piece in self._pieces:
            a = max(0, -(-(first - piece.offset) // piece.step)) + piece.first
            b = min(piece.end, (end - piece.offset) // piece.step + piece.first)
            if a < b:
                yield a, b

    def _rows(self) -> Iterator[Row]:
        """Yield the rows of all tables, as their marks part the text."""
        marks: list[int] = []
        for mark in re.finditer("\x07", self._text):
            properties = self.paragraphs.at(self._offset(mark.start()))
            marks.append(mark.start())
            if dict(sprms(properties)).get(_ROW_END, b"")[:1] == b"\x01":
                yield row_of(marks, properties)
                marks = []

    def _note(self, characters: list[str], first: int, end: int, *, unseen: bool) -> None:
        for i in range(first, end):
            if not unseen:
                characters[i] = characters[i].translate(_RAISED)
            elif characters[i] not in "\x07\r\x0c\x13\x14\x15":
                if characters[i].isdigit():
                    self._remarks.append(("unseen_text", ""))
                characters[i] = "\x00"

    def read(self, first: int, end: int) -> None:
        """Take in a range of the text."""
        end = min(end, len(self._text))
        if end >= MAX_TEXT:
            self._remarks.append(("truncated_document", ""))
        at = first
        while at < end:
            found = _END.search(self._text, at, end)
            stop = found.start() if found else end
            self._paragraph(self._seen(self._text[at:stop]), self._text[stop : stop + 1], stop)
            at = stop + 1
        self.story.end()

    def all_remarks(self, box: Container) -> Remarks:
        """Return what deserves a word, of the text and of its container."""
        if "objectpool" in {entry.name for entry in box.entries}:
            self._remarks.append(("embedded_document", "OLE"))
        if "_vba_project" in box.names or "vba" in {entry.name for entry in box.entries}:
            self._remarks.append(("macros", ""))
        return list(dict.fromkeys(self._remarks))

    def _seen(self, text: str) -> str:
        """Return a paragraph without the codes of fields, of which only the results are seen."""
        if "\x01" in text or "\x08" in text:
            self._remarks.append(("pictures", ""))
        if self._fields or _FIELD.search(text):
            kept = []
            for sign in text:
                if sign == "\x13":
                    self._fields.append(False)
                elif sign == "\x14":
                    self._fields[-1:] = [True]
                elif sign == "\x15":
                    self._fields[-1:] = []
                elif all(self._fields):
                    kept.append(sign)
            text = "".join(kept)
        text = text.replace("\x0b", "\n").replace("\x1e", "-")
        return _CONTROL.sub("", text)

    def _paragraph(self, text: str, mark: str, place: int) -> None:
        properties = self.paragraphs.at(self._offset(place))
        flags = self._flags.get(properties)
        if flags is None:  # most cells of a table have the same
            flags = self._flags[properties] = dict(sprms(properties))
        inside = mark == "\x07" or flags.get(_IN_TABLE, b"")[:1] == b"\x01"
        if not inside:
            self.story.add(text)
            return
        level = max(1, int.from_bytes(flags.get(_LEVEL, b"\x01")[:4], "little"))
        ends_row = flags.get(_ROW_END if level == 1 else _INNER_ROW_END, b"")[:1] == b"\x01"
        ends_cell = mark == "\x07" if level == 1 else flags.get(_INNER_CELL, b"")[:1] == b"\x01"
        layout: RowLayout | None = layout_of(properties) if ends_row else None
        self.story.tables.add(level, text, ends_cell=ends_cell and not ends_row, row=layout)

    def _offset(self, place: int) -> int:
        for piece in self._pieces:
            if piece.first <= place < piece.end:
                return piece.offset + (place - piece.first) * piece.step
        return -1


def _is_in_table(properties: bytes) -> bool:
    return dict(sprms(properties)).get(_IN_TABLE, b"")[:1] == b"\x01"

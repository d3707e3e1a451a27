"""A copy of a Word document with shaded cells and comments; what is not touched keeps its bytes.

The text's part is changed by inserting a few elements at known places, so that not even its other bytes change:
a tree that is written anew loses prefixes that Word insists on.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from xml.parsers import expat

from checks.marking.document_marks import DocumentMark
from checks.marking.marks import LOOKS
from checks.marking.parts import UnmarkableError
from checks.readers.docx import body_of, cells_of, main_part, styles_of
from checks.readers.package import Package, as_utf8
from checks.render.sentences import marking

_NAMESPACE = re.compile(rb'xmlns:(\w+)="http://schemas\.openxmlformats\.org/wordprocessingml/2006/main"')
_TAG_END = re.compile(rb"""(?:[^>"']|"[^"]*"|'[^']*')*>""")
_BEFORE_SHADE = ("cnfStyle", "tcW", "gridSpan", "hMerge", "vMerge", "tcBorders")
_ID = re.compile(rb'<\w+:comment\b[^>]*?\w+:id="(\d+)"')
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_COMMENTS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_ACTIVE = ("vbaproject", "activex", "word/embeddings/", "customui", "webextension")
_OUTSIDE = re.compile(rb'<Relationship\b(?=[^>]*TargetMode="External")(?![^>]*/hyperlink")')
_FORBIDDEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd]")


@dataclass(slots=True)
class _Span:
    """An element in the bytes: where its tag begins and ends, and where its end tag begins; ``empty``: ``<a/>``."""

    start: int
    inside: int
    close: int = 0
    empty: bool = False


@dataclass(slots=True)
class _CellSpan:
    tag: _Span
    properties: _Span | None = None
    shade: list[tuple[int, int]] = field(default_factory=list)
    shade_at: int = 0
    paragraph: _Span | None = None
    paragraph_properties_end: int = 0


def marked_word(package: Package, marks: Sequence[DocumentMark]) -> tuple[bytes, bool]:
    """Return the marked copy, and whether a signature was lost.

    Raises:
        UnmarkableError: it brings something along that acts, or is written in an unusual way.
        InputFileError: the guard refuses a part.
    """
    if any(word in name for word in _ACTIVE for name in package.entries):
        raise UnmarkableError("active content")
    relations = [name for name in package.entries if name.endswith(".rels")]
    if any(_OUTSIDE.search(package.read(name)) for name in relations):
        raise UnmarkableError("refers to something outside")
    part = main_part(package)
    text = as_utf8(package.read(part))
    prefix = _NAMESPACE.search(text)
    if prefix is None:
        raise UnmarkableError("an unusual namespace")
    body = body_of(text)
    numbers = {id(element): i for i, element in enumerate(e for e in body.iter() if e.tag.endswith("}tc"))}
    cells = cells_of(body, styles_of(package, part, text))
    by_number = {numbers[id(cells[mark.at])]: mark for mark in marks if mark.at in cells}
    comments_part, comments = _comments(package, part)
    first = 1 + max((int(one) for one in _ID.findall(comments)), default=-1)
    changed, noted = _inserted(text, _cells(text, prefix[1].decode()), by_number, prefix[1].decode(), first)
    written = {part: changed}
    if noted:
        written |= _with_comments(package, part, comments_part, comments, noted, first)
    return _packed(package, written), any(name.startswith("_xmlsignatures/") for name in package.entries)


def _cells(text: bytes, prefix: str) -> list[_CellSpan]:
    """Find every cell of the body in the bytes, in the document's order."""
    finder = _Finder(text, prefix)
    finder.parser.Parse(text, True)  # the library's own way
    return finder.cells


class _Finder:
    """Goes through a document's elements, and notes where its cells and what we write into them begin and end."""

    def __init__(self, text: bytes, prefix: str) -> None:
        self.cells: list[_CellSpan] = []
        self._text, self._prefix = text, prefix
        self._stack: list[tuple[str, _Span, _CellSpan | None]] = []
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._start, self._end

    def _start(self, name: str, _: dict[str, str]) -> None:
        place = self.parser.CurrentByteIndex
        end = _TAG_END.match(self._text, place)
        if end is None:
            raise UnmarkableError("a tag without an end")
        span = _Span(place, end.end(), empty=self._text[end.end() - 2 : end.end()] == b"/>")
        cell: _CellSpan | None = None
        short = name.removeprefix(f"{self._prefix}:")
        if name == f"{self._prefix}:tc" and any(opened == f"{self._prefix}:body" for opened, _, _ in self._stack):
            cell = _CellSpan(span)
            self.cells.append(cell)
        elif self._stack and (owner := self._stack[-1][2]) is not None:
            if short == "tcPr":
                owner.properties, owner.shade_at = span, span.inside
            elif short == "p" and owner.paragraph is None:
                owner.paragraph, owner.paragraph_properties_end = span, span.inside
        self._stack.append((name, span, cell))

    def _end(self, name: str) -> None:
        _, span, _ = self._stack.pop()
        place = self.parser.CurrentByteIndex
        span.close = span.inside if span.empty else place
        after = span.inside if span.empty else self._text.index(b">", place) + 1
        short = name.removeprefix(f"{self._prefix}:")
        if len(self._stack) > 1 and (owner := self._stack[-2][2]) is not None:
            if self._stack[-1][1] is owner.properties:
                if short == "shd":
                    owner.shade.append((span.start, after))
                elif short in _BEFORE_SHADE:
                    owner.shade_at = after
            elif self._stack[-1][1] is owner.paragraph and short == "pPr":
                owner.paragraph_properties_end = after


def _inserted(
    text: bytes, cells: list[_CellSpan], marks: dict[int, DocumentMark], w: str, first: int
) -> tuple[bytes, list[str]]:
    """Return the part with its marks, and the words of the comments in the order of their numbers."""
    edits: list[tuple[int, int, str]] = []
    words: list[str] = []
    for number, mark in sorted(marks.items()):
        cell = cells[number]
        fill = LOOKS[mark.look].fill.lstrip("#") if mark.look != "suspect" else "FF7C80"
        shade = f'<{w}:shd {w}:val="clear" {w}:color="auto" {w}:fill="{fill}"/>'
        if cell.properties is None:
            edits.append((cell.tag.inside, cell.tag.inside, f"<{w}:tcPr>{shade}</{w}:tcPr>"))
        elif cell.properties.empty:
            edits.append((cell.properties.start, cell.properties.inside, f"<{w}:tcPr>{shade}</{w}:tcPr>"))
        else:
            edits += [(a, b, "") for a, b in cell.shade]
            edits.append((cell.shade_at, cell.shade_at, shade))
        if not mark.words or cell.paragraph is None:
            continue
        comment = first + len(words)
        words.append("\n".join(mark.words))
        begin, close = f'<{w}:commentRangeStart {w}:id="{comment}"/>', f'<{w}:commentRangeEnd {w}:id="{comment}"/>'
        close += f'<{w}:r><{w}:commentReference {w}:id="{comment}"/></{w}:r>'
        paragraph = cell.paragraph
        if paragraph.empty:
            edits.append((paragraph.inside - 2, paragraph.inside, f">{begin}{close}</{w}:p>"))
        else:
            edits.append((cell.paragraph_properties_end, cell.paragraph_properties_end, begin))
            edits.append((paragraph.close, paragraph.close, close))
    pieces: list[bytes] = []
    at = 0
    for start, end, new in sorted(edits, key=lambda one: one[:2]):
        pieces += [text[at:start], new.encode()]
        at = end
    return b"".join([*pieces, text[at:]]), words


def _comments(package: Package, part: str) -> tuple[str, bytes]:
    """Return the part with the document's comments and its bytes; "" where it has none."""
    folder, _, name = part.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels"
    if relations in package:
        for relation in re.findall(rb"<Relationship\b[^>]*>", package.read(relations)):
            target = re.search(rb'Target="([^"]+)"', relation)
            if b'/relationships/comments"' in relation and target:
                key = target[1].decode("utf-8", "replace").lower()
                key = key.lstrip("/") if key.startswith("/") else f"{folder}/{key}"
                if key in package:
                    return key, as_utf8(package.read(key))
    return "", b""


def _with_comments(
    package: Package, part: str, comments_part: str, comments: bytes, words: list[str], first: int
) -> dict[str, bytes]:
    """Return the parts that hold or name the comments, with ours added."""
    new = "".join(
        f'<w:comment xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:id="{number}" '
        f'w:author="{marking.AUTHOR}" w:initials="G">'
        + "".join(
            f'<w:p><w:r><w:t xml:space="preserve">{escape(_clean(line), quote=False)}</w:t></w:r></w:p>'
            for line in text.split("\n")
        )
        + "</w:comment>"
        for number, text in enumerate(words, first)
    ).encode()
    if comments_part:
        place = comments.rfind(b"</")
        if place < 0:
            raise UnmarkableError("comments in an unusual way")
        return {comments_part: comments[:place] + new + comments[place:]}
    folder, _, name = part.rpartition("/")
    chosen = next(c for i in ("", *map(str, range(2, 99))) if (c := f"{folder}/comments{i}.xml") not in package)
    head = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:comments xmlns:w='
    head += b'"http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    relations = f"{folder}/_rels/{name}.rels"
    known = as_utf8(package.read(relations)) if relations in package else _empty_relations()
    relation = f'<Relationship Id="rIdGouji" Type="{_COMMENTS}" Target="/{chosen}"/>'.encode()
    types = as_utf8(package.read("[content_types].xml"))
    override = f'<Override PartName="/{chosen}" ContentType="{_CONTENT}"/>'.encode()
    return {
        chosen: head + new + b"</w:comments>",
        relations: _before_end(known, relation),
        "[content_types].xml": _before_end(types, override),
    }


def _empty_relations() -> bytes:
    return f'<Relationships xmlns="{_RELATIONS}"></Relationships>'.encode()


def _before_end(part: bytes, element: bytes) -> bytes:
    """Put an element in front of the root's end tag."""
    place = part.rfind(b"</")
    if place < 0:
        raise UnmarkableError("a part without an end tag")
    return part[:place] + element + part[place:]


def _packed(package: Package, written: dict[str, bytes]) -> bytes:
    """Return the archive with some parts changed or added; the same parts make the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for key, entry in package.entries.items():
            if not key.endswith("/"):
                name = entry.name.decode("utf-8", "replace").replace("\\", "/").lstrip("/")
                data = written.pop(key) if key in written else package.read(key)
                archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
        for name, data in written.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _clean(text: str) -> str:
    return _FORBIDDEN.sub(" ", text)

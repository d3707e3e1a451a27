"""Notes on suspected cells: the comments of a sheet, and the old drawing that gives each its box."""

from __future__ import annotations

import re
from collections.abc import Sequence

from checks.marking.conditional import SHEET
from checks.marking.elements import Element
from checks.marking.marks import Mark
from checks.marking.parts import STRICT, Parts, insert_in_order, parse
from checks.model.grid import parse_a1
from checks.readers.package import as_utf8
from checks.render.sentences.marking import AUTHOR, MAYBE, PROBABLY

_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_NAMESPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_EMPTY = f'<xml {_NAMESPACES}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{{}}"/></o:shapelayout></xml>'
_TYPE = (
    '<v:shapetype{names} id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape{names} id="_x0000_s{id}" type="#_x0000_t202" '
    "style='position:absolute;width:270pt;height:130pt;z-index:1;visibility:hidden' "
    'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    "<v:textbox style='mso-direction-alt:auto'><div style='text-align:left'></div></v:textbox>"
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_HEAD = 20
"""Characters of a note by which it is known."""
_ROWS, _COLUMNS = 9, 4
"""The size of a note's box, in rows and columns of the sheet."""


def add_notes(parts: Parts, key: str, number: int, marks: Sequence[Mark]) -> None:
    """Put a note on each suspected cell of a sheet, unless a note of the user's is there already.

    Args:
        parts: the workbook.
        key: the sheet's part.
        number: the sheet's place in the workbook, from 1.
        marks: the marks of this sheet.
    """
    comments, drawing = _comments_and_drawing(parts, key)
    wanted = [mark for mark in marks if mark.note]
    is_broken = any(part and part not in parts for part in (comments, drawing))
    if not wanted or is_broken or parts.main == STRICT:  # the strict dialect has no place for the boxes of notes
        return
    shapes = as_utf8(parts.read(drawing)) if drawing else _EMPTY.format(number).encode()
    comments = comments or _new_comments(parts, key)
    root = parts.tree(comments)
    authors, listed = (root.child(parts.tag(name)) for name in ("authors", "commentList"))
    if b"</xml>" not in shapes or authors is None or listed is None:
        return
    noted = {one.get("ref") for one in listed}
    added = [mark for mark in wanted if _address(mark) not in noted]
    author = _author(parts, authors)
    for mark in added:
        _comment(parts, listed, mark, author)
    shapes = _with_boxes(shapes, number, added)
    if drawing:
        parts.write(drawing, shapes)
    else:
        _new_drawing(parts, key, shapes)


def remove_notes(parts: Parts, key: str) -> None:
    """Take out our notes of an earlier check, with their boxes; the user's stay."""
    comments, drawing = _comments_and_drawing(parts, key)
    if comments not in parts:
        return
    ours = [one for one in parse(parts.read(comments)).every("comment") if _is_ours(one)]
    if not ours:
        return
    for comment in [one for one in parts.tree(comments).every("comment") if _is_ours(one)]:
        comment.remove()
    if drawing in parts:
        kept = as_utf8(parts.read(drawing))
        gone = {parse_a1(one.get("ref")) for one in ours}
        parts.write(drawing, _BOX.sub(lambda box: b"" if _stands_at(box[0]) in gone - {None} else box[0], kept))


def _comments_and_drawing(parts: Parts, key: str) -> tuple[str, str]:
    """Return a sheet's comments, and the drawing of their boxes; the pictures of its header have another one."""
    relations = parts.relations_of(key)
    comments = next((one.target for one in relations if one.kind == "comments"), "")
    element = parts.tree(key).child(parts.tag("legacyDrawing"))
    chosen = None if element is None else element.get(f"{{{parts.relations}}}id")
    return comments, next((one.target or "-" for one in relations if one.id == chosen), "" if chosen is None else "-")


def _is_ours(comment: Element) -> bool:
    """Tell our own note, whoever saved the workbook since; the add-in puts its name in front."""
    text = comment.all_text()[:_HEAD]
    return PROBABLY in text or MAYBE in text


_BOX = re.compile(rb"<v:shape\s.*?</v:shape>", re.DOTALL)


def _stands_at(box: bytes) -> tuple[int, int] | None:
    """Return the row and the column, from 1, of the cell that a box belongs to."""
    row, column = (re.search(rb"<x:%b>\s*(\d{1,7})\s*</x:" % word, box) for word in (b"Row", b"Column"))
    return (int(row[1]) + 1, int(column[1]) + 1) if row and column else None


def _address(mark: Mark) -> str:
    return mark.at.a1


def _new_comments(parts: Parts, key: str) -> str:
    name = parts.free("xl/comments{}.xml")
    parts.write(name, f'<comments xmlns="{parts.main}"><authors/><commentList/></comments>'.encode())
    parts.declare(name, _COMMENTS)
    parts.relate(key, "comments", name)
    return name


def _author(parts: Parts, authors: Element) -> str:
    known = [one.text for one in authors]
    if AUTHOR not in known:
        authors.add(parts.tag("author"), text=AUTHOR)
    return str(known.index(AUTHOR) if AUTHOR in known else len(known))


def _comment(parts: Parts, listed: Element, mark: Mark, author: str) -> None:
    comment = listed.add(parts.tag("comment"), {"ref": _address(mark), "authorId": author})
    run = comment.add(parts.tag("text")).add(parts.tag("r"))
    font = run.add(parts.tag("rPr"))
    font.add(parts.tag("sz"), {"val": "10"})
    font.add(parts.tag("rFont"), {"val": "宋体"})
    run.add(parts.tag("t"), {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}, mark.note)


def _with_boxes(shapes: bytes, number: int, marks: Sequence[Mark]) -> bytes:
    """Add boxes as text: what Excel writes there is not always well-formed, and none of it is ours to change."""
    used = [int(found) for found in re.findall(rb"_x0000_s(\d{1,9})", shapes)]
    first = max([number * 1024, *used]) + 1
    known = all(b"xmlns:%c=" % prefix in shapes for prefix in b"vox")
    names = "" if known else f" {_NAMESPACES}"
    added = "" if b'"_x0000_t202"' in shapes else _TYPE.format(names=names)
    for i, mark in enumerate(marks):
        top = max(mark.row - 1, 0)
        anchor = (mark.column + 1, 15, top, 10, mark.column + 1 + _COLUMNS, 15, top + _ROWS, 4)
        added += _SHAPE.format(
            names=names, id=first + i, anchor=", ".join(map(str, anchor)), row=mark.row, column=mark.column
        )
    before, _, after = shapes.rpartition(b"</xml>")
    return before + added.encode() + b"</xml>" + after


def _new_drawing(parts: Parts, key: str, shapes: bytes) -> None:
    name = parts.free("xl/drawings/vmlDrawing{}.vml")
    parts.write(name, shapes)
    parts.declare(name, _DRAWING)
    chosen = parts.relate(key, "vmlDrawing", name)
    sheet = parts.tree(key)
    element = Element(parts.tag("legacyDrawing"), {f"{{{parts.relations}}}id": chosen})
    element.declared = {"r": parts.relations}
    insert_in_order(sheet, element, SHEET)

"""Tables in HTML, as web pages hold them and as many programs export "Excel": .html, .mht, .xls."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from checks.errors import InputFileError
from checks.model.grid import Grid
from checks.readers.active_content import Remarks
from checks.readers.encoding import decode
from checks.readers.spans import Placer
from checks.readers.text import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_TABLES = 1000
"""Tables of one page. A report has 3; a page that is laid out by tables has dozens."""

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w.-]+)""", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
_SKIPPED = frozenset(("script", "style", "head", "title", "noscript", "template"))
_BREAKS = frozenset(("br", "p", "div", "li", "tr"))


def read_html(data: bytes) -> tuple[list[Grid], Remarks]:
    """Read every table of a page; where there is none, its text.

    Raises:
        InputFileError: it can't be parsed.
    """
    from lxml import html  # noqa: PLC0415  # takes 30 ms

    declared = _CHARSET.search(data[:4096])
    text = decode(data, declared[1].decode("ascii", "replace") if declared else "")
    # A declaration of encoding is refused in what is text already.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1)
    if not text.strip():
        raise InputFileError("empty")
    # A hostile page may nest deeper than any stack; lxml cuts that off by itself unless told to be huge.
    root = html.document_fromstring(text, parser=html.HTMLParser(no_network=True, huge_tree=False))
    grids: list[Grid] = []
    remarks: Remarks = []
    for table in root.iter("table"):
        if len(grids) == MAX_TABLES:
            remarks.append(("truncated_sheets", ""))
            break
        grid, cut = _grid(table)
        if grid.rows:
            grids.append(grid)
        if cut:
            remarks.append(("truncated_rows", ""))
    if not grids:
        grids = read_text("\n".join(_lines(root)))
    return grids, remarks


def read_mht(data: bytes) -> tuple[list[Grid], Remarks]:
    """Read the HTML parts of a page saved as one file."""
    from email import message_from_bytes  # noqa: PLC0415  # takes 20 ms, for a kind that is rare

    grids: list[Grid] = []
    remarks: Remarks = []
    for part in message_from_bytes(data).walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                charset = part.get_content_charset()
                if charset:
                    payload = decode(payload, charset).encode()
                found, more = read_html(payload)
                grids += found
                remarks += more
    if not grids:
        raise InputFileError("not_a_table_file", "网页（MHT），其中没有表格")
    return grids, remarks


def _grid(table: Any) -> tuple[Grid, bool]:
    """Lay one table's own cells out; a table inside a cell is a table of its own."""
    placer = Placer()
    for row in _own(table, "tr"):
        placer.next_row()
        for cell in row:
            if cell.tag in ("td", "th"):
                text = _text(cell)
                placer.put(text or None, _span(cell, "colspan"), _span(cell, "rowspan"))
    return Grid(placer.rows, "", "sheet"), placer.cut


def _own(table: Any, tag: str) -> Iterator[Any]:
    """Yield the rows that belong to this table and to none inside it."""
    for child in table:
        if child.tag == tag:
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == tag)


def _span(cell: Any, name: str) -> int:
    digits = re.match(r"\s*(\d{1,6})", cell.get(name, "1"))
    return int(digits[1]) if digits else 1


def _text(element: Any) -> str:
    """Return an element's text as it is seen: one space for any run of white space, none of inner tables."""
    return _SPACE.sub(" ", "".join(_pieces(element))).strip()


def _pieces(element: Any) -> Iterator[str]:
    """Yield the pieces of text below an element, without recursion, since pages may nest deeply."""
    stack: list[tuple[Any, bool]] = [(element, False)]
    while stack:
        node, after = stack.pop()
        if after:
            if node.tail:
                yield node.tail
            continue
        if node is not element:
            stack.append((node, True))
            if not isinstance(node.tag, str) or node.tag in _SKIPPED or node.tag == "table":
                continue
            if node.tag in _BREAKS:
                yield " "
        if node.text:
            yield node.text
        stack.extend((child, False) for child in reversed(node))


def _lines(root: Any) -> list[str]:
    """Return the text of a page without tables, one line a paragraph."""
    for node in root.iter(*_BREAKS):
        node.tail = "\n" + (node.tail or "")
    return [line for line in ("".join(_pieces(root))).splitlines() if line.strip()]

"""What keeps a workbook from being handed on as it is, and what a standard workbook in its place would lose."""

from __future__ import annotations

import re

from checks.marking.elements import Element, local_name
from checks.marking.parts import Parts, UnmarkableError, parse
from checks.readers.active_content import SIGNS, kinds_of
from checks.readers.package import Package
from checks.render.sentences import marking

_LOST = {"pictures": ("xl/media/", "xl/drawings/drawing"), "charts": ("xl/charts/",), "comments": ("xl/comments",)}
_WORKBOOK = ".sheet.main+xml"
_WITH_FORMULAS = ("xl/workbook.xml", "xl/worksheets/", "xl/tables/", "xl/charts/", "xl/chartsheets/")
_FORMULAS = frozenset(
    ("f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula", "totalsRowFormula")
)
_TEXT = re.compile(r'"(?:[^"]|"")*"')
_FETCHES = re.compile(
    r"'[^']*\[[^']*\][^']*'!|\[[^\]]*\][\w.]*!|\|[^!]*!|'[^']*'#|'?(?:\\\\|\w{2,}:/)|"
    r"\b(?:WEBSERVICE|RTD|DDE|CALL|REGISTER|REGISTER\.ID|IMAGE|SQL\.REQUEST|STOCKHISTORY|CUBE\w+|EXEC|FILES)\s*\(",
    re.IGNORECASE,
)
"""In a formula: another workbook, another program (DDE), another computer, or a function that fetches."""
_ADDRESS = re.compile(r"://|\\\\|^\"\s*(?:file|https?|ftp|mailto|javascript|smb):", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[\[\]#|]|'")
"""In a text that INDIRECT takes for a reference: one to another file."""
_OUTSIDE = re.compile(r"\\\\|//|[A-Za-z][\w+.-]*:")
"""How the target of a relation begins that says it is inside, and is not."""
_SHAPES = re.compile(
    rb"""\bmacro\s*=\s*(?:"(?!\[0\]!)[^"]|'(?!\[0\]!)[^'])|<(?:\w+:)?FmlaMacro>(?!\[0\]!)|"""
    rb"""\b(?:src|href)\s*=\s*(?:"[^"]*(?::|//|\\\\)|'[^']*(?::|//|\\\\))""",
    re.IGNORECASE,
)
"""In a drawing, of the newer or the older kind: a macro that a click starts, a picture that is fetched."""
_DRAWINGS = ("xl/drawings/", "xl/diagrams/")
_QUERY = (b"DataMashup", "DataMashup".encode("utf-16-le"))


def active_content(parts: Parts) -> list[str]:
    """Return the kinds of things in a workbook that act, or fetch: none of them is handed on to others.

    Raises:
        UnmarkableError: it isn't a plain workbook: a template, say.
    """
    types = parts.content_types()
    signs = [*parts, *types]
    kinds = kinds_of(signs)
    if any(key.startswith("customxml/") and any(word in parts.read(key) for word in _QUERY) for key in parts):
        kinds.append("connections")
    if "external_links" not in kinds and any(_reaches_out(parts, key) for key in parts):
        kinds.append("external_links")
    if not kinds and not any(kind.endswith(_WORKBOOK) for kind in types):
        raise UnmarkableError("not a plain workbook")
    return kinds


def _reaches_out(parts: Parts, key: str) -> bool:
    """Tell whether a part refers to something outside; links in cells are taken out of the copy."""
    in_cells = key.startswith("xl/worksheets/")
    for relation in parts.relations_of(key):
        if _OUTSIDE.match(relation.written) if relation.target else relation.kind != "hyperlink" or not in_cells:
            return True
    if key.startswith(_DRAWINGS) and _SHAPES.search(parts.read(key)):
        return True
    if not key.startswith(_WITH_FORMULAS) or not key.endswith(".xml"):
        return False
    return any(fetches(one.all_text()) for one in parse(parts.read(key)).every(*_FORMULAS))


def fetches(formula: str) -> bool:
    """Tell whether a formula reaches for something outside of its workbook, or takes the reader there."""
    texts = _TEXT.findall(formula)
    if any(_ADDRESS.search(text) for text in texts):
        return True
    bare = _TEXT.sub('""', formula)
    if "INDIRECT" in bare.upper() and any(_ELSEWHERE.search(text) for text in texts):
        return True
    return _FETCHES.search(bare) is not None


def without_links(parts: Parts) -> bool:
    """Take the links out of the cells that lead out of the workbook; tell whether there were any."""
    changed = False
    for key in [key for key in parts if key.startswith("xl/worksheets/") and key.endswith(".xml")]:
        outside = {one.id for one in parts.relations_of(key) if not one.target and one.kind == "hyperlink"}
        if outside:
            parts.forget_relations(key, outside)
            for link in [one for one in parts.tree(key).every("hyperlink") if _id(one) in outside]:
                _remove(link)
            changed = True
    return changed


def _id(element: Element) -> str:
    return next((value for name, value in element.items() if local_name(name) == "id"), "")


def _remove(element: Element) -> None:
    parent = element.parent
    element.remove()
    if parent is not None and not len(parent):  # an empty list of links is none
        parent.remove()


def is_signed(parts: Parts) -> bool:
    """Tell whether the workbook carries a digital signature, which no change survives."""
    return any(key.startswith("_xmlsignatures/") for key in parts)


def lost_with(data: bytes) -> list[str]:
    """Name what a standard workbook can't keep of a received file."""
    lost = [marking.LAYOUT]
    if data.startswith(b"PK"):
        package = Package(data)
        signs = {**SIGNS, **_LOST}
        for kind, words in marking.LOST.items():
            if any(sign in name for sign in signs[kind] for name in package.entries):
                lost.append(words)
    return lost

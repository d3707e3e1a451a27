"""What keeps a workbook from being handed on as it is, and what a standard workbook in its place would lose."""

from __future__ import annotations

import re

from lxml import etree

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
_TEXT = re.compile(r'"[^"]*"')
_FETCHES = re.compile(
    r"'[^']*\[[^']*\][^']*'!|\[[^\]]*\][\w.]*!|\|[^!]*!|\b(?:WEBSERVICE|RTD|CALL|REGISTER|REGISTER\.ID|IMAGE)\(",
    re.IGNORECASE,
)
"""In a formula: another workbook, another program (DDE), or a function that fetches."""


def active_content(parts: Parts) -> list[str]:
    """Return the kinds of things in a workbook that act, or fetch: none of them is handed on to others.

    Raises:
        UnmarkableError: it isn't a plain workbook: a template, say.
    """
    types = parts.content_types()
    signs = [*parts, *types]
    found = kinds_of(signs)
    if "external_links" not in found and any(_reaches_out(parts, key) for key in parts):
        found.append("external_links")
    if not found and not any(kind.endswith(_WORKBOOK) for kind in types):
        raise UnmarkableError("not a plain workbook")
    return found


def _reaches_out(parts: Parts, key: str) -> bool:
    """Tell whether a part refers to something outside; a link that the reader has to click does no harm."""
    if any(not one.target and one.kind != "hyperlink" for one in parts.relations_of(key)):
        return True
    if not key.startswith(_WITH_FORMULAS) or not key.endswith(".xml"):
        return False
    elements = (one for one in parse(parts.read(key)).iter("{*}*") if etree.QName(one).localname in _FORMULAS)
    return any(_FETCHES.search(_TEXT.sub("", "".join(one.itertext()))) for one in elements)


def is_signed(parts: Parts) -> bool:
    """Tell whether the workbook carries a digital signature, which no change survives."""
    return any(key.startswith("_xmlsignatures/") for key in parts)


def lost_with(data: bytes) -> list[str]:
    """Name what a standard workbook can't keep of a received file."""
    lost = [marking.LAYOUT]
    if data.startswith(b"PK"):
        package = Package(data)
        for kind, words in {**SIGNS, **_LOST}.items():
            if any(word in name for word in words for name in package.entries):
                lost.append(marking.LOST[kind])
    return lost

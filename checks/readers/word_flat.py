"""Word documents in one XML file: Word 2003's own, which templates of office systems write as .doc, and Flat OPC."""

from __future__ import annotations

from xml.etree.ElementTree import Element, ParseError, fromstring, tostring

from checks.errors import InputFileError
from checks.model.grid import Grid
from checks.readers.active_content import Remarks
from checks.readers.docx import MAX_ELEMENTS, read_body
from checks.readers.package import as_utf8
from checks.readers.word_styles import Styles
from checks.readers.word_xml import MAIN, child

_OLD = "{http://schemas.microsoft.com/office/word/2003/wordml}"
_HINTS = "{http://schemas.microsoft.com/office/word/2003/auxHint}"
_ANNOTATIONS = "{http://schemas.microsoft.com/aml/2001/core}"
_PACKAGE = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_RENAMED = {"vmerge": "vMerge", "hmerge": "hMerge", "docOleData": "object"}
_CHANGES = {"Word.Deletion": "del", "Word.Insertion": "ins"}
_AROUND = f"{MAIN}smartTag"
"""An element of Word's own that is not seen itself."""


def read_word_xml(data: bytes) -> tuple[list[Grid], Remarks]:
    """Read a document.

    Raises:
        InputFileError: it is damaged, too long, or has a document type.
    """
    text = as_utf8(data)
    if text.count(b"<") > 2 * MAX_ELEMENTS:
        raise InputFileError("unsafe", "文档过长")
    try:
        root = fromstring(text)  # noqa: S314  # a document type was refused before
    except ParseError as error:
        raise InputFileError("damaged", "XML 不完整") from error
    remarks: Remarks = []
    if root.tag == f"{_PACKAGE}package":
        parts = {part.get(f"{_PACKAGE}name", ""): part for part in root}
        document, styles = (_content(parts.get(f"/word/{name}.xml")) for name in ("document", "styles"))
        if any("/embeddings/" in name for name in parts):
            remarks.append(("embedded_document", "OLE"))
        if any("vbaProject" in name for name in parts):
            remarks.append(("macros", ""))
    else:
        _renew(root)
        document, styles = root, child(root, "styles")
    body = child(document, "body")
    if document is None or body is None:
        raise InputFileError("damaged", "没有正文")
    looks = Styles(b"" if styles is None else tostring(styles), tostring(document))
    grids, more = read_body(body, looks)
    return grids, [*remarks, *more]


def _content(part: Element | None) -> Element | None:
    """Return what a part of a package holds as XML."""
    data = None if part is None else part.find(f"{_PACKAGE}xmlData")
    return data[0] if data is not None and len(data) else None


def _renew(root: Element) -> None:
    """Give elements and attributes of 2003 the names of today, in place."""
    for element in root.iter():
        namespace, brace, name = element.tag.rpartition("}")
        namespace += brace
        if namespace == _OLD:
            element.tag = MAIN + _RENAMED.get(name, name)
        elif namespace == _HINTS:
            element.tag = _AROUND
        elif namespace == _ANNOTATIONS:
            element.tag = MAIN + _CHANGES.get(element.get(f"{_OLD}type", ""), "smartTag")
        for key in [key for key in element.keys() if key.startswith(_OLD)]:  # noqa: SIM118  # an Element is no dict
            element.set(MAIN + key.removeprefix(_OLD), element.get(key, ""))

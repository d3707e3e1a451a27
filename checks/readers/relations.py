"""The directory of an Office Open XML package: which part refers to which, and the small XML parts that list things.

Elements count by namespace and path, as they do for spreadsheet programs: one of the same name elsewhere is none.
"""

from __future__ import annotations

import posixpath
from functools import lru_cache
from typing import NamedTuple

from checks.errors import InputFileError

MAIN = frozenset(
    ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main")
)
"""The namespace of spreadsheets, as nearly everybody writes it, and the strict one."""
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_REFERENCES = frozenset(
    (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    )
)
_KNOWN = MAIN | {_PACKAGE}
MAX_ELEMENTS = 40_000
"""Sheets and relations listed. An archive has at most 20,000 entries for them to name."""
_LARGE = 64 * 1024
"""Bytes of relations worth remembering: a form's have 1 KB, and those of 256 sheets 20 KB."""


class Relation(NamedTuple):
    """What one part says of another.

    Attributes:
        kind: the last word of its type: ``worksheet``, ``officeDocument``.
        target: the other part, in lower case, as the package lists it; "" for one outside of the package.
    """

    id: str
    kind: str
    target: str


def elements(xml: bytes, *paths: str) -> list[tuple[str, dict[str, str]]]:
    """List a small part's elements at some paths: local name, and attributes.

    Args:
        xml: the part.
        paths: from the root, such as ``workbook/sheets/sheet``; in the namespaces of packages and spreadsheets.

    Returns:
        The name of each and its attributes, by local name where they have no namespace; ``r:id`` and the like for
        references to relations.

    Raises:
        InputFileError: it isn't well-formed, has a document type, or lists more than any workbook.
    """
    from xml.parsers import expat  # noqa: PLC0415  # a batch of one template needs it once

    listed: list[tuple[str, dict[str, str]]] = []
    path: list[str] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def start(name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        path.append(local if namespace in _KNOWN else "")
        if len(path) < 5 and "/".join(path) in paths:
            listed.append((local, dict(_attribute(*pair) for pair in attributes.items())))
            if len(listed) > MAX_ELEMENTS:
                raise InputFileError("unsafe", "工作簿目录过大")

    def end(_: str) -> None:
        path.pop()

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = refuse_doctype
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise InputFileError("damaged", "工作簿目录出错") from error
    return listed


def _attribute(name: str, value: str) -> tuple[str, str]:
    namespace, _, local = name.rpartition(" ")
    return (local if not namespace else f"r:{local}" if namespace in _REFERENCES else name), value


def refuse_doctype(*_: object) -> None:
    """Stop expat at a document type: it is how entity bombs come, and no spreadsheet program writes one."""
    raise InputFileError("unsafe", "含有 DTD 定义")


def relations_part(owner: str) -> str:
    """Return the name of the part that holds a part's relations; those of the whole package for ""."""
    folder, _, name = owner.rpartition("/")
    return f"{folder}/_rels/{name}.rels".lstrip("/")


def relations(xml: bytes, owner: str) -> tuple[Relation, ...]:
    """List what a part refers to.

    Args:
        xml: the part that holds its relations.
        owner: the part itself, in lower case; "" for the package.

    Raises:
        InputFileError: it isn't well-formed, or names one relation twice: which of them counts, every program
            decides for itself.
    """
    return _relations(xml, owner) if len(xml) > _LARGE else _remembered(xml, owner)


def _relations(xml: bytes, owner: str) -> tuple[Relation, ...]:
    listed: dict[str, Relation] = {}
    for _, attributes in elements(xml, "Relationships/Relationship"):
        target = attributes.get("Target", "").replace("\\", "/")
        part = posixpath.normpath(posixpath.join("/", posixpath.dirname(owner), target)).lstrip("/").lower()
        outside = attributes.get("TargetMode") == "External"
        name = attributes.get("Id", "")
        if name in listed:
            raise InputFileError("unsafe", "内部引用编号重复")
        listed[name] = Relation(name, attributes.get("Type", "").rpartition("/")[2], "" if outside else part)
    return tuple(listed.values())


_remembered = lru_cache(maxsize=64)(_relations)
"""Offices send the same workbook, with the same directory, a hundred times."""

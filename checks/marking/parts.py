"""A received workbook as parts, of which a few are changed; all others go into the copy as they are."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from checks.marking.elements import Element, MalformedError, as_bytes, parse_xml
from checks.readers.active_content import types_in_use
from checks.readers.package import Package, as_utf8

TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_RELATIONS = {
    TRANSITIONAL: "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    STRICT: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
_CONTENT_TYPES = "[content_types].xml"
_LEADS_AWAY = re.compile(r"(?:^|/)\.\.(?:/|$)|:|\0")
"""In the name of a part: a way up, or a drive."""
_LARGEST = 8 * 1024 * 1024
"""Bytes of a part that is changed; the reader looks at no more of a sheet."""


class UnmarkableError(Exception):
    """A workbook that can't be marked as it is; the message says what stands in the way, for a programmer."""


class PartRelation(NamedTuple):
    """What one part says of another.

    Attributes:
        kind: the last word of its type: ``worksheet``, ``comments``.
        target: the other part's key; "" for one outside of the workbook.
        written: the target as it stands there.
    """

    id: str
    kind: str
    target: str
    written: str


class Parts:
    """The parts of a workbook by key: lower case, ``/`` between folders.

    Attributes:
        main: the namespace of its spreadsheet elements.
        relations: the namespace of ``r:id``, and the beginning of the types of relations.
        workbook: the key of the workbook part.
    """

    def __init__(self, package: Package) -> None:
        self._package = package
        self._names = {
            key: entry.name.decode("utf-8", "replace").replace("\\", "/").lstrip("/")
            for key, entry in package.entries.items()
            if not key.endswith("/")
        }
        self._trees: dict[str, Element] = {}
        self._bytes: dict[str, bytes] = {}
        self.main = TRANSITIONAL
        self.workbook = package.main
        root = parse(self.read(self.workbook))
        if root.name != "workbook" or root.namespace not in _RELATIONS:
            raise UnmarkableError("the workbook speaks another language")
        self.main = root.namespace
        self.relations = _RELATIONS[self.main]

    def __contains__(self, key: str) -> bool:
        return key in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def read(self, key: str) -> bytes:
        """Return a part's bytes.

        Raises:
            InputFileError: the guard refuses it.
        """
        if key not in self._bytes:  # the guard counts what is inflated, and a part is asked for more than once
            self._bytes[key] = self._package.read(key)
        return self._bytes[key]

    def tree(self, key: str) -> Element:
        """Return the root of a part that is going to be changed.

        Raises:
            UnmarkableError: it isn't well-formed, or too large.
            InputFileError: the guard refuses it, or it has a document type.
        """
        if key not in self._trees:
            self._trees[key] = parse(self.read(key))
        return self._trees[key]

    def write(self, name: str, data: bytes) -> None:
        """Put a part in the place of another, or add one."""
        self._names.setdefault(name.lower(), name)
        self._bytes[name.lower()] = data
        self._trees.pop(name.lower(), None)

    def free(self, pattern: str) -> str:
        """Return a name that no part has yet, such as ``xl/comments4.xml`` for ``xl/comments{}.xml``."""
        return next(name for i in range(1, len(self._names) + 2) if (name := pattern.format(i)).lower() not in self)

    def tag(self, name: str) -> str:
        """Return a spreadsheet element's full name."""
        return f"{{{self.main}}}{name}"

    def relations_of(self, owner: str) -> list[PartRelation]:
        """List what a part refers to."""
        key = _relations_part(owner)
        if key not in self:
            return []
        relations = []
        root = self._trees[key] if key in self._trees else parse(self.read(key))
        for element in root.every("Relationship"):
            target = element.get("Target", "").replace("\\", "/")
            full = posixpath.normpath(posixpath.join("/", posixpath.dirname(owner), target)).lstrip("/").lower()
            outside = element.get("TargetMode") == "External"
            kind = element.get("Type", "").rpartition("/")[2]
            relations.append(PartRelation(element.get("Id", ""), kind, "" if outside else unquote(full), target))
        return relations

    def forget_relations(self, owner: str, ids: Container[str]) -> None:
        """Let a part refer to these no more."""
        root = self.tree(_relations_part(owner))
        for one in [one for one in root if one.get("Id") in ids]:
            one.remove()

    def drop_strays(self) -> bool:
        """Leave out what no other part refers to, and what has a name that leads elsewhere; tell if there was any."""
        reached, waiting = {_CONTENT_TYPES}, [""]
        while waiting:
            owner = waiting.pop()
            reached |= {owner, _relations_part(owner)}
            waiting += {one.target for one in self.relations_of(owner)} - reached - {""}
        kept = {key: name for key, name in self._names.items() if key in reached and not _LEADS_AWAY.search(name)}
        dropped = self._names.keys() - kept.keys()
        if dropped:
            types = self.tree(_CONTENT_TYPES)
            gone = [one for one in types if one.get("PartName", "").lstrip("/").lower() in dropped]
            for entry in gone:
                entry.remove()
            self._names = kept
            self._trees = {key: tree for key, tree in self._trees.items() if key in kept}
        return any(not key.startswith("_xmlsignatures/") for key in dropped)

    def relate(self, owner: str, kind: str, name: str) -> str:
        """Let a part refer to another; returns the relation's id."""
        key = _relations_part(owner)
        if key not in self:
            real = _relations_part(self._names[owner])
            self.write(real, f'<Relationships xmlns="{_PACKAGE}relationships"/>'.encode())
        root = self.tree(key)
        taken = {one.get("Id") for one in root}
        chosen = next(one for i in range(1, len(taken) + 2) if (one := f"rId{i}") not in taken)
        tag = f"{{{_PACKAGE}relationships}}Relationship"
        root.add(tag, {"Id": chosen, "Type": f"{self.relations}/{kind}", "Target": f"/{name}"})
        return chosen

    def declare(self, name: str, content: str) -> None:
        """Say what kind of content a new part is."""
        root = self.tree(_CONTENT_TYPES)
        root.add(f"{{{_PACKAGE}content-types}}Override", {"PartName": f"/{name}", "ContentType": content})

    def content_types(self) -> list[str]:
        """List the kinds of content of the workbook's parts, in lower case."""
        return list(types_in_use(as_utf8(self.read(_CONTENT_TYPES)).decode("utf-8", "replace"), self))

    def packed(self) -> bytes:
        """Return the workbook with its changes; the same parts make the same bytes."""
        for key, root in self._trees.items():
            self._bytes[key] = as_bytes(root)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for key, name in self._names.items():
                archive.writestr(zipfile.ZipInfo(name), self.read(key), zipfile.ZIP_DEFLATED)
        return buffer.getvalue()


def parse(part: bytes) -> Element:
    """Parse a part; one with a document type, and so with entities of its own, is refused.

    Raises:
        UnmarkableError: it isn't well-formed, or too large.
        InputFileError: it has a document type, or isn't in the encoding that it names.
    """
    if len(part) > _LARGEST:
        raise UnmarkableError("a part is too large")
    try:
        return parse_xml(as_utf8(part))
    except MalformedError as error:
        raise UnmarkableError("a part is not well-formed") from error


def insert_in_order(root: Element, element: Element, order: Sequence[str]) -> None:
    """Put an element where the schema wants it, in front of its own kind."""
    before = order[: order.index(element.name)]
    places = [i for i, one in enumerate(root) if one.tag and one.name in before]
    root.insert(places[-1] + 1 if places else 0, element)


def _relations_part(owner: str) -> str:
    folder, _, name = owner.rpartition("/")
    return f"{folder}/_rels/{name}.rels".removeprefix("/")  # the package's own has no owner

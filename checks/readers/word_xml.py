"""The elements of a Word document's parts: by Word's own names, in either of its namespaces."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from xml.etree.ElementTree import Element

MAIN = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NAMESPACES = (
    MAIN,
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
"""Its runs and texts are called as Word's own."""
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TRANSPARENT = frozenset(("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "dir", "bdo", "hyperlink"))
"""Elements around paragraphs, rows, cells or runs that are not seen themselves."""
ON = frozenset((None, "1", "true", "on"))
"""What a switch may say to be on."""


@lru_cache(4096)
def local(tag: str) -> str:
    """Return an element's name if it is Word's own or a formula's, or "AlternateContent", "Choice"…; else ""."""
    namespace, brace, name = tag.rpartition("}")
    namespace += brace
    if namespace in _NAMESPACES or namespace in (_COMPATIBILITY, _MATHS):
        return name
    return ""


def attribute(element: Element, name: str) -> str | None:
    """Return one of Word's attributes, in whichever of its namespaces."""
    for namespace in _NAMESPACES:
        if (value := element.get(namespace + name)) is not None:
            return value
    return element.get(name)


def child(element: Element | None, *names: str) -> Element | None:
    """Return the first child of one of these names."""
    for inner in () if element is None else element:  # a loop, not next(…): this is asked 2,000 times a report
        if local(inner.tag) in names:
            return inner
    return None


def is_on(properties: Element | None, *names: str) -> bool:
    """Tell whether one of these switches stands among an element's properties and is on."""
    return properties is not None and any(local(c.tag) in names and attribute(c, "val") in ON for c in properties)


def inside(parent: Element, *wanted: str) -> Iterator[Element]:
    """Yield the paragraphs, tables, rows or cells of an element, through what is only wrapped around them."""
    stack = [iter(parent)]
    while stack:
        for element in stack[-1]:
            name = local(element.tag)
            if name in wanted:
                yield element
            elif name in _TRANSPARENT:
                stack.append(iter(element))
                break
            elif name == "AlternateContent" and (shown := chosen(element)) is not None:
                stack.append(iter(shown))
                break
        else:
            stack.pop()


def chosen(element: Element) -> Element | None:
    """Of the same content said in two ways, the one that a modern program shows."""
    choice = child(element, "Choice")
    return choice if choice is not None else child(element, "Fallback")

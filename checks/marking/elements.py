"""A part's XML as elements that keep their prefixes, so that what is not changed is written as it was read.

Over the parser of the standard library: no library of its own, and the same bytes on every machine and in the browser.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping
from xml.parsers import expat

_XML = "http://www.w3.org/XML/1998/namespace"
_DEEPEST = 256
_DECLARATION = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_ATTRIBUTE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)
Scope = Mapping[str, str]
"""The namespaces that prefixes stand for; "" is the one of names without any."""
_OUTSIDE: Scope = {"xml": _XML, "": ""}


class MalformedError(ValueError):
    """A part that is no XML, or nests its elements absurdly deep."""


class Element:
    """An element, or a comment or an instruction between elements, which only keeps its place.

    Attributes:
        tag: ``{namespace}name``; "" for what is no element.
        attributes: by ``{namespace}name``, or the bare name of one without a namespace.
        text: what stands before the first child; of what is no element, all of it.
        tail: what stands behind its end.
        children: in order; changed by ``append``, ``insert``, ``remove``.
        parent: None for the root, and for one that stands nowhere yet.
        declared: the prefixes that it declares itself.
        prefix: the one that it was read with.
    """

    __slots__ = ("attributes", "children", "declared", "parent", "prefix", "tag", "tail", "text")

    def __init__(self, tag: str, attributes: Mapping[str, str] | None = None, text: str = "") -> None:
        self.tag, self.text, self.tail, self.prefix = tag, text, "", ""
        self.attributes = dict(attributes or {})
        self.declared: dict[str, str] = {}
        self.parent: Element | None = None
        self.children: list[Element] = []

    def __len__(self) -> int:
        return len(self.children)

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[Element]:
        return iter(self.children)

    @property
    def name(self) -> str:
        """The name without its namespace."""
        return local_name(self.tag)

    @property
    def namespace(self) -> str:
        """The namespace of its name; "" for none."""
        return self.tag[1:].partition("}")[0] if self.tag.startswith("{") else ""

    def get(self, key: str, default: str = "") -> str:
        """Return an attribute."""
        return self.attributes.get(key, default)

    def set(self, key: str, value: str) -> None:
        """Write an attribute."""
        self.attributes[key] = value

    def items(self) -> ItemsView[str, str]:
        """Return the attributes."""
        return self.attributes.items()

    def append(self, child: Element) -> None:
        """Put an element behind the last child."""
        child.parent = self
        self.children.append(child)

    def insert(self, place: int, child: Element) -> None:
        """Put an element in front of the child with that number."""
        child.parent = self
        self.children.insert(place, child)

    def add(self, tag: str, attributes: Mapping[str, str] | None = None, text: str = "") -> Element:
        """Make a new last child and return it."""
        child = Element(tag, attributes, text)
        self.append(child)
        return child

    def remove(self) -> None:
        """Take the element out of its parent, with the white space behind it."""
        if self.parent is not None:
            self.parent.children = [one for one in self.parent.children if one is not self]
            self.parent = None

    def child(self, tag: str) -> Element | None:
        """Return the first child of that name, with its namespace."""
        return next((one for one in self.children if one.tag == tag), None)

    def every(self, *names: str) -> Iterator[Element]:
        """Yield the element and everything below it that has one of these names, whatever its namespace."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            if element.tag.rpartition("}")[2] in names:
                yield element
            if element.children:
                waiting += reversed(element.children)

    def all_text(self) -> str:
        """Return all text in it, in the order of the document."""
        pieces: list[str] = []
        waiting: list[Element | str] = [self]
        while waiting:
            one = waiting.pop()
            if isinstance(one, str):
                pieces.append(one)
                continue
            if one is not self:
                waiting.append(one.tail)
            waiting += reversed(one.children)
            pieces.append(one.text if one.tag else "")
        return "".join(pieces)


def local_name(tag: str) -> str:
    """Return a name without its namespace."""
    return tag.rpartition("}")[2]


class _Builder:
    """Takes what the parser finds."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self._scopes: list[Scope] = [_OUTSIDE]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        scope, declared = self._scopes[-1], {}
        for key in attributes:
            if key.startswith("xmlns"):
                declared = {key[6:]: value for key, value in attributes.items() if _declares(key)}
                attributes = {key: value for key, value in attributes.items() if not _declares(key)}
                scope = {**scope, **declared}
                break
        element = Element(_full(name, scope))
        element.prefix, element.declared = name.rpartition(":")[0], declared
        element.attributes = {_full(key, scope) if ":" in key else key: value for key, value in attributes.items()}
        if self._open:
            self._open[-1].append(element)
        else:
            self.root = element
        self._open.append(element)
        self._scopes.append(scope)
        if len(self._open) > _DEEPEST:
            raise MalformedError("too deep")

    def end(self, _name: str) -> None:
        self._open.pop()
        self._scopes.pop()

    def text(self, text: str) -> None:
        inner = self._open[-1]
        if children := inner.children:
            children[-1].tail += text
        else:
            inner.text += text

    def between(self, text: str) -> None:
        if self._open:
            self._open[-1].add("", text=text)


def _declares(key: str) -> bool:
    return key == "xmlns" or key.startswith("xmlns:")


def _full(name: str, scope: Scope) -> str:
    prefix, _, local = name.rpartition(":")
    namespace = scope[prefix]
    return f"{{{namespace}}}{local}" if namespace else local


def parse_xml(data: bytes) -> Element:
    """Return the root of a part in UTF-8, which has no document type.

    Raises:
        MalformedError: it is no well-formed XML, or nests too deep.
    """
    builder, parser = _Builder(), expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = builder.start, builder.end
    parser.CharacterDataHandler = builder.text
    parser.CommentHandler = lambda text: builder.between(f"<!--{text}-->")
    parser.ProcessingInstructionHandler = lambda target, text: builder.between(f"<?{target} {text}?>")
    try:
        parser.Parse(data, True)  # the library's own way
    except (expat.ExpatError, KeyError) as problem:
        raise MalformedError(str(problem)) from problem
    assert builder.root is not None
    return builder.root


def as_bytes(root: Element) -> bytes:
    """Write a tree as a part in UTF-8."""
    pieces = [_DECLARATION]
    waiting: list[tuple[Element, Scope] | str] = [(root, _OUTSIDE)]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            pieces.append(one)
            continue
        element, outer = one
        tail = "" if element is root else element.tail.translate(_TEXT)
        if not element.tag:
            pieces.append(element.text + tail)
            continue
        name, attributes, scope = _written(element, outer)
        if not element.text and not len(element):
            pieces.append(f"<{name}{attributes}/>{tail}")
            continue
        pieces.append(f"<{name}{attributes}>{element.text.translate(_TEXT)}")
        waiting.append(f"</{name}>{tail}")
        waiting += [(child, scope) for child in reversed(element.children)]
    return "".join(pieces).encode()


def _written(element: Element, outer: Scope) -> tuple[str, str, Scope]:
    """Return the name and the attributes as they are written, and the prefixes that hold inside."""
    declared = dict(element.declared)
    scope = {**outer, **declared} if declared else outer
    prefix = element.prefix
    if scope.get(prefix) != element.namespace:
        prefix, scope = _prefix(element.namespace, scope, declared, bare=True)
    written = ""
    for key, value in element.attributes.items():
        name = key
        if key.startswith("{"):
            namespace, _, local = key[1:].partition("}")
            chosen, scope = _prefix(namespace, scope, declared, bare=False)
            name = f"{chosen}:{local}"
        written += f' {name}="{value.translate(_ATTRIBUTE)}"'
    spaces = "".join(
        f' xmlns{":" if known else ""}{known}="{namespace.translate(_ATTRIBUTE)}"'
        for known, namespace in declared.items()
    )
    return f"{prefix}:{element.name}" if prefix else element.name, spaces + written, scope


def _prefix(namespace: str, scope: Scope, declared: dict[str, str], *, bare: bool) -> tuple[str, Scope]:
    """Return a prefix that stands for a namespace; where there is none, one is declared."""
    for prefix, known in scope.items():
        if known == namespace and (prefix or bare):
            return prefix, scope
    if bare and not namespace:
        declared[""] = ""
        return "", {**scope, "": ""}
    prefix = next(name for i in range(len(scope) + 1) if (name := f"ns{i}") not in scope)
    declared[prefix] = namespace
    return prefix, {**scope, prefix: namespace}

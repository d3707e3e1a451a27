"""Selectors of style sheets: which elements of a page a rule speaks of.

What a page alone decides is decided (tags, classes, ids, attributes, ancestors, the place among siblings from the
front); of what needs the whole page (the last child, what is inside) only "perhaps" is said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Answer: TypeAlias = Literal["yes", "no", "perhaps"]
_STRONGER: Mapping[str, int] = {"no": 0, "perhaps": 1, "yes": 2}
_WORD = re.compile(r"(?:\[[^\[\]]*\]|\([^()]*\)|[^\s>+~\[(])+|[>+~]")
_PART = re.compile(
    r"""(?P<tag>\*|[\w-]+)|\#(?P<id>[\w-]+)|\.(?P<name>[\w-]+)|::[\w-]+(?P<element>)"""
    r"""|\[\s*(?P<attribute>[\w:-]+)\s*(?:(?P<way>[~|^$*]?=)\s*["']?(?P<value>[^\]"']*)["']?\s*(?:i\s*)?)?\]"""
    r"""|:(?P<pseudo>[\w-]+)(?:\((?P<inside>[^()]*)\))?"""
)
_NTH = re.compile(r"(?:(?P<step>[+-]?\d*)n\s*(?P<shift>[+-]\s*\d+)?|(?P<only>[+-]?\d+))")
_NEVER = frozenset(
    ("hover", "focus", "active", "target", "checked", "disabled", "before", "after", "visited", "placeholder")
)
_DEPTH = 10  # elements that stand above one another, more or less
_MOST_PARTS = 12  # compounds of one selector; what has more is no selector of a person's


@dataclass(slots=True)
class Element:
    """An element of a page, as far as selectors ask.

    Attributes:
        place: among its parent's children, from 1.
        before: the sibling right before it.
        children: how many it has so far; ``last`` the last of them.
    """

    tag: str
    attributes: Mapping[str, str]
    parent: Element | None = None
    place: int = 1
    before: Element | None = None
    children: int = 0
    last: Element | None = None

    def add(self, tag: str, attributes: Mapping[str, str]) -> Element:
        """Return a new child, the last one so far."""
        self.children += 1
        if self.last is not None:
            self.last.before = self.last.last = None  # nobody asks for more than the one right before
        self.last = Element(tag, attributes, self, self.children, self.last)
        return self.last

    @property
    def names(self) -> list[str]:
        """Its classes."""
        return self.attributes.get("class", "").lower().split()


@dataclass(frozen=True, slots=True)
class _Test:
    kind: str
    name: str
    way: str = ""
    value: str = ""
    inside: tuple[_Test, ...] = ()


Compound: TypeAlias = tuple[_Test, ...]


@dataclass(frozen=True, slots=True)
class Selector:
    """One selector: its compounds from the right, and what stands between each and the next to its left."""

    compounds: tuple[Compound, ...]
    between: tuple[str, ...]
    weight: tuple[int, int, int]

    @property
    def key(self) -> str:
        """What an element must have so that the selector can mean it: ``#id``, ``.class``, ``tag`` or ``*``."""
        by_kind = {test.kind: test for test in self.compounds[0]}
        for kind, sign in (("id", "#"), ("class", "."), ("tag", "")):
            if kind in by_kind:
                return sign + by_kind[kind].name
        return "*"

    def means(self, element: Element) -> tuple[Answer, int]:
        """Tell whether an element is one that it selects, and how many elements had to be looked at for it."""
        if not self.between:
            return _passes(self.compounds[0], element), 1
        known: dict[tuple[int, int], Answer] = {}
        answer = self._from(0, element, known)
        return answer, 1 + len(known) * _DEPTH

    def _from(self, number: int, element: Element | None, known: dict[tuple[int, int], Answer]) -> Answer:
        if element is None:
            return "no"
        here = _passes(self.compounds[number], element)
        if here == "no" or number == len(self.between):
            return here
        key = (number, id(element))
        if key not in known:
            known[key] = min(here, self._beyond(number, element, known), key=_STRONGER.__getitem__)
        return known[key]

    def _beyond(self, number: int, element: Element, known: dict[tuple[int, int], Answer]) -> Answer:
        """Tell whether what stands left of a compound is there."""
        way = self.between[number]
        if way == "~" or (way == "+" and element.before is None and element.place > 1):
            return "perhaps"
        if way in (">", "+"):
            return self._from(number + 1, element.parent if way == ">" else element.before, known)
        rest: Answer = "no"
        above = element.parent
        while above is not None and rest != "yes":
            rest = max(rest, self._from(number + 1, above, known), key=_STRONGER.__getitem__)
            above = above.parent
        return rest


def selector(written: str) -> Selector | None:
    """Return a selector as it is written, without commas; None for what can be none, or never selects anything."""
    compounds: list[Compound | None] = []
    between: list[str] = []
    way = ""
    words = _WORD.findall(written.lower())
    if sum(map(len, words)) < len("".join(written.split())):
        return None  # a bracket that does not close
    for word in words:
        if word in (">", "+", "~"):
            way = word
            continue
        if compounds:
            between.append(way or " ")
        compounds.append(_compound(word))
        way = ""
    if not compounds or way or len(compounds) > _MOST_PARTS or any(compound is None for compound in compounds):
        return None
    known = [compound for compound in compounds if compound is not None]
    tests = [test for compound in known for test in compound]
    weight = (
        sum(test.kind == "id" for test in tests),
        sum(test.kind in ("class", "attribute", "pseudo") for test in tests),
        sum(test.kind == "tag" and test.name != "*" for test in tests),
    )
    return Selector(tuple(reversed(known)), tuple(reversed(between)), weight)


def _compound(written: str) -> Compound | None:
    tests: list[_Test] = []
    at = 0
    while at < len(written):
        part = _PART.match(written, at)
        if part is None or part["element"] is not None or part["pseudo"] in _NEVER:
            return None
        at = part.end()
        if part["tag"]:
            tests.append(_Test("tag", part["tag"]))
        elif part["id"]:
            tests.append(_Test("id", part["id"]))
        elif part["name"]:
            tests.append(_Test("class", part["name"]))
        elif part["attribute"]:
            tests.append(_Test("attribute", part["attribute"], part["way"] or "", part["value"] or ""))
        else:
            inside = _compound(part["inside"] or "") if part["pseudo"] == "not" else ()
            tests.append(_Test("pseudo", part["pseudo"], value=part["inside"] or "", inside=inside or ()))
    return tuple(tests) or None


def _passes(compound: Sequence[_Test], element: Element) -> Answer:
    answer: Answer = "yes"
    for test in compound:
        answer = min(answer, _asked(test, element), key=_STRONGER.__getitem__)
        if answer == "no":
            break
    return answer


def _asked(test: _Test, element: Element) -> Answer:
    if test.kind == "pseudo":
        return _of_place(test, element)
    if test.kind == "tag":
        holds = test.name in ("*", element.tag)
    elif test.kind == "id":
        holds = element.attributes.get("id", "").lower() == test.name
    elif test.kind == "class":
        holds = test.name in element.names
    else:
        holds = _has_attribute(test, element.attributes.get(test.name))
    return "yes" if holds else "no"


def _has_attribute(test: _Test, value: str | None) -> bool:
    if value is None or not test.way:
        return value is not None
    value, asked = value.lower(), test.value
    return {
        "=": value == asked,
        "~=": asked in value.split(),
        "|=": value == asked or value.startswith(f"{asked}-"),
        "^=": bool(asked) and value.startswith(asked),
        "$=": bool(asked) and value.endswith(asked),
        "*=": bool(asked) and asked in value,
    }[test.way]


def _of_place(test: _Test, element: Element) -> Answer:
    if test.name == "not" and test.inside:
        return {"yes": "no", "no": "yes", "perhaps": "perhaps"}[_passes(test.inside, element)]  # type: ignore[return-value]
    if test.name == "root":
        return "yes" if element.tag == "html" else "no"
    written = {"first-child": "1", "nth-child": test.value}.get(test.name)
    if written is None:
        return "perhaps"
    nth = _NTH.fullmatch({"odd": "2n+1", "even": "2n"}.get(written.strip(), written.strip()))
    if nth is None:
        return "perhaps"
    if nth["only"]:
        return "yes" if element.place == int(nth["only"]) else "no"
    step = int(f"{nth['step']}1" if nth["step"] in ("", "+", "-") else nth["step"])
    rest = element.place - int((nth["shift"] or "0").replace(" ", ""))
    return "yes" if (rest == 0 if step == 0 else rest % step == 0 and rest // step >= 0) else "no"

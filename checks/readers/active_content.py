"""What a workbook brings along that acts or fetches: told to the user, never run, never followed, never handed on.

One list for everyone: the readers say that it is there, and a copy that has it is not made in place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

Remarks = list[tuple[str, str]]

SIGNS: dict[str, tuple[str, ...]] = {
    "macros": ("vbaproject", "vbadata", "macroenabled", "userform", "dialogsheet", "xl/attachedtoolbars"),
    "excel4_macros": ("macrosheet",),
    "external_links": ("externallink",),
    "embedded_objects": ("oleobject", "/embeddings/", "activex"),
    "connections": ("connections", "querytable", "datamashup", "xl/model/", "volatiledependencies"),
    "custom_ui": ("customui",),
    "web_extensions": ("webextension",),
}
"""By kind, what betrays it in the name of a part, in a kind of content or of relation, in lower case."""


_DECLARED = re.compile(r"<(?:\w+:)?(Default|Override)\s([^<>]*)>")
_ATTRIBUTE = re.compile(r"""(?<!\w)(\w+)\s*=\s*(["'])(.*?)\2""")


_LARGE, _MANY = 20_000, 200
"""Characters and names worth remembering: offices send the same workbook, with the same parts, a hundred times."""


def kinds_of(signs: Iterable[str]) -> list[str]:
    """Return the kinds of active content that names of parts, content types or relations betray."""
    every = tuple(signs)
    return list(_known_kinds(every) if len(every) <= _MANY else _kinds(every))


def _kinds(signs: tuple[str, ...]) -> tuple[str, ...]:
    every = "\n".join(signs).lower()
    return tuple(kind for kind, words in SIGNS.items() if any(word in every for word in words))


_known_kinds = lru_cache(maxsize=64)(_kinds)


def types_in_use(types: str, parts: Iterable[str]) -> tuple[str, ...]:
    """Return the kinds of content of a package's parts, in lower case.

    Some programs declare for every ending what it would mean, macros too, whether or not there is such a part.

    Args:
        types: the part that declares them, ``[Content_Types].xml``.
        parts: the names of all parts.
    """
    its_parts = tuple(parts)
    is_usual = len(types) <= _LARGE and len(its_parts) <= _MANY
    return _remembered(types, its_parts) if is_usual else _types_in_use(types, its_parts)


def _types_in_use(types: str, parts: tuple[str, ...]) -> tuple[str, ...]:
    endings = {name.rpartition(".")[2].lower() for name in parts}
    in_use = []
    for declared in _DECLARED.finditer(types):
        attributes = {name: value for name, _, value in _ATTRIBUTE.findall(declared[2])}
        if declared[1] == "Override" or attributes.get("Extension", "").lower() in endings:
            in_use.append(attributes.get("ContentType", "").lower())
    return tuple(in_use)


_remembered = lru_cache(maxsize=64)(_types_in_use)


def baggage(signs: Iterable[str]) -> Remarks:
    """Return a remark for each kind of active content."""
    return [(kind, "") for kind in kinds_of(signs)]

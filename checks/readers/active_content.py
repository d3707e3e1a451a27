"""What a workbook brings along that acts or fetches: told to the user, never run and never followed."""

from __future__ import annotations

from collections.abc import Iterable

Remarks = list[tuple[str, str]]

_BY_PART = (
    ("macros", "xl/vbaproject.bin"),
    ("external_links", "xl/externallinks/"),
    ("embedded_objects", "xl/embeddings/"),
    ("embedded_objects", "xl/activex/"),
)


def baggage(parts: Iterable[str]) -> Remarks:
    """Return a remark for each kind of such things among the names of a package's parts, in lower case."""
    found = {code: "" for name in parts if name[:5] in _BEGINNINGS for code, head in _BY_PART if name.startswith(head)}
    return list(found.items())


_BEGINNINGS = frozenset(head[:5] for _, head in _BY_PART)

"""What a run of text in a cell says of itself: struck through, raised, lowered, white, or too small to be seen."""

from __future__ import annotations

from checks.readers.colours import WHITE, is_unseen
from checks.readers.line_sizes import LEAST_LETTERS, is_too_small
from checks.readers.runs import RunMark
from checks.readers.xlsx.palette import colour_of, theme_colours


def mark_of(tag: str, attributes: dict[str, str], mark: RunMark) -> RunMark:
    """Return the mark of a run after one more property of it, as .xlsx writes them."""
    value = attributes.get("val", "1")
    if tag == "strike" and value not in ("0", "false"):
        return "struck"
    if tag == "vertAlign" and mark in ("", "unseen"):
        return "raised" if value == "superscript" else "lowered" if value == "subscript" else mark
    if not mark and tag == "color" and is_unseen(colour_of(attributes, theme_colours(b""), {}), WHITE):
        return "unseen"
    return "unseen" if not mark and tag == "sz" and is_too_small(value, LEAST_LETTERS) else mark

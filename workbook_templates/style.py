"""How the standard workbook looks: colours, and XlsxWriter formats made from them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from checks.marking.marks import LOOKS, Style
from checks.marking.palette import AMBER_INK, GREEN_INK, HEADING, INK, INPUT, LABEL, LINK, RED, RED_INK, TOTAL

_FONT = "宋体"
_WORDS = {"font_name": _FONT, "font_size": 10, "font_color": INK, "valign": "vcenter"}
_BOX = {**_WORDS, "border": 1, "border_color": "#8A97A6"}


def _mark(look: Style) -> dict[str, Any]:
    """A conditional format: it says nothing of what it leaves alone."""
    signs = {
        "bold": look.bold,
        "italic": look.italic,
        "underline": {"single": 1, "double": 2}.get(look.underline),
    }
    return {"bg_color": look.fill, "font_color": look.ink, **{sign: value for sign, value in signs.items() if value}}


FORMATS: Mapping[str, dict[str, Any]] = {
    "title": {**_WORDS, "bold": True, "font_size": 14},
    "headline": {**_WORDS, "font_size": 10, "bold": True, "text_wrap": True},
    "caption": {**_BOX, "bold": True, "align": "center", "bg_color": HEADING},
    "header": {**_BOX, "bold": True, "align": "center", "text_wrap": True, "bg_color": HEADING},
    "label": {**_BOX, "text_wrap": True, "bg_color": LABEL},
    "unit": {**_BOX, "align": "center", "bg_color": LABEL},
    "verdict": {**_WORDS, "font_size": 9},
    "verdict_below": {**_WORDS, "font_size": 9, "align": "center", "text_wrap": True},
    "verdict_head": {**_WORDS, "font_size": 9, "bold": True, "text_wrap": True},
    "signature": {**_WORDS, "indent": 1},
    "small": {**_WORDS, "font_size": 9, "font_color": "#4B5563"},
    "words": {**_WORDS, "text_wrap": True},
    "strong": {**_WORDS, "bold": True, "text_wrap": True},
    "link": {**_WORDS, "font_color": LINK, "underline": 1},
    "cell": {**_BOX, "text_wrap": True},
    "id": {**_BOX, "font_size": 8, "shrink": True},
    "input_text": {**_BOX, "locked": False, "bg_color": INPUT, "align": "left"},
    "hidden": {"font_color": "#9CA3AF", "hidden": True},
    "bad": _mark(LOOKS["bad"]),
    "doubt": _mark(LOOKS["doubt"]),
    "suspect": _mark(LOOKS["suspect"]),
    "head": {"bg_color": RED, "font_color": RED_INK, "bold": True},
    "good_words": {"font_color": GREEN_INK},
    "empty_words": {"font_color": "#4B5563"},
    "bad_words": {"font_color": RED_INK, "bold": True},
    "doubt_words": {"font_color": AMBER_INK},
}


def figure_format(*, total: bool, locked: bool) -> dict[str, Any]:
    """Return the format of a figure: right-aligned, zero shown as 0, totals on a third tone."""
    return {
        **_BOX,
        "align": "right",
        "num_format": "General",  # 0 would hide a fraction, 0.#### leaves a stray point in most programs
        "locked": locked,
        "bold": total,
        "bg_color": TOTAL if total else INPUT,
    }

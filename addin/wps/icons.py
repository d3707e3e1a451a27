"""The pictures on the buttons in WPS, which has none of Office's own: strokes on a square of 32."""

from __future__ import annotations

_INK, _ACCENT, _PAPER = "#1D4E89", "#0B5D1E", "#9C0006"
_STROKES: dict[str, tuple[str, str]] = {
    "new": (_INK, "M8 4h11l5 5v19H8zM19 4v5h5M16 14v10M11 19h10"),
    "previous": (_INK, "M6 6h20v20H6zM6 12h20M19 16l-5 4 5 4"),
    "check": (_ACCENT, "M4 17l8 8L28 7"),
    "check_sheet": (_ACCENT, "M5 5h22v22H5zM5 11h22M10 19l4 4 8-9"),
    "clear": (_PAPER, "M12 26L5 19 18 6l9 9-11 11zM12 12l9 9M9 27h18"),
    "previous_finding": (_INK, "M16 27V6M7 14l9-9 9 9"),
    "next_finding": (_INK, "M16 5v21M7 18l9 9 9-9"),
    "explain": (_INK, "M11 11c0-7 11-7 11 0 0 5-6 5-6 10M16 25v2"),
    "accept": (_ACCENT, "M5 27h22M8 20L20 6l5 4-12 14-6 1z"),
    "take_back": (_INK, "M11 6l-6 6 6 6M5 12h14c10 0 10 14 0 14h-7"),
    "fill_blanks": (_INK, "M5 5h22v22H5zM16 10c-6 0-6 12 0 12s6-12 0-12"),
    "to_numbers": (_INK, "M5 10l4-3v18M14 10c4-6 10-2 6 4l-6 11h9"),
    "justify": (_INK, "M5 6h22v15H15l-6 6v-6H5zM10 11h12M10 16h8"),
    "batch": (_INK, "M4 8h9l3 3h12v15H4zM4 14h24"),
    "export": (_INK, "M6 18v9h20v-9M16 4v16M9 13l7 7 7-7"),
    "sign_off": (_INK, "M8 4h16v24H8zM12 10h8M12 15h8M12 22c3-4 4 3 8-1"),
    "words": (_INK, "M19 5c-6-2-6 4-7 11s-1 12-6 10M8 14h12M18 18l8 9M26 18l-8 9"),
    "about": (_INK, "M16 4a12 12 0 1 0 .1 0zM16 14v9M16 9v1"),
}


def icon(tag: str) -> str:
    """Return the picture of a button as SVG.

    Raises:
        KeyError: the button has none yet.
    """
    colour, path = _STROKES[tag]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32" viewBox="0 0 32 32">'
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2.4" '
        'stroke-linecap="round" stroke-linejoin="round"/></svg>\n'
    )

"""What of a web page is seen: text that is struck out, deleted or hidden is no part of a report."""

from __future__ import annotations

import re

STRUCK = frozenset(("s", "strike", "del"))
"""Elements whose text was taken back."""
UNSEEN = frozenset(
    (
        *("script", "style", "head", "noscript", "template", "textarea", "xmp", "iframe", "noembed", "noframes"),
        *("select", "datalist", "svg", "math", "object", "audio", "video", "canvas"),
    )
)
"""Elements whose text is not part of the page's text."""

_HIDES = re.compile(
    r"(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|line-through"
    r"|(?:font-size|opacity)\s*:\s*0(?:\.0*)?(?:px|pt|em|%)?\s*(?:[;!}]|$))",
    re.IGNORECASE,
)
_GONE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_RAISES = re.compile(r"vertical-align\s*:\s*(?:super|sub)", re.IGNORECASE)
_SIMPLE = re.compile(r"[a-z]*\d?(?:[.#][\w-]+)?", re.IGNORECASE)
_BRACES = re.compile(r"([^{}]*)([{}])")
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_MOST_STYLE = 200_000
"""Characters of style sheets that are looked at; a page saved from Word has 20,000."""


class Styles:
    """The rules of a page's own style sheets that hide or strike something, as far as their selectors are simple."""

    def __init__(self) -> None:
        self._hiding: set[str] = set()
        self._room = _MOST_STYLE

    def add(self, sheet: str) -> None:
        """Take in a style sheet; what holds for a printer or a telephone only (@media) is left out."""
        sheet = _COMMENT.sub("", sheet[: self._room])
        self._room -= len(sheet)
        depth = 0
        skipping = False
        selector = ""
        for words, brace in _BRACES.findall(sheet):
            if brace == "{":
                depth += 1
                if depth == 1:
                    selector = words.replace("<!--", " ").rpartition(";")[2].strip()
                    skipping = selector.startswith("@")
            else:
                if depth == 1 and not skipping and _HIDES.search(words):
                    self._hiding |= {part.strip().lower() for part in selector.split(",") if _is_simple(part.strip())}
                depth = max(0, depth - 1)

    def hide(self, tag: str, attrs: dict[str, str]) -> bool:
        """Tell whether a rule hides or strikes the text of an element with these attributes."""
        if not self._hiding:
            return False
        names = [f".{name}" for name in attrs.get("class", "").lower().split()]
        if "id" in attrs:
            names.append(f"#{attrs['id'].lower()}")
        return any(name in self._hiding or tag + name in self._hiding for name in names) or tag in self._hiding


def hides(attrs: dict[str, str]) -> bool:
    """Tell whether an element's own attributes hide or strike its text."""
    return "hidden" in attrs or bool(_HIDES.search(attrs.get("style", "")))


def raises(attrs: dict[str, str]) -> bool:
    """Tell whether an element's own style raises or lowers its text, as a footnote's mark."""
    return bool(_RAISES.search(attrs.get("style", "")))


def is_gone(attrs: dict[str, str]) -> bool:
    """Tell whether an element takes no room: a cell that is gone moves those behind it to the left."""
    return "hidden" in attrs or bool(_GONE.search(attrs.get("style", "")))


def _is_simple(selector: str) -> bool:
    return bool(selector) and bool(_SIMPLE.fullmatch(selector))

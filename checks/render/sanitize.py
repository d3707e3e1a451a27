"""What strangers wrote, made harmless: as text of a cell or a page, as a field of a CSV file, as a file's name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from urllib.parse import quote

from checks.patterns import pattern
from checks.render.sentences import inbox

_UNSEEN = pattern(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb\ufffe\uffff\ud800-\udfff]"
)
"""Control characters, those that turn the direction of writing, invisible ones, halves of characters."""

_BREAKS = pattern(r"[\r\n\t\v\f\x1c-\x1e\x85\u2028\u2029]+")

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\n", "\r")
"""What makes a spreadsheet program calculate a field, or look behind it for something to calculate."""

_NOT_IN_NAMES = pattern(r"[\s<>:\"/\\|?*#%&=+!@^`'$;~,{}\[\]\x00-\x1f]+")
_RESERVED = pattern(r"(?:con|prn|aux|nul|com\d|lpt\d|conin\$|conout\$)(?=\.|$)", re.IGNORECASE)
_LONGEST_NAME = 60  # characters; a path on Windows ends at 260, and a character may take three bytes of 255


def plain(text: str, longest: int = 32_000) -> str:
    """Return a text without characters that cannot be seen; each becomes �, so that nothing hides.

    Args:
        text: what stands in a file, or how it was called.
        longest: so many characters are kept; a cell of a workbook has room for 32,767.
    """
    clean = text if text.isprintable() else _UNSEEN.sub("�", text.replace("\r\n", "\n"))
    cut = str(inbox.CUT)
    return clean if len(clean) <= longest else clean[: longest - len(cut)] + cut


def terminal_line(text: str) -> str:
    """Return a text as one line for a terminal, which nothing in it can end, clear or turn round."""
    return plain(text if text.isprintable() else _BREAKS.sub(" ", text))


def csv_field(text: str) -> str:
    """Return a text that no spreadsheet program takes for a formula."""
    clean = plain(text)
    return f"'{clean}" if clean.lstrip(" \u3000").startswith(_FORMULA) else clean


def safe_name(text: str, suffix: str, taken: Container[str] = ()) -> str:
    """Return a file name that is safe on every system and cannot leave its folder.

    Args:
        text: what it should say, from whomever.
        suffix: how it ends, ours: ``.eml``.
        taken: names that are in use, in lower case; a number makes the new one different.
    """
    words = _NOT_IN_NAMES.sub("_", _UNSEEN.sub("_", unicodedata.normalize("NFC", text))).strip("._ -")
    words = re.sub(r"\.{2,}", "_", words)[:_LONGEST_NAME].strip("._ -") or "_"
    if _RESERVED.match(words):
        words = f"_{words}"
    name, number = f"{words}{suffix}", 2
    while name.lower() in taken:
        name, number = f"{words}（{number}）{suffix}", number + 1
    return name


def link(path: str) -> str:
    """Return one of our own relative paths as a link."""
    return quote(path)

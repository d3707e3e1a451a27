"""Characters that nobody sees, and characters that only look wide: what is done with them before anything is read."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from checks.patterns import pattern

_LEFTOVER = pattern(r"_x(?:00[01][0-9A-Fa-f]|007[Ff]|200[B-Fb-f]|[Ff][Ee][Ff][Ff])_")
"""Excel's own escape of a control character, left as text by a program that did not know it."""
_BLANK_GLYPHS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and symbols that print nothing."""
_SELECTORS = (range(0xFE00, 0xFE10), range(0x180B, 0x180E), range(0xE0100, 0xE01F0))
"""They choose the shape of the character before them."""
_FOLDED = ("<wide>", "<narrow>", "<small>", "<font>", "<noBreak>", "<vertical>")
_RADICALS = range(0x2E80, 0x2FE0)
"""Kangxi radicals: what recognition and some PDF files put for the characters that look the same."""


LONGEST_REMEMBERED = 1_000
"""Characters of a text for which an answer is kept: a long run must not grow."""


def clean(text: str) -> str:
    """Return a text without the characters that nobody sees; white space stays.

    Left out are format characters (zero-width space, marks of direction, soft hyphen, byte order mark), control
    characters, blank glyphs, variation selectors, and ``_x000D_`` where a program left it as text.
    """
    if text.isascii() and text.isprintable() and "_x" not in text:
        return text
    return _known(text) if len(text) <= LONGEST_REMEMBERED else _clean(text)


def _clean(text: str) -> str:
    visible = _LEFTOVER.sub("", text) if "_x" in text else text
    return "".join(filter(is_visible, visible))


_known = lru_cache(maxsize=4096)(_clean)


@lru_cache(maxsize=4096)
def is_visible(character: str) -> bool:
    """Tell whether a character is ink or white space."""
    if character.isspace():
        return character not in "\x1c\x1d\x1e\x1f"
    if character in _BLANK_GLYPHS or any(ord(character) in selectors for selectors in _SELECTORS):
        return False
    return unicodedata.category(character) not in ("Cf", "Cc")


def folded(text: str) -> str:
    """Return a text with wide, narrow and small forms made plain; ``①``, ``²``, ``₁``, ``⒈`` stay what they are."""
    return text if text.isascii() else "".join(map(_folded, text))


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    tag = unicodedata.decomposition(character).partition(" ")[0]
    if tag in _FOLDED or (tag == "<compat>" and ord(character) in _RADICALS):
        return unicodedata.normalize("NFKC", character)
    return character


@lru_cache(maxsize=4096)
def is_note_mark(character: str) -> bool:
    """Tell a mark that points to a footnote: a circled, bracketed, raised or lowered digit or letter, †, ※."""
    if character in "†‡※":
        return True
    tag = unicodedata.decomposition(character).partition(" ")[0]
    if tag == "<fraction>":
        return False
    plain = unicodedata.normalize("NFKC", character)
    raised = tag in ("<super>", "<sub>", "<circle>") and plain.isalnum()
    return raised or unicodedata.category(character) == "No"

"""Names and texts from inside: bytes in whatever encoding → characters; a sender's file name → a label."""

from __future__ import annotations

import re
import unicodedata

from checks.patterns import pattern

_KNOWN = pattern(r"utf-?(?:7|8|16|32)|gb|big5|hz|iso-?\d|latin|windows-?\d|cp-?\d|koi8|euc|shift_?jis|(?:us-)?ascii")
"""What a sender may choose among: Python knows encodings that cost a square of the length, or mean code."""
_GUESSES = ("utf-8", "gb18030")
_UNSHOWN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
"""Categories of characters that a name is rid of: control, direction, halves, line ends."""
_LONGEST = 150  # characters of one name; file systems stop at 255 bytes
_DEEPEST = 8  # folders of a name that are kept


def text_of(raw: bytes, charset: str = "") -> str:
    """Decode what a mail or an archive says is in a charset; where that is not so, guess.

    GB2312 and GBK mean GB18030: everybody labels its characters so, and a strict reading loses 镕 and 〇.
    """
    charset = charset.strip().lower()
    declared = "gb18030" if charset.startswith(("gb", "x-gb", "cp936", "cn-gb")) else charset
    for encoding in (declared, *_GUESSES) if _KNOWN.match(declared) else _GUESSES:
        try:
            return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return min((raw.decode(guess, "replace") for guess in _GUESSES), key=lambda text: text.count("\ufffd"))


def one_line(text: str, most: int = 500) -> str:
    """Return what a person may be shown of a sender's words: on one line, without control characters."""
    shown = "".join(c for c in text[: most * 4] if c.isspace() or unicodedata.category(c) not in _UNSHOWN)
    return " ".join(shown.split())[:most]


def label(name: str) -> str:
    """Reduce a name to what may stand in a source behind a slash: no way up, no drive, nothing unseen.

    >>> label("../../etc/x.xlsx"), label("C:/报送/表.xls"), label("  ")
    ('etc/x.xlsx', '报送/表.xls', '')
    """
    name = unicodedata.normalize("NFC", name[: _LONGEST * _DEEPEST])
    steps = []
    for step in re.split(r"[\\/]", name):
        shown = "".join(c for c in step if unicodedata.category(c) not in _UNSHOWN).strip()
        if shown.strip(". ") and not re.fullmatch(r"[A-Za-z]:", shown):
            steps.append(shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 10]}…{shown[-9:]}")
    return "/".join(steps[-_DEEPEST:])


def unlike(name: str, taken: dict[str, int]) -> str:
    """Return the name, numbered if it is taken, and take it: ``表.xlsx``, ``表(2).xlsx``."""
    stem, dot, extension = name.rpartition(".")
    if not stem:
        stem, dot, extension = name, "", ""
    free = name
    while free in taken:
        taken[name] += 1
        free = f"{stem}({taken[name]}){dot}{extension}"
    taken[free] = 1
    return free

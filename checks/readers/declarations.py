"""What the declarations of a style say of a text: whether they hide it, how they colour it, and what they may hide."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from checks.readers.colours import is_near
from checks.readers.css_colours import colour, is_function
from checks.readers.line_sizes import LEAST_LETTERS, is_too_small

COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_ESCAPE = re.compile(r"\\([0-9a-fA-F]{2,6})\s?")
_END = r"\s*(?:[;!}]|$)"
HIDES = re.compile(
    r"(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|line-through"
    rf"|opacity\s*:\s*(?:0*(?:\.0\d*|\.1)?|\d?(?:\.\d+)?%|10%){_END}"
    rf"|font-size\s*:\s*(?:0*(?:\.0*)?(?:px|pt|r?em|%)?|0*\.[01]\d*r?em|1?\d(?:\.\d+)?%){_END}"
    r"|(?:(?<![\w-])(?:left|top)|text-indent|margin-left)\s*:\s*-(?:\d{4}|999|\d{3}r?em)|scale\(\s*0\s*\)"
    r"|(?<![\w-])clip\s*:\s*rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?\s*\))",
    re.IGNORECASE,
)
_CLIPS = re.compile(r"overflow(?:-[xy])?\s*:\s*(?:hidden|clip)", re.IGNORECASE)
_NO_ROOM = re.compile(
    rf"(?<![\w-])(?:max-)?(?:height|width|line-height)\s*:\s*0(?:\.\d+)?(?:px|pt|r?em|%)?{_END}", re.IGNORECASE
)
_MAY_HIDE = re.compile(
    r"\s*(?:-webkit-|-moz-|-ms-)?(?:filter\s*:[^;]*(?:opacity|blur|contrast|brightness)\("
    r"|(?:clip-path|mask|mask-image|text-security)\s*:\s*(?!none|initial|unset)"
    r"|transform\s*:[^;]*(?:translate|scale|rotate|matrix|skew)|(?:translate|scale|rotate)\s*:\s*(?!none)"
    r"|letter-spacing\s*:\s*-(?:(?:\d{2,}|[3-9])(?:\.\d+)?p[xt]|0?\.[3-9]\d*r?em|[1-9][\d.]*r?em)"
    r"|unicode-bidi\s*:\s*(?:bidi-override|isolate-override)|position\s*:\s*(?:absolute|fixed)|flex-(?:direction|flow)\s*:[^;]*reverse)",
    re.IGNORECASE,
)
"""One declaration that may take a figure out of sight, or set its digits in another order; of words nobody asks."""
_SHOWS = re.compile(r"display\s*:\s*(?!none|\s)|visibility\s*:\s*visible", re.IGNORECASE)
_GONE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_RAISES = re.compile(r"vertical-align\s*:\s*(?:super|sub)", re.IGNORECASE)
_SIZE = re.compile(r"font-size\s*:\s*([\d.]+(?:px|pt))", re.IGNORECASE)
_SHORT_SIZE = re.compile(
    r"(?<![\w-])font\s*:\s*(?:(?:normal|bold|bolder|lighter|italic|oblique|small-caps|[1-9]00)\s+)*"
    r"([\d.]+)(px|pt|r?em|%)?(?=[\s/])",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"(?<![\w-])color\s*:\s*([^;!]+)", re.IGNORECASE)
_FILL = re.compile(r"(?<![\w-])(?:-webkit-)?text-fill-color\s*:\s*([^;!]+)", re.IGNORECASE)
_GROUND = re.compile(r"(?<![\w-])background(?:-color|-image)?\s*:\s*([^;!]+)", re.IGNORECASE)
_VARIABLE = re.compile(r"(?<![\w-])(--[\w-]+)\s*:\s*([^;!]+)")
_CALL = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,((?:[^()]|\([^()]*\))*))?\)", re.IGNORECASE)
_TOKEN = re.compile(r"[a-z-]+\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|[#\w-]+")
_INHERITS = ("inherit", "currentcolor", "unset", "auto")
_LONGEST_REMEMBERED = 2_000  # characters; a long run must not grow
_DEEPEST = 5  # variables that name one another


@dataclass(frozen=True, slots=True)
class Declared:
    """What a declaration says.

    Attributes:
        hides, gone, shows: whether it hides the text, takes it out, lets it be seen.
        letters, ground: the colours as written.
        may_hide: whether it may do something to a figure that cannot be told from the page alone.
        variables: the values that it gives names to.
    """

    hides: bool = False
    gone: bool = False
    shows: bool = False
    letters: str = ""
    ground: str = ""
    may_hide: bool = False
    variables: tuple[tuple[str, str], ...] = ()

    def colours(
        self, letters: str | None, ground: str | None, variables: Mapping[str, str]
    ) -> tuple[str | None, str | None, bool]:
        """Return the colours that it leaves, and whether one of them is beyond us.

        Args:
            letters: their colour without it; transparent ones have that of their ground.
            ground: what they stand on without it.
            variables: the values that have names here.
        """
        unknown = False
        own = letters
        if self.letters:
            words = _resolved(self.letters, variables)
            own, is_clear, unknown = _read(words, letters)
        if self.ground:
            ground, unknown_ground = _ground(_resolved(self.ground, variables), own, ground)
            unknown |= unknown_ground
        return (ground if self.letters and is_clear else own), ground, unknown


NOTHING = Declared()


def plain(words: str) -> str:
    """Return declarations or selectors without comments, and with the letters that stand behind a backslash."""
    words = COMMENT.sub("", words) if "/*" in words else words
    return _ESCAPE.sub(_character, words) if "\\" in words else words


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1], 16)
    return chr(code) if 0x20 <= code < 0x7F else escape[0]


def declared(words: str) -> Declared:
    """Read declarations."""
    if not words:
        return NOTHING
    return _known(words) if len(words) <= _LONGEST_REMEMBERED else _declared(words)


def _declared(words: str) -> Declared:
    words = plain(words)
    size = _SIZE.search(words)
    variables = tuple((name, value.strip()) for name, value in _VARIABLE.findall(words)) if "--" in words else ()
    hides = bool(HIDES.search(words)) or (size is not None and is_too_small(size[1], LEAST_LETTERS))
    hides = hides or _is_too_short(words) or bool(_CLIPS.search(words) and _NO_ROOM.search(words))
    said = Declared(
        hides,
        bool(_GONE.search(words)),
        bool(_SHOWS.search(words)),
        _last(_FILL, words) or _last(_LETTERS, words),
        _last(_GROUND, words),
        any(map(_MAY_HIDE.match, words.split(";"))),
        variables,
    )
    return NOTHING if said == NOTHING else said


_known = lru_cache(maxsize=2048)(_declared)
"""A page says the same of many cells."""


def raises(words: str) -> bool:
    """Tell whether declarations raise or lower a text, as a footnote's mark."""
    return bool(_RAISES.search(words))


def _is_too_short(words: str) -> bool:
    """Tell whether the short form of a font gives its letters hardly any size."""
    size = _SHORT_SIZE.search(words)
    if size is None:
        return False
    unit = size[2] or "px"
    if unit in ("px", "pt"):
        return is_too_small(size[1] + unit, LEAST_LETTERS)
    try:
        return float(size[1]) / (100 if unit == "%" else 1) < 1 / 5
    except ValueError:
        return False


def _last(what: re.Pattern[str], words: str) -> str:
    """What a declaration says last, which is what holds: a colour or a picture; "" for nothing that anybody reads."""
    said = [word.strip().lower() for word in what.findall(words)]
    return next((word for word in reversed(said) if word != "none" and _is_said(word)), "")


def _is_said(word: str) -> bool:
    return any(
        token in _INHERITS or is_function(token) or colour(token) != (None, False) for token in _TOKEN.findall(word)
    )


def _resolved(words: str, variables: Mapping[str, str]) -> str:
    """Put in the place of names what they stand for; a name without a value stays."""
    for _ in range(_DEEPEST):
        if "var(" not in words:
            return words
        words = _CALL.sub(lambda call: variables.get(call[1], call[2] or call[0]).strip().lower(), words)[:1_000]
    return words


def _read(words: str, inherited: str | None) -> tuple[str | None, bool, bool]:
    """Return a colour of letters, whether it is transparent, and whether it is beyond us."""
    if words in _INHERITS or words == "initial":
        return inherited, False, False
    known, is_clear = colour(words)
    if known is None and not is_clear and not is_function(words):
        return inherited, False, False  # no colour at all: as if nothing had been said
    return known, is_clear, known is None and not is_clear


def _ground(words: str, letters: str | None, inherited: str | None) -> tuple[str | None, bool]:
    """Return the colour of a ground, None for a picture; and whether it is beyond us."""
    for word in _TOKEN.findall(words):
        if "gradient(" in word:
            known = [one for part in _TOKEN.findall(word.partition("(")[2]) if (one := colour(part)[0])]
            return (known[0] if known and all(is_near(known[0], one) for one in known) else None), False
        if word.startswith(("url(", "image(", "image-set(", "-webkit-image")):
            return None, False
        if word == "currentcolor":
            return letters, False
        known_colour, is_clear = colour(word)
        if is_clear or word in _INHERITS:
            return inherited, False
        if known_colour is not None:
            return known_colour, False
        if is_function(word):
            return None, True
    return inherited, False

"""What of a web page is seen: what is struck out, hidden, or in the colour of its ground is no part of its text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter

from checks.readers.colours import BLACK, WHITE, colour, is_unseen
from checks.readers.line_sizes import LEAST_LETTERS, is_too_small
from checks.readers.selectors import Answer, Element, Selector, selector

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
    r"|opacity\s*:\s*(?:0(?:\.0*)?|\.0+)%?\s*(?:[;!}]|$)|font-size\s*:\s*0(?:\.0*)?(?:px|pt|r?em|%)?\s*(?:[;!}]|$)"
    r"|(?:(?<![\w-])(?:left|top)|text-indent|margin-left)\s*:\s*-(?:\d{4}|999|\d{3}r?em)|scale\(\s*0\s*\)"
    r"|(?<![\w-])clip\s*:\s*rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?\s*\))",
    re.IGNORECASE,
)
_SHOWS = re.compile(r"display\s*:\s*(?!none|\s)|visibility\s*:\s*visible", re.IGNORECASE)
_GONE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_RAISES = re.compile(r"vertical-align\s*:\s*(?:super|sub)", re.IGNORECASE)
_SIZE = re.compile(r"font-size\s*:\s*([\d.]+(?:px|pt))", re.IGNORECASE)
_LETTERS = re.compile(r"(?<![\w-])color\s*:\s*([^;!]+)", re.IGNORECASE)
_GROUND = re.compile(r"(?<![\w-])background(?:-color|-image)?\s*:\s*([^;!]+)", re.IGNORECASE)
_FIRST_COLOUR = re.compile(r"rgba?\([^()]*\)|[#\w]+(?![\w(])")
_BRACE = re.compile(r"[{}]")
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_ON_SCREEN = re.compile(r"@(?:media\s+(?:only\s+)?(?:all|screen)\s*(?:,[^{]*)?|supports\b.*|layer\b.*)", re.IGNORECASE)
_MOST_STYLE = 200_000
"""Characters of style sheets that are looked at; a page saved from Word has 20,000."""
_MOST_QUESTIONS = 500_000
"""Elements that the rules of one page look at; a report saved from Word has 5,000, and twenty rules."""
_FIGURE = re.compile(r"[\s\d,.+\-－—–/%０-９，．]+")


@dataclass(frozen=True, slots=True)
class _Rule:
    selector: Selector
    order: int
    declared: _Declared
    is_important: bool

    @property
    def strength(self) -> tuple[bool, tuple[int, int, int], int]:
        """What of two rules decides which one holds."""
        return self.is_important, self.selector.weight, self.order


@dataclass(frozen=True, slots=True)
class Looks:
    """How an element lets its text be seen.

    Attributes:
        hidden: whether its text is struck out or hidden; ``gone`` whether it takes no room, too.
        letters, ground: its colours, six digits each; None for one that is not known.
        blends: whether the one cannot be told from the other.
        is_bare: nothing has said what it stands on, so that it is the white of the page.
    """

    hidden: bool = False
    gone: bool = False
    letters: str | None = BLACK
    ground: str | None = WHITE
    blends: bool = False
    is_bare: bool = True

    def lets_see(self, text: str) -> bool:
        """Tell whether a text can be seen; words stay the labels that they are whatever their colour."""
        return not self.hidden and not (self.blends and _FIGURE.fullmatch(text))


class StyleSheets:
    """The rules of a page's own style sheets that hide, strike or colour something.

    Attributes:
        is_doubtful: a rule that needs the whole page may hide something that stands in a table.
    """

    def __init__(self) -> None:
        self.is_doubtful = False
        self._rules: dict[str, list[_Rule]] = {}
        self._count = 0
        self._hides = False
        self._room = _MOST_STYLE
        self._questions = _MOST_QUESTIONS

    def add(self, sheet: str) -> None:
        """Take in a style sheet; what holds for a printer or a telephone only (@media) is left out.

        What is beyond all measure is not looked at, and may hide anything.
        """
        self.is_doubtful |= _HIDES.search(sheet, self._room) is not None
        sheet = _COMMENT.sub("", sheet[: self._room])
        self._room -= len(sheet)
        open_blocks: list[str] = []
        end = 0
        for brace in _BRACE.finditer(sheet):
            words, end = sheet[end : brace.start()], brace.end()
            if brace[0] == "{":
                open_blocks.append(words.replace("<!--", " ").rpartition(";")[2].strip())
            elif open_blocks:
                block = open_blocks.pop()
                if not block.startswith("@") and all(_ON_SCREEN.fullmatch(outer) for outer in open_blocks):
                    self._add_rule(block, words)

    def _add_rule(self, selectors: str, words: str) -> None:
        important = _important(words)
        usual = words if not important else ";".join(part for part in words.split(";") if "!" not in part)
        for declared, is_important in ((_declared(usual), False), (_declared(important), True)):
            if declared is _NOTHING:
                continue
            self._hides |= declared.hides
            for written in _parted(selectors):
                if (parsed := selector(written)) is not None:
                    self._count += 1
                    self._rules.setdefault(parsed.key, []).append(_Rule(parsed, self._count, declared, is_important))

    def looks(self, element: Element, above: Looks, *, in_table: bool) -> Looks:
        """Return how an element looks, whose parent looks as ``above``; rules hide what stands in tables only."""
        attributes, tag = element.attributes, element.tag
        own = _declared(_as_style(tag, attributes)) if attributes else _NOTHING
        rules = self._that_mean(element, in_table=in_table) if self._rules else []
        hidden = above.hidden or tag in STRUCK or tag in UNSEEN
        is_marked = "hidden" in attributes
        if not rules and own is _NOTHING and hidden == above.hidden and not above.gone and not is_marked:
            return above
        in_order = [rule.declared for rule in rules if not rule.is_important]
        in_order += [own, *(rule.declared for rule in rules if rule.is_important)]
        deciding = in_order if in_table else [own]
        hidden = hidden or is_marked or _strongest((said.hides, said.shows) for said in deciding)
        gone = is_marked or _strongest((said.gone, said.shows) for said in deciding)
        return _coloured(above, in_order, hidden=hidden, gone=gone)

    def _that_mean(self, element: Element, *, in_table: bool) -> list[_Rule]:
        """Return the rules that mean an element, the strongest last; none once too many have been looked at."""
        if self._questions <= 0:
            self.is_doubtful |= in_table and self._hides
            return []
        keys = ["*", element.tag, *(f".{name}" for name in element.names)]
        keys += [f"#{element.attributes['id'].lower()}"] if "id" in element.attributes else []
        meaning = []
        for rule in (rule for key in keys for rule in self._rules.get(key, ())):
            answer: Answer = "perhaps"
            if self._questions > 0:
                answer, asked = rule.selector.means(element)
                self._questions -= asked
            if answer == "yes":
                meaning.append(rule)
            elif answer == "perhaps" and in_table and rule.declared.hides:
                self.is_doubtful = True
        return sorted(meaning, key=attrgetter("strength"))


def _coloured(above: Looks, declared: Sequence[_Declared], *, hidden: bool, gone: bool) -> Looks:
    """Return how an element looks by the colours that are declared for it, the strongest last."""
    letters, ground = above.letters, above.ground
    for said in declared:
        letters, ground = said.colours(letters, ground)
    is_bare = above.is_bare and not any(said.ground for said in declared)
    same = letters == above.letters and ground == above.ground
    return Looks(hidden, gone, letters, ground, above.blends if same else is_unseen(letters, ground), is_bare)


def _strongest(rules: Iterable[tuple[bool, bool]]) -> bool:
    """Tell whether the last of the rules that say anything says yes: each says yes, or no, or nothing."""
    said = [yes for yes, no in rules if yes or no]
    return bool(said) and said[-1]


def hides(attrs: Mapping[str, str]) -> bool:
    """Tell whether an element's own attributes hide or strike its text."""
    return "hidden" in attrs or _declared(attrs.get("style", "")).hides


def raises(attrs: Mapping[str, str]) -> bool:
    """Tell whether an element's own style raises or lowers its text, as a footnote's mark."""
    return bool(_RAISES.search(attrs.get("style", "")))


@dataclass(frozen=True, slots=True)
class _Declared:
    """What a declaration says: whether it hides the text, takes it out, lets it be seen; the colours as written."""

    hides: bool = False
    gone: bool = False
    shows: bool = False
    letters: str = ""
    ground: str = ""

    def colours(self, letters: str | None, ground: str | None) -> tuple[str | None, str | None]:
        """Return the colours that it leaves; transparent letters are those of their ground."""
        if self.ground:
            words = _FIRST_COLOUR.match(self.ground)
            ground = None if words is None else _colour(words[0], ground, ground)
        if self.letters:
            letters = _colour(self.letters, letters, ground)
        return letters, ground


_NOTHING = _Declared()


@lru_cache(maxsize=2048)  # a page says the same of many cells
def _declared(words: str) -> _Declared:
    if not words:
        return _NOTHING
    size = _SIZE.search(words)
    declared = _Declared(
        bool(_HIDES.search(words)) or (size is not None and is_too_small(size[1], LEAST_LETTERS)),
        bool(_GONE.search(words)),
        bool(_SHOWS.search(words)),
        _last(_LETTERS, words),
        _last(_GROUND, words),
    )
    return _NOTHING if declared == _NOTHING else declared


def _last(what: re.Pattern[str], words: str) -> str:
    """What a declaration says last, which is what holds: a colour or a picture; "" for nothing."""
    said = [word.strip().lower() for word in what.findall(words)]
    return next((word for word in reversed(said) if word != "none"), "")


def _important(words: str) -> str:
    """The declarations of a rule that hold whatever others say."""
    return ";".join(part for part in words.split(";") if "!" in part and part.rstrip().lower().endswith("important"))


def _as_style(tag: str, attributes: Mapping[str, str]) -> str:
    """An element's own style, and the attributes that say the same."""
    style = attributes.get("style", "")
    if attributes.get("background"):
        style = f"background:url();{style}"
    if "bgcolor" in attributes:
        style = f"background:{attributes['bgcolor']};{style}"
    if tag == "body" and "text" in attributes:
        style = f"color:{attributes['text']};{style}"
    if tag == "font" and "color" in attributes:
        style = f"color:{attributes['color']};{style}"
    return style


def _colour(words: str, inherited: str | None, clear: str | None) -> str | None:
    if words in ("inherit", "currentcolor", "none", "initial", "unset", "auto"):
        return inherited
    known, is_clear = colour(words)
    return clear if is_clear else known


def _parted(selectors: str) -> list[str]:
    """Part selectors at their commas, not at those in brackets."""
    return re.findall(r"(?:\([^()]*\)|\[[^\[\]]*\]|[^,])+", selectors)

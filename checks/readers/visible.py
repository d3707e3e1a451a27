"""What of a web page is seen: what is struck out, hidden, or in the colour of its ground is no part of its text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter

from checks.readers.colours import BLACK, WHITE, is_unseen
from checks.readers.declarations import COMMENT, HIDES, NOTHING, Declared, declared, plain
from checks.readers.declarations import raises as raising
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
_TAKEN_AWAY = STRUCK | UNSEEN

_BRACE = re.compile(r"[{}]")
_ON_SCREEN = re.compile(
    r"@(?:media\s+(?:only\s+)?(?:all|screen)\s*(?:,[^{]*)?|supports\b.*|layer\b.*|container\b.*"
    r"|media\s+(?:(?:only\s+)?(?:all|screen)\s+and\s+)?\(\s*min-width\s*:\s*(?:\d{1,3}|1[0-2]\d\d)(?:\.\d+)?px\s*\))",
    re.IGNORECASE | re.DOTALL,
)
"""What holds on the screen of a desk; what a telephone or a printer does is left out."""
_WRITES = re.compile(r"::?(?:before|after)\b", re.IGNORECASE)
_WRITTEN_DIGITS = re.compile(r"""(?<![\w-])content\s*:\s*(?:["'][^"'\\]*\d|counter|attr)""", re.IGNORECASE)
_WHOLE_PAGE = (":root", "html", "body", "*")
_PRINTS = Declared(may_hide=True)
_MOST_SELECTORS = 64
_MOST_STYLE = 200_000
"""Characters of style sheets that are looked at; a page saved from Word has 20,000."""
_MOST_QUESTIONS = 500_000
"""Elements that the rules of one page look at; a report saved from Word has 5,000, and twenty rules."""
_ONE_FIGURE = re.compile(r"\s*[+-]?\d[\d,.]*\s*")
_FIGURE = re.compile(r"[\s\d,.+\-－—–/%０-９，．]+")


@dataclass(frozen=True, slots=True)
class _Rule:
    selector: Selector
    order: int
    declared: Declared
    is_important: bool

    @property
    def might_hide(self) -> bool:
        """Whether it hides what it means, or gives it the colour of an ordinary ground."""
        letters, ground, _ = self.declared.colours(BLACK, WHITE, {})
        return self.declared.hides or is_unseen(letters, ground)

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
        may_hide: something was said of it that may take a figure out of sight, and nobody can tell.
        variables: the values that have names here, beside those of the whole page.
    """

    hidden: bool = False
    gone: bool = False
    letters: str | None = BLACK
    ground: str | None = WHITE
    blends: bool = False
    is_bare: bool = True
    may_hide: bool = False
    variables: Mapping[str, str] = field(default_factory=dict)

    def lets_see(self, text: str) -> bool:
        """Tell whether a text can be seen; words stay the labels that they are whatever their colour."""
        return not self.hidden and not (self.blends and _FIGURE.fullmatch(text))

    def is_doubtful(self, text: str) -> bool:
        """Tell whether a text is a figure that may not be seen."""
        return self.may_hide and _ONE_FIGURE.fullmatch(text) is not None


class StyleSheets:
    """The rules of a page's own style sheets that hide, strike or colour something.

    Attributes:
        is_doubtful: a rule that needs the whole page may hide something that stands in a table.
        variables: the values that the whole page has names for.
    """

    def __init__(self) -> None:
        self.is_doubtful = False
        self.variables: dict[str, str] = {}
        self._rules: dict[str, list[_Rule]] = {}
        self._count = 0
        self._hides = False
        self._room = _MOST_STYLE
        self._questions = _MOST_QUESTIONS

    def add(self, sheet: str) -> None:
        """Take in a style sheet; what holds for a printer or a telephone only (@media) is left out.

        What is beyond all measure is not looked at, and may hide anything.
        """
        self.is_doubtful |= HIDES.search(sheet, self._room) is not None
        sheet = COMMENT.sub("", sheet[: self._room])
        self._room -= len(sheet)
        open_blocks: list[str] = []
        end = 0
        for brace in _BRACE.finditer(sheet):
            words, end = sheet[end : brace.start()], brace.end()
            if brace[0] == "{":
                before, _, block = words.replace("<!--", " ").rpartition(";")
                self._add_block(open_blocks, before)
                open_blocks.append(block.strip())
            elif open_blocks:
                self._add_block(open_blocks, words)
                open_blocks.pop()

    def _add_block(self, open_blocks: Sequence[str], words: str) -> None:
        """Take in the declarations of the innermost of some blocks; one in another one means what is inside of it."""
        if not words.strip() or not open_blocks or open_blocks[-1].startswith("@"):
            return
        if not all(_ON_SCREEN.fullmatch(block) for block in open_blocks if block.startswith("@")):
            return
        selectors = [""]
        for block in (block for block in open_blocks if not block.startswith("@")):
            inner = [written.strip() for written in _parted(block)]
            joined = [
                own.replace("&", outer) if "&" in own else f"{outer} {own}" for outer in selectors for own in inner
            ]
            selectors = joined[:_MOST_SELECTORS]
        self._add_rule(selectors, words)

    def _add_rule(self, selectors: Sequence[str], words: str) -> None:
        important = _important(words)
        usual = words if not important else ";".join(part for part in words.split(";") if "!" not in part)
        for said, is_important in ((declared(usual), False), (declared(important), True)):
            prints = _WRITTEN_DIGITS.search(words) is not None
            if said is NOTHING and not prints:
                continue
            self._hides |= said.hides
            for written in map(plain, selectors):
                what = said
                if prints and _WRITES.search(written):
                    written, what = _WRITES.sub("", written), _PRINTS  # noqa: PLW2901  # what it writes into
                elif said is NOTHING:
                    continue
                if said.variables and written.strip().lower() in _WHOLE_PAGE:
                    self.variables |= dict(said.variables)
                if (parsed := selector(written)) is not None:
                    self._count += 1
                    self._rules.setdefault(parsed.key, []).append(_Rule(parsed, self._count, what, is_important))

    def looks(self, element: Element, above: Looks, *, in_table: bool) -> Looks:
        """Return how an element looks, whose parent looks as ``above``; rules hide what stands in tables only."""
        attributes = element.attributes
        own = declared(_as_style(element.tag, attributes)) if attributes else NOTHING
        rules = self._that_mean(element, in_table=in_table) if self._rules else []
        is_taken_away = element.tag in _TAKEN_AWAY and not above.hidden
        if own is NOTHING and not (
            rules or is_taken_away or above.gone or "hidden" in attributes or _is_folded(element)
        ):
            return above
        return self._changed(element, above, own, rules, in_table=in_table)

    def _changed(
        self, element: Element, above: Looks, own: Declared, rules: Sequence[_Rule], *, in_table: bool
    ) -> Looks:
        """Return how an element looks of which something is said: by its name, its own style, or rules."""
        in_order = [rule.declared for rule in rules if not rule.is_important]
        in_order += [own, *(rule.declared for rule in rules if rule.is_important)]
        is_marked = "hidden" in element.attributes
        deciding = in_order if in_table else [own]
        hidden = above.hidden or element.tag in _TAKEN_AWAY or is_marked
        hidden = hidden or _strongest((said.hides, said.shows) for said in deciding)
        gone = is_marked or _strongest((said.gone, said.shows) for said in deciding)
        may_hide = in_table and (_is_folded(element) or any(said.may_hide for said in in_order))
        looks = _coloured(above, in_order, self.variables, in_table=in_table)
        return replace(looks, hidden=hidden, gone=gone, may_hide=looks.may_hide or may_hide)

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
            elif answer == "perhaps" and in_table and rule.might_hide:
                self.is_doubtful = True
        return sorted(meaning, key=attrgetter("strength"))


def _coloured(above: Looks, said: Sequence[Declared], known: Mapping[str, str], *, in_table: bool) -> Looks:
    """Return how an element looks by the colours that are declared for it, the strongest last.

    Args:
        above: how its parent looks.
        said: the declarations.
        known: the values that the whole page has names for.
        in_table: a colour that is beyond us may hide something.
    """
    letters, ground, may_hide, variables = above.letters, above.ground, above.may_hide, above.variables
    own = {name: value for one in said for name, value in one.variables}
    variables = {**variables, **own} if own else variables
    values = {**known, **variables} if variables else known
    for one in said:
        letters, ground, is_unknown = one.colours(letters, ground, values)
        may_hide |= is_unknown and in_table
    is_bare = above.is_bare and not any(one.ground for one in said)
    same = letters == above.letters and ground == above.ground
    blends = above.blends if same else is_unseen(letters, ground)
    return Looks(False, False, letters, ground, blends, is_bare, may_hide, variables)


def _is_folded(element: Element) -> bool:
    """Tell an element whose content is not seen before somebody opens it, or is seen in another order."""
    attributes = element.attributes
    if element.tag == "bdo":
        return True
    return "popover" in attributes or (element.tag in ("details", "dialog") and "open" not in attributes)


def _strongest(rules: Iterable[tuple[bool, bool]]) -> bool:
    """Tell whether the last of the rules that say anything says yes: each says yes, or no, or nothing."""
    said = [yes for yes, no in rules if yes or no]
    return bool(said) and said[-1]


def hides(attrs: Mapping[str, str]) -> bool:
    """Tell whether an element's own attributes hide or strike its text."""
    return "hidden" in attrs or declared(attrs.get("style", "")).hides


def raises(attrs: Mapping[str, str]) -> bool:
    """Tell whether an element's own style raises or lowers its text, as a footnote's mark."""
    return raising(attrs.get("style", ""))


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


def _parted(selectors: str) -> list[str]:
    """Part selectors at their commas, not at those in brackets."""
    return re.findall(r"(?:\([^()]*\)|\[[^\[\]]*\]|[^,])+", selectors)

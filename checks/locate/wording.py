"""What the texts of a sheet are: labels to the locator, and beside that a title, a cover's field, a sentence.

Each text is looked at once in a process, each sheet's texts together once for all sheets that have the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, TypeAlias

from checks.forms.labels import known_core
from checks.locate.columns import REMARKS
from checks.locate.lines import UNITS
from checks.locate.previous_sheet import TITLE
from checks.locate.sheet import WIDEST_LABEL
from checks.model.characters import LONGEST_REMEMBERED
from checks.model.figures import is_figure, read
from checks.model.grid import ROW_CODE, Grid, Special, Value, is_blank
from checks.titles import is_field, may_be_title

BLANK, FIGURE, STROKE, SPECIAL, UNIT, _WORDS, _PARAGRAPH, _REMARK = range(8)
_MARKS = range(FIGURE, UNIT)  # what may stand where a figure is asked for
_Trait: TypeAlias = Literal["title", "field", "sentence", "last_year", "checks", "asks", "规则", "状态", "说明"]
Tag: TypeAlias = int | str | tuple[int | str, tuple[_Trait, ...]]
"""What a cell is to the locator; of a text that says more than that, what it says, too."""

_COLONS = ("：", ":")
_CHECKING = ("校验", "核对", "差额")
_MANY_TYPED = 40
"""Figures of 表三 that are typed are five times as many; a clerk's own notes have fewer."""
_HEADS: tuple[_Trait, ...] = ("规则", "状态", "说明")
_HEAD = 60
"""Texts among which a list of rules has its header."""
_LONG = 20  # a cell of a sheet that is a sentence is longer
NOTE = re.compile(r"\s*(?:[（(][^（()）]*[）)]\s*$|[（(]?(?:注|备注|说明|填[报表写]说明|提示|例|示例|如)\s*[:：\d])")
_SPEAKS = re.compile(r"\d\s*(?:件|条|次|宗|起|万?元)|20\d\d\s*年|未收到|没有收到")


def is_sentence(text: str) -> bool:
    """Tell a long cell that says something of the year's work, rather than how to fill in a form."""
    if len(text) <= _LONG or not ("。" in text or "，" in text):
        return False
    return NOTE.match(text) is None and _SPEAKS.search(text) is not None


def purpose(name: str) -> str:
    """What the name of a sheet says that it is for: 上年数据, or one of the words for checking; "" for all others."""
    return _purpose(name) if len(name) <= LONGEST_REMEMBERED else _purpose.__wrapped__(name)


@lru_cache(maxsize=1024)  # a form's sheets have the same names in every workbook
def _purpose(name: str) -> str:
    if name.strip() == TITLE:
        return TITLE
    return next((word for word in _CHECKING if word in name), "")


def use_of(grid: Grid) -> str:
    """What a sheet is for by its name; one for checking holds formulas, and no table that somebody has typed."""
    use = purpose(grid.name)
    return "" if use in _CHECKING and _typed(grid) >= _MANY_TYPED else use


def _typed(grid: Grid) -> int:
    """Count the figures of a sheet that no formula gives."""
    formulas = {row * ROW_CODE + column for row, column in grid.formulas or ()}
    if grid.shape is not None:
        return len(set(grid.numbers) - formulas)
    cells = [(row * ROW_CODE + c, v) for row, values in enumerate(grid.rows) for c, v in enumerate(values)]
    return sum(not (value is None or isinstance(value, str)) and code not in formulas for code, value in cells)


def is_mark(tag: Tag) -> bool:
    """Tell a figure, a stroke and the like from words."""
    return _label_of(tag) in _MARKS


def is_nothing(tag: Tag) -> bool:
    """Tell a blank."""
    return _label_of(tag) == BLANK


def _label_of(tag: Tag) -> int | str:
    return tag[0] if isinstance(tag, tuple) else tag


def tag_of(value: Value) -> Tag:
    """Return the tag of a cell that holds no text."""
    return BLANK if value is None else SPECIAL if isinstance(value, Special) else FIGURE


class Wording:
    """The texts of a sheet, in their order, as far as they mean anything; one object for all sheets with the same.

    Attributes:
        tags: what each text is.
        titles: the places of those that may be the title of a report.
        has_field: whether a field of a cover is among them.
        has_sentence: whether one speaks of the year's work.
        has_last_year: whether one is the heading of last year's figures.
        checks_others: they hold another sheet to its rules: a standard workbook's list of them, or a clerk's own.
        labels: what they are, but for those that end with a colon: a question or a sentence's beginning is none.
        is_all_words: none is blank, nor stands where a figure might.
    """

    __slots__ = (
        "checks_others",
        "has_field",
        "has_last_year",
        "has_sentence",
        "is_all_words",
        "labels",
        "tags",
        "titles",
    )

    def __init__(self, tags: tuple[Tag, ...]) -> None:
        """Follow from the tags what they tell."""
        traits = [tag[1] if isinstance(tag, tuple) else () for tag in tags]
        every = {trait for some in traits for trait in some}
        self.tags = tags
        self.titles = [place for place, some in enumerate(traits) if "title" in some]
        self.has_field = "field" in every
        self.has_sentence = "sentence" in every
        self.has_last_year = "last_year" in every
        heads = {trait for some in traits[:_HEAD] for trait in some}
        self.checks_others = "checks" in heads or heads.issuperset(_HEADS)
        self.labels = frozenset(
            [str(_label_of(tag)) for tag, some in zip(tags, traits, strict=True) if "asks" not in some]
        )
        self.is_all_words = not any(is_mark(tag) or is_nothing(tag) for tag in tags)


class Tags(dict[Value, Tag]):
    """Text of a cell → what it is to the locator: a known label, a figure, a unit, other words; and what it says."""

    def __init__(self, known: frozenset[str], groups: set[str], subjects: Sequence[str]) -> None:
        """Begin with nothing known.

        Args:
            known: the cores of all rows, columns and groups.
            groups: the cores of the groups.
            subjects: what reports are about, by their titles.
        """
        super().__init__()
        self._known, self._groups, self._subjects = known, groups, subjects

    def __missing__(self, text: Value) -> Tag:
        """Look at a text for the first time."""
        assert isinstance(text, str)
        says: dict[_Trait, bool] = {
            "title": may_be_title(text, self._subjects),
            "field": is_field(text),
            "sentence": is_sentence(text),
            "last_year": text.strip() == TITLE,
            "checks": any(word in text for word in _CHECKING),
            **{head: text == head for head in _HEADS},
        }
        label = self._words(text) if says["title"] else self._label(text)  # no figure speaks of a subject
        says["asks"] = isinstance(label, str) and text[-1:] in _COLONS
        traits = tuple(trait for trait, is_so in says.items() if is_so)
        tag: Tag = (label, traits) if traits else label
        if len(text) <= LONGEST_REMEMBERED:
            self[text] = tag
        return tag

    def _label(self, text: str) -> int | str:
        if is_blank(text):
            return BLANK
        if text.strip() in UNITS:
            return UNIT
        if is_figure(text):
            return FIGURE if read(text, "signed").state in ("number", "several") else STROKE
        return self._words(text)

    def _words(self, text: str) -> int | str:
        core = known_core(text, self._known)
        if core in self._known or any(group in core for group in self._groups):
            return core if len(text) <= WIDEST_LABEL else f"{core} "
        if any(word in core for word in REMARKS):
            return f"{_REMARK} {core}"
        return _WORDS if len(text) <= WIDEST_LABEL else _PARAGRAPH

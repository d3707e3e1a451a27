"""Which column of a header is which column of a block: by its label, then by its place among those that are known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from checks.forms.labels import normalise
from checks.locate.row_matching import innermost
from checks.locate.sheet import NUMBER, STROKE, Sheet
from checks.model.form import Block

_ENOUGH = (3, 5)  # of the columns of a block must be known by their labels
_LONGEST_STACK = 3  # cells that one label may be broken into, one below the other
_LOOKED_AT = 40  # rows below a header
_TOTAL_WORDS = ("计", "总")
REMARKS = frozenset(["备注", "校验", "核对", "核验", "复核", "检查", "说明", "注", "序号", "单位", "差额", "行校验"])
"""Headings of columns that hold no figures of the form, whatever stands in them."""


_WORDS_OF_GROUPS = 2_000  # words of which it is remembered what group they name


class Columns:
    """The columns of a block, with what is asked of them for each sheet.

    Attributes:
        items: the columns.
        own: the places of those that every copy of the form prints.
        labels: the core of each label.
        of_core: spelling → the columns that it may mean.
        named: the words of which it is known what they mean.
        ambiguous: the columns that share a spelling with another.
        groups: the places of the columns of each group that has several; those of no group left out.
        has_groups: whether any heading spans several columns.
    """

    __slots__ = ("_group_of", "ambiguous", "groups", "has_groups", "items", "labels", "named", "of_core", "own")

    def __init__(self, block: Block) -> None:
        self.items = block.columns
        self.own = [i for i, column in enumerate(block.columns) if not column.subtotal_of]
        self.labels = [normalise(column.label) for column in block.columns]
        self.of_core: dict[str, list[int]] = {}
        for i, column in enumerate(block.columns):
            for core in column.cores:
                self.of_core.setdefault(core, []).append(i)
        self.named = REMARKS.union(self.of_core)
        self.ambiguous = {i for columns in self.of_core.values() if len(columns) > 1 for i in columns}
        groups: dict[tuple[str, ...], set[int]] = {}
        for i in self.own:
            groups.setdefault(block.columns[i].group, set()).add(i)
        self.groups = [members for group, members in groups.items() if group and len(members) > 1]
        named = {core: group.id for group in block.column_groups for core in group.cores}
        self.has_groups = bool(named)
        self._group_of = lru_cache(_WORDS_OF_GROUPS)(lambda word: innermost([word], named))

    def group_of(self, word: str) -> str:
        """Return the id of the innermost group that a word names, or ""."""
        return self._group_of(word)


class Band:
    """The rows of a header and the figures below.

    Attributes:
        sheet: the whole sheet.
        rows: the words of the header's rows.
        bottom: its last row.
        width: how many columns the header has.
        stacks: for each column its words from top to bottom; a word repeated below itself counts once.
        last_words: for each column the last of them.
    """

    __slots__ = ("_joined", "bottom", "last_words", "rows", "sheet", "stacks", "width")

    def __init__(self, sheet: Sheet, top: int, bottom: int) -> None:
        self.sheet = sheet
        self.bottom = bottom
        self.rows = sheet.labels[top : bottom + 1]
        self.width = max(map(len, self.rows))
        self.stacks: list[list[str]] = [[] for _ in range(self.width)]
        for row in self.rows:
            for word, stack in zip(row, self.stacks, strict=False):
                if word and stack[-1:] != [word]:
                    stack.append(word)
        self.last_words = [stack[-1] if stack else "" for stack in self.stacks]
        sizes = range(_LONGEST_STACK, 1, -1)
        self._joined = [
            (c, ["".join(stack[-k:]) for k in sizes if k <= len(stack)])
            for c, stack in enumerate(self.stacks)
            if len(stack) > 1
        ]

    def leaves(self, columns: Columns) -> list[str]:
        """Return the label of each column: the longest end of its stack that is known, else its last word."""
        leaves = list(self.last_words)
        for c, ends in self._joined:
            for word in ends:
                if word in columns.of_core:
                    leaves[c] = word
                    break
        return leaves

    def has_figures(self, column: int) -> bool:
        """Tell whether a number stands in a column in the first rows below the header."""
        rows = range(self.bottom + 1, min(self.bottom + 1 + _LOOKED_AT, len(self.sheet.kinds)))
        return any(self.sheet.has(NUMBER + STROKE, row, column) for row in rows)

    def groups(self, columns: Columns) -> list[str]:
        """The innermost group that each column stands under: the nearest heading at or left of it, from below."""
        groups = [""] * self.width
        if not columns.has_groups:
            return groups
        for row in reversed(self.rows):
            group = ""
            for c in range(self.width):
                if c < len(row) and row[c]:
                    group = columns.group_of(row[c])
                groups[c] = groups[c] or group
        return groups


@dataclass(slots=True)
class Fit:
    """The columns of one block in a sheet.

    Attributes:
        columns: the form's column → the sheet's column.
        guessed: of these, the ones known by their place: (label as written, the form's label).
        twins: the form's column → another sheet column with the same label.
        joined: whether a label was put together from several cells.
    """

    columns: dict[int, int]
    guessed: list[tuple[str, str]] = field(default_factory=list)
    twins: dict[int, int] = field(default_factory=dict)
    joined: bool = False


def fit(band: Band, columns: Columns) -> Fit | None:
    """Map a block's columns to the sheet's, or return None if too few of them are there."""
    leaves = band.leaves(columns)
    places: dict[int, list[int]] = {}
    for c, leaf in enumerate(leaves):
        for i in columns.of_core.get(leaf, ()):
            places.setdefault(i, []).append(c)
    if not places:
        return None
    own = columns.own
    known = _by_label(band, columns, leaves, places)
    ends = [i for i in (own[0], own[-1]) if i in known]
    guesses = _by_place(band, columns, leaves, known) if len(known) < len(own) else {}
    if not _is_enough(known, columns) and not (len(ends) == 2 and len(ends) < len(known | guesses) == len(own)):
        return None
    fitted = Fit(known | guesses)
    fitted.guessed = [(leaves[c] or "（空）", columns.items[i].label) for i, c in sorted(guesses.items())]
    fitted.joined = any(leaves[c] not in band.stacks[c] for c in known.values())
    _subtotals(columns, places, fitted)
    _twins(columns, leaves, fitted)
    return fitted


def _by_label(band: Band, columns: Columns, leaves: list[str], places: dict[int, list[int]]) -> dict[int, int]:
    groups = band.groups(columns)
    by_label: dict[int, int] = {}
    for i in columns.own:
        group = columns.items[i].group
        taken = by_label.values()
        choices = [c for c in places.get(i, ()) if c not in taken]
        inside = [c for c in choices if group and groups[c] == group[-1]]
        if not inside and i in columns.ambiguous and any(groups[c] for c in choices):
            continue
        if choices := inside or choices:
            last = max(taken, default=-1)
            right = [c for c in choices if c > last]
            by_label[i] = min(right or choices, key=lambda c: (leaves[c] != columns.labels[i], c))  # used up at once
    return by_label


def _by_place(band: Band, columns: Columns, leaves: list[str], known: dict[int, int]) -> dict[int, int]:
    """Take unknown columns between known ones for the form's, where there are exactly as many."""
    guesses: dict[int, int] = {}
    spoken = set(known.values())

    def free(start: int, end: int) -> list[int]:
        unknown = [c for c in range(start, end) if c not in spoken and leaves[c] not in columns.named]
        return [c for c in unknown if leaves[c] or band.has_figures(c)]

    for run, low, high in _gaps(columns.own, known):
        if low is not None and high is not None:
            between = free(low + 1, high)
            if len(between) == len(run):
                guesses |= dict(zip(run, between, strict=True))
        elif low is not None and len(run) == 1 and low + 1 < band.width:  # the last column is the total
            word = leaves[low + 1]
            if free(low + 1, low + 2) and any(part in word for part in _TOTAL_WORDS):
                guesses[run[0]] = low + 1
        elif high and len(run) == 1 and free(high - 1, high) and leaves[high - 1] and band.has_figures(high - 1):
            guesses[run[0]] = high - 1
    return guesses


def _gaps(own: list[int], known: dict[int, int]) -> Iterator[tuple[list[int], int | None, int | None]]:
    """Yield the runs of columns that no label names, each with the sheet's columns that are known around it."""
    gaps: list[list[int]] = []
    for position, i in enumerate(own):
        if i in known:
            continue
        if position and own[position - 1] not in known:
            gaps[-1].append(i)
        else:
            gaps.append([i])
    for run in gaps:
        before, after = own.index(run[0]) - 1, own.index(run[-1]) + 1
        yield (
            run,
            known[own[before]] if before >= 0 else None,
            known[own[after]] if after < len(own) else None,
        )


def _subtotals(columns: Columns, places: dict[int, list[int]], fitted: Fit) -> None:
    taken = fitted.columns.values()
    for i, column in enumerate(columns.items):
        if column.subtotal_of:
            first = min(taken)
            extra = [c for c in places.get(i, ()) if c >= first and c not in taken]
            if extra:
                fitted.columns[i] = extra[0]


def _twins(columns: Columns, leaves: list[str], fitted: Fit) -> None:
    """Columns whose label another column has already: one of them is not the form's."""
    taken = set(fitted.columns.values())
    for c in range(min(taken), len(leaves)):
        if c in taken:
            continue
        same = [i for i in columns.of_core.get(leaves[c], ()) if i in fitted.columns]
        if len(same) == 1:
            fitted.twins.setdefault(same[0], c)


def _is_enough(known: dict[int, int], columns: Columns) -> bool:
    """Three columns in five, or one whole group: offices print 表四 as three small tables too."""
    if len(known) * _ENOUGH[1] >= len(columns.own) * _ENOUGH[0]:
        return bool(known)
    return any(members <= known.keys() for members in columns.groups)

"""Which column of a header is which column of a block: by its label, then by its place among those that are known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from checks.forms.labels import normalise
from checks.locate.row_matching import innermost
from checks.model.figures import is_figure
from checks.model.form import Block, Item
from checks.model.grid import Grid, Special

_ENOUGH = (3, 5)  # of the columns of a block must be known by their labels
_LONGEST_STACK = 3  # cells that one label may be broken into, one below the other
_TOTAL_WORDS = ("计", "总")
REMARKS = frozenset(["备注", "校验", "核对", "核验", "复核", "检查", "说明", "注", "序号", "单位", "差额", "行校验"])
"""Headings of columns that hold no figures of the form, whatever stands in them."""


@dataclass
class Band:
    """The rows of a header and the figures below.

    Attributes:
        labels: the words of the whole sheet.
        top: the first row of the header; ``bottom`` the last.
    """

    labels: Sequence[Sequence[str]]
    grid: Grid
    top: int
    bottom: int

    @cached_property
    def width(self) -> int:
        """How many columns the header has."""
        return max(map(len, self.labels[self.top : self.bottom + 1]))

    @cached_property
    def stacks(self) -> list[list[str]]:
        """For each column its words from top to bottom; a word repeated below itself counts once."""
        rows = self.labels[self.top : self.bottom + 1]
        stacks: list[list[str]] = [[] for _ in range(self.width)]
        for row in rows:
            for c, word in enumerate(row):
                if word and stacks[c][-1:] != [word]:
                    stacks[c].append(word)
        return stacks

    def leaf(self, column: int, cores: frozenset[str]) -> str:
        """Return the label of a column: the longest end of its stack that is known, else its last word."""
        stack = self.stacks[column]
        for k in range(min(_LONGEST_STACK, len(stack)), 0, -1):
            if (word := "".join(stack[-k:])) in cores:
                return word
        return stack[-1] if stack else ""

    def has_figures(self, column: int) -> bool:
        """Tell whether a number stands in a column in the first rows below the header."""
        rows = self.grid.rows[self.bottom + 1 : self.bottom + 1 + 40]
        return any(
            column < len(row)
            and not isinstance(row[column], Special)
            and row[column] not in (None, "")
            and is_figure(row[column])
            for row in rows
        )


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


def fit(band: Band, block: Block) -> Fit | None:
    """Map a block's columns to the sheet's, or return None if too few of them are there."""
    cores = frozenset(core for column in block.columns for core in column.cores)
    leaves = [band.leaf(c, cores) for c in range(band.width)]
    columns = _by_label(band, block, leaves)
    ends = [i for i in (_own(block)[0], _own(block)[-1]) if i in columns]
    guesses = _by_place(band, block, leaves, columns)
    if not _is_enough(columns, block) and not (
        len(ends) == 2 and len(ends) < len(columns | guesses) == len(_own(block))
    ):
        return None
    fitted = Fit(columns | guesses)
    fitted.guessed = [(leaves[c] or "（空）", block.columns[i].label) for i, c in sorted(guesses.items())]
    fitted.joined = any(leaves[c] not in band.stacks[c] for c in columns.values())
    _subtotals(block, leaves, fitted)
    _twins(block, leaves, fitted)
    return fitted


def _own(block: Block) -> list[int]:
    return [i for i, column in enumerate(block.columns) if not column.subtotal_of]


def _by_label(band: Band, block: Block, leaves: list[str]) -> dict[int, int]:
    groups = _groups(band, block)
    by_label: dict[int, int] = {}
    for i in _own(block):
        column = block.columns[i]
        choices = [c for c in range(band.width) if leaves[c] in column.cores and c not in by_label.values()]
        inside = [c for c in choices if column.group and groups[c] == column.group[-1]]
        if not inside and any(groups[c] for c in choices) and _is_ambiguous(column, block):
            continue
        if choices := inside or choices:
            right = [c for c in choices if c > max(by_label.values(), default=-1)]
            by_label[i] = min(right or choices, key=lambda c: (leaves[c] != normalise(column.label), c))
    return by_label


def _by_place(band: Band, block: Block, leaves: list[str], known: dict[int, int]) -> dict[int, int]:
    """Take unknown columns between known ones for the form's, where there are exactly as many."""
    guesses: dict[int, int] = {}
    spoken = set(known.values())
    named = REMARKS.union(*(column.cores for column in block.columns))

    def free(start: int, end: int) -> list[int]:
        unknown = [c for c in range(start, end) if c not in spoken and leaves[c] not in named]
        return [c for c in unknown if leaves[c] or band.has_figures(c)]

    for run, low, high in _gaps(_own(block), known):
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


def _subtotals(block: Block, leaves: list[str], fitted: Fit) -> None:
    for i, column in enumerate(block.columns):
        taken = fitted.columns.values()
        extra = [c for c in range(min(taken), len(leaves)) if leaves[c] in column.cores and c not in taken]
        if column.subtotal_of and extra:
            fitted.columns[i] = extra[0]


def _twins(block: Block, leaves: list[str], fitted: Fit) -> None:
    """Columns whose label another column has already: one of them is not the form's."""
    taken = set(fitted.columns.values())
    for c in range(min(taken), len(leaves)):
        if c in taken:
            continue
        same = [i for i in fitted.columns if leaves[c] in block.columns[i].cores]
        if len(same) == 1:
            fitted.twins.setdefault(same[0], c)


def _is_enough(columns: dict[int, int], block: Block) -> bool:
    """Three columns in five, or one whole group: offices print 表四 as three small tables too."""
    own = _own(block)
    if len(columns) * _ENOUGH[1] >= len(own) * _ENOUGH[0]:
        return bool(columns)
    by_group: dict[tuple[str, ...], set[int]] = {}
    for i in own:
        by_group.setdefault(block.columns[i].group, set()).add(i)
    return any(group and len(members) > 1 and members <= columns.keys() for group, members in by_group.items())


def _is_ambiguous(column: Item, block: Block) -> bool:
    return sum(bool(column.cores & other.cores) for other in block.columns) > 1


def _groups(band: Band, block: Block) -> list[str]:
    """The innermost group that each column stands under: the nearest heading at or left of it, from below."""
    named = {core: group.id for group in block.column_groups for core in group.cores}
    groups = [""] * band.width
    for row in reversed(band.labels[band.top : band.bottom + 1]):
        group = ""
        for c in range(band.width):
            if c < len(row) and row[c]:
                group = innermost([row[c]], named)
            groups[c] = groups[c] or group
    return groups

"""Which line is which row: by the label where it is known, by order, number and likeness where it is not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from checks.effort import spend
from checks.forms.labels import is_contrary, known_core, normalise, numbering
from checks.locate.lines import Line
from checks.model.form import Item

_EXACT = 10.0
_SUBTOTAL = "小计"
_TELLING = 4  # characters of a label that another one may end with
_ALIKE = 0.6  # two labels that share so much of their characters may be the same one, badly read
_TURNS = ("不", "非", "未", "无", "上", "去", "前", "除", "另", "往")
_NUMBERED = 0.3  # with the same number in front, a third is enough
_REACH = 3  # badly read rows are looked for this far beyond the rows that were read well


@dataclass(slots=True)
class Match:
    """Item position → line position.

    Attributes:
        guessed: the items that rest on place, number and likeness rather than on the label.
        weak: of these, the ones of which the label itself shares little with the form's, or says another thing.
        twins: line position → item position, for lines whose label another line has already.
        split: the items that the document splits into several lines; none of them is the row.
        loose: whether some label was cut into several cells, or stood at the end of a longer one.
    """

    lines: dict[int, int] = field(default_factory=dict)
    guessed: set[int] = field(default_factory=set)
    weak: set[int] = field(default_factory=set)
    twins: dict[int, int] = field(default_factory=dict)
    split: set[int] = field(default_factory=set)
    loose: bool = False


class Rows:
    """The rows of a form that may stand below one another, with what is asked of them for each document.

    Attributes:
        items: the rows.
        of_core: spelling → the rows that it may mean.
        cores: the spellings.
        endings: those that another label may end with.
        totals: the number in front of a row that is a total → its core.
        subtotals: of each row the core of its group's subtotal; "" where there is none.
        with_subtotal: labels behind which the form knows a 小计.
    """

    __slots__ = ("cores", "endings", "items", "of_core", "subtotals", "totals", "with_subtotal")

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items
        self.of_core: dict[str, list[int]] = {}
        for j, item in enumerate(items):
            for core in item.cores:
                self.of_core.setdefault(core, []).append(j)
        self.cores = frozenset(self.of_core)
        self.endings = [core for core in self.of_core if len(core) >= _TELLING]
        self.totals = {numbering(item.label): normalise(item.label) for item in items if item.label.endswith("计")}
        self.totals.pop("", None)
        of_group = {item.subtotal_of: normalise(item.label) for item in items if item.subtotal_of}
        inner = [item.group[-1] if item.group and not item.subtotal_of else None for item in items]
        self.subtotals = ["" if group is None else of_group.get(group, "") for group in inner]
        self.with_subtotal = {core.removesuffix(_SUBTOTAL) for core in self.cores if core.endswith(_SUBTOTAL)}


def match(lines: Sequence[Line], rows: Rows) -> Match:
    """Pair the lines of a document with the rows of a form.

    Known labels decide first, in the form's order where a label occurs twice; a label that occurs once is found
    wherever it stands. A line in between that resembles the missing row is taken for it, and marked.
    """
    items = rows.items
    weights = _exact(lines, rows)
    result = Match(_in_order(weights, len(items)))
    if len(result.lines) < len(weights):
        _out_of_order(weights, result)
        _filled_first(lines, weights, result)
    _drop_split(lines, items, weights, result)
    _drop_headings(lines, items, result)
    if result.lines:
        _between(lines, items, weights, result)
    whole = [core for j, i in result.lines.items() for core in lines[i].cores if core in items[j].cores]
    result.loose = len(whole) < len(result.lines)
    return result


def _exact(lines: Sequence[Line], rows: Rows) -> dict[int, dict[int, float]]:
    """Line → item → how well a known spelling of the item names the line."""
    weights: dict[int, dict[int, float]] = {}
    subtotals = _Subtotals(rows)
    for i, line in enumerate(lines):
        if not line.labels and not line.wrapped:
            continue
        subtotals.read(line)
        names = line.cores if rows.cores.issuperset(line.cores) else _known(line, rows.cores)
        if len(line.labels) > 1:
            names = [*names, line.joined, *line.ends]
        known: dict[int, float] = {}
        for depth, core in enumerate(names):
            for j in rows.of_core.get(subtotals.meant(line) if core == _SUBTOTAL else core, ()):
                if depth and rows.items[j].subtotal_of:
                    continue  # a group's label stands left of its rows; only next to the figures it means a subtotal
                known[j] = max(known.get(j, 0.0), _EXACT - depth)
        if not known and (ending := _by_end(line, rows)) is not None:
            known[ending] = _EXACT - 3
        if known:
            weights[i] = known
        subtotals.take(known)
    return weights


class _Subtotals:
    """What a bare 小计 means: the group that its line names, that of the row above it, or the last one named."""

    __slots__ = ("_above", "_is_named", "_named", "_rows")

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._named = self._above = ""
        self._is_named = False

    def read(self, line: Line) -> None:
        """Take in what a line names."""
        self._is_named = False
        for core in line.cores:
            if core in self._rows.with_subtotal:
                self._named, self._is_named = core, True
                break

    def meant(self, line: Line) -> str:
        """Return the label that a 小计 in the line stands for that was read last."""
        above = "" if self._is_named else self._above
        return self._rows.totals.get(line.number, above or f"{self._named}{_SUBTOTAL}")

    def take(self, known: Mapping[int, float]) -> None:
        """Remember the row that a line surely is."""
        if len(known) == 1:
            (row,) = known
            self._above = self._rows.subtotals[row]


def _by_end(line: Line, rows: Rows) -> int | None:
    """The item whose label ends the line's: 三、本年度办理结果（一）予以公开 in one cell, a label broken over lines."""
    for words in (*line.cores[:1], *line.wrapped):
        tails = {j for core in rows.endings if _ends(words, core) for j in rows.of_core[core]}
        if len(tails) == 1:
            return tails.pop()
    return None


def _ends(words: str, core: str) -> bool:
    """Tell whether words end with a label, and nothing right before it turns its meaning."""
    return words.endswith(core) and not words[: -len(core)].endswith(_TURNS)


def _known(line: Line, cores: frozenset[str]) -> list[str]:
    """The line's labels as the form knows them, the nearest first."""
    known = [_core_among(str(piece.value), cores) for piece in reversed(line.labels)]
    return [core for core in known if core]


_core_among = lru_cache(maxsize=8192)(known_core)


def _in_order(weights: dict[int, dict[int, float]], items: int) -> dict[int, int]:
    """The heaviest pairing that keeps the order of both sides (longest common subsequence, weighted)."""
    rows = sorted(weights)
    if _are_in_order(weights):
        return {j: i for i in reversed(rows) for j in weights[i]}
    best = [[0.0] * (items + 1)]
    for i in rows:
        above = best[-1]
        here = list(above)
        for j, weight in sorted(weights[i].items()):
            taken = above[j] + weight
            for k in range(j + 1, items + 1):
                if here[k] >= taken:
                    break
                here[k] = taken
        best.append(here)
    pairs: dict[int, int] = {}
    a, j = len(rows), items
    while a and j:
        if best[a][j] == best[a][j - 1]:
            j -= 1
        elif best[a][j] == best[a - 1][j]:
            a -= 1
        else:
            pairs[j - 1] = rows[a - 1]
            a, j = a - 1, j - 1
    return pairs


def _are_in_order(weights: dict[int, dict[int, float]]) -> bool:
    """Tell whether each line names a single row, and the next line a later one: then nothing need be weighed."""
    before = -1
    for known in weights.values():
        for j, weight in known.items():
            if j <= before or len(known) > 1 or weight <= 0:
                return False
            before = j
    return True


def _out_of_order(weights: dict[int, dict[int, float]], result: Match) -> None:
    """Rows that someone has moved: a label that only one line and one row share."""
    used = set(result.lines.values())
    claims: dict[int, list[int]] = {}
    for i, items in weights.items():
        open_items = [j for j in items if j not in result.lines]
        if i not in used and len(open_items) == 1 and items[open_items[0]] >= _EXACT - 1:
            claims.setdefault(open_items[0], []).append(i)
    for j, rows in claims.items():
        if len(rows) == 1:
            result.lines[j] = rows[0]


def _filled_first(lines: Sequence[Line], weights: dict[int, dict[int, float]], result: Match) -> None:
    """Of two lines with one label the one that holds figures is the row; note the other as its twin."""
    used = set(result.lines.values())
    for i, items in weights.items():
        best = [j for j, weight in items.items() if weight >= _EXACT]
        if i in used or len(best) != 1 or best[0] not in result.lines:
            continue
        first = result.lines[best[0]]
        if lines[i].figures and not lines[first].figures:
            result.lines[best[0]] = i
        elif lines[i].figures and weights[first].get(best[0], 0.0) >= _EXACT:
            result.twins[i] = best[0]


def _drop_split(
    lines: Sequence[Line], items: Sequence[Item], weights: dict[int, dict[int, float]], result: Match
) -> None:
    """Drop a row that the document splits into several, as 其他对外管理服务事项 into 行政检查 and 行政确认."""
    used = set(result.lines.values())
    for j, i in list(result.lines.items()):
        line, below = lines[i], lines[i + 1] if i + 1 < len(lines) else None
        if weights[i][j] >= _EXACT or len(line.cores) < 2 or line.cores[0] in items[j].cores or below is None:
            continue
        named = next((piece.spot[2] for piece in line.labels if _is_named(piece.value, items[j])), None)
        if named is None or i + 1 in used or i + 1 in weights or not below.figures or not below.labels:
            continue
        if below.labels[0].spot[2] > named:
            del result.lines[j]
            result.split.add(j)


def _drop_headings(lines: Sequence[Line], items: Sequence[Item], result: Match) -> None:
    """Let a group's bare label be a subtotal only where the group's first row has a line of its own.

    Where the labels of the rows are lost, the heading beside the first row would be taken for it.
    """
    for j in [j for j in result.lines if items[j].subtotal_of]:
        label, group = lines[result.lines[j]].cores[:1], items[j].subtotal_of
        if label and label[0].endswith(("小计", "合计", "总计")):
            continue
        first = next((k for k, item in enumerate(items) if group in item.group and not item.subtotal_of), None)
        if first is not None and first not in result.lines:
            del result.lines[j]


def _is_named(value: object, item: Item) -> bool:
    return normalise(str(value)) in item.cores


def _between(lines: Sequence[Line], items: Sequence[Item], weights: dict[int, dict[int, float]], result: Match) -> None:
    """Fill the gaps: a badly read label between two known rows."""
    used = set(result.lines.values())
    low, high = min(used) - _REACH, max(used) + _REACH
    for j, item in enumerate(items):
        if j in result.lines or j in result.split or item.optional:
            continue
        known = [(k, i) for k, i in result.lines.items() if not items[k].subtotal_of]
        before = max((i for k, i in known if k < j), default=low)
        after = min((i for k, i in known if k > j), default=high)
        free = {*range(max(0, before + 1), min(len(lines), after))} - used - weights.keys()
        rivals = [i for i in sorted(free) if lines[i].figures and spend("likeness", 1)]
        likeness, best = max(((_likeness(lines[i], item), -i) for i in rivals), default=(0.0, 0))
        if likeness:
            result.lines[j] = -best
            if likeness < _ALIKE or is_contrary(lines[-best].label, item.label):
                result.weak.add(j)
            result.guessed.add(j)
            used.add(-best)


def _likeness(line: Line, item: Item) -> float:
    """How much a line's label resembles a row's, from 0 to 1; 0 where it is too little to go by."""
    number = numbering(item.label)
    if line.number and number and line.number != number:
        return 0.0
    least = _NUMBERED if number and line.number == number else _ALIKE
    spellings = [core for core in (*line.cores, line.joined) if core]
    likeness = max((_similar(core, own) for core in spellings for own in item.cores), default=0.0)
    return likeness if likeness >= least else 0.0


@lru_cache(maxsize=65536)
def _similar(a: str, b: str) -> float:
    if len(a) >= 4 and len(b) >= 4 and (a in b or b in a):
        return 0.9
    from difflib import SequenceMatcher  # noqa: PLC0415  # labels that are written as the form has them do without

    matcher = SequenceMatcher(None, a, b, autojunk=False)
    if matcher.real_quick_ratio() < _NUMBERED or matcher.quick_ratio() < _NUMBERED:
        return 0.0  # too little in common to be worth the exact answer
    return matcher.ratio()


def innermost(labels: Iterable[str], groups: Mapping[str, str]) -> str:
    """Return the id of the innermost group that some words name (行政诉讼（复议后起诉） names 复议后起诉), or "".

    Args:
        labels: normalised labels.
        groups: normalised group label → id, the outer groups first.
    """
    inside = [group for core, group in groups.items() if any(core in word for word in labels)]
    return inside[-1] if inside else ""

"""The ways in which a report goes wrong, each applied to a clean random report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random

from checks import rulebook
from checks.locate import locate
from checks.model.figures import Number
from checks.model.form import Form
from checks.model.report import Report, read_reports
from checks.model.rule import Rulebook
from tests.fixtures.layouts import Rows, sheets
from tests.fixtures.random_reports import as_report, balanced, mistyped

MAIN, WITH_SUBTOTALS, OTHER = "表三", "表三（带小计）", "其他表"
Figures = dict[str, Number | str | None]
Changed = dict[str, Number | str | None]


@dataclass(frozen=True)
class Clean:
    """A clean report to spoil, and what a way of spoiling needs to know of its form."""

    form: Form
    figures: Figures
    rng: Random
    totals: Mapping[str, tuple[str, ...]]

    def pick(self, wanted: Callable[[str, Number], bool] = lambda _cell, _value: True) -> str | None:
        """Return a random cell with a whole number: half of the time of 表三, half of the time one that is not 0."""
        every = [cell for cell, was in self.figures.items() if isinstance(was, int) and wanted(cell, was)]
        large = [cell for cell in every if self.form.tables[self.form.cell(cell).table].name == MAIN]
        others = [cell for cell in every if cell not in large]
        fit = large if large and (not others or self.rng.random() < 0.5) else others
        filled = [cell for cell in fit if self.figures[cell]]
        chosen = filled if filled and self.rng.random() < 0.5 else fit
        return self.rng.choice(chosen) if chosen else None

    def line(self, cell: str, *, down: bool) -> list[str]:
        """Return the cells of the column (or the row) of a cell."""
        at = self.form.cell(cell)
        same = [c for c in self.form.cells if (c.table, c.block) == (at.table, at.block) and c.id in self.figures]
        return [c.id for c in same if (c.column == at.column if down else c.row == at.row)]


@dataclass
class Mutant:
    """A spoiled report: its documents as reports, and what its changed cells should be."""

    reports: dict[str, Report]
    truth: Changed
    table: str


Change = Callable[[Clean], Changed | None]


def value(new: Callable[[int, Random], int]) -> Change:
    """One cell gets another value."""

    def change(clean: Clean) -> Changed | None:
        cell = clean.pick(lambda _cell, was: new(int(was), Random(0)) != was or was > 9)
        return {cell: new(int(clean.figures[cell]), clean.rng)} if cell else None

    return change


def digits(edit: Callable[[str, int], str]) -> Change:
    """One cell's digits are edited at a random place."""

    def new(was: int, rng: Random) -> int:
        text = str(abs(was))
        return int(edit(text, rng.randrange(len(text))) or 0) * (-1 if was < 0 else 1)

    return value(new)


def exchange(*, down: bool) -> Change:
    """Two neighbouring figures change places."""

    def change(clean: Clean) -> Changed | None:
        cell = clean.pick(lambda _cell, was: was > 0)
        line = clean.line(cell, down=down) if cell else []
        at = line.index(cell) if cell else 0
        other = line[at + 1] if at + 1 < len(line) else line[at - 1] if at else None
        return {cell: clean.figures[other], other: clean.figures[cell]} if other else None

    return change


def slide(*, down: bool) -> Change:
    """A whole line slides by one place."""

    def change(clean: Clean) -> Changed | None:
        cell = clean.pick(lambda _cell, was: was > 0)
        line = clean.line(cell, down=down) if cell else []
        if len(line) < 4:
            return None
        return dict(zip(line, [0, *(clean.figures[one] for one in line[:-1])], strict=True))

    return change


def booked_wrongly(*, totals_follow: bool) -> Change:
    """One request stands under the wrong reason; the totals of both rows may follow."""

    def change(clean: Clean) -> Changed | None:
        sums = [parts for total, parts in clean.totals.items() if total.startswith("results.total.")]
        reasons = {part for parts in sums for part in parts if not part.startswith("results.total.")}
        cell = clean.pick(lambda one, was: one in reasons and not one.endswith(".total") and was > 0)
        if not cell:
            return None
        row, _, column = cell.rpartition(".")
        others = sorted({one.rpartition(".")[0] for one in reasons} - {row})
        other = clean.rng.choice(others)
        ends = (column, "total") if totals_follow else (column,)
        return {f"{r}.{c}": clean.figures[f"{r}.{c}"] + d for r, d in ((row, -1), (other, 1)) for c in ends}

    return change


def total(clean: Clean) -> Changed | None:
    """A printed total is overwritten."""
    cell = clean.pick(lambda one, _was: one in clean.totals)
    return {cell: clean.rng.randrange(2 * int(clean.figures[cell]) + 10)} if cell else None


def blank_line(clean: Clean) -> Changed | None:
    """A whole row is left blank."""
    cell = clean.pick(lambda _cell, was: was > 0)
    line = clean.line(cell, down=False) if cell else []
    return dict.fromkeys(line) if len(line) > 3 else None


def two(clean: Clean) -> Changed | None:
    """Two cells are mistyped."""
    cells = [clean.pick(), clean.pick()]
    return {cell: mistyped(int(clean.figures[cell]), clean.rng) for cell in cells if cell}


def one(make: Callable[[Number], Number | str | None], wanted: Callable[[str, Number], bool]) -> Change:
    """One cell is rewritten."""

    def change(clean: Clean) -> Changed | None:
        cell = clean.pick(wanted)
        return {cell: make(clean.figures[cell])} if cell else None

    return change


_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
WAYS: dict[str, Change] = {
    "加 1 或减 1": value(lambda was, rng: was + rng.choice([1, -1]) if was else 1),
    "差 10 的整数次幂": value(lambda was, rng: was + 10 ** rng.randrange(1, 4)),
    "少打一位": digits(lambda was, at: was[:at] + was[at + 1 :]),
    "重打一位": digits(lambda was, at: was[:at] + was[at] + was[at:]),
    "两位颠倒": digits(lambda was, at: was[: at - 1] + was[at] + was[at - 1] + was[at + 1 :] if at else was),
    "正负号": value(lambda was, _rng: -was),
    "乘以 10000（元与万元）": value(lambda was, _rng: was * 10_000),
    "与相邻列互换": exchange(down=False),
    "与相邻行互换": exchange(down=True),
    "整行错一列": slide(down=False),
    "整列错一行": slide(down=True),
    "总计被改写": total,
    "两格打错": two,
    "空白（原数不为 0）": one(lambda _was: None, lambda _cell, was: was > 0),
    "空白（原数为 0）": one(lambda _was: None, lambda _cell, was: was == 0),
    "整行空白": blank_line,
    "文本型数字": one(str, lambda _cell, was: was > 0),
    "全角数字": one(lambda was: str(was).translate(_WIDE), lambda _cell, was: was > 0),
    "一件记错事由，总计未动": booked_wrongly(totals_follow=False),
    "一件记错事由，总计跟着改": booked_wrongly(totals_follow=True),
}
STALE, LOST, RELABELLED = "公式改成固定数，未随之变", "删去一行", "改动一个行标签"


def clean_report(form: Form, book: Rulebook, rng: Random) -> Clean:
    """Draw a clean report; half of those with 表三 have the optional subtotals."""
    figures: Figures = dict(balanced(form, rng))
    totals: dict[str, tuple[str, ...]] = {}
    with_subtotals = rng.random() < 0.5
    for rule in book.rules[form.id]:
        parts = tuple(cell for cell, _ in rule.holds.left.terms)
        whole = [cell for cell, _ in rule.holds.right.terms]
        if rule.holds.relation != "=" or len(whole) != 1 or len(parts) < 2:
            continue
        if rule.optional and with_subtotals and all(part in figures for part in parts):
            figures[whole[0]] = sum(figures[part] for part in parts)
        if whole[0] in figures:
            totals.setdefault(whole[0], parts)
    ordered = {cell.id: figures[cell.id] for cell in form.cells if cell.id in figures}
    return Clean(form, ordered, rng, totals)


def spoil(way: str, clean: Clean) -> Mutant | None:
    """Apply one way of going wrong; None where it changes nothing."""
    form = clean.form
    if way in (LOST, RELABELLED):
        return _relabel(clean, lose=way == LOST)
    if way == STALE:
        return _stale(clean)
    changed = WAYS[way](clean)
    changed = {cell: new for cell, new in (changed or {}).items() if new != clean.figures[cell]}
    if not changed:
        return None
    figures = {**clean.figures, **changed}
    truth = {cell: clean.figures[cell] for cell in changed}
    if way == "文本型数字":
        if any(form.cell(cell).optional for cell in clean.figures):
            return None  # the layouts of the tests print no optional line
        return Mutant(_read(form, figures, lambda rows: rows), truth, _table(clean, changed))
    return Mutant({form.id: as_report(form, figures)}, truth, _table(clean, changed))


def _table(clean: Clean, changed: Mapping[str, object]) -> str:
    form = clean.form
    if {form.tables[form.cell(cell).table].name for cell in changed} != {MAIN}:
        return OTHER
    subtotals = any(
        form.cell(cell).optional and form.tables[form.cell(cell).table].name == MAIN for cell in clean.figures
    )
    return WITH_SUBTOTALS if subtotals else MAIN


def _read(form: Form, figures: Figures, change: Callable[[Rows], Rows]) -> dict[str, Report]:
    grids = sheets(form, {cell: "" if new is None else new for cell, new in figures.items()}, change)
    layouts = locate(grids, rulebook.load(), None)
    return read_reports(grids, layouts[0]) if layouts else {}


def _relabel(clean: Clean, *, lose: bool) -> Mutant | None:
    """Delete a row of 表三 (of the statistics table), or change a character of its label."""
    table = clean.form.tables[1 if len(clean.form.tables) > 1 else 0]
    rows = [row for block in table.blocks for row in block.rows if not (row.optional or row.heading or row.subtotal_of)]
    row = clean.rng.choice(rows)
    place = clean.rng.randrange(len(row.label))
    edited = row.label[:place] + "口" + row.label[place + 1 :]

    def change(written: Rows) -> Rows:
        if lose:
            return [line for line in written if row.label not in line]
        return [[edited if text == row.label else text for text in line] for line in written]

    printed = {cell: v for cell, v in clean.figures.items() if not clean.form.cell(cell).optional}
    cells = [cell for cell in printed if cell.startswith(f"{row.id}.") or cell == row.id]
    reports = _read(clean.form, printed, change)
    without_subtotals = replace(clean, figures=printed)
    return Mutant(reports, {cell: printed[cell] for cell in cells}, _table(without_subtotals, dict.fromkeys(cells)))


def _stale(clean: Clean) -> Mutant | None:
    """All totals are formulas but one, which keeps its figure while its parts and everything else grow."""
    rows = [cell for cell in clean.totals if cell.startswith(("results.", "denied.", "unavailable.", "refused."))]
    rows = [cell for cell in rows if cell.endswith(".total") and not clean.form.cell(cell).optional]
    rows = [cell for cell in rows if not cell.startswith("results.total")]
    if not rows:
        return None
    figures, stale = dict(clean.figures), clean.rng.choice(rows)
    row, grown = stale.rpartition(".")[0], clean.rng.randrange(1, 50)
    for line in (row, "results.total", "requests.new"):
        for column in ("natural_person", "total"):
            figures[f"{line}.{column}"] += grown
    truth = {stale: figures[stale]}
    figures[stale] -= grown
    figures = {cell: new for cell, new in figures.items() if not clean.form.cell(cell).optional}
    formulas = set(clean.totals) - {stale}
    return Mutant({clean.form.id: as_report(clean.form, figures, formulas)}, truth, MAIN)

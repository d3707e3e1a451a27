"""What the library says to who writes Python: a frame too long, a total that cannot be, a result of other rules."""

from __future__ import annotations

HEADER = ("单位", "年度", "状态", "逻辑性", "核实性", "首先看")
"""The columns of a notebook's list of units."""


def more_findings(count: int) -> str:
    """Findings that a notebook does not show."""
    return f"另有 {count} 条，见 results.findings"


def too_many_rows(name: str, rows: int, most: int) -> str:
    """A table that is longer than a sheet."""
    return f"“{name}”有 {rows:,} 行，一张工作表最多 {most:,} 行。请改用 .parquet 或 .csv，或一份报告一行（--wide）。"


def needs_units() -> str:
    """A total without a list of units."""
    return "汇总要有单位名单：gouji.check(…, units=…)。没有名单，不知道缺谁，也不知道谁是谁的上级。"


def no_ledger_given() -> str:
    """A ledger to be kept that was never named."""
    return "没有给出台账：gouji.check(…, ledger=…)。"


def other_rules(name: str, rule: str) -> str:
    """A kept result with a rule that is not known here."""
    return f"“{name}”里的规则 {rule} 现在没有，可能是别的版本的结果。请用现在的版本重新检查一次。"


def no_such_cell(cell: str, near: list[str]) -> str:
    """A cell's id that no form has."""
    hint = f"是不是 {'、'.join(near)}？" if near else "编号见 gouji.form(2025).index。"
    return f"没有编号为“{cell}”的格。{hint}"


def no_such_table(name: str, known: list[str]) -> str:
    """A table's name that the report does not have."""
    return f"没有“{name}”，这份报告有：{'、'.join(known) or '没有表'}。"

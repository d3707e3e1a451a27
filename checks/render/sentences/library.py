"""What the library says to who writes Python: a frame too long, a total that cannot be, a result of other rules."""

from __future__ import annotations

from collections.abc import Sequence

from checks.language import Texts, either
from checks.render.sentences.glossary import listed

HEADER = Texts(
    ("单位", "Unit"),
    ("年度", "Year"),
    ("状态", "State"),
    ("逻辑性", "Errors"),
    ("核实性", "Warnings"),
    ("首先看", "Look first at"),
)
"""The columns of a notebook's list of units."""


def more_findings(count: int) -> str:
    """Findings that a notebook does not show."""
    return either(f"另有 {count} 条，见 results.findings", f"{count} more: see results.findings")


def too_many_rows(name: str, rows: int, most: int) -> str:
    """A table that is longer than a sheet."""
    return either(
        f"“{name}”有 {rows:,} 行，一张工作表最多 {most:,} 行。请改用 .parquet 或 .csv，或一份报告一行（--wide）。",
        f"“{name}” has {rows:,} rows, and a sheet at most {most:,}. Take .parquet or .csv, or a row a report (--wide).",
    )


def needs_units() -> str:
    """A total without a list of units."""
    return either(
        "汇总要有单位名单：gouji.check(…, units=…)。没有名单，不知道缺谁，也不知道谁是谁的上级。",
        "A total needs the list of units: gouji.check(…, units=…). Without it nobody knows who is missing or whose "
        "parent is whose.",
    )


def no_ledger_given() -> str:
    """A ledger to be kept that was never named."""
    return either("没有给出台账：gouji.check(…, ledger=…)。", "No ledger was given: gouji.check(…, ledger=…).")


def other_rules(name: str, rule: str) -> str:
    """A kept result with a rule that is not known here."""
    return either(
        f"“{name}”里的规则 {rule} 现在没有，可能是别的版本的结果。请用现在的版本重新检查一次。",
        f"“{name}” names the rule {rule}, unknown here: a result of another version? Check again with this one.",
    )


def no_such_cell(cell: str, near: list[str]) -> str:
    """A cell's id that no form has."""
    hint = either("编号见 gouji.form(2025).index。", "The ids stand in gouji.form(2025).index.")
    if near:
        hint = either(f"是不是 {listed(near)}？", f"Did you mean {listed(near)}?")
    return either(f"没有编号为“{cell}”的格。{hint}", f"No form has a cell “{cell}”. {hint}")


def no_such_column(name: str, known: list[str]) -> str:
    """A column that a matrix cannot have in front."""
    return either(
        f"index 里没有“{name}”，可以用：{listed(known)}。", f"index has no “{name}”; it may be: {listed(known)}."
    )


def no_such_table(name: str, known: list[str]) -> str:
    """A table's name that the report does not have."""
    has = listed(known) or either("没有表", "no table")
    return either(f"没有“{name}”，这份报告有：{has}。", f"There is no “{name}”; this report has: {has}.")


def not_this_json(name: str, at: Sequence[str], kind: str) -> str:
    """A file that is no result, or one of another version."""
    file = f"“{name}”" if name else either("这段 JSON ", "This JSON")
    if kind == "json_invalid":
        return either(
            f"{file}不是完整的 JSON。请给出 gouji check --format json 或结果文件夹里的 findings.json。",
            f"{file} is no complete JSON. Give what gouji check --format json says, or findings.json of the results.",
        )
    what = either("缺少", "it lacks") if kind == "missing" else either("不符合格式的是", "what does not fit is")
    where = ".".join(at) or "schema"
    return either(
        f"{file}不是 gouji-check/2 的结果，{what} {where}。请用现在的版本重新检查一次。",
        f"{file} is no result of gouji-check/2: {what} {where}. Check again with this version.",
    )

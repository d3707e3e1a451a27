"""The content of a workbook as the recording engine holds it, and the list of what was done to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from addin.recording.actions import Action
from addin.rectangle import Area


@dataclass
class Rule:
    """A conditional format.

    Attributes:
        area: the cells it stands on, as Excel writes them: ``C5 D7:E9``.
        formulas: without the equals sign.
        is_custom: it is a formula, and not a comparison, a colour scale or the like.
    """

    area: str
    areas: tuple[Area, ...]
    formulas: list[str]
    is_custom: bool


@dataclass
class SheetContent:
    """One worksheet; places are (row, column) from 1.

    Attributes:
        values: what the cells show; a formula's stored result, None where there is none.
        formulas: with the equals sign.
        extent: the last row and column that hold anything, formats included.
        rules: the conditional formats, the first to apply first.
        protection: None, "open" for one without password, "locked" for one with.
        unlocked: the cells that a protection leaves open.
        changes: the workbook's list of actions; set by the workbook that the sheet stands in.
    """

    name: str
    values: dict[tuple[int, int], Any] = field(default_factory=dict)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    extent: tuple[int, int] = (1, 1)
    merged: list[Area] = field(default_factory=list)
    number_formats: dict[tuple[int, int], str] = field(default_factory=dict)
    notes: dict[tuple[int, int], str] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    visible: bool = True
    protection: str | None = None
    unlocked: set[tuple[int, int]] = field(default_factory=set)
    changes: list[Action] = field(default_factory=list)

    def record(self, kind: str, row: int = 0, column: int = 0, **details: Any) -> None:
        """Write an action down."""
        self.changes.append(Action(kind, self.name, row, column, details))

    def guard(self, row: int, column: int, *, content: bool) -> None:
        """Refuse what Excel refuses on a protected sheet: locked cells, and all that is no cell (notes).

        Raises:
            PermissionError: the sheet is protected.
        """
        if self.protection and not (content and (row, column) in self.unlocked):
            raise PermissionError(f"the sheet {self.name} is protected")


@dataclass
class BookContent:
    """A workbook: its sheets in order, and what was done; where the structure is locked, none comes or goes."""

    name: str
    fullname: str
    sheets: list[SheetContent]
    active: int = 0
    chart_is_active: bool = False
    structure_locked: bool = False
    changes: list[Action] = field(default_factory=list)

    def __post_init__(self) -> None:
        for sheet in self.sheets:
            sheet.changes = self.changes

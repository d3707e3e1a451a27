"""What is shown inside a workbook about its figures: which cell is marked, how, and with which words.

The marked copy of the batch and the add-in show the same marks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Look = Literal["suspect", "bad", "doubt"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One marked cell.

    Attributes:
        sheet: the sheet's name.
        row: from 0.
        column: from 0.
        look: ``suspect`` probably wrong itself, ``bad`` takes part in an error, ``doubt`` in something to look at.
        test: the formula (with =) of the conditional format: true for as long as what was found is still so.
            It holds ``N("gouji")``, by which our own conditional formats are known.
        note: the sentence for a note on the cell; "" for none. Only suspects have one.
    """

    sheet: str
    row: int
    column: int
    look: Look
    test: str
    note: str = ""

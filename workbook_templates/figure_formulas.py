"""How a figure's hidden cells read it: the checker's own reading, in functions that every program has and reads alike.

No formula names the figure's cell: it is reached as the 7th of its column, so that cutting, dragging and pasting carry
no reference away. Five hidden cells stand below the table, apart from all labels:

* text: what is written, as ``checks.model.figures`` simplifies it, behind a bar or a minus (``|`` is a blank, or no
  text), before a brace where the number is to be brought to the unit of its cell (``|12{`` for 12万);
* digits: the number that the text is, without separators, or ``x``; decided by its characters, since programs
  disagree on what else they take for a number (``1/2``, ``12%``, ``１２``);
* value: the number, 0 where there is none;
* state: see below;
* issue: what is irregular, and where, as one number: kind · 10⁶ + (999 − row) · 10³ + (999 − column), so that the
  largest is the worst, and of those the first on the sheet.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal

from checks.model.figures import PLACEHOLDERS
from checks.model.form import Kind

UNREADABLE, BLANK, OPTIONAL_BLANK = 1000, 1, 0.001
"""States of a figure that is no number (0); a sum of them tells how many there are of each."""

Issue = Literal["C-NEG", "C-FRAC", "C-INT", "C-TEXT", "C-BLANK"]
ISSUES: tuple[Issue, ...] = ("C-BLANK", "C-TEXT", "C-INT", "C-FRAC", "C-NEG")
"""From the mildest to the worst; their kinds are 1, 2, 3, 4, 5. C-INT stands for all that cannot be read."""
KIND = 1_000_000
FREE = "W"
"""A column in which nothing ever stands; its cells are locked, and tell the rows of the figures."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_ALIKE = (
    *zip("０１２３４５６７８９", "0123456789", strict=True),
    *zip("，．＋−–—﹣－", ",.+-----", strict=True),
    *((space, " ") for space in "\u3000\u00a0"),
    *((nothing, "") for nothing in "\u200b\ufeff"),
)
_CONTROLS = (9, 10, 13)
_SIGNS = (("'", ""), ("增加", ""), ("减少", "-"), ("增", ""), ("减", "-"), ("+ ", ""), ("+", ""), ("- ", "-"))
_UNITS = ("件次", "人次", *"件条项个次人篇宗起份类部元")


@dataclass(frozen=True, slots=True)
class Hidden:
    """Where a figure is computed."""

    text: str
    digits: str
    value: str
    state: str
    issue: str = ""
    suspect: str = ""


def reached(column: str, row: int, below: int) -> str:
    """Return a figure in a formula: ``INDEX($D$1:$D$30,ROWS($W$1:$W$7))``.

    Both ranges begin and end in locked cells, so that no move touches them, and follow when rows are inserted above.
    The range ends with the table: the verdicts below it hang on its figures, and would close a circle. And no two rows
    have the same formula: LibreOffice (7.4) computes runs of equal formulas in threads, and then takes sums of them
    before they are done.

    Args:
        column: the letter of the figure's column.
        row: its row, from 0.
        below: a row below the table in which nothing is filled in, from 0.
    """
    return f"INDEX(${column}$1:${column}${below + 1},ROWS(${FREE}$1:${FREE}${row + 1}))"


def text_formula(figure: str, unit: str) -> str:
    """Return the text of a figure behind a bar, or behind its minus, without unit and odd characters."""
    plain = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({figure},"|","x"),"}}","x"),"{{","x")'
    for odd, usual in _ALIKE:
        plain = f'SUBSTITUTE({plain},"{odd}","{usual}")'
    for control in _CONTROLS:
        plain = f'SUBSTITUTE({plain},CHAR({control})," ")'
    plain = f'"|"&TRIM({plain})&"}}"'
    for sign, usual in _SIGNS:
        plain = f'SUBSTITUTE({plain},"|{sign}","|{usual}")'
    for word in _UNITS if unit != "万元" else ("万元", "万", *_UNITS[:-1]):
        plain = f'SUBSTITUTE({plain},"{word}}}","}}")'
    other = "元" if unit == "万元" else "万"
    for mark, plainer in ((f"{other}}}", "{"), (" {", "{"), (" }", "}"), ("}", ""), (" ", ","), ("|-", "-")):
        plain = f'SUBSTITUTE({plain},"{mark}","{plainer}")'
    return f'=IF(ISTEXT({figure}),{plain},"|")'


def digits_formula(text: str) -> str:
    """Return the digits of a text that is one number (``1,234.5``, ``-8``), else ``x``."""
    number = f'SUBSTITUTE(MID({text},2,40),"{{","")'
    rest = number
    for digit in "0123456789":
        rest = f'SUBSTITUTE({rest},"{digit}","")'
    allowed = f'ISNUMBER(FIND("|"&{rest}&"|","||.|,|,.|,,|,,.|"))'
    whole = f'(FIND(".",{number}&".")-1)'
    commas = f'(LEN({number})-LEN(SUBSTITUTE({number},",","")))'
    behind = [f'MID("{" " * 4 * k}"&{number},{whole}+1,1)=","' for k in (1, 2)]  # three digits behind each comma
    length = f"{whole}>=4*{commas}+1", f"{whole}<=4*{commas}+3"
    grouped = f"AND({length[0]},{length[1]},{behind[0]},OR({commas}=1,{behind[1]}))"
    well = f'IF({commas}=0,LEFT({number},1)<>".",{grouped})'
    signed = f'IF(LEFT({text},1)="-","-","")&SUBSTITUTE({number},",","")'
    return f'=IF({number}="","x",IF({allowed},IF({well},{signed},"x"),"x"))'


def value_formula(figure: str, text: str, digits: str, unit: str) -> str:
    """Return the value of a figure: a number, a number kept as text, or 0."""
    number = f"VALUE({digits})"
    brought = f"ROUND({number}/10000,8)" if unit == "万元" else f"ROUND({number}*10000,4)"
    known = f'IF(RIGHT({text},1)="{{",{brought},{number})'
    written = f'IF({digits}="x",0,{known})'
    return f"=IF(ISERROR({figure}),0,IF(ISLOGICAL({figure}),0,IF(ISNUMBER({figure}),{figure},{written})))"


def state_formula(figure: str, text: str, digits: str, *, optional: bool) -> str:
    """Return the state of a figure; a blank in an optional line is nothing that is missing."""
    blank = OPTIONAL_BLANK if optional else BLANK
    known = f'IF({digits}<>"x",0,IF({_is_nothing(figure, text)},{blank},{UNREADABLE}))'
    unreadable = f"ISERROR({figure})", f"ISLOGICAL({figure})"
    return f"=IF({unreadable[0]},{UNREADABLE},IF({unreadable[1]},{UNREADABLE},IF(ISNUMBER({figure}),0,{known})))"


def issue_formula(figure: str, cells: Hidden, kind: Kind, row: int, column: int) -> str:
    """Return what is irregular about a figure, as one number; 0 for nothing.

    Args:
        figure: the figure, as ``reached`` gives it.
        cells: its other hidden cells.
        kind: what the form asks for.
        row: the figure's row, from 0.
        column: its column, from 0.
    """
    as_text = f'{cells.digits}<>"x"'
    if kind == "signed":  # a sign is what the form asks for there
        unsigned = ",".join(f'LEFT({figure},1)<>"{sign}"' for sign in "+-＋－−增减")
        as_text = f"AND({as_text},{unsigned})"
    which = f"IF({as_text},2,0)"
    if kind != "money":
        which = f"IF({cells.value}<>INT({cells.value}),4,{which})"
    if kind != "signed":
        which = f"IF({cells.value}<0,5,{which})"
    which = f"IF({cells.state}>={UNREADABLE},3,IF({cells.state}>={BLANK},1,{which}))"
    return f"=IF({which}=0,0,{which}*{KIND}+(999-ROW(${FREE}${row + 1}))*1000+{998 - column})"


def issue_place(issue: str) -> str:
    """Return the address that an issue tells, such as D7, in a formula."""
    return f'MID("{LETTERS}",999-MOD({issue},1000),1)&(999-INT(MOD({issue},{KIND})/1000))'


def issue_number(kind: int, row: int, column: int) -> int:
    """Return the same number as ``issue_formula``, for the figure at (row, column), from 0."""
    return kind * KIND + (998 - row) * 1000 + (998 - column) if kind else 0


def _is_nothing(figure: str, text: str) -> str:
    """Tell a blank, or a stroke that stands for one; a unit alone is neither."""
    plain = {_simplified(stroke) for stroke in PLACEHOLDERS}
    wide = {chr(ord(stroke) + 0xFEE0) for stroke in plain if len(stroke) == 1 and stroke.isascii() and stroke != "-"}
    last = f'RIGHT("|"&TRIM({figure}),1)'
    blank = f'AND(LEN({text})=1,ISERROR(FIND({last},"{"".join(_UNITS[2:])}")))'
    tests = [blank, f'{text}="--"']  # a bar is a blank, a minus stands for all strokes of its kind
    for stroke in sorted((plain | wide) - {"-", "--"}):
        written = f'"|{stroke}"' if stroke != "\\" else '"|"&CHAR(92)'  # some programs take a \ for an escape
        tests.append(f"EXACT({text},{written})" if any(c.isalpha() for c in stroke) else f"{text}={written}")
    return f"OR({','.join(tests)})"


def _simplified(stroke: str) -> str:
    for odd, usual in _ALIKE:
        stroke = stroke.replace(odd, usual)
    return unicodedata.normalize("NFC", stroke.strip())

"""How a written figure is read: ``＋８``, ``减4``, ``1,234``, ``12件``, ``无``, an empty cell, ``0 0 3``.

A figure is parsed or reported, never guessed: what cannot be read has no value, and is not 0.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal, TypeAlias

from checks.model.form import Kind
from checks.model.grid import Special, Value

Number: TypeAlias = int | Decimal
State = Literal["number", "blank", "placeholder", "several", "text", "error", "uncalculated", "disagreement"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says.

    Attributes:
        value: the number; None unless ``state`` is ``number``.
        text: as written; "" for a blank.
        state: ``several`` more than one number; ``text`` no number at all; the rest as they say.
        remarks: what is irregular about the way the number is written, in Chinese; empty for a plain number.
    """

    value: Number | None
    text: str
    state: State
    remarks: tuple[str, ...] = ()


BLANK = Reading(None, "", "blank")

_STROKES = frozenset(["/", "\\", "-", "--", "—", "——", "－", "–", "─", "_", "…", "～", "~", "*"])
PLACEHOLDERS = _STROKES | {"无", "没有", "不适用", "不涉及", "无此项", "空", "N/A", "NA", "n/a"}
"""What people write for nothing; the standard workbook knows the same ones."""
_UNITS = r"(?:件次|人次|件|条|项|个|次|人|篇|宗|起|份|类|部)"
_SIGN = r"(?:[+\-]|增加|减少|增|减)"
_DIGITS = r"\d+|\d{1,3}(?:,\d{3})+|[1-9]\d{0,2}(?: \d{3})+"
_FIGURE = re.compile(
    rf"(?P<sign>{_SIGN})? ?(?P<whole>{_DIGITS})(?P<fraction>\.\d*)?(?P<power>[eE][+-]?\d{{1,2}})?"
    rf" ?(?P<ten_thousand>万)?(?P<unit>{_UNITS}|元)?"
)
_SEVERAL = re.compile(r"[+-]?\d[\d.]*(?:[\s,;、|]+[+-]?\d[\d.]*)+")
_ERROR = re.compile(r"#(?:DIV/0!|N/A|[A-Z_]+[!?])")
_LONGEST = 64  # no figure is longer; a paragraph need not be searched for one
_MINUS = str.maketrans("−–—﹣－", "-----")


def read(value: Value, kind: Kind, unit: str = "", *, typed: bool = False) -> Reading:
    """Read one cell of a table.

    Args:
        value: as the source gives it.
        kind: what the form asks for there: a count, a signed count, or money.
        unit: the unit that the form prints, such as 万元; an amount written with 元 is brought to it.
        typed: the source tells numbers from text, so that a number kept as text deserves a remark.
    """
    if isinstance(value, Special):
        return _special(value)
    if value is None:
        return BLANK
    if isinstance(value, str):
        return _read_text(value, kind, unit, typed)
    number = _exact(value)
    if number is None:
        return Reading(None, str(value), "text")
    return Reading(number, str(number), "number")


def is_figure(value: Value) -> bool:
    """Tell whether a cell would be read as a figure, or as something that stands in a figure's place."""
    if isinstance(value, str):
        return _read_text(value, "signed", "", False).state in ("number", "placeholder", "several", "error")
    return value is not None


def _special(value: Special) -> Reading:
    if value.kind == "error":
        return Reading(None, value.text, "error")
    if value.kind == "uncalculated":
        return Reading(None, value.text, "uncalculated")
    if value.kind == "disagreement":
        return Reading(None, value.text, "disagreement")
    return Reading(None, value.text, "text")


def _exact(value: float | Decimal) -> Number | None:
    """Return the number that the sheet shows: 15 significant digits, as spreadsheet programs keep."""
    if isinstance(value, int):
        return value
    if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124  # a NaN is not itself
        return None
    decimal = value if isinstance(value, Decimal) else Decimal(format(value, ".15g"))
    whole = int(decimal)
    return whole if whole == decimal else decimal


@lru_cache(maxsize=8192)
def _read_text(text: str, kind: Kind, unit: str, typed: bool) -> Reading:
    written = text.strip()
    plain = " ".join(unicodedata.normalize("NFKC", written).translate(_MINUS).split())
    if not plain:
        return BLANK
    if written in PLACEHOLDERS or plain in PLACEHOLDERS:
        return Reading(None, written, "placeholder")
    if _ERROR.fullmatch(plain):
        return Reading(None, written, "error")
    if len(plain) > _LONGEST:
        return Reading(None, written, "text")
    found = _FIGURE.fullmatch(plain.lstrip("'"))
    if not found:
        return Reading(None, written, "several" if _SEVERAL.fullmatch(plain) else "text")
    number, remarks = _number(found, kind, unit)
    if unicodedata.normalize("NFKC", written) != written and not written.startswith(("＋", "－")):
        remarks.append("全角字符")
    if typed and not remarks and not (kind == "signed" and found["sign"]):
        remarks.append("文本型数字")
    return Reading(number, written, "number", tuple(remarks))


def _number(found: re.Match[str], kind: Kind, unit: str) -> tuple[Number, list[str]]:
    remarks: list[str] = []
    sign = found["sign"] or ""
    whole = found["whole"]
    if " " in whole:
        remarks.append("数字中间有空格")
    if sign and kind != "signed" and sign != "-":
        remarks.append(f"多写了“{sign}”")
    digits = whole.replace(",", "").replace(" ", "")
    number = Decimal(digits + (found["fraction"] or "") + (found["power"] or ""))
    if found["power"]:
        remarks.append("科学记数法")
    number, unit_remarks = _in_unit(number, found, unit)
    remarks += unit_remarks
    if sign in ("-", "减", "减少"):
        number = -number
    whole_number = int(number)
    return (whole_number if whole_number == number else number), remarks


def _in_unit(number: Decimal, found: re.Match[str], unit: str) -> tuple[Decimal, list[str]]:
    """Bring an amount to the unit of its column, and say that a unit was written into the cell."""
    written = (found["ten_thousand"] or "") + (found["unit"] or "")
    if not written:
        return number, []
    if found["ten_thousand"] and unit != "万元":
        number *= 10_000
    elif found["unit"] == "元" and not found["ten_thousand"] and unit == "万元":
        number /= 10_000
    return number, [f"格内写了“{written}”"]

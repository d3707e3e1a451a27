"""How a written figure is read: ``＋８``, ``减4``, ``1,234``, ``12件``, ``无``, an empty cell, ``0 0 3``.

A figure is parsed or reported, never guessed: what cannot be read has no value, and is not 0.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from checks.model.characters import LONGEST_REMEMBERED, clean, folded, is_note_mark
from checks.model.form import Kind
from checks.model.grid import Special, Value

Number: TypeAlias = int | Decimal
FigureState = Literal["number", "blank", "placeholder", "several", "text", "error", "uncalculated", "disagreement"]


class Reading(NamedTuple):
    """What a cell says.

    Attributes:
        value: the number; None unless ``state`` is ``number``.
        text: as written; "" for a blank.
        state: ``several`` more than one number; ``text`` no number at all; the rest as they say.
        remarks: what is irregular about the way the number is written, in Chinese; empty for a plain number.
    """

    value: Number | None
    text: str
    state: FigureState
    remarks: tuple[str, ...] = ()


BLANK = Reading(None, "", "blank")

_STROKES = frozenset(["/", "\\", "-", "--", "—", "——", "－", "–", "─", "_", "…", "～", "~", "*"])
PLACEHOLDERS = _STROKES | {"无", "没有", "不适用", "不涉及", "无此项", "空", "N/A", "NA", "n/a"}
"""What people write for nothing; the standard workbook knows the same ones."""
_UNITS = r"(?:件次|人次|件|条|项|个|次|人|篇|宗|起|份|类|部)"
_SIGN = r"(?:[+\-]|增加|减少|減少|新增|增|减|減)"
_MINUS_SIGNS = frozenset(("-", "减", "减少", "減", "減少"))
_NO_CHANGE = frozenset(
    (
        "未增未减",
        "无增无减",
        "不增不减",
        "无增减",
        "未增减",
        "没有增减",
        "无变化",
        "没有变化",
        "未变化",
        "无变动",
        "未变动",
        "不变",
        "未变",
        "持平",
    )
)
"""What people write into 本年增/减 for 0."""
_DIGITS = r"\d+|\d{1,3}(?:,\d{3})+|[1-9]\d{0,2}(?: \d{3})+"
_FIGURE = re.compile(
    rf"(?P<sign>{_SIGN})? ?(?P<whole>{_DIGITS})(?P<fraction>\.\d*)?(?P<power>[eE][+-]?\d{{1,2}})?"
    rf" ?(?P<ten_thousand>万)?(?P<unit>{_UNITS}|元)?"
)
_SEVERAL = re.compile(r"[+-]?\d[\d.]*(?:[\s,;、|]+[+-]?\d[\d.]*)+")
_ERROR = re.compile(r"#(?:DIV/0!|N/A|[A-Z_]+[!?])")
_LONGEST = 64  # no figure is longer; a paragraph need not be searched for one
_MINUS = str.maketrans("−–—﹣－‐‑‒", "--------")


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
        return _of_text(value, kind, unit, typed)
    number = _exact(value)
    if number is None:
        return Reading(None, str(value), "text")
    return Reading(number, str(number), "number")


def is_figure(value: Value) -> bool:
    """Tell whether a cell would be read as a figure, or as something that stands in a figure's place."""
    if isinstance(value, str):
        return _of_text(value, "signed", "", False).state in ("number", "placeholder", "several", "error")
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


def _of_text(text: str, kind: Kind, unit: str, typed: bool) -> Reading:
    reading = _read_text if len(text) <= LONGEST_REMEMBERED else _read_text.__wrapped__
    return reading(text, kind, unit, typed)


@lru_cache(maxsize=8192)
def _read_text(text: str, kind: Kind, unit: str, typed: bool) -> Reading:
    written = text.strip()
    visible = clean(written).strip()
    plain = " ".join(folded(visible).translate(_MINUS).split())
    if not plain:
        return BLANK
    if visible in PLACEHOLDERS or plain in PLACEHOLDERS:
        return Reading(None, visible, "placeholder")
    if _ERROR.fullmatch(plain):
        return Reading(None, visible, "error")
    if len(plain) > _LONGEST:
        return Reading(None, visible, "text")
    remarks = _character_remarks(written, visible)
    if kind == "signed" and _is_no_change(plain):
        return Reading(0, visible, "number", (*remarks, f"写的是“{visible}”，按 0 计"))
    plain, mark = _without_note_mark(plain)
    figure = _FIGURE.fullmatch(plain.lstrip("'"))
    if not figure:
        return Reading(None, visible, "several" if _SEVERAL.fullmatch(plain) else "text")
    if typed and figure["power"]:
        return Reading(None, visible, "text")  # a sheet turns 1e3 into a number itself, unless it is to be none
    number, irregular = _number(figure, kind, unit)
    remarks = irregular + remarks + ([f"数后有注释标记“{mark}”，没有算进去"] if mark else [])
    if typed and not remarks and not (kind == "signed" and figure["sign"]):
        remarks.append("文本型数字")
    return Reading(number, visible, "number", tuple(remarks))


def _character_remarks(written: str, visible: str) -> list[str]:
    """Say which characters of a figure are not what they should be."""
    remarks = []
    if folded(visible) != visible and not visible.startswith(("＋", "－")):
        remarks.append("全角字符")
    if visible != written:
        remarks.append("有看不见的字符")
    return remarks


def _is_no_change(plain: str) -> bool:
    return plain.replace("減", "减").replace("無", "无").rstrip("。") in _NO_CHANGE


def _without_note_mark(plain: str) -> tuple[str, str]:
    """Part a figure from the mark of a footnote behind it; a mark is never one of its digits."""
    end = len(plain)
    while end and is_note_mark(plain[end - 1]):
        end -= 1
    figure = plain[:end].rstrip()
    return (figure, plain[end:]) if figure else (plain, "")


def _number(match: re.Match[str], kind: Kind, unit: str) -> tuple[Number, list[str]]:
    remarks: list[str] = []
    sign = match["sign"] or ""
    whole = match["whole"]
    if " " in whole:
        remarks.append("数字中间有空格")
    if sign and kind != "signed" and sign != "-":
        remarks.append(f"多写了“{sign}”")
    digits = whole.replace(",", "").replace(" ", "")
    number = Decimal(digits + (match["fraction"] or "") + (match["power"] or ""))
    if match["power"]:
        remarks.append("科学记数法")
    number, unit_remarks = _in_unit(number, match, unit)
    remarks += unit_remarks
    if sign in _MINUS_SIGNS:
        number = -number
    whole_number = int(number)
    return (whole_number if whole_number == number else number), remarks


def _in_unit(number: Decimal, match: re.Match[str], unit: str) -> tuple[Decimal, list[str]]:
    """Bring an amount to the unit of its column, and say that a unit was written into the cell."""
    written = (match["ten_thousand"] or "") + (match["unit"] or "")
    if not written:
        return number, []
    if match["ten_thousand"] and unit != "万元":
        number *= 10_000
    elif match["unit"] == "元" and not match["ten_thousand"] and unit == "万元":
        number /= 10_000
    return number, [f"格内写了“{written}”"]


def spelled(value: Number) -> str:
    """Write a number plainly: no exponent, no trailing zeros."""
    if isinstance(value, int):
        return str(value)
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text

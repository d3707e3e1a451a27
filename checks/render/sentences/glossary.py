"""What the statutory labels mean: beside an English sentence they stand as printed, with the English of the data files.

In Chinese every function here returns what it is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from checks import rulebook
from checks.language import spoken
from checks.patterns import pattern

_IN_DOCUMENT = pattern(r"(?:第(?P<page>\d+)页|(?P<web>网页))?表(\d+)第(\d+)行第(\d+)(?P<unit>[列格])")
_LINE = pattern(r"第(\d+)行")
_LAST_YEAR, _SUBTOTAL = "上年的", "小计"


def label(text: str) -> str:
    """Return a label with what it means: ``（一）予以公开·总计 ((1) granted, total)``."""
    if spoken() == "zh":
        return text
    meaning = meant(text)
    return f"{text} [{meaning}]" if meaning and meaning != text else text


def tip(text: str) -> str:
    """Return what a label means, for who points at it; "" in Chinese, and for what no form has."""
    return "" if spoken() == "zh" else meant(text)


def meant(text: str) -> str:
    """Return the English of a label; "" for one that no form has."""
    words = rulebook.load().english
    if text in words:
        return words[text]
    if text.startswith(_LAST_YEAR):
        rest = meant(text.removeprefix(_LAST_YEAR))
        return f"last year's {rest}" if rest else ""
    if "·" in text:
        parts = [meant(part) for part in text.split("·")]
        return ", ".join(parts) if all(parts) else ""
    if text.endswith(_SUBTOTAL):
        rest = meant(text.removesuffix(_SUBTOTAL))
        return f"subtotal of {rest}" if rest else ""
    return ""


def said(text: str) -> str:
    """Return a title, a basis or an instruction of the rule book, which may have a label in front."""
    if spoken() == "zh":
        return text
    words = rulebook.load().english
    if text in words:
        return words[text]
    for colon in re.finditer("：", text):  # a label may have one, too
        if (tail := text[colon.end() :]) in words:
            return f"{label(text[: colon.start()])}: {words[tail]}"
    return text


def place(text: str) -> str:
    """Return a place as one looks for it: ``表三!J7`` stays, a row of a Word table is named in words."""
    if spoken() == "zh":
        return text
    if line := _LINE.fullmatch(text):
        return f"line {line[1]}"
    return _IN_DOCUMENT.sub(_in_document, text)


def _in_document(match: re.Match[str]) -> str:
    head = f"page {match['page']}, " if match["page"] else "web page, " if match["web"] else ""
    unit = "cell" if match["unit"] == "格" else "column"
    return f"{head}table {match[3]}, row {match[4]}, {unit} {match[5]}"


def listed(names: Iterable[str]) -> str:
    """Return names one after another."""
    return ("、" if spoken() == "zh" else ", ").join(names)

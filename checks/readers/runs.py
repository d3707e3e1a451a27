"""Texts made of runs with formats of their own: a figure that is struck through or raised in part is not one number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from checks.model.figures import is_figure

RunMark: TypeAlias = Literal["", "struck", "raised", "lowered"]
_STROKE = "\u0336"
"""It strikes through the character before it; no figure is read with one."""
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def joined(runs: Sequence[tuple[str, RunMark]]) -> str:
    """Return the text of some runs; where it would pass for a figure, struck and raised parts keep what marks them."""
    text = "".join(run for run, _ in runs)
    if not any(mark for _, mark in runs) or not is_figure(text):
        return text
    return "".join(_marked(run, mark) for run, mark in runs)


def _marked(text: str, mark: RunMark) -> str:
    if mark == "struck":
        return "".join(character + _STROKE for character in text)
    return text.translate(_RAISED) if mark == "raised" else text.translate(_LOWERED) if mark == "lowered" else text


def mark_of(tag: str, attributes: dict[str, str], mark: RunMark) -> RunMark:
    """Return the mark of a run after one more property of it, as .xlsx writes them."""
    value = attributes.get("val", "1")
    if tag == "strike" and value not in ("0", "false"):
        return "struck"
    if tag == "vertAlign" and mark != "struck":
        return "raised" if value == "superscript" else "lowered" if value == "subscript" else mark
    return mark

"""Texts made of runs with formats of their own: a figure that is struck through or raised in part is not one number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from checks.model.figures import is_figure

RunMark: TypeAlias = Literal["", "struck", "raised", "lowered", "unseen"]
_STROKE = "\u0336"
"""It strikes through the character before it; no figure is read with one."""
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def joined(runs: Sequence[tuple[str, RunMark]]) -> str:
    """Return the text of some runs; where it would pass for a figure, parts that look otherwise keep a mark."""
    text = "".join(run for run, _ in runs)
    marks = {mark for run, mark in runs if run.strip()}
    if not any(marks) or marks == {"unseen"} or not is_figure(text):
        return text
    return "".join(_marked(run, mark) for run, mark in runs)


def _marked(text: str, mark: RunMark) -> str:
    if mark == "struck":
        return "".join(character + _STROKE for character in text)
    if mark == "unseen":
        return f"〔隐{text}〕" if text.strip() else text
    return text.translate(_RAISED) if mark == "raised" else text.translate(_LOWERED) if mark == "lowered" else text

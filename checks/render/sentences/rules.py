"""What is said of a rule: its basis, its formula, its examples."""

from __future__ import annotations

from collections.abc import Sequence

from checks.language import Texts, either
from checks.render.sentences.glossary import label

EXAMPLES = Texts(("正确示例", "Right"), ("错误示例", "Wrong"))


def title_of(title: str, document: str) -> str:
    """A form and the document that issued it."""
    return either(f"{title}（{document}）", f"{label(title)} ({document})")


def many(count: int) -> str:
    """How many rules are of one kind."""
    return either(f"（{count} 条）", f" ({count} rules)") if count > 1 else ""


def basis(text: str) -> str:
    """Why it must hold."""
    return either(f"依据：{text}", f"Basis: {text}")


def instruction(text: str) -> str:
    """What to do where it does not."""
    return either(f"怎么改：{text}", f"What to do: {text}")


def formula(form: str, text: str) -> str:
    """The relation."""
    return either(f"公式（{form}）：{text}", f"Formula ({form}): {text}")


def all_rules(count: int) -> str:
    """The rules of one kind follow."""
    return either(f"共 {count} 条：", f"{count} rules:")


def cell_example(name: str, text: str) -> str:
    """How one figure is written."""
    if not text:
        return either(f"{name}：格内空白", f"{name}: a blank cell")
    return either(f"{name}：格内写“{text}”", f"{name}: “{text}” in the cell")


def example(name: str, rule: str, figures: Sequence[str], outcome: str) -> str:
    """Figures that hold, or do not."""
    return either(
        f"{name}（{rule}）：{'，'.join(figures)}；{outcome}", f"{name} ({rule}): {', '.join(figures)}; {outcome}"
    )

"""Figures on their way from a worker to who asks for them: nothing is lost, and nothing read unasked."""

from __future__ import annotations

from decimal import Decimal

from checks.model.held_figures import HeldForm, as_text, from_text

HEADS = (("表一", "sheet", 0, 0), ("", "page", 2, 1))
RUNS = (0, 3, 0, 4, 1, 0, 4, 3, 1, 5, 2, 7)
FOUND = (0, Decimal("12.50"), "blank", "text", -3, Decimal(5))


def test_figures_come_as_they_were_sent() -> None:
    sent = HeldForm(FOUND, 8, {4: "约8\x1f", 5: "－3"}, HEADS, RUNS)
    plain = HeldForm((1, 2, 3), 3, runs=(0, 3, 0, 0, 0, 0))
    read = from_text(as_text({"annual2021": sent, "stat2014": plain}))
    assert list(read) == ["annual2021", "stat2014"]
    held = read["annual2021"]
    assert list(map(repr, held.values)) == list(map(repr, sent.values))
    assert (held.texts, held.heads, held.runs, held.count) == (sent.texts, HEADS, RUNS, 8)
    assert held.addresses() == sent.addresses()
    assert [held.text(i) for i in range(8)] == ["0", "12.50", "", "", "约8\x1f", "－3", "5", ""]
    assert (read["stat2014"].values, read["stat2014"].texts) == ((1, 2, 3), {})
    assert from_text(as_text({})) == {}


def test_no_figure_is_read_before_one_is_asked_for() -> None:
    (held,) = from_text(as_text({"annual2021": HeldForm(FOUND, 8, {}, HEADS, RUNS)})).values()
    held.addresses()
    assert "found" not in vars(held)
    assert held.values[:2] == FOUND[:2]
    assert "found" in vars(held)

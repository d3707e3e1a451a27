"""Text whose columns do not line up: the header's order is believed, and rows too many are named."""

from __future__ import annotations

from random import Random

import pytest

from checks import rulebook
from checks.check import check_bytes
from checks.model.findings import Verdict
from checks.render.sentences.findings import message

from ..fixtures.page_layouts import cell_a_line, cell_a_line_piped, pipes, tabs
from ..fixtures.random_reports import balanced

BOOK = rulebook.load()
NEW = BOOK.forms["annual2021"]
FIGURES: dict[str, object] = dict(balanced(NEW, Random(7)))
ORGANISATIONS = ["commercial", "research", "public_welfare", "legal_service", "other_org"]
STREAMS = [pipes, tabs, cell_a_line, cell_a_line_piped]
by_layout = pytest.mark.parametrize("layout", STREAMS, ids=lambda layout: layout.__name__)


def verdict(text: str) -> Verdict:
    (found,) = check_bytes(text.encode(), "a.txt", BOOK)
    return found


def swapped(layout: object) -> str:
    """Write 科研机构 before 商业企业, heading and figures; only one of the two columns is broken."""
    columns = {"commercial": "research", "research": "commercial"}
    figures = dict(FIGURES)
    for row in NEW.tables[1].blocks[0].rows:
        for here, there in columns.items():
            if f"{row.id}.{here}" in FIGURES:
                figures[f"{row.id}.{here}"] = FIGURES[f"{row.id}.{there}"]
    figures["results.granted.commercial"] += 3  # type: ignore[operator]  # stands under 科研机构 now
    _, data = layout(NEW, figures)  # type: ignore[operator]  # one of STREAMS
    return data.decode().replace("商业企业", "甲甲").replace("科研机构", "商业企业").replace("甲甲", "科研机构")


@by_layout
def test_columns_in_another_order_are_taken_as_their_header_says(layout: object) -> None:
    found = verdict(swapped(layout))
    errors = {one.rule for one in found.findings if one.severity == "error"}
    assert errors == {"R3-ROW:results.granted", "R3-COL:research"}


def test_a_column_that_header_and_figures_lack_is_unknown() -> None:
    _, data = pipes(NEW, FIGURES)
    lines = []
    for line in data.decode().splitlines():
        cells = line.split(" | ")
        if "商业企业" in cells:
            cells.remove("科研机构")
        elif line.endswith(" |") and len(cells) >= 8 and cells[-7].isdigit() and len(cells) < 15:
            del cells[-5]
        lines.append(" | ".join(cells))
    found = verdict("\n".join(lines))
    assert found.status != "pass"
    assert any(one.rule == "RX-STRUCT:requests.columns" and "科研机构" in message(one) for one in found.findings)
    assert not [one for one in found.findings if one.severity == "error"]


@pytest.mark.parametrize("layout", [pipes, tabs], ids=lambda layout: layout.__name__)
def test_a_line_too_many_is_named(layout: object) -> None:
    _, data = layout(NEW, FIGURES)  # type: ignore[operator]  # one of two
    text = data.decode()
    line = next(line for line in text.splitlines() if line.startswith("2.重复申请"))
    other = line.replace("2.重复申请", "2a.恶意申请").replace("0", "5")
    found = verdict(text.replace(line, f"{line}\n{other}"))
    (extra,) = [one for one in found.findings if one.kind == "RX-EXTRA"]
    assert (extra.severity, "恶意申请" in message(extra), found.status) == ("warning", True, "review")


@pytest.mark.parametrize("differs", [False, True])
def test_a_line_given_twice(differs: bool) -> None:
    _, data = pipes(NEW, FIGURES)
    text = data.decode()
    line = next(line for line in text.splitlines() if line.startswith("2.重复申请"))
    again = line.replace(" | 0 |", " | 6 |", 1) if differs else line
    found = verdict(text.replace(line, f"{line}\n{again}"))
    (extra,) = [one for one in found.findings if one.kind == "RX-EXTRA"]
    assert ("出现了两次" in message(extra), "未知" in message(extra), bool(found.undecided)) == (True, differs, differs)

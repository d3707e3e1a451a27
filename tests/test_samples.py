"""The workbooks that ship are those that the script makes."""

from __future__ import annotations

from pathlib import Path

from workbook_templates.inbox_sample import inbox_sample
from workbook_templates.samples import samples

FOLDER = Path(__file__).parents[1] / "examples"


def test_the_shipped_examples_are_made_from_the_figures() -> None:
    made = dict(samples()) | dict(inbox_sample())
    there = [path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file()]
    assert sorted(made) == sorted(there)
    assert {name for name, data in made.items() if (FOLDER / name).read_bytes() != data} == set()

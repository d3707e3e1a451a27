"""The workbooks that ship are those that the script makes."""

from __future__ import annotations

from pathlib import Path

from workbook_templates.samples import samples

FOLDER = Path(__file__).parents[1] / "examples"


def test_the_shipped_examples_are_made_from_the_figures() -> None:
    made = dict(samples())
    assert sorted(made) == sorted(path.name for path in FOLDER.iterdir())
    assert {name for name, data in made.items() if (FOLDER / name).read_bytes() != data} == set()

"""The examples that ship are those that ``python -m tests.fixtures.examples`` makes."""

from __future__ import annotations

from pathlib import Path

from .fixtures.examples import examples

FOLDER = Path(__file__).parents[1] / "examples"


def test_the_shipped_examples_are_made_from_the_figures() -> None:
    made = dict(examples())
    there = [path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file()]
    assert sorted(made) == sorted(there)
    assert {name for name, data in made.items() if (FOLDER / name).read_bytes() != data} == set()

"""docs/API.md is true: its examples run, and its tables of columns are those of the frames."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from gouji import frames

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "API.md"


def test_the_examples_of_the_page_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    failed, tried = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert tried >= 10
    assert not failed


def test_the_columns_on_the_page_are_those_of_the_frames() -> None:
    tables = re.findall(r"\| column \| dtype \|\n.*\n((?:\|.*\n)+)", PAGE.read_text("utf-8"))
    columns = [dict(re.findall(r"\| (\w+) \| (\w+) \|", table)) for table in tables]
    promised = (frames.FINDINGS, frames.FIGURES, frames.DOCUMENTS, frames.DELIVERIES, frames.RULES)
    assert [list(table.items()) for table in columns] == [list(table.items()) for table in promised]

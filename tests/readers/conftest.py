"""Where the hostile files and the published reports are, if they are here."""

from __future__ import annotations

from pathlib import Path

import pytest

HOSTILE = Path(__file__).parents[2] / "../shared/hostile"
SEEDS = Path(__file__).parents[2] / "../shared/seeds"


@pytest.fixture
def hostile() -> Path:
    """The folder of hostile files; a checkout without it skips the test."""
    if not HOSTILE.is_dir():
        pytest.skip("the folder of hostile files is not here")
    return HOSTILE


@pytest.fixture
def seeds() -> Path:
    """The folder of published reports; a checkout without it skips the test."""
    if not SEEDS.is_dir():
        pytest.skip("the folder of published reports is not here")
    return SEEDS

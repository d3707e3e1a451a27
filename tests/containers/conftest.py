"""Where the received and the hostile mails are, if they are here."""

from __future__ import annotations

from pathlib import Path

import pytest

HOSTILE = Path(__file__).parents[2] / "../shared/hostile"


@pytest.fixture
def hostile_folder() -> Path:
    """The folder of hostile files; a checkout without it skips the test."""
    if not HOSTILE.is_dir():
        pytest.skip("the folder of hostile files is not here")
    return HOSTILE

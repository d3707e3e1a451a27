"""The page, built once, and a Chromium that has it open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from page import build, pyodide

from .chromium import PROGRAM, Browser


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "勾稽.html"
    if not PROGRAM:
        pytest.skip("there is no Chromium")
    path.write_bytes(build.build(pyodide.runtime()))
    return path


@pytest.fixture(scope="session")
def opened(page: Path) -> Iterator[Browser]:
    """One browser for all tests: they check, look, and leave the page as it is."""
    with Browser() as browser:
        browser.open(page.as_uri())
        browser.wait("document.documentElement && document.documentElement.dataset.ready")
        yield browser

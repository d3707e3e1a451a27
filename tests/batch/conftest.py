"""A folder of received files, and a cache of the test's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..fixtures.received_folder import fill


@pytest.fixture(autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("GOUJI_CACHE", str(folder))
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "收件"
    path.mkdir()
    fill(path)
    return path

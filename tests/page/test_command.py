"""``gouji page``: what it refuses, and that it writes the same page twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks.cli import main

from .chromium import PROGRAM


def test_nothing_is_replaced_without_being_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "勾稽.html"
    target.write_text("mine", "utf-8")
    assert main(["page", "-o", str(target)]) == 2
    assert "已经存在" in capsys.readouterr().err
    assert target.read_text("utf-8") == "mine"


def test_a_folder_that_is_not_there_and_a_wrong_runtime_are_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["page", "-o", str(tmp_path / "none" / "a.html")]) == 2
    assert "none" in capsys.readouterr().err
    wrong = tmp_path / "pyodide.tgz"
    wrong.write_bytes(b"another")
    assert main(["page", "-o", str(tmp_path / "a.html"), "--runtime", str(wrong)]) == 2
    assert "摘要不符" in capsys.readouterr().err
    assert not (tmp_path / "a.html").exists()


@pytest.mark.browser
@pytest.mark.skipif(not PROGRAM, reason="there is no Chromium")
def test_the_command_writes_the_very_page(page: Path, tmp_path: Path) -> None:
    again = tmp_path / "勾稽.html"
    assert main(["page", "-o", str(again)]) == 0
    assert again.read_bytes() == page.read_bytes()
    assert again.stat().st_size < 10_000_000

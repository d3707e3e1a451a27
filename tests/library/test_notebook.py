"""docs/分析.ipynb runs from its first cell to its last, and shows what it is kept with."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOK = ROOT / "docs" / "分析.ipynb"


def kinds(notebook: Any) -> list[list[str]]:
    """What each cell of code gives: text, HTML, a picture."""
    return [
        [kind for output in cell["outputs"] for kind in sorted(output.get("data", {output["output_type"]: 0}))]
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
    ]


@pytest.mark.slow
def test_the_notebook_runs(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "notebook.py"), str(tmp_path / "a.ipynb")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    again = json.loads((tmp_path / "a.ipynb").read_text("utf-8"))
    kept = json.loads(NOTEBOOK.read_text("utf-8"))
    assert kinds(again) == kinds(kept)
    assert [cell["source"] for cell in again["cells"]] == [cell["source"] for cell in kept["cells"]]


def test_it_is_kept_with_its_picture_and_is_small() -> None:
    kept = json.loads(NOTEBOOK.read_text("utf-8"))
    assert any("image/png" in given for given in kinds(kept))
    assert NOTEBOOK.stat().st_size < 200_000
    text = NOTEBOOK.read_text("utf-8")
    assert not any(word in text for word in ("/tmp/", str(ROOT), str(Path.home())))

"""Runs docs/分析.ipynb from its first cell to its last and keeps what came out: ``python tools/notebook.py [FILE]``."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parents[1]
NOTEBOOK = ROOT / "docs" / "分析.ipynb"


def executed(path: Path = NOTEBOOK) -> Any:
    """Return the notebook with what its cells give here.

    Raises:
        nbclient.exceptions.CellExecutionError: a cell fails.
    """
    notebook = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as spare:
        os.environ["GOUJI_CACHE"] = spare
        os.environ["PYTHONPATH"] = str(ROOT)
        os.environ["MPLCONFIGDIR"] = spare
        NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(path.parent)}}).execute()
    for cell in notebook.cells:
        cell.pop("id", None)
        cell.metadata.clear()
        for output in cell.get("outputs", ()):
            output.get("data", {}).pop("text/plain", None) if "text/html" in output.get("data", {}) else None
    notebook.metadata = {"language_info": {"name": "python"}, "kernelspec": notebook.metadata.get("kernelspec", {})}
    notebook.nbformat_minor = 4  # cells without ids, which would differ in every run
    return notebook


if __name__ == "__main__":
    nbformat.write(executed(), sys.argv[1] if sys.argv[1:] else NOTEBOOK)

"""The native verdicts as other programs compute them: Gnumeric, and HyperFormula, an engine written for browsers."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl

from .parity import native_states

MODULES = Path(os.environ.get("GOUJI_NODE_MODULES", Path(__file__).parents[2] / "node_modules"))
"""Where ``npm install hyperformula`` has put it."""
HAS_GNUMERIC = bool(shutil.which("ssconvert"))
HAS_HYPERFORMULA = bool(shutil.which("node")) and (MODULES / "hyperformula").is_dir()


def gnumeric(books: Sequence[bytes], folder: Path) -> list[dict[str, str]]:
    """Return the list of the sheet 校验 of each workbook, computed anew by Gnumeric."""
    found = []
    for number, data in enumerate(books):
        source, target = folder / f"{number}.xlsx", folder / f"{number}-gnumeric.xlsx"
        source.write_bytes(data)
        subprocess.run(
            ["ssconvert", "--recalc", str(source), str(target)], check=True, capture_output=True, timeout=120
        )
        found.append(native_states(target))
    return found


def hyperformula(books: Sequence[bytes]) -> list[dict[str, str]]:
    """Return the same, computed by HyperFormula."""
    script = Path(__file__).with_name("hyperformula.cjs")
    done = subprocess.run(
        ["node", str(script), "校验"],
        input=json.dumps([_as_rows(data) for data in books]),
        env={**os.environ, "NODE_PATH": str(MODULES)},
        check=True,
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    return [_listed(rows) for rows in json.loads(done.stdout)]


def _as_rows(data: bytes) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {sheet.title: [[_content(cell) for cell in row] for row in sheet.iter_rows()] for sheet in book}


def _content(cell: Any) -> Any:
    if isinstance(cell.value, str) and cell.data_type != "f":
        return f"'{cell.value}"  # or it takes the text 12 for a number
    return cell.value


def _listed(rows: list[list[Any]]) -> dict[str, str]:
    head = next(number for number, row in enumerate(rows) if row and row[0] == "规则")
    return {str(row[0]): str(row[1]) for row in rows[head + 1 :] if row and row[0]}

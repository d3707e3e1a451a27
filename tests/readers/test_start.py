"""What a start costs: nothing heavy is imported before a file needs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from ..fixtures.packages import workbook

ROOT = Path(__file__).parents[2]
HEAVY = (
    *("openpyxl", "python_calamine", "lxml", "xlrd", "pydantic", "zipfile", "email", "csv", "numpy", "pandas"),
    *("msoffcrypto", "pypdfium2", "pypdf"),
)


def loaded(code: str, argument: str = "") -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint(*sys.modules)", argument],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def added(code: str, argument: str = "") -> set[str]:
    """Return the modules that the code loads over those of a bare start, which some installations fill up."""
    return loaded(code, argument) - loaded("")


def test_the_import_is_light() -> None:
    modules = added("import checks.readers")
    assert modules.isdisjoint((*HEAVY, "pyexpat"))


def test_an_everyday_workbook_loads_no_library(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook('<row r="1"><c r="A1"><v>1</v></c></row>'))
    code = "from checks.readers import read; assert read(open(sys.argv[1], 'rb').read()).grids"
    modules = added(code, str(path))
    assert "checks.readers.xlsx.fast" in modules
    assert modules.isdisjoint((*HEAVY, "checks.readers.xlsx.full"))

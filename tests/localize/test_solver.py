"""The optional solver: it prints nothing into our output, is named in the result, and answers alike every time."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import tomllib
import zipfile
from importlib.machinery import ModuleSpec
from importlib.metadata import version
from pathlib import Path
from random import Random

import pytest

from checks import rulebook
from checks import solver as solvers
from checks.localize.mip import with_solver
from checks.solver import solver

from ..fixtures.plain_tables import workbook
from ..fixtures.random_reports import balanced, mistyped
from .test_search import spoiled, state

ROOT = Path(__file__).parents[2]
FORM = rulebook.load().forms["annual2021"]
needs_solver = pytest.mark.skipif(solver() is None, reason="the optional solver is not installed")


def badly_filled(seed: int, wrong: int = 15) -> bytes:
    rng = Random(seed)
    figures = balanced(FORM, rng)
    for cell in rng.sample([cell for cell in figures if FORM.cell(cell).table == 1], wrong):
        figures[cell] = mistyped(figures[cell], rng)
    return workbook([(FORM, figures)], title="某县财政局2024年政府信息公开工作年度报告")


def check(path: Path, style: str, *, hidden: bool = False) -> bytes:
    """What ``gouji check`` writes to standard output, in a process of its own."""
    code = "import sys; from checks.cli import main; sys.exit(main())"
    if hidden:
        code = f"import sys; sys.modules['highspy'] = None; {code}"
    command = [sys.executable, "-c", code, "check", str(path), "--format", style, "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, env={**os.environ, "LC_ALL": "C.UTF-8"})
    assert done.returncode == 1, done.stderr.decode()
    return done.stdout


@pytest.mark.slow
@needs_solver
@pytest.mark.parametrize("hidden", [False, True], ids=["with", "without"])
def test_nothing_of_a_library_gets_into_the_output(tmp_path: Path, *, hidden: bool) -> None:
    path = tmp_path / "报告.xlsx"
    path.write_bytes(badly_filled(8))
    result = json.loads(check(path, "json", hidden=hidden))
    assert result["solver"] == (None if hidden else solver())
    limited = any(finding["rule"].startswith("A-LIMIT") for finding in result["documents"][0]["findings"])
    assert limited == hidden  # so the solver was asked, and had an answer
    rows = list(csv.reader(io.StringIO(check(path, "csv", hidden=hidden).decode("utf-8-sig"))))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert zipfile.ZipFile(io.BytesIO(check(path, "xlsx", hidden=hidden))).testzip() is None
    assert check(path, "html", hidden=hidden).lstrip().lower().startswith(b"<!doctype html")


@needs_solver
def test_what_the_other_process_prints_goes_nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Some versions print in the midst of solving; here, one that does so on both streams, also natively."""
    (tmp_path / "highspy").mkdir()
    loud = "import os; print('loud'); os.write(1, b'loud'); os.write(2, b'loud')\n"
    (tmp_path / "highspy" / "__init__.py").write_text(f"{loud}raise ImportError", "utf-8")
    assert with_solver(state(*spoiled(5))) is not None
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    assert with_solver(state(*spoiled(5))) is None


@needs_solver
def test_the_limit_is_a_count_and_the_answer_the_same_every_time() -> None:
    problem = state(*spoiled(5))
    whole = with_solver(problem)
    assert whole is not None
    assert whole.complete
    assert with_solver(problem) == whole
    assert with_solver(problem, checks=0) is None


@needs_solver
def test_figures_that_floating_point_cannot_hold_are_left_alone() -> None:
    equations, values = spoiled(5)
    assert with_solver(state(equations, [value + 10**16 for value in values])) is None


@pytest.mark.parametrize(
    ("number", "used"), [("1.7.0", True), ("1.16.3", True), ("1.17.0", False), ("2.0", False), ("1.6.9", False)]
)
@pytest.mark.parametrize("folders", [("{}",), (), ("{}", "0.9.0"), ("{}+local",)])
def test_no_solver_is_used_that_was_not_tried(
    number: str, used: bool, folders: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its version is told by the one folder that is named after it, else by what is written there."""
    for folder in folders:
        (tmp_path / f"highspy-{folder.format(number)}.dist-info").mkdir()
    spec = ModuleSpec("highspy", None, origin=str(tmp_path / "highspy" / "__init__.py"))
    monkeypatch.setattr(solvers, "find_spec", lambda _name: spec)
    written = "0" if folders == ("{}",) else number
    monkeypatch.setattr("importlib.metadata.version", lambda _name: written)
    assert solver.__wrapped__() == (f"highs {number}" if used else None)


def test_the_tried_versions_are_those_that_are_asked_for() -> None:
    pinned = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]["localize"]
    assert pinned == ["highspy>=1.7,<1.17"]


@needs_solver
def test_its_folder_tells_what_is_written_there() -> None:
    assert solver() == f"highs {version('highspy')}"


def test_without_it_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solvers, "find_spec", lambda _name: None)
    assert solver.__wrapped__() is None

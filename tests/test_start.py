"""What a start of the command leaves alone: it loads, makes and compiles what the asked command needs, and no more."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
BALANCED = str(ROOT / "examples" / "01-平衡-沭阳县2025.xlsx")
BARE = "import sys; print(*sys.modules)"
STARTED = """
import dataclasses, json, re._compiler, sys

made = {"classes": 0, "patterns": 0}

def counted(module, name, what):
    inner = getattr(module, name)
    def outer(*arguments, **named):
        made[what] += 1
        return inner(*arguments, **named)
    setattr(module, name, outer)

counted(dataclasses, "_process_class", "classes")
counted(re._compiler, "compile", "patterns")
from checks.__main__ import main

try:
    main()
except SystemExit:
    pass
print(json.dumps({**made, "modules": list(sys.modules)}), file=sys.stderr)
"""
HEAVY = {"pydantic", "openpyxl", "tomllib", "importlib.metadata", "email", "zipfile", "pandas", "numpy", "lxml"}
"""Libraries that some commands need, and none of these."""


class Started(NamedTuple):
    """What a run of the command holds in the end: what it made of our classes and patterns, and what it loaded."""

    classes: int
    patterns: int
    modules: set[str]


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Started]:
    """Run the command in a process of its own, which has a rule book from an earlier run."""
    own = str(tmp_path_factory.mktemp("cache"))
    env = {**os.environ, "XDG_CACHE_HOME": own, "GOUJI_CACHE": own, "PYTHONIOENCODING": "utf-8"}

    def run(code: str, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", code, *words]
        return subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True, encoding="utf-8")

    run(STARTED, "rules")
    bare = set(run(BARE).stdout.split())

    def start(*words: str) -> Started:
        found = json.loads(run(STARTED, *words).stderr.splitlines()[-1])
        return Started(found["classes"], found["patterns"], set(found["modules"]) - bare)

    return start


@pytest.mark.parametrize(
    ("words", "spared"),
    [
        (("check", BALANCED), {"checks.submissions", "checks.marking", "addin.cli", "checks.cli.totalling"}),
        (("check", BALANCED, "--no-cache", "--format", "json"), {"checks.marking", "addin.cli"}),
        (("--help",), {"multiprocessing", "checks.check", "checks.readers"}),
        (("rules",), {"multiprocessing", "checks.check", "checks.readers", "addin.cli"}),
    ],
    ids=("a file", "as JSON", "help", "rules"),
)
def test_a_start_loads_what_it_needs(words: tuple[str, ...], spared: set[str], started: Callable[..., Started]) -> None:
    modules = started(*words).modules
    assert "checks.cli" in modules
    assert (HEAVY | spared) & modules == set()


def test_a_start_makes_few_classes_and_patterns(started: Callable[..., Started]) -> None:
    """A frozen dataclass takes 0.3 ms, a pattern 0.1: plain records are named tuples, rare patterns compiled late."""
    found = started("check", BALANCED)
    assert 0 < found.classes <= 40
    assert 0 < found.patterns <= 70

"""What a developer runs: ``python tools/tasks.py TASK [ARGUMENTS]``; without a task, the list of them.

Every generated file of the repository has its task here; the tests say which one is out of date.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FAST = "not slow and not office and not server and not browser"


def run(*command: str) -> None:
    """Run one command of this Python at the top of the repository; stop where it fails."""
    done = subprocess.run([sys.executable, *command], cwd=ROOT, check=False)
    if done.returncode:
        raise SystemExit(done.returncode)


def test(arguments: Sequence[str]) -> None:
    """All tests, or what pytest is told: test tests/test_figures.py -k minus."""
    run("-m", "pytest", *(arguments or ["-q"]))


def fast(arguments: Sequence[str]) -> None:
    """The tests that need nothing but Python, in under two minutes."""
    run("-m", "pytest", "-q", "-n", "2", "-m", FAST, *arguments)


def lint(_arguments: Sequence[str]) -> None:
    """Style, format and types, as the continuous integration asks for them."""
    run("-m", "ruff", "check", ".")
    run("-m", "ruff", "format", "--check", ".")
    run("-m", "mypy")


def tidy(_arguments: Sequence[str]) -> None:
    """Mend what ruff can mend by itself."""
    run("-m", "ruff", "check", "--fix", ".")
    run("-m", "ruff", "format", ".")


def docs(_arguments: Sequence[str]) -> None:
    """docs/规则.md, from the forms and the catalogue of rules; the JSON's schema, from checks/contract.py."""
    for module, target in (
        ("checks.render.rule_book", "docs/规则.md"),
        ("checks.contract", "checks/render/gouji-check-2.schema.json"),
    ):
        done = subprocess.run([sys.executable, "-X", "utf8", "-m", module], cwd=ROOT, check=True, capture_output=True)
        (ROOT / target).write_bytes(done.stdout.replace(b"\r\n", b"\n"))


def pictures(_arguments: Sequence[str]) -> None:
    """docs/pictures, drawn by LibreOffice and Chromium."""
    run("docs/pictures.py")


def notebook(_arguments: Sequence[str]) -> None:
    """docs/分析.ipynb, run anew from its first cell."""
    run("tools/notebook.py")


def workbooks(_arguments: Sequence[str]) -> None:
    """workbook_templates/workbooks: the standard workbooks that ship."""
    run("-m", "workbook_templates.standard")


def examples(_arguments: Sequence[str]) -> None:
    """examples/: the workbooks and the mails, from figures and words."""
    run("-m", "tests.fixtures.examples")


def xlam(_arguments: Sequence[str]) -> None:
    """addin/gouji.xlam, from the VBA and the list of buttons."""
    run("-m", "checks", "addin", "build")


def page(arguments: Sequence[str]) -> None:
    """勾稽.html, the checker as one web page; fetches the browser's Python once."""
    run("-m", "checks", "page", "--force", *arguments)


def mutation(arguments: Sequence[str]) -> None:
    """docs/mutation.md: what the rules notice of seeded errors. Takes an hour."""
    run("benchmarks/mutation.py", *(arguments or ["60"]), "--write")


def rooms(arguments: Sequence[str]) -> None:
    """How large the house is: modules, arrows, circles, complexity."""
    run("tools/count_rooms.py", *arguments)


TASKS: dict[str, Callable[[Sequence[str]], None]] = {
    task.__name__: task
    for task in (test, fast, lint, tidy, docs, notebook, pictures, workbooks, examples, xlam, page, mutation, rooms)
}


def main(arguments: Sequence[str]) -> int:
    """Run the task that is named first."""
    if not arguments or arguments[0] not in TASKS:
        for name, task in TASKS.items():
            print(f"{name:<10} {task.__doc__}")
        return 2 if arguments else 0
    TASKS[arguments[0]](arguments[1:])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

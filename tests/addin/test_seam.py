"""The seam: plain data that could cross a pipe, few operations a click, and no program's own library behind it."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from addin.entry import run
from addin.seam import Program
from addin.session import Session

from ..fakes.person import FakePerson
from ..fakes.program import FakeProgram
from .sitting import BOOK, filled

ADDIN = Path(__file__).parents[2] / "addin"
PROGRAMS = ("excel.py", "excel_dialogs.py", "entry.py", "functions.py", "calc", "build", "doctor.py")
WRONG = {"results__granted__total": 4321.0}
MOST = 80
"""Operations a click. Over a pipe each is one message; a mark or a cell inside of one is some accesses there."""


def plain(value: Any) -> Any:
    """What JSON has a word for; anything else raises."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value


class Piped:
    """A program at the other end of a pipe, as far as what goes in and out must be plain."""

    def __init__(self, program: FakeProgram) -> None:
        self._program = program
        self.name, self.workbook = program.name, program.workbook
        self.operations: list[str] = []

    def __getattr__(self, name: str) -> Callable[..., Any]:
        operation = getattr(self._program, name)

        def through(*arguments: Any, **named: Any) -> Any:
            self.operations.append(name)
            json.dumps([plain(arguments), plain(named)])
            answer = operation(*arguments, **named)
            if name != "suspended":
                json.dumps(plain(answer))
            return answer

        return through


@pytest.mark.parametrize("review", [True, False])
def test_a_click_takes_few_operations_in_plain_data(review: bool) -> None:
    program = Piped(FakeProgram("年报.xlsx", filled(review=review, **(WRONG if review else {}))))
    session = Session(program, FakePerson(), BOOK)  # type: ignore[arg-type]  # every operation is there by __getattr__
    for tag in ("check", "check", "check_sheet", "next_finding", "explain", "clear", "words"):
        program.operations.clear()
        run(tag, session)
        assert not any("出了意外" in text for text in session.person.told), tag  # type: ignore[attr-defined]
        assert len(program.operations) <= MOST + 60 * (tag == "words"), (tag, len(program.operations))


def test_the_program_of_the_tests_offers_the_seam_and_no_more() -> None:
    wanted = {name for name in vars(Program) if not name.startswith("_")}
    assert len(wanted) <= 14
    own = {"saved", "write_note"}  # for the tests
    assert {name for name in vars(FakeProgram) if not name.startswith("_")} - {"name"} == wanted | own


def test_no_command_knows_a_program() -> None:
    for path in ADDIN.rglob("*.py"):
        if path.relative_to(ADDIN).parts[0] in PROGRAMS:
            continue
        names = {
            name.split(".")[0]
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            for name in (
                [one.name for one in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
        }
        assert not names & {"xlwings", "uno", "openpyxl"}, path

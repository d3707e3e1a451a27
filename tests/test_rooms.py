"""The house rules that can be counted: arrows of import, sizes of rooms, words in their place."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from statistics import median

import pytest

from checks import rulebook
from checks.render.rule_book import reference
from tools.count_rooms import between_rooms, circles, imports_of, modules_of

# Who changes a sentence runs this file: the other language is asked for here, too.
from .test_languages import test_each_sentence_stands_in_both_languages  # noqa: F401

ROOT = Path(__file__).parents[1]
MODULES = sorted(
    p for room in ("checks", "addin", "workbook_templates", "gouji", "page") for p in (ROOT / room).rglob("*.py")
)

LAYERS = [
    ["checks.__main__"],
    ["checks.cli"],
    ["checks.intake"],
    ["checks.batch"],
    ["checks.render"],
    ["checks.marking"],
    ["checks.pairing", "checks.check"],
    ["checks.previous", "checks.partners"],
    ["checks.documents"],
    ["checks.evaluate.cross_year"],
    ["checks.submissions"],
    ["checks.justifications", "checks.containers", "checks.blank_copies", "checks.second_reports"],
    ["checks.localize"],
    ["checks.evaluate"],
    ["checks.contract"],
    ["checks.render.sentences"],
    ["checks.identity", "checks.evaluate.uncalculated"],
    ["checks.locate", "checks.readers"],
    ["checks.titles"],
    ["checks.rulebook"],
    ["checks.rules"],
    ["checks.forms"],
    ["checks.model"],
    ["checks.private", "checks.whole_files", "checks.effort", "checks.language", "checks.patterns"],
    ["checks.errors"],
    ["checks"],
]
"""From the top down: a module may import from its own room and from lower layers, never from a higher one."""


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def layer_of(module: str) -> int:
    _, layer = max(
        (len(room), i) for i, rooms in enumerate(LAYERS) for room in rooms if f"{module}.".startswith(f"{room}.")
    )
    return layer


def room_of(module: str) -> str:
    return max((room for rooms in LAYERS for room in rooms if f"{module}.".startswith(f"{room}.")), key=len)


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imports(path: Path) -> set[str]:
    """The modules of this house that a file imports, lazily or not."""
    found = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {
                m
                if (ROOT / (m.replace(".", "/") + ".py")).exists() or (ROOT / m.replace(".", "/")).is_dir()
                else node.module
                for m in modules
            }
    return {
        module for module in found if module.split(".")[0] in ("checks", "addin", "workbook_templates", "gouji", "page")
    }


def back_arrows(module: str, imported: set[str]) -> set[str]:
    """The imports that run against the order; only the command, on top, may join the packages."""
    inside = {other for other in imported if other.startswith("checks")}
    outside = set() if room_of(module) == "checks.cli" else imported - inside
    return outside | {o for o in inside if room_of(o) != room_of(module) and layer_of(o) <= layer_of(module)}


@pytest.mark.parametrize("path", [p for p in MODULES if p.is_relative_to(ROOT / "checks")], ids=name_of)
def test_imports_run_one_way(path: Path) -> None:
    assert back_arrows(name_of(path), imports(path)) == set()


def test_no_rooms_import_one_another_in_a_circle() -> None:
    modules = modules_of(ROOT)
    arrows = between_rooms({name: imports_of(name, path, modules) for name, path in modules.items()})
    assert circles(arrows) == []
    back = arrows | {"checks.model": arrows["checks.model"] | {"checks.cli"}}
    assert len(circles(back)) == 1  # a way back would be seen


def test_the_workbooks_know_no_addin() -> None:
    for path in (p for p in MODULES if p.is_relative_to(ROOT / "workbook_templates")):
        assert not {module for module in imports(path) if module.startswith("addin")}, path


def test_nothing_that_asks_for_a_licence_is_imported() -> None:
    """The paid part of xlwings stays out."""
    paid = re.compile(r"^\s*(?:import|from) xlwings\.pro|xlwings import pro\b", re.MULTILINE)
    assert [path for path in MODULES if paid.search(path.read_text("utf-8"))] == []


def test_a_back_arrow_would_be_seen() -> None:
    assert back_arrows("checks.model.grid", {"checks.cli", "checks.errors"}) == {"checks.cli"}
    assert back_arrows("checks.locate.row_matching", {"checks.locate.lines", "checks.evaluate"}) == {"checks.evaluate"}
    assert back_arrows("checks.model.report", {"addin.commands"}) == {"addin.commands"}


def test_the_checker_knows_no_excel() -> None:
    for path in (p for p in MODULES if p.is_relative_to(ROOT / "checks")):
        assert not re.search(r"^\s*(?:import|from) xlwings", path.read_text("utf-8"), re.MULTILINE), path


def test_rooms_are_small() -> None:
    sizes = {name_of(p): len(p.read_text("utf-8").splitlines()) for p in MODULES}
    assert {name: size for name, size in sizes.items() if size > 400} == {}
    assert median(sizes.values()) < 150


def test_functions_are_short() -> None:
    long = {
        f"{name_of(path)}.{node.name}": size
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef) and (size := (node.end_lineno or 0) - node.lineno + 1) > 60
    }
    assert long == {}


def test_everything_public_says_what_it_is() -> None:
    silent = [
        f"{name_of(path)}.{node.name}"
        for path in MODULES
        for node in tree_of(path).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []
    assert [name_of(p) for p in MODULES if not ast.get_docstring(tree_of(p))] == []


def test_no_room_is_a_lumber_room() -> None:
    assert [p for p in MODULES if re.search(r"util|helper|misc|_v2|common", p.name)] == []


def test_sentences_stand_in_one_place() -> None:
    """A Chinese sentence (it ends with 。) in a string outside of messages belongs into messages."""
    # The command's help and the words printed on the standard workbook have their own place.
    allowed = ("checks.render.sentences", "checks.cli", "workbook_templates.texts", "addin.texts")
    found = []
    for path in MODULES:
        docs = {
            id(node.body[0].value)
            for node in ast.walk(tree_of(path))
            if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        docs |= {id(node.value) for node in ast.walk(tree_of(path)) if isinstance(node, ast.Expr)}
        found += [
            f"{name_of(path)}: {node.value}"
            for node in ast.walk(tree_of(path))
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docs
            and node.value.endswith("。")
            and len(node.value) > 1
        ]
    assert [one for one in found if not one.startswith(allowed)] == []


def test_nothing_names_a_person_or_a_machine() -> None:
    """Facts and figures only: no telephone number, no path of the machine that built this."""
    for path in [*MODULES, *ROOT.glob("*.md"), *ROOT.glob("tests/**/*.py"), *ROOT.glob("**/*.toml")]:
        text = path.read_text("utf-8")
        assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}[-—－]\d{7,8}(?!\d)", text), path
        assert not re.search(r"(?<![\w.])/(?:work|root|home)/", text), path


def test_the_rule_reference_is_current() -> None:
    """``python -m checks.render.rule_book > docs/规则.md`` makes it anew."""
    written = (ROOT / "docs" / "规则.md").read_text("utf-8")
    assert written.rstrip("\n") == "\n".join(reference(rulebook.load()))

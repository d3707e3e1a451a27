"""Patterns that are compiled when they are first asked: the same answers, and none that cannot be compiled."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from checks.patterns import pattern

ROOT = Path(__file__).parents[1]
USING = sorted(
    path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
    for path in (ROOT / "checks").rglob("*.py")
    if "import pattern\n" in path.read_text("utf-8")
)


def test_it_answers_as_the_compiled_one_does() -> None:
    late, now = pattern(r"(?P<letter>[a-c])\d", re.IGNORECASE), re.compile(r"(?P<letter>[a-c])\d", re.IGNORECASE)
    for text in ("A1b2", "x", "c3 d4"):
        assert late.findall(text) == now.findall(text)
        assert late.sub("-", text) == now.sub("-", text)
        assert bool(late.match(text)) == bool(now.match(text))
    assert (late.pattern, late.flags, late.groupindex) == (now.pattern, now.flags, now.groupindex)
    assert pattern(rb"\d").findall(b"1a2") == [b"1", b"2"]


def test_it_is_compiled_once_and_not_before(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_now = re.compile
    monkeypatch.setattr(re, "compile", lambda text, flags: compiled.append(text) or compile_now(text, flags))
    late = pattern("a+")
    assert compiled == []
    assert [late.match("aa") is not None for _ in range(3)] == [True] * 3
    assert compiled == ["a+"]


@pytest.mark.parametrize("module", USING)
def test_every_pattern_of_the_house_can_be_compiled(module: str) -> None:
    late = [value for value in vars(import_module(module)).values() if type(value).__name__ == "_Pattern"]
    assert late
    for each in late:
        assert each.groups >= 0

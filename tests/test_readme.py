"""What README and manual print as a command is one: its options are those of the parser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from checks.cli import whole_parser

ROOT = Path(__file__).parents[1]
PAGES = (
    *("README.md", "README.zh-CN.md", "docs/手册.md", "docs/安装.md"),
    *("docs/填表.md", "docs/收表.md", "docs/审表.md"),
)


def commands(page: str) -> list[list[str]]:
    """The words of each command in a page's blocks of code, without what is said beside it."""
    blocks = re.findall(r"^```\n(.*?)^```", (ROOT / page).read_text("utf-8"), re.DOTALL | re.MULTILINE)
    lines = [re.split(r"\s+[#<>]", line)[0] for block in blocks for line in block.splitlines()]
    return [line.split()[1:] for line in lines if line.startswith("gouji ")]


@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_the_page_is_understood(page: str) -> None:
    printed = commands(page)
    assert printed or page == "docs/填表.md", "who fills the tables in needs no command"
    for words in printed:
        whole_parser().parse_args([word.replace("...", "") for word in words])


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_links_to_is_there(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    targets = re.findall(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)", text)
    for target, part in targets:
        there = ((ROOT / page).parent / target) if target else ROOT / page
        assert there.exists(), target
        if part:
            heads = re.findall(r"^#+ (.*)$", there.read_text("utf-8"), re.MULTILINE)
            assert part in {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}, part


def test_both_languages_print_the_same_commands() -> None:
    def shape(page: str) -> list[tuple[str, list[str]]]:
        return [(words[0], [word for word in words if word.startswith("-")]) for words in commands(page)]

    assert shape("README.md") == shape("README.zh-CN.md")

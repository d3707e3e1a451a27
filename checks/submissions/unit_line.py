"""One line of the list of units, checked field by field; what is wrong with it is said in Chinese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from checks.model.unit import Role, Unit
from checks.render.sentences import units as words

_BETWEEN_NAMES = re.compile(r"[;；,，、\n|/]+")
_ADDRESS = re.compile(r"[a-z0-9.!#$%&'*+=?^_`{}~-]+@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\.[a-z0-9-]+")
_ROLES: Mapping[str, Role] = {
    "": "",
    "本级": "own_office",
    "本机关": "own_office",
    "汇总": "sums_up",
    "汇总单位": "sums_up",
    "不计入": "left_out",
    "不计": "left_out",
}


def _addresses(text: str) -> tuple[str, ...]:
    """What is an address of a field that may hold several; full-width letters are what an input method leaves."""
    found = re.findall(_ADDRESS, unicodedata.normalize("NFKC", text).lower())
    return tuple(dict.fromkeys(found))


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in _BETWEEN_NAMES.split(text) if name.strip()))


def _name(text: str) -> str:
    """A name as it can be compared and shown: no line breaks, no characters that nobody sees."""
    seen = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Cc") or c in "\n\t")
    name = re.sub(r"\s*\n\s*", "", seen).strip()
    if not name:
        raise ValueError(str(words.NO_NAME))
    return name


def _role(text: str) -> Role:
    role = _ROLES.get(re.sub(r"\s", "", text))
    if role is None:
        raise ValueError(words.bad_role(text))
    return role


def parse(texts: Mapping[str, str]) -> tuple[Unit | None, list[str]]:
    """Return the unit of a line, and what is wrong with the line.

    Args:
        texts: what stands under each heading, by the field's name.

    Returns:
        None for the unit only where the line has no name. Any other fault costs the field, not the unit.
    """
    problems: list[str] = []
    try:
        name = _name(texts.get("name", ""))
    except ValueError as problem:
        return None, [str(problem)]
    try:
        role = _role(texts.get("role", ""))
    except ValueError as problem:
        role = ""
        problems.append(str(problem))
    addresses = _addresses(texts.get("addresses", ""))
    if not addresses and "@" in texts.get("addresses", ""):
        problems.append(words.bad_address(texts["addresses"]))
    return Unit(name, addresses, texts.get("parent", ""), _names(texts.get("aliases", "")), role), problems

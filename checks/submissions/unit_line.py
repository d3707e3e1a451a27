"""One line of the list of units, checked field by field; what is wrong with it is said in Chinese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

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
        raise ValueError(words.NO_NAME)
    return name


def _role(text: str) -> Role:
    role = _ROLES.get(re.sub(r"\s", "", text))
    if role is None:
        raise ValueError(words.bad_role(text))
    return role


class Line(BaseModel):
    """The fields of a line, as text in and as values out."""

    model_config = ConfigDict(frozen=True)

    name: Annotated[str, BeforeValidator(_name)]
    addresses: Annotated[tuple[str, ...], BeforeValidator(_addresses)] = ()
    parent: str = ""
    aliases: Annotated[tuple[str, ...], BeforeValidator(_names)] = ()
    role: Annotated[Role, BeforeValidator(_role)] = ""


def parse(texts: Mapping[str, str]) -> tuple[Unit | None, list[str]]:
    """Return the unit of a line, and what is wrong with the line.

    Args:
        texts: what stands under each heading, by the field's name.

    Returns:
        None for the unit only where the line has no name. Any other fault costs the field, not the unit.
    """
    problems: list[str] = []
    fields = dict(texts)
    for _ in range(len(Line.model_fields)):
        try:
            line = Line(**fields)  # type: ignore[arg-type]  # text goes in, the validators make what the fields are
        except ValidationError as error:
            for problem in error.errors():
                field = str(problem["loc"][0])
                problems.append(str(problem["msg"]).removeprefix("Value error, "))
                if field == "name":
                    return None, problems
                fields.pop(field, None)
            continue
        if texts.get("addresses") and not line.addresses and "@" in texts["addresses"]:
            problems.append(words.bad_address(texts["addresses"]))
        return Unit(line.name, line.addresses, line.parent, line.aliases, line.role), problems
    return None, problems

"""The catalogue file: one entry for each kind of rule, checked as it is read."""

from __future__ import annotations

import tomllib
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from checks.errors import FormFileError
from checks.model.rule import RuleKind, Severity


class EnglishDeclaration(BaseModel):
    """What an entry says, in English; ``assemble`` collects it."""

    model_config = ConfigDict(extra="forbid")

    title: str
    instruction: str
    basis: str


class EntryDeclaration(BaseModel):
    """One entry as the file gives it."""

    model_config = ConfigDict(extra="forbid")

    scope: Literal["relation", "years", "cell", "document"]
    severity: Severity
    title: str
    instruction: str
    basis: str
    example: str = ""
    right: dict[str, int | str] = {}
    wrong: dict[str, int | str] = {}
    english: EnglishDeclaration | None = None


def read_catalogue(text: str) -> dict[str, RuleKind]:
    """Return the entries by id, in the order of the file.

    Raises:
        FormFileError: the file is not TOML, or an entry lacks something or has something unknown.
    """
    try:
        entries = TypeAdapter(dict[str, EntryDeclaration]).validate_python(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValidationError) as problem:
        raise FormFileError(f"catalogue.toml：{problem}") from problem
    return {
        key: RuleKind(
            id=key,
            scope=kind.scope,
            severity=kind.severity,
            title=kind.title,
            instruction=kind.instruction,
            basis=kind.basis,
            example=kind.example,
            right=tuple((cell, str(value)) for cell, value in kind.right.items()),
            wrong=tuple((cell, str(value)) for cell, value in kind.wrong.items()),
        )
        for key, kind in entries.items()
    }

"""The data files → the Rulebook. Everything that needs pydantic is reached from here, and only from here."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from checks.errors import FormFileError
from checks.forms.declare import RelationDeclaration, read_form
from checks.forms.labels import before_bracket
from checks.model.form import Form
from checks.model.rule import PREVIOUS, Rule, Rulebook, RuleKind, Severity
from checks.rules.derive import derive
from checks.rules.formula import parse


class EnglishDeclaration(BaseModel):
    """What an entry of the catalogue says, in English."""

    model_config = ConfigDict(extra="forbid")

    title: str
    instruction: str
    basis: str


class EntryDeclaration(BaseModel):
    """One entry of the catalogue as the file gives it."""

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
    """Return the kinds of rules by id, in the order of the file.

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


_NOT_FORMS = ("catalogue.toml", "cross.toml")


def assemble(texts: Mapping[str, str], digest: str) -> Rulebook:
    """Check all data files and return the rule book.

    Args:
        texts: file name → content: ``catalogue.toml``, ``cross.toml``, and one file a form.
        digest: what identifies these texts.

    Raises:
        FormFileError: any file is broken; the message names the file and the place.
    """
    catalogue = read_catalogue(texts["catalogue.toml"])
    forms: dict[str, Form] = {}
    rules: dict[str, tuple[Rule, ...]] = {}
    years: dict[str, tuple[Rule, ...]] = {}
    for name, text in texts.items():
        if name in _NOT_FORMS:
            continue
        form, relations = read_form(text, name)
        if form.id in forms:
            raise FormFileError(f"{name}：表式编号 {form.id} 已被另一个文件使用")
        forms[form.id] = form
        every = derive(form, relations, catalogue)
        years[form.id] = tuple(rule for rule in every if _is_across_years(rule))
        rules[form.id] = tuple(rule for rule in every if not _is_across_years(rule))
    newest_first = dict(sorted(forms.items(), key=lambda pair: -pair[1].first_year))
    cross = _cross(texts["cross.toml"], newest_first, catalogue)
    english = dict(pair for text in reversed(list(texts.values())) for pair in _english(tomllib.loads(text)))
    return Rulebook(newest_first, rules, years, cross, catalogue, digest, english)


def _english(declared: object) -> Iterator[tuple[str, str]]:
    """Yield each label and text of a data file with its English."""
    if isinstance(declared, list):
        for each in declared:
            yield from _english(each)
    elif isinstance(declared, dict):
        english = declared.get("english")
        if isinstance(english, dict):
            yield from ((declared[name], text) for name, text in english.items())
        elif english:
            name = declared.get("label") or declared["title"]
            yield from ((key, english) for key in (name, before_bracket(name), declared.get("short")) if key)
        for each in declared.values():
            yield from _english(each)


def _is_across_years(rule: Rule) -> bool:
    return any(cell.startswith(PREVIOUS) for cell in rule.cells)


def _cross(text: str, forms: Mapping[str, Form], catalogue: Mapping[str, RuleKind]) -> tuple[Rule, ...]:
    rules = []
    for raw in tomllib.loads(text).get("relations", []):
        home = raw.pop("form")
        declared = RelationDeclaration.model_validate(raw)
        if home not in forms or declared.rule not in catalogue:
            raise FormFileError(f"cross.toml：{declared.rule}:{declared.subject} 的表式或规则编号没有声明")
        entry = catalogue[declared.rule]

        def cell(name: str) -> str:
            form, _, inside = name.partition("/")
            return f"{form}/{forms[form].cell(inside).id}"

        holds = parse(declared.formula, cell)
        rules.append(
            Rule(
                id=f"{entry.id}:{declared.subject}",
                form=home,
                severity=entry.severity,
                title=entry.title,
                instruction=entry.instruction,
                basis=entry.basis,
                holds=holds,
                table="两表之间",
                subject="、".join(_label(name, forms) for name, _ in holds.terms),
            )
        )
    return tuple(rules)


def _label(name: str, forms: Mapping[str, Form]) -> str:
    form, _, inside = name.partition("/")
    return forms[form].cell(inside).label

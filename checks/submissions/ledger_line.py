"""One line of the ledger as a person may have written it: what the program cannot use is said, and stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from checks.render.sentences import ledger as words

STATES = ("未报", "已收", "待改", "有疑问", "已说明", "合格", "定稿")
_BETWEEN = re.compile(r"[;；,，、\s]+")
_DAY = re.compile(r"(20\d\d)\D(\d{1,2})\D(\d{1,2})(?!\d)")
_DIGEST = re.compile(r"[0-9a-f]{64}")


def _state(text: str) -> str:
    if text and text not in STATES:
        raise ValueError(words.bad_state(text, STATES))
    return text


def _deadline(text: str) -> str:
    written = _DAY.match(text)
    try:
        date(*map(int, written.groups())) if written else None
    except ValueError:
        written = None
    if text and not written:
        raise ValueError(words.bad_deadline(text))
    return text


def _digests(text: str) -> str:
    if any(part and not _DIGEST.fullmatch(part) for part in _BETWEEN.split(text)):
        raise ValueError(words.bad_digest(text))
    return text


class ActedOn(BaseModel):
    """The columns whose content the program acts on."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    state: Annotated[str, Field(alias="状态"), AfterValidator(_state)] = ""
    deadline: Annotated[str, Field(alias="期限"), AfterValidator(_deadline)] = ""
    final: Annotated[str, Field(alias="定稿校验码"), AfterValidator(_digests)] = ""


class Memory(BaseModel):
    """What we keep of a line for the next run, on a sheet that nobody sees.

    Attributes:
        ours: what we wrote, by column.
        findings: what was to be corrected.
        draft: digest of the last draft.
    """

    model_config = ConfigDict(frozen=True)

    ours: dict[str, str]
    findings: list[str]
    draft: str = ""


def problems(texts: Mapping[str, str], place: str) -> Iterator[str]:
    """Yield what the program cannot use of a line, a sentence each.

    Args:
        texts: by heading.
        place: of the line in its sheet.
    """
    try:
        ActedOn.model_validate(texts)
    except ValidationError as error:
        for problem in error.errors(include_url=False):
            yield words.bad_line(place, str(problem["msg"]).removeprefix("Value error, "))

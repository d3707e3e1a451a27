"""The JSON that gouji writes, member by member: its schema, its types, and the reading of it, in one place.

What writes (``checks.render.json_document`` and its neighbours) and what reads back (``json_reading``) import these
types for mypy alone, so that a member that is forgotten, misspelt or of another type does not pass the linters, and a
start costs nothing. pydantic makes the schema of them, and checks what comes from outside: a ``findings.json`` that
somebody kept.
"""

from __future__ import annotations

import sys
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, NotRequired

from pydantic import Field, TypeAdapter, ValidationError, WithJsonSchema
from typing_extensions import TypedDict

from checks.errors import UsageError
from checks.model.findings import FindingOutcome, Status, UnitFrom
from checks.model.grid import Medium, Trust
from checks.model.held_figures import Lack
from checks.model.rule import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping

Count = Annotated[int, Field(ge=0)]
JsonNumber = Annotated[int | float, WithJsonSchema({"type": "number"})]
"""A count is whole; money keeps the digits that it was written with (at most 15)."""
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Address(TypedDict):
    """Where a figure stands, as data: only what its medium has."""

    medium: Medium
    row: Annotated[int, Field(ge=0, description="from 0")]
    column: Annotated[int, Field(ge=0, description="from 0")]
    sheet: NotRequired[str]
    page: NotRequired[Annotated[int, Field(ge=1, description="of a PDF")]]
    table: NotRequired[Annotated[int, Field(ge=1, description="on the page or in the document")]]
    line: NotRequired[Annotated[int, Field(ge=1, description="of a text")]]
    file: NotRequired[Annotated[str, Field(description="another document: last year's report")]]


class Place(TypedDict):
    """A cell of the form, and where it stands."""

    id: str
    place: Annotated[str, Field(description="sheet!A1, or the line of a text")]
    at: Annotated[Address | None, Field(description="null if the document has no such cell")]
    label: Annotated[str, Field(description="row·column, in the form's words")]


class Cell(Place):
    """A cell with its figure."""

    value: JsonNumber | None
    text: Annotated[str, Field(description="as written")]


class Operand(TypedDict):
    """A term without a value."""

    name: str
    cell: Place
    lack: Lack


class Justification(TypedDict):
    """What the unit has said of a finding (情况说明)."""

    words: str
    when: str
    fits: bool
    sides: Annotated[list[str], Field(min_length=2, max_length=2, description="both, as they were when it was written")]


class Finding(TypedDict):
    """One thing that does not hold, or cannot be decided."""

    rule: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+:.+$")]
    form: Annotated[str | None, Field(description="null for a finding about the file itself")]
    severity: Severity
    outcome: FindingOutcome
    cells: Annotated[list[Cell], Field(description="the figures that take part, the printed total first")]
    left: Annotated[JsonNumber | None, Field(description="the sum of the parts, blanks as 0")]
    right: Annotated[JsonNumber | None, Field(description="the printed total")]
    difference: Annotated[JsonNumber | None, Field(description="left - right")]
    message: Annotated[str, Field(min_length=1, description="for people; may change at any time")]
    operands: Annotated[list[Operand], Field(description="the terms without a value")]
    needed: Annotated[JsonNumber | None, Field(description="what these would have to add up to")]
    code: Annotated[str | None, Field(description="which sentence, of a finding that is no relation")]
    arguments: Annotated[list[str], Field(description="what that sentence names")]
    justification: Justification | None


class Why(TypedDict):
    """How a figure came to be wrong, as data."""

    code: str
    name: str
    value: JsonNumber | None
    whole_line: bool


class Suspect(TypedDict):
    """A cell that is probably wrong, and what it should be."""

    cell: Cell
    actual: JsonNumber | None
    proposed: JsonNumber
    certainty: Literal["unique", "one_of"]
    explains: Annotated[list[str], Field(min_length=1, description="ids of rules")]
    reason: Annotated[str, Field(description="for people; may change at any time")]
    why: Why
    group: Annotated[int, Field(ge=0, description="findings explained together have one number")]
    choice: Annotated[int, Field(ge=0, description="rival explanations of a group, the likeliest is 0")]


class Origin(TypedDict):
    """The mail that a document came with; what it does not say is "" or null."""

    sender: str
    sender_name: str
    subject: str
    date: Annotated[str | None, Field(description="ISO 8601, with its time zone")]
    attachment: str
    message_id: str
    passed_on_by: Annotated[str, Field(description="the address of who passed the mail on")]


class Figure(TypedDict):
    """One cell of a form as a document fills it in."""

    form: str
    cell: str
    value: JsonNumber | None
    text: Annotated[str, Field(description="as written")]
    state: Lack
    at: Annotated[Address | None, Field(description="null if the document has no such cell")]


class Document(TypedDict):
    """One report in one file."""

    source: Annotated[str, Field(description="the path as given, what is inside behind a slash, the part behind #")]
    file: Annotated[str, Field(description="the source without the part")]
    part: Annotated[str | None, Field(description="which of several reports in the file")]
    sha256: Annotated[Digest, Field(description="of the file's bytes")]
    forms: Annotated[list[str], Field(json_schema_extra={"uniqueItems": True})]
    unit: str | None
    year: int | None
    status: Status
    checked: Annotated[Count, Field(description="rules that were decided, one way or the other")]
    undecided: Count
    findings: list[Finding]
    suspects: list[Suspect]
    unit_from: Annotated[UnitFrom | None, Field(description="what told the unit")]
    trust: Annotated[Trust, Field(description="the weakest reading that the figures rest on")]
    origin: Annotated[Origin | None, Field(description="the mail it came with")]
    superseded_by: Annotated[str | None, Field(description="the later delivery that counts instead")]
    marked_copy: Annotated[str | None, Field(description="relative to the folder of results")]
    not_kept: Annotated[list[str], Field(description="what the marked copy could not keep")]
    figures: NotRequired[Annotated[list[Figure], Field(description="every cell of its forms, on request: --figures")]]


class Delivery(TypedDict):
    """What one unit has sent, and which of it counts."""

    unit: str | None
    parent: str | None
    state: Literal["pass", "review", "fail", "unreadable", "no_table", "doubtful", "empty", "wrong_year", "wrong_form"]
    year: int | None
    current: Annotated[list[str], Field(description="the sources that count")]
    older: list[str]
    beside: list[str]
    evidence: Annotated[
        dict[str, str],
        Field(description="where it stands → what it says: title, cover, file_name, address …; list: its line there"),
    ]
    conflict: Annotated[list[str] | None, Field(description="the units that contradicting evidence names")]


class MissingUnit(TypedDict):
    """A line of the list of units that nothing came from."""

    unit: str
    parent: str | None
    addresses: list[str]


Summary = TypedDict(
    "Summary",
    {"documents": Count, "pass": Count, "review": Count, "fail": Count, "unreadable": Count, "no_table": Count},
)
"""How many documents there are, and of each status."""


class CheckResult(TypedDict):
    """``gouji check --format json``, and ``findings.json``."""

    schema: Literal["gouji-check/2"]
    tool: Annotated[str, Field(description="version of gouji")]
    ruleset: Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]
    solver: Annotated[
        str | None,
        Field(description='what looks for many wrong cells in one table, as "highs 1.16.0"; null for none'),
    ]
    documents: Annotated[list[Document], Field(description="in the order of reading")]
    deliveries: Annotated[list[Delivery], Field(description="one a unit, the worst state first")]
    missing: Annotated[list[MissingUnit], Field(description="units of the list that nothing came from")]
    complete: Annotated[bool, Field(description="false if the run was broken off")]
    summary: Summary


class Mismatch(TypedDict):
    """A total whose own sum is not that of its summed parts."""

    cell: str
    total: JsonNumber
    parts: JsonNumber
    units: Annotated[list[str], Field(description="whose own reports do not add up there")]


class Difference(TypedDict):
    """A cell whose printed figure is not the sum."""

    cell: str
    printed: JsonNumber
    total: JsonNumber
    difference: Annotated[JsonNumber, Field(description="printed - total")]
    bound: Annotated[bool, Field(description="a bound, such as what several offices have issued together")]
    open: Annotated[bool, Field(description="blanks leave it open")]


class Step(TypedDict):
    """One thing that would have gone wrong."""

    kind: str
    units: list[str]
    parents: Annotated[list[str], Field(description="the unit above each of them: lists have namesakes")]
    cells: list[str]


class Explanation(Step):
    """One explanation of the differences; the first of its steps is its own kind, units and cells."""

    size: Annotated[int, Field(description="how much would have gone wrong; equal ones are rivals")]
    steps: list[Step]


class Sum(TypedDict):
    """The sum over some units, and how a printed report compares."""

    units: Annotated[list[str], Field(description="that were added")]
    cells: Annotated[dict[str, JsonNumber], Field(description="cell id → sum")]
    blanks: Annotated[dict[str, list[str]], Field(description="cell id → units whose figure is not known")]
    mismatches: list[Mismatch]
    against: Annotated[str | None, Field(description="the report that was compared")]
    differences: list[Difference]
    explanations: Annotated[list[Explanation], Field(description="the likeliest first")]


class Level(Sum):
    """The sum of one level below the whole."""

    name: str


class TotalResult(Sum):
    """``gouji total --format json``."""

    schema: Literal["gouji-total/1"]
    complete: bool
    form: str
    year: int | None
    missing: list[str]
    excluded: list[str]
    unlisted: Annotated[list[str], Field(description="deliveries that no line of the list has")]
    roles: Annotated[dict[str, str], Field(description="unit → its role, where it has one")]
    levels: list[Level]


_REF = "#/$defs/{model}"
SCHEMAS: Mapping[str, Any] = {"gouji-check/2": CheckResult, "gouji-total/1": TotalResult}
"""By the name that the JSON gives itself under ``schema``."""


def schema(name: str = "gouji-check/2") -> dict[str, Any]:
    """Return a JSON Schema (2020-12) of what this version writes.

    Raises:
        LookupError: there is no such JSON.
    """
    made = _closed(_adapter(name).json_schema(ref_template=_REF))
    made["$defs"] = {_lower(known): part for known, part in made["$defs"].items()}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": name, **made}


def read_json(data: bytes | str, name: str = "") -> CheckResult:
    """Check the JSON of a result that comes from outside, and return it.

    Members that this version does not know are left out: within ``gouji-check/2`` they are only ever added.

    Args:
        data: the JSON.
        name: of its file, for the message.

    Raises:
        UsageError: it is no ``gouji-check/2``; the message names the member.
    """
    from checks.render.sentences.library import not_this_json  # noqa: PLC0415  # only where something is wrong

    try:
        result: CheckResult = _adapter("gouji-check/2").validate_json(data, strict=True)
    except ValidationError as problem:
        first = problem.errors(include_url=False)[0]
        raise UsageError(not_this_json(name, [str(part) for part in first["loc"]], first["type"])) from problem
    return result


@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(SCHEMAS[name])


def _closed(part: Any) -> Any:
    """A schema without the titles that pydantic makes up, and closed: it is of what this very version writes."""
    if isinstance(part, list):
        return [_closed(item) for item in part]
    if not isinstance(part, dict):
        return part
    if "$ref" in part:
        return {"$ref": _REF.format(model=_lower(part["$ref"].rpartition("/")[2])), **_rest(part)}
    if not isinstance(part.get("properties"), dict):
        return {name: _closed(value) for name, value in part.items() if name != "title"}
    closed = {name: _closed(value) for name, value in part.items() if name not in ("title", "properties")}
    closed["properties"] = {name: _closed(value) for name, value in part["properties"].items()}
    return {**closed, "additionalProperties": False}


def _rest(part: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in part.items() if name not in ("$ref", "title")}


def _lower(name: str) -> str:
    """Definitions have had small letters from the beginning: ``#/$defs/document``."""
    return name[0].lower() + name[1:]


if __name__ == "__main__":
    import json

    sys.stdout.write(json.dumps(schema(), ensure_ascii=False, indent=2) + "\n")

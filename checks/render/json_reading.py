"""A document of the JSON result → its Submission again: what a worker or the cache kept is all that outputs need."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from checks.model.figures import Number
from checks.model.findings import (
    CellRef,
    Finding,
    Justification,
    Operand,
    Reason,
    Suspect,
    Verdict,
)
from checks.model.grid import CellAddress
from checks.model.held_figures import FigureRow, Held, held_again
from checks.model.rule import Rule, Rulebook, RuleKind
from checks.model.submission import Origin, Submission
from checks.render.sentences.received import UNCERTAIN

if TYPE_CHECKING:
    from checks import contract

Definitions = Mapping[tuple[str, str], Rule | RuleKind]
"""(form, rule id) → the relation, and ("", kind) → what all rules of a kind have in common."""


def read_document(document: contract.Document, book: Rulebook, figures: Held | None = None) -> Submission:
    """Return the submission that ``json_document.as_document`` wrote down.

    Args:
        document: one entry of ``documents``.
        book: the rules that it was checked by.
        figures: all its figures; by default those that the document has.
    """
    definitions = _definitions(_Book(book)) if document["findings"] else {}
    status = document["status"]
    verdict = Verdict(
        file=document["file"],
        sha256=document["sha256"],
        forms=tuple(document["forms"]),
        unit=document["unit"],
        year=document["year"],
        checked=document["checked"],
        undecided=document["undecided"],
        findings=tuple(_finding(finding, definitions) for finding in document["findings"]),
        suspects=tuple(_suspect(suspect) for suspect in document["suspects"]),
        no_status=status if status in ("unreadable", "no_table") else "",
        unit_from=document["unit_from"],
        part=document["part"] or "",
        trust=document["trust"],
        figures=held_again(map(_figure, document.get("figures", ())), book.forms) if figures is None else figures,
    )
    submission = Submission.of(verdict, _origin(document["origin"]))
    submission.superseded_by = document["superseded_by"] or ""
    submission.marked_copy = document["marked_copy"] or ""
    submission.not_kept = tuple(document["not_kept"])
    return submission


class _Book:
    """A rule book as a key: equal where it was made from the same data."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book

    def __hash__(self) -> int:
        return hash(self.book.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Book) and other.book.digest == self.book.digest


@lru_cache(maxsize=4)
def _definitions(key: _Book) -> Definitions:
    rules = {(rule.form, rule.id): rule for rule in key.book.every_rule()}
    return {**rules, **{("", kind.id): kind for kind in key.book.catalogue.values()}}


def _origin(origin: contract.Origin | None) -> Origin | None:
    if origin is None:
        return None
    date = datetime.fromisoformat(origin["date"]) if origin["date"] else None
    return Origin(**{**origin, "date": date})  # type: ignore[arg-type]  # member by member the same but for the date


def _finding(finding: contract.Finding, definitions: Definitions) -> Finding:
    rule, form = finding["rule"], finding["form"] or ""
    of_relation = not finding["code"] or finding["code"] in UNCERTAIN
    definition = definitions.get((form, rule)) if of_relation else None
    definition = definition or definitions["", rule.partition(":")[0]]
    cells = tuple(_cell(cell) for cell in finding["cells"])
    said = finding["justification"]
    return Finding(
        rule,
        form,
        finding["severity"],
        finding["outcome"],
        cells,
        _number(finding["left"]),
        _number(finding["right"]),
        definition,
        _operands(finding, definition, cells),
        _number(finding["needed"]),
        finding["code"] or "",
        tuple(finding["arguments"]),
        Justification(said["words"], said["when"], said["fits"], (said["sides"][0], said["sides"][1]))
        if said
        else None,
    )


def _operands(
    finding: contract.Finding, definition: Rule | RuleKind, cells: tuple[CellRef, ...]
) -> tuple[Operand, ...]:
    """The terms in the order of the rule: those without a value are written down, the others are its cells."""
    if not isinstance(definition, Rule):
        return ()
    lacking = {op["name"]: (op["cell"], op["lack"]) for op in finding["operands"]}
    rest = list(cells)
    operands = []
    for name in dict.fromkeys(definition.cells):
        is_here = rest and rest[0].id in (name, name.rpartition("/")[2])
        if name in lacking:
            cell, lack = lacking[name]
            operands.append(Operand(name, rest.pop(0) if is_here and lack != "missing" else _ref(cell), lack))
        elif is_here:
            operands.append(Operand(name, rest.pop(0)))
    return tuple(operands)


def _suspect(suspect: contract.Suspect) -> Suspect:
    proposed, why = _number(suspect["proposed"]), suspect["why"]
    assert proposed is not None
    reason = Reason(why["code"], why["name"], _number(why["value"]), why["whole_line"])
    words = (suspect["certainty"], tuple(suspect["explains"]), reason)
    return Suspect(_cell(suspect["cell"]), proposed, *words, suspect["group"], suspect["choice"])


def _figure(row: contract.Figure) -> FigureRow:
    return FigureRow(row["form"], row["cell"], _number(row["value"]), row["text"], row["state"], _address(row["at"]))


def _ref(ref: contract.Place) -> CellRef:
    file = ref["at"].get("file", "") if ref["at"] else ""
    return CellRef(ref["id"], _address(ref["at"]), ref["label"], None, "", file)


def _cell(cell: contract.Cell) -> CellRef:
    return _ref(cell)._replace(value=_number(cell["value"]), text=cell["text"])


def _address(at: contract.Address | None) -> CellAddress | None:
    if at is None:
        return None
    named = {name: value for name, value in at.items() if name != "file"}
    return CellAddress(**named)  # type: ignore[arg-type]  # member by member the same but for the file


def _number(value: float | None) -> Number | None:
    """A Number again; JSON has one kind of number with a point, money has Decimals."""
    return Decimal(repr(value)) if isinstance(value, float) else value

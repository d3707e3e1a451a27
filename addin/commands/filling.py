"""空白填 0, 文本转数字: the two commonest faults, each in one click; shown before, undone by 撤回采纳."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from addin import texts
from addin.change_log import AcceptedChange
from addin.commands.proposals import carry_out, content, now, writable
from addin.seam import HostError
from addin.session import Session, SheetFigure


def fill_blanks(session: Session) -> None:
    """Put 0 into every blank figure of the tables that somebody has begun to fill in."""
    figures = session.check().figures
    begun = {figure.at.sheet for figure in figures if figure.value is not None and not figure.is_formula}
    blank = [one for one in figures if one.reading.state == "blank" and not one.is_formula]
    left = list(dict.fromkeys(one.at.sheet for one in blank if one.at.sheet not in begun))
    changes = list(_changes(session, [(one, 0.0) for one in blank if one.at.sheet in begun]))
    if not changes:
        raise HostError(texts.nothing_begun(left) if left else texts.NO_BLANKS)
    question = [texts.ask_fill_blanks(len(changes)), *_listed(changes), *([texts.nothing_begun(left)] if left else [])]
    _carry_out(session, question, changes)


def to_numbers(session: Session) -> None:
    """Make numbers of the figures that are kept as text, where it is plain which number is meant."""
    figures = session.check().figures
    kept = [one for one in figures if isinstance(one.value, str) and one.reading.value is not None]
    changes = list(_changes(session, [(one, float(one.reading.value or 0)) for one in kept if not one.is_formula]))
    if not changes:
        raise HostError(texts.NO_TEXT_NUMBERS)
    lines = texts.some([change.told() for change in changes])
    _carry_out(session, [texts.ask_to_numbers(len(changes)), *lines], changes)


def _changes(session: Session, wanted: list[tuple[SheetFigure, float]]) -> Iterator[AcceptedChange]:
    """The changes of one step; what a merged area hides and what stands on a hidden sheet stays as it is."""
    visible = {sheet.name for sheet in session.program.sheets() if sheet.visible}
    step, when = uuid.uuid4().hex[:8], now()
    for figure, new in wanted:
        if figure.at.sheet not in visible:
            continue
        try:
            _, state = writable(session, figure.at)
            old = content(figure.at, state)
        except HostError:
            continue
        yield AcceptedChange(figure.at, figure.label, old, new, state.number_format, when, step)


def _listed(changes: list[AcceptedChange]) -> list[str]:
    """How many cells of each sheet, and which."""
    sheets = dict.fromkeys(change.at.sheet for change in changes)
    return [texts.cells_of(sheet, [one.at.a1 for one in changes if one.at.sheet == sheet]) for sheet in sheets]


def _carry_out(session: Session, question: list[str], changes: list[AcceptedChange]) -> None:
    if session.person.confirm("\n".join(question)):
        result = carry_out(session, changes)
        session.person.status(f"{texts.changed(len(changes))}  {result.headline}")

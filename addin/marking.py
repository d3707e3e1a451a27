"""Puts marks into the sheets of a workbook and takes them out again, and nothing else.

A mark is a conditional format that carries our sign, and on a suspect a note where there was none. No fill, font,
value or note of the user's is ever touched.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import groupby

from addin import texts
from addin.seam import HostError, Program
from checks.marking.marks import Mark
from checks.model.grid import CellAddress


def put(program: Program, marks: Iterable[Mark]) -> list[str]:
    """Mark cells.

    Returns:
        What could not be marked and why, in words: a sheet protected by a password.
    """
    problems = []
    for name, here in groupby(marks, key=lambda mark: mark.sheet):
        try:
            program.put_marks(name, list(here))
        except HostError as problem:
            problems.append(str(problem))
    return problems


def remove(program: Program, notes: Collection[str] | None) -> tuple[int, list[str]]:
    """Take all our marks out.

    Args:
        program: the workbook.
        notes: the texts of the notes that we put in; None where that is no longer known.

    Returns:
        How many were taken out, and what could not be, in words.
    """
    count, problems = 0, []
    for sheet in program.sheets():
        ours = [note for note in program.notes(sheet.name) if note.text.startswith(texts.NOTE_MARK)]
        kept = [note for note in ours if notes is not None and note.text not in notes]
        if kept:
            places = [CellAddress("", note.row, note.column).a1 for note in kept]
            problems.append(texts.notes_kept(sheet.name, places))
        try:
            count += program.take_marks(sheet.name, [(note.row, note.column) for note in ours if note not in kept])
        except HostError as problem:
            problems.append(str(problem))
    return count, problems


def notes_of(marks: Iterable[Mark]) -> list[str]:
    """Return the texts of the notes that these marks may have put in."""
    return [texts.NOTE_MARK + mark.note for mark in marks if mark.note]

"""Puts marks into the sheets of a workbook and takes them out again, and nothing else.

A mark is a conditional format that carries our sign, and on a suspect a note where there was none. No fill, font,
value or note of the user's is ever touched.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING

from addin import texts
from addin.host import Host, HostError
from checks.marking.excel_formulas import SIGN
from checks.marking.marks import LOOKS, Mark

if TYPE_CHECKING:
    import xlwings as xw


def put(book: xw.Book, host: Host, marks: Iterable[Mark]) -> list[str]:
    """Mark cells.

    Returns:
        What could not be marked and why, in words: a sheet protected by a password.
    """
    problems = []
    for name, here in groupby(marks, key=lambda mark: mark.sheet):
        sheet = book.sheets(name)
        try:
            with writable(host, sheet):
                for mark in here:
                    _put(sheet, mark)
        except HostError as problem:
            problems.append(str(problem))
    return problems


def _put(sheet: xw.Sheet, mark: Mark) -> None:
    cell = sheet.range((mark.row + 1, mark.column + 1))
    look = LOOKS[mark.look]
    cell.conditional_formats.add_custom(
        mark.test,
        fill_color=look.fill,
        font_color=look.ink,
        font_bold=look.bold or None,
        font_italic=look.italic or None,
    )
    if mark.note and cell.note is None:
        cell.add_note(texts.NOTE_MARK + mark.note)


def remove(book: xw.Book, host: Host, notes: Collection[str] | None) -> tuple[int, list[str]]:
    """Take all our marks out.

    Args:
        book: the workbook.
        host: its program.
        notes: the texts of the notes that we put in; None where that is no longer known.

    Returns:
        How many were taken out, and what could not be, in words.
    """
    count, problems = 0, []
    for sheet in book.sheets:
        formats = [index for index, one in enumerate(sheet.cells.conditional_formats, 1) if _is_ours(one)]
        ours = [note for note in sheet.notes if note.text.startswith(texts.NOTE_MARK)]
        kept = [note for note in ours if notes is not None and note.text not in notes]
        if kept:
            problems.append(texts.notes_kept(sheet.name, [note.location.address.replace("$", "") for note in kept]))
        if not formats and len(ours) == len(kept):
            continue
        try:
            with writable(host, sheet):
                for index in reversed(formats):  # from the last, so that the numbers of the others stay
                    sheet.cells.conditional_formats(index).delete()
                for note in (note for note in ours if note not in kept):
                    note.delete()
            count += len(formats)
        except HostError as problem:
            problems.append(str(problem))
    return count, problems


def notes_of(marks: Iterable[Mark]) -> list[str]:
    """Return the texts of the notes that these marks may have put in."""
    return [texts.NOTE_MARK + mark.note for mark in marks if mark.note]


def _is_ours(one: xw.ConditionalFormat) -> bool:
    formula = one.formula  # read once: each reading is a call to the program
    return formula is not None and SIGN in formula


@contextmanager
def writable(host: Host, sheet: xw.Sheet) -> Iterator[None]:
    """Let a sheet be changed: at once, or with its protection lifted meanwhile.

    Raises:
        HostError: the protection has a password.
    """
    if not host.is_protected(sheet):
        yield
        return
    with host.unlocked(sheet):
        yield

"""Bytes, or the sheets of an open workbook → Documents: the only way from a file to its figures.

A file holds one report or several (a sheet for each unit); each becomes a Document with its own unit, year and
figures. Who checks, converts, compares with last year or adds up starts here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import field
from typing import NamedTuple

from checks import readers
from checks.blank_copies import without_blank_copies
from checks.effort import bounded
from checks.identity import SHEET_ROWS, Identity, identify, is_name, unit_in_name, year_of_sheet
from checks.justifications import JustificationLine, read_justifications, without_justifications
from checks.locate import Sight, labelled, locate, look
from checks.locate.previous_sheet import TITLE
from checks.model.grid import ROW_CODE, Grid
from checks.model.layout import Layout
from checks.model.report import Report, Reports, fill, read_reports
from checks.model.rule import Rulebook
from checks.second_reports import told_twice


class Document(NamedTuple):
    """A form filled in by one unit for one year, as one file or one part of a file holds it.

    Attributes:
        file: the path as given, with what is inside a container behind a slash.
        part: which of several reports in the file, such as the sheet's name; "" for the only one.
        sha256: of the file's bytes.
        identity: the unit and the year that it tells, and by what.
        reports: the figures, by form id; empty where no statutory table was found.
        grids: the whole file as read, prose included; 情况说明 left out.
        justifications: what the unit has said of figures that look odd.
        remarks: what a person should know of the file: (code, detail) as ``readers.Reading`` has them. They stand
            with the first document of a file.
        has_sentences: whether it may say anything outside its tables that wants to be read.
        has_last_year: whether it may hold last year's figures.
    """

    file: str
    part: str
    sha256: str
    identity: Identity
    reports: Reports
    grids: Sequence[Grid] = field(repr=False)
    justifications: Sequence[JustificationLine] = ()
    remarks: Sequence[tuple[str, str]] = ()
    has_sentences: bool = True
    has_last_year: bool = True

    @property
    def source(self) -> str:
        """What names the document in every output: ``a.xlsx``, ``a.xlsx#凤凰镇``."""
        return f"{self.file}#{self.part}" if self.part else self.file


@bounded
def read_documents(data: bytes, source: str, book: Rulebook, sha256: str = "") -> list[Document]:
    """Return the documents of a received file, in its order; always at least one.

    Args:
        data: its bytes.
        source: its path as the user gave it; its last part may tell unit and year.
        book: the forms to look for.
        sha256: of the bytes, where it is known already.

    Raises:
        InputFileError: the file cannot be read.
    """
    reading = readers.read(data, source)
    documents = documents_in(reading.grids, source, sha256 or hashlib.sha256(data).hexdigest(), book)
    if not reading.remarks:
        return documents
    # Whether a picture may be the table that is missing, each report has to say for itself.
    pictures = tuple(remark for remark in reading.remarks if remark[0] == "pictures")
    return [
        document._replace(remarks=(*(reading.remarks if number == 0 else pictures), *document.remarks))
        for number, document in enumerate(documents)
    ]


@bounded
def documents_in(grids: Sequence[Grid], source: str, sha256: str, book: Rulebook) -> list[Document]:
    """Return the documents in what is already read: the sheets of a workbook that is open in a program, say.

    Args:
        grids: the sheets, or the runs of a text.
        source: names the file; its last part may tell unit and year.
        sha256: of whatever the result shall be tied to.
        book: the forms to look for.

    Returns:
        One for each report, in the file's order; exactly one without reports if no statutory table was found.
    """
    justifications = tuple(read_justifications(grids))
    grids = without_justifications(grids) if justifications else list(grids)
    sight = look(grids, book)
    identity = identify(grids, source, book.subjects, opening=_opening(grids, sight))
    layouts = locate(grids, book, identity.year, sight)
    if not layouts:
        remarks = _of_unread(grids, labelled(grids, book, sight))
        return [Document(source, "", sha256, identity, {}, grids, justifications, remarks)]
    remarks = _of_unread(grids, layouts[0].unread) if layouts[0].unread else ()
    blank: list[str] = []
    if len(layouts) > 1:
        named = unit_in_name(source)
        layouts, blank, doubtful = without_blank_copies(grids, layouts, book.subjects, identity.year, named)
        left_out = ("blank_of_others" if doubtful else "blank_copy", "、".join(blank))
        remarks = (*remarks, left_out) if blank else remarks
    grids, layouts_reports = _settled(grids, layouts)
    if len(layouts) == 1:
        if blank and not is_name(identity.unit or ""):  # the template stands first, and its title says 某某镇
            identity = identify([grids[at] for at in sorted(_sheets_of(layouts[0]))], source, book.subjects)
        beside = _beside(grids, sight)
        return [Document(source, "", sha256, identity, layouts_reports[0], grids, justifications, remarks, *beside)]
    owners = _owners(grids, layouts, identity, book)
    names = [_part_name(grids, layout) for layout in layouts]
    again = told_twice(layouts_reports, owners, names, identity)
    parts = zip(names, layouts_reports, owners, again, strict=True)
    return [
        Document(source, name, sha256, own, reports, grids, justifications, (*remarks * (not n), *twice))
        for n, (name, reports, own, twice) in enumerate(parts)
    ]


def _of_unread(grids: Sequence[Grid], unread: Sequence[int]) -> tuple[tuple[str, str], ...]:
    """What is said of sheets with labels and figures that nobody has read."""
    names = [grids[position].name or grids[position].place(0, 0) for position in unread]
    return (("unread_table", "、".join(names)),) if names else ()


def _opening(grids: Sequence[Grid], sight: Sight) -> str:
    """Return the first text that may be the title; "" where there may be a cover, or only a closer look can tell."""
    opening = ""
    for grid, wording, texts in zip(grids, sight.wordings, sight.texts, strict=True):
        if wording.has_field or grid.shape is None:
            return ""
        if wording.titles and not opening and not grid.hidden:
            place = wording.titles[0]
            opening = texts[place] if grid.words[place] < SHEET_ROWS * ROW_CODE else ""
    return opening


def _beside(grids: Sequence[Grid], sight: Sight) -> tuple[bool, bool]:
    """Tell whether a document may have sentences outside its tables, and last year's figures."""
    has_sentences = has_last_year = False
    for grid, wording in zip(grids, sight.wordings, strict=True):
        has_sentences |= wording.has_sentence or grid.lines is not None
        has_last_year |= wording.has_last_year or TITLE in grid.name
    return has_sentences, has_last_year


def _sheets_of(layout: Layout) -> set[int]:
    return {spot[0] for table in layout.tables for spot in table.claims}


def _owners(grids: Sequence[Grid], layouts: Sequence[Layout], whole: Identity, book: Rulebook) -> list[Identity]:
    """Return whose each of several reports is, and for which year: a sheet for each unit says so itself.

    Else the sheets right before its tables may say it, as covers. One cover before many reports names the year of
    the first only, and no unit: it may be the county's.
    """
    own, covers, behind = [], [], (0, 0)
    every = [sorted({spot for table in layout.tables for spot in table.claims}) for layout in layouts]
    following = [*(spots[0][0] for spots in every[1:]), len(grids)]
    for spots, following_grid in zip(every, following, strict=True):
        position = spots[-1][0]
        below = max(row for at, row, _ in spots if at == position) + 1 if position == following_grid else None
        own.append(identify(_between(grids, behind, (position, below), [spot[0] for spot in spots]), "", book.subjects))
        covers.append(identify(grids[behind[0] : spots[0][0]], "", book.subjects))
        behind = (position + 1, 0) if below is None else (position, below)
    has_covers = all(cover.unit for cover in covers)
    owners = []
    for layout, here, cover in zip(layouts, own, covers, strict=True):
        named = cover if has_covers and not here.unit else here
        year = here.year or year_of_sheet(grids[layout.tables[0].start[0]].name, whole.year) or cover.year or whole.year
        owners.append(Identity(named.unit, year, named.unit_from))
    return owners


def _between(
    grids: Sequence[Grid], start: tuple[int, int], end: tuple[int, int | None], positions: Sequence[int]
) -> list[Grid]:
    """Return the sheets of one report; of one that it shares with others, its own rows and the words above them."""
    own = []
    for position in dict.fromkeys(positions):
        first = start[1] if position == start[0] else 0
        last = end[1] if position == end[0] else None
        own.append(grids[position].with_rows(grids[position].rows[first:last]))
    return own


def _part_name(grids: Sequence[Grid], layout: Layout) -> str:
    grid, row = layout.tables[0].start
    return grids[grid].name or grids[grid].place(row, 0)


def _settled(grids: list[Grid], layouts: Sequence[Layout]) -> tuple[list[Grid], list[dict[str, Report]]]:
    """Read the figures; stored results that their formulas contradict count as not calculated.

    The caller's Grids stay as they are: a sheet with such results is replaced by a copy.
    """
    every = [read_reports(grids, layout) for layout in layouts]
    if not any(grid.formulas for grid in grids):
        return grids, every
    formulas = [
        report.spots[index]
        for reports in every
        for report in reports.values()
        for index in report.spots
        if report.is_formula(index)
    ]
    if not formulas:
        return grids, every
    from checks.evaluate.uncalculated import mark_stale  # noqa: PLC0415  # most files hold figures only

    marked = mark_stale(grids, formulas)
    if marked is grids:
        return grids, every
    for reports in every:
        for report in reports.values():
            report.grids = marked
            fill(report)
    return marked, every

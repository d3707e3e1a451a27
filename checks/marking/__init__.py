"""A copy of a received file with the findings marked in it; the rest of it stays as it was.

A workbook that brings macros, foreign objects or links with it is not handed on: its figures come back in the standard
workbook, which the caller knows how to make. So do the figures of files that are no .xlsx at all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from checks.check import check_bytes
from checks.errors import InputFileError
from checks.marking.conditional import add_conditions, remove_conditions
from checks.marking.document_marks import document_marks
from checks.marking.formats import Formats
from checks.marking.listing import add_list
from checks.marking.losses import active_content, is_signed, lost_with, without_links
from checks.marking.marks import Mark, marks
from checks.marking.notes import add_notes, remove_notes
from checks.marking.parts import Parts, UnmarkableError
from checks.model.findings import Verdict
from checks.model.rule import Rulebook
from checks.readers import read
from checks.readers.package import Package, as_utf8, open_package
from checks.readers.relations import relations_part
from checks.readers.sniff import sniff
from checks.readers.xlsx.parts import Sheet, find_sheets
from checks.render.sentences import marking

_PAGES = (".html", ".htm", ".shtml")

Standard = Callable[[bytes, Verdict, Rulebook, int], bytes]
"""Makes the standard workbook: the file, the verdict on one of its reports, the rules, which report (from 0)."""


@dataclass(frozen=True, slots=True)
class MarkedCopy:
    """What goes back to the sender.

    Attributes:
        data: the workbook.
        suffix: of its file name.
        not_kept: what the original had and the copy has not, each in a few words.
    """

    data: bytes
    suffix: str = ".xlsx"
    not_kept: tuple[str, ...] = ()


def marked_copy(
    data: bytes, verdicts: Sequence[Verdict], book: Rulebook, *, standard: Standard | None = None
) -> MarkedCopy | None:
    """Mark a received file's findings in a copy of it.

    Args:
        data: the file.
        verdicts: on all its reports, in the order of ``check_bytes``.
        book: the rules that they were reached by.
        standard: makes the standard workbook, where the file itself can't be handed on.

    Returns:
        None where there is nothing to mark, or no way to.
    """
    if not any(verdict.status in ("fail", "review") for verdict in verdicts):
        return None
    try:
        return _document(data, verdicts) or _in_place(data, verdicts, book)
    except (InputFileError, UnmarkableError):
        return _in_standard(data, verdicts, book, standard) if standard else None


def _document(data: bytes, verdicts: Sequence[Verdict]) -> MarkedCopy | None:
    """Mark what is no workbook; None where it is one, or nothing in it could be marked."""
    if data.startswith(b"%PDF-"):
        from checks.marking.pages import marked_pdf  # noqa: PLC0415  # takes 0.2 s, for a kind that is rare

        return MarkedCopy(marked_pdf(data, wanted), ".pdf") if (wanted := document_marks(verdicts)) else None
    if verdicts[0].file.lower().endswith(_PAGES) and sniff(data) == "html":  # a page named .xls belongs in a workbook
        from checks.marking.web import marked_page  # noqa: PLC0415

        wanted = document_marks(verdicts)
        return MarkedCopy(marked_page(data, wanted), ".html", (marking.SCRIPTS,)) if wanted else None
    if b"PK\x05\x06" not in data or (package := Package(data)).main.partition("/")[0] != "word":
        return None
    from checks.marking.word import marked_word  # noqa: PLC0415

    if not (wanted := document_marks(verdicts)):
        return None
    marked, unsigned = marked_word(package, wanted)
    return MarkedCopy(marked, ".docx", (marking.SIGNATURE,) if unsigned else ())


def _in_place(data: bytes, verdicts: Sequence[Verdict], book: Rulebook) -> MarkedCopy:
    kind, package = open_package(data) if b"PK\x05\x06" in data else ("", None)
    if kind != "xlsx" or package is None:
        raise UnmarkableError("no .xlsx")
    parts = Parts(package)
    if found := active_content(parts):
        raise UnmarkableError(", ".join(found))
    relations = as_utf8(parts.read(relations_part(parts.workbook)))
    listed = find_sheets(as_utf8(parts.read(parts.workbook)), relations, parts.workbook)
    formats = Formats(parts, listed.styles)
    by_sheet: dict[str, list[Mark]] = {}
    for mark in marks(verdicts, book):
        by_sheet.setdefault(mark.sheet, []).append(mark)
    for number, sheet in enumerate(listed.sheets, 1):
        wanted = by_sheet.pop(sheet.name, [])
        if wanted or b"gouji" in parts.read(sheet.part):
            root = parts.tree(sheet.part)
            remove_conditions(root)
            remove_notes(parts, sheet.part)
            add_conditions(parts, root, wanted, formats)
            add_notes(parts, sheet.part, number, wanted)
    earlier = _earlier_list(data, listed.sheets)
    add_list(parts, verdicts, [sheet.name for sheet in listed.sheets], formats, earlier=earlier)
    lost = [marking.SIGNATURE] * is_signed(parts) + [marking.WEB_LINKS] * without_links(parts)
    lost += [marking.STRAYS] * parts.drop_strays()
    return MarkedCopy(parts.packed(), not_kept=tuple(lost))


def _earlier_list(data: bytes, sheets: Sequence[Sheet]) -> str:
    """Return the part of the list that an earlier check left, in a copy that comes back corrected; "" for none."""
    if not any(sheet.name.startswith(marking.LIST) for sheet in sheets):
        return ""
    ours = {grid.name for grid in read(data).grids if any(row[:1] == [marking.LIST_INTRO] for row in grid.rows[1:2])}
    return next((sheet.part for sheet in sheets if sheet.name in ours), "")


def _in_standard(data: bytes, verdicts: Sequence[Verdict], book: Rulebook, standard: Standard) -> MarkedCopy | None:
    """The report with the most errors, in the standard workbook; its own marks come and go with its formulas."""
    readable = [i for i, verdict in enumerate(verdicts) if verdict.forms]
    if not readable:
        return None
    number = max(readable, key=lambda i: _errors(verdicts[i]))
    made = standard(data, verdicts[number], book, number)
    lost = lost_with(data)
    lost += [marking.OTHER_REPORTS] if len(verdicts) > 1 else []
    lost += [marking.OTHER_FORM] if len(verdicts[number].forms) > 1 else []
    again = check_bytes(made, f"{verdicts[number].source}.xlsx", book)
    return MarkedCopy(_in_place(made, again, book).data, not_kept=tuple(lost))


def _errors(verdict: Verdict) -> tuple[int, int]:
    return sum(one.severity == "error" for one in verdict.findings), len(verdict.findings)

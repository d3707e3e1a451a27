"""An inbox as a workbook: 单位, one line a unit; 问题, one line a finding; 未报送.

Text from files stays text: never a formula, a link or a number. Links lead to our own files only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, BinaryIO

from checks.language import either
from checks.marking import palette
from checks.model.figures import Number
from checks.render.finding_rows import finding_rows
from checks.render.progress_by_parent import moment, name_of
from checks.render.sanitize import plain
from checks.render.sentences import inbox
from checks.render.submission_notes import count, earlier, notes, sender_of, state_of, subject_of
from checks.submissions import STATES, Deliveries, Delivery

_LAST_ROW = 1_048_575  # of a sheet, from 0
_MOST_LINKS = 65_530  # Excel drops what is more
_MANY = 20_000  # rows; above, text is written where it stands, which some programs like less, but needs no memory
_EXACT = 10**15  # a cell of a workbook holds every whole number below this
_LINE, _MOST_LINES = 14, 12  # points; a row is never a page
_CHINA = timezone(timedelta(hours=8))  # the one time zone of the offices that read it
_YEAR, _STATE = 2, 3  # columns of the sheet of units
_MADE = datetime(2026, 1, 1)  # noqa: DTZ001  # fixed: the same results give the same bytes

_WORDS = {"font_name": "宋体", "font_size": 10, "font_color": palette.INK, "valign": "top", "text_wrap": True}
_CELL = {**_WORDS, "border": 1, "border_color": "#C3CBD4"}
_FORMATS: dict[str, dict[str, Any]] = {
    "header": {**_CELL, "bold": True, "align": "center", "valign": "vcenter", "bg_color": palette.HEADING},
    # What begins with = stays text even when someone edits the cell.
    "text": {**_CELL, "quote_prefix": True},
    "number": {**_CELL, "align": "right", "indent": 1, "text_wrap": False},
    "year": {**_CELL, "align": "center"},
    "time": {**_CELL, "align": "center", "num_format": "yyyy-mm-dd hh:mm"},
    "link": {**_CELL, "align": "center", "font_color": palette.LINK, "underline": 1},
}
_MARKS = {
    "fail": {"bg_color": palette.RED, "font_color": palette.RED_INK, "bold": True},
    "review": {"bg_color": palette.AMBER, "font_color": palette.AMBER_INK},
    "doubtful": {"bg_color": palette.AMBER, "font_color": palette.AMBER_INK, "bold": True},
    "pass": {"font_color": palette.GREEN_INK},
}
_WIDTHS = (
    (22, 16, 6, 11, 7, 7, 24, 15, 34, 7, 26, 36),
    (20, 28, 7, 25, 30, 9, 9, 8, 8, 8, 52, 7),
    (30, 40, 24),
)


def results_workbook(deliveries: Deliveries, target: BinaryIO | str) -> None:
    """Write the results workbook; the same results give the same bytes.

    Args:
        deliveries: what came, with the marked copies' paths in their submissions.
        target: a path, or a file open for writing bytes.
    """
    import xlsxwriter  # noqa: PLC0415  # only --out needs it

    findings_in_all = sum(len(submission.findings) for one in deliveries.units for submission in one.current)
    options = {
        "constant_memory": findings_in_all > _MANY,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": _MADE, "title": inbox.page_title(deliveries.year)})
        formats = {name: book.add_format(style) for name, style in _FORMATS.items()}
        marks = {inbox.STATE[state][:1]: book.add_format(style) for state, style in _MARKS.items()}
        units, findings, missing = (
            _Sheet(book.add_worksheet(name), header, widths, formats)
            for name, header, widths in zip(
                inbox.SHEETS,
                (inbox.UNITS_HEADER, inbox.FINDINGS_HEADER, inbox.MISSING_HEADER),
                _WIDTHS,
                strict=True,
            )
        )
        heading = inbox.workbook_heading(
            inbox.page_title(deliveries.year),
            {state: sum(one.state == state for one in deliveries.units) for state in STATES},
            len(deliveries.missing),
            moment(deliveries.made_at),
        )
        for sheet in (units, findings, missing):
            sheet.head(heading)
        for delivery in deliveries.units:
            units.add(_unit_row(delivery, deliveries))
        for row in _finding_rows(deliveries):
            findings.add(row)
        for unit in deliveries.missing:
            missing.add([deliveries.called(unit), either("；", "; ").join(unit.addresses), unit.parent])
        units.close(marks)
        findings.close()
        missing.close()


class _Link(str):
    """One of our own relative paths; its characters stand as they are, as in Excel's own links to files."""

    __slots__ = ()


class _Sheet:
    """One sheet, written from the top down."""

    def __init__(self, sheet: Any, header: Sequence[str], widths: Sequence[int], formats: dict[str, Any]) -> None:
        self._sheet, self._formats, self._columns, self._widths = sheet, formats, len(header), widths
        self._header, self._row, self._links, self._left_out = header, 0, 0, 0
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.set_margins(0.4, 0.4, 0.6, 0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_footer("&L&A&R&P / &N")
        sheet.set_row(0, 24)
        for column, text in enumerate(header):
            sheet.write_string(0, column, text, formats["header"])

    def head(self, heading: str) -> None:
        """Print a heading on every page: the header row stays the first, for who filters and copies."""
        self._sheet.set_header(f"&L&12{heading.replace('&', '&&')[:230]}")

    def add(self, values: Sequence[object]) -> None:
        """Write the next row; the last row of a sheet is kept for saying what had no room."""
        if self._row >= _LAST_ROW - 1:
            self._left_out += 1
            return
        self._row += 1
        self._sheet.set_row(self._row, _LINE * self._lines(values) + 3)  # no program but Excel finds the height itself
        for column, value in enumerate(values):
            self._write(column, value)

    def _lines(self, values: Sequence[object]) -> int:
        """How many lines the fullest cell of a row takes, a Chinese character being two digits wide."""
        texts = ((value, width) for value, width in zip(values, self._widths, strict=True) if type(value) is str)
        return max(
            (
                min(_MOST_LINES, sum(max(1, -(-_width(line) // (width - 1))) for line in text.split("\n")))
                for text, width in texts
            ),
            default=1,
        )

    def _write(self, column: int, value: object) -> None:
        sheet, formats = self._sheet, self._formats
        if value is None or value == "":
            sheet.write_blank(self._row, column, None, formats["text"])
        elif isinstance(value, _Link):
            if self._links < _MOST_LINKS:
                self._links += 1
                sheet.write_url(self._row, column, f"external:{value}", formats["link"], str(inbox.OPEN_COPY))
            else:
                sheet.write_string(self._row, column, value, formats["text"])
        elif isinstance(value, datetime):
            sheet.write_datetime(self._row, column, value, formats["time"])
        elif isinstance(value, int | Decimal) and -_EXACT < value < _EXACT:
            year = column == _YEAR and len(self._header) == len(inbox.UNITS_HEADER)
            sheet.write_number(self._row, column, float(value), formats["year" if year else "number"])
        else:
            sheet.write_string(self._row, column, plain(str(value)), formats["text"])

    def close(self, marks: dict[str, Any] | None = None) -> None:
        """Say what had no room; let the header filter, and the status column show its colour."""
        if self._left_out:
            self._row += 1
            self._write(0, inbox.more_rows(self._left_out))
        self._sheet.ignore_errors({"number_stored_as_text": "A1:L1048576"})
        self._sheet.autofilter(0, 0, self._row, self._columns - 1)
        for symbol, mark in (marks or {}).items():
            rule = {"type": "text", "criteria": "begins with", "value": symbol, "format": mark}
            self._sheet.conditional_format(1, _STATE, max(self._row, 1), _STATE, rule)


def _width(text: str) -> int:
    return len(text) + sum(character > "\u2e7f" for character in text[:2_000])


def _unit_row(delivery: Delivery, deliveries: Deliveries) -> list[object]:
    newest = delivery.newest
    origin = newest.origin
    copies = [one.marked_copy for one in delivery.current if one.marked_copy]
    return [
        name_of(delivery, deliveries) or str(inbox.NO_UNIT),
        delivery.unit.parent if delivery.unit else "",
        delivery.year,
        state_of(delivery),
        count(delivery.current, "error"),
        count(delivery.current, "warning"),
        "\n".join(text for text in (sender_of(newest), subject_of(newest)) if text),
        _time(origin.date if origin else None),
        "\n".join(one.source for one in delivery.current),
        _Link(copies[0] if copies else ""),
        "\n".join(earlier(delivery)),
        "\n".join(notes(delivery, deliveries)),
    ]


def _finding_rows(deliveries: Deliveries) -> Iterator[list[object]]:
    for delivery in deliveries.units:
        for submission in delivery.current:
            copy = _Link(submission.marked_copy)
            for row in finding_rows(submission.counted):
                words = [submission.source, row.severity, row.rule, row.place, row.stands, _proposed(row.should_be)]
                sides = [row.left, row.right, row.difference]
                yield [name_of(delivery, deliveries) or str(inbox.NO_UNIT), *words, *sides, row.message, copy]


def _proposed(text: str) -> Number | str:
    """One proposed figure as a number; it is ours, unlike what stands in the file."""
    return int(text) if re.fullmatch(r"-?\d+", text) else text


def _time(date: datetime | None) -> datetime | str:
    """The clock time in China; a workbook knows no zones, and no years before 1900."""
    if date is None:
        return ""
    try:
        local = date.astimezone(_CHINA).replace(tzinfo=None)
    except (OverflowError, ValueError):
        return date.isoformat()
    return local if local.year > 1900 else local.isoformat(" ")

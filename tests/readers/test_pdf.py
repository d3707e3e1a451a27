"""A PDF's rules and characters become the table that is seen; what cannot be read is said."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from pathlib import Path

import pypdf
import pytest
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, NumberObject, RectangleObject

from checks import rulebook
from checks.check import check, check_bytes
from checks.documents import Document
from checks.errors import InputFileError
from checks.identity import Identity
from checks.model.grid import CellAddress
from checks.model.submission import Submission
from checks.readers import read
from checks.readers.kinds import KINDS
from checks.readers.pdf import read_placed
from checks.render.json_document import as_document
from checks.render.json_reading import read_document
from checks.render.sentences.findings import message

from ..fixtures.random_reports import as_report
from .test_doc import figures_of

FOLDER = Path(__file__).parents[1] / "data" / "documents"
PDF = (FOLDER / "report.pdf").read_bytes()


def rewritten(change: object) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(PDF))
    change(writer)  # type: ignore[operator]
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def drawn(content: str, image: DecodedStreamObject | None = None, pages: int = 1) -> bytes:
    """A file with pages of this content, in a font that every program has."""
    writer = pypdf.PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    fonts = DictionaryObject({NameObject("/F"): font})
    for _ in range(pages):
        page = writer.add_blank_page(600, 800)
        stream = DecodedStreamObject()
        stream.set_data(content.encode())
        page[NameObject("/Contents")] = writer._add_object(stream)
        found = DictionaryObject({NameObject("/Font"): fonts})
        if image is not None:
            found[NameObject("/XObject")] = DictionaryObject({NameObject("/I"): writer._add_object(image)})
        page[NameObject("/Resources")] = found
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def text(x: float, y: float, words: str) -> str:
    return f"BT /F 10 Tf {x} {y} Td ({words}) Tj ET\n"


def grid(columns: list[float], rows: list[float]) -> str:
    lines = [f"{columns[0]} {y} m {columns[-1]} {y} l S\n" for y in rows]
    return "".join(lines + [f"{x} {rows[0]} m {x} {rows[-1]} l S\n" for x in columns])


def test_every_figure_is_read() -> None:
    assert figures_of(PDF) == json.loads((FOLDER / "figures.json").read_text())


def test_unit_year_and_order() -> None:
    reading = read(PDF, "年报.pdf")
    assert (reading.kind, reading.remarks) == ("pdf", [("unseen_text", "")])
    assert [one.layout for one in reading.grids] == ["lines", "sheet", "lines", "sheet", "lines", "sheet", "lines"]
    verdict = check_bytes(PDF, "a")[0]
    assert (verdict.unit, verdict.year, verdict.status) == ("云岭市青禾区人民政府", 2023, "pass")
    assert KINDS["pdf"].guarded


def test_a_place_leads_back_to_the_same_cell() -> None:
    """Page, table, row and column are those of the page that a person looks at."""
    placed = read_placed(PDF)
    for one in placed.grids:
        for r, row in enumerate(one.rows if one.layout == "sheet" else ()):
            for c, value in enumerate(row):
                if value is not None:
                    place = one.address(r, c)
                    assert place.page >= 1
                    assert place in placed.boxes
                    assert (
                        one.place(r, c) == f"第{place.page}页表{place.table}第{place.row + 1}行第{place.column + 1}列"
                    )
    pages = {place.page for place in placed.boxes}
    assert len(pages) > 1


def test_turned_pages_read_alike() -> None:
    def turn(writer: pypdf.PdfWriter) -> None:
        for page in writer.pages:
            page.rotate(90)

    def turn_content(writer: pypdf.PdfWriter) -> None:
        for page in writer.pages:
            page.add_transformation(pypdf.Transformation().rotate(90).translate(float(page.mediabox.height), 0))
            page.mediabox = RectangleObject((0, 0, float(page.mediabox.height), float(page.mediabox.width)))
            page.cropbox = page.mediabox

    for change in (turn, turn_content):
        assert figures_of(rewritten(change)) == json.loads((FOLDER / "figures.json").read_text())


def test_passwords_have_their_own_sentence() -> None:
    locked = rewritten(lambda writer: writer.encrypt("x"))
    with pytest.raises(InputFileError) as caught:
        read(locked)
    assert caught.value.code == "encrypted"
    with pytest.raises(InputFileError) as caught:
        read(b"%PDF-1.7\n" + b"x" * 99)
    assert caught.value.code == "damaged"


def test_two_numbers_stay_two_and_a_broken_one_becomes_whole() -> None:
    words = text(12, 780, "0") + text(12, 768, "3") + text(62, 780, "398576") + text(62, 768, "58")
    (table,) = read(drawn(grid([10, 60, 97], [760, 795]) + words)).grids
    assert table.rows == [["0 3", "39857658"]]


def test_spans_and_an_open_side() -> None:
    ruled = grid([60, 110, 160], [740, 760, 780]) + "10 780 m 160 780 l S 10 740 m 160 740 l S\n"
    words = text(12, 755, "a") + text(62, 765, "1") + text(112, 765, "2") + text(62, 745, "3") + text(112, 745, "4")
    (table,) = read(drawn(ruled + words)).grids
    assert table.rows == [["a", "1", "2"], [None, "3", "4"]]


def test_a_struck_digit_and_a_double_one() -> None:
    words = text(12, 780, "5") + text(20, 780, "3206") + text(20.2, 780, "3206") + "11 783.5 m 18.5 783.5 l S\n"
    reading = read(drawn(grid([10, 60, 110], [760, 795]) + words + text(62, 780, "9")))
    assert reading.grids[0].rows == [["3206", "9"]]
    assert ("unseen_text", "") in reading.remarks


def test_figures_without_rules_are_derived() -> None:
    words = "".join(
        text(x, 700 - 20 * row, str(row * 10 + i)) for row in range(4) for i, x in enumerate((200, 260, 320, 380))
    )
    words += "".join(text(20, 700 - 20 * row, f"label{row}") for row in range(4))
    (table,) = read(drawn(words)).grids
    assert table.trust == "derived"
    assert table.rows[2] == ["label2", "20", "21", "22", "23"]


def picture() -> DecodedStreamObject:
    image = DecodedStreamObject()
    image.set_data(b"\x80")
    image.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(1),
            NameObject("/Height"): NumberObject(1),
            NameObject("/ColorSpace"): NameObject("/DeviceGray"),
            NameObject("/BitsPerComponent"): NumberObject(8),
        }
    )
    return image


def test_pictures_of_pages_and_tables_are_said() -> None:
    scan = drawn("q 600 0 0 800 0 0 cm /I Do Q", picture())
    assert ("scanned_pages", "1") in read(scan).remarks
    assert check_bytes(scan, "a.pdf")[0].status == "no_table"
    beside = drawn("q 400 0 0 300 0 0 cm /I Do Q" + text(20, 700, "a page with words"), picture())
    assert ("pictures", "") in read(beside).remarks


def test_a_scan_made_searchable_is_recognised() -> None:
    words = "".join(f"BT /F 10 Tf 3 Tr {x} 780 Td ({x}) Tj ET\n" for x in (12, 62))
    reading = read(drawn("q 600 0 0 800 0 0 cm /I Do Q\n" + grid([10, 60, 110], [760, 795]) + words, picture()))
    assert [one.trust for one in reading.grids] == ["recognised"]
    hidden = text(30, 780, "7") + grid([10, 60, 110], [760, 795]) + words
    assert [one.rows for one in read(drawn(hidden)).grids] == [[["7", None]]]


def test_too_many_pages_are_said() -> None:
    assert ("truncated_document", "") in read(drawn(text(20, 700, "words"), pages=70)).remarks


def test_addresses_are_words_for_people() -> None:
    assert CellAddress("", 5, 9, "page", page=4, table=2).place == "第4页表2第6行第10列"


def test_derived_figures_never_accuse() -> None:
    """A difference in a table whose columns were told by position is to be compared with the original."""
    form = rulebook.load().forms["annual2021"]
    figures = {k: Decimal(v) for k, v in json.loads((FOLDER / "figures.json").read_text()).items()}
    figures["requests.new.total"] += 1
    report = as_report(form, {k: int(v) if v == int(v) else v for k, v in figures.items()})
    for grid in report.grids:
        grid.trust = "derived"
    document = Document("a.pdf", "", "", Identity("云岭市", 2023, "title"), {form.id: report}, report.grids)
    verdict = check(document, rulebook.load())
    assert verdict.status == "review"
    broken = [finding for finding in verdict.findings if finding.rule == "R3-ROW:requests.new"]
    assert [(one.outcome, one.severity) for one in broken] == [("undecided", "warning")]
    assert message(broken[0]).count("核对原件") == 1
    again = read_document(as_document(Submission.of(verdict)), rulebook.load()).verdict
    assert list(map(message, again.findings)) == list(map(message, verdict.findings))


def test_a_frame_around_the_page_is_no_side_of_a_table() -> None:
    """A page laid out by a bordered table: its rules run down beside tables that have their own sides."""
    frame = "5 20 m 5 790 l S 60 20 m 60 790 l S 250 20 m 250 790 l S 5 790 m 250 790 l S\n"
    ruled = grid([80, 120, 160], [700, 720, 740])
    words = text(10, 760, "menu") + text(80, 760, "title") + text(82, 725, "a") + text(122, 725, "1")
    words += text(82, 705, "b") + text(122, 705, "2")
    lines, table = read(drawn(frame + ruled + words)).grids
    assert lines.rows == [["menu"], ["title"]]
    assert table.rows == [["a", "1"], ["b", "2"]]

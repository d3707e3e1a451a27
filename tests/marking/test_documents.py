"""Marked copies of Word documents and PDFs: cells shaded or framed, words attached, all else untouched."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pypdf
import pytest
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from checks import rulebook
from checks.check import check_bytes
from checks.marking import MarkedCopy, marked_copy
from checks.readers import read

from ..fixtures.make_documents import prose_of
from ..fixtures.words import docx, report_docx, report_html

BOOK = rulebook.load()
FORM = BOOK.forms["annual2021"]
FOLDER = Path(__file__).parents[1] / "data" / "documents"
FIGURES = json.loads((FOLDER / "figures.json").read_text())
COMMENTS = (
    '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:comment w:id="7" w:author="a"><w:p/></w:comment></w:comments>'
)


def wrong() -> bytes:
    """A report in Word whose first total is one too large."""
    figures = {**FIGURES, "requests.new.total": str(int(FIGURES["requests.new.total"]) + 1)}
    return report_docx(FORM, figures, prose_of(FIGURES))


def copy_of(data: bytes) -> MarkedCopy:
    copy = marked_copy(data, check_bytes(data, "a.html" if b"<html" in data else "a"), BOOK)
    assert copy is not None
    return copy


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_word_document_is_shaded_and_commented() -> None:
    data = wrong()
    copy = copy_of(data)
    before, after = parts(data), parts(copy.data)
    assert copy.suffix == ".docx"
    assert {name for name in before if before[name] != after[name]} == {"word/document.xml", "[Content_Types].xml"}
    text = after["word/document.xml"].decode()
    assert (
        text.count("<w:commentReference") == text.count("<w:commentRangeStart") == text.count("<w:commentRangeEnd") > 0
    )
    assert "<w:shd " in text
    stripped = re.sub(r"<w:(?:shd|commentRange\w+) [^>]*/>|<w:r><w:commentReference [^>]*/></w:r>", "", text)
    assert stripped == before["word/document.xml"].decode()
    assert "应为" in after["word/comments.xml"].decode()
    assert [grid.rows for grid in read(copy.data).grids] == [grid.rows for grid in read(data).grids]


def test_comments_that_are_there_stay() -> None:
    body = parts(wrong())["word/document.xml"].decode().partition("<w:body>")[2].partition("</w:body>")[0]
    body = body.partition("<w:sectPr>")[0]
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="comments.xml"/>'
        "</Relationships>"
    )
    data = docx(body, {"word/comments.xml": COMMENTS, "word/_rels/document.xml.rels": relations})
    after = parts(copy_of(data).data)
    assert after["word/comments.xml"].startswith(COMMENTS[: COMMENTS.rindex("</")].encode())
    assert b'w:id="8"' in after["word/comments.xml"]


@pytest.mark.parametrize("name", ["word/vbaProject.bin", "word/embeddings/a.bin"])
def test_what_acts_is_not_handed_on(name: str) -> None:
    body = parts(wrong())["word/document.xml"].decode().partition("<w:body>")[2].partition("<w:sectPr>")[0]
    assert marked_copy(docx(body, {name: "x"}), check_bytes(wrong(), "a"), BOOK) is None


@pytest.fixture(scope="module")
def wrong_pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not here")
    folder = tmp_path_factory.mktemp("pdf")
    (folder / "a.docx").write_bytes(wrong())
    home = f"-env:UserInstallation={(folder / 'home').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "a.docx"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=True, timeout=100)
    if not (folder / "a.pdf").exists():
        pytest.skip(f"no Writer: {done.stderr!r}")
    return (folder / "a.pdf").read_bytes()


def test_a_pdf_keeps_its_bytes_and_gains_frames(wrong_pdf: bytes) -> None:
    copy = copy_of(wrong_pdf)
    assert copy.suffix == ".pdf"
    assert copy.data.startswith(wrong_pdf)
    notes = [
        note.get_object() for page in pypdf.PdfReader(io.BytesIO(copy.data)).pages for note in page.get("/Annots", ())
    ]
    assert notes
    assert {note["/T"] for note in notes} == {"年报校验"}
    assert any("应为" in note["/Contents"] for note in notes)
    assert all(min(note["/C"]) < 0.5 for note in notes), "a frame that is white is none"
    widths = [note["/BS"]["/W"] for note in notes if note["/P"] == notes[-1]["/P"]]
    assert widths == sorted(widths), "what stands out lies on top"
    assert [grid.rows for grid in read(copy.data).grids] == [grid.rows for grid in read(wrong_pdf).grids]


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not here")
def test_another_program_finds_nothing_odd(wrong_pdf: bytes, tmp_path: Path) -> None:
    for name, data in (("before.pdf", wrong_pdf), ("after.pdf", copy_of(wrong_pdf).data)):
        (tmp_path / name).write_bytes(data)
        done = subprocess.run(["qpdf", "--check", tmp_path / name], capture_output=True, check=False, text=True)
        assert (done.returncode, done.stderr) == (0, "")


def test_a_sound_document_is_not_marked() -> None:
    data = (FOLDER / "report.docx").read_bytes()
    assert marked_copy(data, check_bytes(data, "a"), BOOK) is None


def test_a_pdf_that_acts_is_not_handed_on(wrong_pdf: bytes) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(wrong_pdf))
    script = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(script)
    out = io.BytesIO()
    writer.write(out)
    assert marked_copy(out.getvalue(), check_bytes(out.getvalue(), "a"), BOOK) is None


def test_an_encrypted_pdf_is_not_marked(wrong_pdf: bytes) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(wrong_pdf))
    writer.encrypt("", "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    assert read(out.getvalue()).grids
    assert marked_copy(out.getvalue(), check_bytes(out.getvalue(), "a"), BOOK) is None


def test_a_web_page_is_framed_and_runs_nothing() -> None:
    figures = {**FIGURES, "requests.new.total": str(int(FIGURES["requests.new.total"]) + 1)}
    page = report_html(FORM, figures, prose_of(FIGURES)).decode()
    hostile = (
        "<script>document.write('x')</script><img src=http://x/a.png onerror=alert(1)><a href=\"javascript:1\">y</a>"
        "<iframe src=http://x></iframe><body onload=alert(1)><link rel=stylesheet href=http://x/a.css>"
    )
    data = page.replace("<h1>", hostile + "<h1>").encode("gb18030").replace(b"charset=utf-8", b"charset=gb2312")
    copy = copy_of(data)
    text = copy.data.decode()
    assert copy.suffix == ".html"
    for word in ("<script", "<iframe", "<link", "onerror", "onload", "javascript:", "http://x"):
        assert word not in text.lower(), word
    assert text.count('data-gouji="suspect"') == 1
    assert f'data-gouji="suspect" rowspan=1 colspan=1>{figures["requests.new.total"]}<' in text
    tables = [[grid.rows for grid in read(one).grids if grid.layout == "sheet"] for one in (data, copy.data)]
    assert tables[0] == tables[1]

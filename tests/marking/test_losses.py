"""What a marked copy must not carry on: what acts, what fetches, what leads elsewhere."""

from __future__ import annotations

import pytest

from checks.marking import marked_copy
from checks.marking.losses import fetches
from workbook_templates.standard import as_standard_workbook

from ..fixtures.received_workbooks import BOOK, checked, packed, parts_of, simple

WORKSHEET = "xl/worksheets/sheet1.xml"
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="x1" Type="{}/{}" Target="{}"{}/></Relationships>'
)


def copy_of(parts: dict[str, bytes]) -> tuple[dict[str, bytes], tuple[str, ...]]:
    data = packed(parts)
    copy = marked_copy(data, checked(data), BOOK, standard=as_standard_workbook)
    assert copy is not None
    return parts_of(copy.data), copy.not_kept


def with_link(target: str, kind: str = "hyperlink", mode: str = ' TargetMode="External"') -> dict[str, bytes]:
    parts = parts_of(simple())
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = RELATION.format(LINK, kind, target, mode).encode()
    if kind == "hyperlink":
        at = b'<hyperlinks><hyperlink xmlns:r="%s" ref="A1" r:id="x1"/></hyperlinks></worksheet>' % LINK.encode()
        parts[WORKSHEET] = parts[WORKSHEET].replace(b"</worksheet>", at)
    return parts


@pytest.mark.parametrize(
    "target", ["http://evil.example/", "file://///evil/share", "javascript:alert(1)", "\\\\evil\\s"]
)
def test_links_out_of_the_workbook_are_taken_out_and_said(target: str) -> None:
    parts, not_kept = copy_of(with_link(target))
    assert "通往外部的超链接" in not_kept
    assert not any(target.encode() in part or b"<hyperlink xmlns" in part for part in parts.values())


@pytest.mark.parametrize(
    ("kind", "target"), [("image", "\\\\evil\\x.png"), ("image", "file:///c:/x"), ("x", "//evil/y")]
)
def test_an_inside_that_is_outside_is_not_handed_on(kind: str, target: str) -> None:
    parts, not_kept = copy_of(with_link(target, kind, ""))
    assert "原件的版面和格式" in not_kept
    assert not any(b"evil" in part or b"file:" in part for part in parts.values())


@pytest.mark.parametrize(
    "name", ["../../../tmp/evil.txt", "C:\\evil.txt", "xl/media/setup.exe", "autorun.inf", "xl/../x"]
)
def test_parts_that_nothing_refers_to_stay_behind(name: str) -> None:
    parts, not_kept = copy_of({**parts_of(simple()), name: b"evil"})
    assert "与表格无关的内部文件" in not_kept
    assert not any(b"evil" in part for part in parts.values())
    assert b"evil" not in b"".join(name.encode() for name in parts)


@pytest.mark.parametrize(
    "formula",
    [
        'WEBSERVICE("http://x")', '_xlfn.WEBSERVICE ("http://x")', 'WEBSERVICE\n("x")', "webservice\t( A1)",
        'DDE("soffice","f","a1")', "cmd|'/c calc'!A1", "'file:///etc/passwd'#$x.A1", "'http://x/[a.xlsx]S'!A1",
        "[1]Sheet1!A1", "'\\\\evil\\s\\[a.xlsx]S'!A1", 'INDIRECT("\'http://x\'#$S.A1")', 'INDIRECT("[a.xlsx]S!A1")',
        'HYPERLINK("http://x","看")', 'RTD ("x",,"y")', 'IMAGE("https://x")', 'CALL("k","x","J")',
        'HYPERLINK("\\\\evil\\s")', 'A1&"file:///x"',
    ],
)  # fmt: skip
def test_a_formula_that_reaches_out_is_seen(formula: str) -> None:
    assert fetches(formula)


@pytest.mark.parametrize(
    "formula",
    [
        "SUM(D8:J8)", "HYPERLINK(INDEX(L1:L9,J3),M1)",
        "'表三 (2)'!A1+表二!B3", "Table1[合计]", 'IF(A1="","填写",A1)', 'HYPERLINK("#表三!D8","看")',
        'INDIRECT("D"&8)', 'A1&"：已填"', "SUMPRODUCT((A1:A9=1)*B1:B9)", 'TEXT(A1,"yyyy/mm/dd")',
    ],
)  # fmt: skip
def test_a_formula_that_stays_inside_is_kept(formula: str) -> None:
    assert not fetches(formula)


@pytest.mark.parametrize(
    "shape",
    [
        b"<d macro=\"'\\\\evil\\s\\x.xlsm'!go\"/>",
        b'<d xmlns:x="y"><x:FmlaMacro>evil</x:FmlaMacro></d>',
        b'<d><imagedata src="http://evil/x.png"/></d>',
    ],
)
def test_shapes_that_act_or_fetch_are_not_handed_on(shape: bytes) -> None:
    parts = with_link("../drawings/drawing1.xml", "drawing", "")
    parts["xl/drawings/drawing1.xml"] = shape
    made, not_kept = copy_of(parts)
    assert "原件的版面和格式" in not_kept
    assert not any(b"evil" in part for part in made.values())


def test_a_query_in_the_custom_parts_is_not_handed_on() -> None:
    made, not_kept = copy_of({**parts_of(simple()), "customXml/item1.xml": "<DataMashup/>".encode("utf-16")})
    assert "原件的版面和格式" in not_kept
    assert not any(name.startswith("customXml") for name in made)

"""Style sheets of a page: what they hide, strike or colour is no figure; what cannot be told is said."""

from __future__ import annotations

import time

import pytest

from checks.model.grid import Value
from checks.readers import read
from checks.readers.declarations import declared

SHOWN, BLANK, GONE, NO_ROW = ["新收", "5", "9"], ["新收", "", "9"], ["新收", "9"], []


def page(css: str = "", cell: str = "<td class=w>5</td>", more: str = "", head: str = "") -> str:
    table = f"<table>{head}<tr><td>a<td>1<td>2</tr><tr {more}><td>新收</td>{cell}<td>9</td></tr></table>"
    return f"<html><head><style>{css}</style></head><body><div id=m class=a>{table}</div></body></html>"


def second(text: str) -> tuple[list[Value], list[str]]:
    reading = read(text.encode())
    grid = next(grid for grid in reading.grids if grid.layout == "sheet")
    return [value or "" for value in grid.rows[1]], [code for code, _ in reading.remarks]


HIDDEN_ROW = "class='x hidden' data-h=gone"


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        (".a .w {display:none}", GONE),
        ("#m td.w{display:none}", GONE),
        ("body .a > table td.w{display:none !important}", GONE),
        ("tr.hidden > td{display:none}", NO_ROW),
        ("p, tbody tr.hidden td{display:none}", NO_ROW),
        ("tr.hidden{display:none}", NO_ROW),
        ("[data-h=gone]{display:none}", NO_ROW),
        ("[data-h^='go'] .w{visibility:hidden}", BLANK),
        ("[class~=hidden] [class$='w']{visibility:hidden}", BLANK),
        ("table > tbody > tr:nth-child(2){display:none}", NO_ROW),
        ("tr:nth-child( 2n ) td:nth-child(2){display:none}", GONE),
        ("td:first-child + td{visibility:hidden}", BLANK),
        ("td:not(.w){visibility:hidden}", ["", "5", ""]),
        ("@media screen{.w{display:none}}", GONE),
        ("@supports (display:grid){.w{display:none}}", GONE),
        (".w{color:#fff}", BLANK),
        ("td{color:white}", ["新收", "", ""]),  # words are labels whatever their colour
        ("tr{background:#123} .w{color:#112233}", BLANK),
        (".w{color:transparent}", BLANK),
        (".w{color:rgba(0, 0, 0, 0)}", BLANK),
        (".w{background-color:black}", BLANK),
        (".w{font-size:1px}", BLANK),
        (".w{text-indent:-9999px}", BLANK),
        (".w{opacity:0}", BLANK),
    ],
)
def test_what_a_style_sheet_hides(css: str, expected: list[str]) -> None:
    row, remarks = second(page(css, more=HIDDEN_ROW))
    assert (row, remarks) == (expected, ["unseen_text"])


@pytest.mark.parametrize(
    "css",
    [
        "#n td{display:none}",
        ".a .b td{display:none}",
        "table > tr > td{display:none}",  # a body stands between
        "tr:nth-child(odd) .w{display:none}",
        ".w:hover{display:none}",
        ".w::before{display:none}",
        "@media print{.w{display:none}}",
        "@media screen and (max-width:9px){.w{display:none}}",
        "@keyframes k{from{opacity:0}}",
        ".w{display:none} td.w{display:table-cell}",
        "td.w{display:table-cell} .w{display:none}",  # the stronger one, though it comes first
        ".w{color:#fff;background:#036}",
        ".w{color:white;background:url(dark.png)}",
        ".w{color:#999;opacity:.5;font-size:9px}",
        "td{border-color:white;background:#fff}",
        "td[{display:none} .w:nth-child(x{display:none",
    ],
)
def test_what_a_style_sheet_lets_one_see(css: str) -> None:
    assert second(page(css)) == (SHOWN, [])


@pytest.mark.parametrize("css", ["td:last-child", "td ~ td", "td:nth-last-child(2)", "tr:has(.w)", "td + td + td"])
def test_what_needs_the_whole_page_is_doubtful(css: str) -> None:
    assert second(page(css + "{display:none}")) == (SHOWN, ["doubtful_styles"])
    assert second(page(css + "{color:red}")) == (SHOWN, [])


def test_a_column_that_may_be_hidden_is_doubtful() -> None:
    assert second(page(head="<col><col style='visibility:collapse'>"))[1] == ["doubtful_styles"]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("<td style='color:#FFFFFF'>5</td>", BLANK),
        ("<td><font color=white>5</font></td>", BLANK),
        ("<td bgcolor=#000000>5</td>", BLANK),
        ("<td bgcolor=#000000 style='color:white'>5</td>", SHOWN),
        ("<td><span style='position:absolute;left:-9999px'>3</span>5</td>", SHOWN),
    ],
)
def test_colours_of_the_elements_themselves(cell: str, expected: list[str]) -> None:
    row, remarks = second(page(cell=cell))
    assert (row, "unseen_text" in remarks) == (expected, expected is BLANK or "-9999" in cell)


@pytest.mark.parametrize(("last", "remarks"), [("color:red", []), ("display:none", ["doubtful_styles"])])
def test_a_style_sheet_beyond_all_measure_may_hide_anything(last: str, remarks: list[str]) -> None:
    assert second(page("p{margin:0}" * 20_000 + ".w{" + last + "}")) == (SHOWN, remarks)


def test_a_style_sheet_that_asks_too_much_ends_and_is_doubtful() -> None:
    css = "".join(f"td td td div td td td .c{number}{{display:none}}" for number in range(1_000))
    cells = f"<td class='{' '.join(f'c{number}' for number in range(1_000))}'>5</td>" * 100
    begin = time.process_time()
    _, remarks = second(page(css + "td{display:none} *{display:block}", cell="<td><table><tr>" + cells + "</table>"))
    assert time.process_time() - begin < 5
    assert "doubtful_styles" in remarks


@pytest.mark.parametrize(
    "css",
    [
        "a" * 190_000,
        "[" * 190_000 + "{}",
        "td{display:none}" + "td{left:-9999px}" * 11_000,
        "".join(f"td{{left:-{number}px}}" for number in range(10_000, 20_000)),
    ],
)
def test_a_long_style_sheet_ends(css: str) -> None:
    begin = time.process_time()
    second(page(css, cell="<td><table>" + "<tr><td>5<td>6" * 2_000 + "</table>"))
    assert time.process_time() - begin < 5


@pytest.mark.parametrize(
    ("css", "cell"),
    [
        ("tr{background-image:linear-gradient(#036,#069)} .w{color:#fff}", ""),
        ("td{color:#000 !important} .w{color:#fff}", ""),
        ("td{display:table-cell !important} .w{display:none}", ""),
        ("td{margin-left:-480px}", ""),
        ("", "<td background=dark.gif><font color=white>5</font></td>"),
        ("", "<td bgcolor=#fff style='background:#036;color:#fff'>5</td>"),
        ("", "<td style='background:#fff;background:#036;color:#fff'>5</td>"),
        ("", "<td><span style='clip:rect(0, 0, 0, 0)'>3</span>5</td>"),
    ],
)
def test_what_is_seen_all_the_same(css: str, cell: str) -> None:
    assert second(page(css, cell=cell or "<td class=w>5</td>"))[0] == SHOWN


def test_a_sheet_for_the_printer_hides_nothing() -> None:
    text = page("td{display:none}")
    assert second(text.replace("<style>", "<style media=print>"))[0] == SHOWN
    assert second(page("td.w{display:none}").replace("<style>", "<style media='screen, print'>"))[0] == GONE


def test_white_figures_of_a_page_with_a_sheet_beside_it_are_a_doubt() -> None:
    text = page(".w{color:#fff}").replace("<head>", "<head><link rel=stylesheet href=a.css>")
    assert second(text) == (SHOWN, ["doubtful_styles"])
    assert second(text.replace("#fff}", "#fff;background:#fff}")) == (BLANK, ["unseen_text"])


def test_the_body_says_the_colour_of_its_letters() -> None:
    assert second(page().replace("<body>", "<body bgcolor=black text=white>"))[0] == SHOWN
    assert second(page().replace("<body>", "<body text=white>"))[0] == ["新收", "", ""]


@pytest.mark.parametrize(
    "style",
    [
        *("color:hsl(0,0%,100%)", "color:hsla(120 50% 99% / 1)", "color:hwb(0 100% 0%)", "color:color(srgb 1 1 1)"),
        *("color:rgba(0,0,0,.05)", "color:#00000010", "color:hsl(0 0% 0%/0)", "color:light-dark(#fff,#000)"),
        *("color:Canvas", "color:seashell", "color:/**/white", r"c\6Flor:white", "color:white;color:nosuch"),
        *("color:var(--x)", "color:var(--none,white)", "--q:#FFF;color:var(--q)", "background:var(--dark)"),
        *("-webkit-text-fill-color:transparent", "background:currentColor", "background-color:hsl(0,0%,3%)"),
        *("background:linear-gradient(#000,#010101)", "opacity:.02", "opacity:5%", "font:0/0 a", "font:bold 1px/2 b"),
        *("font-size:.05em", "font-size:1%", "height:0;overflow:hidden", "overflow:hidden;max-width:0px"),
    ],
)
def test_what_an_element_hides_of_its_own(style: str) -> None:
    css = ":root{--x:#fefefe} html{--dark:var(--darker);--darker:#000}"
    assert second(page(css, cell=f"<td><p style='{style}'>5</p></td>")) == (BLANK, ["unseen_text"])
    css += f" .w{{{style}}}"
    assert second(page(css)) == (BLANK, ["unseen_text"])


@pytest.mark.parametrize(
    "style",
    [
        *("filter:opacity(0)", "clip-path:inset(50%)", "mask:linear-gradient(transparent,transparent)"),
        *("transform:translateX(-9999px)", "transform:rotateY(90deg)", "letter-spacing:-1em", "position:fixed"),
        *(
            "unicode-bidi:bidi-override;direction:rtl",
            "color:oklch(1 0 0)",
            "color:var(--nobody)",
            "background:lab(0% 0 0)",
        ),
    ],
)
def test_what_a_page_alone_does_not_tell_is_doubtful(style: str) -> None:
    assert second(page(cell=f"<td><p style='{style}'>5</p></td>")) == (SHOWN, ["doubtful_styles"])
    assert second(page(cell="<td>5</td>", more=f"><td style='{style}'>新收</td><td>5</td><td>9</td></tr><tr"))[1] == []
    assert second(page(f".w{{{style}}}"))[1] == ["doubtful_styles"]


@pytest.mark.parametrize(
    "css",
    [
        *(
            "@media (min-width:1px){.w{visibility:hidden}}",
            "@media screen and (min-width: 768px){.w{visibility:hidden}}",
        ),
        *("table{.w{visibility:hidden}}", "table{& .w{color:white}}", "table{color:red;& td{&.w{color:white}}}"),
        *(r".\77{color:white}", "@container (min-width:1px){.w{color:white}}"),
    ],
)
def test_rules_inside_of_others(css: str) -> None:
    assert second(page(css)) == (BLANK, ["unseen_text"])


@pytest.mark.parametrize(
    ("css", "cell"),
    [
        (".w::before{content:'9'}", ""),
        (":is(.w){color:white}", ""),
        ("", "<td><details><summary></summary>5</details></td>"),
        ("", "<td><dialog>5</dialog></td>"),
        ("", "<td><div popover>5</div></td>"),
        ("", "<td><bdo dir=rtl>5</bdo></td>"),
    ],
)
def test_what_is_written_or_folded_is_doubtful(css: str, cell: str) -> None:
    assert second(page(css, cell=cell or "<td class=w>5</td>"))[1] == ["doubtful_styles"]


@pytest.mark.parametrize(
    "css",
    [
        *(
            ".w{color:hsl(0,0%,30%)}",
            ".w{color:nosuch}",
            ".w{color:#fff\\9}",
            ".w{background:0 0}",
            ".w{color:var(--x,#333)}",
        ),
        *(
            ".w::before{content:'\\e601'}",
            ".w::after{content:''}",
            ".w{overflow:hidden;height:20px}",
            ".w{line-height:0}",
        ),
        *(".w{opacity:.9}", ".w{font:12px/1.5 Arial}", ".w{font:normal 14px a}", ".w{letter-spacing:-.5px}"),
        *(
            "@media (max-width:768px){.w{display:none}}",
            "@media (min-width:1900px){.w{display:none}}",
            ".n{.w{color:#fff}}",
        ),
        *(
            ":root{--c:#fff} .w{background:#036;color:var(--c)}",
            "td{transform:none;clip-path:none;filter:grayscale(1)}",
        ),
    ],
)
def test_what_a_page_still_lets_one_see(css: str) -> None:
    assert second(page(css)) == (SHOWN, [])


@pytest.mark.parametrize("style", ["color:white", "display:none", "opacity:0"])
def test_a_field_that_is_not_seen(style: str) -> None:
    assert second(page(cell=f"<td><input value=5 style='{style}'></td>"))[0] == BLANK
    assert second(page(f"input{{{style}}}", cell="<td><input value=5></td>"))[0] == BLANK


@pytest.mark.parametrize("beginning", ["filter:", "transform:", "flex-flow:"])
def test_declarations_of_nothing_but_beginnings_do_not_take_long(beginning: str) -> None:
    begin = time.process_time()
    assert not declared(beginning * 30_000).may_hide
    assert declared(f"color:red; {beginning}{'opacity(0) translate(9px) row-reverse'}").may_hide
    assert time.process_time() - begin < 2

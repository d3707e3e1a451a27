"""The page: what it says, that nothing in it is active but our script, and that it works in a real browser."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest

from checks import rulebook
from checks.forms.geometry import boxes
from checks.model.findings import Justification
from checks.model.submission import Submission
from checks.render.heat_map import LEVELS, counts
from checks.render.results_page import results_page
from checks.render.table_excerpt import around
from checks.render.work_items import corrections
from checks.submissions import Deliveries, Unit, sort_out

from ..fixtures.contrast import contrast
from ..fixtures.hostile_texts import HOSTILE
from ..fixtures.verdicts_by_hand import hostile_finding, made, suspect, with_results, wrong_total

BOOK = rulebook.load()
CSS = (Path(__file__).parents[2] / "checks/render/results_page.css").read_text("utf-8")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
needs_browser = pytest.mark.skipif(not CHROMIUM, reason="seeing the page needs Chromium")


def page(deliveries: Deliveries) -> str:
    return "".join(results_page(deliveries, BOOK, "汇总.xlsx"))


class Elements(HTMLParser):
    """All elements of a page with their attributes, and the words outside of style and script."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self._open.append(tag)

    def handle_endtag(self, _: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if not self._open or self._open[-1] not in ("style", "script"):
            self.words += data


def test_it_counts_sorts_and_explains(inbox: Deliveries) -> None:
    text = page(inbox)
    words = Elements(text).words
    assert "2025 年度政府信息公开工作年度报告核对结果" in words
    states = [one.state for one in inbox.units]
    shown = re.findall(r'<tbody data-state="(\w+)"', text)
    assert (shown[:2], sorted(shown)) == (["doubtful", "missing"], sorted([*states, "missing"]))
    parents = list(dict.fromkeys(unit.parent for unit in inbox.list_units))
    groups = re.findall(r'<tbody class="group"><tr><th[^>]*>([^<]*)', text)
    assert [group.partition("：")[0] for group in groups] == ["先看这些", *parents, "名单外"]
    assert "澜川市人民政府：应报" in groups[1]
    assert "填 2，应为 3（一位打错）" in words
    assert "－ 未报送" in words
    assert "澜川市人民政府办公室" in words


def test_the_same_results_give_the_same_page(inbox: Deliveries) -> None:
    assert page(inbox) == page(inbox)


def test_it_stands_alone_and_lets_only_our_script_run() -> None:
    verdicts = []
    for text in HOSTILE:
        one = made(f"{text}.eml/{text}", text or None, "fail", day=8, subject=text, sender_name=text)
        about = wrong_total(label=text)
        one = with_results(
            one, findings=(about, hostile_finding(text)), suspects=(suspect(reason="exchanged", name=text),)
        )
        verdicts.append(one)
    text = page(sort_out(verdicts, [Unit(one or "甲", (one,), one) for one in HOSTILE]))
    found = Elements(text).found
    tags = [tag for tag, _ in found]
    assert tags.count("script") == tags.count("style") == 1
    assert not set(tags) & {"img", "iframe", "link", "base", "object", "form", "embed"}
    for _, attributes in found:
        assert not [name for name in attributes if name.startswith("on") or name in ("style", "src", "srcset")]
        assert not (attributes.get("href") or "").startswith(("http", "javascript", "file", "//", "data"))
    assert not set(text) & set("\x00\x1b\u202e\u200b\ud800")
    policy = next(a["content"] for _, a in found if a.get("http-equiv") == "Content-Security-Policy")
    assert (policy or "").startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in (policy or "")


def test_ink_is_legible_on_its_ground() -> None:
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", CSS))
    for name in ("red", "amber", "green"):
        assert contrast(colours[name], colours[f"{name}-ground"]) >= 4.5
    for ink in ("ink", "soft", "link"):
        assert min(contrast(colours[ink], ground) for ground in ("#ffffff", colours["ground"], colours["head"])) >= 4.5
    for level in range(1, LEVELS + 1):
        found = re.search(rf"\.h{level} {{ background: (#\w+);(?: color: (#\w+);)? }}", CSS)
        assert found
        assert contrast(_full(found[2] or colours["ink"]), found[1]) >= 4.5


def _full(colour: str) -> str:
    return colour if len(colour) == 7 else "#" + "".join(2 * digit for digit in colour[1:])


def test_the_map_shows_every_cell_once_and_counts_reports(inbox: Deliveries) -> None:
    current = [verdict for one in inbox.units for verdict in one.current]
    by_form = counts(current)
    assert by_form["annual2021"]["results.granted.total"] == 1
    assert by_form["annual2021"]["requests.new.natural_person"] == 2
    text = page(inbox)
    form = BOOK.forms["annual2021"]
    shown = [table for table in form.tables if table.title in text]
    cells = sum(bool(box.cell) for table in shown for box in boxes(form, table))
    maps = "".join(re.findall(r'<table class="heat">.*?</table>', text, re.DOTALL))
    assert maps.count("<td") == cells
    numbers = [int(number) for number in re.findall(r'<td[^>]*class="h\d">(\d+)<', maps)]
    assert sum(numbers) == by_form["annual2021"].total()


def test_the_excerpt_shows_row_and_column_of_the_wrong_cell(inbox: Deliveries) -> None:
    verdict = next(one for one in inbox.units if one.name == "澜川市教育局").current[0]
    picture = around(corrections(verdict)[0], BOOK.forms["annual2021"])
    assert picture
    assert picture.columns == ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    label, spots = picture.rows[0]
    assert label == "（一）予以公开"
    assert [(spot.text, spot.proposed) for spot in spots][-1] == ("2", 3)
    assert picture.rows[-1][0] == "（七）总计"


def test_a_page_of_five_thousand_units_stays_small() -> None:
    verdicts: list[Submission] = []
    for number in range(5_000):
        name = f"{number}号街道".translate(str.maketrans("0123456789", "零一二三四五六七八九"))
        one = made(f"收件箱/{number}.eml/年报.xlsx", name, "pass" if number % 3 else "fail", day=8)
        if one.findings:
            one = with_results(one, findings=one.findings * 3, suspects=(suspect(),))
        verdicts.append(one)
    text = page(sort_out(verdicts))
    assert text.count("<tbody") == 5_000
    assert len(text.encode()) < 6_000_000


def test_what_the_unit_has_explained_is_said_so() -> None:
    one = made("a.xlsx", "水务局", "review")
    said = Justification("属实", "2026-01-08")
    told = wrong_total("warning", rule="R4-PLAUS:x")._replace(outcome="explained", justification=said)
    one = with_results(one, findings=(*one.findings, told))
    text = page(sort_out([one]))
    assert '<div class="fix explained"><p><span class="tag">已说明</span>　表三!J8' in text
    assert "（已说明：属实，2026-01-08）" in text
    assert '<td class="n" data-label="核实性">1</td>' in text


def test_an_inbox_with_nothing_in_it() -> None:
    assert "没有收到可以核对的报告" in page(sort_out([]))


def browse(path: Path, *more: str, fragment: str = "") -> tuple[str, str]:
    """Return the page as the browser has it after its script ran, and what the browser said about it."""
    profile = path.parent / "profile"
    command = [CHROMIUM or "", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}", *more]
    command += ["--enable-logging=stderr", "--virtual-time-budget=5000", "--dump-dom", f"file://{path}{fragment}"]
    done = subprocess.run(command, check=True, capture_output=True, timeout=120)
    return done.stdout.decode(), done.stderr.decode("utf-8", "replace")


@needs_browser
def test_in_a_browser_it_filters_without_error_or_network(inbox: Deliveries, tmp_path: Path) -> None:
    path, log = tmp_path / "page.html", tmp_path / "net.json"
    path.write_text(page(inbox), "utf-8")
    dom, said = browse(path, f"--log-net-log={log}", fragment=f"#q={quote('凤鸣')}")
    assert "CONSOLE" not in said
    assert re.search(r'id="shown"[^>]*>显示 1 / 31 个单位<', dom)
    assert len(re.findall(r'<tbody data-state="[^>]*hidden', dom)) == len(inbox.units)
    assert re.findall(r'<tbody class="group"><tr><th[^>]*>([^：<]*)', dom) == ["青屏县人民政府"]
    assert 'id="tools" hidden' not in dom
    asked = set(re.findall(r'"url":"(https?://[^"]*)', log.read_text("utf-8", "replace")))
    browsers_own = ("google", "gstatic", "chrome", "doubleclick")
    assert [url for url in asked if not any(name in url for name in browsers_own)] == []


@needs_browser
def test_in_a_browser_nothing_hostile_runs(tmp_path: Path) -> None:
    words = "<script>document.title='ran'</script><img src=x onerror=\"document.title='ran'\">"
    path = tmp_path / "page.html"
    text = page(sort_out([made("a.xlsx", words, "fail", findings=(wrong_total(label=words), hostile_finding(words)))]))
    path.write_text(text.replace("<h1>", f"<h1>{words}", 1), "utf-8")  # as if escaping had failed, too
    dom, said = browse(path)
    assert "<title>ran" not in dom
    assert "Content Security Policy" in said


@needs_browser
def test_in_a_browser_columns_sort(inbox: Deliveries, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    press = "document.querySelectorAll('#units thead span')[4].click();"
    text = re.sub(r"<meta http-equiv.*?>", "", page(inbox))
    path.write_text(text.replace("</body>", f"<script>{press}{press}</script></body>"), "utf-8")
    dom, said = browse(path)
    assert "CONSOLE" not in said
    errors = [
        int(n) for n in re.findall(r'<tbody[^>]*>.*?<td class="n" data-label="逻辑性">(\d*)</td>', dom, re.DOTALL)
    ]
    assert len(errors) == len(inbox.units)
    assert errors == sorted(errors, reverse=True)
    assert json.dumps("descending") in dom


def test_a_page_alone_leads_to_no_file(inbox: Deliveries) -> None:
    for verdict in (v for one in inbox.units for v in (*one.current, *one.older, *one.beside)):
        verdict.marked_copy = ""
    for one in inbox.units:
        one.draft = ""
    assert "href" not in "".join(results_page(inbox, BOOK))

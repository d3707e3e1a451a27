"""Both languages: each sentence stands in Chinese and in English, with the same arguments, and nothing is left over."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import openpyxl
import pytest

import gouji
from checks import cli, rulebook
from checks.language import Text, Texts, Words, either, speaking, spoken
from checks.render import sentences
from checks.render.rule_book import explain, overview
from checks.render.sentences import collecting, inbox, reasons, received
from checks.render.sentences.details import DETAILS, detail
from checks.render.sentences.glossary import label, meant, place, said

ROOT = Path(__file__).parents[1]
CHINESE = re.compile("[\u3001-\u301f\u3400-\u9fff\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f]")
ONE_LANGUAGE = {
    "letters": "goes to the units",
    "marking": "goes back to the units",
    "browser": "the words of a page for Chinese offices",
    "glossary": "turns Chinese names into English",
    "details": "turns Chinese details into English",
}
"""Modules of sentences that are Chinese by intent."""
NAMES = re.compile(
    r"表[一二三四]|统计表|汇总(?:表)?(?:\.xlsx|\.html)?|单位|邮箱|上级|别名|角色|本级|不计入|情况说明|草稿|台账(?:\.xlsx)?"
    r"|已说明|定稿|逾期|勾稽\.html"
)
"""What stays Chinese in an English sentence: names of tables, files, sheets, columns and states."""
_WRITES_DOWN = {
    "number", "listed", "glossed", "label", "counted_of", "who", "len", "str", "STATE", "STATUS", "SEVERITY", "KIND",
    "WHY", "SEEN", "_BOUND", "_said", "at_least", "missing", "duration", "max", "round", "TITLE", "WHOLE", "_SEVERAL",
    "holds_number",
}  # fmt: skip
"""What writes an argument down, and is none itself."""


def modules() -> list[Path]:
    """Those with sentences for users."""
    rooms = (ROOT / "checks" / "render" / "sentences", ROOT / "checks" / "cli")
    return [path for room in rooms for path in sorted(room.glob("*.py")) if path.stem not in ONE_LANGUAGE]


def text_of(node: ast.expr) -> str:
    """What is literal in a text."""
    return "".join(
        part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)
    )


def arguments_of(node: ast.expr) -> set[str]:
    """The names that a text speaks of, and the places that it leaves for ``format``."""
    named = {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}
    bound = {
        name.id
        for loop in ast.walk(node)
        if isinstance(loop, ast.comprehension)
        for name in ast.walk(loop.target)
        if isinstance(name, ast.Name)
    }
    places = re.findall(r"\{(\w*)\}", text_of(node)) if isinstance(node, ast.Constant) else []
    return named - bound - _WRITES_DOWN | set(places)


def pairs_in(tree: ast.Module) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Every pair of texts: of ``either`` and ``Text``, of ``Words`` and ``Texts``."""
    for node in calls(tree, "either", "Text", "Texts", "Words"):
        assert isinstance(node.func, ast.Name)
        if node.func.id in ("either", "Text") and len(node.args) == 2:
            yield node.args[0], node.args[1]
        tuples = node.args if node.func.id == "Texts" else []
        if node.func.id == "Words" and isinstance(node.args[0], ast.Dict):
            tuples = node.args[0].values
        yield from ((one.elts[0], one.elts[1]) for one in tuples if isinstance(one, ast.Tuple))


def calls(tree: ast.Module, *names: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node


def exempt(tree: ast.Module) -> set[int]:
    """Docstrings, keys, patterns of ``re``, and what ``in_chinese`` marks."""
    nodes: list[ast.AST] = [node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    nodes += [key for node in ast.walk(tree) if isinstance(node, ast.Dict) for key in node.keys if key]
    nodes += calls(tree, "in_chinese")
    nodes += [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
    ]
    nodes += [
        node for node in ast.walk(tree) if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "_STOPS"
    ]
    return {id(part) for node in nodes for part in ast.walk(node)}


@pytest.mark.parametrize("path", modules(), ids=lambda path: f"{path.parent.name}.{path.stem}")
def test_each_sentence_stands_in_both_languages(path: Path) -> None:
    """A new sentence: ``either("中文", "English")``, a ``Text``, or a row of ``Words`` (see checks/language.py)."""
    tree = ast.parse(path.read_text("utf-8"))
    pairs = list(pairs_in(tree))
    seen = exempt(tree) | {id(part) for pair in pairs for side in pair for part in ast.walk(side)}
    alone = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CHINESE.search(node.value)
        if id(node) not in seen
    ]
    assert alone == [], 'without an English text beside it: write either("…", "…")'
    for chinese, english in pairs:
        left_over = CHINESE.search(NAMES.sub("", text_of(english)))
        assert not left_over or isinstance(english, ast.Call), f"Chinese is left in “{text_of(english)}”"
        assert ast.unparse(english) != "''" or ast.unparse(chinese) == "''", f"no English: {ast.unparse(chinese)}"
        assert arguments_of(chinese) == arguments_of(english), ast.unparse(english)


def test_a_sentence_without_its_english_would_be_seen(tmp_path: Path) -> None:
    bad = {
        'X = "没有。"': "without an English text",
        'X = either("没有。", "")': "no English",
        'X = either("没有。", "没有。")': "Chinese is left",
        'X = either(f"没有{a}。", f"No {b}.")': "No",
        'X = Words({"a": ("缺 {detail}", "lacks {file}")})': "lacks",
    }
    for text, complaint in bad.items():
        path = tmp_path / "bad.py"
        path.write_text(text, "utf-8")
        with pytest.raises(AssertionError, match=complaint):
            test_each_sentence_stands_in_both_languages(path)


def test_every_label_and_text_of_the_data_files_has_its_english() -> None:
    book = rulebook.load()
    labels = {cell.label for form in book.forms.values() for cell in form.cells}
    titles = {table.title for form in book.forms.values() for table in form.tables}
    texts = {text for kind in book.catalogue.values() for text in (kind.title, kind.instruction, kind.basis)}
    assert sorted(one for one in labels | titles if not meant(one)) == []
    with speaking("en"):
        assert sorted(one for one in texts if CHINESE.search(re.sub("国办函〔2020〕109号", "", said(one)))) == []
        rules = [said(text) for rule in book.every_rule() for text in (rule.title, rule.instruction)]
        assert sorted(one for one in rules if "：" in one.partition("[")[2]) == []


def details_of_the_readers() -> Iterator[str]:
    """What readers and containers give as the detail of an error, and what is remarked of a figure."""
    for path in [
        p for room in ("readers", "containers", "model", "batch") for p in (ROOT / "checks" / room).rglob("*.py")
    ]:
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            names = ("InputFileError", "append") if path.stem == "figures" else ("InputFileError",)
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in names:
                for argument in node.args:
                    if isinstance(argument, ast.JoinedStr):
                        yield "".join(str(v.value) if isinstance(v, ast.Constant) else "9" for v in argument.values)
                    elif isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield argument.value
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "within":
                yield f"{ast.literal_eval(node.args[2])}超过 9"


def test_every_detail_has_its_english() -> None:
    with speaking("en"):
        every = [one for one in details_of_the_readers() if CHINESE.search(one) and one != "9超过 9"]
        assert len(every) > 50
        assert sorted({one for one in every if CHINESE.search(detail(one))}) == []
        assert detail("内部文件多达 70000 个") == "70000 parts inside"
        assert detail("something else") == "something else"
        assert detail("1、2、15") == "1, 2, 15"
        assert detail("没有人译过的") == "没有人译过的"
    assert detail("压缩包") == "压缩包"
    assert all(chinese.count("{}") == english.count("{}") for chinese, english in DETAILS.items())


def test_a_text_is_said_in_the_language_of_the_moment() -> None:
    text, words, several = Text("好", "good"), Words({"a": ("一", "one")}), Texts(("甲", "A"), ("乙", "B"))
    assert (str(text), f"{text:>2}", words["a"], list(several), several[1:]) == (
        "好",
        " 好",
        "一",
        ["甲", "乙"],
        ("乙",),
    )
    with speaking("en"):
        assert (str(text), f"{text:>5}", words["a"], list(several), several[0]) == (
            "good",
            " good",
            "one",
            ["A", "B"],
            "A",
        )
        assert (len(several), dict(words), spoken(), either("是", "yes")) == (2, {"a": "one"}, "en", "yes")
    assert spoken() == "zh"


def test_labels_and_places_keep_what_is_printed() -> None:
    assert label("（一）予以公开·总计") == "（一）予以公开·总计"
    with speaking("en"):
        assert label("（一）予以公开·总计") == "（一）予以公开·总计 [(1) granted, total]"
        assert label("上年的（七）总计·总计") == "上年的（七）总计·总计 [last year's (7) total of results, total]"
        assert label("没有的标签") == "没有的标签"
        assert place("表三!J7") == "表三!J7"
        assert place("第4页表2第6行第10列") == "page 4, table 2, row 6, column 10"
        assert (place("第120行"), place("网页表3第6行第10列")) == ("line 120", "web page, table 3, row 6, column 10")
        assert place("[去年.docx]表2第6行第9格") == "[去年.docx]table 2, row 6, cell 9"


def english_only(text: str) -> str:
    """A text without what is the report's own: labels, quoted words, places, names of files and units."""
    for known in sorted(rulebook.load().english, key=len, reverse=True):
        text = text.replace(known, "")
    text = text.replace("小计", "").replace("上年的", "")
    text = re.sub(r"“[^”]*”|\S*examples/\S*|[^\s(\[]+![A-Z]+\d+|国办\S+号", "", text)
    return NAMES.sub("", text)


@pytest.mark.slow
def test_a_run_in_english_leaves_no_chinese_but_names(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["check", str(ROOT / "examples"), "--lang", "en", "--no-cache", "--jobs", "2"])
    out = capsys.readouterr().out
    units = re.compile(r"(?m)^(?:✓|✗|!|\?) .*$")
    left = {line for line in units.sub("", english_only(out)).splitlines() if CHINESE.search(line)}
    assert left == set()
    assert "Most likely 表三!J8 （一）予以公开·总计 [(1) granted, total]: is 3, should be 4" in out
    assert re.search(r"Checked \d+ documents by \d+ rules: \d+ pass, ", out)


def test_english_changes_the_sentences_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    def asked(language: str) -> list[dict[str, object]]:
        cli.main(["check", str(ROOT / "examples"), "--format", "json", "--lang", language, "--jobs", "2"])
        documents: list[dict[str, object]] = json.loads(capsys.readouterr().out)["documents"]
        return documents

    def without_sentences(value: object) -> object:
        if isinstance(value, dict):
            return {k: without_sentences(v) for k, v in value.items() if k not in ("message", "reason")}
        return [without_sentences(one) for one in value] if isinstance(value, list) else value

    chinese, english = asked("zh"), asked("en")
    assert without_sentences(chinese) == without_sentences(english)
    assert chinese != english
    assert asked("zh") == chinese  # what English said is not kept


def test_the_rules_can_be_read_in_english() -> None:
    book = rulebook.load()
    with speaking("en"):
        lines = [*overview(book), *(line for kind in book.catalogue for line in explain(kind, book))]
        left = [english_only(line) for line in lines if not re.search(r"^(?:Right|Wrong)", line)]
    assert [line for line in left if CHINESE.search(line)] == []


def test_the_library_says_its_results_in_the_language_that_was_asked_for(tmp_path: Path) -> None:
    wrong = ROOT / "examples" / "04-合计填错-衡阳2019.xlsx"
    english, chinese = gouji.check(wrong, jobs=1, lang="en"), gouji.check(wrong, jobs=1)
    assert "while its parts add up to 3+1=4" in next(english.iter_findings())["message"]
    assert "而所含各项相加为 3＋1＝4" in next(chinese.iter_findings())["message"]
    rows = english.iter_findings()
    assert (next(rows)["message"], next(chinese.iter_findings())["outcome"]) != (next(rows)["message"], "")
    assert "fail 1" in repr(english)
    assert "不符 1" in repr(chinese)
    english.to_html(tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text("utf-8")
    assert '<html lang="en">' in page
    assert "Most likely 表三!J8" in page
    report = gouji.read_report(wrong, lang="en")
    assert "Most likely" not in report.messages[0]
    assert report.messages[0].startswith("表三!J8 （一）予以公开·总计 [(1) granted, total] is 3")
    assert next(gouji.iter_rules(lang="en"))["title"].startswith("规章 [regulations]: ")
    with gouji.speaking("en"):
        inside = gouji.check(wrong, jobs=1)
    assert next(inside.iter_findings())["message"] == next(english.iter_findings())["message"]
    with pytest.raises(gouji.InputFileError, match="The file is empty"):
        gouji.read_report(b"", name="x.xlsx", lang="en")
    with pytest.raises(gouji.UsageError, match="is not there"):
        gouji.check(tmp_path / "nothing.xlsx", lang="en")
    with pytest.raises(ValueError, match=r"zh \| en"):
        gouji.check(wrong, lang="fr")  # type: ignore[arg-type]


def chinese_words_of(*rooms: ModuleType) -> set[str]:
    """The Chinese of every Text, Words and Texts of some modules, as far as no name may hold it by chance."""
    found: set[str] = set()
    for room in rooms:
        for value in vars(room).values():
            if isinstance(value, Text | Texts):
                found |= {str(value)} if isinstance(value, Text) else set(value)
            elif isinstance(value, Words):
                found |= set(value.values())
    return {word for word in found if len(word) > 2 and CHINESE.search(word)}


@pytest.mark.slow
def test_the_page_and_the_workbook_are_english(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inbox_, units = ROOT / "examples" / "收件箱", ROOT / "examples" / "单位名单.csv"
    out = tmp_path / "results"
    cli.main(["check", str(inbox_), "--units", str(units), "--out", str(out), "--lang", "en", "--jobs", "2"])
    told = capsys.readouterr()
    assert re.search(r"findings\.json; \d+ marked copies, \d+ drafts of replies, 1 reminder\.", told.out)
    assert "gouji: 28 units, 28 with an address" in told.err
    kept = json.loads((out / "findings.json").read_text("utf-8"))
    theirs = "".join(f"{one['source']} {(one['origin'] or {}).get('subject')}" for one in kept["documents"])
    words = {word for word in chinese_words_of(sentences, collecting, inbox, received, reasons) if word not in theirs}
    assert len(words) > 80
    page = re.sub('<details class="notice".*?</details>', "", (out / "汇总.html").read_text("utf-8"), flags=re.DOTALL)
    assert [word for word in words if word in page] == []
    assert "Look at these first: doubtful 1, missing 1" in page
    assert '<th scope="row" title="(1) granted">（一）予以公开</th>' in page
    assert re.search(r'<th[^>]* title="natural persons">自然人</th>', page.partition("Which cells go wrong")[2])
    book = openpyxl.load_workbook(out / "汇总.xlsx")
    assert book.sheetnames == ["Units", "Findings", "Missing"]
    assert [cell.value for cell in book["Units"][1]][:4] == ["Unit", "Parent", "Year", "State"]
    said_there = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert [word for word in words if any(word in text for text in said_there)] == []
    drafts = [path.read_text("utf-8-sig") for path in (out / "回复").glob("*.txt")]
    assert all("你单位" in draft for draft in drafts), "they go to the units"


def test_csv_has_english_heads(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    cli.main(["check", str(ROOT / "examples" / "04-合计填错-衡阳2019.xlsx"), "--format", "csv", "--lang", "en"])
    lines = capfdbinary.readouterr().out.decode("utf-8-sig").splitlines()
    assert lines[0].startswith('"Unit","File","Severity","Rule","Place"')
    assert '"error"' in lines[1]

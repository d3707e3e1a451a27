"""The manners of the command line: what it says to a slip, how its help looks, what a shell completes."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from argparse import ArgumentTypeError
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

from checks import cli
from checks.cli.completion import commands_of
from checks.cli.manners import Parser, _in_words, cells, day, language_asked, positive, wrapped
from checks.language import speaking
from checks.render.terminal import coloured, has_colours

from .fixtures.examples import workbooks
from .test_languages import CHINESE

ROOT = Path(__file__).parents[1]
SAMPLES = dict(workbooks())
GOOD = next(data for name, data in SAMPLES.items() if name.startswith("01"))
BAD = next(data for name, data in SAMPLES.items() if name.startswith("04"))


def ended(*words: str) -> int:
    """Run the command in this process; argparse ends it by SystemExit."""
    try:
        return cli.main(words)
    except SystemExit as end:
        return int(end.code or 0)


def every_parser() -> list[Parser]:
    def below(parser: Parser) -> list[Parser]:
        return [parser, *(inner for command in parser.commands.values() for inner in below(command))]

    return below(cli.whole_parser())


SLIPS = {
    ("chek", "x"): ("没有“chek”这个命令。是不是 check？", "There is no command “chek”. Did you mean check?"),
    ("check", "x", "--unit-list", "y"): ("不认得 “--unit-list”、“y”。", "Not understood: “--unit-list”, “y”."),
    ("check", "x", "--untis", "y"): ("是不是 --units？", "Did you mean --units?"),
    ("--verison",): ("不认得 “--verison”。是不是 --version？", "Did you mean --version?"),
    ("check", "x", "--format", "jsn"): ("--format 不能是“jsn”", "--format cannot be “jsn”"),
    ("check",): ("还缺少：路径。", "Missing: PATH."),
    ("check", "x", "--out"): ("--out 后面要写内容。", "--out needs something behind it."),
    ("check", "x", "--jobs", "0"): ("应为 1 以上的整数", "should be a whole number from 1 on"),
    ("check", "x", "--jobs", "zwei"): ("“zwei”不对", "“zwei” should be"),
    ("new", "abc"): ("年度 应为整数，不能是“abc”。", "YEAR should be a whole number, not “abc”."),
    ("check", "x", "--since", "2026/13/1"): ("“2026/13/1”不是日期", "“2026/13/1” is no date"),
    ("check", "x", "--no-cache=1"): ("--no-cache 后面不写内容", "--no-cache takes nothing"),
    ("check", "x", "--un", "y", "--f", "json"): ("“--f”可以是几个选项：--format, ", "may be several options"),
    ("addin", "instal"): ("是不是 install", "Did you mean install"),
}


@pytest.mark.parametrize("words", SLIPS, ids=" ".join)
def test_a_slip_is_said_in_the_users_language(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    for language, expected in zip(("zh", "en"), SLIPS[words], strict=True):
        assert ended(*words, *(("--lang", language) if language == "en" else ())) == 2
        out, err = capsys.readouterr()
        assert expected in err
        assert out == ""
        assert len(err.splitlines()) == 2, "what is wrong, and where the help is"
        assert bool(CHINESE.search(err.replace("“", "").replace("”", ""))) is (language == "zh")


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("argument --format: invalid choice: 'jsn' (choose from 'human', 'json')", "--format 不能是“jsn”"),
        ("argument --format: invalid choice: 'jsn' (choose from human, json)", "--format 不能是“jsn”"),
        ("argument --format: invalid choice: 'jsn', maybe you meant 'json'? (choose from human)", "不能是“jsn”"),
        ('argument --format: invalid choice: "it\'s" (choose from human, json)', "不能是“it's”"),
        ("argument --own: expected one argument", "--own 后面要写内容。"),
        ("argument --own: expected at least one argument", "--own 后面要写内容。"),
        ("argument --x: not allowed with argument --y", "--x：not allowed with argument --y"),
        ("something that nobody knows", "something that nobody knows"),
    ],
)
def test_the_messages_of_each_version_of_argparse_are_understood(message: str, expected: str) -> None:
    check = next(parser for parser in every_parser() if parser.prog == "gouji check")
    assert expected in _in_words(message, check)


def test_nothing_at_all_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert ended() == 2
    out, err = capsys.readouterr()
    assert (out, "gouji check 收件箱 --out 结果" in err) == ("", True)


@pytest.mark.parametrize("parser", every_parser(), ids=lambda parser: parser.prog)
def test_every_help_has_an_example_and_fits_the_terminal(parser: Parser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    text = parser.format_help()
    examples = re.findall(rf"^  .*({re.escape(parser.prog)}(?: .*)?)$", text.partition("例：")[2], re.MULTILINE)
    assert examples, parser.prog
    wide = [line for line in text.splitlines() if cells(line) > 80 and not line.startswith("  gouji ")]
    assert wide == []
    assert not re.search(r"show this help|positional|optional arguments|usage:", text)


def test_every_example_of_a_help_can_be_parsed() -> None:
    for language in ("zh", "en"):
        with speaking(language):  # type: ignore[arg-type]
            whole = cli.whole_parser()
            for parser in every_parser():
                for line in re.findall(r"^  (gouji [^|<$#\n]*)", (parser.epilog or ""), re.MULTILINE):
                    whole.parse_args([word.strip('"') for word in line.split()[1:]])


def test_the_help_in_english_is_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    with speaking("en"):
        for parser in every_parser():
            text = re.sub(r"单位|邮箱|上\s*级|别\s*名|角色|勾稽\.html", "", parser.format_help())
            assert not CHINESE.search(text), parser.prog


@pytest.mark.parametrize("written", ["2026-01-09", "2026/1/9", "2026.1.9", "2026年1月9日", "20260109", " 2026-1-09 "])
def test_a_day_is_read_as_it_is_written(written: str) -> None:
    assert day(written) == date(2026, 1, 9)


@pytest.mark.parametrize("written", ["", "2026", "2026-1", "9.1.2026", "2026-02-30", "202619", "今天", "２０２６-1-9"])
def test_what_is_no_day_is_refused(written: str) -> None:
    if written == "２０２６-1-9":  # full-width digits are digits
        assert day(written) == date(2026, 1, 9)
        return
    with pytest.raises(ArgumentTypeError):
        day(written)


def test_a_number_of_processes_is_at_least_one() -> None:
    assert positive("12") == 12
    for wrong in ("0", "-1", "1.5", "²", ""):
        with pytest.raises(ArgumentTypeError):
            positive(wrong)


def test_the_language_is_asked_for_by_option_or_environment() -> None:
    assert language_asked(["check", "x"], {}) == "zh"
    assert language_asked(["check", "x", "--lang", "en"], {}) == "en"
    assert language_asked(["--lang=en", "check"], {}) == "en"
    assert language_asked(["check", "--", "--lang", "en"], {}) == "zh"
    assert language_asked(["check"], {"GOUJI_LANG": "en_GB.UTF-8"}) == "en"
    assert language_asked(["check", "--lang", "zh"], {"GOUJI_LANG": "en"}) == "zh"


def test_lines_break_between_chinese_characters_but_not_before_a_stop() -> None:
    assert wrapped("一二三，四五六。", 8) == ["一二三，", "四五六。"]
    assert wrapped("一二三四，五", 8) == ["一二三", "四，五"]
    assert wrapped("用 gouji check 检查", 10) == ["用 gouji", "check 检查"]
    assert wrapped("", 10) == []
    assert cells("a一") == 3


def test_standard_input_is_a_file(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for data, code in ((GOOD, 0), (BAD, 1), (b"", 1)):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        assert ended("check", "-") == code
        assert re.match(r"[✓✗] \S+  -(?:\s|$)", capsys.readouterr().out)


def test_too_much_on_standard_input_is_no_accident(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(import_module("checks.batch.refs"), "MAX_OPENED", 2**20)  # a function has the room's name
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"0" * (2**20 + 1))))
    assert ended("check", "-") == 1
    assert "文件超过 1 MB" in capsys.readouterr().out


def test_a_path_that_is_not_there_is_told_from_one_that_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "收件箱").mkdir()
    (tmp_path / "年报2025.xlsx").write_bytes(GOOD)
    for wrong, right in (("收件厢", "收件箱"), ("年报2025", "年报2025.xlsx"), ("年报2052.xlsx", "年报2025.xlsx")):
        assert ended("check", str(tmp_path / wrong)) == 2
        assert f"是不是“{tmp_path / right}”？" in capsys.readouterr().err
    assert ended("check", str(tmp_path / "nowhere" / "x")) == 2
    assert "请核对路径" in capsys.readouterr().err


def test_quiet_says_what_is_wrong_and_nothing_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.xlsx").write_bytes(GOOD)
    assert ended("check", str(tmp_path), "--quiet") == 0
    assert capsys.readouterr() == ("", "")
    (tmp_path / "b.xlsx").write_bytes(BAD)
    (tmp_path / "units.csv").write_text("单位,邮箱\n江州市教育局,edu@example.cn\n", "utf-8")
    assert ended("check", str(tmp_path / "a.xlsx"), str(tmp_path / "b.xlsx"), "-q") == 1
    out, err = capsys.readouterr()
    assert (out[:4], "a.xlsx" in out, "已检查" in out, err) == ("✗ 不符", False, False, "")
    assert ended("check", str(tmp_path / "a.xlsx"), "-q", "--units", str(tmp_path / "units.csv")) == 0
    out, err = capsys.readouterr()
    assert ("－ 未报送 1 个" in out, err) == (True, "")
    assert ended("check", str(tmp_path / "none"), "-q") == 2
    assert "找不到" in capsys.readouterr().err


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_colours_are_for_terminals() -> None:
    posix = os.name != "nt"
    assert has_colours(Terminal(), {"TERM": "xterm"})
    assert has_colours(Terminal(), {}) is posix
    assert not has_colours(Terminal(), {"TERM": "xterm", "NO_COLOR": "1"})
    assert not has_colours(Terminal(), {"TERM": "dumb"})
    assert not has_colours(io.StringIO(), {"TERM": "xterm"})
    assert has_colours(io.StringIO(), {"FORCE_COLOR": "1"})


def test_colours_change_no_word(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for language in ("zh", "en"):
        monkeypatch.delenv("FORCE_COLOR", raising=False)
        ended("check", str(ROOT / "examples" / "04-合计填错-衡阳2019.xlsx"), "--lang", language)
        bare = capsys.readouterr().out
        monkeypatch.setenv("FORCE_COLOR", "1")
        ended("check", str(ROOT / "examples" / "04-合计填错-衡阳2019.xlsx"), "--lang", language)
        written = capsys.readouterr().out
        assert re.sub(r"\x1b\[\d+m", "", written) == bare
        assert written.count("\x1b[31m") >= 3
    assert coloured("✗ 不符  a.xlsx") == "\x1b[31m✗ 不符\x1b[0m  a.xlsx"
    assert coloured("－ 未报送 2 个：甲、乙") == "\x1b[31m－ 未报送\x1b[0m 2 个：甲、乙"
    assert coloured("      S14-08:ch.website") == "      \x1b[2mS14-08:ch.website\x1b[0m"
    assert coloured("  最可能是 表三!J8") == "  最可能是 表三!J8"


def completed(shell: str, script: str, line: str, folder: Path) -> list[str]:
    """What a shell offers for an unfinished line."""
    if shell == "fish":
        asked = ["fish", "--no-config", "-c", f'source {script}; complete -C "{line}"']
        out = subprocess.run(asked, capture_output=True, text=True, check=True, cwd=folder).stdout
        return [one.partition("\t")[0] for one in out.splitlines()]
    words = " ".join(f"'{word}'" for word in line.split(" "))
    asked = (
        f"source {script}; COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}}-1)); _gouji; echo ${{COMPREPLY[@]}}"
    )
    out = subprocess.run(["bash", "-c", asked], capture_output=True, text=True, check=True, cwd=folder).stdout
    return out.split()


@pytest.mark.parametrize("shell", ["bash", "fish"])
def test_a_shell_completes_commands_options_and_choices(
    shell: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if not shutil.which(shell):
        pytest.skip(f"no {shell} here")
    assert ended("completion", shell) == 0
    script = tmp_path / "script"
    script.write_text(capsys.readouterr().out, "utf-8")
    (tmp_path / "report.xlsx").touch()
    expected = {
        "gouji ch": ["check"],
        "gouji check --fo": ["--format"],
        "gouji check --format j": ["json"],
        "gouji addin insta": ["install"],
        "gouji addin install --bun": ["--bundle"],
        "gouji completion fi": ["fish"],
        "gouji check rep": ["report.xlsx"],
        "gouji addin rep": [],
    }
    assert {line: completed(shell, str(script), line, tmp_path) for line in expected} == expected


def test_zsh_and_powershell_get_the_same_words(capsys: pytest.CaptureFixture[str]) -> None:
    for shell in ("zsh", "powershell"):
        assert ended("completion", shell) == 0
        text = capsys.readouterr().out
        for command in commands_of(cli.whole_parser()):
            assert all(word in text for word in (*command.inner, *command.options))
    if shutil.which("zsh"):
        ended("completion", "zsh")
        script = capsys.readouterr().out
        asked = subprocess.run(
            ["zsh", "-f", "-c", f"{script}\nprint $_comps[gouji]"], capture_output=True, text=True, check=True
        )
        assert asked.stdout.strip() == "_bash_complete -o filenames -F _gouji"

"""What a command says of its paths, its targets and the rules that are asked for."""

from __future__ import annotations

from collections.abc import Sequence

from checks.language import Text, either
from checks.render.sentences.glossary import listed

GENERATED = Text(
    "由 `python -m checks.render.rule_book` 从表式文件和规则目录生成，不要手改。",
    "Made by `python -m checks.render.rule_book` from the form files and the rule catalogue; not to be edited.",
)
INTERRUPTED = Text("已中断。", "Interrupted.")
HOW_TO_EXPLAIN = Text(
    "用“gouji rules 编号”查看一条规则，例如：gouji rules R3-BAL",
    "“gouji rules ID” explains a rule, such as: gouji rules R3-BAL",
)


def no_such_path(path: str, alike: Sequence[str] = ()) -> str:
    """A path that does not exist, and what is there under a name like it."""
    if alike:
        near = either(" 或 ", " or ").join(f"“{name}”" for name in alike)
        return either(f"找不到“{path}”。是不是{near}？", f"“{path}” is not there. Did you mean {near}?")
    return either(
        f"找不到“{path}”。请核对路径；路径里有空格时请加引号。",
        f"“{path}” is not there. Check the path; one with spaces needs quotes.",
    )


def no_such_rule(rule: str, alike: Sequence[str] = ()) -> str:
    """A rule id that is not in the catalogue, and those like it."""
    near = either(" 或 ", " or ").join(alike)
    hint = either(f"是不是 {near}？", f"Did you mean {near}? ") if near else ""
    return either(
        f"没有编号为“{rule}”的规则。{hint}用“gouji rules”列出全部规则。",
        f"There is no rule “{rule}”. {hint}“gouji rules” lists all of them.",
    )


def no_form(year: int) -> str:
    """A report year that no form is known for."""
    return either(
        f"没有 {year} 年度的统一格式。2019 年起有年度报告格式，2014—2018 年有统计表。",
        f"No form is known for {year}. The annual report has one from 2019 on, the statistics for 2014—2018.",
    )


def form_not_yet_known(year: int, known_until: int, document: str) -> str:
    """A year to come, whose form may be another."""
    return either(
        f"还不知道 {year} 年度的格式：用的是现行格式（{document}），本版本只知道它用到 {known_until} 年度。"
        "填报前请核对当年的通知，并更新程序。",
        f"The form for {year} is not known yet. This is the one in force ({document}), known to this version "
        f"up to {known_until}: compare it with that year's notice, and update the program.",
    )


def exists(path: str) -> str:
    """A file that would be overwritten."""
    return either(
        f"“{path}”已经存在，没有覆盖。请换一个文件名（-o），或加 --force 覆盖。",
        f"“{path}” exists and was not overwritten. Give another name (-o), or --force.",
    )


def cannot_write(path: str, reason: str) -> str:
    """A file that cannot be written."""
    return either(
        f"写不了“{path}”（{reason}）。请确认文件夹存在、有权限，并且文件没有被其他程序打开。",
        f"“{path}” cannot be written ({reason}). Make sure that the folder exists and may be written, "
        "and that no other program has the file open.",
    )


def written_to(path: str) -> str:
    """A workbook was written."""
    return either(f"已生成：{path}", f"Written: {path}")


def no_last_year(source: str) -> str:
    """One of last year's files that is of no use."""
    return either(
        f"“{source}”读不出上年的报告，没有用来核对跨年的数。",
        f"“{source}” holds no readable report of last year and was not compared with.",
    )


def last_year_of_another(source: str, year: int, expected: int) -> str:
    """A report that was given as last year's, and is of another year."""
    return either(
        f"“{source}”是 {year} 年的报告，上年应是 {expected} 年；已照填进“上年数据”，请核对。",
        f"“{source}” is the report of {year}, and last year's is {expected}; its figures were filled in, check them.",
    )


def several_units(source: str, units: list[str]) -> str:
    """A file of last year's that holds the reports of several units."""
    named = listed(units[:5])
    return either(
        f"“{source}”里有 {len(units)} 个单位的报告（{named}），不知道该用哪一个。请给出只含一个单位的文件。",
        f"“{source}” holds the reports of {len(units)} units ({named}). Give a file of one unit only.",
    )


NO_FOLDER = Text("文件夹不存在", "the folder is not there")


def unknown_suffix(name: str, known: tuple[str, ...]) -> str:
    """A target whose kind its name does not tell."""
    return either(
        f"看不出“{name}”要写成什么格式。文件名请以 {listed(known)} 之一结尾。",
        f"“{name}” does not tell what to write. Its name has to end with one of {listed(known)}.",
    )


def needs_extra(extra: str) -> str:
    """A library that an extra brings is missing."""
    command = f'pip install "gouji[{extra}]"'
    return either(f"这项功能需要另装：{command}。", f"This needs something more: {command}.")

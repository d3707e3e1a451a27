"""What the rules notice: ``python benchmarks/mutation.py [CASES] [--write]``.

Applies every way in which a report goes wrong to clean reports (tests/fixtures/random_reports.py), and prints per way
how often it is noticed, located and rightly repaired, and per rule which wrong reports it alone notices. With
``--write`` the tables go into docs/mutation.md. The same number of cases always gives the same tables.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

_ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(_ROOT)]

from mutants import LOST, MAIN, OTHER, RELABELLED, STALE, WAYS, WITH_SUBTOTALS, Clean, Mutant, clean_report, spoil

from checks import rulebook
from checks.evaluate import evaluate
from checks.localize import diagnose
from checks.model.findings import Finding
from checks.model.rule import Rulebook
from tests.fixtures.random_reports import as_report

ABSENT = {
    "上年报告过期": "跨年规则另行检查",
    "缺少下级单位": "汇总规则另行检查",
    "两种表式不一致": "X14-19，需要同一文件里有两种表式",
}


@dataclass
class Tally:
    """What came of the mutants of one way."""

    count: int = 0
    noticed: int = 0
    located: int = 0
    repaired: int = 0


@dataclass
class Result:
    """What became of one mutant: the rules that noticed it, and whether it was located and repaired."""

    rules: frozenset[str]
    located: bool
    repaired: bool


def run(mutant: Mutant, before: frozenset[str], book: Rulebook) -> Result:
    """Check a mutant as the program would."""
    found = evaluate(mutant.reports, book, lower=True)
    news = [f for f in found.findings if f.rule not in before and (f.severity != "info" or f.kind == "A-LABEL")]
    suspects = diagnose(mutant.reports, found.findings, book).suspects
    named = _named(news)
    certain = {s.cell.id for s in suspects if s.certainty == "unique"}
    report = next(iter(mutant.reports.values()), None)
    right = {
        cell
        for cell, new in mutant.truth.items()
        if report and report.form.index[cell] in report.spots and report.reading(report.form.index[cell]).value == new
    }
    first = {s.cell.id: s.proposed for s in suspects if getattr(s, "choice", 0) == 0}
    wanted = {cell: new for cell, new in mutant.truth.items() if cell not in right}
    # A blank that should be 0 and fails no sum is named by its own remark, which asks for the 0.
    wanted, first = ({c: v for c, v in some.items() if v or c not in named} for some in (wanted, first))
    located = set(mutant.truth) <= certain | named and certain <= set(mutant.truth)
    return Result(frozenset(f.rule for f in news), located, repaired=first == wanted)


def _named(findings: list[Finding]) -> set[str]:
    return {f.cells[0].id for f in findings if f.kind.startswith("C-")}


def noticed_before(clean: Clean, book: Rulebook) -> frozenset[str]:
    """The rules that speak up on the clean report: remarks only."""
    found = evaluate({clean.form.id: as_report(clean.form, clean.figures)}, book, lower=True)
    assert not any(f.severity == "error" for f in found.findings), found.findings
    return frozenset(f.rule for f in found.findings)


@dataclass
class Score:
    """The whole mutation score.

    Attributes:
        ways: (way, part of the form) → its tally.
        kills: kind of rule → mutants that it notices; alone: that no other kind notices.
        rules: rule id → mutants that no other rule notices.
    """

    ways: dict[tuple[str, str], Tally] = field(default_factory=dict)
    kills: Counter[str] = field(default_factory=Counter)
    alone: Counter[str] = field(default_factory=Counter)
    examples: dict[str, Counter[str]] = field(default_factory=dict)
    rules: Counter[str] = field(default_factory=Counter)
    singles: list[tuple[Mutant, frozenset[str]]] = field(default_factory=list)


def score(cases: int, book: Rulebook) -> Score:
    """Apply every way to so many clean reports of every form."""
    result = Score()
    for form in book.forms.values():
        for way in (*WAYS, STALE, LOST, RELABELLED):
            for case in range(cases):
                clean = clean_report(form, book, Random(f"{form.id} {way} {case}"))
                mutant = spoil(way, clean)
                if mutant is None:
                    continue
                before = noticed_before(clean, book)
                _count(result, way, mutant, run(mutant, before, book))
                if len(mutant.truth) == 1 and mutant.table != OTHER and way in tuple(WAYS)[:7]:
                    result.singles.append((mutant, before))
    return result


def _count(into: Score, way: str, mutant: Mutant, result: Result) -> None:
    tally = into.ways.setdefault((way, mutant.table), Tally())
    tally.count += 1
    tally.noticed += bool(result.rules)
    tally.located += result.located
    tally.repaired += result.repaired
    kinds = {rule.partition(":")[0] for rule in result.rules}
    into.kills.update(kinds)
    if len(kinds) == 1:
        (kind,) = kinds
        into.alone[kind] += 1
        into.examples.setdefault(kind, Counter())[way] += 1
    if len(result.rules) == 1:
        into.rules.update(result.rules)


def without(kind: str, singles: list[tuple[Mutant, frozenset[str]]], book: Rulebook) -> Tally:
    """Notice and locate single wrong cells of 表三 with one kind of rule taken away."""
    rules = {form: tuple(r for r in rules if r.kind != kind) for form, rules in book.rules.items()}
    less = replace(book, rules=rules, digest=f"{book.digest} without {kind}")
    tally = Tally(len(singles))
    for mutant, before in singles:
        result = run(mutant, before, less)
        tally.noticed += bool(result.rules)
        tally.located += result.located
        tally.repaired += result.repaired
    return tally


def share(part: int, whole: int) -> str:
    """Write a share without pretending to more digits than there are."""
    return f"{part / whole:.0%}" if part in (0, whole) else f"{part / whole:.1%}"


def report(result: Score, book: Rulebook, cases: int) -> str:
    """Write the tables in Chinese."""
    lines = [
        "# 变异测试：规则能发现什么",
        "",
        f"由 `python benchmarks/mutation.py {cases} --write` 生成，请勿手改。做法：随机生成平衡的报告，按下列每一种",
        f"方式弄错（每种表式、每种方式 {cases} 份，无从弄错的除外），再照常检查。",
        "",
        "- 发现：多出了核实性以上的问题（标签改动为提示）。",
        "- 定位：唯一指明被弄错的格，不多也不少；或者有一条问题专说这一格的写法。",
        "- 改对：排在第一位的建议值恰好是原数；写法不规范、标签改动或缺行的，读出的各数恰好是原数。",
        "",
        "## 每一种弄错的方式",
        "",
        "| 方式 | 范围 | 份数 | 发现 | 定位 | 改对 |",
        "| --- | --- | ---: | ---: | ---: | ---: |",
    ]
    for way in (*WAYS, STALE, LOST, RELABELLED):
        for table in (MAIN, WITH_SUBTOTALS, OTHER):
            tally = result.ways.get((way, table))
            if tally:
                shares = " | ".join(share(n, tally.count) for n in (tally.noticed, tally.located, tally.repaired))
                lines.append(f"| {way} | {table} | {tally.count} | {shares} |")
    lines += [f"| {way} | — | — | {why} | | |" for way, why in ABSENT.items()]
    lines += ["", "## 每一类规则", "", "独自发现：别的各类规则都没有出声，只有这一类发现。", ""]
    lines += ["| 规则 | 发现 | 独自发现 | 独自发现最多的是 |", "| --- | ---: | ---: | --- |"]
    kinds = sorted({r.kind for r in book.every_rule() if r.severity != "info"} | set(result.kills))
    for kind in kinds:
        most = "、".join(way for way, _ in result.examples.get(kind, Counter()).most_common(2))
        lines.append(f"| {kind} | {result.kills[kind]} | {result.alone[kind]} | {most} |")
    silent = [kind for kind in kinds if not result.alone[kind]]
    lines += ["", f"没有独自发现过任何错误的：{'、'.join(silent) or '无'}。见文末“怎样看待”。", ""]
    lines += ["## 去掉一类规则以后", "", "表三里打错一格的报告，去掉这一类规则再检查：", ""]
    lines += ["| 范围 | 去掉 | 份数 | 仍发现 | 仍能唯一定位 |", "| --- | --- | ---: | ---: | ---: |"]
    for table in (MAIN, WITH_SUBTOTALS):
        singles = [(mutant, before) for mutant, before in result.singles if mutant.table == table]
        for kind in ("（不去掉）", "R3-ROW", "R3-COL", "R3-BAL", *(["R3-SUB"] if table != MAIN else [])):
            tally = without(kind, singles, book)
            found, placed = share(tally.noticed, tally.count), share(tally.located, tally.count)
            lines.append(f"| {table} | {kind} | {tally.count} | {found} | {placed} |")
    lines += ["", *_remarks(result, book)]
    return "\n".join(lines) + "\n"


def _remarks(result: Score, book: Rulebook) -> list[str]:
    related = [r for r in book.every_rule() if r.severity != "info" and not r.optional]
    never = Counter(r.kind for r in related if not result.rules[r.id])
    every = Counter(r.kind for r in related)
    listed = "、".join(f"{kind} {count}/{every[kind]} 条" for kind, count in sorted(never.items()))
    return [
        "## 怎样看待",
        "",
        "- 表三每一格都在两条以上的等式里，所以一格之错总有两条规则同时发现，逐条看几乎没有“独自发现”；去掉任何一类，",
        "  一格之错仍都能发现，却有许多不再知道错在哪一格（上表）。这些规则是为定位而并存，不是重复。",
        f"- 逐条而论没有独自发现过错误的：{listed}。",
        "- S14-10（答复数＝办结数）的两边各有分项，错一格时 S14-02 或 S14-03 必同时发现；只有合计与分项一起错，才由",
        "  它独自发现，这里没有这种弄错的方式。X14-19 要两种表式同在一份文件里才适用。两类都由 tests/cases 测试。",
        "- “一件记错事由，总计跟着改”在算术上没有痕迹，任何勾稽关系都看不出（带小计的表只有跨组记错才露出来）；只能靠",
        "  台账、上年数或文字核对。",
        "- “一件记错事由，总计未动”与“相邻行互换”往往有几种同样小的改法，排序只是猜测，所以报“可能是以下之一”。",
        "- 小计行（列）与所含各项多了几条等式，错在其中时偶尔有几种同样小的改法。",
        "- 表四和统计表的每一格大多只在一条等式里，只能给出几种可能，从不断言是哪一格；表二的件数不在任何等式里，",
        "  多数改动没有规则能发现，要靠跨年比较。",
    ]


def main() -> int:
    """Run, print, and write the tables if asked."""
    numbers = [int(text) for text in sys.argv[1:] if text.isdigit()]
    cases = numbers[0] if numbers else 60
    book = rulebook.load()
    text = report(score(cases, book), book, cases)
    print(text)
    if "--write" in sys.argv:
        (_ROOT / "docs" / "mutation.md").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Sentences on what the report's own text says beside its tables."""

from __future__ import annotations

from checks.language import either
from checks.model.figures import Number
from checks.model.findings import CellRef
from checks.render.sentences import at
from checks.render.sentences.glossary import listed


def narrative(title: str, sentence: str, refs: tuple[CellRef, ...]) -> str:
    """A sentence of the report beside the figures that it does not agree with."""
    words = f"“{sentence[:60]}{'……' if len(sentence) > 60 else ''}”"
    quoted = either(f"文中写{words}，", f"the text says {words}; ") if sentence else ""
    cells = [(at(ref.place, ref.label), ref.text) for ref in refs]
    stands = listed(either(f"{cell}填 {text}", f"{cell} is {text}") for cell, text in cells)
    return either(f"{title}：{quoted}{stands}。", f"{title}: {quoted}{stands}.")


def narrative_sum(title: str, sentence: str, total: Number, stated: Number) -> str:
    """A sentence of the report whose parts do not add up to the whole that it names."""
    quoted = f"{sentence[:80]}{'……' if len(sentence) > 80 else ''}"
    return either(
        f"{title}：文中写“{quoted}”，各部分相加为 {total}，而总数写 {stated}。",
        f"{title}: the text says “{quoted}”; its parts add up to {total}, while the total is given as {stated}.",
    )


def report_year(title: str, sentence: str, stated: str, year: str) -> str:
    """A sentence of the report that gives another year as the report's."""
    quoted = f"{sentence[:80]}{'……' if len(sentence) > 80 else ''}"
    return either(
        f"{title}：文中写“{quoted}”，是 {stated} 年，而这是 {year} 年度的报告。",
        f"{title}: the text says “{quoted}”, which is {stated}, while this is the report of {year}.",
    )


def copied_text(title: str, chapter: str, share: str) -> str:
    """A chapter that is last year's again."""
    return either(
        f"{title}：“{chapter}”部分有 {share}% 与上年的报告相同。",
        f"{title}: {share}% of the chapter “{chapter}” are the same as in last year's report.",
    )

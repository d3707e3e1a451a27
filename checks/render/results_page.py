"""An inbox as one web page that stands alone: no network, no other file, readable without its script.

Whatever comes from a file is escaped, and the page's own policy allows no script but ours.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from checks.model.rule import Rulebook
from checks.model.submission import Submission
from checks.render import sentences
from checks.render.heat_map import counts, heat_map
from checks.render.sanitize import link, plain
from checks.render.sentences import inbox
from checks.render.sentences.findings import briefly
from checks.render.submission_notes import count, file_name, notes, state_of
from checks.render.table_excerpt import MiniTable, Spot, around
from checks.render.work_items import Correction, corrections, together, told
from checks.submissions import STATES, Deliveries, Delivery

_HERE = Path(__file__).parent
_PROBLEMS = 12  # of one unit, so many are told
_PICTURED = 400  # units whose problems are shown with an excerpt of the table; a page of thousands stays light
_RIVALS = 6
_LONGEST = 400  # characters of one sentence or name


def results_page(deliveries: Deliveries, book: Rulebook, workbook: str = "") -> Iterator[str]:
    """Yield the page, piece by piece; the same results give the same page.

    Args:
        deliveries: what came, with the paths of marked copies and drafts in them.
        book: the forms, for the pictures of their tables, and the titles of the rules.
        workbook: the name of the results workbook, if it stands beside the page.
    """
    style = (_HERE / "results_page.css").read_text("utf-8")
    script = (_HERE / "results_page.js").read_text("utf-8")
    ours = f"style-src '{_hash(style)}'; script-src '{_hash(script)}'"
    policy = f"default-src 'none'; {ours}; base-uri 'none'; form-action 'none'"
    title = inbox.page_title(deliveries.year)
    yield (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="referrer" content="no-referrer"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{style}</style></head><body>\n<h1>{escape(title)}</h1>\n"
    )
    reports = sum(len(one.current) for one in deliveries.units)
    beside = f'　<a href="{link(workbook)}">{_shown(workbook)}</a>' if workbook else ""
    yield f'<p class="soft">{inbox.counted(len(deliveries.units), reports)}{beside}</p>\n'
    yield from _summary(deliveries)
    yield from _units(deliveries, book)
    yield from _missing(deliveries)
    yield from _heat(deliveries, book)
    yield f"<script>{script}</script></body></html>\n"


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _shown(text: str) -> str:
    return escape(plain(text, _LONGEST))


def _summary(deliveries: Deliveries) -> Iterator[str]:
    """How many units stand how, as numbers and as a bar."""
    number = Counter(one.state for one in deliveries.units)
    parts: list[tuple[str, int]] = [(state, number[state]) for state in STATES if number[state]]
    if deliveries.missing:
        parts.append(("missing", len(deliveries.missing)))
    yield '<ul class="tiles">'
    for state, many in parts:
        filters = "" if state == "missing" else f' data-state="{state}"'
        yield f'<li class="{state}"{filters}><b>{many}</b>{inbox.STATE[state]}</li>'
    total = sum(many for _, many in parts)
    yield '</ul>\n<svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">'
    start = 0.0
    for state, many in parts:
        width = 1000 * many / total
        yield f'<rect class="{state}" x="{start:.1f}" y="0" width="{max(width - 2, 1):.1f}" height="10"/>'
        start += width
    yield "</svg>\n"


def _units(deliveries: Deliveries, book: Rulebook) -> Iterator[str]:
    if not deliveries.units:
        yield f"<p>{inbox.NOTHING}</p>\n"
        return
    yield (
        f'<h2>{inbox.SHEETS[0]}</h2><div id="tools" hidden><input id="find" type="search" '
        f'placeholder="{inbox.FILTER}" aria-label="{inbox.FILTER}">'
        f'<span id="shown" class="soft" aria-live="polite" data-words="{inbox.SHOWN}"></span></div>\n'
        '<table class="units" id="units"><thead><tr>'
    )
    columns = [inbox.UNITS_HEADER[i] for i in (3, 0, 1, 2, 4, 5, 7, 8)]
    yield "".join(f'<th scope="col">{name}</th>' for name in columns)
    yield "</tr></thead>\n"
    titles = {entry.id: entry.title for entry in book.catalogue.values()}
    for position, one in enumerate(deliveries.units):
        yield from _unit(one, deliveries, book if position < _PICTURED else None, titles)
    yield "</table>\n"


def _unit(one: Delivery, deliveries: Deliveries, book: Rulebook | None, titles: dict[str, str]) -> Iterator[str]:
    errors, warnings = count(one.current, "error"), count(one.current, "warning")
    date = one.newest.origin.date if one.newest.origin else None
    names = "<br>".join(
        f'<span title="{_shown(v.source)}">{_shown(file_name(v))}</span>{_copy(v)}' for v in one.current
    )
    has_more = one.state != "pass" or errors or warnings
    yield (
        f'<tbody data-state="{one.state}"><tr{" class=has-more" if has_more else ""}>'
        f'<td class="{one.state}" data-key="{STATES.index(one.state)}"><span class="state">{state_of(one)}</span></td>'
        f'<th scope="row">{_shown(one.name or inbox.NO_UNIT)}</th>'
        f'<td class="s">{_shown(one.unit.parent if one.unit else "")}</td><td>{one.year or ""}</td>'
        f'<td class="n">{errors}</td><td class="n">{warnings}</td>'
        f'<td class="s">{date.strftime("%Y-%m-%d") if date else ""}</td><td class="file">{names}</td></tr>'
    )
    if has_more:
        words = inbox.problems(errors, warnings) if one.state in ("fail", "review", "pass") else inbox.REASONS
        yield f'<tr class="more"><td></td><td colspan="7"><details><summary>{words}</summary>'
        yield f'<p class="soft">{"；".join(_shown(note) for note in notes(one, deliveries))}'
        yield f'　<a href="{link(one.draft)}">{inbox.DRAFT}</a></p>' if one.draft else "</p>"
        for submission in one.current:
            if len(one.current) > 1:
                yield f"<p><b>{_shown(file_name(submission))}</b></p>"
            yield from _problems(submission, book, titles)
        yield "</details></td></tr>"
    yield "</tbody>\n"


def _copy(submission: Submission) -> str:
    return f'　<a href="{link(submission.marked_copy)}">{inbox.COPY}</a>' if submission.marked_copy else ""


def _problems(submission: Submission, book: Rulebook | None, titles: dict[str, str]) -> Iterator[str]:
    every = corrections(submission.verdict)
    for one in every[:_PROBLEMS]:
        yield f'<div class="fix {"explained" if one.is_explained else one.severity}">'
        kind = sentences.OUTCOME["explained"] if one.is_explained else sentences.SEVERITY[one.severity]
        tag = f'<span class="tag">{kind}</span>　'
        if one.choices:
            yield from _choices(one, tag)
            form = one.findings[0].form if one.findings else ""
            if book and form and (picture := around(one, book.forms[form])):
                yield from _mini(picture)
            yield "<ul>"
            for finding in one.findings:
                yield f"<li>{_shown(briefly(finding))} <code>{_shown(finding.rule)}</code></li>"
            yield "</ul>"
        else:
            yield f"<p>{tag}{_shown(told(one.findings, titles))} <code>{_shown(one.findings[0].rule)}</code></p>"
        yield "</div>"
    if len(every) > _PROBLEMS:
        yield f'<p class="soft">{inbox.more_problems(len(every) - _PROBLEMS)}</p>'


def _choices(one: Correction, tag: str) -> Iterator[str]:
    if len(one.choices) == 1:
        yield f"<p>{tag}{sentences.MOST_LIKELY}{_shown(together(one.choices[0]))}</p>"
        return
    yield f"<p>{tag}{sentences.ONE_OF}</p><ol>"
    yield "".join(f"<li>{_shown(together(suspects))}</li>" for suspects in one.choices[:_RIVALS])
    yield "</ol>"
    if len(one.choices) > _RIVALS:
        yield f"<p>{sentences.more_choices(len(one.choices) - _RIVALS)}</p>"


def _mini(picture: MiniTable) -> Iterator[str]:
    note = f"　<span>{inbox.OTHERS_ZERO}</span>" if picture.shortened else ""
    yield f'<table class="mini"><caption>{_shown(picture.caption)}{note}</caption><tr><th></th>'
    yield "".join(f'<th scope="col">{_shown(name)}</th>' for name in picture.columns) + "</tr>"
    for label, spots in picture.rows:
        yield f'<tr><th scope="row">{_shown(label)}</th>{"".join(map(_spot, spots))}</tr>'
    yield "</table>"


def _spot(spot: Spot) -> str:
    text = _shown(spot.text)
    if spot.proposed is None:
        return f"<td>{text}</td>"
    look, doubt = ("wrong", "") if spot.certain else ("maybe", "？")
    return f'<td class="{look}"><del>{text}</del> → <ins>{sentences.number(spot.proposed)}{doubt}</ins></td>'


def _missing(deliveries: Deliveries) -> Iterator[str]:
    if not deliveries.listed:
        return
    yield f"<h2>{inbox.NOT_SENT}（{len(deliveries.missing)}）</h2>\n"
    if not deliveries.missing:
        yield f"<p>{inbox.NO_MISSING}</p>\n"
        return
    yield '<table class="missing-units"><thead><tr>'
    yield "".join(f'<th scope="col">{name}</th>' for name in inbox.MISSING_HEADER) + "</tr></thead>\n"
    for unit in deliveries.missing:
        cells: Sequence[str] = (unit.name, "；".join(unit.addresses), unit.parent)
        yield "<tr>" + "".join(f"<td>{_shown(text)}</td>" for text in cells) + "</tr>\n"
    yield "</table>\n"


def _heat(deliveries: Deliveries, book: Rulebook) -> Iterator[str]:
    by_form = counts(submission.verdict for one in deliveries.units for submission in one.current)
    if not by_form:
        return
    yield f'<h2>{inbox.HEAT}</h2><p class="soft">{inbox.HEAT_NOTE}</p>\n'
    for form in book.forms.values():
        if by_form[form.id]:
            yield f"<details open><summary>{escape(form.title)}（{escape(form.document)}）</summary>"
            yield from heat_map(form, by_form[form.id])
            yield "</details>\n"

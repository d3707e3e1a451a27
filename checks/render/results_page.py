"""An inbox as one web page that stands alone: no network, no other file, readable without its script.

Whatever comes from a file is escaped, and the page's own policy allows no script but ours.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from html import escape
from pathlib import Path

from checks.language import either
from checks.model.rule import Rulebook
from checks.model.submission import Submission
from checks.render import sentences
from checks.render.heat_map import counts, heat_map
from checks.render.progress_by_parent import moment, name_of, notice, sections, shares
from checks.render.sanitize import link, plain
from checks.render.sentences import collecting, glossary, inbox
from checks.render.sentences.findings import briefly
from checks.render.submission_notes import count, file_name, notes, sender_of, state_of, subject_of
from checks.render.table_excerpt import ExcerptCell, TableExcerpt, around
from checks.render.work_items import WorkItem, corrections, describe, together
from checks.submissions import STATES, Deliveries, Delivery, Unit

_HERE = Path(__file__).parent
_PROBLEMS = 12  # of one unit, so many are told
_PICTURED = 400  # units whose problems are shown with an excerpt of the table; a page of thousands stays light
_RIVALS = 6
_COLUMNS = (3, 0, 1, 2, 4, 5, 7, 8)  # of ``inbox.UNITS_HEADER``
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
        '<!DOCTYPE html>\n<html lang="' + either("zh-CN", "en") + '"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="referrer" content="no-referrer"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{style}</style></head><body>\n<h1>{escape(title)}</h1>\n"
    )
    reports = sum(len(one.current) for one in deliveries.units)
    facts = [inbox.counted(len(deliveries.units), reports)]
    if deliveries.listed:
        units = deliveries.list_units
        facts.append(collecting.list_echo(len(units), sum(bool(unit.addresses) for unit in units)))
    if deliveries.made_at:
        facts.append(collecting.made_at(moment(deliveries.made_at)))
    beside = f'　<a href="{link(workbook)}">{_shown(workbook)}</a>' if workbook else ""
    facts += [str(inbox.IN_CHINESE)] * bool(workbook and str(inbox.IN_CHINESE))
    yield f'<p class="soft">{"　".join(facts)}{beside}</p>\n'
    yield from _summary(deliveries)
    yield from _units(deliveries, book)
    yield from _parents(deliveries)
    yield from _notice(deliveries)
    yield from _letters(deliveries)
    yield from _heat(deliveries, book)
    yield f"<script>{script}</script></body></html>\n"


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _bracketed(text: str) -> str:
    return either(f"（{text}）", f" ({text})")


def _shown(text: str) -> str:
    return escape(plain(text, _LONGEST))


def _summary(deliveries: Deliveries) -> Iterator[str]:
    """How many units stand how, as numbers and as a bar."""
    number = Counter(one.state for one in deliveries.units)
    parts: list[tuple[str, int]] = [(state, number[state]) for state in STATES if number[state]]
    if deliveries.missing:
        parts.insert(1 if number["doubtful"] else 0, ("missing", len(deliveries.missing)))
    yield '<ul class="tiles">'
    for state, many in parts:
        yield f'<li class="{state}" data-state="{state}"><b>{many}</b>{inbox.STATE[state]}</li>'
    total = sum(many for _, many in parts)
    yield '</ul>\n<svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">'
    start = 0.0
    for state, many in parts:
        width = 1000 * many / total
        yield f'<rect class="{state}" x="{start:.1f}" y="0" width="{max(width - 2, 1):.1f}" height="10"/>'
        start += width
    yield "</svg>\n"


def _units(deliveries: Deliveries, book: Rulebook) -> Iterator[str]:
    if not deliveries.units and not deliveries.missing:
        yield f"<p>{inbox.NOTHING}</p>\n"
        return
    yield (
        f'<h2>{inbox.SHEETS[0]}</h2><div id="tools" hidden><input id="find" type="search" '
        f'placeholder="{inbox.FILTER}" aria-label="{inbox.FILTER}">'
    )
    parents = list(dict.fromkeys(unit.parent for unit in deliveries.list_units if unit.parent))
    if len(parents) > 1:
        yield f'<select id="parent" aria-label="{inbox.UNITS_HEADER[1]}">'
        yield f'<option value="">{collecting.ALL_PARENTS}</option>'
        yield "".join(f"<option>{_shown(parent)}</option>" for parent in parents) + "</select>"
    yield (
        f'<span id="shown" class="soft" aria-live="polite" data-words="{inbox.SHOWN}"></span></div>\n'
        '<table class="units" id="units"><thead><tr>'
    )
    yield "".join(f'<th scope="col">{name}</th>' for name in map(inbox.UNITS_HEADER.__getitem__, _COLUMNS))
    yield "</tr></thead>\n"
    titles = {entry.id: entry.title for entry in book.catalogue.values()}
    pictured = 0
    for section in sections(deliveries):
        if section.heading:
            heading = f'<th colspan="{len(_COLUMNS)}" scope="rowgroup">{_shown(section.heading)}</th>'
            yield f'<tbody class="group"><tr>{heading}</tr></tbody>\n'
        for delivery in section.deliveries:
            yield from _unit(delivery, deliveries, book if pictured < _PICTURED else None, titles)
            pictured += 1
        yield from (_missing(unit, deliveries) for unit in section.missing)
    yield "</table>\n"


def _missing(unit: Unit, deliveries: Deliveries) -> str:
    """A unit that has sent nothing, in the same table."""
    addresses = either("；", "; ").join(unit.addresses)
    return (
        f'<tbody data-state="missing" data-parent="{_shown(unit.parent)}"><tr>'
        f'<td class="missing" data-key="0.5"><span class="state">{inbox.STATE["missing"]}</span></td>'
        f'<th scope="row">{_shown(deliveries.called(unit))}</th>{_cell(1, _shown(unit.parent), "s")}'
        f'<td></td><td></td><td></td><td></td><td class="file soft">{_shown(addresses)}</td></tr></tbody>\n'
    )


def _cell(column: int, text: str, kind: str = "") -> str:
    """A cell that names its column where there is no room for a header."""
    look = f' class="{kind}"' if kind else ""
    return f'<td{look} data-label="{inbox.UNITS_HEADER[_COLUMNS[column + 1]]}">{text}</td>'


def _unit(delivery: Delivery, deliveries: Deliveries, book: Rulebook | None, titles: dict[str, str]) -> Iterator[str]:
    errors, warnings = count(delivery.current, "error"), count(delivery.current, "warning")
    date = delivery.newest.origin.date if delivery.newest.origin else None
    names = "<br>".join(
        f'<span title="{_shown(v.source)}">{_shown(file_name(v))}</span>{_copy(v)}' for v in delivery.current
    )
    mail = "　".join(_shown(text) for text in (sender_of(delivery.newest), subject_of(delivery.newest)) if text)
    parent = delivery.unit.parent if delivery.unit else ""
    remarks = (
        f'<p class="soft">{either("；", "; ").join(map(_shown, notes(delivery, deliveries)))}{_draft(delivery)}</p>'
    )
    yield (
        f'<tbody data-state="{delivery.state}" data-parent="{_shown(parent)}"><tr class=has-more>'
        f'<td class="{delivery.state}" data-key="{STATES.index(delivery.state)}">'
        f'<span class="state">{state_of(delivery)}</span></td>'
        f'<th scope="row">{_shown(name_of(delivery, deliveries) or str(inbox.NO_UNIT))}</th>'
        f"{_cell(1, _shown(parent), 's')}{_cell(2, str(delivery.year or ''))}"
        f"{_cell(3, str(errors), 'n')}{_cell(4, str(warnings), 'n')}"
        f'{_cell(5, _day(date), "s")}<td class="file">{names}'
        f"{f'<div class=soft>{mail}</div>' if mail else ''}</td></tr>"
        '<tr class="more"><td></td><td colspan="7">'
    )
    if delivery.state == "pass" and not errors and not warnings:
        yield remarks
    else:
        read = delivery.state in ("fail", "review", "pass", "doubtful")
        words = inbox.problems(errors, warnings) if read else str(inbox.REASONS)
        opened = " open" if delivery.state == "doubtful" else ""
        yield f"<details{opened}><summary>{words}</summary>"
        yield remarks
        for submission in delivery.current:
            if len(delivery.current) > 1:
                yield f"<p><b>{_shown(file_name(submission))}</b></p>"
            yield from _problems(submission, book, titles)
        yield "</details>"
    yield "</td></tr></tbody>\n"


def _day(date: datetime | None) -> str:
    return date.strftime("%Y-%m-%d") if date else ""


def _draft(delivery: Delivery) -> str:
    before = f"　{collecting.drafted(delivery.drafted)}" if delivery.drafted else ""
    return f'　<a href="{link(delivery.draft)}">{inbox.DRAFT}</a>{before}' if delivery.draft else before


def _copy(submission: Submission) -> str:
    return f'　<a href="{link(submission.marked_copy)}">{inbox.COPY}</a>' if submission.marked_copy else ""


def _problems(submission: Submission, book: Rulebook | None, titles: dict[str, str]) -> Iterator[str]:
    every = corrections(submission.counted)
    for item in every[:_PROBLEMS]:
        yield f'<div class="fix {"explained" if item.is_explained else item.severity}">'
        kind = sentences.OUTCOME["explained"] if item.is_explained else sentences.SEVERITY[item.severity]
        tag = f'<span class="tag">{kind}</span>　'
        if item.choices:
            yield from _choices(item, tag)
            form = item.findings[0].form if item.findings else ""
            if book and form and (picture := around(item, book.forms[form])):
                yield from _mini(picture)
            yield "<ul>"
            for finding in item.findings:
                yield f"<li>{_shown(briefly(finding))} <code>{_shown(finding.rule)}</code></li>"
            yield "</ul>"
        else:
            yield f"<p>{tag}{_shown(describe(item.findings, titles))} <code>{_shown(item.findings[0].rule)}</code></p>"
        yield "</div>"
    if len(every) > _PROBLEMS:
        yield f'<p class="soft">{inbox.more_problems(len(every) - _PROBLEMS)}</p>'


def _choices(item: WorkItem, tag: str) -> Iterator[str]:
    if len(item.choices) == 1:
        yield f"<p>{tag}{sentences.MOST_LIKELY}{_shown(together(item.choices[0]))}</p>"
        return
    yield f"<p>{tag}{sentences.ONE_OF}</p><ol>"
    yield "".join(f"<li>{_shown(together(suspects))}</li>" for suspects in item.choices[:_RIVALS])
    yield "</ol>"
    if len(item.choices) > _RIVALS:
        yield f"<p>{sentences.more_choices(len(item.choices) - _RIVALS)}</p>"


def _mini(picture: TableExcerpt) -> Iterator[str]:
    note = f"　<span>{inbox.OTHERS_ZERO}</span>" if picture.shortened else ""
    yield f'<table class="mini"><caption>{_shown(picture.caption)}{note}</caption><tr><th></th>'
    yield "".join(f'<th scope="col"{_tip(name)}>{_shown(name)}</th>' for name in picture.columns) + "</tr>"
    for label, spots in picture.rows:
        yield f'<tr><th scope="row"{_tip(label)}>{_shown(label)}</th>{"".join(map(_spot, spots))}</tr>'
    yield "</table>"


def _tip(label: str) -> str:
    meaning = glossary.tip(label)
    return f' title="{escape(meaning)}"' if meaning else ""


def _spot(spot: ExcerptCell) -> str:
    text = _shown(spot.text)
    if spot.proposed is None:
        return f"<td>{text}</td>"
    look, doubt = ("wrong", "") if spot.certain else ("maybe", "？")
    return f'<td class="{look}"><del>{text}</del> → <ins>{sentences.number(spot.proposed)}{doubt}</ins></td>'


def _parents(deliveries: Deliveries) -> Iterator[str]:
    """How many have reported, by the unit above."""
    parents = shares(deliveries)
    if not parents or (len(parents) == 1 and not parents[0].parent):
        return
    yield f'<h2>{collecting.BY_PARENT}</h2>\n<table class="parents"><thead><tr>'
    yield "".join(f'<th scope="col">{name}</th>' for name in collecting.PARENTS_HEADER) + "</tr></thead>\n"
    for share in parents:
        name, *numbers = share.cells
        yield f'<tr><th scope="row">{_shown(str(name))}</th>'
        yield "".join(f'<td class="n">{number}</td>' for number in numbers) + "</tr>\n"
    yield "</table>\n"


def _notice(deliveries: Deliveries) -> Iterator[str]:
    if deliveries.listed:
        yield f'<details class="notice"><summary>{collecting.NOTICE}</summary>'
        yield f"<p>{escape(plain(notice(deliveries), 100_000))}</p></details>\n"


def _letters(deliveries: Deliveries) -> Iterator[str]:
    """The mails that are no reports, folded away."""
    if not deliveries.letters:
        return
    yield f'<details class="letters"><summary>{collecting.LETTERS}{_bracketed(str(len(deliveries.letters)))}</summary>'
    yield "<table><thead><tr>"
    yield "".join(f'<th scope="col">{name}</th>' for name in collecting.LETTERS_HEADER) + "</tr></thead>\n"
    for letter in deliveries.letters:
        date = letter.submission.origin.date if letter.submission.origin else None
        remark = (
            collecting.failed(letter.failed, deliveries.called(letter.unit) if letter.unit else "")
            if letter.kind == "bounce"
            else ""
        )
        texts = (
            collecting.LETTER[letter.kind],
            sender_of(letter.submission),
            subject_of(letter.submission),
            _day(date),
            remark,
        )
        yield "<tr>" + "".join(f"<td>{_shown(text)}</td>" for text in texts) + "</tr>\n"
    yield "</table></details>\n"


def _heat(deliveries: Deliveries, book: Rulebook) -> Iterator[str]:
    by_form = counts(submission.counted for one in deliveries.units for submission in one.current)
    if not by_form:
        return
    yield f'<h2>{inbox.HEAT}</h2><p class="soft">{inbox.HEAT_NOTE}</p>\n'
    for form in book.forms.values():
        if by_form[form.id]:
            title = escape(glossary.label(form.title)) + _bracketed(escape(form.document))
            yield f"<details open><summary>{title}</summary>"
            yield from heat_map(form, by_form[form.id])
            yield "</details>\n"

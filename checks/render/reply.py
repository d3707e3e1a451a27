"""The text of a reply: what was received, and each thing to correct: where, what stands there, what should, why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from checks.model.submission import Submission
from checks.render.sanitize import plain
from checks.render.sentences import letters
from checks.render.sentences.findings import briefly, message
from checks.render.submission_notes import file_name, is_from
from checks.render.work_items import WorkItem, corrections, describe, together
from checks.submissions import Delivery

Todo: TypeAlias = tuple[list[WorkItem], list[WorkItem]]
"""What must be corrected, and what should be looked at."""

_RIVALS = 5
_MANY = 40  # things to correct; who made more has other worries, and the marked copy shows all
_LONGEST = 1_000  # characters of one sentence
_WRONG = ("wrong_year", "wrong_form")
_AGAIN = ("unreadable", "no_table")


def needs_reply(delivery: Delivery) -> bool:
    """Tell whether the sender has something to do."""
    return delivery.state != "pass"


def letter(about: Sequence[Delivery], year: int | None, titles: Mapping[str, str], sender: str) -> str:
    """Return the body of the reply to one sender.

    Args:
        about: the deliveries that need one.
        year: the report year asked for.
        titles: the title of each kind of rule, by the id before the colon.
        sender: the address that is to read it: what others sent for the same unit is not theirs to know.
    """
    units = [plain(delivery.name, 100) for delivery in about if delivery.name]
    theirs = [
        (delivery, submission) for delivery in about for submission in delivery.current if is_from(submission, sender)
    ]
    files = [(delivery, submission) for delivery, submission in theirs if has_something(delivery, submission)]
    todo = {
        id(submission): ([], []) if delivery.state in _WRONG else _sorted(submission) for delivery, submission in files
    }
    lines = [letters.salutation(units), f"　　{_received(files or theirs, todo, len(files))}", ""]
    for number, (delivery, submission) in enumerate(files, 1):
        if len(files) > 1:
            lines += [letters.file_heading(number, plain(file_name(submission), 100), plain(delivery.name, 100)), ""]
        lines += _about(delivery, submission, year, todo[id(submission)], titles)
    asked = [words for delivery in about for words in _asked(delivery, year)]
    lines += [*(f"　　{words}" for words in asked), *[""] * bool(asked)]
    lines += _end(files, todo)
    return "\n".join([*lines, f"　　{letters.THANKS}", ""])


def _received(shown: Sequence[tuple[Delivery, Submission]], todo: Mapping[int, Todo], amiss: int) -> str:
    """Say what has come, and how much of it is to be done again or corrected; ``amiss``: so many have something."""
    errors = sum(len(must) for must, _ in todo.values())
    warnings = sum(len(check) for _, check in todo.values())
    files = shown if amiss else ()
    bad = sum(submission.status in _AGAIN or delivery.state in _WRONG for delivery, submission in files)
    names = [plain(file_name(submission), 100) for _, submission in shown if not _is_mail(submission)]
    return letters.received(names, errors, warnings, bad)


def _asked(delivery: Delivery, year: int | None) -> Iterator[str]:
    """What a person has to ask about a delivery as a whole."""
    for question in delivery.questions:
        yield letters.ASK[question]
    if delivery.state in ("pass", "review", "fail", "doubtful"):
        if delivery.lacks:
            yield letters.ask_for_tables(delivery.lacks)
        if delivery.year is None:
            yield letters.ask_year(year)


def _about(
    delivery: Delivery, submission: Submission, year: int | None, todo: Todo, titles: Mapping[str, str]
) -> Iterator[str]:
    if delivery.state == "wrong_year":
        yield from (f"　　{letters.wrong_year(submission.year, year)}", "")
        return
    if delivery.state == "wrong_form":
        yield from (f"　　{letters.wrong_form(delivery.year)}", "")
        return
    if submission.status in _AGAIN:
        yield from (f"　　{plain(message(finding), _LONGEST)}" for finding in submission.findings)
        yield ""
        return
    for heading, every in zip((letters.MUST_CORRECT, letters.PLEASE_CHECK), todo, strict=True):
        if every:
            yield heading
            for number, correction in enumerate(every[:_MANY], 1):
                yield from _item(number, correction, titles)
            if len(every) > _MANY:
                yield f"　　{letters.more_in_copy(len(every) - _MANY)}"
            yield ""


def _item(number: int, item: WorkItem, titles: Mapping[str, str]) -> Iterator[str]:
    if not item.choices:
        yield letters.item(number, letters.ended(plain(describe(item.findings, titles), _LONGEST)))
        return
    if len(item.choices) == 1:
        yield letters.item(number, letters.ended(plain(together(item.choices[0]), _LONGEST)))
    else:
        yield letters.item(number, letters.ONE_OF)
        for position, suspects in enumerate(item.choices[:_RIVALS]):
            yield f"   {'①②③④⑤'[position]} {letters.ended(plain(together(suspects), _LONGEST))}"
        if len(item.choices) > _RIVALS:
            yield f"   {letters.MORE_LIKELY}"
    for finding in item.findings:
        yield f"   {letters.REASON}：{letters.ended(plain(briefly(finding), _LONGEST))}"


def _end(
    files: Sequence[tuple[Delivery, Submission]], todo: Mapping[int, tuple[list[WorkItem], list[WorkItem]]]
) -> Iterator[str]:
    located = any(correction.choices for pair in todo.values() for every in pair for correction in every)
    if located:
        yield f"　　{letters.CHECK_FIRST}"
    marked = any(submission.marked_copy for _, submission in files)
    if any(must for must, _ in todo.values()):
        yield f"　　{letters.SEE_COPY if marked else letters.SEND_AGAIN}"
    elif any(check for _, check in todo.values()):
        yield f"　　{letters.SEE_COPY_AND_CHECK if marked else ''}{letters.SEND_IF_WRONG}"


def has_something(delivery: Delivery, submission: Submission) -> bool:
    """Tell whether something in this file has to be corrected or looked at."""
    return delivery.state in _WRONG or submission.status in _AGAIN or any(_sorted(submission))


def _sorted(submission: Submission) -> Todo:
    """What must be corrected, and what should be looked at; what has been explained is neither."""
    if submission.status in _AGAIN:
        return [], []
    open_ = [one for one in corrections(submission.counted) if not one.is_explained]
    return [one for one in open_ if one.severity == "error"], [one for one in open_ if one.severity == "warning"]


def _is_mail(submission: Submission) -> bool:
    """A mail without any attachment is itself what stands in for the file."""
    return submission.origin is not None and not submission.origin.attachment

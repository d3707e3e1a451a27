"""Walks containers in containers down to the documents, under one budget."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module

from checks.containers.detect import container_kind, is_shortcut
from checks.containers.member import MAX_DEPTH, Budget, ContainedFile, Member, fits
from checks.containers.names import label, unlike
from checks.errors import InputFileError
from checks.model.submission import Origin
from checks.readers import MAX_BYTES
from checks.readers.guarded import is_reader_failure

# An opener is imported when the first container of its kind turns up: a plain workbook needs none.
_OPENERS = {
    "mail": ("checks.containers.mail", "open_mail"),
    "msg": ("checks.containers.msg", "open_msg"),
    "signed": ("checks.containers.signed", "open_signed"),
    "tnef": ("checks.containers.tnef", "open_tnef"),
    "mbox": ("checks.containers.mailboxes", "open_mbox"),
    "zip": ("checks.containers.zips", "open_zip"),
    "gzip": ("checks.containers.archives", "open_gzip"),
    "rar": ("checks.containers.archives", "open_archive"),
    "7z": ("checks.containers.archives", "open_archive"),
    "tar": ("checks.containers.archives", "open_archive"),
}
_LETTERS = frozenset(("mail", "msg", "tnef", "signed"))
_WITHOUT_DOCUMENT = frozenset(("no_attachment", "linked_attachment", "nothing_inside"))
"""Problems of a mail that do not count for one that is passed on beside a document."""


def unpack(data: bytes, source: str, origin: Origin | None = None, budget: Budget | None = None) -> Iterator[Member]:
    """Open a file to the documents in it; a document is its own and only member, at hardly any cost.

    Args:
        data: its bytes.
        source: its path as the user gave it; members are named behind it with slashes.
        origin: the mail that it came with, if the caller knows.
        budget: what may still be unfolded; a fresh one by default.

    Yields:
        At least one member. What is broken, locked, too deep or too much is a member with a problem; nothing is
        ever raised, whatever the file is. Only what is asked for is unpacked.
    """
    yield from _open(data, source, origin, budget or Budget(), 0)


def _open(data: bytes, source: str, origin: Origin | None, budget: Budget, depth: int) -> Iterator[Member]:
    try:
        kind = _kind(data)
        if not kind:
            if depth:
                fits(len(data), MAX_BYTES)
            yield Member(source, data, origin)
            return
        fits(len(data))
        module, function = _OPENERS[kind]
        opener: Callable[[bytes, Origin | None, Budget], Iterator[ContainedFile]] = getattr(
            import_module(module), function
        )
    except InputFileError as problem:
        yield Member(source, b"", origin, problem)
        return
    opened = partial(opener, data, origin, budget)
    yield from _walk(opened, source, origin, budget, depth + 1, letter=kind in _LETTERS)


def _kind(data: bytes) -> str:
    if is_shortcut(data):
        raise InputFileError("shortcut")
    try:
        return container_kind(data)
    except InputFileError:
        raise
    except BaseException as error:
        if not is_reader_failure(error):
            raise
        raise InputFileError("damaged", "内容无法解析") from error


def _walk(
    opened: Callable[[], Iterator[ContainedFile]],
    source: str,
    origin: Origin | None,
    budget: Budget,
    depth: int,
    *,
    letter: bool,
) -> Iterator[Member]:
    """Open the things in a container one after another."""
    if depth > MAX_DEPTH:
        yield Member(source, b"", origin, InputFileError("unsafe", f"邮件和压缩包一层套一层，超过 {MAX_DEPTH} 层"))
        return
    taken: dict[str, int] = {}
    empty, anything = InputFileError("nothing_inside"), False
    held = Member(source, b"", origin, empty)
    for number, item in enumerate(_guarded(opened), 1):
        for member in _members(item, source, item.origin or origin, budget, depth, number, taken):
            if letter and member.problem and member.problem.code in _WITHOUT_DOCUMENT:
                held = member if held.problem is empty else held
            else:
                anything = True
                yield member._replace(beside=True, letter=source) if item.beside else member
        if budget.spent:
            return
    if not anything:
        yield held


def _members(
    item: ContainedFile,
    source: str,
    origin: Origin | None,
    budget: Budget,
    depth: int,
    number: int,
    taken: dict[str, int],
) -> Iterator[Member]:
    """Open one thing."""
    if item.problem and not item.name:
        yield Member(source, b"", origin, item.problem)
        return
    try:
        budget.count()
    except InputFileError as problem:
        yield Member(source, b"", origin, problem)
        return
    name = unlike(label(item.name) or f"附件{number}", taken)
    source = f"{source}/{name}"
    if origin:
        origin = origin._replace(attachment=name.rpartition("/")[2])
    if item.problem:
        yield Member(source, b"", origin, item.problem)
    elif item.inside is not None:
        yield from _walk(item.inside, source, origin, budget, depth + 1, letter=True)
    else:
        yield from _open(item.data, source, origin, budget, depth)


def _guarded(opened: Callable[[], Iterator[ContainedFile]]) -> Iterator[ContainedFile]:
    """Yield from an opener; what it trips over becomes its last item."""
    try:
        yield from opened()
    except InputFileError as problem:
        yield ContainedFile("", problem=problem)
    except MemoryError:
        yield ContainedFile("", problem=InputFileError("unsafe", "占用内存过多"))
    except BaseException as error:
        if not is_reader_failure(error):
            raise
        yield ContainedFile("", problem=InputFileError("damaged", "内容无法解析"))

"""Mails as they travel (.eml): who sent them, and their parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from checks.containers import written_out
from checks.containers.attachments import open_letter
from checks.containers.correspondence import passed_on, returned, told_apart
from checks.containers.detect import HEADER
from checks.containers.headers import Headers, sender_of, sent
from checks.containers.member import Budget, ContainedFile, LetterPart, fits
from checks.containers.mime import Leaf, beginning, content, headers_of, leaves, size
from checks.containers.names import label, text_of
from checks.model.submission import Origin

LONGEST_TEXT = 48 * 2**20
"""Bytes of a mail's text that are searched for files written into it."""
_MESSAGES = frozenset(("message/rfc822", "message/global", "message/news"))


def open_mail(data: bytes, outer: Origin | None, budget: Budget) -> Iterator[ContainedFile]:
    """Open a mail.

    Args:
        data: its bytes.
        outer: the mail that it came in.
        budget: what its parts may still unfold to.
    """
    headers = headers_of(data)
    origin = origin_of(headers, outer)
    if problem := returned(data, headers, origin):
        return iter([ContainedFile("", problem=problem, origin=origin)])
    origin = passed_on(data, origin)
    items = open_letter(_parts(data, origin, budget), origin, budget)
    return told_apart(items, data, headers, origin)


def origin_of(headers: Headers, outer: Origin | None) -> Origin:
    """Return whose mail it is; one that names no sender belongs to the mail that it came in."""
    senders = (sender_of(headers.first(name)) for name in ("from", "sender", "return-path"))
    sender, sender_name = next((found for found in senders if found[0]), ("", ""))
    if outer and not sender:
        return outer
    return Origin(
        sender=sender,
        sender_name=sender_name,
        subject=headers.text("subject"),
        date=sent(headers),
        message_id=headers.text("message-id"),
        passed_on_by=outer.sender if outer and outer.sender != sender else "",
    )


def _parts(data: bytes, origin: Origin, budget: Budget) -> Iterator[LetterPart]:
    for leaf in leaves(data):
        part = _part(data, leaf, origin, budget)
        yield part
        if part.kind in ("", "text/plain") and not part.name and part.size <= LONGEST_TEXT:
            words = part.load()
            if written_out.is_any(words):
                for name, inner in written_out.files(words):
                    yield _written_out(name, inner)


def _written_out(name: bytes, inner: bytes) -> LetterPart:
    return LetterPart(label(text_of(name)), "", inner[:64], len(inner), lambda: inner, attached=True)


def _part(data: bytes, leaf: Leaf, origin: Origin, budget: Budget) -> LetterPart:
    headers = leaf.headers
    kind = headers.value("content-type")
    head = beginning(data, leaf)
    name = _name(headers)
    inner = (kind in _MESSAGES or (leaf.parent == "multipart/digest" and not kind)) and HEADER.match(head)
    if inner and not name:
        name = f"{headers_of(head).text('subject') or '转发邮件'}.eml"
    return LetterPart(
        name,
        kind,
        head,
        size(leaf),
        lambda: content(data, leaf),
        charset=headers.parameter("content-type", "charset"),
        attached=headers.value("content-disposition") == "attachment",
        content_id=headers.first("content-id").strip("<> "),
        related=leaf.related,
        inside=partial(_open_inner, data, leaf, origin, budget) if inner else None,
    )


def _open_inner(data: bytes, leaf: Leaf, origin: Origin, budget: Budget) -> Iterator[ContainedFile]:
    """Open a mail that is a part; some programs encode it, which the standard forbids."""
    fits(size(leaf))
    mail = content(data, leaf)
    budget.spend(len(mail))
    return open_mail(mail, origin, budget)


def _name(headers: Headers) -> str:
    """Return a part's name: of those given, the one that could be read best."""
    given = (headers.parameter("content-disposition", "filename"), headers.parameter("content-type", "name"))
    name = min((one for one in given if one), key=lambda one: one.count("\ufffd"), default="")
    # An attachment has no folders: what stands before its name is the sender's own disk, or a trap.
    return re.split(r"[\\/]", name.strip())[-1]

"""Mails that are not what they look like: returned, answered by a machine, or passed on in the text of another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from checks.containers.headers import decode_words, sender_of
from checks.containers.member import ContainedFile
from checks.containers.mime import content, leaves, size
from checks.containers.names import one_line, text_of
from checks.errors import InputFileError
from checks.model.submission import Origin

if TYPE_CHECKING:
    from checks.containers.headers import Headers
    from checks.containers.mime import Leaf

_LONGEST_TEXT = 256 * 1024  # bytes of a mail's text that are searched
_EXCERPT = 300  # characters of it that are kept with a mail without attachment
_MACHINES = re.compile(r"(?:mailer-daemon|mail-daemon|postmaster|mdaemon)@|@.*\bbounces?\b", re.IGNORECASE)
_RETURNED = re.compile(r"退信|退回|无法送达|未送达|投递失败|发送失败|系统退|undeliver|delivery (?:status|fail)|returned mail|failure notice", re.IGNORECASE)  # fmt: skip  # noqa: E501
_AUTOMATIC = re.compile(r"^\W*(?:自动回复|自动答复|自动应答|automatic reply|auto(?:matic)?[- ]?reply|out of (?:the )?office)", re.IGNORECASE)  # fmt: skip  # noqa: E501
_RECEIPT = re.compile(r"^\W*(?:已读|已阅|阅读回执|read)\s*[:：]", re.IGNORECASE)
_RECIPIENT = re.compile(rb"(?im)^(?:final|original)-recipient:[^;\r\n]*;\s*<?([^\s<>;]{3,200}@[^\s<>;]{3,200})")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,200}\.[A-Za-z]{2,20}")
_PASSED_ON = re.compile(r"^\W*(?:转发|轉發|转寄|fw|fwd)\s*[:：]", re.IGNORECASE)
_INNER_SENDER = re.compile(r"(?m)^[\s>*|]*(?:发件人|發件人|寄件人|发信人|From)\s*[:：]\s*([^\r\n]{1,300})")
_INNER_SUBJECT = re.compile(r"(?m)^[\s>*|]*(?:主题|主題|标题|Subject)\s*[:：]\s*([^\r\n]{1,300})")
_TAGS = re.compile(r"<(?:br|/p|/div|/tr|/li)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


def returned(data: bytes, headers: Headers, origin: Origin) -> InputFileError | None:
    """Tell a mail that came back, or says that it was read; what is in it is our own.

    Args:
        data: the mail.
        headers: its own.
        origin: whose it is.

    Returns:
        What to say instead of opening it, with the address that failed; None for any other mail.
    """
    kind = headers.first("content-type").lower()
    is_report = headers.value("content-type") == "multipart/report"
    if (is_report and "disposition-notification" in kind) or _RECEIPT.match(origin.subject):
        return InputFileError("auto_reply")
    by_machine = bool(_MACHINES.search(origin.sender)) or headers.first("return-path").strip() == "<>"
    if not (is_report and "delivery-status" in kind) and not (by_machine and _RETURNED.search(origin.subject)):
        return None
    named = _RECIPIENT.search(data[: 4 * _LONGEST_TEXT])
    if named:
        return InputFileError("bounce", named[1].decode("ascii", "replace").lower())
    addresses = (found.lower() for found in _ADDRESS.findall(text_in(data)))
    return InputFileError("bounce", next((one for one in addresses if not _MACHINES.search(one)), ""))


def is_automatic(headers: Headers, subject: str) -> bool:
    """Tell an answer that nobody wrote."""
    submitted = headers.value("auto-submitted")
    return (
        submitted.startswith("auto-replied")
        or bool(headers.first("x-autoreply") or headers.first("x-autorespond"))
        or headers.value("precedence") in ("auto_reply", "auto-reply")
        or bool(_AUTOMATIC.match(subject))
    )


def passed_on(data: bytes, origin: Origin) -> Origin:
    """Return whose mail it is that a mail passes on in its text (发件人：…): the inner sender's, by way of the outer.

    Only a mail that says in its subject that it passes something on is looked at: answers quote as well.
    """
    if not _PASSED_ON.match(origin.subject):
        return origin
    match = _innermost(text_in(data))
    if not match:
        return origin
    sender, name = sender_of(match[1].replace("[mailto:", "<").replace("]", ">"))
    if not sender or sender == origin.sender:
        return origin
    return origin._replace(sender=sender, sender_name=name, passed_on_by=origin.sender)


def _innermost(text: str) -> re.Match[str] | None:
    """Find who is named as the sender of what is passed on; where that says that it passes something on, of that."""
    chosen = None
    for match in _INNER_SENDER.finditer(text):
        if chosen:
            subject = _INNER_SUBJECT.search(text, chosen.end(), match.start())
            if not subject or not _PASSED_ON.match(subject[1]):
                break
        chosen = match
    return chosen


def text_in(data: bytes) -> str:
    """Return the text of a mail, tags and all left out, as far as it is looked at."""
    texts: list[str] = []
    left = _LONGEST_TEXT
    for leaf in leaves(data):
        kind = leaf.headers.value("content-type") or "text/plain"
        if kind not in ("text/plain", "text/html") or size(leaf) > left or _is_attached(leaf):
            continue
        left -= size(leaf)
        text = text_of(content(data, leaf), leaf.headers.parameter("content-type", "charset"))
        if kind == "text/html":
            text = _TAG.sub(" ", _TAGS.sub("\n", text)).replace("&lt;", "<").replace("&gt;", ">")
        texts.append(text)
    return decode_words("\n".join(texts))


def _is_attached(leaf: Leaf) -> bool:
    return leaf.headers.value("content-disposition") == "attachment"


def told_apart(
    items: Iterator[ContainedFile], data: bytes, headers: Headers, origin: Origin
) -> Iterator[ContainedFile]:
    """Yield a mail's documents; a mail without any says whether a machine wrote it, or what its text begins with."""
    for item in items:
        if item.problem and item.problem.code == "no_attachment" and not item.problem.detail:
            if is_automatic(headers, origin.subject):
                yield item._replace(problem=InputFileError("auto_reply"))
            else:
                words = one_line(text_in(data))[:_EXCERPT]
                yield item._replace(problem=InputFileError("no_attachment", words))
        else:
            yield item

"""Which parts of a letter are documents: not its text, nor the logo, the signature or the calendar entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Literal

from checks.containers.body import LONGEST_BODY, find_body, holds_table, pasted_table
from checks.containers.detect import is_signed
from checks.containers.member import Budget, ContainedFile, LetterPart, fits
from checks.errors import InputFileError
from checks.model.submission import Origin

MAX_PARTS = 1_000
"""Parts of one letter that are looked at."""
_LOGO = 10 * 1024  # bytes; a photographed table has ten times as many

_Role = Literal["table", "companion", "picture", "body", "sealed", "nothing"]

_BOOKKEEPING = re.compile(
    r"text/(?:calendar|(?:x-)?vcard|directory|rfc822-headers)|"
    r"application/(?:ics|applefile|(?:x-)?pkcs7-signature|pgp-signature|pgp-keys)|"
    r"message/(?:(?:global-)?delivery-status|disposition-notification|feedback-report|partial|external-body)"
)
_BOOKKEEPING_NAME = re.compile(r".*\.(?:ics|vcf|p7s|asc|sig)|ATT\d{3,}\.(?:txt|html?|dat)", re.IGNORECASE)
_SEALED = frozenset(("application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"))
_COMPANION_NAME = re.compile(r".*\.(?:pdf|ofd|docx?|dotx?|wps|rtf|txt|md|pptx?|dps|caj)", re.IGNORECASE)
_COMPANION_HEADS = (b"%PDF-", b"{\\rtf")
_PICTURE_HEADS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"\xd7\xcd\xc6\x9a")
_DOCUMENT_HEADS = (
    b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b\x08", b"x\x9f\x3e\x22", b"%PDF-", b"{\\rtf"
)  # fmt: skip
"""How what can only be a document begins, whatever it is called or said to be."""


def open_letter(parts: Iterable[LetterPart], origin: Origin | None, budget: Budget) -> Iterator[ContainedFile]:
    """Yield a letter's documents, in its order; without any, the table in its text, or what is the matter."""
    kept = list(islice(parts, MAX_PARTS + 1))
    if len(kept) > MAX_PARTS:
        yield ContainedFile("", problem=InputFileError("unsafe", f"邮件的组成部分超过 {MAX_PARTS} 个"), origin=origin)
        del kept[MAX_PARTS:]
    roles = [(part, _role(part)) for part in kept]
    bodies = [part for part, role in roles if role == "body"]
    documents = [pair for pair in roles if pair[1] in ("table", "companion", "sealed")] or _pictures(roles, bodies)
    pasted = pasted_table(bodies, origin, budget) if documents else None
    tables = any(role == "table" for _, role in roles) or pasted is not None
    for part, role in documents:
        if role == "sealed":
            yield ContainedFile(part.name or "smime.p7m", problem=InputFileError("sealed_mail"), origin=origin)
        else:
            yield _item(part, origin, budget, beside=tables and role == "companion")
    if pasted is not None:
        yield pasted
    if not documents:
        yield find_body(bodies, origin, budget)


def _pictures(
    roles: Sequence[tuple[LetterPart, _Role]], bodies: Sequence[LetterPart]
) -> list[tuple[LetterPart, _Role]]:
    """Return the pictures of a letter that its text does not show as its ornaments."""
    pictures = [pair for pair in roles if pair[1] == "picture"]
    shown = b"".join(body.load() for body in bodies if pictures and body.size <= LONGEST_BODY)
    return [pair for pair in pictures if not _is_decoration(pair[0], shown)]


def _item(part: LetterPart, origin: Origin | None, budget: Budget, *, beside: bool) -> ContainedFile:
    if part.inside:
        return ContainedFile(part.name, origin=origin, beside=beside, inside=part.inside)
    try:
        fits(part.size)
        data = part.load()
        budget.spend(len(data))
    except InputFileError as problem:
        return ContainedFile(part.name or "附件", problem=problem, origin=origin, beside=beside)
    return ContainedFile(part.name, data, origin=origin, beside=beside)


def _role(part: LetterPart) -> _Role:
    name = part.name.strip()
    if part.inside:
        return "table"
    if part.head.startswith(_DOCUMENT_HEADS):
        return "companion" if part.head.startswith(_COMPANION_HEADS) or _COMPANION_NAME.fullmatch(name) else "table"
    if part.kind in _SEALED or name.lower().endswith(".p7m"):
        return "table" if is_signed(part.head) else "sealed"
    if _BOOKKEEPING.fullmatch(part.kind) or _BOOKKEEPING_NAME.fullmatch(name):
        return "table" if not part.kind.startswith("message/") and holds_table(part) else "nothing"
    if part.kind in ("text/plain", "text/html", "text/enriched", "") and not name and not part.attached:
        return "body"
    if not part.size and not name:
        return "nothing"
    if _is_picture(part):
        return "picture"
    if part.head.startswith(_COMPANION_HEADS) or _COMPANION_NAME.fullmatch(name):
        return "companion"
    return "table"


def _is_picture(part: LetterPart) -> bool:
    if part.head.startswith(_PICTURE_HEADS) or (part.head[:4] == b"RIFF" and part.head[8:12] == b"WEBP"):
        return True
    return part.kind.startswith(("image/", "audio/", "video/")) and not part.head.startswith(_DOCUMENT_HEADS)


def _is_decoration(part: LetterPart, shown: bytes) -> bool:
    """Tell a logo, or a picture that is part of the text, from one that was sent as the report."""
    if part.content_id and f"cid:{part.content_id}".encode() in shown:
        return True
    return not part.attached and (part.related or part.size < _LOGO)

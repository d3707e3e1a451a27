"""A copy of a web page with framed cells and the findings on top; it runs nothing and loads nothing.

The copy is opened from a disk, where a site's scripts would have more rights than on the site: they are taken out, and
a policy in the page forbids whatever may have been missed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape

from checks.marking.document_marks import DocumentMark
from checks.marking.marks import LOOKS
from checks.readers.html import cells_of, text_of
from checks.readers.markup import tokens
from checks.render.sentences import marking

_DROPPED = frozenset(
    ("script", "iframe", "frame", "frameset", "object", "embed", "applet", "link", "base", "form", "meta", "noscript")
)
_UNSAFE = re.compile(
    r"""\s(?:on[\w-]*|src|srcset|background|poster|action|formaction|data|ping|xlink:href)"""
    r"""\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]*)|\shref\s*=\s*(?:"\s*(?:javascript|data|vbscript)[^"]*"|"""
    r"""'\s*(?:javascript|data|vbscript)[^']*'|(?:javascript|data|vbscript)[^\s>]*)""",
    re.IGNORECASE,
)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_DOCTYPE = re.compile(r"\s*<!doctype[^>]*>", re.IGNORECASE)


def marked_page(data: bytes, marks: Sequence[DocumentMark]) -> bytes:
    """Return the marked copy, in UTF-8.

    Raises:
        InputFileError: it is no text.
    """
    text = text_of(data)
    starts = cells_of(text)
    looks = {starts[mark.at]: mark.look for mark in marks if mark.at in starts}
    style = "".join(
        f"[data-gouji={look}]{{outline:3px solid {one.ink}!important;background:{one.fill}!important;"
        f"color:{one.ink if look != 'suspect' else '#FFFFFF'}!important}}"
        for look, one in LOOKS.items()
    )
    items = "".join(f"<li>{escape(words)}</li>" for mark in marks for words in mark.words)
    doctype = _DOCTYPE.match(text)
    at = doctype.end() if doctype else 0
    head = f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    head += f"<style>{style}</style><h2>{marking.LIST}</h2><ol>{items}</ol><hr>"
    return (text[:at] + head + "".join(_pieces(text, at, looks))).encode()


def _pieces(text: str, begin: int, looks: Mapping[int, str]) -> list[str]:
    """Return the page from there on, without comments and what runs or loads, with marks on cells."""
    pieces: list[str] = []
    script = False
    for name, _, start, end in tokens(text):
        if start < begin:
            continue
        bare = name.lstrip("/")
        if not name:
            if not script:
                pieces.append(text[start:end])
        elif bare in _DROPPED:
            script = name in ("script", "iframe")
        else:
            tag = _UNSAFE.sub("", text[start:end]) if name[0] != "/" else text[start:end]
            if start in looks:
                tag = f'{tag[: len(name) + 1]} data-gouji="{looks[start]}"{tag[len(name) + 1 :]}'
            pieces.append(tag)
    return pieces

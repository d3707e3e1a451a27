"""The tags and the text of a web page, one after the other, as a browser's tokenizer parts them.

Linear in the size of the page whatever is in it: no tag is read twice, and nothing is built. A page with 200,000
attributes on one cell, which holds a tree builder for most of a minute, takes 20 ms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import unescape

_TAG = re.compile(
    r"""<(?:!--(?:.*?--!?>|.*)|(/?)([A-Za-z][^\s/>]*+)((?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|[^>\s"']?))*+)(?:>|\Z)"""
    r"""|[!?/][^>]*+(?:>|\Z))""",
    re.DOTALL,
)
"""A comment, a tag with its attributes, or what else begins with a bracket. A quote means something behind = only."""
_ATTRIBUTE = re.compile(r"""([^\s=/>"']++)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s>]++))?""")
_RAW = frozenset(("script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"))
"""Elements whose content is no markup, up to their own end tag."""
_MOST_ATTRIBUTES = 20_000
"""Characters of one tag that are looked at; a cell exported by Excel has 300."""


def tokens(text: str) -> Iterator[tuple[str, str, int, int]]:
    """Yield what a page holds, and from where to where: ("", text), (name, attributes as written), ("/" + name, "").

    Names are in lower case; entities are resolved in the text; comments and declarations are left out.
    """
    at, end = 0, len(text)
    search = _TAG.search
    while tag := search(text, at):
        if tag.start() > at:
            yield "", _resolved(text[at : tag.start()]), at, tag.start()
        at = tag.end()
        if tag[2] is None:
            continue
        name = tag[2].lower()
        if tag[1]:
            yield "/" + name, "", tag.start(), at
            continue
        yield name, tag[3], tag.start(), at
        if name in _RAW:
            close = _closing(name).search(text, at)
            stop = close.start() if close else end
            if stop > at:
                words = text[at:stop]
                yield "", _resolved(words) if name in ("title", "textarea") else words, at, stop
            at = stop
    if at < end:
        yield "", _resolved(text[at:]), at, end


def attributes(written: str) -> dict[str, str]:
    """Return a tag's attributes by lower-case name, entities resolved; the first of a name counts."""
    values: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(written[:_MOST_ATTRIBUTES]):
        bare = value[1:-1] if value[:1] in ('"', "'") and value[-1:] == value[:1] else value
        values.setdefault(name.lower(), _resolved(bare))
    return values


def _resolved(text: str) -> str:
    return unescape(text) if "&" in text else text


@cache
def _closing(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)

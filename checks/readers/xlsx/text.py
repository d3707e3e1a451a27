"""Text of a workbook's parts: decoding, entities, the escapes of Excel's own, and the strings that sheets share."""

from __future__ import annotations

import re

from checks.errors import InputFileError
from checks.patterns import pattern
from checks.readers.bounds import remembered
from checks.readers.relations import MAIN

MAX_STRINGS = 200_000
"""Shared strings of one workbook. A form has about 100."""
_ENTITY = pattern(r"&(?:#x([0-9A-Fa-f]{1,6})|#([0-9]{1,7})|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ESCAPE = pattern(r"_x([0-9A-Fa-f]{4})_")

_STRINGS_HEAD = re.compile(r"\ufeff?\s*(?:<\?xml[^<>]*\?>\s*)?<sst(?: [^<>]*)?>\s*")
_PHONETIC = pattern(r"<phoneticPr [^<>]*/>")
_PRESERVED = '<t xml:space="preserve">'
_NEXT_STRING = "</t></si><si><t>"
_ITEM = pattern(
    r"<t>[^<]*</t>|"
    r'(?:<r>(?:<rPr>(?:<[A-Za-z]+(?: [A-Za-z]+="[^"<>]*")* ?/>)*</rPr>)?<t>[^<]*</t></r>)+'
)
"""One text, or runs of text with fonts of their own, as LibreOffice writes Chinese beside digits."""
_MARKS = pattern(
    r'<strike|<vertAlign|<color (?:[^<>]* )?(?:theme="(?!1")|indexed="(?:1|9|65)"|rgb="(?:..)?[EF].[EF].[EF].")'
    r'|<sz val="[0-3]?[".]'
)
_RUN = pattern(r"<t>([^<]*)</t>")
_MOST_REMEMBERED, _LONGEST_REMEMBERED = 5_000, 2_000
"""Texts with runs kept from workbook to workbook; a form has some 70, the same in each."""


class UnusualError(Exception):
    """What stands here is legal perhaps, but not what every office program writes: the slow reader's turn."""


def decoded(part: bytes) -> str:
    """Return a part's text with line ends as XML defines them.

    Raises:
        UnusualError: it isn't UTF-8.
    """
    try:
        text = part.decode()
    except UnicodeDecodeError as error:
        raise UnusualError from error
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def resolved(text: str) -> str:
    """Resolve entities.

    Raises:
        UnusualError: there is an ampersand that begins none.
    """
    if len(_ENTITY.findall(text)) != text.count("&"):
        raise UnusualError
    return _ENTITY.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    if match[3]:
        return _NAMED[match[3]]
    code = int(match[1], 16) if match[1] else int(match[2])
    if not (code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000):
        raise UnusualError
    return chr(code)


def unescaped(text: str) -> str:
    """Undo ``_x000D_``: how Excel writes a character that XML can't hold, and an underscore that looks like one."""
    if "_x" not in text:
        return text
    plain = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    # Beyond the basic plane a character is written as two halves.
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def shared_strings(part: bytes) -> list[str]:
    """Return the shared strings.

    Raises:
        UnusualError: they are written in some rarer way: with formatted runs, say.
        InputFileError: they are more than any office writes.
    """
    text = decoded(part)
    start, end = text.find("<si>"), text.rfind("</si>")
    if not _begins_strings(text[: max(start, 0)]) or text[end:].rstrip() != "</si></sst>" or "<!" in text:
        raise UnusualError
    body = text[start + 4 : end]
    if "<phoneticPr" in body:
        body = _PHONETIC.sub("", body)
    if len(body) > MAX_STRINGS and body.count("</si><si>") >= MAX_STRINGS:
        raise InputFileError("unsafe", "文字条目过多")
    if "<r>" in body:
        return list(map(_ITEMS.__getitem__, body.split("</si><si>")))
    body = body.replace(_PRESERVED, "<t>")
    strings = body[3:-4].split(_NEXT_STRING)
    # Each border between two strings has four tags. One tag more, anywhere, is one that nobody expected.
    if not (body.startswith("<t>") and body.endswith("</t>") and body.count("<") == 4 * len(strings) - 2):
        raise UnusualError
    if "&" in body:
        strings = [resolved(string) for string in strings]
    return [unescaped(string) for string in strings] if "_x" in body else strings


@remembered
def _begins_strings(head: str) -> bool:
    """Tell whether a part begins as one with strings does, and no other."""
    return _STRINGS_HEAD.fullmatch(head) is not None and any(f' xmlns="{name}"' in head for name in MAIN)


class _Items(dict[str, str]):
    """What stands in a shared string → its text."""

    def __missing__(self, written: str) -> str:
        item = written.replace(_PRESERVED, "<t>")
        # Struck, raised, white and tiny runs are told apart by the complete reader.
        if not _ITEM.fullmatch(item) or _MARKS.search(item):
            raise UnusualError
        text = "".join(unescaped(resolved(run)) for run in _RUN.findall(item))
        if len(written) <= _LONGEST_REMEMBERED:
            if len(self) >= _MOST_REMEMBERED:
                self.clear()
            self[written] = text
        return text


_ITEMS = _Items()

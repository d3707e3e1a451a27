"""The list of add-ins that WPS keeps, ``publish.xml``: all add-ins of a user share it, so one line is put in or out.

What others have written stays byte for byte.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET
from xml.sax.saxutils import quoteattr

from checks.errors import UsageError

NAME = "gouji"
FILE = "publish.xml"
_EMPTY = '<?xml version="1.0" encoding="UTF-8"?>\n<jsplugins>\n</jsplugins>\n'
_ENTRY = re.compile(
    r"[ \t]*<jsplugin(?:online)?\b(?=[^>]*?\bname\s*=\s*[\"']gouji[\"'])[^>]*?"
    r"(?:/>|>\s*</jsplugin(?:online)?>)[ \t]*\r?\n?"
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CLOSING = re.compile(r"[ \t]*</jsplugins\s*>\s*\Z")
_SELF_CLOSED = re.compile(r"<jsplugins\b([^>]*?)\s*/>\s*\Z")


def folder_name(version: str) -> str:
    """Return what WPS wants the add-in's folder to be called."""
    return f"{NAME}_{version}"


def entry(version: str) -> str:
    """Return our line of the list."""
    attributes = {
        "name": NAME,
        "type": "et",
        "url": folder_name(version),
        "version": version,
        "enable": "enable_dev",
        "install": "null",
        "customDomain": "",
    }
    return "<jsplugin" + "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items()) + "/>"


def with_ours(text: str | None, version: str, refusal: str) -> str:
    """Return the list with our line in it, the others as they were.

    Args:
        text: the list; None or blank where there is none.
        version: of the add-in.
        refusal: what to say of a list that cannot be read.

    Raises:
        UsageError: it is no list of add-ins.
    """
    before = text if text and text.strip("\ufeff \r\n\t") else _EMPTY
    others = _others(before, refusal)
    end = "\r\n" if "\r\n" in before else "\n"
    bare = _SELF_CLOSED.sub(rf"<jsplugins\1>{end}</jsplugins>{end}", _without(before))
    closing = _CLOSING.search(bare)
    if closing is None:
        raise UsageError(refusal)
    head = bare[: closing.start()]
    made = "".join([head, "" if head.endswith("\n") else end, "  ", entry(version), end, closing[0].lstrip(" \t")])
    if _others(made, refusal) != others or _versions(made) != [version]:
        raise UsageError(refusal)
    return made


def without_ours(text: str, refusal: str) -> str:
    """Return the list without our line, the others as they were.

    Raises:
        UsageError: it is no list of add-ins.
    """
    others = _others(text, refusal)
    made = _without(text)
    if _others(made, refusal) != others or _versions(made):
        raise UsageError(refusal)
    return made


def registered(text: str) -> str | None:
    """Return the version that the list names of us; None where it names none, or cannot be read."""
    try:
        ours = _versions(text)
    except ET.ParseError:
        return None
    return ours[-1] if ours else None


def _versions(text: str) -> list[str]:
    return [one.get("version", "") for one in _root(text) if one.get("name") == NAME]


def _without(text: str) -> str:
    """Take our lines out, but for those that somebody has put into a comment."""
    parts, at = [], 0
    for comment in _COMMENT.finditer(text):
        parts += [_ENTRY.sub("", text[at : comment.start()]), comment[0]]
        at = comment.end()
    return "".join([*parts, _ENTRY.sub("", text[at:])])


def _others(text: str, refusal: str) -> list[str]:
    try:
        root = _root(text)
    except ET.ParseError as problem:
        raise UsageError(refusal) from problem
    if root.tag != "jsplugins":
        raise UsageError(refusal)
    return [ET.tostring(one, "unicode").strip() for one in root if one.get("name") != NAME]


def _root(text: str) -> ET.Element:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:  # WPS writes none, and a parser would expand them
        raise ET.ParseError("a document type")
    return ET.fromstring(text.removeprefix("\ufeff").encode())  # noqa: S314  # the user's own file, without entities

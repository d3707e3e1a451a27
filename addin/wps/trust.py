"""Finds out why the tab 年报校验 is missing in WPS: from its list of add-ins, and from what it has written down."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from addin import texts_wps as texts
from addin.wps.install import TRUST
from addin.wps.publish import FILE, NAME, folder_name, registered
from checks import __version__

_NEEDED = ("index.html", "port.js", "start.js", "ribbon.xml", "run/pyodide.asm.wasm.js", "run/gouji.zip.js")


def state(folder: Path) -> Iterator[tuple[bool | None, str]]:
    """Yield what holds (True), what keeps WPS from loading us (False), and what is worth knowing (None).

    Args:
        folder: the one with the list of add-ins.
    """
    target, listed = folder / folder_name(__version__), folder / FILE
    try:
        version = registered(listed.read_bytes().decode("utf-8"))
    except (OSError, UnicodeDecodeError):
        version = None
    complete = all((target / name).is_file() for name in _NEEDED)
    if version is None:
        yield (False, texts.not_registered(str(listed))) if complete else (None, texts.missing(str(target)))
        return
    if version != __version__:
        yield False, texts.older(str(folder / folder_name(version)), version)
        return
    if not complete:
        yield False, texts.folder_missing(str(target))
        return
    yield True, texts.there(str(target))
    yield from _trusted(folder / TRUST)


def _trusted(path: Path) -> Iterator[tuple[bool | None, str]]:
    """What WPS has written down of us; the file is its own, in a form that it tells nobody, so we only read it."""
    try:
        said = list(_ours(json.loads(path.read_bytes().decode("utf-8-sig")), ""))
    except (OSError, ValueError, RecursionError):
        said = []
    if not said:
        yield None, texts.NOT_ASKED_YET
    elif any(one.get("enable") is False for one in said):
        yield False, texts.disabled(str(path))
    elif any(one.get("isload") is False for one in said):
        yield False, texts.not_loaded(str(path))
    else:
        yield True, texts.LOADED


def _ours(value: Any, name: str) -> Iterator[dict[str, Any]]:
    """The entries that bear our name, as their key or inside of them."""
    if isinstance(value, list):
        for one in value:
            yield from _ours(one, name)
    elif isinstance(value, dict):
        named = [name, *(str(value.get(key, "")) for key in ("name", "url", "path"))]
        if {"enable", "isload"} & value.keys() and any(_is_ours(one) for one in named):
            yield value
        for key, one in value.items():
            yield from _ours(one, str(key))


def _is_ours(text: str) -> bool:
    last = text.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return last == NAME or last.startswith(f"{NAME}_")

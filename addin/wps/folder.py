"""The add-in for WPS as a folder of files: no Python to install, no service, no network, no administrator.

WPS opens ``index.html`` in its own browser and calls the functions that ``ribbon.xml`` names.
"""

from __future__ import annotations

import base64
import gzip
import json
from importlib.metadata import distribution
from importlib.resources import files
from xml.sax.saxutils import escape

from addin import texts_wps as texts
from addin.buttons import BUTTONS, Button
from addin.ribbon import wps_ribbon
from addin.wps.publish import FILE, NAME, entry, folder_name, with_ours
from addin.wps.scripts import scripts
from checks import __version__
from page import pyodide
from page.bundle import packages_archive, stdlib_archive

WITHOUT = frozenset({"new", "previous", "batch", "export", "sign_off", "to_word", "words"})
"""The buttons that WPS does not get: their files would have to go through WPS, which is not the same in all its
versions; and it has no functions of ours."""
_PAGES = ("index.html", "port.js", "start.js")
_NOT_NEEDED = (
    "addin/build/",
    "addin/calc/",
    "addin/vba/",
    "addin/bundle.py",
    "addin/cli.py",
    "addin/commands/files.py",
    "addin/commands/udf_column.py",
    "addin/doctor.py",
    "addin/excel",
    "addin/functions.py",
    "addin/install",
    "addin/sign_sheet.py",
    "addin/texts_calc.py",
    "addin/texts_functions.py",
    "addin/texts_install.py",
    "addin/wps/folder.py",
    "addin/wps/install.py",
    "addin/wps/page/",
    "addin/wps/publish.py",
    "addin/wps/scripts.py",
    "addin/wps/trust.py",
    "addin/texts_wps.py",
    "checks/render/results_",
    "checks/readers/pdf/",
)
"""Of our own packages what nobody calls inside WPS: how the paths begin."""


_INK, _ACCENT, _PAPER = "#1D4E89", "#0B5D1E", "#9C0006"
_STROKES: dict[str, tuple[str, str]] = {
    "new": (_INK, "M8 4h11l5 5v19H8zM19 4v5h5M16 14v10M11 19h10"),
    "previous": (_INK, "M6 6h20v20H6zM6 12h20M19 16l-5 4 5 4"),
    "check": (_ACCENT, "M4 17l8 8L28 7"),
    "check_sheet": (_ACCENT, "M5 5h22v22H5zM5 11h22M10 19l4 4 8-9"),
    "clear": (_PAPER, "M12 26L5 19 18 6l9 9-11 11zM12 12l9 9M9 27h18"),
    "previous_finding": (_INK, "M16 27V6M7 14l9-9 9 9"),
    "next_finding": (_INK, "M16 5v21M7 18l9 9 9-9"),
    "explain": (_INK, "M11 11c0-7 11-7 11 0 0 5-6 5-6 10M16 25v2"),
    "accept": (_ACCENT, "M5 27h22M8 20L20 6l5 4-12 14-6 1z"),
    "take_back": (_INK, "M11 6l-6 6 6 6M5 12h14c10 0 10 14 0 14h-7"),
    "fill_blanks": (_INK, "M5 5h22v22H5zM16 10c-6 0-6 12 0 12s6-12 0-12"),
    "to_numbers": (_INK, "M5 10l4-3v18M14 10c4-6 10-2 6 4l-6 11h9"),
    "justify": (_INK, "M5 6h22v15H15l-6 6v-6H5zM10 11h12M10 16h8"),
    "batch": (_INK, "M4 8h9l3 3h12v15H4zM4 14h24"),
    "export": (_INK, "M6 18v9h20v-9M16 4v16M9 13l7 7 7-7"),
    "sign_off": (_INK, "M8 4h16v24H8zM12 10h8M12 15h8M12 22c3-4 4 3 8-1"),
    "words": (_INK, "M19 5c-6-2-6 4-7 11s-1 12-6 10M8 14h12M18 18l8 9M26 18l-8 9"),
    "about": (_INK, "M16 4a12 12 0 1 0 .1 0zM16 14v9M16 9v1"),
}
"""The pictures on the buttons in WPS, which has none of Office's own: strokes on a square of 32."""


def buttons() -> list[Button]:
    """Return the buttons that WPS gets, in their order."""
    return [button for button in BUTTONS if button.tag not in WITHOUT]


def addin_folder(runtime: pyodide.Runtime) -> dict[str, bytes]:
    """Return the files of the folder by their path in it; the same sources make the same bytes."""
    packages = packages_archive(
        ("checks", "workbook_templates", "addin"), wanted=lambda path: not path.startswith(_NOT_NEEDED)
    )
    assets = {
        "pyodide.asm.wasm": runtime.wasm,
        "python_stdlib.zip": stdlib_archive(runtime),
        "gouji.zip": packages,
        "pyodide-lock.json": runtime.lock.encode(),
    }
    made = {f"run/{name}.js": _asset(name, data) for name, data in assets.items()}
    made |= {"run/pyodide.js": runtime.loader.encode(), "run/pyodide.asm.js": runtime.glue.encode()}
    made |= {name: files("addin.wps").joinpath("page", name).read_bytes() for name in _PAGES}
    made |= {f"icons/{button.tag}.svg": _icon(button.tag).encode() for button in buttons()}
    made["licences.txt"] = _licences().encode("utf-8-sig")
    made["texts.js"] = f"var GoujiTexts = {json.dumps(texts.SCRIPT, ensure_ascii=False)};\n".encode()
    made["ribbon.xml"] = wps_ribbon(buttons()).encode()
    made["manifest.xml"] = _manifest().encode()
    return made


def whole(runtime: pyodide.Runtime) -> dict[str, bytes]:
    """Return what is handed out: the folder, a list of add-ins with nothing but it, scripts, and how to install."""
    name = folder_name(__version__)
    guide = texts.GUIDE.format(folder=name, entry=entry(__version__), pyodide=pyodide.VERSION)
    return {
        **{f"{name}/{path}": data for path, data in addin_folder(runtime).items()},
        FILE: with_ours(None, __version__, "").encode(),
        **scripts(),
        texts.GUIDE_NAME: guide.replace("\n", "\r\n").encode("utf-8-sig"),
    }


def _licences() -> str:
    own = texts.LICENCES.format(pyodide=pyodide.VERSION)
    theirs = [
        f"---- {library} ----\n\n{file.read_text('utf-8')}"
        for library in ("xlrd", "xlsxwriter")
        for file in distribution(library).files or ()
        if "LICEN" in file.name.upper() and file.suffix != ".py"
    ]
    return "\n".join([own, *theirs]).replace("\r\n", "\n").replace("\n", "\r\n")


def _asset(name: str, data: bytes) -> bytes:
    packed = base64.b64encode(gzip.compress(data, 9, mtime=0)).decode()
    return f'GoujiAssets["{name}"]="{packed}";\n'.encode()


def _manifest() -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<JsPlugin>\n  <ApiVersion>1.0.0</ApiVersion>\n'
        f"  <Name>{NAME}</Name>\n  <Description>{escape(texts.DESCRIPTION)}</Description>\n</JsPlugin>\n"
    )


def _icon(tag: str) -> str:
    """The picture of a button as SVG."""
    colour, path = _STROKES[tag]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32" viewBox="0 0 32 32">'
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2.4" '
        'stroke-linecap="round" stroke-linejoin="round"/></svg>\n'
    )

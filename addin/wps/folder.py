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
from addin.wps.icons import icon
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
    "addin/new_files.py",
    "addin/sign_sheet.py",
    "addin/texts_calc.py",
    "addin/texts_functions.py",
    "addin/texts_install.py",
    "addin/wps/folder.py",
    "addin/wps/icons.py",
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
    made |= {f"icons/{button.tag}.svg": icon(button.tag).encode() for button in buttons()}
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

"""Builds the extension of LibreOffice, gouji.oxt: the same bytes from the same sources.

    python -m addin.calc.oxt gouji.oxt

A toolbar and a menu from ``addin.buttons``, the functions of ``addin.functions``, and a component in Python that
hands both over to gouji. Nothing of gouji itself is inside: it stays where pip put it, see ``extension.component``.
The functions need a type library; LibreOffice reads one in UNO's own language, so nothing has to be compiled.
"""

from __future__ import annotations

import inspect
import sys
import zipfile
from collections.abc import Callable, Iterator
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import checks
from addin import texts_calc as texts
from addin.buttons import BUTTONS, TAB

IDENTIFIER = "org.gouji.calc"

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_DATA = (
    '<oor:component-data xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" oor:name="{name}" oor:package="org.openoffice.Office{package}">\n'
)
_TYPES = {
    "Addons.xcu": "application/vnd.sun.star.configuration-data",
    "ProtocolHandler.xcu": "application/vnd.sun.star.configuration-data",
    "CalcAddIns.xcu": "application/vnd.sun.star.configuration-data",
    "CalcWindowState.xcu": "application/vnd.sun.star.configuration-data",
    "functions.idl": "application/vnd.sun.star.uno-typelibrary;type=RDB",
    "gouji.components": "application/vnd.sun.star.uno-components",
}


def build() -> bytes:
    """Return the extension."""
    parts = {
        "META-INF/manifest.xml": _manifest(),
        "Addons.xcu": _addons(),
        "CalcAddIns.xcu": _functions(),
        "CalcWindowState.xcu": _window(),
        "ProtocolHandler.xcu": _protocol(),
        "component.py": files("addin.calc.extension").joinpath("component.py").read_text("utf-8"),
        "description.xml": _description(),
        "description.txt": texts.DESCRIPTION + "\n",
        "functions.idl": _idl(),
        "gouji.components": _components(),
        "pythonpath/gouji_texts.py": files("addin").joinpath("texts_calc.py").read_text("utf-8"),
    }
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(parts):
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.create_system, member.compress_type = 0, zipfile.ZIP_DEFLATED
            package.writestr(member, parts[name])
    return buffer.getvalue()


def _manifest() -> str:
    entries = "".join(
        f'<manifest:file-entry manifest:media-type="{kind}" manifest:full-path="{name}"/>\n'
        for name, kind in _TYPES.items()
    )
    namespace = 'xmlns:manifest="http://openoffice.org/2001/manifest"'
    return f"{_XML}<manifest:manifest {namespace}>\n{entries}</manifest:manifest>\n"


def _components() -> str:
    """What component.py offers; LibreOffice then need not run it to know."""
    offers = {"Buttons": ["com.sun.star.frame.ProtocolHandler"], "Functions": ["com.sun.star.sheet.AddIn", "{}"]}
    components = "".join(
        f'<implementation name="{IDENTIFIER}.{name}">'
        + "".join(f'<service name="{service.format(f"{IDENTIFIER}.{name}")}"/>' for service in services)
        + "</implementation>\n"
        for name, services in offers.items()
    )
    return (
        f'{_XML}<components xmlns="http://openoffice.org/2010/uno-components">\n'
        f'<component loader="com.sun.star.loader.Python" uri="component.py">\n{components}</component></components>\n'
    )


def _description() -> str:
    return (
        f'{_XML}<description xmlns="http://openoffice.org/extensions/description/2006" '
        'xmlns:xlink="http://www.w3.org/1999/xlink">\n'
        f'<identifier value="{IDENTIFIER}"/>\n<version value="{checks.__version__}"/>\n'
        f'<display-name><name lang="zh-CN">勾稽 {TAB}</name></display-name>\n'
        '<extension-description><src lang="zh-CN" xlink:href="description.txt"/></extension-description>\n'
        "</description>\n"
    )


def _value(text: str) -> str:
    """A text in Chinese, for every language: without one for English, others would see nothing."""
    return "".join(f"<value xml:lang={quoteattr(language)}>{escape(text)}</value>" for language in ("en-US", "zh-CN"))


def _property(name: str, text: str, *, spoken: bool = False) -> str:
    value = _value(text) if spoken else f"<value>{escape(text)}</value>"
    return f'<prop oor:name="{name}" oor:type="xs:string">{value}</prop>'


def _nodes(entries: Iterator[str]) -> str:
    return "".join(f'<node oor:name="m{i:02d}" oor:op="replace">{entry}</node>\n' for i, entry in enumerate(entries))


def _entries() -> Iterator[str]:
    """The buttons in their order, a line between the groups."""
    group = BUTTONS[0].group
    for button in BUTTONS:
        if button.group != group:
            yield _property("URL", "private:separator")
        group = button.group
        yield (
            _property("URL", f"gouji:{button.tag}")
            + _property("Title", button.label, spoken=True)
            + _property("Target", "_self")
            + _property("Context", "com.sun.star.sheet.SpreadsheetDocument")
        )


def _addons() -> str:
    menu = _property("Title", TAB, spoken=True) + _property("Context", "com.sun.star.sheet.SpreadsheetDocument")
    return (
        f'{_XML}{_DATA.format(name="Addons", package="")}<node oor:name="AddonUI">\n'
        f'<node oor:name="OfficeMenuBar"><node oor:name="{IDENTIFIER}" oor:op="replace">{menu}'
        f'<node oor:name="Submenu">\n{_nodes(_entries())}</node></node></node>\n'
        f'<node oor:name="OfficeToolBar"><node oor:name="{IDENTIFIER}" oor:op="replace">\n'
        f"{_nodes(_entries())}</node></node>\n"
        "</node></oor:component-data>\n"
    )


def _window() -> str:
    """The toolbar stands in a row of its own below the others, where every button has room."""
    numbers = {"DockingArea": ("xs:int", "0"), "DockPos": ("xs:string", "0,9"), "Docked": ("xs:boolean", "true")}
    details = "".join(
        f'<prop oor:name="{name}" oor:type="{kind}"><value>{value}</value></prop>'
        for name, (kind, value) in {**numbers, "Visible": ("xs:boolean", "true")}.items()
    )
    return (
        f"{_XML}{_DATA.format(name='CalcWindowState', package='.UI')}"
        f'<node oor:name="UIElements"><node oor:name="States">'
        f'<node oor:name="private:resource/toolbar/addon_{IDENTIFIER}" oor:op="replace">'
        f"{_property('UIName', TAB, spoken=True)}{details}</node></node></node></oor:component-data>\n"
    )


def _protocol() -> str:
    return (
        f'{_XML}{_DATA.format(name="ProtocolHandler", package="")}<node oor:name="HandlerSet">'
        '<node oor:name="org.gouji.calc.Buttons" oor:op="replace">'
        '<prop oor:name="Protocols" oor:type="oor:string-list"><value>gouji:*</value></prop>'
        "</node></node></oor:component-data>\n"
    )


def _sheet_functions() -> dict[str, Callable[..., Any]]:
    from addin import functions  # noqa: PLC0415  # brings xlwings

    return {name: function for name, function in sorted(vars(functions).items()) if name.startswith("GJ_")}


def _functions() -> str:
    from addin.texts_functions import HELP  # noqa: PLC0415  # goes with the functions

    nodes = []
    for name, function in _sheet_functions().items():
        arguments = "".join(
            f'<node oor:name="p{i}" oor:op="replace">{_property("DisplayName", argument, spoken=True)}'
            f"{_property('Description', HELP[argument], spoken=True)}</node>"
            for i, argument in enumerate(inspect.signature(function).parameters)
        )
        nodes.append(
            f'<node oor:name="{name}" oor:op="replace">{_property("DisplayName", name, spoken=True)}'
            f"{_property('Description', inspect.getdoc(function) or '', spoken=True)}"
            f"{_property('Category', 'Add-In')}{_property('CompatibilityName', name, spoken=True)}"
            f'<node oor:name="Parameters">{arguments}</node></node>\n'
        )
    return (
        f'{_XML}{_DATA.format(name="CalcAddIns", package="")}<node oor:name="AddInInfo">'
        f'<node oor:name="org.gouji.calc.Functions" oor:op="replace"><node oor:name="AddInFunctions">\n'
        f"{''.join(nodes)}</node></node></node></oor:component-data>\n"
    )


def _idl() -> str:
    methods = "".join(
        f"any {name}({', '.join(f'[in] any {argument}' for argument in inspect.signature(function).parameters)});\n"
        for name, function in _sheet_functions().items()
    )
    interface = f"interface XFunctions {{\n{methods}}};"
    return f"module org {{ module gouji {{ module calc {{\n{interface}\n}}; }}; }};\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(build())

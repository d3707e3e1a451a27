"""The tab 年报校验 as custom UI of Office, made from ``addin.buttons``."""

from __future__ import annotations

from itertools import groupby
from xml.sax.saxutils import quoteattr

from addin.buttons import BUTTONS, TAB, Button

NAMESPACES: dict[str, str] = {
    "customUI14.xml": "http://schemas.microsoft.com/office/2009/07/customui",
    "customUI.xml": "http://schemas.microsoft.com/office/2006/01/customui",
}
"""The two editions of the same ribbon: Office 2010 and later read the first, Office 2007 the second."""

CALLBACK = "GjRun"
"""The one macro behind every button; it passes the button's tag on."""

_TAB_KEYTIP = "GJ"  # no tab of Excel's own begins with G


def ribbon_xml(namespace: str) -> str:
    """Write the ribbon in one of the two namespaces."""
    groups = "".join(
        f"<group{_attributes(id=f'gjGroup{number}', label=label)}>{''.join(_button(one) for one in buttons)}</group>"
        for number, (label, buttons) in enumerate(groupby(BUTTONS, key=lambda button: button.group), 1)
    )
    tab = f"<tab{_attributes(id='gjTab', label=TAB, keytip=_TAB_KEYTIP)}>{groups}</tab>"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f"<customUI{_attributes(xmlns=namespace)}><ribbon><tabs>{tab}</tabs></ribbon></customUI>"
    )


def _button(button: Button) -> str:
    named = _attributes(
        id=f"gj_{button.tag}",
        tag=button.tag,
        label=button.label,
        screentip=button.label,
        supertip=button.tip,
        keytip=button.keytip,
        imageMso=button.image,
        size="large" if button.large else "normal",
        onAction=CALLBACK,
    )
    return f"<button{named}/>"


def _attributes(**named: str) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in named.items())

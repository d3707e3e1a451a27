"""The tab 年报校验 as custom UI of Office, made from ``addin.buttons``."""

from __future__ import annotations

from collections.abc import Sequence
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
WPS_LOAD, WPS_IMAGE = "GjLoad", "GjImage"
"""In WPS: what is called when the tab is there, and for each button's picture. Both stand in ``start.js``."""

_TAB_KEYTIP = "GJ"  # no tab of Excel's own begins with G


def ribbon_xml(namespace: str) -> str:
    """Write the ribbon of Excel in one of the two namespaces."""
    return _ribbon(namespace, BUTTONS, [{"imageMso": button.image} for button in BUTTONS], {}, {})


def wps_ribbon(buttons: Sequence[Button]) -> str:
    """Write the ribbon of WPS: it takes the older namespace, and asks the add-in's page for the pictures."""
    pictures = [{"getImage": WPS_IMAGE}] * len(buttons)
    return _ribbon(NAMESPACES["customUI.xml"], buttons, pictures, {"onLoad": WPS_LOAD}, {"startFromScratch": "false"})


def _ribbon(
    namespace: str,
    buttons: Sequence[Button],
    pictures: Sequence[dict[str, str]],
    root: dict[str, str],
    ribbon: dict[str, str],
) -> str:
    written = zip(buttons, map(_button, buttons, pictures), strict=True)
    groups = "".join(
        f"<group{_attributes(id=f'gjGroup{number}', label=label)}>{''.join(text for _, text in members)}</group>"
        for number, (label, members) in enumerate(groupby(written, key=lambda one: one[0].group), 1)
    )
    tab = f"<tab{_attributes(id='gjTab', label=TAB, keytip=_TAB_KEYTIP)}>{groups}</tab>"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f"<customUI{_attributes(xmlns=namespace, **root)}>"
        f"<ribbon{_attributes(**ribbon)}><tabs>{tab}</tabs></ribbon></customUI>"
    )


def _button(button: Button, picture: dict[str, str]) -> str:
    named = _attributes(
        id=f"gj_{button.tag}",
        tag=button.tag,
        label=button.label,
        screentip=button.label,
        supertip=button.tip,
        keytip=button.keytip,
        **picture,
        size="large" if button.large else "normal",
        onAction=CALLBACK,
    )
    return f"<button{named}/>"


def _attributes(**named: str) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in named.items())

"""The ribbon: sound custom UI in both editions, a macro behind every button, a command behind every tag."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from itertools import combinations

import pytest
from lxml import etree

from addin import ribbon
from addin.build.package import sources
from addin.buttons import BUTTONS
from addin.commands import COMMANDS


@pytest.fixture(params=sorted(ribbon.NAMESPACES))
def edition(request):
    namespace = ribbon.NAMESPACES[request.param]
    return namespace, etree.fromstring(ribbon.ribbon_xml(namespace).encode())


def schema(namespace: str) -> dict[str, set[str]]:
    """What openxml-audit knows of the custom UI of Office: the attributes that each element may have."""
    file = "schemas_microsoft_com_office_" + "_".join(namespace.split("/")[-3:]) + ".json"
    types = json.loads(files("openxml_audit").joinpath("data/openxml/schemas", file).read_text("utf-8"))["Types"]
    allowed: dict[str, set[str]] = {}
    for one in types:
        element = one["Name"].rpartition(":")[2]
        allowed.setdefault(element, set()).update(a["QName"].lstrip(":") for a in one.get("Attributes", ()))
    return allowed


def test_every_attribute_is_one_that_office_knows(edition) -> None:
    namespace, tree = edition
    allowed = schema(namespace)
    for element in tree.iter():
        name = etree.QName(element)
        assert name.namespace == namespace
        assert set(element.attrib) <= allowed[name.localname], name.localname
    assert "imageMsO" not in allowed["button"]
    assert "imageMso" in allowed["button"]


def test_the_two_editions_say_the_same() -> None:
    new, old = (ribbon.ribbon_xml(namespace).replace(namespace, "") for namespace in ribbon.NAMESPACES.values())
    assert new == old


def test_every_button_stands_in_it_once_in_its_order(edition) -> None:
    _, tree = edition
    buttons = tree.findall(".//{*}button")
    assert [button.get("tag") for button in buttons] == [button.tag for button in BUTTONS]
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert [g.get("label") for g in tree.findall(".//{*}group")] == list(dict.fromkeys(b.group for b in BUTTONS))


def test_behind_every_button_is_a_macro_that_takes_the_control(edition) -> None:
    _, tree = edition
    actions = {button.get("onAction") for button in tree.findall(".//{*}button")}
    source = "\n".join(sources("").values())
    for action in actions:
        assert re.search(rf"^Public Sub {action}\(\w+ As IRibbonControl\)$", source, re.MULTILINE), action


def test_behind_every_tag_is_a_command(edition) -> None:
    _, tree = edition
    assert {button.get("tag") for button in tree.findall(".//{*}button")} <= COMMANDS.keys()
    assert {"check", "next_finding"} <= COMMANDS.keys()  # what the shortcuts call


def test_labels_are_short_and_key_tips_can_be_told_apart() -> None:
    for button in BUTTONS:
        width = sum(1 if ord(sign) > 0xFF else 0.5 for sign in button.label)
        assert 2 <= width <= 6, button.label
        assert re.fullmatch("[A-Z]{1,3}", button.keytip), button.keytip
        assert re.fullmatch("[a-z_]+", button.tag), button.tag
        assert re.fullmatch("[A-Za-z]+", button.image), button.image
        assert not button.tip.endswith("。")
    for one, other in combinations((button.keytip for button in BUTTONS), 2):
        assert not one.startswith(other), (one, other)
        assert not other.startswith(one), (one, other)

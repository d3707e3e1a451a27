"""A part that is read and written again says the same; lxml is the witness."""

from __future__ import annotations

import pytest
from lxml import etree

from checks.marking.elements import Element, MalformedError, as_bytes, parse_xml

PARTS = {
    "default": '<a xmlns="urn:u"><b c="1"/> t <b/>x</a>',
    "prefixed": '<p:a xmlns:p="urn:u" xmlns:q="urn:v"><p:b q:c="1" d="2"/><q:b/></p:a>',
    "two for one": '<a xmlns="urn:u" xmlns:x="urn:u"><x:b x:c="1"/><b/></a>',
    "undeclared within": '<a xmlns="urn:u"><b xmlns=""><c/></b><d/></a>',
    "changes meaning": '<p:a xmlns:p="urn:u"><p:b xmlns:p="urn:v" p:c="1"><p:d/></p:b><p:e/></p:a>',
    "unused prefix that a value names": '<a xmlns:mc="urn:m" xmlns:x14="urn:n" mc:Ignorable="x14"/>',
    "entities": "<a b='&lt;&amp;&quot;&#10;&#9;&#13;'>&lt;&amp;&gt;&#13;&#10;]]&gt;</a>",
    "cdata": "<a><![CDATA[<&>]]></a>",
    "between": "<?xml version='1.0'?><!-- before --><a>1<!-- in -->2<?do it?>3</a><!-- after -->",
    "space": '<a xml:space="preserve"> <b xml:lang="zh"> 二 </b></a>',
    "beyond the first plane": "<a>\U00020000</a>",
}


@pytest.mark.parametrize("name", PARTS)
def test_it_comes_back_as_it_was(name: str) -> None:
    text = PARTS[name].encode()
    again = as_bytes(parse_xml(text))
    with_prefixes = {"with_comments": True, "exclusive": False}
    assert etree.tostring(etree.fromstring(again), method="c14n", **with_prefixes) == etree.tostring(
        etree.fromstring(text), method="c14n", **with_prefixes
    )
    assert as_bytes(parse_xml(again)) == again


@pytest.mark.parametrize(
    "text",
    ["", "<a>", "<a/><b/>", "<a b='1' b='2'/>", "<p:a/>", "<a p:b='1'/>", "<a>&x;</a>", "<a>" * 300 + "</a>" * 300],
)
def test_what_is_no_xml_is_said(text: str) -> None:
    with pytest.raises(MalformedError):
        parse_xml(text.encode())


def test_new_elements_find_their_prefix() -> None:
    root = parse_xml(b'<p:a xmlns:p="urn:u"/>')
    root.add("{urn:u}b", {"{urn:v}c": "1", "{urn:u}d": "2"}, "t").add("e")
    root.insert(0, Element("{urn:w}f"))
    again = etree.fromstring(as_bytes(root))
    assert [one.tag for one in again.iter()] == ["{urn:u}a", "{urn:w}f", "{urn:u}b", "e"]
    assert dict(again[1].attrib) == {"{urn:v}c": "1", "{urn:u}d": "2"}
    assert as_bytes(root).count(b'"urn:u"') == 1


def test_text_is_whole() -> None:
    assert parse_xml(b"<a>1<b>2<!-- no -->3<c>4</c>5</b>6</a>").all_text() == "123456"

"""The drafts: what they say, to whom, and that no text of a stranger becomes a header."""

from __future__ import annotations

import email
import shutil
import subprocess
from dataclasses import replace
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from checks import rulebook
from checks.model.submission import Submission
from checks.render.drafts import Draft, reminders, replies
from checks.submissions import Deliveries, Unit, sort_out

from ..fixtures.hostile_texts import HOSTILE
from ..fixtures.verdicts_by_hand import hostile_finding, made, suspect, with_results, wrong_total

TITLES = {entry.id: entry.title for entry in rulebook.load().catalogue.values()}
XLSX = b"PK\x03\x04 a workbook"


def drafts(*verdicts: Submission, units: list[Unit] | None = None, year: int | None = 2025) -> list[Draft]:
    return list(replies(sort_out(verdicts, units, year, rulebook.load().forms), TITLES))


def parsed(draft: Draft, *attachments: tuple[str, bytes]) -> EmailMessage:
    mail = email.message_from_bytes(draft.as_bytes(attachments), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    assert all(not part.defects for part in mail.walk())
    return mail


def test_a_draft_is_addressed_threaded_and_not_yet_sent() -> None:
    one = made("a.eml/年报.xlsx", "水务局", "fail", sender="swj@lanchuan.example", day=8, message_id="<1@x.example>")
    (draft,) = drafts(one)
    mail = parsed(draft, ("水务局 年报-标注.xlsx", XLSX))
    assert (mail["To"], mail["Subject"], mail["X-Unsent"]) == ("swj@lanchuan.example", "Re: 年报", "1")
    assert (mail["In-Reply-To"], mail["References"]) == ("<1@x.example>", "<1@x.example>")
    assert (mail["Date"], mail["From"], mail["Message-ID"]) == (None, None, None)
    (copy,) = mail.iter_attachments()
    assert (copy.get_filename(), copy.get_content()) == ("水务局 年报-标注.xlsx", XLSX)
    assert mail.get_body().get_content().replace("\r\n", "\n") == draft.text


def test_a_draft_says_place_what_stands_what_should_and_why() -> None:
    one = made("a.eml/年报.xlsx", "水务局", "fail", day=8)
    one = with_results(one, findings=(*one.findings, wrong_total("warning", "行政许可")), suspects=(suspect(),))
    (draft,) = drafts(one)
    assert draft.text == (
        "水务局：\n"
        "　　你单位报送的“年报.xlsx”收悉。经核对，有 1 处需要改正，具体如下。\n"
        "\n"
        "需要改正（逻辑性：数字之间对不上）\n"
        "1. 表三!J8（（一）予以公开·total）：填 3，应为 4（一位打错）。\n"
        "   依据：表三!J8（（一）予以公开·total）填 3，而所含各项相加为 4，相差 1；"
        "其中 表三!D8（（一）予以公开·natural_person）填 4，单独一项就超过了 3。\n"
        "   依据：表三!J8（行政许可·total）填 3，而所含各项相加为 4，相差 1；"
        "其中 表三!D8（行政许可·natural_person）填 4，单独一项就超过了 3。\n"
        "\n"
        "　　应填的数由表内关系推算得出，请以台账为准。\n"
        "　　请改正后重新报送。\n"
        "　　谢谢支持。\n"
    )


def test_rival_explanations_are_told_as_rivals() -> None:
    one = made("a.eml/年报.xlsx", "水务局", "fail", day=8)
    one = with_results(one, suspects=tuple(suspect(proposed=4, choice=i) for i in range(7)))
    text = drafts(one)[0].text
    assert "以下几种改法都能使数字对上" in text
    assert "   ⑤ " in text
    assert "另有其他可能" in text


def test_nothing_is_said_to_those_whose_report_holds() -> None:
    assert drafts(made("a.eml/x.xlsx", "水务局", day=8)) == []


def test_what_has_been_explained_is_not_asked_again() -> None:
    one = made("a.eml/x.xlsx", "水务局", "review", day=8)
    explained = wrong_total("warning", rule="R4-PLAUS:x")._replace(outcome="explained")
    one = with_results(one, findings=(*one.findings, explained))
    assert "有 1 处请核实" in drafts(one)[0].text


def test_a_doubt_is_no_order_to_change_anything() -> None:
    text = drafts(made("a.eml/x.xlsx", "水务局", "review", day=8, marked_copy="标注/x.xlsx"))[0].text
    assert "请改正后重新报送" not in text
    assert "附件标出了需要核实的格，仅供对照。确有差错的，请在你单位的原文件上改正后重新报送。" in text


def test_one_draft_for_one_sender_with_all_units() -> None:
    mails = [made(f"{i}.eml/{name}.xlsx", name, "fail", sender="qx@b.example", day=i, message_id=f"<{i}@x>")
             for i, name in enumerate(("石桥乡", "白果镇"), 1)]  # fmt: skip
    (draft,) = drafts(*mails)
    assert draft.name == "白果镇等2个单位"
    assert "【文件1】白果镇.xlsx（白果镇）" in draft.text
    assert "【文件2】石桥乡.xlsx（石桥乡）" in draft.text
    assert sorted(draft.references) == ["<1@x>", "<2@x>"]


@pytest.mark.parametrize(
    ("change", "asks"),
    [
        ({"status": "unreadable"}, "有 1 个文件需要重新报送"),
        ({"status": "no_table"}, "有 1 个文件需要重新报送"),
        ({"year": 2024}, "请报送2025年度的报告"),
        ({"forms": ("annual2019",)}, "请改用2025年度的表格填报"),
    ],
)
def test_what_has_to_come_again(change: dict[str, object], asks: str) -> None:
    assert asks in drafts(made("a.eml/x.xlsx", "水务局", day=8, **change))[0].text


def test_who_has_to_send_another_report_is_not_asked_to_mend_this_one() -> None:
    text = drafts(made("a.eml/x.xlsx", "水务局", "fail", day=8, year=2024))[0].text
    assert "经核对，有 1 个文件需要重新报送，具体如下。" in text
    assert "改正" not in text


def test_a_file_without_a_mail_is_answered_to_the_address_of_the_list() -> None:
    one = made("x.xlsx", "水务局", "fail")
    (draft,) = drafts(one, units=[Unit("水务局", ("a@b.example", "c@d.example"))])
    assert parsed(draft)["To"] == "a@b.example, c@d.example"
    (draft,) = drafts(made("x.xlsx", "水务局", "fail"))
    assert parsed(draft)["To"] is None


def test_nobody_is_written_to_about_a_file_of_nobody() -> None:
    assert list(drafts(made("盘/a.xlsx", status="fail"))) == []
    assert len(drafts(made("盘/a.xlsx", status="fail", sender="a@b.example"))) == 1


def test_a_reminder_for_each_silent_unit() -> None:
    units = [Unit("水务局", ("a@b.example",)), Unit("教育局"), Unit("民政局", ("c@d.example",))]
    other = made("a.eml/x.xlsx", "别的单位甲", day=8, sender="c@d.example")
    draft, to_nobody = reminders(sort_out([other], units, 2025))
    assert (to_nobody.name, to_nobody.to) == ("教育局", ())
    assert (draft.name, draft.to, draft.subject) == (
        "水务局",
        ("a@b.example",),
        "请报送2025年度政府信息公开工作年度报告",
    )
    assert "尚未收到你单位2025年度" in draft.text


def test_subjects_are_not_answered_twice() -> None:
    subjects = ("Re: 年报", "回复：年报", "年报", "")
    found = [drafts(made("a.eml/x", "水务局", "fail", day=8, subject=one))[0].subject for one in subjects]
    assert found == ["Re: 年报", "回复：年报", "Re: 年报", "Re: 2025年度政府信息公开工作年度报告表格核对情况"]


KNOWN = {"content-type", "mime-version", "x-unsent", "to", "subject", "in-reply-to", "references"}


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_header(text: str) -> None:
    for sender in (text, "a@b.example" + text[:50], "a@b.example"):
        one = made(f"a.eml/{text}", text or None, "fail", sender=sender, day=8, subject=text, message_id=text)
        one = with_results(one, findings=(hostile_finding(text or "空"),))
        for draft in drafts(one, units=[Unit("教育局", (sender,))]) + list(
            reminders(sort_out([], [Unit(text, (sender,))]))
        ):
            mail = parsed(draft, ("标注.xlsx", XLSX))
            assert {name.lower() for name in mail.keys()} <= KNOWN  # noqa: SIM118  # a mail is no mapping
            assert "evil" not in str(mail["To"])
            assert len(list(mail.iter_attachments())) == 1


def test_the_same_draft_gives_the_same_bytes(inbox: Deliveries) -> None:
    first, second = ([one.as_bytes() for one in replies(inbox, TITLES)] for _ in range(2))
    assert first == second
    assert len(first) == 20


@pytest.mark.skipif(not shutil.which("munpack"), reason="another program's reading of the drafts needs munpack (mpack)")
def test_another_program_takes_the_drafts_apart(tmp_path: Path) -> None:
    (draft,) = drafts(made("a.eml/x.xlsx", "水务局", "fail", day=8))
    (tmp_path / "a.eml").write_bytes(draft.as_bytes([("标注.xlsx", XLSX)]))
    subprocess.run(["munpack", "-t", "-C", str(tmp_path), "a.eml"], check=True, capture_output=True)
    contents = [path.read_bytes().replace(b"\r\n", b"\n") for path in tmp_path.iterdir()]
    assert XLSX in contents
    assert draft.text.encode() in contents


def test_names_of_attachments_in_both_spellings() -> None:
    """RFC 2231 for those who know it; RFC 2047 in the old place for Outlook and Foxmail of old."""
    (draft,) = drafts(made("a.eml/x.xlsx", "水务局", "fail", day=8))
    raw = draft.as_bytes([("水务局-标注.xlsx", XLSX)])
    assert b"filename*=utf-8''%E6%B0%B4" in raw
    assert b'name="=?utf-8?b?' in raw
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    raw.decode("ascii")


def test_nobody_is_sent_what_another_one_sent() -> None:
    units = [Unit("水务局", ("a@b.example", "c@d.example"))]
    tables = {"a@b.example": "requests", "c@d.example": "review", "": "powers", "/O=MAIL/CN=X": "other"}
    mails = [
        made(f"{i}.eml/{i}.xlsx", "水务局", "fail", sender=sender, day=i, marked_copy=f"标注/{i}.xlsx")
        for i, sender in enumerate(tables, 1)
    ]
    for last in mails:
        delivery = replace(sort_out(mails, units, 2025).units[0], current=[*(m for m in mails if m is not last), last])
        found = list(replies(Deliveries([delivery], [], 2025, listed=True), TITLES))
        assert found[0].sender == (last.origin.sender if last.origin else "")
        assert len(found) == len({draft.sender for draft in found})
        for draft in found:
            (own,) = (m for m in mails if m.origin and m.origin.sender == draft.sender)
            assert draft.copies == [own.marked_copy]
            assert [m.origin.attachment in draft.text for m in mails if m.origin and m is not own] == [False] * 3
            assert draft.to == ((draft.sender,) if "@" in draft.sender else units[0].addresses)

"""Mails that came back, were answered by a machine, or pass on another's in their text."""

from __future__ import annotations

import pytest

from checks.containers import unpack

from ..fixtures.mails import SHEET, attached, mail, text


def member(data: bytes):
    (found,) = unpack(data, "a.eml")
    return found


def test_what_is_in_a_returned_mail_is_ours() -> None:
    data = mail(
        text("This is the mail system"),
        b"Content-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; Gone@x.example\r\nAction: failed\r\n",
        attached(SHEET, "年报.xlsx"),
        sender="MAILER-DAEMON@x.example",
        kind="report; report-type=delivery-status",
    )
    found = member(data)
    assert found.problem
    assert (found.problem.code, found.problem.detail) == ("bounce", "gone@x.example")


@pytest.mark.parametrize(
    "header", ["Auto-Submitted: auto-replied\r\n", "X-Autoreply: yes\r\n", "Precedence: auto_reply\r\n"]
)
def test_what_a_machine_answers(header: str) -> None:
    found = member(mail(text("外出中"), more=header))
    assert found.problem
    assert found.problem.code == "auto_reply"


def test_a_machine_may_send_a_report() -> None:
    found = member(mail(attached(SHEET, "年报.xlsx"), more="Auto-Submitted: auto-generated\r\n"))
    assert found.problem is None


def test_a_mail_without_a_report_says_what_it_begins_with() -> None:
    found = member(mail(text("请问表三怎么填？")))
    assert found.problem
    assert (found.problem.code, found.problem.detail) == ("no_attachment", "请问表三怎么填？")


@pytest.mark.parametrize(("subject", "sender"), [("Fw: 年报", "tp@x.example"), ("回复：通知", "zf@x.example")])
def test_what_was_passed_on_twice_is_the_first_sender_s(subject: str, sender: str) -> None:
    words = (
        f"-----转发邮件-----\n发件人: 县政府办 <zf@x.example>\n主题: {subject}\n\n"
        "> -----原始邮件-----\n> 发件人：太平镇 <tp@x.example>\n> 主题：年报\n"
    )
    data = mail(text(words), attached(SHEET, "a.xlsx"), sender="es@x.example")
    passed = member(data.replace(b"Subject: =?gb2312?B?xOqxqA==?=", "Subject: 转发：年报".encode()))
    assert passed.origin
    assert (passed.origin.sender, passed.origin.passed_on_by) == (sender, "es@x.example")


def test_only_a_mail_that_says_so_passes_another_on() -> None:
    quoted = text("-----原始邮件-----\n发件人: 太平镇 <tp@x.example>\n主题: 年报\n")
    plain = member(mail(quoted, attached(SHEET, "a.xlsx"), sender="es@x.example"))
    assert plain.origin
    assert (plain.origin.sender, plain.origin.passed_on_by) == ("es@x.example", "")
    data = mail(quoted, attached(SHEET, "a.xlsx"), sender="es@x.example")
    data = data.replace(b"Subject: =?gb2312?B?xOqxqA==?=", "Subject: 转发：年报".encode())
    passed = member(data)
    assert passed.origin
    assert (passed.origin.sender, passed.origin.passed_on_by) == ("tp@x.example", "es@x.example")

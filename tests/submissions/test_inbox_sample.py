"""The example inbox holds what its names say, and is told apart to the last mail."""

from __future__ import annotations

import email
import re
from email import policy
from pathlib import Path

import pytest

from checks import rulebook
from checks.containers import unpack
from checks.submissions import Deliveries, Delivery

from ..fixtures.examples.figures import figures

FOLDER = Path(__file__).parents[2] / "examples" / "收件箱"
MAILS = {int(path.name[:2]): path.read_bytes() for path in FOLDER.iterdir()}


def by_mail(deliveries: Deliveries) -> dict[int, list[Delivery]]:
    found: dict[int, list[Delivery]] = {}
    for one in deliveries.units:
        for verdict in one.current:
            number = int(verdict.source.split("/")[1][:2])
            if one not in found.setdefault(number, []):
                found[number].append(one)
    return found


@pytest.mark.parametrize(
    ("mail", "unit", "state"),
    [
        (2, "澜川市教育局", "fail"),
        (3, "澜川市司法局", "fail"),
        (5, "澜川市审计局", "wrong_year"),
        (7, "澜川市统计局", "pass"),
        (9, "凤鸣镇人民政府", "fail"),
        (10, "澜川市自然资源局", "pass"),
        (12, "澜川市公安局", "unreadable"),
        (13, "澜川市应急管理局", "unreadable"),
        (14, "澜川市农业农村局", "unreadable"),
        (15, "澜川市文化和旅游局", "review"),
        (16, "澜川市卫生健康委员会", "fail"),
        (17, "石桥乡人民政府", "pass"),
        (18, "澜川市民政局", "pass"),
        (19, "澜川市水务局", "pass"),
        (20, "澜川市档案馆", "pass"),
        (21, "综合执法局", "fail"),
        (22, "澜川高新区管委会", "fail"),
        (23, "澜川市市场监督管理局", "review"),  # of which year, nothing says
        (24, "澜川市住房和城乡建设局", "fail"),
        (27, "临澜区人民政府", "wrong_form"),
        (29, "", "doubtful"),  # nothing says whose it is
        (30, "澜川市气象局", "pass"),
    ],
)
def test_each_mail_is_whose_it_is_and_stands_as_it_should(inbox: Deliveries, mail: int, unit: str, state: str) -> None:
    assert [(one.name, one.state) for one in by_mail(inbox)[mail]] == [(unit, state)]


def test_mails_with_two_reports_are_two_deliveries(inbox: Deliveries) -> None:
    found = by_mail(inbox)
    assert {one.name for one in found[8]} == {"云溪街道办事处", "望江街道办事处"}
    assert {one.name for one in found[25]} == {"青屏县人民政府", "白果镇人民政府"}


def test_what_was_sent_again_counts_once(inbox: Deliveries) -> None:
    found = by_mail(inbox)
    assert 1 not in found
    assert 4 not in found


@pytest.mark.parametrize("form", ["annual2019", "annual2021"])
def test_invented_figures_balance(form: str) -> None:
    book = rulebook.load()
    for unit in ("水务局", "教育局", "公安局"):
        values = figures(book.forms[form], unit, 2025)
        for rule in book.rules[form]:
            sides = rule.holds
            if rule.severity != "error" or sides.relation != "=" or rule.optional:
                continue
            left, right = (
                sum(n * values.get(cell, 0) for cell, n in side.terms) + side.constant
                for side in (sides.left, sides.right)
            )
            assert left == right, rule.id


def test_the_mails_are_small_real_and_name_nobody() -> None:
    assert len(MAILS) == 30
    assert sum(map(len, MAILS.values())) < 600_000
    for data in MAILS.values():
        mail = email.message_from_bytes(data, policy=policy.compat32)
        assert mail.is_multipart()
        assert mail["Date"]
        assert set(re.findall(rb"@[\w.]+", data.split(b"\r\n\r\n")[0])) <= {b"@lanchuan.example", b"@mail.example"}
        opened = b"".join(member.data for member in unpack(data, "a.eml"))
        assert not re.search(rb"(?<!\d)1[3-9]\d{9}(?!\d)", opened)

"""Every pattern of the text reads its own example, and is not misled by its counter-example."""

from __future__ import annotations

import pytest

from checks.evaluate.claims import Pattern, claims, wording


@pytest.mark.parametrize("pattern", wording().patterns, ids=lambda one: f"{one.role}-{one.example[0][:6]}")
def test_examples_and_counter_examples(pattern: Pattern) -> None:
    text, number = pattern.example
    read = [(claim.role, claim.number) for said in claims([text]) for claim in said.claims]
    assert (pattern.role, number) in read
    assert pattern.role not in [claim.role for said in claims([pattern.counter]) for claim in said.claims]


@pytest.mark.parametrize(
    "text",
    [
        "上半年收到政府信息公开申请12件。",
        "收到政府信息公开申请同比增加12件。",
        "比2022年收到的政府信息公开申请31件有所增加。",
        "通过网络收到政府信息公开申请12件。",
        "收到政府信息公开申请约12件。",
        "收到政府信息公开申请100余件。",
        "各部门收到政府信息公开申请12件。",
        "受理行政许可申请12件。",
        "因申请政府信息公开引起的行政诉讼情况。",
    ],
)
def test_silence_under_another_time_scope_or_thing(text: str) -> None:
    assert [claim for said in claims([text]) for claim in said.claims if claim.role != "scope"] == []

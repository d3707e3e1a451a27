"""Every reading of the text reads its own example, and is not misled by its counter-example."""

from __future__ import annotations

import pytest

from checks.evaluate.claim_readings import Claim, Reading, all_readings
from checks.evaluate.claims import claims
from checks.evaluate.clauses import data


def _sure(text: str, unit: str = "") -> list[Claim]:
    return [claim for said in claims([text], 2024, unit) for claim in said.claims if claim.sure]


@pytest.mark.parametrize("reading", all_readings(), ids=lambda one: f"{one.role}-{one.example[0][:6]}")
def test_examples_and_counter_examples(reading: Reading) -> None:
    text, number = reading.example
    read = [(claim.role.removesuffix(".part"), claim.number) for claim in _sure(text)]
    role = "carried_out" if reading.role == "goes_on" else reading.role
    assert (role, number) in read
    assert reading.role not in [claim.role for claim in _sure(reading.counter) if claim.number == number]


def test_each_word_is_of_one_kind() -> None:
    words = [word for words in data()["words"].values() for word in words.split()]
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_readings_name_kinds_that_have_words() -> None:
    kinds = {kind for reading in all_readings() for kind in reading.may_be}
    assert kinds - {"info", *data()["words"]} == set()


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
    assert _sure(text) == []

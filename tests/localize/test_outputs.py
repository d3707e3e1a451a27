"""What a person reads, and what a program gets: from a file to the suspects."""

import json
import subprocess
import sys

import pytest
from jsonschema import validate

from checks import rulebook
from checks.check import check_bytes
from checks.model.submission import Submission
from checks.render.json_document import SCHEMA, as_document, as_text
from checks.render.sentences.findings import message
from checks.render.terminal import as_lines

from ..fixtures.layouts import piped
from ..fixtures.published import as_text as published
from .test_diagnose import CORRECT, SEED_003, SEED_004, zeros

BOOK = rulebook.load()


def verdict(figures):
    form = BOOK.forms["annual2019"]
    (one,) = check_bytes(piped(form, {**zeros(form), **figures}).encode(), "某局2019年.txt")
    return one


def lines(figures):
    return list(as_lines(Submission.of(verdict(figures)), {entry.id: entry.title for entry in BOOK.catalogue.values()}))


def test_a_suspect_stands_above_the_findings_that_it_explains():
    told = lines(SEED_004)
    at = next(i for i, line in enumerate(told) if "最可能是" in line)
    assert "（（一）予以公开·总计）：填 3，应为 4（合计没有随之改" in told[at]
    assert told[at + 1].endswith("R3-ROW:results.granted")
    assert told[at + 2].endswith("R3-COL:total")
    assert sum("R3-COL:total" in line for line in told) == 1  # and are not told again


def test_rivals_are_numbered_and_no_one_is_called_the_likeliest():
    told = lines({**CORRECT, **SEED_003})
    at = told.index("  可能是以下之一：")
    assert told[at + 1].startswith("    1. ")
    assert "填 0，应为 2" in told[at + 1]
    assert "；并且 " in told[at + 2]
    assert not any("最可能是" in line for line in told)


def test_a_line_is_named_in_one_sentence():
    row = [cell for cell in zeros(BOOK.forms["annual2019"]) if cell.startswith("results.total.")]
    told = [line for line in lines({**CORRECT, **dict.fromkeys(row, "/")}) if "最可能是" in line]
    assert len(told) == 1
    assert "最可能是 “（七）总计”整行漏填，应为：" in told[0]


def test_errors_come_before_gaps():
    told = [line for line in lines({**SEED_004, **SEED_003, "other.all.total": "/"}) if not line.startswith("   ")]
    assert ["填 3，应为 4" in told[1], "可能是以下之一" in told[2], "填“/”，应为 21" in told[3]] == [True] * 3


def test_json_keeps_the_contract():
    one = verdict({**SEED_004, **SEED_003})
    result = json.loads("".join(as_text([(json.dumps(as_document(Submission.of(one))), one.status)], BOOK.digest)))
    validate(result, json.loads(SCHEMA.read_text(encoding="utf-8")))
    first = result["documents"][0]["suspects"][0]
    assert (first["cell"]["id"], first["actual"], first["proposed"]) == ("results.granted.total", 3, 4)
    assert first["certainty"] == "unique"
    assert first["explains"] == ["R3-ROW:results.granted", "R3-COL:total"]


def test_giving_up_is_a_remark_of_its_own(monkeypatch):
    monkeypatch.setattr("checks.localize.strategy.whole_lines", lambda _one, most: [])  # noqa: ARG005
    monkeypatch.setattr("checks.localize.strategy.smallest", lambda *_args, **_more: NOTHING)
    monkeypatch.setattr("checks.localize.mip.with_solver", lambda _problem: None)
    one = verdict(SEED_004)
    (remark,) = [finding for finding in one.findings if finding.rule == "A-LIMIT:diagnosis"]
    assert "未能在时限内确定" in message(remark)
    assert one.status == "fail"
    assert not one.suspects


class NOTHING:
    changes = ()
    size = 4
    nodes = 0


def test_a_balanced_file_does_not_load_the_diagnosis(tmp_path):
    form = BOOK.forms["annual2019"]
    for name, figures, loaded in (("balanced", CORRECT, False), ("wrong", SEED_004, True)):
        file = tmp_path / f"{name}.txt"
        file.write_text(piped(form, {**zeros(form), **figures}), encoding="utf-8")
        script = (
            "import sys; from checks.check import check_bytes\n"
            f"check_bytes(open({str(file)!r}, 'rb').read(), 'a.txt')\n"
            "print('checks.localize.search' in sys.modules)"
        )
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == str(loaded)


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        (
            "guyuan2019",
            {("suit_after_review.total", 2), ("suit_after_review.pending", 0), ("suit_after_review.total", 1)},
        ),
        ("hengyang2019", {("results.granted.total", 4)}),
    ],
)
def test_the_real_reports(report, expected):
    (one,) = check_bytes(published(report), "a.txt")
    errors = {"R4-SUM:suit_after_review", "R3-ROW:results.granted", "R3-COL:total"}
    accused = [suspect for suspect in one.suspects if errors & set(suspect.explains)]
    assert {(suspect.cell.id, suspect.proposed) for suspect in accused} == expected
    assert {suspect.certainty for suspect in accused} == {"unique" if report == "hengyang2019" else "one_of"}

"""The JSON contract: one module of types gives the schema, holds the writing, and reads back what somebody kept."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from checks import contract
from checks.errors import UsageError
from checks.render.json_document import SCHEMA

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"

OF_VERSION_1 = {
    "result": ("tool", "ruleset", "documents", "summary"),
    "document": (
        *("source", "sha256", "forms", "unit", "year", "status", "checked", "undecided", "findings", "suspects"),
        *("unit_from", "origin", "superseded_by", "marked_copy", "not_kept"),
    ),
    "origin": ("sender", "sender_name", "subject", "date", "attachment", "message_id"),
    "place": ("id", "place", "label", "value", "text"),
    "finding": ("rule", "form", "severity", "outcome", "cells", "left", "right", "difference", "message"),
    "suspect": ("cell", "actual", "proposed", "certainty", "explains", "reason", "group", "choice"),
}
"""What a reader of ``gouji-check/1`` relied on; none of it may go."""


@pytest.fixture(scope="module")
def written() -> bytes:
    """The JSON of the whole example inbox: mails, failures, suspects, several reports in a file."""
    command = [
        sys.executable,
        "-m",
        "gouji",
        "check",
        "--no-cache",
        "--format",
        "json",
        "收件箱",
        "04-合计填错-衡阳2019.xlsx",
    ]
    done = subprocess.run(
        [*command, "--units", "单位名单.csv"],
        cwd=EXAMPLES,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr.decode()
    return done.stdout


def test_what_is_written_is_what_the_contract_says(written: bytes) -> None:
    result = contract.read_json(written)
    assert json.loads(written) == result
    jsonschema.validate(json.loads(written), contract.schema())
    assert len(result["documents"]) > 20
    assert any(document["suspects"] for document in result["documents"])
    assert any(document["origin"] for document in result["documents"])
    assert result["missing"]
    assert result["deliveries"]


def test_the_schema_as_a_file_is_current() -> None:
    """``python -m checks.contract > checks/render/gouji-check-2.schema.json`` makes it anew."""
    assert json.loads(SCHEMA.read_text("utf-8")) == contract.schema()


def test_readers_of_version_1_find_every_member(written: bytes) -> None:
    result = json.loads(written)
    assert set(result) >= set(OF_VERSION_1["result"])
    assert {"documents", "pass", "review", "fail", "unreadable", "no_table"} == set(result["summary"])
    seen: dict[str, int] = dict.fromkeys(OF_VERSION_1, 1)
    for document in result["documents"]:
        parts: list[tuple[str, dict[str, Any]]] = [("document", document)]
        parts += [("origin", document["origin"])] if document["origin"] else []
        parts += [("finding", finding) for finding in document["findings"]]
        parts += [("place", cell) for finding in document["findings"] for cell in finding["cells"]]
        parts += [("suspect", suspect) for suspect in document["suspects"]]
        for name, part in parts:
            assert set(part) >= set(OF_VERSION_1[name]), name
            seen[name] += 1
    assert min(seen[name] for name in ("document", "origin", "finding", "place", "suspect")) > 1


def test_members_of_a_later_version_are_passed_over(written: bytes) -> None:
    later = {**json.loads(written), "new": 1}
    later["documents"][0]["new"] = {"a": 1}
    assert contract.read_json(json.dumps(later)) == json.loads(written)


@pytest.mark.parametrize(
    ("spoilt", "says"),
    [
        (b"{", "不是完整的 JSON"),
        (b"[]", "gouji-check/2"),
        (b'{"schema": "gouji-check/1"}', "schema"),
    ],
)
def test_what_is_no_result_is_said_in_chinese(spoilt: bytes, says: str) -> None:
    with pytest.raises(UsageError, match=says) as problem:
        contract.read_json(spoilt, "a.json")
    assert "a.json" in str(problem.value)


def test_a_wrong_member_is_named(written: bytes) -> None:
    result = json.loads(written)
    result["documents"][0]["status"] = "fine"
    with pytest.raises(UsageError, match=r"documents\.0\.status"):
        contract.read_json(json.dumps(result))
    del result["documents"][0]["status"]
    with pytest.raises(UsageError, match=r"缺少 documents\.0\.status"):
        contract.read_json(json.dumps(result))

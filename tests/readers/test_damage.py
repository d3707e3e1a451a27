"""Damaged documents of every kind: no crash, no hang, and none passes whose figures are no longer the report's.

``python benchmarks/mutated_documents.py 2000`` tries as many of each kind.
"""

from __future__ import annotations

import pytest

from checks.batch import Limits
from checks.batch.pool import Pool
from checks.batch.worker import Failure

from ..fixtures.damaged_documents import KINDS, mutants, original_of, outcome


@pytest.mark.server
@pytest.mark.parametrize("kind", KINDS)
def test_damage_is_survived_and_never_passes_with_other_figures(kind: str) -> None:
    original = original_of(kind)
    status, asked = outcome((kind, original))
    assert status == "pass"
    pool: Pool[tuple[str, bytes], tuple[str, dict[str, str]]] = Pool(outcome, 2, Limits(seconds=60))
    items = (((kind, data), None) for data in mutants(kind, original, 25))
    answers = [answer for _, answer in pool.answers(items)]
    assert [answer.code for answer in answers if isinstance(answer, Failure)] == []
    assert [figures for status, figures in answers if status == "pass" and figures != asked] == []

"""Damaged files: no crash, no hang, and no balance seen where another reader sees none.

``GOUJI_FUZZ=2000 python -m pytest tests/batch/test_fuzz.py`` tries as many of each kind.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from checks.batch import Limits, Ref, Result
from checks.batch.pool import Pool
from checks.batch.run import Batch, Run
from checks.batch.work import Checker
from checks.check import check
from checks.documents import documents_in
from checks.model.grid import Grid

from ..fixtures.mutations import Case, byte_cases, container_cases, containers, figure_cases, originals, part_cases
from ..fixtures.received_folder import BOOK

COUNT = int(os.environ.get("GOUJI_FUZZ", "100"))
SEED = int(os.environ.get("GOUJI_FUZZ_SEED", "1"))
WITNESSED = ("a.xlsx", "b.xls", "c.ods")
DIED = {"A-READ:crashed", "A-READ:too_slow", "A-READ:too_much_memory"}


def checked(cases: list[Case]) -> list[tuple[Case, Result]]:
    items = [Ref(f"{i}/", case.name, data=case.data) for i, case in enumerate(cases)]
    found = list(Batch(Run(), Checker(BOOK), Limits(seconds=60), 2, None, None, None).results(items))
    return [(cases[int(result.source.split("/")[0])], result) for result in found]


def survived(found: list[tuple[Case, Result]], cases: list[Case]) -> None:
    assert {id(case) for case, _ in found} == {id(case) for case in cases}
    died = [(case.name, one.rule) for case, result in found for one in result.verdict.findings if one.rule in DIED]
    assert died == []


def balanced_elsewhere(case: Case) -> bool | None:
    """What another library reads of it, by our rules: whether that is balanced; None if it finds no tables."""
    try:
        if case.name.endswith(".ods") or case.name == "b.xls":
            book = CalamineWorkbook.from_filelike(io.BytesIO(case.data))
            sheets = [
                (name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names
            ]
        else:
            loaded = openpyxl.load_workbook(io.BytesIO(case.data), data_only=True)
            sheets = [(s.title, [list(row) for row in s.iter_rows(values_only=True)]) for s in loaded.worksheets]
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        return None
    usual = (str, int, float, type(None))
    if any(type(value) not in usual for _, rows in sheets for row in rows for value in row):
        return None
    grids = [
        Grid([[int(v) if isinstance(v, float) and v.is_integer() else v for v in row] for row in rows], name)
        for name, rows in sheets
    ]
    statuses = {check(one, BOOK).status for one in documents_in(grids, case.name, "0" * 64, BOOK)}
    return None if "no_table" in statuses else "fail" not in statuses


def test_the_originals_are_balanced() -> None:
    cases = [Case(name, data, is_wrong=False) for name, data in originals().items()]
    assert {result.status for _, result in checked(cases)} == {"pass"}
    assert {balanced_elsewhere(case) for case in cases if case.name in WITNESSED} == {True}


@pytest.mark.parametrize("kind", [byte_cases, part_cases])
def test_damage_is_survived_and_never_hides_an_error(kind: Callable[[int, int], Iterator[Case]]) -> None:
    cases = list(kind(COUNT, SEED))
    found = checked(cases)
    survived(found, cases)
    passed = [case for case, one in found if one.status in ("pass", "review") and case.name in WITNESSED]
    # The witness may hang, or take all memory, or abort.
    pool: Pool[Case, bool | None] = Pool(balanced_elsewhere, 2, Limits(seconds=3))
    seen = list(pool.answers((case, None) for case in passed))
    assert any(answer is True for _, answer in seen), "the witness does read what is only scratched"
    assert [case.name for case, answer in seen if answer is False] == []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_damaged_mails_and_archives_are_survived_each_with_a_line(seed: int) -> None:
    whole = [Case(name, data, is_wrong=False) for name, data in containers().items()]
    assert {result.status for _, result in checked(whole)} == {"pass"}
    cases = list(container_cases(max(COUNT, 2_000), seed))
    survived(checked(cases), cases)


def test_no_changed_figure_passes() -> None:
    cases = list(figure_cases(COUNT, SEED))
    found = checked(cases)
    survived(found, cases)
    assert [case.name for case, result in found if case.is_wrong and result.status != "fail"] == []

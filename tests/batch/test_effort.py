"""What a document may cost is counted in steps; honest documents never notice."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path

import openpyxl
import pytest

from addin.session import Session
from checks import effort
from checks.batch import run
from checks.check import check_bytes
from checks.containers.mailboxes import mbox_slices
from checks.errors import InputFileError
from checks.readers import read
from gouji import report

from ..fakes.person import FakePerson
from ..fakes.program import FakeProgram
from ..fixtures.plain_tables import csv_file
from ..fixtures.received_folder import BOOK, FORM, good


def chance(reports: int) -> bytes:
    rng = random.Random(3)
    return b"".join(csv_file(FORM, {cell.id: rng.randrange(1, 90) for cell in FORM.cells}) for _ in range(reports))


def as_workbook(data: bytes) -> bytes:
    book = openpyxl.Workbook()
    for row in csv.reader(io.StringIO(data.decode("gb18030"))):
        book.active.append([int(cell) if cell.isdigit() else cell for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_of_wrong_tables_keeps_its_verdicts(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(chance(30))
    found = list(run([str(tmp_path / "a.csv")], BOOK, progress=False))
    assert [result.status for result in found] == ["fail"] * len(found)
    assert len(found) >= 30
    said = [any(one.rule == "A-LIMIT:diagnosis" for one in result.verdict.findings) for result in found]
    assert said[-1]


def test_every_way_to_read_and_check_counts(tmp_path: Path) -> None:
    """A library's and an open workbook's checks are bounded like the batch's; together, not each report anew."""
    (tmp_path / "a.csv").write_bytes(chance(9))
    for check in (
        lambda: [one.verdict for one in report.read(tmp_path / "a.csv")],
        lambda: check_bytes(chance(9), "a.csv", BOOK),
        lambda: Session(FakeProgram("a.xlsx", as_workbook(chance(9))), FakePerson(), BOOK).check().verdicts,
    ):
        verdicts = check()
        said = [any(one.rule == "A-LIMIT:diagnosis" for one in verdict.findings) for verdict in verdicts]
        assert len(verdicts) == 9, check
        assert said[-1], check
    assert effort.is_left("diagnosis")


def test_without_limits_nothing_is_counted() -> None:
    assert effort.spend("likeness", 10**9)
    with effort.limited():
        assert effort.spend("likeness", 20_000)
        assert not effort.spend("likeness", 1)
        assert not effort.is_left("likeness")
        with effort.limited():
            assert effort.is_left("likeness")
        assert not effort.is_left("likeness")


@pytest.mark.parametrize(
    "data",
    [
        b"|" * 2_000_000,
        b",\n" * 600_000,
        b"\t" * 600_000 + b"\n",
        b"<html>" + b"<p>1" * 700_000,
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
        + b"--b\r\nContent-Type: text/html\r\n\r\n<table><tr><td>1</td></tr></table>\r\n" * 3000,
    ],
    ids=["pipes", "lines", "tabs", "tags", "parts"],
)
def test_what_holds_more_than_any_report_is_refused_at_once(data: bytes) -> None:
    with pytest.raises(InputFileError) as refused:
        read(data)
    assert refused.value.code == "too_much"


def test_a_large_honest_text_is_read() -> None:
    assert read(csv_file(FORM, {}) * 100).grids


def test_spans_are_counted_over_the_whole_page() -> None:
    page = b"<table><tr><td colspan=400 rowspan=5000>1</td></tr></table>" * 1000
    with effort.limited():
        assert check_bytes(page, "a.html", BOOK)[0].status == "no_table"
        assert not effort.is_left("area")


def test_an_mbox_is_cut_at_its_mails_only(tmp_path: Path) -> None:
    body = b"A: 1\n\nFrom here on, 2024 is the year\r\n\r\nFrom 1111 a sentence\nno header\n>From x"
    for end in (b"\n", b"\r\n"):
        mails = b"".join(b"From a@b 2024" + end + body + end + end for _ in range(3))
        (tmp_path / "box").write_bytes(mails)
        found = [mails[offset : offset + length] for offset, length in mbox_slices(tmp_path / "box")]
        assert [mail.rstrip(b"\r\n") for mail in found] == [body] * 3


def test_an_mbox_of_nothing_but_beginnings_is_cut_quickly(tmp_path: Path) -> None:
    import time  # noqa: PLC0415

    (tmp_path / "box").write_bytes(b"From a 2024\nA: 1\n" + b"\n\nFrom 1111 1111 1111" * 500_000)
    start = time.process_time()
    assert len(list(mbox_slices(tmp_path / "box"))) == 1
    assert time.process_time() - start < 5


def test_a_good_report_costs_none() -> None:
    with effort.limited():
        check_bytes(good(), "a.xlsx", BOOK)
        assert effort.spend("likeness", 20_000)
        assert effort.spend("diagnosis", 15_000)

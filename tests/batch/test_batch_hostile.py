"""Every hostile file is answered, within the limits, and the good ones between them are none the worse."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

import pytest

from checks.batch import Limits, Ref, Result, refs
from checks.batch.run import Batch, Run
from checks.batch.work import Checked, Checker, Part

from ..fixtures.received_folder import BOOK, good

MAX_MEGABYTES = 600


def most_megabytes() -> int:
    """Return the most that this process took since its program began: what it was copied from does not count."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) // 1024
    return getrusage(RUSAGE_SELF).ru_maxrss // 1024


class Measured(Checker):
    """The usual check; instead of a marked copy it hands back the most megabytes that its process ever took."""

    def __call__(self, ref: Ref) -> Checked:
        found = super().__call__(ref)
        megabytes = most_megabytes()
        return found._replace(marked=(megabytes,) * (found.body.count(b"\x1f") // 5 + 1))

    def hand_over(self, part: Part) -> bool:  # noqa: ARG002
        return False  # so that the whole is measured


def test_every_hostile_file_is_answered(hostile: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    (tmp_path / "good.xlsx").write_bytes(good())
    (usual,) = refs([str(tmp_path / "good.xlsx")])
    sources = [ref.source for ref in refs([str(hostile)])]
    items = [one for ref in refs([str(hostile)]) for one in (ref, usual)]
    found: dict[str, list[Result]] = defaultdict(list)
    for result in Batch(Run(), Measured(BOOK), Limits(seconds=30, spawned=True), 2, None, None, None).results(items):
        inside = (f"{source}{mark}" for source in sources for mark in "/#")
        found[next((path[:-1] for path in inside if result.source.startswith(path)), result.source)].append(result)
    assert set(found) == {ref.source for ref in items}
    assert {result.status for result in found[usual.source]} == {"pass"}
    assert len(found[usual.source]) == len(items) // 2
    codes = {finding.rule for results in found.values() for result in results for finding in result.verdict.findings}
    assert codes.isdisjoint({"A-READ:crashed", "A-READ:too_slow", "A-READ:too_much_memory"})
    assert max(result.marked for results in found.values() for result in results) <= MAX_MEGABYTES
    assert list((tmp_path / "tmp").iterdir()) == []

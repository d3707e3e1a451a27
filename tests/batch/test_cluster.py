"""The same batch on a Dask cluster: equal results, and one file blamed for a worker's death."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ..fixtures.received_folder import good

ROOT = Path(__file__).parents[2]

# In a process of its own: Dask leaves threads behind, and its sockets are closed late.
COMPARE = """
import sys
sys.path[:0] = sys.argv[2:]
from tests.fixtures.received_folder import BOOK, Trapped
from checks import batch
from checks.batch import Limits, refs
from checks.batch.run import Run, Batch
from checks.errors import UsageError

def main():
    here = batch.run([sys.argv[1]], BOOK, cache=False, progress=False, jobs=2)
    expected = {result.source: result.json for result in here}
    run = Run()
    work = Batch(run, Trapped(BOOK), Limits(seconds=2), 2, "local", None, None)
    found = {result.source: result for result in work.results(refs([sys.argv[1]]))}
    assert list(found) == list(expected), found
    for source, result in found.items():
        name = source.rpartition("/")[2]
        if name.startswith(("die", "hang")):
            assert result.verdict.findings[0].rule == "A-READ:crashed", result.json
        else:
            assert result.json == expected[source], source
    for address in ("tcp://127.0.0.1:9", "nonsense"):
        try:
            list(batch.run([sys.argv[1]], BOOK, scheduler=address, progress=False))
        except UsageError as error:
            assert address in str(error)
        else:
            raise AssertionError(address)
    print("equal", len(found))

if __name__ == "__main__":
    main()
"""


def test_a_cluster_gives_the_same_results(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    for i in range(220):  # more than one task
        (folder / f"b{i:03d}.xlsx").write_bytes(good(1))
    for name in ("die.xlsx", "hang.xlsx"):
        (folder / name).write_bytes(good())
    script = tmp_path / "script.py"
    script.write_text(COMPARE, "utf-8")
    paths = [str(ROOT)]
    done = subprocess.run(
        [sys.executable, str(script), str(folder), *paths],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        cwd=tmp_path,
    )
    assert (done.returncode, done.stdout.split()) == (0, ["equal", "241"]), done.stderr


def test_without_dask_it_says_how_to_get_it(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(good())
    code = (
        "import sys; sys.modules['distributed'] = None\n"
        "from checks import batch, rulebook\n"
        "list(batch.run([sys.argv[1]], rulebook.load(), scheduler='local', progress=False))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert 'pip install "gouji[dask]"' in done.stderr

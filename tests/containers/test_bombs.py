"""Every hostile container is answered: members or problems, soon, in little memory, and nothing is raised."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from bombs import BOMBS

from checks import messages
from checks.containers import Budget, unpack

ROOT = Path(__file__).parents[2]
MAX_MEGABYTES = 256
PATIENCE = 60  # seconds of the processor; the slowest takes one

OPEN_ONE = """
import json, resource, sys
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[2]),) * 2)
from bombs import BOMBS
from checks.containers import unpack
data = BOMBS[sys.argv[1]]()
begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
members = 0
codes = set()
for member in unpack(data, "x"):
    members += 1
    codes.add(member.problem.code if member.problem else "")
    assert member.source == "x" or member.source.startswith("x/"), member.source
    assert ".." not in member.source.split("/"), member.source
    assert bool(member.data) is False or member.problem is None
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"members": members, "codes": sorted(codes), "mb": peak // 1024, "made": begun // 1024}))
"""

EXPECTED = {
    "zip: 20,001 entries": {"unsafe"},
    "zip: 5,100 documents": {"", "unsafe"},
    "zip: ten in ten in ten": {"too_large"},
    "zip: fifty in one another": {"unsafe"},
    "zip: eight times 40 MB": {"too_large"},
    "zip: says 4 GB": {"too_large"},
    "zip: entries that overlap": {"unsafe"},
    "gzip: 300 MB of zeros": {"too_large"},
    "gzip: twenty in one another": {"unsafe"},
    "mail: 100,000 parts": {"", "unsafe"},
    "mail: 300 mails in one another": {"unsafe"},
    "mail: pieces of a name out of range": {""},
    "mail: 50,000 encoded words in a name": {""},
    "mail: 40 MB of text": {"too_large"},
    "mail: a sender without end": {"no_attachment"},
    "mail: a sender of quotes": {"no_attachment"},
    "mbox: 6,000 mails": {"no_attachment", "unsafe"},
    "tnef: ten in one another": {"unsafe"},
    "msg: an attachment that holds itself": {"unsafe"},
    "msg: cut in half": {""},
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_answered(name: str) -> None:
    """In a process of its own, so that its memory is seen; what making the bomb took does not count."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", OPEN_ONE, name, str(PATIENCE)],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'tests' / 'containers'}", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    answer = json.loads(done.stdout)
    assert 1 <= answer["members"] <= 5_100
    assert answer["codes"] == sorted(EXPECTED.get(name, set(answer["codes"])))
    assert set(answer["codes"]) <= {"", *messages.UNREADABLE}
    assert answer["mb"] <= max(MAX_MEGABYTES, answer["made"] + 60)


def test_the_budget_is_one_for_all_that_is_opened_with_it() -> None:
    budget = Budget(files_left=3)
    data = BOMBS["zip: names that climb"]()
    first = [member.problem for member in unpack(data, "x", budget=budget)]
    assert [problem and problem.code for problem in first] == [None, None, None, "unsafe"]
    assert budget.spent

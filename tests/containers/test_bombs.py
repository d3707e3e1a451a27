"""Every hostile container is answered: members or problems, soon, in little memory, and nothing is raised."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from checks.containers import Budget, unpack
from checks.containers.member import MAX_FILES
from checks.render import sentences

from ..fixtures.bombs import BOMBS

ROOT = Path(__file__).parents[2]
MAX_MEGABYTES = 256

MAKE_ALL = """
import sys
from pathlib import Path
from tests.fixtures.bombs import BOMBS
for number, make in enumerate(BOMBS.values()):
    (Path(sys.argv[1]) / f"{number:03d}").write_bytes(make())
"""

OPEN_ALL = """
import json, resource, sys
from pathlib import Path
from checks.containers import unpack
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
for path in sorted(Path(sys.argv[1]).iterdir()):
    spent = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(spent.ru_utime + spent.ru_stime) + 60
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))
    members, codes = 0, set()
    print(json.dumps({"begin": path.name}), flush=True)
    for member in unpack(path.read_bytes(), "x"):
        members += 1
        codes.add(member.problem.code if member.problem else "")
        assert member.source == "x" or member.source.startswith("x/"), member.source
        assert ".." not in member.source.split("/"), member.source
        assert not (member.data and member.problem)
    # What getrusage tells includes the process that started this one.
    peak = int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) // 1024
    print(json.dumps({"name": path.name, "members": members, "codes": sorted(codes), "mb": peak}), flush=True)
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
    "mail: 1,000 multiparts in one another": {"unsafe"},
    "mail: a sender without end": {"no_attachment"},
    "mail: a sender of quotes": {"no_attachment"},
    "mbox: 6,000 mails": {"no_attachment", "unsafe"},
    "tnef: ten in one another": {"unsafe"},
    "msg: an attachment that holds itself": {"unsafe"},
    "msg: cut in half": {""},
}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What a process of its own, that opens them all, says of each; a minute of the processor is for one."""
    folder = tmp_path_factory.mktemp("bombs")
    names = {f"{number:03d}": name for number, name in enumerate(BOMBS)}
    # Made in a process of their own, too: the tests that follow shall not inherit what that takes.
    subprocess.run([sys.executable, "-c", MAKE_ALL, str(folder)], cwd=ROOT, check=True)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", OPEN_ALL, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, f"died at {names[lines[-1]['begin']]}: {done.stderr[-2000:]}"
    return {names[line["name"]]: line for line in lines if "name" in line}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_answered(name: str, answers: dict[str, dict[str, Any]]) -> None:
    answer = answers[name]
    assert 1 <= answer["members"] <= MAX_FILES + 1
    assert set(answer["codes"]) == EXPECTED.get(name, set(answer["codes"]))
    assert set(answer["codes"]) <= {"", *sentences.UNREADABLE}
    assert answer["mb"] <= MAX_MEGABYTES


def test_the_budget_is_one_for_all_that_is_opened_with_it() -> None:
    budget = Budget(files_left=3)
    data = BOMBS["zip: names that climb"]()
    first = [member.problem for member in unpack(data, "x", budget=budget)]
    assert [problem and problem.code for problem in first] == [None, None, None, "unsafe"]
    assert budget.spent

"""Every file of the hostile folder is answered: a Reading or an InputFileError, soon and in little memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from ..fixtures.hostile import HOSTILE

ROOT = Path(__file__).parents[2]

MAX_SECONDS = 4
"""For one file; the slowest, 64,000 cell formats, takes a second on an idle machine."""
MAX_MEGABYTES = 250

READ_ALL = """
import json, resource, sys, time
from pathlib import Path
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
from checks.errors import InputFileError
from checks.readers import read
for path in sorted(Path(sys.argv[1]).iterdir()):
    if not path.is_file():
        continue
    start = time.perf_counter()
    print(json.dumps({"begin": path.name}), flush=True)
    try:
        reading = read(path.read_bytes(), path.name)
        answer = reading.kind
    except InputFileError as error:
        answer = "!" + error.code
    # What getrusage tells includes the peak of the process that started this one.
    peak = int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) // 1024
    seconds = time.perf_counter() - start
    print(json.dumps({"name": path.name, "answer": answer, "s": seconds, "mb": peak}), flush=True)
"""

EXPECTED = {name: answer for name, (_, answer) in HOSTILE.items() if answer}


def test_every_hostile_file_is_answered(hostile: Path) -> None:
    """All in one process of its own, so that an abort is seen, with the file that caused it."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", READ_ALL, str(hostile)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert done.returncode == 0, f"died at {lines[-1]}: {done.stderr[-2000:]}"
    answers = {line["name"]: line for line in lines if "name" in line}
    assert set(answers) == {path.name for path in hostile.iterdir() if path.is_file()}
    wrong = {name: answers[name]["answer"] for name, answer in EXPECTED.items() if answers[name]["answer"] != answer}
    assert wrong == {}
    assert {name: line["s"] for name, line in answers.items() if line["s"] > MAX_SECONDS} == {}
    assert {name: line["mb"] for name, line in answers.items() if line["mb"] > MAX_MEGABYTES} == {}

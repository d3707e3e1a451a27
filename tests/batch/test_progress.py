"""The line that counts: only on a terminal, wiped out before anything else is written, never too long."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from checks.batch import progress
from checks.batch.progress import Progress

from ..fixtures.received_folder import good

ROOT = Path(__file__).parents[2]
CHECK = """
import sys
from checks import batch, rulebook
from checks.batch import progress
progress._QUIET = progress._EVERY = 0
for result in batch.run([sys.argv[1]], rulebook.load(), cache=False):
    print(result.status)
"""


def on_terminal(folder: Path, **environment: str) -> str:
    """Run a batch whose standard error is a terminal, and return what is written there."""
    ours, theirs = pty.openpty()
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "60", "PYTHONIOENCODING": "utf-8", **environment}
    command = [sys.executable, "-c", CHECK, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=theirs, env=env, cwd=ROOT) as started:
        os.close(theirs)
        written = b""
        while True:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # the other side is closed
                break
            written += piece
            if not piece:
                break
        assert started.wait(60) == 0
    os.close(ours)
    return written.decode("utf-8")


def seen(written: str) -> list[str]:
    """What a person sees of it: the lines that stood there."""
    return [line for line in written.split("\r") if line.strip()]


@pytest.fixture
def many(tmp_path: Path) -> Path:
    for i in range(30):
        (tmp_path / f"某某市某某区某某街道办事处{i:02d}.xlsx").write_bytes(good(i % 3))
    return tmp_path


def test_it_counts_on_a_terminal(many: Path) -> None:
    lines = seen(on_terminal(many))
    assert lines[-1].startswith("已检查 30/30（100%）")
    assert all(re.match(r"已检查 \d+/30（\d+%），每秒 [\d,]+ 个(，还需约 \d+ 秒)?  某", line) for line in lines)
    widths = [sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line.rstrip()) for line in lines]
    assert max(widths) < 60


def test_it_is_wiped_out_at_the_end(many: Path) -> None:
    written = on_terminal(many)
    assert re.search(r"\r +\r$", written)
    assert "\x1b" not in written  # no colours, no codes: any terminal can show it


def test_a_dumb_terminal_and_a_file_get_nothing(many: Path) -> None:
    assert on_terminal(many, TERM="dumb") == ""
    done = subprocess.run(
        [sys.executable, "-c", CHECK, str(many)], capture_output=True, check=False, cwd=ROOT, timeout=60
    )
    assert done.stderr == b""


def test_a_console_without_chinese_does_not_stop_the_batch(many: Path) -> None:
    assert on_terminal(many, PYTHONIOENCODING="ascii:strict") == ""


def test_names_cannot_move_the_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_QUIET", 0)
    stream = io.StringIO()
    line = Progress(0, stream)
    line.step("a\x1b[2J\r\nb.xlsx")
    assert stream.getvalue().endswith("  a?[2J??b.xlsx")
    assert "已检查 1，" in stream.getvalue()
    line.wipe()
    line.wipe()
    assert stream.getvalue().count("\r") == 3

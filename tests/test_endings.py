"""However the command ends: one sentence and an exit code; a person's files as they were."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from checks import cli
from checks.batch.macos import Counters
from checks.batch.windows import FUNCTIONS, job_limits_of
from checks.cli.ending import ended_well
from checks.errors import InputFileError

from .fixtures.received_folder import good, wrong

ROOT = Path(__file__).parents[1]


def gouji(*arguments: object, **options: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "checks", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=120, **options)  # type: ignore[call-overload,no-any-return]


@pytest.mark.parametrize(
    "accident", [ValueError("x"), MemoryError(), OSError(28, "No space"), RecursionError(), KeyError()]
)
def test_an_accident_is_a_sentence_and_2(accident: Exception, capsys: pytest.CaptureFixture[str]) -> None:
    def command() -> int:
        raise accident

    assert ended_well(command) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n"), "Traceback" in err) == ("", 1, False)


def test_what_a_library_raises_beside_exceptions_too(capsys: pytest.CaptureFixture[str]) -> None:
    class PanicError(BaseException):
        pass

    def command() -> int:
        raise PanicError

    assert ended_well(command) == 2
    assert "PanicError" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        ended_well(lambda: sys.exit(3))


def test_an_unreadable_file_is_said_like_any(capsys: pytest.CaptureFixture[str]) -> None:
    def command() -> int:
        raise InputFileError("damaged", "\x1b[2J")

    assert ended_well(command) == 2
    assert "\x1b" not in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_device_is_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(good())
    for form in ("human", "json", "csv", "html", "xlsx"):
        with Path("/dev/full").open("wb") as full:
            command = [sys.executable, "-m", "checks", "check", str(tmp_path), "--format", form]
            run = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, check=False)
        assert (run.returncode, run.stderr.count(b"\n"), b"Traceback" in run.stderr) == (2, 1, False), form


def test_a_reader_who_goes_is_no_error(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"{number}.xlsx").write_bytes(wrong())
    command = [sys.executable, "-m", "checks", "check", str(tmp_path), "--no-cache"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert run.stdout
        assert run.stderr
        run.stdout.readline()
        run.stdout.close()
        assert run.stderr.read() == b""
        assert run.wait(60) == 0


def test_workers_end_with_their_parent(tmp_path: Path) -> None:
    script = (
        "import sys, time\n"
        "from checks.batch import Limits\n"
        "from checks.batch.pool import Pool\n"
        "if __name__ == '__main__':\n"
        "    list(Pool(time.sleep, 2, Limits(seconds=60)).answers((300, None) for _ in range(4)))\n"
    )
    (tmp_path / "parent.py").write_text(script)
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    parent = subprocess.Popen([sys.executable, str(tmp_path / "parent.py")], env=env)
    workers = wait_for(lambda: children(parent.pid), 2)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    assert wait_for(lambda: [one for one in workers if not is_running(one)], 2)


def wait_for(look: object, count: int) -> list[int]:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        found: list[int] = look()  # type: ignore[operator]
        if len(found) >= count:
            return found
        time.sleep(0.1)
    raise AssertionError(look)


def children(parent: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def is_running(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_the_limits_of_a_windows_job_are_laid_out_as_windows_has_them() -> None:
    """Sizes and offsets of JOBOBJECT_EXTENDED_LIMIT_INFORMATION on 64-bit Windows."""
    limits = job_limits_of(123)
    fields = type(limits)
    assert (fields.basic.size, fields.io.offset, fields.process_memory.offset) == (64, 64, 112)
    assert (limits.basic.flags, limits.process_memory) == (0x500, 123)


def test_convert_never_writes_what_it_reads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(good())
    (tmp_path / "link.xlsx").symlink_to(file)
    for target in (file, tmp_path / "link.xlsx"):
        assert cli.main(["convert", str(file), "-o", str(target), "--force"]) == 2
        assert "从不改动" in capsys.readouterr().err
    assert cli.main(["new", "2025", "--previous", str(file), "-o", str(file), "--force"]) == 2
    assert file.read_bytes() == good()
    assert not (tmp_path / "link.xlsx").is_file() or (tmp_path / "link.xlsx").is_symlink()


def test_a_failed_write_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "n.xlsx"
    target.write_bytes(b"mine")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert cli.main(["new", "2025", "-o", str(target), "--force"]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["n.xlsx"]
    assert target.read_bytes() == b"mine"


def test_a_hostile_list_or_last_year_ends_the_command_only(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(good())
    page = "<table><tr>" + "<td colspan=400 rowspan=5000>" * 1000
    (tmp_path / "x.html").write_text(page, "utf-8")
    for arguments in (["check", tmp_path / "a.xlsx", "--units", tmp_path / "x.html"], ["convert", tmp_path / "x.html"]):
        run = gouji(*arguments)
        assert (run.returncode, run.stdout, run.stderr.count(b"\n")) == (2, b"", 1)
    run = gouji("check", tmp_path / "a.xlsx", "--previous", tmp_path / "x.html")
    assert run.returncode == 0
    assert b"x.html" in run.stderr


def test_received_text_cannot_forge_a_line(tmp_path: Path) -> None:
    forged = "✓ 通过  伪造.xlsx\x1b[2J\u202e\r\n"
    (tmp_path / "a\n✓ 通过  b\x1b[2J.xlsx").write_bytes(good())
    (tmp_path / "c.xlsx").write_bytes(wrong(title=f"某县\n{forged}2024年政府信息公开工作年度报告"))
    out = gouji("check", tmp_path).stdout.decode()
    assert [line for line in out.splitlines() if line.startswith("✓")] == [
        line for line in out.splitlines() if line.startswith(f"✓ 通过  {tmp_path}/a ✓")
    ]
    assert not {"\x1b", "\u202e", "\r"} & set(out)


def test_the_doctor_says_what_is_missing_and_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("GOUJI_CACHE", str(tmp_path / "cache"))
    monkeypatch.setitem(sys.modules, "libarchive", None)
    assert cli.main(["doctor"]) == 0
    said = capsys.readouterr().out
    assert 'pip install "gouji[archive]"' in said
    assert "√ localize" in said
    (tmp_path / "cache").chmod(0o777)
    cli.main(["doctor"])
    assert "× 缓存" in capsys.readouterr().out


def test_what_macos_tells_of_a_process_is_laid_out_as_macos_has_it() -> None:
    """Offsets of rusage_info_v0."""
    assert (Counters.user.offset, Counters.footprint.offset, ctypes.sizeof(Counters)) == (16, 72, 96)


def test_handles_of_windows_have_the_width_of_a_pointer() -> None:
    """Without types, ctypes cuts them to 32 bits."""
    pointer = ctypes.sizeof(ctypes.c_void_p)
    for name in ("CreateJobObjectW", "OpenProcess"):
        assert ctypes.sizeof(FUNCTIONS[name][0]) == pointer
    for name in ("SetInformationJobObject", "AssignProcessToJobObject", "K32GetProcessMemoryInfo", "GetProcessTimes"):
        assert ctypes.sizeof(FUNCTIONS[name][1][0]) == pointer
    assert [ctypes.sizeof(one) for one in FUNCTIONS["WaitForSingleObject"][1]] == [pointer, 4]

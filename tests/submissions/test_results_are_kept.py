"""Interrupted, killed, twice, full: the folder of results keeps what it had, and nobody's work looks like another's."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from checks import cli
from checks.errors import UsageError
from checks.render.results_account import ACCOUNT, JOURNAL, read_account
from checks.render.results_files import claimed

from ..fixtures.received_folder import wrong

ROOT = Path(__file__).parents[2]


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GOUJI_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "收件"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.xlsx").write_bytes(
            wrong(number, f"某县{'甲乙丙丁戊己'[number]}局2024年政府信息公开工作年度报告")
        )
    return folder


def check(box: Path, out: Path) -> int:
    return cli.main(["check", str(box), "--out", str(out)])


def names(out: Path) -> list[str]:
    return sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())


def test_a_killed_run_leaves_nothing_that_looks_changed(box: Path, tmp_path: Path) -> None:
    out = tmp_path / "结果"
    assert check(box, out) == 1
    whole = names(out)
    script = (
        "import os, sys\n"
        "from checks.render import results_files\n"
        "count = 0\n"
        "write = results_files.Files.write\n"
        "def killed(self, path, fill):\n"
        "    global count\n"
        "    write(self, path, fill)\n"
        "    count += 1\n"
        "    if count == int(sys.argv[1]):\n"
        "        os.kill(os.getpid(), 9)\n"
        "results_files.Files.write = killed\n"
        "from checks.cli import main\n"
        "if __name__ == '__main__':\n"
        "    main(['check', *sys.argv[2:]])\n"
    )
    (tmp_path / "killed.py").write_text(script)
    (box / "0.xlsx").write_bytes(wrong(9, "某县甲局2024年政府信息公开工作年度报告"))  # its copy will be another
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    for after in (1, 4):
        command = [sys.executable, str(tmp_path / "killed.py"), str(after), str(box), "--out", str(out)]
        assert subprocess.run(command, env=env, check=False, capture_output=True).returncode == -signal.SIGKILL
        assert (out / JOURNAL).exists()
    assert check(box, out) == 1
    assert names(out) == whole
    assert not any("改动过" in name for name in names(out))


def test_what_a_person_changed_is_set_aside_once_and_never_dropped(box: Path, tmp_path: Path) -> None:
    out = tmp_path / "结果"
    check(box, out)
    copy = next((out / "标注").iterdir())
    copy.write_bytes(b"mine")
    for _ in range(2):
        check(box, out)
        assert [path.read_bytes() for path in (out / "标注").iterdir() if "改动过" in path.name] == [b"mine"]
    assert sum("改动过" in path for path in read_account(out)) == 1


def test_only_one_run_writes_into_a_folder(box: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "结果"
    with claimed(out):
        assert check(box, out) == 2
        assert "另一个 gouji 正在写" in capsys.readouterr().err
    assert check(box, out) == 1


def test_a_folder_that_cannot_be_written_is_said_before_the_work(
    box: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "别的").mkdir()
    (tmp_path / "别的" / "x.txt").write_text("mine")
    monkeypatch.setattr("checks.batch.run", lambda *_args, **_more: pytest.fail("the work has begun"))
    assert check(box, tmp_path / "别的") == 2
    assert check(box, box / "0.xlsx") == 2
    assert names(tmp_path / "别的") == ["x.txt"]


def test_a_full_disk_keeps_the_old_files(box: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "结果"
    check(box, out)
    before = {name: (out / name).read_bytes() for name in names(out)}
    monkeypatch.setattr("checks.render.results_folder.results_page", full)
    assert check(box, out) == 2
    assert {name: (out / name).read_bytes() for name in names(out) if name not in (ACCOUNT, JOURNAL)} == {
        name: data for name, data in before.items() if name != ACCOUNT
    }


def full(*_arguments: object) -> object:
    raise OSError(28, "No space left on device")


def test_ctrl_c_at_any_moment_keeps_the_last_results(box: Path, tmp_path: Path) -> None:
    out = tmp_path / "结果"
    check(box, out)
    before = {name: (out / name).read_bytes() for name in names(out)}
    for number in range(3000):
        (box / f"x{number}.xlsx").hardlink_to(box / "1.xlsx")
    for moment in (0.4, 0.8, 1.2):
        command = [sys.executable, "-m", "checks", "check", str(box), "--out", str(out), "--no-cache"]
        run = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(moment)
        run.send_signal(signal.SIGINT)
        _, complaint = run.communicate(timeout=120)
        assert run.returncode in (2, -signal.SIGINT), complaint.decode()  # the system, before Python handles signals
        assert {name: (out / name).read_bytes() for name in names(out)} == before


def test_an_account_that_is_not_ours_is_none(tmp_path: Path) -> None:
    for text in ("[]", '{"../x": "0"}', '{"标注/a/b": "0"}', '{"标注/a": 5}', "[" * 100_000, "\x00"):
        (tmp_path / ACCOUNT).write_text(text)
        assert read_account(tmp_path) == {}
    with pytest.raises(UsageError), claimed(tmp_path / ACCOUNT):
        pass

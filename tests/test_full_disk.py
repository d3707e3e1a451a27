"""A disk that is really full: a small one of our own, in a name space of our own where the system allows it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .fixtures.received_folder import wrong

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="tmpfs is Linux's")]

ROOT = Path(__file__).parents[1]
PAGE = 4096
ALONE = ("unshare", "--user", "--map-root-user", "--mount")
SCRIPT = """
import json, os, subprocess, sys
from pathlib import Path

disk, box, spares = Path(sys.argv[1]), Path(sys.argv[2]), json.loads(sys.argv[3])
env = {**os.environ, "PYTHONPATH": os.getcwd(), "PYTHONDONTWRITEBYTECODE": "1"}

def mount(size, *more):
    subprocess.run(["mount", "-t", "tmpfs", "-o", ",".join([*more, f"size={size}"]), "tmpfs", disk], check=True)

def leave(spare):
    mount(2**26, "remount")
    status = os.statvfs(disk)
    mount((status.f_blocks - status.f_bfree + spare) * status.f_bsize, "remount")

def gouji(*arguments, env=env):
    run = subprocess.run([sys.executable, "-m", "checks", *map(str, arguments)], capture_output=True, env=env)
    return run.returncode, run.stderr.decode()

def held():
    return {str(path): path.read_bytes() for path in sorted(disk.rglob("*")) if path.is_file()}

mount(2**26)
out, mine = disk / "结果", disk / "mine.xlsx"
first = gouji("check", box, "--out", out)
mine.write_bytes(b"mine")
for path in list(box.iterdir()):
    (box / f"又{path.name}").write_bytes(path.read_bytes())
told = []
for spare in spares:
    leave(spare)
    before = held()
    results = {
        "check": gouji("check", box, "--out", out),
        "new": gouji("new", 2025, "-o", mine, "--force"),
        "convert": gouji("convert", next(box.iterdir()), "-o", mine, "--force"),
        "cache": gouji("check", box, "--format", "csv", env={**env, "GOUJI_CACHE": str(disk / "cache")}),
    }
    with (disk / "printed").open("wb") as file:
        run = subprocess.run([sys.executable, "-m", "checks", "check", str(box), "--format", "json"], stdout=file,
                             stderr=subprocess.PIPE, env=env)
    results["printed"] = run.returncode, run.stderr.decode()
    (disk / "printed").unlink()
    after = held()
    lost = [name for name in before if not name.endswith((".gouji.json", ".journal")) and name not in after
            and "cache" not in name]
    cut = [name for name, data in after.items() if name.endswith(".xlsx") and data[:2] == b"PK"
           and b"PK\\x05\\x06" not in data]
    told.append({"spare": spare, "results": results, "lost": lost, "cut": cut, "mine": after[str(mine)] == b"mine"})
mount(2**26, "remount")
last = gouji("check", box, "--out", out)
names = [str(path.relative_to(out)) for path in out.rglob("*")]
print(json.dumps({"first": first, "told": told, "last": last, "names": names}))
"""


@pytest.fixture
def is_possible() -> None:
    if not shutil.which("unshare") or subprocess.run([*ALONE, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system allows no name space of one's own, so no disk to fill")


@pytest.mark.usefixtures("is_possible")
def test_a_full_disk_costs_nothing_but_the_results(tmp_path: Path) -> None:
    disk, box = tmp_path / "disk", tmp_path / "box"
    disk.mkdir()
    box.mkdir()
    for number, name in enumerate("甲乙丙"):
        (box / f"{number}.xlsx").write_bytes(wrong(number, f"某县{name}局2024年政府信息公开工作年度报告"))
    spares = [0, 6]
    command = [*ALONE, sys.executable, "-c", SCRIPT, str(disk), str(box), json.dumps(spares)]
    env = {**os.environ, "GOUJI_CACHE": str(tmp_path / "cache")}
    run = subprocess.run(command, cwd=ROOT, capture_output=True, env=env, check=False)
    assert run.returncode == 0, run.stderr.decode()
    told = json.loads(run.stdout)
    assert told["first"][0] == 1
    for one in told["told"]:
        assert (one["lost"], one["cut"]) == ([], []), one["spare"]
        codes = {name: code for name, (code, _) in one["results"].items()}
        assert codes["cache"] == 1, one
        assert all("Traceback" not in said for _, said in one["results"].values())
        for name in ("check", "new", "convert", "printed"):
            assert codes[name] in ((2,) if one["spare"] < 2 else (1, 2, 0)), (name, one)
            assert codes[name] != 2 or one["results"][name][1].count("\n") == 1, one["results"][name]
        assert one["mine"] == (codes["new"] == codes["convert"] == 2)
    assert told["last"][0] == 1
    assert not [name for name in told["names"] if "改动过" in name or ".tmp" in name]
    assert len([name for name in told["names"] if name.startswith("标注/")]) == 6

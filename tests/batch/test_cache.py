"""A second run reads only what has changed, and never says anything else than a first one."""

from __future__ import annotations

import dataclasses
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from checks import batch
from checks.batch import Result, cache, refs
from checks.batch.cache import Cache, place
from checks.batch.work import Checker
from checks.model.rule import Rulebook

from ..fixtures.received_folder import BOOK, fill, good, note, wrong

ROOT = Path(__file__).parents[2]


def run(folder: Path, book: Rulebook = BOOK, **options: object) -> list[Result]:
    return list(batch.run([str(folder)], book, progress=False, **options))  # type: ignore[arg-type]


def known(folder: Path) -> dict[str, bool]:
    """Which files the next run need not read."""
    store = Cache(place(BOOK))
    found = {ref.name: body is not None for ref, body in store.known(refs([str(folder)]))}
    store.close()
    return found


def known_by_content(folder: Path) -> dict[str, bool]:
    """Which files the next run need not check again."""
    work = Checker(BOOK, cache=str(place(BOOK)))
    return {ref.name: not work(ref).is_new for ref in refs([str(folder)])}


def as_new(folder: Path) -> list[str]:
    return [result.json for result in run(folder, cache=False)]


def test_the_second_run_reads_nothing(folder: Path) -> None:
    expected = as_new(folder)
    assert not any(known(folder).values())
    run(folder)
    assert all(known(folder).values())
    (folder / "00.xlsx").chmod(0o600)  # its inode has changed, so it is read again
    assert [name for name, is_known in known(folder).items() if not is_known] == ["00.xlsx"]
    assert [result.json for result in run(folder)] == expected


def test_a_changed_file_is_read_again(folder: Path) -> None:
    run(folder)
    changed = folder / "00.xlsx"
    before = changed.stat()
    changed.write_bytes(wrong(0)[: before.st_size].ljust(before.st_size, b"\0"))  # as long as it was
    os.utime(changed, ns=(before.st_atime_ns, before.st_mtime_ns))  # and as old as it was
    assert not known(folder)["00.xlsx"]
    found = run(folder)
    assert found[0].status != "pass"
    assert [result.json for result in found] == as_new(folder)


def test_a_touched_file_is_read_but_not_checked(folder: Path) -> None:
    run(folder)
    for path in folder.iterdir():
        os.utime(path)
    assert not any(known(folder)[f"{i:02d}.xlsx"] for i in range(12))
    assert all(known_by_content(folder).values())
    assert [result.json for result in run(folder)] == as_new(folder)
    assert all(known(folder).values())


def test_a_moved_folder_is_known_by_its_contents(folder: Path) -> None:
    run(folder)
    moved = folder.rename(folder.with_name("搬过"))
    assert all(known_by_content(moved).values())
    found = run(moved)
    assert [result.json for result in found] == as_new(moved)
    assert all(result.source.startswith(str(moved)) for result in found)


def test_the_same_bytes_under_another_name_are_checked_anew(tmp_path: Path) -> None:
    """The name may tell the year and the unit."""
    box = tmp_path / "box"
    box.mkdir()
    (box / "甲县财政局2023年报.xlsx").write_bytes(good(title=""))
    (box / "乙.xlsx").write_bytes(good(2))
    first = run(box)
    (box / "甲县财政局2023年报.xlsx").rename(box / "丙县民政局2022年报.xlsx")
    shutil.copy(box / "乙.xlsx", box / "乙.csv")
    second = run(box)
    assert {one.submission.unit for one in first} == {"甲县财政局", "某县财政局"}
    assert {one.submission.unit for one in second} == {"丙县民政局", "某县财政局"}
    assert [one.json for one in second] == as_new(box)
    assert any(one.rule == "A-FILE:misnamed" for one in second[1].verdict.findings)


def test_equal_files_in_two_folders_do_not_push_each_other_out(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.xlsx").write_bytes(good())
    run(tmp_path)
    assert all(known(tmp_path).values())
    assert [one.source for one in run(tmp_path)] == [str(tmp_path / name / "x.xlsx") for name in ("a", "b", "c")]


def test_other_rules_know_nothing_of_it(folder: Path) -> None:
    run(folder)
    other = dataclasses.replace(BOOK, digest="sha256:other")
    assert place(other) != place(BOOK)
    store = Cache(place(other))
    assert not any(body for _, body in store.known(refs([str(folder)])))
    store.close()


def test_another_program_or_library_knows_nothing_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = place(BOOK)
    assert place(BOOK) == before
    monkeypatch.setattr(cache, "__version__", "99.9")
    assert place(BOOK) != before
    monkeypatch.undo()
    (tmp_path / "a_library-1.0.dist-info").mkdir()
    monkeypatch.syspath_prepend(str(tmp_path))
    assert place(BOOK) != before


def test_no_cache_leaves_no_cache(folder: Path, cache_folder: Path) -> None:
    run(folder, cache=False)
    assert list(cache_folder.glob("*.sqlite")) == []


def test_what_a_worker_died_of_may_have_been_the_machine(folder: Path) -> None:
    store = Cache(place(BOOK))
    (folder / "不在.xlsx").symlink_to("没有")
    work = Checker(BOOK)
    for ref in refs([str(folder)]):
        answer = work(ref)
        if answer.digest:
            store.keep(ref, answer.digest, answer.body, is_new=answer.is_new)
    store.close()
    assert [name for name, is_known in known(folder).items() if not is_known] == ["不在.xlsx"]


def test_marked_copies_are_made_again(folder: Path) -> None:
    first = [(one.json, one.marked) for one in run(folder, mark=note)]
    assert [(one.json, one.marked) for one in run(folder, mark=note)] == first
    assert [one.json for one in run(folder)] == [text for text, _ in first]
    assert sum(copy is not None for _, copy in first) >= 4


@pytest.mark.parametrize("damage", ["gone", "empty", "cut", "text", "folder", "read-only folder"])
def test_a_damaged_cache_is_made_anew(folder: Path, cache_folder: Path, damage: str) -> None:
    expected = [result.json for result in run(folder)]
    file = place(BOOK)
    data = file.read_bytes()
    match damage:
        case "gone":
            file.unlink()
        case "empty":
            file.write_bytes(b"")
        case "cut":
            file.write_bytes(data[: len(data) // 2])
        case "text":
            file.write_bytes(b"this is no database, and never was one " * 100)
        case "folder":
            file.unlink()
            file.mkdir()
        case "read-only folder":
            cache_folder.chmod(0o500)
    assert [result.json for result in run(folder)] == expected
    assert [result.json for result in run(folder)] == expected
    cache_folder.chmod(0o700)
    if damage in ("gone", "empty", "cut", "text"):
        run(folder)
        assert all(known(folder).values())


def test_flipped_bytes_never_change_a_result(folder: Path) -> None:
    expected = [result.json for result in run(folder)]
    file = place(BOOK)
    whole = file.read_bytes()
    bodies = {ref.source: Checker(BOOK)(ref).body for ref in refs([str(folder)])}
    rng = random.Random(5)
    for _ in range(40):
        data = bytearray(whole)
        for _ in range(rng.choice([1, 3, 60])):
            data[rng.randrange(len(data))] = rng.randrange(256)
        for name in ("", "-wal", "-shm"):
            file.with_name(file.name + name).unlink(missing_ok=True)
        file.write_bytes(data)
        store = Cache(file)
        for ref, body in store.known(refs([str(folder)])):
            assert body is None or body == bodies[ref.source]
            if body is None:
                store.keep(ref, "0" * 64, b"x", is_new=False)
        store.close()
    file.write_bytes(data)
    assert [result.json for result in run(folder)] == expected


def test_a_row_that_was_changed_is_not_believed(folder: Path) -> None:
    expected = [result.json for result in run(folder)]
    for statement in (
        "UPDATE results SET body = replace(CAST(body AS TEXT), 'fail', 'pass')",
        "UPDATE seen SET result = result % 5 + 1",
        "UPDATE results SET body = 7",
        "UPDATE seen SET seal = 'x'",
    ):
        with sqlite3.connect(place(BOOK)) as connection:
            connection.execute(statement)
        connection.close()
        assert [result.json for result in run(folder)] == expected


def test_too_much_is_forgotten(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = [result.json for result in run(folder)]
    monkeypatch.setattr(cache, "_LARGEST", 1)
    Cache(place(BOOK)).close()
    left = known(folder)
    assert 0 < sum(left.values()) < len(left)
    monkeypatch.undo()
    assert [result.json for result in run(folder)] == expected
    assert all(known(folder).values())


def test_results_of_old_versions_go(cache_folder: Path) -> None:
    old, new = cache_folder / "results-0000.sqlite", cache_folder / "results-1111.sqlite"
    for path in (old, new):
        path.write_bytes(b"x")
    os.utime(old, (0, 0))
    Cache(place(BOOK)).close()
    assert (old.exists(), new.exists()) == (False, True)


AT_ONCE = """
import sys
sys.path[:] = sys.argv[2:]  # where libraries are found is part of what the cache goes by
from checks import batch, rulebook

if __name__ == "__main__":
    found = [result.json for result in batch.run([sys.argv[1]], rulebook.load(), progress=False)]
    print(len(found), hash(tuple(found)))
"""


def test_several_runs_at_once(folder: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(AT_ONCE, "utf-8")
    env = {**os.environ, "PYTHONHASHSEED": "1"}
    command = [sys.executable, str(script), str(folder), str(ROOT), *sys.path]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env) for _ in range(4)]
    ends = [one.communicate(timeout=120) for one in started]
    assert {errors for _, errors in ends} == {b""}
    assert len({out for out, _ in ends}) == 1
    assert all(known(folder).values())


def test_names_that_are_not_utf_8(tmp_path: Path) -> None:
    box = tmp_path / "box"
    box.mkdir()
    fill(box)
    (box / os.fsdecode(b"\xc4\xea\xb1\xa8.xlsx")).write_bytes(wrong(9))
    expected = as_new(box)
    assert [result.json for result in run(box)] == expected
    assert all(known(box).values())
    assert [result.json for result in run(box)] == expected

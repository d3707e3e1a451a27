"""Files for the tests of batches, and work that ends its worker in every way there is."""

from __future__ import annotations

import io
import os
import random
import signal
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path

from random_reports import balanced

from checks import rulebook
from checks.batch import Ref
from checks.batch.work import Checked, Checker
from checks.model.figures import Number
from checks.model.findings import Verdict
from workbook_templates.plain import csv_file, html_file, workbook

BOOK = rulebook.load()
FORM = BOOK.forms["annual2021"]
TITLE = "某县财政局2024年政府信息公开工作年度报告"


def figures(seed: int = 1) -> dict[str, Number]:
    return balanced(FORM, random.Random(seed))


def good(seed: int = 1, title: str = TITLE) -> bytes:
    return workbook([(FORM, figures(seed))], title=title)


def wrong(seed: int = 1, title: str = TITLE) -> bytes:
    """A workbook with a wrong total."""
    found: Mapping[str, Number] = figures(seed)
    return workbook([(FORM, {**found, "results.granted.total": int(found["results.granted.total"]) + 7})], title=title)


def zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def fill(folder: Path) -> None:
    """Write a bit of everything: good, wrong, several in one, unreadable, without a table."""
    for i in range(12):
        (folder / f"{i:02d}.xlsx").write_bytes(wrong(i) if i % 4 == 3 else good(i))
    (folder / "下级").mkdir()
    (folder / "下级" / "甲 2023.csv").write_bytes(csv_file(FORM, figures(20)))
    (folder / "下级" / "乙.xls").write_bytes(html_file(FORM, figures(21)))
    packed = {"一 2022.xlsx": good(30), '引"号.xlsx': wrong(31), "坏.xlsx": good(32)[:3000]}
    (folder / "打包.zip").write_bytes(zipped(packed))
    (folder / "空.xlsx").write_bytes(b"")
    (folder / "说明.txt").write_text("本单位没有收到申请。", "utf-8")


def act(item: str) -> str:
    """Do what the item says, and say so if that is possible."""
    match item.split(maxsplit=1)[0]:
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "abort":
            os.abort()
        case "leave":
            os._exit(0)
        case "raise":
            raise KeyError(item)
        case "exit":
            raise SystemExit(3)
        case "hang":
            time.sleep(600)
        case "spin":
            while True:
                pass
        case "swallow":
            return str(len(bytearray(2**40)))
        case "hoard":
            hoard = []
            while True:
                hoard.append(bytearray(2**22))
        case "secret":
            return lambda: item  # type: ignore[return-value]  # what cannot be sent
    return f"done {item}"


class Trapped(Checker):
    """The usual check, but for files whose names say what happens."""

    def __call__(self, ref: Ref) -> Checked:
        if ref.name.startswith(("die", "hang", "hoard")):
            act(ref.name.partition(".")[0])
        return super().__call__(ref)


def note(data: bytes, verdicts: list[Verdict]) -> tuple[int, list[str]]:
    """Mark nothing, but say what was given."""
    return len(data), [verdict.source for verdict in verdicts]


def fatal_note(data: bytes, verdicts: list[Verdict]) -> tuple[int, list[str]]:
    os.kill(os.getpid(), signal.SIGKILL)
    return note(data, verdicts)

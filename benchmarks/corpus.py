"""Workbooks for the benchmarks: balanced reports in the statutory layout, as offices would send them."""

from __future__ import annotations

import random
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent.parent / "tests")]

from random_reports import balanced

from checks import rulebook
from workbook_templates.plain import workbook


def make(folder: Path, count: int, seed: int = 1) -> list[Path]:
    """Write ``count`` balanced 2021 workbooks and return their paths; those that are there are kept."""
    form = rulebook.load().forms["annual2021"]
    rng = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for i in range(count):
        path = folder / f"{i:05d}.xlsx"
        figures = balanced(form, rng)
        if not path.exists():
            path.write_bytes(workbook([(form, figures)], title=f"第{i}镇2024年政府信息公开工作年度报告"))
        paths.append(path)
    return paths

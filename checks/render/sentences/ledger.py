"""What is said about the ledger, and what has changed since the last run."""

from __future__ import annotations

from collections.abc import Mapping


def no_ledger(path: str) -> str:
    """A ledger that is no workbook."""
    return f"台账“{path}”打不开。台账应为 .xlsx 工作簿；如果还没有台账，换一个新的文件名，会自动生成。"


def no_column(path: str) -> str:
    """A ledger without units."""
    return f"台账“{path}”里没有“单位”一列。如果还没有台账，换一个新的文件名，会自动生成。"


def cannot_write(path: str, reason: str) -> str:
    """A ledger that another program has open."""
    return f"写不了台账“{path}”（{reason}）。如果它正在 Excel 或 WPS 里打开，请先关闭。"


def changes(last_run: str, counts: Mapping[str, int]) -> str:
    """What has changed since the last run."""
    since = f"与上次（{last_run}）相比" if last_run else "首次记入台账"
    told = "、".join(f"{name} {count}" for name, count in counts.items())
    return f"{since}：{told or '没有变化'}。"


def needs_list() -> str:
    """A ledger without a list of units."""
    return "--ledger 要和 --units 一起用：台账按名单逐个单位记录。"

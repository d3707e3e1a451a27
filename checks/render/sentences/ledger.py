"""What is said about the ledger, and what has changed since the last run."""

from __future__ import annotations

from collections.abc import Mapping

PROMPT: Mapping[str, str] = {
    "状态": "程序每次更新；你改成“已说明”或“定稿”以后，程序不再改动。清空这一格，又由程序更新。",
    "催报": "你写：哪天催过，怎样催的。程序不改。",
    "答复": "你写：哪天答复的。程序不改。",
    "期限": "你写：应报送的日期，如 2026-01-31；过了还没有报，写“逾期”。",
    "备注": "随便写，程序不改。",
    "指定": "邮箱、邮件号或文件名（可写几个，用分号隔开）：以后都认作这个单位的。",
    "草稿": "回复或催报最近一次起草的时间。清空这一格，下次重写。",
}


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

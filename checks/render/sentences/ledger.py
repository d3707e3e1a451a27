"""What is said about the ledger, and what has changed since the last run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from checks.language import Words, either
from checks.render.sentences.glossary import listed

CHANGES = Words(
    {
        "新收": ("新收", "newly received"),
        "改好": ("改好", "mended"),
        "又错": ("又错", "wrong again"),
        "仍缺": ("仍缺", "still missing"),
        "逾期未报": ("逾期未报", "overdue"),
        "定稿后又收到不同的文件": ("定稿后又收到不同的文件", "another file after the final one"),
        "有变化": ("有变化", "changed"),
    }
)
"""What the ledger says in a unit's row, which stays Chinese, and what is said of it."""

PROMPT = Words(
    {
        "状态": (
            "程序每次更新；你改成“已说明”或“定稿”以后，程序不再改动。清空这一格，又由程序更新。",
            "Kept up to date, until you write 已说明 (explained) or 定稿 (final). Clear it, and it is kept again.",
        ),
        "催报": ("你写：哪天催过，怎样催的。程序不改。", "Yours: when and how you reminded them. Never changed."),
        "答复": ("你写：哪天答复的。程序不改。", "Yours: when you answered. Never changed."),
        "期限": (
            "你写：应报送的日期，如 2026-01-31；过了还没有报，写“逾期”。",
            "Yours: the day by which to report, such as 2026-01-31; once it has passed they are overdue (逾期).",
        ),
        "备注": ("随便写，程序不改。", "Anything; never changed."),
        "指定": (
            "邮箱、邮件号或文件名（可写几个，用分号隔开）：以后都认作这个单位的。",
            "Addresses, mail numbers or file names, with semicolons between: taken for this unit's from now on.",
        ),
        "草稿": (
            "回复或催报最近一次起草的时间。清空这一格，下次重写。",
            "When a reply or a reminder was last drafted. Clear it to have it anew.",
        ),
    }
)


def bad_line(unit: str, problem: str) -> str:
    """What the program cannot use of a line, which stays as it is."""
    return either(f"台账里“{unit}”一行：{problem}", f"Ledger, line “{unit}”: {problem}")


def bad_state(text: str, known: Sequence[str]) -> str:
    """A state that is none of ours."""
    return either(
        f"状态“{text}”不认识，照原样保留，不再更新。认得的是{listed(known)}；清空这一格就由程序填写。",
        f"the state “{text}” is unknown; it stays, and is not kept up to date. Known: {listed(known)}; clear the cell "
        "to have it kept.",
    )


def bad_deadline(text: str) -> str:
    """A day that is none."""
    return either(
        f"期限“{text}”看不懂，没有采用。请写成 2026-01-31 这样。",
        f"the deadline “{text}” is no day, and was not used. Write it as 2026-01-31.",
    )


def bad_digest(text: str) -> str:
    """A checksum that is none."""
    return either(
        f"定稿校验码“{text[:20]}”不是校验码，没有采用。请清空这一格，下次由程序填写。",
        f"“{text[:20]}” is no checksum, and was not used. Clear the cell, and it is filled in next time.",
    )


def no_ledger(path: str) -> str:
    """A ledger that is no workbook."""
    return either(
        f"台账“{path}”打不开。台账应为 .xlsx 工作簿；如果还没有台账，换一个新的文件名，会自动生成。",
        f"The ledger “{path}” cannot be opened. It has to be an .xlsx workbook; without one yet, "
        "give a new name, and it will be made.",
    )


def no_column(path: str) -> str:
    """A ledger without units."""
    return either(
        f"台账“{path}”里没有“单位”一列。如果还没有台账，换一个新的文件名，会自动生成。",
        f"The ledger “{path}” has no column 单位 (unit). Without one yet, give a new name, and it will be made.",
    )


def cannot_write(path: str, reason: str) -> str:
    """A ledger that another program has open."""
    return either(
        f"写不了台账“{path}”（{reason}）。如果它正在 Excel 或 WPS 里打开，请先关闭。",
        f"The ledger “{path}” cannot be written ({reason}). If it is open in Excel or WPS, close it first.",
    )


def changes(last_run: str, counts: Mapping[str, int]) -> str:
    """What has changed since the last run."""
    told = listed(f"{CHANGES.get(name, name)} {count}" for name, count in counts.items())
    if last_run:
        since = either(f"与上次（{last_run}）相比", f"Since the last run ({last_run})")
    else:
        since = either("首次记入台账", "First run with this ledger")
    return either(f"{since}：{told or '没有变化'}。", f"{since}: {told or 'no change'}.")


def needs_list() -> str:
    """A ledger without a list of units."""
    return either(
        "--ledger 要和 --units 一起用：台账按名单逐个单位记录。",
        "--ledger goes with --units: the ledger has a row for each unit of the list.",
    )

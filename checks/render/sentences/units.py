"""What is said about the list of units: what was understood of it, and what was not."""

from __future__ import annotations

from collections.abc import Sequence

NO_COLUMN = "没有找到“单位”一列"
NO_UNITS = "“单位”一列是空的"
NO_NAME = "有其他内容，但没有单位名称，没有计入"
IS_FOLDER = "这是一个文件夹"


def bad_list(path: str, reason: str) -> str:
    """A list of units that cannot be used."""
    return (
        f"单位名单“{path}”不能用：{reason.rstrip('。')}。名单需要“单位”一列；“邮箱”“上级”“别名”“角色”几列可有可无，"
        "一个单位有几个邮箱的，用分号隔开。也可以是每行一个单位名称的文本文件。"
    )


def echo(units: int, with_address: int) -> str:
    """How much of the list was understood."""
    return f"{units} 个单位，{with_address} 个有邮箱"


def unknown_columns(labels: Sequence[str]) -> str:
    """Columns that nothing is made of."""
    named = "".join(f"“{label}”" for label in labels[:8])
    return f"列{named}没有用到（认得的列：单位、邮箱、上级、别名、角色）。"


def no_unit(place: str, text: str) -> str:
    """A line that adds up or heads others."""
    return f"{place}“{text}”不是单位，没有计入。"


def bad_line(place: str, problem: str) -> str:
    """What is wrong with a line."""
    return f"{place}：{problem.rstrip('。')}。"


def bad_role(text: str) -> str:
    """A role that is none."""
    return f"角色“{text}”不认得，应为本级、汇总或不计入"


def bad_address(text: str) -> str:
    """What stands under 邮箱 and is no address."""
    return f"“{text}”不是邮箱地址"


def duplicate(place: str, name: str, parent: str) -> str:
    """A unit that the list has twice under the same parent."""
    where = f"（上级：{parent}）" if parent else ""
    return f"{place}“{name}”{where}重复，与前面的一行合并。同名的不同单位，请在“上级”一列写清。"


def shared_address(address: str, names: Sequence[str]) -> str:
    """An address that several units have."""
    return f"邮箱 {address} 属于{'、'.join(names[:6])}等 {len(names)} 个单位，不能据此认定是谁报送的。"


def no_such_unit(name: str, candidates: Sequence[str]) -> str:
    """A unit that was named on the command line and is not clear."""
    if candidates:
        return f"“{name}”可能是{'、'.join(candidates[:6])}，请写全称。"
    return f"名单里没有“{name}”。"


def filled_down(parents: Sequence[str]) -> str:
    """A column 上级 in which each name stands once, as merged cells are exported."""
    named = "、".join(parents[:3]) + "等" * (len(parents) > 3)
    return f"“上级”一列每个名称只写了一次（{named}），下面的空白按同一上级处理。"

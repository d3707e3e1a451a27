"""What is said about the list of units: what was understood of it, and what was not."""

from __future__ import annotations

from collections.abc import Sequence

from checks.language import Text, either
from checks.render.sentences.glossary import listed

NO_COLUMN = Text("没有找到“单位”一列", "there is no column 单位 (unit)")
NO_UNITS = Text("“单位”一列是空的", "the column 单位 (unit) is empty")
NO_NAME = Text("有其他内容，但没有单位名称，没有计入", "something stands here, but no unit; not counted")
IS_FOLDER = Text("这是一个文件夹", "it is a folder")


def bad_list(path: str, reason: str) -> str:
    """A list of units that cannot be used."""
    return either(
        f"单位名单“{path}”不能用：{reason.rstrip('。')}。名单需要“单位”一列；“邮箱”“上级”“别名”“角色”几列可有可无，"
        "一个单位有几个邮箱的，用分号隔开。也可以是每行一个单位名称的文本文件。",
        f"The list of units “{path}” cannot be used: {reason.rstrip('.')}. It needs a column 单位 (unit); the columns "
        "邮箱 (address), 上级 (parent), 别名 (alias) and 角色 (role) may stand beside; several addresses of a unit "
        "stand with semicolons between them. A text file with one unit a line will do, too.",
    )


def echo(units: int, with_address: int) -> str:
    """How much of the list was understood."""
    return either(f"{units} 个单位，{with_address} 个有邮箱", f"{units} units, {with_address} with an address")


def unknown_columns(labels: Sequence[str]) -> str:
    """Columns that nothing is made of."""
    named = [f"“{label}”" for label in labels[:8]]
    return either(
        f"列{''.join(named)}没有用到（认得的列：单位、邮箱、上级、别名、角色）。",
        f"Unused columns: {', '.join(named)} (known: 单位 unit, 邮箱 address, 上级 parent, 别名 alias, 角色 role).",
    )


def no_unit(place: str, text: str) -> str:
    """A line that adds up or heads others."""
    return either(f"{place}“{text}”不是单位，没有计入。", f"{place} “{text}” is no unit, and not counted.")


def bad_line(place: str, problem: str) -> str:
    """What is wrong with a line."""
    return either(f"{place}：{problem.rstrip('。')}。", f"{place}: {problem.rstrip('.')}.")


def bad_role(text: str) -> str:
    """A role that is none."""
    return either(
        f"角色“{text}”不认得，应为本级、汇总或不计入",
        f"the role “{text}” is unknown; it should be 本级 (own office), 汇总 (sums up) or 不计入 (left out)",
    )


def bad_address(text: str) -> str:
    """What stands under 邮箱 and is no address."""
    return either(f"“{text}”不是邮箱地址", f"“{text}” is no mail address")


def duplicate(place: str, name: str, parent: str) -> str:
    """A unit that the list has twice under the same parent."""
    where = either(f"（上级：{parent}）", f" (of {parent})") if parent else ""
    return either(
        f"{place}“{name}”{where}重复，与前面的一行合并。同名的不同单位，请在“上级”一列写清。",
        f"{place} “{name}”{where} stands twice and is taken for one. "
        "Tell different units of one name apart in the column 上级 (parent).",
    )


def shared_address(address: str, names: Sequence[str]) -> str:
    """An address that several units have."""
    shown = listed(names[:6])
    return either(
        f"邮箱 {address} 属于{shown}等 {len(names)} 个单位，不能据此认定是谁报送的。",
        f"The address {address} belongs to {len(names)} units ({shown}) and cannot tell whose a report is.",
    )


def no_such_unit(name: str, candidates: Sequence[str]) -> str:
    """A unit that was named on the command line and is not clear."""
    if candidates:
        shown = listed(candidates[:6])
        return either(f"“{name}”可能是{shown}，请写全称。", f"“{name}” may be {shown}. Give its full name.")
    return either(f"名单里没有“{name}”。", f"“{name}” is not in the list.")


def filled_down(parents: Sequence[str]) -> str:
    """A column 上级 in which each name stands once, as merged cells are exported."""
    more = len(parents) > 3
    named = listed(parents[:3])
    return either(
        f"“上级”一列每个名称只写了一次（{named}{'等' * more}），下面的空白按同一上级处理。",
        f"The column 上级 (parent) has each name once ({named}{' …' * more}); blanks below are taken for the same.",
    )


def too_long(rows: int) -> str:
    """A sheet of which only the beginning could be read."""
    return either(
        f"一个工作表超过 {rows - 1} 行，后面的读不到；请分成几个工作表",
        f"a sheet has more than {rows - 1} rows, and the rest cannot be read; make several sheets of it",
    )


def heading(place: str, name: str, parent: str) -> str:
    """A line that is the heading of those below it, in a list without a column 上级."""
    return either(
        f"{place}“{name}”不是单位，是下面各行的上级（{parent}）。",
        f"{place} “{name}” is no unit, but what stands above the lines below it ({parent}).",
    )

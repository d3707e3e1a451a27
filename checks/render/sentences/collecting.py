"""What is said about a collection as a whole: whose a report is and why, what has to be asked, who is late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from checks.render.sentences.inbox import UNIT_FROM

LETTERS = "往来邮件"
LETTERS_HEADER = ("类别", "发件人", "主题", "时间", "说明")
LETTER: Mapping[str, str] = {"bounce": "退信", "auto_reply": "自动回复", "own": "本单位发出", "letter": "没有报表"}
BY_PARENT = "按上级"
PARENTS_HEADER = ("上级", "应报", "已报", "报送率", "合格", "待改正", "待核实", "有疑问", "未报送")
NO_PARENT = "（未写上级）"
NOTICE = "可以发到工作群的通知"


def first_of_all(doubtful: int, missing: int) -> str:
    """The heading of what a person has to see to first."""
    parts = [f"有疑问 {doubtful}"] * bool(doubtful) + [f"未报送 {missing}"] * bool(missing)
    return f"先看这些：{'，'.join(parts)}"


def of_parent(parent: str, asked: int, sent: int) -> str:
    """The heading of the units below one 上级."""
    return f"{parent or NO_PARENT}：应报 {asked}，已报 {sent}（{100 * sent // asked}%）"


ALL_PARENTS = "全部上级"
YEAR_UNKNOWN = "年度不详：文件里没有写明年度"
NO_DATE = "邮件没有日期，或日期在将来，不能据此认定它更新"
AFTER_FINAL = "定稿后又收到不同的文件，没有采用"
ALL_RIGHT = "核对无误"

QUESTION: Mapping[str, str] = {
    "contradiction": "各处写的单位互相矛盾，没有归入任何单位，请确认是谁的",
    "nobody": "文件、文件名和邮件都没有写是哪个单位，请确认是谁的",
    "same_mail": "同一封邮件（或同一时刻）里有两份不同的表，请确认以哪一份为准",
    "several_senders": "两个发件人报送了不同的表，请确认以哪一份为准",
}


def evidence(pieces: Sequence[tuple[str, str, Sequence[str]]]) -> str:
    """All that tells the unit: where it stands, what it says, and whose it may be if that is another name."""
    named = []
    for source, says, units in pieces:
        meant = "／".join(units[:3])
        named.append(f"{UNIT_FROM[source]}“{says}”" + (f"→{meant}" if meant and meant != says else ""))
    return "单位据：" + "，".join(named)


def rivals(names: Sequence[str]) -> str:
    """The units that it may be of."""
    return f"可能是：{'、'.join(names[:6])}"


def lacks(tables: Sequence[str]) -> str:
    """The tables that the report lacks."""
    return f"缺{'、'.join(tables)}"


def gives(file: str, tables: Sequence[str]) -> str:
    """Which tables are taken from which file."""
    return f"{'、'.join(tables)}取自“{file}”"


def others(files: Sequence[str]) -> str:
    """What another sender sent."""
    return f"另有发件地址不是该单位的：{'、'.join(files[:5])}，没有采用"


FOREIGN = "发件地址不在名单中该单位名下"
PASSED_ON = "由上级转报"


def mended(gone: int, still: int, new: int) -> str:
    """What the last submission did to what was wrong with the one before."""
    parts = [f"已改 {gone} 处"] * bool(gone) + [f"仍有 {still} 处"] * bool(still) + [f"新出现 {new} 处"] * bool(new)
    return f"与前一份相比：{'，'.join(parts)}" if parts else ""


def made_at(moment: str) -> str:
    """When the page was made."""
    return f"核对时间：{moment}"


def drafted(moment: str) -> str:
    """An earlier run has drafted the same reply."""
    return f"同样的回复已于 {moment} 起草，没有重写（要重写，清空台账里的“草稿”一格）"


def list_echo(units: int, with_address: int) -> str:
    """How much of the list was understood."""
    return f"名单：{units} 个单位，{with_address} 个有邮箱"


def failed(address: str, unit: str) -> str:
    """An address that mail does not reach."""
    whose = f"（{unit}）" if unit else ""
    return f"{address}{whose} 收不到邮件，请核对邮箱" if address else "对方收不到邮件"


def notice(moment: str, missing: Sequence[str], wrong: Sequence[str], unclear: Sequence[str]) -> str:
    """One text for a group chat."""
    parts = [f"截至{moment}，" if moment else "目前，"]
    groups = []
    if missing:
        groups.append(f"仍未报送（{len(missing)}）：{'、'.join(missing)}")
    if wrong:
        groups.append(f"需更正（{len(wrong)}）：{'、'.join(wrong)}")
    if unclear:
        groups.append(f"请核实（{len(unclear)}）：{'、'.join(unclear)}")
    if not groups:
        return "".join([*parts, "各单位的年报表格已全部报送并核对无误。"])
    return "".join([*parts, "；".join(groups), "。请以上单位尽快办理。"])


def all_right(year: int | None) -> Sequence[str]:
    """The body of an answer to a unit whose report holds."""
    what = f"{year}年度" if year else ""
    return (f"你单位报送的{what}政府信息公开工作年度报告表格已收到，经核对，表内数字相符，未发现问题。",)


def unused(sources: Sequence[str]) -> str:
    """Reports of the year before that are of nobody who has reported."""
    return f"上年报告中没有对应单位的：{'、'.join(sources[:10])}" + ("等" if len(sources) > 10 else "") + "。"


def unpaired(paired: int, asked: int, names: Sequence[str]) -> str:
    """How many reports of the year before were found, and whose were not."""
    missing = f"，未找到：{'、'.join(names[:30])}" + (f"等 {len(names)} 个" if len(names) > 30 else "") if names else ""
    return f"上年报告：{asked} 个单位找到 {paired} 个{missing}。"


ASK: Mapping[str, str] = {
    "contradiction": "文件、文件名和发件地址写的单位不一致，请确认这份报告是哪个单位的。",
    "nobody": "文件里没有写明单位，请确认是哪个单位的报告。",
    "same_mail": "收到的表里有两份不同的版本，请确认以哪一份为准。",
    "several_senders": "收到了不同的版本，请确认以哪一份为准。",
}


def ask_for_tables(tables: Sequence[str]) -> str:
    """Asks for what the report lacks."""
    return f"没有收到{'、'.join(tables)}，请一并报送。"


def ask_year(year: int | None) -> str:
    """Asks of which year a report is."""
    return f"文件里没有写明年度，请确认是{f'{year}年度' if year else '哪一年度'}的报告。"

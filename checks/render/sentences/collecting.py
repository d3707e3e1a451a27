"""What is said about a collection as a whole: whose a report is and why, what has to be asked, who is late."""

from __future__ import annotations

from collections.abc import Sequence

from checks.language import Text, Texts, Words, either
from checks.render.sentences.glossary import listed
from checks.render.sentences.inbox import UNIT_FROM

LETTERS = Text("往来邮件", "Other mail")
LETTERS_HEADER = Texts(("类别", "Kind"), ("发件人", "Sender"), ("主题", "Subject"), ("时间", "Time"), ("说明", "Note"))
LETTER = Words(
    {
        "bounce": ("退信", "bounce"),
        "auto_reply": ("自动回复", "automatic reply"),
        "own": ("本单位发出", "sent by us"),
        "letter": ("没有报表", "no report"),
    }
)
BY_PARENT = Text("按上级", "By parent")
PARENTS_HEADER = Texts(
    ("上级", "Parent"),
    ("应报", "Asked"),
    ("已报", "Sent"),
    ("报送率", "Share"),
    ("合格", "Pass"),
    ("待改正", "To correct"),
    ("待核实", "To check"),
    ("有疑问", "Doubtful"),
    ("未报送", "Missing"),
)
NO_PARENT = Text("（未写上级）", "(no parent given)")
NOTICE = Text("可以发到工作群的通知", "A notice for the units' chat group (in Chinese)")
ALL_PARENTS = Text("全部上级", "all parents")
YEAR_UNKNOWN = Text("年度不详：文件里没有写明年度", "year unknown: the file does not say")
NO_DATE = Text(
    "邮件没有日期，或日期在将来，不能据此认定它更新",
    "the mail has no date, or one in the future, which cannot make it the newer one",
)

QUESTION = Words(
    {
        "contradiction": (
            "各处写的单位互相矛盾，没有归入任何单位，请确认是谁的",
            "what names the unit is contradictory; given to none, please tell whose it is",
        ),
        "nobody": (
            "文件、文件名和邮件都没有写是哪个单位，请确认是谁的",
            "neither the file, nor its name, nor the mail names a unit; please tell whose it is",
        ),
        "same_mail": (
            "同一封邮件（或同一时刻）里有两份不同的表，请确认以哪一份为准",
            "one mail (or moment) brought two different reports; please tell which counts",
        ),
        "several_senders": (
            "两个发件人报送了不同的表，请确认以哪一份为准",
            "two senders sent different reports; please tell which counts",
        ),
    }
)


def first_of_all(doubtful: int, missing: int) -> str:
    """The heading of what a person has to see to first."""
    parts = [either(f"有疑问 {doubtful}", f"doubtful {doubtful}")] * bool(doubtful)
    parts += [either(f"未报送 {missing}", f"missing {missing}")] * bool(missing)
    return either(f"先看这些：{'，'.join(parts)}", f"Look at these first: {', '.join(parts)}")


def of_parent(parent: str, asked: int, sent: int) -> str:
    """The heading of the units below one 上级."""
    name, share = parent or str(NO_PARENT), 100 * sent // asked
    return either(
        f"{name}：应报 {asked}，已报 {sent}（{share}%）", f"{name}: {asked} asked, {sent} have sent ({share}%)"
    )


def evidence(pieces: Sequence[tuple[str, str, Sequence[str]]]) -> str:
    """All that tells the unit: where it stands, what it says, and whose it may be if that is another name."""
    named = []
    for source, says, units in pieces:
        meant = "／".join(units[:3])
        named.append(f"{UNIT_FROM[source]}{either('', ' ')}“{says}”" + (f"→{meant}" if meant and meant != says else ""))
    return either(f"单位据：{'，'.join(named)}", f"unit told by {', '.join(named)}")


def rivals(names: Sequence[str]) -> str:
    """The units that it may be of."""
    return either(f"可能是：{listed(names[:6])}", f"may be of {listed(names[:6])}")


def lacks(tables: Sequence[str]) -> str:
    """The tables that the report lacks."""
    return either(f"缺{listed(tables)}", f"lacks {listed(tables)}")


def gives(file: str, tables: Sequence[str]) -> str:
    """Which tables are taken from which file."""
    return either(f"{listed(tables)}取自“{file}”", f"{listed(tables)} taken from “{file}”")


def after_final(files: Sequence[str]) -> str:
    """What came after the final report."""
    return either(
        f"定稿后又收到不同的文件，没有采用：{listed(files)}",
        f"another file came after the final one, and was not taken: {listed(files)}",
    )


def others(files: Sequence[tuple[str, str]]) -> str:
    """What another sender sent: the names of files and senders."""
    shown = listed(either(f"{file}（{sender}）", f"{file} ({sender})") for file, sender in files[:5])
    return either(
        f"另有发件地址不是该单位的：{shown}，没有采用",
        f"also from an address that is not the unit's, not taken: {shown}",
    )


FOREIGN = Text("发件地址不在名单中该单位名下", "the list does not give this address to the unit")
PASSED_ON = Text("由上级转报", "passed on by the parent")


def mended(gone: int, still: int, new: int) -> str:
    """What the last submission did to what was wrong with the one before."""
    parts = [either(f"已改 {gone} 处", f"{gone} mended")] * bool(gone)
    parts += [either(f"仍有 {still} 处", f"{still} still there")] * bool(still)
    parts += [either(f"新出现 {new} 处", f"{new} new")] * bool(new)
    if not parts:
        return ""
    return either(f"与前一份相比：{'，'.join(parts)}", f"against the one before: {', '.join(parts)}")


def made_at(moment: str) -> str:
    """When the page was made."""
    return either(f"核对时间：{moment}", f"checked {moment}")


def drafted(moment: str) -> str:
    """An earlier run has drafted the same reply."""
    return either(
        f"同样的回复已于 {moment} 起草，没有重写"
        "（要重写：有台账的，清空“草稿”一格；没有台账的，删去结果文件夹里的 .gouji.drafts）",
        f"the same reply was drafted {moment} and not again "
        "(to have it anew, clear its cell 草稿 in the ledger; without one, delete .gouji.drafts in the results folder)",
    )


def list_echo(units: int, with_address: int) -> str:
    """How much of the list was understood."""
    return either(
        f"名单：{units} 个单位，{with_address} 个有邮箱", f"list: {units} units, {with_address} with an address"
    )


def failed(address: str, unit: str) -> str:
    """An address that mail does not reach."""
    if not address:
        return either("对方收不到邮件", "mail does not arrive there")
    whose = either(f"（{unit}）", f" ({unit})") if unit else ""
    return either(
        f"{address}{whose} 收不到邮件，请核对邮箱", f"mail does not reach {address}{whose}; check the address"
    )


def unused(sources: Sequence[str]) -> str:
    """Reports of the year before that are of nobody who has reported."""
    shown = listed(sources[:10]) + (either("等", " …") if len(sources) > 10 else "")
    return either(f"上年报告中没有对应单位的：{shown}。", f"Last year's reports of nobody who has reported: {shown}.")


def unpaired(paired: int, asked: int, names: Sequence[str]) -> str:
    """How many reports of the year before were found, and whose were not."""
    missing = ""
    if names:
        shown = listed(names[:30]) + (either(f"等 {len(names)} 个", f" … {len(names)}") if len(names) > 30 else "")
        missing = either(f"，未找到：{shown}", f", not for {shown}")
    return either(
        f"上年报告：{asked} 个单位找到 {paired} 个{missing}。",
        f"Last year's report was found for {paired} of {asked} units{missing}.",
    )

"""What a letter to a unit says: a reply, a reminder. It goes to a Chinese office, and is Chinese in every language."""

from __future__ import annotations

from collections.abc import Sequence


def subject_reply(subject: str, year: int | None) -> str:
    """The subject of a reply; a mail without one gets a subject that says what it is about."""
    about = subject or f"{year or ''}{'年度' if year else ''}政府信息公开工作年度报告表格核对情况"
    return about if about[:3].lower() in ("re:", "re：", "回复:", "回复：") else f"Re: {about}"


def subject_reminder(year: int | None) -> str:
    """The subject of a reminder."""
    return f"请报送{f'{year}年度' if year else ''}政府信息公开工作年度报告"


def salutation(names: Sequence[str]) -> str:
    """To whom."""
    return f"{'、'.join(names) or '报送单位'}："


def received(files: Sequence[str], errors: int, warnings: int, bad: int) -> str:
    """What came, and what it comes to."""
    named = "、".join(f"“{name}”" for name in files)
    counts = [f"有 {errors} 处需要改正"] * bool(errors) + [f"有 {warnings} 处请核实"] * bool(warnings)
    counts += [f"有 {bad} 个文件需要重新报送"] * bool(bad)
    counts = counts or ["有以下事项请确认"]
    came = f"你单位报送的{named}" if files else "你单位发来的邮件"
    return f"{came}收悉。经核对，{'，'.join(counts)}，具体如下。"


def file_heading(number: int, name: str, unit: str) -> str:
    """The heading of one of several files."""
    return f"【文件{number}】{name}" + (f"（{unit}）" if unit else "")


MUST_CORRECT = "需要改正（逻辑性：数字之间对不上）"
PLEASE_CHECK = "请核实（核实性：确属实情的，请回复说明）"
ONE_OF = "以下几种改法都能使数字对上，请对照台账确认是哪一种："
MORE_LIKELY = "另有其他可能，请对照台账核对。"
REASON = "依据"
CHECK_FIRST = "应填的数由表内关系推算得出，请以台账为准。"
SEE_COPY = "附件标出了有问题的格，仅供对照；请在你单位的原文件上改正后重新报送。"
SEE_COPY_AND_CHECK = "附件标出了需要核实的格，仅供对照。"
SEND_AGAIN = "请改正后重新报送。"
SEND_IF_WRONG = "确有差错的，请在你单位的原文件上改正后重新报送。"
THANKS = "谢谢支持。"


def item(number: int, sentence: str) -> str:
    """One thing to correct."""
    return f"{number}. {sentence}"


def more_in_copy(count: int) -> str:
    """Things to correct that the letter leaves out."""
    return f"还有 {count} 处，见附件。"


def ended(sentence: str) -> str:
    """A sentence that ends as one."""
    return sentence if sentence.endswith(("。", "：")) else f"{sentence}。"


def wrong_year(year: int | None, expected: int | None) -> str:
    """Asks for the report of the right year."""
    return f"这份报告的年度是{year}年。请报送{expected}年度的报告。"


def wrong_form(year: int | None) -> str:
    """Asks for the report in the form of its year."""
    return f"这份报告用的不是{year}年度的统一格式（是以往年度的表式）。请改用{year}年度的表格填报。"


def not_yet(year: int | None, day: str = "") -> Sequence[str]:
    """The body of a reminder, and the day up to which nothing came."""
    what = f"{year}年度" if year else ""
    return (
        f"{f'截至{day}' if day else '目前'}尚未收到你单位{what}政府信息公开工作年度报告表格，请尽快报送。",
        "如已报送，请告知报送的时间和邮箱，以便查找。",
    )


REMINDER = "催报"
KEPT = "改动过"


def several(name: str, count: int) -> str:
    """The name of a draft to a sender who wrote for several units."""
    return f"{name}等{count}个单位" if count > 1 else name


ALL_RIGHT = "核对无误"


def notice(moment: str, missing: Sequence[str], wrong: Sequence[str], unclear: Sequence[str]) -> str:
    """One text for a group chat of the units: Chinese."""
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


def ask_for_tables(tables: Sequence[str]) -> str:
    """Asks for what the report lacks."""
    return f"没有收到{'、'.join(tables)}，请一并报送。"


def ask_year(year: int | None) -> str:
    """Asks of which year a report is."""
    return f"文件里没有写明年度，请确认是{f'{year}年度' if year else '哪一年度'}的报告。"


ASK = {
    "contradiction": "文件、文件名和发件地址写的单位不一致，请确认这份报告是哪个单位的。",
    "nobody": "文件里没有写明单位，请确认是哪个单位的报告。",
    "same_mail": "收到的表里有两份不同的版本，请确认以哪一份为准。",
    "several_senders": "收到了不同的版本，请确认以哪一份为准。",
}
"""What a letter asks of the unit."""

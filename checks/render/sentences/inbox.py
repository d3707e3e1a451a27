"""What the results of an inbox say: the results workbook, the page, the drafts of replies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from checks.render.sentences import SEVERITY, STATUS

STATE: dict[str, str] = {
    **STATUS,
    "doubtful": "？ 单位有疑问",
    "empty": "✗ 没有填写",
    "wrong_year": "✗ 年度不符",
    "wrong_form": "✗ 表式不符",
    "missing": "－ 未报送",
}
"""The status of a unit, by ``deliveries.State``; ``missing`` for a unit that sent nothing."""

UNIT_FROM: dict[str, str] = {
    "cover": "封面",
    "title": "标题",
    "file_name": "文件名",
    "sender": "发件人姓名",
    "address": "发件地址",
    "subject": "邮件主题",
    "assigned": "台账指定",
}

# The results workbook.
SHEETS = ("单位", "问题", "未报送")
UNITS_HEADER = (
    "单位", "上级", "年度", "状态", "逻辑性", "核实性", "发件人", "收到时间", "文件", "标注件", "较早的报送", "说明",
)  # fmt: skip
FINDINGS_HEADER = (
    "单位", "文件", "级别", "规则", "位置", "现为", "应为", "左", "右", "差", "说明", "标注件",
)  # fmt: skip
MISSING_HEADER = ("单位", "邮箱", "上级")
NO_UNIT = "（单位不详）"
OPEN_COPY = "打开"
BLANK = "空白"
OR = " 或 "
CUT = "……（略）"


def more_rows(count: int) -> str:
    """Findings for which a sheet has no room."""
    return f"还有 {count} 条放不下，见 findings.json。"


def same_as(name: str) -> str:
    """An earlier delivery with the very same content."""
    return f"{name}（内容相同）"


def of_year(name: str, year: int | None) -> str:
    """A file beside those that count, of another year."""
    return f"{name}（{year} 年度）" if year else name


def beside(name: str, status: str) -> str:
    """A file beside those that count, which holds nothing to check."""
    return f"{name}（{STATE[status].split()[-1]}）"


def told_by(source: str, said: str) -> str:
    """What told the unit, and how it was written there if the list writes it otherwise."""
    return f"单位据{UNIT_FROM[source]}" + (f"“{said}”" if said else "")


NOT_LISTED = "名单外"
UNIT_UNKNOWN = "无法得知单位"


def subject_was(subject: str) -> str:
    """The subject of a mail that tells no unit: a person may know."""
    return f"邮件主题“{subject}”"


def address_of(name: str) -> str:
    """A sender whose address the list gives to another unit than the report names."""
    return f"发件地址在名单中属于“{name}”"


def twins(names: Sequence[str]) -> str:
    """Units that sent the very same file."""
    return f"与{'、'.join(names[:5])}发来的文件完全相同"


def year_is(year: int | None, expected: int | None) -> str:
    """A report of another year than the one asked for."""
    return f"报告年度为 {year}，应报 {expected} 年度" if expected else f"报告年度为 {year}"


def form_is_not(year: int | None) -> str:
    """A report in a form of other years."""
    return f"不是 {year} 年度的统一格式"


def not_kept(what: Sequence[str]) -> str:
    """What the marked copy could not keep."""
    return f"标注件未能保留：{'、'.join(what)}"


# The page.
TITLE = "政府信息公开工作年度报告核对结果"
HEAT = "哪些格容易填错"
HEAT_NOTE = "格内是在这一格有逻辑性错误的报告数（有几种可能的，取最可能的一种）；颜色越深越多。"
ALL = "全部"
FILTER = "按单位、文件或问题查找"
NOT_SENT = "未报送的单位"
OTHERS_ZERO = "未列出的行为 0"
NOTHING = "没有收到可以核对的报告。"
NO_MISSING = "名单上的单位都有报送。"
COPY = "标注件"
DRAFT = "回复草稿"
REASONS = "查看原因"
SHOWN = "显示 {0} / {1} 个单位"


def page_title(year: int | None) -> str:
    """The heading of the page."""
    return f"{year} 年度{TITLE}" if year else TITLE


def workbook_heading(title: str, counts: Mapping[str, int], missing: int, moment: str) -> str:
    """What every printed page of the workbook begins with."""
    told = [f"{STATE[state].split()[-1]} {count}" for state, count in counts.items() if count]
    told += [f"{STATE['missing'].split()[-1]} {missing}"] * bool(missing)
    return "　".join(part for part in (title, "，".join(told), moment) if part)


def counted(units: int, reports: int) -> str:
    """How much the page is about."""
    return f"{units} 个单位，{reports} 份报告"


def problems(errors: int, warnings: int) -> str:
    """What a fold holds."""
    parts = [f"逻辑性 {errors} 处"] * bool(errors) + [f"核实性 {warnings} 处"] * bool(warnings)
    return "，".join(parts) or REASONS


def more_problems(count: int) -> str:
    """Problems for which the page has no room."""
    return f"还有 {count} 处没有列出。请先改正以上各处，再核对一次。"


# The drafts.
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
NO_ATTACHMENT = "邮件中没有附件"


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


# The folder of results.
def not_our_folder(path: str) -> str:
    """A folder that holds something else."""
    return f"文件夹“{path}”里已有其他文件，没有写入。请换一个空的或新的文件夹。"


def being_written(path: str) -> str:
    """A folder that another run has claimed."""
    return f"另一个 gouji 正在写文件夹“{path}”，没有写入。请等它结束，或换一个文件夹。"


def no_folder(path: str) -> str:
    """A path that is a file."""
    return f"“{path}”不是文件夹。请换一个文件夹。"


def folder_written(path: str, counts: Mapping[str, int]) -> str:
    """What was written where."""
    listed = "，".join(f"{name} {count} 个" for name, count in counts.items() if count)
    return f"结果在“{path}”：汇总.xlsx、汇总.html、findings.json" + (f"；{listed}" if listed else "") + "。"


def unit_line(state: str, name: str, counts: Mapping[str, int], source: str, older: int) -> str:
    """One unit on a terminal."""
    words = "，".join(f"{SEVERITY[severity]} {count}" for severity, count in counts.items() if count)
    replaced = f"，较早的报送 {older} 件" if older else ""
    return f"{STATE[state]}  {name}{f'（{words}）' if words else ''}  {source}{replaced}"


def missing(names: Sequence[str]) -> str:
    """The units that nothing came from."""
    return f"{STATE['missing']} {len(names)} 个：{'、'.join(names)}"

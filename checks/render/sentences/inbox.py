"""What the results of an inbox say: the results workbook, the page, the drafts of replies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from checks.language import Text, Texts, Words, either
from checks.render.sentences import SEVERITY, STATUS, counted_of
from checks.render.sentences.details import detail
from checks.render.sentences.glossary import listed

STATE = Words(
    {
        **STATUS.pairs,
        "doubtful": ("？ 单位有疑问", "? doubtful"),
        "empty": ("✗ 没有填写", "✗ not filled in"),
        "wrong_year": ("✗ 年度不符", "✗ wrong year"),
        "wrong_form": ("✗ 表式不符", "✗ wrong form"),
        "missing": ("－ 未报送", "− missing"),
    }
)
"""The status of a unit, by ``deliveries.State``; ``missing`` for a unit that sent nothing."""

UNIT_FROM = Words(
    {
        "cover": ("封面", "cover"),
        "title": ("标题", "title"),
        "file_name": ("文件名", "file name"),
        "sender": ("发件人姓名", "sender's name"),
        "address": ("发件地址", "sender's address"),
        "subject": ("邮件主题", "subject"),
        "assigned": ("台账指定", "ledger"),
    }
)

# The results workbook.
SHEETS = Texts(("单位", "Units"), ("问题", "Findings"), ("未报送", "Missing"))
UNITS_HEADER = Texts(
    ("单位", "Unit"),
    ("上级", "Parent"),
    ("年度", "Year"),
    ("状态", "State"),
    ("逻辑性", "Errors"),
    ("核实性", "Warnings"),
    ("发件人", "Sender"),
    ("收到时间", "Received"),
    ("文件", "File"),
    ("标注件", "Marked copy"),
    ("较早的报送", "Earlier"),
    ("说明", "Notes"),
)
FINDINGS_HEADER = Texts(
    ("单位", "Unit"),
    ("文件", "File"),
    ("级别", "Severity"),
    ("规则", "Rule"),
    ("位置", "Place"),
    ("现为", "Stands"),
    ("应为", "Should be"),
    ("左", "Left"),
    ("右", "Right"),
    ("差", "Difference"),
    ("说明", "Message"),
    ("标注件", "Marked copy"),
)
MORE_OF_CSV = Texts(
    ("表式", "Form"),
    ("结果", "Outcome"),
    ("格", "Cell"),
    ("年度", "Year"),
    ("状态", "Status"),
    ("较新的报送", "Superseded by"),
    ("校验码", "SHA-256"),
)
"""What ``--format csv`` has beside the findings' columns: new ones come at the end."""
MISSING_HEADER = Texts(("单位", "Unit"), ("邮箱", "Address"), ("上级", "Parent"))
NO_UNIT = Text("（单位不详）", "(unit unknown)")
OPEN_COPY = Text("打开", "open")
BLANK = Text("空白", "blank")
OR = Text(" 或 ", " or ")
CUT = Text("……（略）", "… (cut)")


def more_rows(count: int) -> str:
    """Findings for which a sheet has no room."""
    return either(
        f"还有 {count} 条放不下，见 findings.json。", f"There is no room for {count} more: see findings.json."
    )


def same_as(name: str) -> str:
    """An earlier delivery with the very same content."""
    return either(f"{name}（内容相同）", f"{name} (same content)")


def of_year(name: str, year: int | None) -> str:
    """A file beside those that count, of another year."""
    return either(f"{name}（{year} 年度）", f"{name} ({year})") if year else name


def beside(name: str, status: str) -> str:
    """A file beside those that count, which holds nothing to check."""
    state = STATE[status].partition(" ")[2]
    return either(f"{name}（{state}）", f"{name} ({state})")


NOT_LISTED = Text("名单外", "not in the list")
UNIT_UNKNOWN = Text("无法得知单位", "nothing tells the unit")


def subject_was(subject: str) -> str:
    """The subject of a mail that tells no unit: a person may know."""
    return either(f"邮件主题“{subject}”", f"subject “{subject}”")


def address_of(name: str) -> str:
    """A sender whose address the list gives to another unit than the report names."""
    return either(f"发件地址在名单中属于“{name}”", f"the list gives the sender's address to “{name}”")


def twins(names: Sequence[str]) -> str:
    """Units that sent the very same file."""
    return either(f"与{listed(names[:5])}发来的文件完全相同", f"the very same file as from {listed(names[:5])}")


def year_is(year: int | None, expected: int | None) -> str:
    """A report of another year than the one asked for."""
    if not expected:
        return either(f"报告年度为 {year}", f"a report of {year}")
    return either(f"报告年度为 {year}，应报 {expected} 年度", f"a report of {year}; {expected} was asked for")


def form_is_not(year: int | None) -> str:
    """A report in a form of other years."""
    return either(f"不是 {year} 年度的统一格式", f"not in the form of {year}")


def not_kept(what: Sequence[str]) -> str:
    """What the marked copy could not keep."""
    named = listed(map(detail, what))
    return either(f"标注件未能保留：{named}", f"the marked copy could not keep: {named}")


# The page.
TITLE = Text("政府信息公开工作年度报告核对结果", "Open-government annual reports: results of the check")
HEAT = Text("哪些格容易填错", "Which cells go wrong")
HEAT_NOTE = Text(
    "格内是在这一格有逻辑性错误的报告数（有几种可能的，取最可能的一种）；颜色越深越多。",
    "In each cell the number of reports with an error in it (of several possibilities the likeliest); "
    "the darker, the more. The form's labels are as printed.",
)
FILTER = Text("按单位、文件或问题查找", "Find a unit, a file or a problem")
OTHERS_ZERO = Text("未列出的行为 0", "rows that are not shown are 0")
NOTHING = Text("没有收到可以核对的报告。", "No report that could be checked has come.")
COPY = Text("标注件", "marked copy")
DRAFT = Text("回复草稿", "draft of a reply")
REMINDERS = Text("催报", "reminder")
REASONS = Text("查看原因", "why")
SHOWN = Text("显示 {0} / {1} 个单位", "{0} of {1} units shown")
IN_CHINESE = Text("", "Drafts and marked copies go to the units, and are in Chinese.")


def page_title(year: int | None) -> str:
    """The heading of the page."""
    return either(f"{year} 年度{TITLE}", f"{TITLE}, {year}") if year else str(TITLE)


def workbook_heading(title: str, counts: Mapping[str, int], missing: int, moment: str) -> str:
    """What every printed page of the workbook begins with."""
    every = [*counts.items(), ("missing", missing)]
    told = [f"{STATE[state].partition(' ')[2]} {count}" for state, count in every if count]
    return either("　", "   ").join(part for part in (title, either("，", ", ").join(told), moment) if part)


def counted(units: int, reports: int) -> str:
    """How much the page is about."""
    return either(f"{units} 个单位，{reports} 份报告", f"{counted_of(units, 'unit')}, {counted_of(reports, 'report')}")


def problems(errors: int, warnings: int) -> str:
    """What a fold holds."""
    parts = [either(f"逻辑性 {errors} 处", counted_of(errors, "error"))] * bool(errors)
    parts += [either(f"核实性 {warnings} 处", counted_of(warnings, "warning"))] * bool(warnings)
    return either("，", ", ").join(parts) or str(REASONS)


def more_problems(count: int) -> str:
    """Problems for which the page has no room."""
    return either(
        f"还有 {count} 处没有列出。请先改正以上各处，再核对一次。",
        f"{count} more are not shown. Correct these first, and check again.",
    )


# The folder of results.
def not_our_folder(path: str) -> str:
    """A folder that holds something else."""
    return either(
        f"文件夹“{path}”里已有其他文件，没有写入。请换一个空的或新的文件夹。",
        f"The folder “{path}” holds other files, and nothing was written. Take an empty or a new one.",
    )


def being_written(path: str) -> str:
    """A folder that another run has claimed."""
    return either(
        f"另一个 gouji 正在写文件夹“{path}”，没有写入。请等它结束，或换一个文件夹。",
        f"Another gouji is writing the folder “{path}”; nothing was written. Wait for it, or take another folder.",
    )


def no_folder(path: str) -> str:
    """A path that is a file."""
    return either(f"“{path}”不是文件夹。请换一个文件夹。", f"“{path}” is no folder. Take another one.")


_SEVERAL = {"marked copy": "marked copies", "draft of a reply": "drafts of replies", "reminder": "reminders"}


def folder_written(path: str, counts: Mapping[str, int]) -> str:
    """What was written where."""
    what = either("，", ", ").join(
        either(f"{name} {count} 个", f"{count} {name if count == 1 else _SEVERAL.get(name, name)}")
        for name, count in counts.items()
        if count
    )
    more = f"{either('；', '; ')}{what}" if what else ""
    return either(
        f"结果在“{path}”：汇总.xlsx、汇总.html、findings.json{more}。",
        f"Results are in “{path}”: 汇总.xlsx (workbook), 汇总.html (page), findings.json{more}.",
    )


def unit_line(state: str, name: str, counts: Mapping[str, int], source: str, older: int) -> str:
    """One unit on a terminal."""
    words = either("，", ", ").join(f"{SEVERITY[severity]} {count}" for severity, count in counts.items() if count)
    counted = either(f"（{words}）", f" ({words})") if words else ""
    replaced = either(f"，较早的报送 {older} 件", f", {older} earlier") if older else ""
    return f"{STATE[state]}  {name}{counted}  {source}{replaced}"


def missing(names: Sequence[str]) -> str:
    """The units that nothing came from."""
    return either(
        f"{STATE['missing']} {len(names)} 个：{listed(names)}", f"{STATE['missing']} {len(names)}: {listed(names)}"
    )

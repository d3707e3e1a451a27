"""What the buttons say, in every program; the functions, the installer and each host have modules of their own."""

from __future__ import annotations

TIME = "%Y-%m-%d %H:%M"

NOTE_MARK = "勾稽校验："
"""How every note of ours begins."""

NO_WORKBOOK = "请先打开要核对的表格。"
CHART_IN_FRONT = "现在打开的是图表工作表，没有单元格。请先切换到表格所在的工作表。"
NOTHING_SELECTED = "没有选中单元格。请先点一下要处理的那一格。"
NO_RESULTS = "还没有校验结果。请先点“一键校验”。"
STALE = "结果已过期，请重新校验（点“一键校验”）。"
ALL_WELL = "没有发现问题。"
TITLE = "年报校验"
BUSY = "Excel 正忙（可能有单元格正在编辑）。请按回车结束编辑后再点一次。"
WHICH_NUMBER = "请输入序号："
FILE_KINDS = (
    "表格和文档,*.xlsx;*.xlsm;*.xls;*.xlsb;*.et;*.ods;*.csv;*.docx;*.doc;*.wps;*.rtf;*.pdf;*.htm;*.html;*.mht,"
    "所有文件,*.*"
)
NO_SUCH_LINE = "这一行没有对应的单元格。请选中有“位置”的一行，或直接选中表格里的一格。"
NO_PROPOSAL = "这一格没有建议的数。请点“一键校验”，在“校验结果”的“疑似填错”一列看哪一格有建议。"
ASK_ACCEPT = "改成建议的数吗？请先对照原始数据核实。"
ASK_TAKE_BACK = "改回原来的内容吗？"
NOTHING_ACCEPTED = "没有可以撤回的采纳。"
NOT_OURS_TO_TAKE_BACK = "采纳记录不是在这台电脑上留下的，不能撤回。请对照记录里的原数手工改回。"
KEPT_AS_TEXT = "这一格的数存成了文本，求和公式会漏掉它；改成数字，大小不变。"
NO_BLANKS = "表里没有空白格。"
NO_TEXT_NUMBERS = "表里没有存成文本的数。"
NOT_THE_ONLY_ONE = "这只是可能的改法之一，“查看诊断”里有其他可能。"
SUSPECTED = "这一格可能填错。"
LIKELY = "最可能："
NO_REASON = "没有填写说明，没有记录。"
EXPLAINED = "已记入“情况说明”。"
MUST_BE_FIXED = "这一格的问题是逻辑性错误，或者还缺数，不能用“情况属实”保留，请改正或补填。"
NOTHING_TO_EXPLAIN = "这一格没有需要说明的问题。"
WHICH_ONE = "这一格有几个问题，说明哪一个？"
FOREIGN_EXPLANATIONS = "已有一张“情况说明”工作表，但第一行不是“规则、位置、左、右、说明、时间”。请先给它改名。"
WHICH_YEAR = "新建哪一年度的年报？"
WHICH_EDITION = "用哪一种表格？"
EDITIONS = ("填报版（总计由公式算出，适合填报）", "复核版（总计照原件填写，适合核对别人的年报）")
SAVE_AS = "保存为"
WHICH_LAST_YEAR = "选择上年的年度报告"
NO_PREVIOUS_SHEET = "当前工作簿没有“上年数据”工作表。请用“新建年报”生成标准表格，再导入上年。"
NOTHING_TO_IMPORT = "上年的报告里没有可以填进“上年数据”的数，或者已经填好了。"
ASK_IMPORT = "填进“上年数据”吗？"
WHICH_FOLDER = "选择放着各单位年报的文件夹"
RESULTS_FILE = "批量校验结果.xlsx"
REPORT_SUFFIX = "-校验报告.html"
WORD_SUFFIX = "-法定表格.docx"
SIGN_SUFFIX = "-核对表.html"
EMPTY_FOLDER = "这个文件夹里没有文件。"
GUIDE, FORM_FIELD, VERSION_FIELD = "填写说明", "表式", "模板版本"
NOT_STANDARD = "当前工作簿不是本版本的标准表格，没有可以切换的“校验”列。请用“新建年报”生成。"
WORDS_ON = "校验列已换成函数的详细说明（没有装加载项的电脑上会显示 #NAME?，报送前请再点一次换回）。"
WORDS_OFF = "校验列已换回原有公式。"
UNKNOWN_PROGRAM = "这不是 Excel。在 WPS 里请用 WPS 加载项，或标准表格里的自动校验，或用“gouji check”检查文件。"
STRUCTURE_PROTECTED = "工作簿的结构有保护，不能增加“校验结果”工作表。请在“审阅”里撤销“保护工作簿”后再试。"
NOTHING_TO_CLEAR = "没有需要清除的标记。"

RESULTS_HEADER = ("序号", "程度", "位置", "问题", "左", "右", "差", "疑似填错", "应为", "怎么办", "规则")
HOW_TO_GO_ON = (
    "点“位置”跳到那一格；改好后再点“一键校验”。“采纳建议”“情况属实”“查看诊断”对选中的一格或这里的一行起作用。"
)
LOG_TITLE = "采纳记录"
LOG_HEADER = ("", "状态", "位置", "项目", "原数", "新数", "", "时间")
ACCEPTED, TAKEN_BACK, BLANK = "已采纳", "已撤回", "空白"


def password_protected(sheet: str) -> str:
    """A sheet that we may not mark."""
    return f"工作表“{sheet}”有保护密码，不能加标记或改数。请在“审阅”里撤销保护后再试；校验结果不受影响。"


def notes_kept(sheet: str, addresses: list[str]) -> str:
    """Notes of ours that somebody has written on."""
    return f"工作表“{sheet}”{'、'.join(addresses)} 的批注改动过，没有删除。"


def one_of(choices: list[str]) -> str:
    """Rival explanations on one line each."""
    return "\n".join(["可能是以下之一：", *(f"{number}. {choice}" for number, choice in enumerate(choices, 1))])


def change(place: str, old: str, new: str) -> str:
    """Old and new."""
    return f"{place}：{old or '空白'} → {new}"


def checked_at(when: str, what: str, counted: str) -> str:
    """The second line of the results sheet."""
    return f"校验时间 {when}    {what}    {counted}"


def units(named: list[str]) -> str:
    """Whose reports a workbook holds."""
    return "、".join(named[:3]) + (f" 等 {len(named)} 份" if len(named) > 3 else "")


def verdict_line(status: str, errors: int, warnings: int, explained: int) -> str:
    """The first line of the results sheet."""
    counts = [f"逻辑性 {errors} 处"] * bool(errors) + [f"核实性 {warnings} 处"] * bool(warnings)
    counts += [f"已说明 {explained} 处"] * bool(explained)
    return f"{status}：{'，'.join(counts)}" if counts else status


def cleared(count: int) -> str:
    """After clearing."""
    return f"已清除标记 {count} 处。数字、格式和原有批注没有改动。"


def unexpected(log: str) -> str:
    """Our own fault."""
    return f"出了意外，这一步没有做完，工作簿里的数没有改动。详细情况记在 {log}，请发给维护人员。"


def unexpected_here(story: str) -> str:
    """Our own fault, where no file can be written."""
    return f"出了意外，这一步没有做完，工作簿里的数没有改动。请把下面的内容发给维护人员：\n{story}"


def at_finding(position: int, count: int, problem: str) -> str:
    """Where the person is among the findings."""
    return f"第 {position}/{count} 处：{problem}"


def sheet_is_gone(sheet: str) -> str:
    """A result that leads to a sheet that was deleted or renamed."""
    return f"工作表“{sheet}”没有了（可能改了名）。请重新点“一键校验”。"


def sheet_is_hidden(sheet: str) -> str:
    """A result on a sheet that nobody sees."""
    return f"问题在隐藏的工作表“{sheet}”里。请先取消隐藏（右键点任一工作表标签），再点“下一处”。"


def row_is_hidden(sheet: str, row: int) -> str:
    """A result in a row that a filter hides."""
    return f"问题在“{sheet}”第 {row} 行，这一行被筛选或隐藏了。请清除筛选或取消隐藏后查看。"


def nothing_wrong(place: str) -> str:
    """A cell without findings."""
    return f"{place} 没有发现问题。"


def changed_since(place: str, now: str) -> str:
    """An accepted figure that was changed by hand afterwards."""
    return f"{place} 采纳后又改过（现在是 {now}），没有撤回。"


def hidden_in_merge(place: str) -> str:
    """A cell that a merged area covers."""
    return f"{place} 在合并单元格里面，看不见，不能改。请先取消合并。"


def not_a_figure(place: str) -> str:
    """A cell that holds a formula, a date or an error value."""
    return f"{place} 里是公式、日期或出错的值，请手工修改。"


def belongs_with(cells: list[str]) -> str:
    """Cells that have to be changed together."""
    return f"要一起改的还有：{'；'.join(cells)}"


def ask_reason(message: str) -> str:
    """Ask why a warning is right as it is."""
    return f"{message}\n核实过，情况属实？请写明原因（会随工作簿一起报送）："


def not_a_year(answer: str) -> str:
    """An answer that is no year."""
    return f"“{answer}”不是年份。请填四位数字，例如 2024。"


def standard_name(year: str, edition: int) -> str:
    """What the file of a new report is called."""
    return f"{year}年政府信息公开工作年度报告表格（{EDITIONS[edition][:3]}）.xlsx"


def from_where(origin: str) -> str:
    """Whose report of which year is to fill last year's figures."""
    return f"来源：{origin}"


def imported(count: int) -> str:
    """After filling in last year's figures."""
    return f"已填入上年的数 {count} 个。"


def progress(count: int) -> str:
    """While a folder is checked."""
    return f"正在校验……已检查 {count} 份"


def about_program(version: str, rules: int, digest: str) -> str:
    """Our own version."""
    return f"勾稽 {version}，规则 {rules} 条（{digest}）"


def about_host(host: str, python: str, machine: str, xlwings: str) -> str:
    """What it runs on."""
    return f"程序 {host}，Python {python}（{machine}），xlwings {xlwings}"


def about_book(name: str, forms: list[str], protected: list[str], checked: bool) -> str:
    """What the workbook in front is like."""
    found = f"认出 {'、'.join(dict.fromkeys(forms))}" if forms else "没有认出年报表格"
    locked = f"；有保护的工作表：{'、'.join(protected)}" if protected else ""
    return f"当前工作簿“{name}”：{found}{locked}；{'已有' if checked else '还没有'}校验结果。"


def did_not_take(place: str) -> str:
    """A cell that stayed as it was."""
    return f"{place} 没有改成，可能被锁定。请手工修改。"


def table_in_results(sheet: str) -> str:
    """Our list bears a table of the report; it is not ours to replace."""
    return f"工作表“{sheet}”里有年报表格，没有动它。请先给它改个名字，再点一次。"


def ask_replace_results(sheet: str) -> str:
    """Somebody has added to our list, or changed it."""
    return f"工作表“{sheet}”里有不是校验写上去的内容（可能是批注、记录或改动），继续就会丢失。继续吗？"


def results_kept(sheet: str) -> str:
    """The list stays as it is."""
    return f"工作表“{sheet}”保留原样，这一步没有做。要留下这些内容，请先给它改个名字，再点一次。"


def half_done(places: list[str]) -> str:
    """A step that failed, and could not be undone as a whole."""
    return f"这一步没有做完，下列各格已经改动，没能改回，请核对：{'、'.join(places)}。"


def no_figure_of_the_report(place: str) -> str:
    """A line of the log that leads to no figure of the report."""
    return f"{place} 不是看得见的年报表格里的数，没有撤回。"


def ask_replace_file(name: str) -> str:
    """A file of that name exists."""
    return f"已经有“{name}”这个文件。替换它吗？"


def nothing_begun(sheets: list[str]) -> str:
    """Tables in which nothing is filled in yet."""
    return f"{'、'.join(sheets)} 还没有填数，没有填 0。"


def ask_fill_blanks(count: int) -> str:
    """Before blanks become 0."""
    return f"下面 {count} 个空白格都填 0 吗？没有的才填 0，还没统计的请先补填。"


def ask_to_numbers(count: int) -> str:
    """Before texts become numbers."""
    return f"下面 {count} 个存成文本的数改成数字吗？大小不变。"


def cells_of(sheet: str, addresses: list[str]) -> str:
    """Which cells of a sheet."""
    more = f" 等 {len(addresses)} 格" if len(addresses) > _SHOWN else ""
    return f"{sheet}：{'、'.join(addresses[:_SHOWN])}{more}"


def some(lines: list[str]) -> list[str]:
    """As many lines as a message box has room for."""
    return lines if len(lines) <= _SHOWN else [*lines[:_SHOWN], f"……共 {len(lines)} 处"]


def changed(count: int) -> str:
    """After a step that changed several cells."""
    return f"已改 {count} 格，可用“撤回采纳”改回。"


def several_back(told: str, count: int) -> str:
    """After taking a step back."""
    return told if count == 1 else f"已改回 {count} 格。"


def first_of(count: int, problem: str) -> str:
    """Where the person is after a check."""
    return f"第 1/{count} 条：{problem}"


def nothing_to_go_to(headline: str, sheet: str, *, found: bool) -> str:
    """After a check without a place to go to: all well, or only findings about the file."""
    return f"{headline}。详见“{sheet}”。" if found else f"{headline}。{ALL_WELL}"


SIGN_TITLE = "政府信息公开工作年度报告 表格核对表"
SIGN_FIELDS = (
    "填报单位",
    "年度",
    "工作簿",
    "核对时间",
    "核对程序",
    "规则版本",
    "数字的 sha256",
    "文件的 sha256",
    "核对结果",
)
SIGN_COLUMNS = ("序号", "程度", "位置", "问题", "疑似填错")
SIGNATURES = ("核对人", "复核人", "日期")
SIGN_NOTE = (
    "数字的 sha256 由表中全部数字算出，改动任何一个数都会变；文件的 sha256 由保存的文件算出。"
    "“通过”只说明各表的数字之间没有矛盾，不证明数字属实。"
)
UNKNOWN = "（没有写明）"
NOT_SAVED = "（核对时文件没有保存）"


def all_rules_hold(count: int) -> str:
    """A pass, on the page to sign."""
    return f"{count} 条全部相符"


def with_rules(headline: str, counted: str) -> str:
    """What was found, on the page to sign."""
    return f"{headline}（{counted}）"


def program(version: str) -> str:
    """Our own release, on the page to sign."""
    return f"勾稽 {version}"


_SHOWN = 20

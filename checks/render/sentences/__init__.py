"""Every sentence that a user reads, in one place, so that a clerk's word is changed once."""

from __future__ import annotations

from collections.abc import Mapping

from checks.model.figures import Number, spelled
from checks.model.findings import CellRef
from checks.render.sentences.received import REMARKS as REMARKS
from checks.render.sentences.received import UNREAD as UNREAD
from checks.render.sentences.unreadable import UNREADABLE as UNREADABLE  # for all who say it

number = spelled
"""Write a number plainly."""

SEVERITY: dict[str, str] = {"error": "逻辑性", "warning": "核实性", "info": "提示"}
OUTCOME: dict[str, str] = {
    "pass": "通过",
    "fail": "不通过",
    "undecided": "无法判断",
    "not_applicable": "不适用",
    "explained": "已说明",
}
STATUS: dict[str, str] = {
    "pass": "✓ 通过",
    "review": "！ 待核实",
    "fail": "✗ 不符",
    "unreadable": "✗ 无法读取",
    "no_table": "？ 未找到表格",
}


def gap(left: Number, right: Number) -> Number:
    """How far two sides are apart."""
    return left - right if left >= right else right - left


def at(place: str, label: str) -> str:
    """Name a cell by place and label: ``表三!J7（（一）予以公开·总计）``."""
    return f"{place}（{label}）" if place else label


def total_differs(place: str, label: str, parts: str, left: Number, right: Number) -> str:
    """A printed total that is not the sum of its parts."""
    return f"{at(place, label)}填 {number(right)}，而所含各项相加为 {parts}，相差 {number(gap(left, right))}。"


def sides_differ(title: str, left_parts: str, right_parts: str, left: Number, right: Number) -> str:
    """Two sums that should be equal."""
    return f"{title}：左边 {left_parts}，右边 {right_parts}，相差 {number(gap(left, right))}。"


def does_not_hold(title: str, left: str, right: str) -> str:
    """A comparison, or two figures that do not go together."""
    return f"{title}：{left}，{right}。"


def misses_bound(title: str, left: str, relation: str, bound: Number) -> str:
    """A figure, or a sum, that should reach a number or stay below it."""
    return f"{title}：{left}，应{_BOUND[relation]} {number(bound)}。"


_BOUND = {"=": "为", ">=": "不小于", "<=": "不大于"}


def signed_sum(terms: list[tuple[int, str, bool]]) -> str:
    """Write a sum: ``3＋1－6``.

    Args:
        terms: of each the coefficient, the figure as text, and whether that begins with a minus sign of its own.
    """
    text = ""
    for coefficient, figure, is_negative in terms:
        times = "" if abs(coefficient) == 1 else f"{abs(coefficient)}×"
        sign = "－" if coefficient < 0 else "＋" if text else ""
        text += f"{sign}{times}（{figure}）" if is_negative and (text or sign) else f"{sign}{times}{figure}"
    return text


def holds_number(place: str, label: str, value: Number) -> str:
    """What stands in a cell."""
    return f"{at(place, label)}填 {number(value)}"


def parts_exceed(parts: list[tuple[str, str, Number]], whole: Number) -> str:
    """The mistake that users ask for by name: one part alone is more than the total."""
    named = "、".join(f"{at(place, label)}填 {number(value)}" for place, label, value in parts)
    return f"其中 {named}，单独一项就超过了 {number(whole)}。"


def undecided_one(title: str, cell: str, what: str, needed: Number | None) -> str:
    """A rule that hangs on one figure."""
    if needed is None:
        return f"{title}：无法判断，{cell}{what}。"
    return f"{title}：无法判断，{cell}{what}；要使两边相等，应为 {number(needed)}。"


def undecided_several(title: str, cells: str, needed: Number | None) -> str:
    """A rule that hangs on several figures."""
    if needed is None:
        return f"{title}：无法判断，以下各格没有可用的数：{cells}。"
    return f"{title}：无法判断，以下各格没有可用的数，合计应为 {number(needed)}：{cells}。"


LACKS: dict[str, str] = {
    "blank": "是空白",
    "placeholder": "填的不是数字",
    "several": "一格里有几个数",
    "text": "不是数字",
    "error": "公式出错",
    "uncalculated": "公式结果未计算",
    "disagreement": "两次读出的数不同",
}
"""Why a figure has no value, by its state."""

_MOST_NAMED = 6  # places that one sentence names
MISSING_CELL = "在文件中没有找到"


def written(place: str, label: str, text: str, title: str, detail: str) -> str:
    """How one figure is written."""
    shown = f"填“{text}”" if text else "空白"
    tail = f"（{detail}）" if detail else ""
    return f"{at(place, label)}{shown}：{title}{tail}。" if text else f"{at(place, label)}{title}。"


def missing_rows(table: str, labels: list[str]) -> str:
    """Rows of the form that a document has lost."""
    return f"{table}没有找到这些行：{'、'.join(labels)}。"


def missing_columns(table: str, labels: list[str]) -> str:
    """Columns of the form that a document has lost; their figures are unknown, not 0."""
    return f"{table}没有找到这些列：{'、'.join(labels)}；有关的数按未知处理，有关的规则无法判断。"


def stray(table: str, kind: str, label: str, figures: list[tuple[str, str]], *, differs: bool) -> str:
    """What stands inside a table and belongs to no cell of the form.

    Args:
        table: its name.
        kind: of ``Stray``.
        label: as written, or "".
        figures: place and text.
        differs: of a label given twice, whether the figures are not the same.
    """
    named = f"“{label}”" if label else ""
    shown = "、".join(f"{place} 填 {text.removesuffix('.0')}" for place, text in figures[:_MOST_NAMED])
    shown += f"等 {len(figures)} 格" if len(figures) > _MOST_NAMED else ""
    what = {
        "row": f"多出一行{named}",
        "column": f"多出一列{named}",
        "figure": "有不属于任何一格的数",
        "row_twice": f"{named}一行出现了两次",
        "column_twice": f"{named}一列出现了两次",
    }[kind]
    tail = "，两处的数不同，有关的数按未知处理" if differs else ""
    return f"{table}{what}：{shown}{tail}。"


def many_cells(table: str, title: str, places: list[str]) -> str:
    """What many cells of one table have in common."""
    shown = "、".join(places[:_MOST_NAMED])
    return f"{table}有 {len(places)} 格{title}：{shown}{' 等' if len(places) > _MOST_NAMED else ''}。"


def empty_table(names: list[str]) -> str:
    """Tables that nobody has filled in."""
    return f"{'、'.join(names)}没有填写：各格是空白、符号或公式算出的 0。"


def surplus_sheet(name: str, table: str) -> str:
    """A hidden sheet that holds a table which a visible sheet has, too."""
    return f"隐藏的工作表“{name}”里另有一份{table}，没有计入。"


def missing_table(names: list[str]) -> str:
    """Tables of the form that a document does not hold."""
    return f"没有找到{'、'.join(names)}。"


def guessed_rows(table: str, pairs: list[tuple[str, str]]) -> str:
    """Rows recognised by place and likeness."""
    return f"{table}有标签与统一格式不一致：" + "、".join(f"“{was}”认作“{label}”" for was, label in pairs) + "。"


def hidden_sheet(name: str) -> str:
    """A table on a hidden sheet."""
    return f"表格在隐藏的工作表“{name}”里，已一并检查。"


def unsigned(title: str, cells: list[str]) -> str:
    """Figures without a sign beside others with one."""
    return f"{title}；没有带号的是：{'、'.join(cells)}。"


def ten_thousand_times(place: str, label: str, value: Number) -> str:
    """An amount in 万元 that looks like one in 元."""
    return f"{at(place, label)}填 {number(value)} 万元，恰是 1 万的整数倍：是否把元直接填成了万元？"


def most_likely(ref: CellRef, proposed: Number, reason: str) -> str:
    """The cell that is wrong, and what it should be."""
    if ref.value == proposed:
        return f"{at(ref.place, ref.label)}：填的是文本“{ref.text}”，应改为数字 {number(proposed)}（{reason}）"
    stands = f"填 {number(ref.value)}" if ref.value is not None else f"填“{ref.text}”" if ref.text else "空白"
    return f"{at(ref.place, ref.label)}：{stands}，应为 {number(proposed)}（{reason}）"


def line_is_wrong(reason: str, cells: list[str], count: int) -> str:
    """A whole line, with the figures that it should have."""
    more = f"……等 {count} 格" if count > len(cells) else ""
    return f"{reason}，应为：{'、'.join(cells)}{more}"


def cell_should_be(place: str, label: str, proposed: Number) -> str:
    """One cell of a wrong line."""
    return f"{at(place, label)} {number(proposed)}"


MOST_LIKELY = "最可能是 "
ONE_OF = "可能是以下之一："
TOGETHER = "；并且 "
UNEXPLAINED = "以下问题未能定位到具体的格："
GIVEN_UP = "表中错误较多，未能在时限内确定是哪几格填错；请先改正能够确定的，再检查一次。"


def more_choices(count: int) -> str:
    """Explanations that are not printed."""
    return f"（另有 {count} 种可能，略）"


NO_TABLE = (
    "没有找到年度报告的法定表格（表二、表三、表四或统计表）。"
    "请确认发来的是含有表格的文件；表格如为图片，请改发可以编辑的表格。"
)


def checked(decided: int, undecided: int) -> str:
    """How much of one document was checked."""
    return f"检查规则 {decided} 条" + (f"，另有 {undecided} 条无法判断" if undecided else "")


def summary(documents: int, rules: int, statuses: Mapping[str, int]) -> str:
    """The last line of a run."""
    counts = "，".join(f"{STATUS[status].split()[-1]} {count} 个" for status, count in statuses.items() if count)
    return f"已检查 {documents} 个文件、{rules} 条规则：{counts or '没有文件'}。"


def cell_in_list(ref: CellRef) -> str:
    """One figure in a list of figures."""
    return at(ref.place, ref.label) + (f"“{ref.text}”" if ref.text else "")


def many(title: str, count: int, cells: list[str]) -> str:
    """Many figures with the same irregularity."""
    more = f"……等 {count} 处" if count > len(cells) else f"，共 {count} 处"
    return f"{title}：{'、'.join(cells)}{more}。"


COMPUTED_TOTALS = "总计由公式算出：数填错时总计会跟着错，能用来找错的线索少一半。"
GENERATED = "由 `python -m checks.render.rule_book` 从表式文件和规则目录生成，不要手改。"
INTERRUPTED = "已中断。"
HOW_TO_EXPLAIN = "用“gouji rules 编号”查看一条规则，例如：gouji rules R3-BAL"


def no_such_path(path: str) -> str:
    """A path that does not exist."""
    return f"找不到“{path}”。请核对路径；路径里有空格时请加引号。"


def no_such_rule(rule: str) -> str:
    """A rule id that is not in the catalogue."""
    return f"没有编号为“{rule}”的规则。用“gouji rules”列出全部规则。"


def narrative(title: str, sentence: str, refs: tuple[CellRef, ...]) -> str:
    """A sentence of the report beside the figures that it does not agree with."""
    quoted = f"文中写“{sentence[:60]}{'……' if len(sentence) > 60 else ''}”，" if sentence else ""
    stands = "、".join(f"{at(ref.place, ref.label)}填 {ref.text}" for ref in refs)
    return f"{title}：{quoted}{stands}。"


def narrative_sum(title: str, sentence: str, total: Number, stated: Number) -> str:
    """A sentence of the report whose parts do not add up to the whole that it names."""
    quoted = f"{sentence[:80]}{'……' if len(sentence) > 80 else ''}"
    return f"{title}：文中写“{quoted}”，各部分相加为 {total}，而总数写 {stated}。"


def report_year(title: str, sentence: str, stated: str, year: str) -> str:
    """A sentence of the report that gives another year as the report's."""
    quoted = f"{sentence[:80]}{'……' if len(sentence) > 80 else ''}"
    return f"{title}：文中写“{quoted}”，是 {stated} 年，而这是 {year} 年度的报告。"


def copied_text(title: str, chapter: str, share: str) -> str:
    """A chapter that is last year's again."""
    return f"{title}：“{chapter}”部分有 {share}% 与上年的报告相同。"


def no_form(year: int) -> str:
    """A report year that no form is known for."""
    return f"没有 {year} 年度的统一格式。2019 年起有年度报告格式，2014—2018 年有统计表。"


def exists(path: str) -> str:
    """A file that would be overwritten."""
    return f"“{path}”已经存在，没有覆盖。请换一个文件名（-o），或加 --force 覆盖。"


def cannot_write(path: str, reason: str) -> str:
    """A file that cannot be written."""
    return f"写不了“{path}”（{reason}）。请确认文件夹存在、有权限，并且文件没有被其他程序打开。"


def written_to(path: str) -> str:
    """A workbook was written."""
    return f"已生成：{path}"


def many_doubts(title: str, count: int, subjects: list[str]) -> str:
    """Many rules of one kind that cannot be decided."""
    more = f"……等 {count} 条" if count > len(subjects) else f"，共 {count} 条"
    return f"{title}：因空白或不是数字，无法判断：{'、'.join(subjects)}{more}。补填后再检查一次。"


def no_last_year(source: str) -> str:
    """One of last year's files that is of no use."""
    return f"“{source}”读不出上年的报告，没有用来核对跨年的数。"


def several_units(source: str, units: list[str]) -> str:
    """A file of last year's that holds the reports of several units."""
    named = "、".join(units[:5])
    return f"“{source}”里有 {len(units)} 个单位的报告（{named}），不知道该用哪一个。请给出只含一个单位的文件。"


def unknown_suffix(name: str, known: tuple[str, ...]) -> str:
    """A target whose kind its name does not tell."""
    return f"看不出“{name}”要写成什么格式。文件名请以 {'、'.join(known)} 之一结尾。"


def needs_extra(extra: str) -> str:
    """A library that an extra brings is missing."""
    return f'这项功能需要另装：pip install "gouji[{extra}]"。'

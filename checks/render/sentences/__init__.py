"""The sentences that a user of the checker reads, here and in the modules beside this one, one for each output."""

from __future__ import annotations

from collections.abc import Mapping

from checks.language import Text, Words, either
from checks.model.figures import Number, spelled
from checks.model.findings import CellRef
from checks.render.sentences.commands import GENERATED as GENERATED
from checks.render.sentences.commands import HOW_TO_EXPLAIN as HOW_TO_EXPLAIN
from checks.render.sentences.commands import INTERRUPTED as INTERRUPTED
from checks.render.sentences.commands import NO_FOLDER as NO_FOLDER
from checks.render.sentences.commands import cannot_write as cannot_write
from checks.render.sentences.commands import exists as exists
from checks.render.sentences.commands import form_not_yet_known as form_not_yet_known
from checks.render.sentences.commands import last_year_of_another as last_year_of_another
from checks.render.sentences.commands import needs_extra as needs_extra
from checks.render.sentences.commands import no_form as no_form
from checks.render.sentences.commands import no_last_year as no_last_year
from checks.render.sentences.commands import no_such_path as no_such_path
from checks.render.sentences.commands import no_such_rule as no_such_rule
from checks.render.sentences.commands import several_units as several_units
from checks.render.sentences.commands import unknown_suffix as unknown_suffix
from checks.render.sentences.commands import written_to as written_to
from checks.render.sentences.glossary import label as glossed
from checks.render.sentences.glossary import listed
from checks.render.sentences.glossary import place as found_at
from checks.render.sentences.received import REMARKS as REMARKS
from checks.render.sentences.received import TWICE as TWICE
from checks.render.sentences.received import UNREAD as UNREAD
from checks.render.sentences.unreadable import UNREADABLE as UNREADABLE  # for all who say it

number = spelled
"""Write a number plainly."""

SEVERITY = Words({"error": ("逻辑性", "error"), "warning": ("核实性", "warning"), "info": ("提示", "info")})
OUTCOME = Words(
    {
        "pass": ("通过", "pass"),
        "fail": ("不通过", "fail"),
        "undecided": ("无法判断", "undecided"),
        "not_applicable": ("不适用", "not applicable"),
        "explained": ("已说明", "explained"),
    }
)
STATUS = Words(
    {
        "pass": ("✓ 通过", "✓ pass"),
        "review": ("！ 待核实", "! review"),
        "fail": ("✗ 不符", "✗ fail"),
        "unreadable": ("✗ 无法读取", "✗ unreadable"),
        "no_table": ("？ 未找到表格", "? no table"),
    }
)


def year(number_: int | None) -> str:
    """A report year; "" if it is not known."""
    return either(f"{number_} 年", f"{number_}") if number_ else ""


def gap(left: Number, right: Number) -> Number:
    """How far two sides are apart."""
    return left - right if left >= right else right - left


def at(place: str, label: str) -> str:
    """Name a cell by place and label: ``表三!J7（（一）予以公开·总计）``."""
    where, what = found_at(place), glossed(label)
    return either(f"{where}（{what}）", f"{where} {what}") if place else what


def total_differs(place: str, label: str, parts: str, left: Number, right: Number) -> str:
    """A printed total that is not the sum of its parts."""
    cell, total, by = at(place, label), number(right), number(gap(left, right))
    return either(
        f"{cell}填 {total}，而所含各项相加为 {parts}，相差 {by}。",
        f"{cell} is {total}, while its parts add up to {parts}: {by} apart.",
    )


def sides_differ(title: str, left_parts: str, right_parts: str, left: Number, right: Number) -> str:
    """Two sums that should be equal."""
    by = number(gap(left, right))
    return either(
        f"{title}：左边 {left_parts}，右边 {right_parts}，相差 {by}。",
        f"{title}: {left_parts} on the left, {right_parts} on the right: {by} apart.",
    )


def does_not_hold(title: str, left: str, right: str) -> str:
    """A comparison, or two figures that do not go together."""
    return either(f"{title}：{left}，{right}。", f"{title}: {left}; {right}.")


def misses_bound(title: str, left: str, relation: str, bound: Number) -> str:
    """A figure, or a sum, that should reach a number or stay below it."""
    return either(
        f"{title}：{left}，应{_BOUND[relation]} {number(bound)}。",
        f"{title}: {left}; should be {_BOUND[relation]} {number(bound)}.",
    )


_BOUND = Words({"=": ("为", "equal to"), ">=": ("不小于", "at least"), "<=": ("不大于", "at most")})


def signed_sum(terms: list[tuple[int, str, bool]]) -> str:
    """Write a sum: ``3＋1－6``.

    Args:
        terms: of each the coefficient, the figure as text, and whether that begins with a minus sign of its own.
    """
    text = ""
    for coefficient, figure, is_negative in terms:
        times = "" if abs(coefficient) == 1 else f"{abs(coefficient)}×"
        sign = either("－", "−") if coefficient < 0 else either("＋", "+") if text else ""
        if text and " " in figure:
            sign = either(sign, f" {sign} ")  # apart between cells that are named
        shown = either(f"（{figure}）", f"({figure})") if is_negative and (text or sign) else figure
        text += f"{sign}{times}{shown}"
    return text


def equals(terms: str, total: Number) -> str:
    """Write what a sum comes to: ``3＋1＝4``."""
    sign = either("＝", " = ") if " " in terms else either("＝", "=")
    return f"{terms}{sign}{number(total)}"


def holds_number(place: str, label: str, value: Number) -> str:
    """What stands in a cell."""
    return either(f"{at(place, label)}填 {number(value)}", f"{at(place, label)} is {number(value)}")


def parts_exceed(parts: list[tuple[str, str, Number]], whole: Number) -> str:
    """The mistake that users ask for by name: one part alone is more than the total."""
    named = listed(holds_number(*part) for part in parts)
    return either(f"其中 {named}，单独一项就超过了 {number(whole)}。", f"Alone more than {number(whole)}: {named}.")


def undecided_one(title: str, cell: str, what: str, needed: Number | None) -> str:
    """A rule that hangs on one figure."""
    if needed is None:
        return either(f"{title}：无法判断，{cell}{what}。", f"{title}: undecided, {cell} {what}.")
    return either(
        f"{title}：无法判断，{cell}{what}；要使两边相等，应为 {number(needed)}。",
        f"{title}: undecided, {cell} {what}; for both sides to be equal it would have to be {number(needed)}.",
    )


def undecided_several(title: str, cells: str, needed: Number | None) -> str:
    """A rule that hangs on several figures."""
    if needed is None:
        return either(
            f"{title}：无法判断，以下各格没有可用的数：{cells}。",
            f"{title}: undecided, these cells have no figure: {cells}.",
        )
    return either(
        f"{title}：无法判断，以下各格没有可用的数，合计应为 {number(needed)}：{cells}。",
        f"{title}: undecided, these cells have no figure and would have to add up to {number(needed)}: {cells}.",
    )


LACKS = Words(
    {
        "blank": ("是空白", "is blank"),
        "placeholder": ("填的不是数字", "holds no number"),
        "several": ("一格里有几个数", "holds several numbers"),
        "text": ("不是数字", "is no number"),
        "error": ("公式出错", "is a formula error"),
        "uncalculated": ("公式结果未计算", "is a formula without a result"),
        "disagreement": ("可以读作不同的数", "can be read as different numbers"),
    }
)
"""Why a figure has no value, by its state."""

MISSING_CELL = Text("在文件中没有找到", "was not found in the file")


def written(place: str, label: str, text: str, title: str, detail: str) -> str:
    """How one figure is written."""
    cell = at(place, label)
    if not text:
        return either(f"{cell}{title}。", f"{cell}: {title}.")
    tail = either(f"（{detail}）", f" ({detail})") if detail else ""
    return either(f"{cell}填“{text}”：{title}{tail}。", f"{cell} holds “{text}”: {title}{tail}.")


def unsigned(title: str, cells: list[str]) -> str:
    """Figures without a sign beside others with one."""
    return either(f"{title}；没有带号的是：{listed(cells)}。", f"{title}; without a sign: {listed(cells)}.")


def ten_thousand_times(place: str, label: str, value: Number) -> str:
    """An amount in 万元 that looks like one in 元."""
    return either(
        f"{at(place, label)}填 {number(value)} 万元，恰是 1 万的整数倍：是否把元直接填成了万元？",
        f"{at(place, label)} is {number(value)} in units of 10,000 yuan, a multiple of 10,000: was it entered in yuan?",
    )


def most_likely(ref: CellRef, proposed: Number, reason: str) -> str:
    """The cell that is wrong, and what it should be."""
    cell, should = at(ref.place, ref.label), number(proposed)
    if ref.value == proposed:
        return either(
            f"{cell}：填的是文本“{ref.text}”，应改为数字 {should}（{reason}）",
            f"{cell}: holds the text “{ref.text}”, should be the number {should} ({reason})",
        )
    if ref.value is not None:
        stands = either(f"填 {number(ref.value)}", f"is {number(ref.value)}")
    else:
        stands = either(f"填“{ref.text}”", f"holds “{ref.text}”") if ref.text else either("空白", "is blank")
    return either(f"{cell}：{stands}，应为 {should}（{reason}）", f"{cell}: {stands}, should be {should} ({reason})")


def line_is_wrong(reason: str, cells: list[str], count: int) -> str:
    """A whole line, with the figures that it should have."""
    more = either(f"……等 {count} 格", f" … {count} cells in all") if count > len(cells) else ""
    return either(f"{reason}，应为：{listed(cells)}{more}", f"{reason}; should be: {listed(cells)}{more}")


def cell_should_be(place: str, label: str, proposed: Number) -> str:
    """One cell of a wrong line."""
    return f"{at(place, label)} {number(proposed)}"


MOST_LIKELY = Text("最可能是 ", "Most likely ")
ONE_OF = Text("可能是以下之一：", "One of these:")
TOGETHER = Text("；并且 ", "; and ")
UNEXPLAINED = Text("以下问题未能定位到具体的格：", "Not traced to a cell:")
GIVEN_UP = Text(
    "表中错误较多，未能在时限内确定是哪几格填错；请先改正能够确定的，再检查一次。",
    "There are so many mistakes that the wrong cells could not be told in time; "
    "correct those that are certain, and check again.",
)


def briefly_should_be(proposed: Number) -> str:
    """What the cell that stands in front should be."""
    return either(f"应为 {number(proposed)}。", f"Should be {number(proposed)}. ")


def more_choices(count: int) -> str:
    """Explanations that are not printed."""
    return either(f"（另有 {count} 种可能，略）", f"({count} more possibilities are not shown)")


NO_TABLE = Text(
    "没有找到年度报告的法定表格（表二、表三、表四或统计表）。"
    "请确认发来的是含有表格的文件；表格如为图片，请改发可以编辑的表格。",
    "No statutory table was found (表二, 表三, 表四 or 统计表: tables two, three, four or the statistics table). "
    "Make sure that the file holds the tables; tables that are pictures have to be sent as tables.",
)


def checked(decided: int, undecided: int) -> str:
    """How much of one document was checked."""
    more = either(f"，另有 {undecided} 条无法判断", f", {undecided} more undecided") if undecided else ""
    return either(f"检查规则 {decided} 条{more}", f"{decided} rules checked{more}")


def summary(documents: int, rules: int, statuses: Mapping[str, int]) -> str:
    """The last line of a run."""
    counted = [(STATUS[status].partition(" ")[2], count) for status, count in statuses.items() if count]
    told = either("，", ", ").join(either(f"{word} {count} 个", f"{count} {word}") for word, count in counted)
    return either(
        f"已检查 {documents} 个文件、{rules} 条规则：{told or '没有文件'}。",
        f"Checked {counted_of(documents, 'document')} by {counted_of(rules, 'rule')}: {told or 'no documents'}.",
    )


def counted_of(count: int, noun: str) -> str:
    """Return a count with its English noun: ``1 rule``, ``2 rules``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def cell_in_list(ref: CellRef) -> str:
    """One figure in a list of figures."""
    return at(ref.place, ref.label) + (either(f"“{ref.text}”", f" “{ref.text}”") if ref.text else "")


def many(title: str, count: int, cells: list[str]) -> str:
    """Many figures with the same irregularity."""
    if count > len(cells):
        more = either(f"……等 {count} 处", f" … {count} places in all")
    else:
        more = either(f"，共 {count} 处", f", {count} places in all")
    return either(f"{title}：{listed(cells)}{more}。", f"{title}: {listed(cells)}{more}.")


COMPUTED_TOTALS = Text(
    "总计由公式算出：数填错时总计会跟着错，能用来找错的线索少一半。",
    "The totals are formulas: they follow a wrong figure, and half of the evidence is gone.",
)


def many_doubts(title: str, count: int, subjects: list[str]) -> str:
    """Many rules of one kind that cannot be decided."""
    if count > len(subjects):
        more = either(f"……等 {count} 条", f" … {count} rules in all")
    else:
        more = either(f"，共 {count} 条", f", {count} rules in all")
    return either(
        f"{title}：因空白或不是数字，无法判断：{listed(subjects)}{more}。补填后再检查一次。",
        f"{title}: undecided for blanks or for what is no number: {listed(subjects)}{more}. Fill in and check again.",
    )

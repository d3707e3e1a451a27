"""The buttons of the tab 年报校验: what the ribbon, the toolbar of LibreOffice and the manual are made from.

``addin.commands`` holds what each of them does, by its tag.
"""

from __future__ import annotations

from dataclasses import dataclass

TAB = "年报校验"


@dataclass(frozen=True, slots=True)
class Button:
    """One button.

    Attributes:
        tag: names the command; ASCII, since VBA passes it on.
        group: the group of the tab that it stands in.
        label: what stands on it, also its screentip.
        tip: one phrase: what it does, and what it changes.
        keytip: one to three capital letters, none of them the beginning of another.
        image: the name of one of Office's own icons (imageMso).
        large: whether it stands out.
    """

    tag: str
    group: str
    label: str
    tip: str
    keytip: str
    image: str
    large: bool = False


BUTTONS: tuple[Button, ...] = (
    Button("new", "填报", "新建年报", "新建某一年度的标准表格，不改动当前工作簿", "N", "FileNew"),
    Button("previous", "填报", "导入上年", "从上年的报告取来要核对的数，填进“上年数据”工作表", "P", "ImportExcel"),
    Button("check", "校验", "一键校验", "核对整个工作簿，标出问题；数字和格式不变", "J", "AcceptInvitation", True),
    Button("check_sheet", "校验", "只看本表", "只标出当前工作表的问题", "B", "ErrorChecking"),
    Button("clear", "校验", "清除标记", "去掉校验加上的标记，工作表恢复原样", "Q", "ClearFormats"),
    Button("previous_finding", "问题", "上一处", "跳到上一处问题", "U", "ReviewPreviousComment"),
    Button("next_finding", "问题", "下一处", "跳到下一处问题", "D", "ReviewNextComment"),
    Button("explain", "问题", "查看诊断", "说明这一格为什么可能填错、应为多少", "Z", "Help"),
    Button("accept", "问题", "采纳建议", "把当前这一格改成建议的数；先显示原数和新数", "C", "ReviewAcceptChange"),
    Button("take_back", "问题", "撤回采纳", "把最近一次采纳、填 0 或转换改回原来的内容", "H", "Undo"),
    Button(
        "fill_blanks",
        "问题",
        "空白填 0",
        "把填了一部分的表里的空白填成 0；先列出来，可以撤回",
        "K",
        "DataFormAddRecord",
    ),
    Button("to_numbers", "问题", "文本转数字", "把存成文本的数改成数字；先列出来，可以撤回", "W", "ConvertTextToTable"),
    Button("justify", "问题", "情况属实", "说明核实过的情况，以后按已说明处理", "S", "ReviewNewComment"),
    Button("batch", "批量", "批量校验", "核对一个文件夹，结果写进新的工作簿", "L", "FileOpen"),
    Button("export", "批量", "导出报告", "把校验结果另存为网页，可以打印", "E", "ExportSavedExports"),
    Button("to_word", "批量", "导出到 Word", "把表二、表三、表四写成 Word 文档，可以粘贴或发送", "O", "ExportWord"),
    Button("sign_off", "批量", "核对表", "生成一页核对结果，供打印签字存档", "X", "FilePrintPreview"),
    Button("words", "更多", "函数校验", "校验列在函数的详细说明和原有公式之间切换", "F", "FunctionWizard"),
    Button("about", "更多", "关于自检", "显示版本，检查缺少什么", "G", "Info"),
)
"""In the order in which they stand."""

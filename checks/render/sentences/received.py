"""What is said of a received file that could be read: what it brings along, and what of it was not read."""

from __future__ import annotations

from checks.language import Words

REMARKS = Words(
    {
        "macros": (
            "文件里有宏。宏没有运行；请确认来源可靠。",
            "The file holds macros. They were not run; make sure of where it comes from.",
        ),
        "excel4_macros": (
            "文件里有 Excel 4.0 宏表。宏没有运行；这种宏常被用来夹带病毒，请确认来源可靠。",
            (
                "The file holds Excel 4.0 macro sheets, which often carry viruses. They were not run; "
                "make sure of where it comes from."
            ),
        ),
        "connections": (
            "文件里有数据连接或者查询。没有连接，也没有刷新；请确认来源可靠。",
            "The file holds data connections or queries. None was followed; make sure of where it comes from.",
        ),
        "custom_ui": (
            "文件里有自定义的功能区按钮。没有执行；请确认来源可靠。",
            "The file brings its own ribbon buttons. None was run; make sure of where it comes from.",
        ),
        "web_extensions": (
            "文件里有网页加载项。没有加载；请确认来源可靠。",
            "The file brings web add-ins. None was loaded; make sure of where it comes from.",
        ),
        "external_links": (
            "文件里有指向其他工作簿的链接。没有读取链接的内容。",
            "The file links to other workbooks. The links were not followed.",
        ),
        "embedded_objects": (
            "文件里有嵌入的对象或控件。没有打开；请确认来源可靠。",
            "The file holds embedded objects or controls. None was opened; make sure of where it comes from.",
        ),
        "misnamed": (
            "文件的扩展名与内容不符，内容是 {detail}；已按内容读取。",
            "The file's extension does not fit its content, which is {detail}; it was read as what it is.",
        ),
        "blank_copy": (
            "文件里另有没有填写的空白表（{detail}），没有计入。",
            "The file also holds blank tables that are not filled in ({detail}); they were not counted.",
        ),
        "recognised_pages": (
            "第 {detail} 页是图片（扫描件），数由图片识别读出；请对照原件核对。",
            "Page {detail} is a picture (a scan) whose figures were recognised; compare with the original.",
        ),
        "split_thousands": (
            "有的行比表头多出格子：千位逗号没有加引号，一个数被分成了几格；已按合计拼回，合计不能确定的数要核对原件。请去掉千位逗号再导出。",
            (
                "Some rows have more cells than their header: thousands separators without quotes have split numbers. "
                "They were put together by their sums; where those do not tell, compare with the original."
            ),
        ),
        "unseen_zeros": (
            "工作表“{detail}”设置了不显示零值：看上去空白的格里是 0，已按 0 计；发布前请让零值显示出来。",
            ("The sheet “{detail}” shows blanks for zeros; they were read as 0. Let zeros be shown before publishing."),
        ),
        "unseen_text": (
            "表格里有划掉、删除或隐藏的文字，没有当作数读取；请接受或清除修订后再发布。",
            (
                "The tables hold text that is struck through, deleted or hidden, and was not read as figures; "
                "accept or clear the changes before publishing."
            ),
        ),
    }
)
"""What deserves a word about a file that could be read, by ``Reading.remarks``."""

TWICE = Words(
    {
        "blank_of_others": (
            "文件里另有没有填写的空白表（{detail}），写着别的单位，没有计入；是那个单位没有填报，还是样表，请核实。",
            (
                "The file also holds blank tables ({detail}) that name another unit, and were not counted; "
                "make sure whether that unit has not filled in its report, or they are a sample."
            ),
        ),
        "second_report": (
            "文件里同一单位同一年度的表还有一份，数不相同（另见“{detail}”），以哪一份为准无法判断；请只留一份。",
            (
                "The file holds another table of the same unit and year with other figures (see “{detail}”); "
                "which of them counts cannot be told. Leave only one."
            ),
        ),
    }
)
"""What is said where a file holds several tables, and which of them counts is not clear."""

UNREAD = Words(
    {
        "unread_table": (
            "“{detail}”里有统计表的栏目和数，却没有读到统一格式的表（行和列对调了，或者表头不完整），其中的数没有计入；请改成统一格式的排列。",
            (
                "“{detail}” holds labels and figures of the form, but no table in the form's layout (rows and columns "
                "are swapped, or headers are missing); its figures were not counted. Lay it out as the form has it."
            ),
        ),
        "pictures_in_cells": (
            "表格里有的格既有数又有图片；图片里的数没有读取，请对照原件核对，或把图片换成文字。",
            (
                "Some cells of the tables hold a picture beside their figure; what it shows was not read. "
                "Compare with the original, or write it as text."
            ),
        ),
        "marked_figures": (
            "第 {detail} 页的表格上有划线、批注或者图章，压在数上；是否划掉、改写或者盖住了数，请对照原件核对。",
            (
                "Page {detail} has strokes, notes or stamps over the figures of a table; "
                "see in the original whether they strike out, replace or cover any."
            ),
        ),
        "pictures": (
            "文件里有图片，缺少的表格可能在图片里；图片里的数没有读取，请改发可以编辑的表格，或对照原件核对。",
            (
                "The file holds pictures, and the missing tables may be pictures; their figures were not read. "
                "Send tables that can be edited, or compare with the original."
            ),
        ),
        "embedded_document": (
            "文件里嵌入了另一份文件（{detail}），内容没有读取；请把其中的表格放进正文或单独发送。",
            "Another file is embedded ({detail}) and was not read; put its tables into the text, or send it by itself.",
        ),
        "nested_too_deep": (
            "文件里的表格层层嵌套过深，最里面的内容没有读取；请核对原件。",
            "Tables are nested too deep; the innermost were not read. Compare with the original.",
        ),
        "truncated_document": (
            "文件过长，或者表格过大，有一部分没有读取；请只发送年报正文和表格。",
            "The file is too long or its tables are too large: a part was not read; send the report's text and tables.",
        ),
        "truncated_rows": (
            "工作表“{detail}”过长，只检查了前面的部分；请删除多余的行和列。",
            "The sheet “{detail}” is too long; only its first part was checked. Delete the surplus rows and columns.",
        ),
        "truncated_sheets": (
            "工作表太多（{detail}），只检查了前面的部分。",
            "There are too many sheets ({detail}); only the first ones were checked.",
        ),
        "doubtful_styles": (
            "网页的样式可能隐藏了表格里的行、列或者数，不能确定是哪些；请对照网页核对，或改发 Excel、Word 表格。",
            (
                "The page's styles may hide rows, columns or figures of its tables, and which cannot be told; "
                "compare with the page, or send the tables in Excel or Word."
            ),
        ),
        "formats_unread": (
            "工作簿太大，没有看隐藏的行列和数字格式；请删去多余的内容，或另存为 xlsx 后重新检查。",
            (
                "The workbook is too large; hidden rows, columns and number formats were not looked at. "
                "Delete what is surplus, or save it as xlsx, and check again."
            ),
        ),
        "garbled_text": (
            "第 {detail} 页的文字层无法识别（字体没有编码），其中的数没有读取；请发送 Word 或 Excel 原件。",
            (
                "The text of page {detail} cannot be read (its fonts have no encoding), nor its figures; "
                "send the Word or Excel original."
            ),
        ),
        "scanned_pages_no_ocr": (
            (
                "第 {detail} 页是图片（扫描件），其中的数没有读取；请发送 Word 或 Excel 原件，"
                '或者运行 pip install "gouji[ocr]" 后再检查，由程序识别。'
            ),
            (
                "Page {detail} is a picture (a scan), and its figures were not read; send the Word or Excel original, "
                'or run pip install "gouji[ocr]" and check again, to have them recognised.'
            ),
        ),
        "scanned_pages": (
            "第 {detail} 页是图片（扫描件），其中的数没有读取；请发送 Word 或 Excel 原件。",
            "Page {detail} is a picture (a scan), and its figures were not read; send the Word or Excel original.",
        ),
    }
)
"""What of a file was not read, by ``Reading.remarks``: as long as this stands, nothing is passed.

``pictures`` stands only where a table of the form was not found.
"""

UNCERTAIN = Words(
    {
        "unit_unknown": (
            "{}；没有读到单位名称，这一条只适用于部门、县和乡镇，无法判断，请核对。",
            (
                "{}; the unit's name was not found, and as this is a rule for departments, counties and townships, "
                "whether it applies is undecided. Please check."
            ),
        ),
        "derived": (
            "{}；表格没有框线，数按位置读出，无法判断是否填错，请核对原件。",
            (
                "{}; the table has no rules, its figures were read by their places, "
                "and whether they are wrong is undecided. Compare with the original."
            ),
        ),
        "recognised": (
            "{}；数由图片识别读出，无法判断是否填错，请核对原件。",
            (
                "{}; the figures were recognised in a picture, and whether they are wrong is undecided. "
                "Compare with the original."
            ),
        ),
    }
)
"""What is said of figures that do not agree where they are not certain, by ``Grid.trust``."""

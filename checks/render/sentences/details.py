"""What readers and containers say in a word or two of a file or a figure: data with Chinese words, here in English."""

from __future__ import annotations

import re
from functools import cache

from checks.language import spoken

DETAILS: dict[str, str] = {
    # What a file is.
    "图片（{}）": "a picture ({})",
    "图片或视频": "a picture or a video",
    "压缩包（{}）": "an archive ({})",
    "压缩包": "an archive",
    "程序（{}）": "a program ({})",
    "数据库": "a database",
    "RTF 文档": "an RTF document",
    "XML 数据": "XML data",
    "电子邮件": "a mail",
    "电子邮件（.msg）": "a mail (.msg)",
    "演示文稿（PPT）": "a presentation (PPT)",
    "苹果 Numbers 表格": "an Apple Numbers table",
    "OFD 版式文件": "an OFD document",
    "Visio 图形": "a Visio drawing",
    "Word 6.0/95 文档": "a Word 6.0/95 document",
    "Office 旧格式文件，其中没有工作簿": "an old Office file without a workbook",
    "没有文字的 PDF": "a PDF without text",
    "PDF 文件（这里没有读它用的 pypdfium2）": "PDF (its library pypdfium2 is not installed here)",
    "bzip2、LZMA": "bzip2, LZMA",
    "无法识别的二进制数据": "unknown binary data",
    "网页（MHT），其中没有表格": "a web page (MHT) without tables",
    "不是普通文件": "no regular file",
    # What is wrong with it.
    "缺少内部文件": "parts are missing",
    "文档过长": "too long",
    "内容无法解析": "its content makes no sense",
    "没有正文": "no text",
    "缺少正文": "the text is missing",
    "XML 不完整": "incomplete XML",
    "工作表过多": "too many sheets",
    "占用内存过多": "takes too much memory",
    "缺少文字分段表": "the table of pieces is missing",
    "文字分段表出错": "the table of pieces is broken",
    "压缩结构不完整": "the archive is incomplete",
    "压缩数据出错": "the packed data is broken",
    "压缩数据不完整": "the packed data is incomplete",
    "校验和不符": "the checksum does not fit",
    "压缩方式不常见": "an unusual way of packing",
    "内部有重名文件": "two parts of one name",
    "展开后过大": "too large when unpacked",
    "展开后的大小与所称不符": "not as large as it says",
    "压缩目录与内容的文件名不一致": "names in the directory and in the content differ",
    "文件尾部缺失": "the end is missing",
    "使用了 ZIP64 结构": "ZIP64",
    "内部文件多达 {} 个": "{} parts inside",
    "压缩目录不完整": "the directory is incomplete",
    "压缩目录出错": "the directory is broken",
    "压缩包内各部分互相重叠": "parts overlap",
    "含有 DTD 定义": "a DTD",
    "文字编码出错": "broken text encoding",
    "隐藏的行列过多": "too many hidden rows and columns",
    "文件内部结构不完整": "its inner structure is incomplete",
    "样式表出错": "broken styles",
    "样式无法解析": "its styles make no sense",
    "样式过多": "too many styles",
    "单元格过多": "too many cells",
    "缺少工作表“{}”的内容": "the content of the sheet “{}” is missing",
    "工作表“{}”无法解析": "the sheet “{}” makes no sense",
    "公式无法解析": "formulas make no sense",
    "文字表无法解析": "the table of texts makes no sense",
    "文字条目过多": "too many texts",
    "单元格地址出错": "a broken cell address",
    "没有工作表": "no sheet",
    "工作簿无法解析": "the workbook makes no sense",
    "工作簿目录过大": "the workbook's directory is too large",
    "工作簿目录出错": "the workbook's directory is broken",
    "内部引用编号重复": "two references of one number",
    "PDF 结构出错": "a broken PDF",
    "合并单元格过多": "too many merged cells",
    "winmail.dat 不完整": "winmail.dat is incomplete",
    "{} MB（全部展开后）": "{} MB (all unpacked)",
    "里面的文件超过 {} 个": "more than {} files inside",
    "邮件和压缩包一层套一层，超过 {} 层": "mails and archives nested more than {} deep",
    "邮件的组成部分超过 {} 个": "a mail of more than {} parts",
    "分成了 {} 段以上": "more than {} pieces",
    "邮件的各部分一层套一层，超过 {} 层": "parts of a mail nested more than {} deep",
    "行数超过 {}": "more than {} rows",
    "格数超过 {}": "more than {} cells",
    "标签数超过 {}": "more than {} tags",
    "组成部分数超过 {}": "more than {} parts",
    # How a figure is written.
    "写的是“{}”，按 0 计": "“{}” counts as 0",
    "数后有注释标记“{}”，没有算进去": "the note “{}” behind the number was left out",
    "文本型数字": "a number stored as text",
    "全角字符": "full-width characters",
    "有看不见的字符": "invisible characters",
    "数字中间有空格": "blanks inside the number",
    "多写了“{}”": "“{}” is too much",
    "科学记数法": "scientific notation",
    "格内写了“{}”": "“{}” stands in the cell",
    # What a marked copy could not keep.
    "原件的版面和格式": "the original's layout",
    "文件里的其他报告": "the other reports in the file",
    "文件里的另一种表式": "the other form in the file",
    "宏": "macros",
    "Excel 4.0 宏表": "Excel 4.0 macro sheets",
    "嵌入的对象和控件": "embedded objects and controls",
    "外部链接": "external links",
    "数据连接和查询": "data connections and queries",
    "自定义功能区": "ribbon buttons",
    "加载项": "add-ins",
    "图片和图形": "pictures and drawings",
    "图表": "charts",
    "批注": "comments",
    "网页的脚本、图片和外部内容": "scripts, pictures and external content of the web page",
    "电子签名（内容已改动，签名失效）": "the electronic signature (the content was changed)",
    "通往外部的超链接": "hyperlinks to other places",
    "与表格无关的内部文件": "parts that have nothing to do with the tables",
}
"""Chinese to English; ``{}`` stands for what differs from file to file."""


def detail(text: str) -> str:
    """Return a detail in the language that is said now; one that nobody put into English as it is."""
    if spoken() == "zh" or text.isascii():
        return text
    if text in DETAILS:
        return DETAILS[text]
    for pattern, english in _patterns():
        if match := pattern.fullmatch(text):
            return english.format(*match.groups())
    return ", ".join(map(detail, text.split("、"))) if "、" in text else text


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    return [
        (re.compile("(.*?)".join(map(re.escape, chinese.split("{}"))), re.DOTALL), english)
        for chinese, english in DETAILS.items()
        if "{}" in chinese
    ]

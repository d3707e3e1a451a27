"""Every sentence that a user reads, in one place, so that a clerk's word is changed once."""

from __future__ import annotations

UNREADABLE: dict[str, str] = {
    "empty": "文件是空的（0 字节）。请让对方重新发送。",
    "too_large": "文件超过 {detail}，没有打开。请确认发来的是年报表格，不是压缩的图片或视频。",
    "encrypted": "文件有打开密码，无法读取。请取消密码后重新发送。",
    "damaged": "文件不完整或已损坏，无法读取（{detail}）。请重新发送。",
    "unsafe": "文件的内部结构异常（{detail}），为安全起见没有打开。请用 Excel 或 WPS 另存为新的 .xlsx 后再发送。",
    "not_a_table_file": "文件的内容是{detail}，不是表格。请发送 Excel 或 WPS 表格。",
    "unsupported": "暂时不能读取{detail}。请另存为 Excel 工作簿（.xlsx）后再检查。",
}
"""Why a file could not be read, by ``InputFileError.code``."""

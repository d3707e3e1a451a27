"""Why a file could not be read, and what to do."""

from __future__ import annotations

UNREADABLE: dict[str, str] = {
    "cannot_open": "文件打不开（{detail}）。请确认有权限读取，并且没有被其他程序占用。",
    "empty": "文件是空的（0 字节）。请让对方重新发送。",
    "too_large": "文件超过 {detail}，没有打开。请确认发来的是年报表格，不是压缩的图片或视频。",
    "not_fetched": "邮件服务器没有给出这封邮件（{detail}）。请稍后再检查一次邮箱，或导出这封邮件后检查。",
    "too_much": "内容过多（{detail}），没有检查。请只保留年报的表格，再重新发送。",
    "encrypted": "文件有打开密码，无法读取。请取消密码后重新发送。",
    "damaged": "文件不完整或已损坏，无法读取（{detail}）。请重新发送。",
    "unsafe": "文件的内部结构异常（{detail}），为安全起见没有打开。请用 Excel 或 WPS 另存为新的 .xlsx 后再发送。",
    "not_a_table_file": "文件的内容是{detail}，不是表格。请发送 Excel 或 WPS 表格。",
    "unsupported": "暂时不能读取{detail}。请另存为 Excel 工作簿（.xlsx）后再检查。",
    "bounce": "这是退信，发出的邮件没有送达（{detail}）。请核对对方的邮箱地址。",
    "auto_reply": "这是自动回复或回执，不是报送。",
    "no_attachment": "邮件里没有附件，正文里也没有表格。请把年报表格作为附件重新发送；贴成图片的表格无法核对。",
    "linked_attachment": "邮件里只有云附件（超大附件）的链接，没有文件本身。链接没有打开；请把文件作为普通附件重发。",
    "sealed_mail": "邮件经过加密或签名封装（S/MIME），取不出附件。请不加密，重新发送。",
    "nothing_inside": "里面没有可以检查的文件。请确认后重新发送。",
    "cannot_unpack": "解不开这个 {detail} 压缩包（可能有密码、分卷或已损坏）。请改用 zip 压缩，或直接发送其中的表格。",
    "odd_method": "压缩包用了不常见的压缩方式（{detail}），解不开。请用系统自带的功能重新压缩，或直接发送其中的表格。",
    "crashed": "检查时程序意外中止（{detail}），文件可能已损坏。请用 Excel 或 WPS 打开，另存为新的 .xlsx 后再检查。",
    "too_slow": "检查超过 {detail} 秒没有结束，已跳过。请删去与年报无关的工作表、行列和图片，另存后再检查。",
    "shortcut": "这是一个快捷方式，里面没有文件本身，没有打开。需要检查的，请把所指的文件放进来。",
    "no_library": (
        "这里没有打开 {detail} 用的库，无法打开。请解压后检查里面的文件；"
        '装有 Python 的电脑也可以运行 pip install "gouji[archive]" 后再检查。'
    ),
    "unfinished": (
        "里面的文件太多或太费时，检查 {detail} 秒后停止；已经查出的都已列出，其余没有检查。请分开保存后再检查。"
    ),
    "too_much_memory": "检查所需内存超过 {detail}，已跳过。请删去与年报无关的工作表、行列和图片，另存后再检查。",
}
"""Why a file could not be read, by ``InputFileError.code``."""

"""Why a file could not be read, and what to do."""

from __future__ import annotations

from checks.language import Words

UNREADABLE = Words(
    {
        "cannot_open": (
            "文件打不开（{detail}）。请确认有权限读取，并且没有被其他程序占用。",
            "The file cannot be opened ({detail}). Make sure that it may be read, and that no other program holds it.",
        ),
        "empty": ("文件是空的（0 字节）。请让对方重新发送。", "The file is empty (0 bytes). Ask for it again."),
        "too_large": (
            "文件超过 {detail}，没有打开。请确认发来的是年报表格，不是压缩的图片或视频。",
            (
                "The file is larger than {detail} and was not opened. "
                "Make sure that it is the report, not packed pictures or a video."
            ),
        ),
        "not_fetched": (
            "邮件服务器没有给出这封邮件（{detail}）。请稍后再检查一次邮箱，或导出这封邮件后检查。",
            (
                "The mail server did not give this mail ({detail}). Check the mailbox again later, "
                "or save the mail and check that."
            ),
        ),
        "too_much": (
            "内容过多（{detail}），没有检查。请只保留年报的表格，再重新发送。",
            "Too much inside ({detail}); it was not checked. Keep the tables of the report only, and send again.",
        ),
        "encrypted": (
            "文件有打开密码，无法读取。请取消密码后重新发送。",
            "The file has a password and cannot be read. Remove the password and send again.",
        ),
        "damaged": (
            "文件不完整或已损坏，无法读取（{detail}）。请重新发送。",
            "The file is incomplete or damaged and cannot be read ({detail}). Send it again.",
        ),
        "unsafe": (
            "文件的内部结构异常（{detail}），为安全起见没有打开。请用 Excel 或 WPS 另存为新的 .xlsx 后再发送。",
            (
                "The inside of the file is odd ({detail}); to be safe it was not opened. "
                "Save it anew as .xlsx with Excel or WPS, and send that."
            ),
        ),
        "not_a_table_file": (
            "文件的内容是{detail}，不是表格。请发送 Excel 或 WPS 表格。",
            "The file is {detail}, and no table. Send an Excel or WPS workbook.",
        ),
        "unsupported": (
            "暂时不能读取{detail}。请另存为 Excel 工作簿（.xlsx）后再检查。",
            "{detail} cannot be read yet. Save it as an Excel workbook (.xlsx), and check that.",
        ),
        "bounce": (
            "这是退信，发出的邮件没有送达（{detail}）。请核对对方的邮箱地址。",
            "This is a bounce: a mail was not delivered ({detail}). Check the address.",
        ),
        "auto_reply": (
            "这是自动回复或回执，不是报送。",
            "This is an automatic reply or a receipt, and no report.",
        ),
        "no_attachment": (
            "邮件里没有附件，正文里也没有表格。请把年报表格作为附件重新发送；贴成图片的表格无法核对。",
            (
                "The mail has no attachment, and no table in its text. Send the tables as an attachment; "
                "tables that are pictures cannot be checked."
            ),
        ),
        "linked_attachment": (
            "邮件里只有云附件（超大附件）的链接，没有文件本身。链接没有打开；请把文件作为普通附件重发。",
            (
                "The mail only links to a file in a cloud. The link was not followed; "
                "send the file itself as an attachment."
            ),
        ),
        "sealed_mail": (
            "邮件经过加密，或者只有签名、没有内容（S/MIME），取不出附件。请不加密，重新发送。",
            (
                "The mail is encrypted, or nothing but a signature (S/MIME): no attachment can be taken out. "
                "Send it again without encryption."
            ),
        ),
        "nothing_inside": (
            "里面没有可以检查的文件。请确认后重新发送。",
            "There is no file inside that could be checked. Look again, and send anew.",
        ),
        "cannot_unpack": (
            "解不开这个 {detail} 压缩包（可能有密码、分卷或已损坏）。请改用 zip 压缩，或直接发送其中的表格。",
            (
                "This {detail} archive cannot be opened (it may have a password, be in several volumes, or damaged). "
                "Use zip, or send the tables themselves."
            ),
        ),
        "odd_method": (
            "压缩包用了不常见的压缩方式（{detail}），解不开。请用系统自带的功能重新压缩，或直接发送其中的表格。",
            (
                "The archive is packed in an unusual way ({detail}) and cannot be opened. "
                "Pack it anew with what the system brings, or send the tables themselves."
            ),
        ),
        "crashed": (
            "检查时程序意外中止（{detail}），文件可能已损坏。请用 Excel 或 WPS 打开，另存为新的 .xlsx 后再检查。",
            (
                "The checker died of this file ({detail}), which may be damaged. "
                "Open it with Excel or WPS, save it as a new .xlsx, and check that."
            ),
        ),
        "too_slow": (
            "检查超过 {detail} 秒没有结束，已跳过。请删去与年报无关的工作表、行列和图片，另存后再检查。",
            (
                "The check did not end within {detail} seconds; the file was passed over. "
                "Delete sheets, rows and pictures that are not part of the report, and check again."
            ),
        ),
        "shortcut": (
            "这是一个快捷方式，里面没有文件本身，没有打开。需要检查的，请把所指的文件放进来。",
            "This is a shortcut without the file itself, and was not followed. Put the file here instead.",
        ),
        "no_library": (
            (
                "这里没有打开 {detail} 用的库，无法打开。请解压后检查里面的文件；"
                '装有 Python 的电脑也可以运行 pip install "gouji[archive]" 后再检查。'
            ),
            (
                "There is no library here that opens {detail}. Unpack it and check the files inside; "
                'where there is Python, pip install "gouji[archive]" will do, too.'
            ),
        ),
        "unfinished": (
            "里面的文件太多或太费时，检查 {detail} 秒后停止；已经查出的都已列出，其余没有检查。请分开保存后再检查。",
            (
                "Too much inside; the check stopped after {detail} seconds. What was found until then is listed, "
                "the rest was not checked. Save it in parts, and check those."
            ),
        ),
        "too_much_memory": (
            "检查所需内存超过 {detail}，已跳过。请删去与年报无关的工作表、行列和图片，另存后再检查。",
            (
                "The check would take more than {detail} of memory; the file was passed over. "
                "Delete sheets, rows and pictures that are not part of the report, and check again."
            ),
        ),
    }
)
"""Why a file could not be read, by ``InputFileError.code``."""

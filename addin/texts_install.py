"""What a user reads about building, installing and repairing the add-in."""

from __future__ import annotations

SHEET_NOTE = (
    "勾稽加载项的设置。本表随加载项安装，改动会在下次安装时丢失；要改设置，请改用户文件夹下 .gouji 里的 gouji.conf。"
)

ADDIN_TEXTS: dict[str, str] = {
    "TEXT TITLE": "勾稽 · 年报校验",
    "TEXT STARTING": "正在启动校验程序，第一次需要几秒钟……",
    "TEXT NO PYTHON": (
        "没有找到勾稽的校验程序，所以按钮不能用。\n\n"
        "请重新运行一次安装包里的 install.cmd；"
        "如果是用 pip 安装的，请在命令行运行 gouji addin install，再用 gouji addin doctor 查看缺少什么。"
    ),
    "TEXT NO WORKBOOK": "请先打开要核对的工作簿（或新建一个空白工作簿），再按这个按钮。",
    "TEXT FAILED": (
        "校验程序没有正常工作，这一次操作没有完成。\n\n"
        "请关闭 Excel 再打开，重试一次；仍然不行，请运行 gouji addin doctor，"
        "把显示的内容连同下面的英文一起发给技术人员。"
    ),
    "TEXT NO FUNCTION": "勾稽没有启动",
}
"""What the add-in itself says while Python cannot; the keys are those of its sheet."""

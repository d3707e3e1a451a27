"""What the extension of LibreOffice says while gouji itself cannot; it travels inside it, and imports nothing."""

TITLE = "年报校验"

DESCRIPTION = "核对政府信息公开工作年度报告的表格：哪一格不平、可能填错、应为多少。"

NOT_FOUND = (
    "没有找到勾稽的校验程序，所以按钮不能用。\n\n"
    "请在命令行运行 gouji addin install，然后关闭 LibreOffice 再打开；"
    "仍然不行，请运行 gouji addin doctor 查看缺少什么。"
)

NO_WORKBOOK = "请先打开要核对的表格。"

NO_FUNCTION = "勾稽没有启动"

"""What is said about the page that runs in a browser: where it is made, and on the page itself."""

from __future__ import annotations

from checks.language import Text, Words, either


def cannot_read(path: str, reason: str) -> str:
    """A file that was named and cannot be read."""
    return either(f"读不了“{path}”：{reason}。", f"“{path}” cannot be read: {reason}.")


def wrong_runtime(path: str, address: str) -> str:
    """The runtime is not the file that it should be."""
    return either(
        f"“{path}”不是所要的运行环境（摘要不符），没有使用。请从 {address} 重新下载。",
        f"“{path}” is not the runtime that it should be (its digest differs) and was not used. Get it from {address}.",
    )


def cannot_fetch(address: str, reason: str) -> str:
    """The runtime could not be fetched."""
    return either(
        f"取不到运行环境 {address}：{reason}。没有网络时，请在别处下载这个文件，用 --runtime 指明它在哪里。",
        f"The runtime {address} cannot be had: {reason}. Without a network, get the file elsewhere, "
        "and say with --runtime where it is.",
    )


def with_sources(version: str) -> str:
    """Another Python than the browser's has made the page."""
    return either(
        f"这里的 Python 是 {version}，不是 3.11：网页里放的是源程序，打开时多等一两秒，别的都一样。",
        f"The Python here is {version}, not 3.11: the page holds source text and starts a second later.",
    )


FILE = "勾稽.html"
HELP = Words(
    {
        "page": (
            "生成一个网页，在浏览器里检查，不用安装，不联网",
            "the checker as one web page: nothing to install, no network",
        ),
        "description": (
            (
                "生成一个自带程序的网页：双击打开，把表格、邮件或压缩包拖进去就能检查。不用安装，不联网，文件不离开本机。"
                "第一次生成时从 npm 下载浏览器里的 Python（5 MB，核对摘要），以后不再下载。"
            ),
            (
                "Writes a web page that holds the checker: open it and drop tables, mails or archives "
                "on it. Nothing to install, no network, no file leaves this computer. The first time, its Python "
                "is fetched from npm (5 MB, held to its digest). The page is in Chinese."
            ),
        ),
        "output": ("写到哪里（默认 勾稽.html）", "where to write it (default: 勾稽.html)"),
        "runtime": (
            "用这个下载好的 pyodide-0.24.1.tgz，不联网",
            "take this pyodide-0.24.1.tgz instead of fetching it",
        ),
        "window": (
            "在浏览器里打开一个窗口，用本机的程序检查",
            "a window in the browser, with this computer's own checker behind it",
        ),
        "window_description": (
            (
                "在浏览器里打开一个窗口，把表格、邮件、压缩包或文件夹拖进去就能检查，用的是本机的程序和装好的库。"
                "只有本机、只有这个窗口能用它（127.0.0.1，带口令），不联网；关掉后什么都不留下。"
            ),
            (
                "Opens a window in the browser: drop tables, mails, archives or a folder on it. This computer's own "
                "program and libraries do the work. Only this window on this computer can talk to it (127.0.0.1, with "
                "a secret); nothing is left behind. The window is in Chinese."
            ),
        ),
        "no_browser": ("不打开浏览器，只写出网址", "open no browser, only print the address"),
        "idle": ("多少分钟没有动静就关掉（默认 30）", "minutes without a word after which it ends (default: 30)"),
    }
)


def window_open(address: str) -> str:
    """The window is open: where, and how it ends."""
    return either(
        f"窗口开在 {address} （浏览器没有自己打开时，请把这一行的网址复制过去；网址里有口令，不要给别人）。"
        "关掉时按 Ctrl-C。",
        f"The window is open at {address} (copy the address if no browser opens; it holds a secret, keep it). "
        "Ctrl-C ends it.",
    )


WINDOW_IDLE = Text("很久没有动静，窗口已关。", "Nothing happened for long; the window is closed.")
WINDOW_CLOSED = Text("窗口已关。", "The window is closed.")
FOLDER = "结果"
TOTAL = "汇总表"
NEEDS_LIST = "相加需要单位名单：请先选名单（列：单位、邮箱、上级、别名、角色；或每行一个单位名称）。"

PAGE: dict[str, str] = {
    "title": "勾稽 · 政府信息公开年报表格校验",
    "head": "政府信息公开年报表格校验",
    "offline": "本页不联网，文件不离开本机。",
    "no_script": "本页需要浏览器允许运行脚本。",
    "preparing": "正在准备",
    "step_unpack": "正在解开程序",
    "step_python": "正在启动 Python",
    "step_checker": "正在装入规则",
    "ready": "可以了：把表格、邮件、压缩包或文件夹拖到下面，或者按按钮选择。",
    "too_old": (
        "这个浏览器太旧，运行不了校验程序。请换用 2020 年 10 月以后的浏览器：Chrome、Edge 或 360、UOS、奇安信等"
        "浏览器的 Chromium 86 以上（89、90 两版有缺陷，不能用），火狐 79 以上。"
        "也可以用标准工作簿：表里自带校验公式，用 WPS 或 Excel 打开就能用。"
    ),
    "cannot_start": (
        "校验程序没有启动起来（{0}）。请关掉本页重新打开；仍不行时换一个较新的浏览器（Chromium 89、90 有缺陷）。"
    ),
    "no_answer": "一分钟没有动静",
    "drop": "把文件或文件夹拖到这里",
    "drop_more": "Excel、WPS、ods、csv，Word、网页，邮件（eml、msg、mbox），压缩包（zip、gz、tar）",
    "choose_files": "选文件",
    "choose_folder": "选文件夹",
    "choose_list": "单位名单（可不选）",
    "list_help": "选了名单，结果里会列出谁没有报送，还可以把各单位的数相加。",
    "forget_list": "不用名单",
    "drop_folder_here": "这个浏览器不能拖入文件夹，请按“选文件夹”。",
    "checking": "正在检查第 {0} 个，共 {1} 个：{2}",
    "checked": "检查完 {0} 个文件：{1}。",
    "nothing": "没有可以检查的文件。",
    "stop": "停止",
    "stopped": "已停止，检查了 {0} 个文件，共 {1} 个：{2}。",
    "errors": "逻辑性 {0}",
    "warnings": "核实性 {0}",
    "results": "看汇总",
    "results_here": "汇总",
    "new_tab": "在新标签页打开（便于打印）",
    "download": "下载全部结果",
    "downloaded": "已生成 {0}：汇总表、汇总网页、标注件、回复草稿。浏览器会把它放进“下载”文件夹。",
    "total": "各单位相加",
    "clear": "清空",
    "list": "逐个文件",
    "working": "正在生成……",
    "blank": "空白表格",
    "blank_help": "下载某一年度的标准表格，表里自带校验公式，WPS 和 Excel 都能用。",
    "year": "报告年度",
    "fill_in": "填报版（总计自动计算）",
    "review": "复核版（总计照原件填写）",
    "word": "Word 文档（年报各章标题和表格）",
    "make": "下载",
    "not_here": "这里不能做的",
    "not_here_text": (
        "7z、rar 压缩包，邮箱里直接收信，PDF、扫描图片的识别，这一页做不到：压缩包请先解开再拖入，邮件请先另存为文件，"
        "PDF 和扫描件请索要可编辑的表格；或者用装有 Python 的电脑运行 gouji 命令。"
    ),
    "promise": "关掉这一页，什么都不留下。收到的文件从不改动。",
    "crash": "程序意外中止",
    "about": "勾稽 {0}，与 gouji 命令是同一套程序和规则。内含 CPython（PSF 许可）、Pyodide 0.24.1（MPL-2.0，源码见 "
    "github.com/pyodide/pyodide）、xlrd（BSD）、XlsxWriter（BSD）。",
}
"""The words of the page itself, by what they are for; {0}, {1} are filled in by the page."""

WINDOW: dict[str, str] = {
    **PAGE,
    "offline": "这个窗口只在本机上，不联网，文件不离开本机。",
    "step_checker": "正在装入规则",
    "cannot_start": "窗口没有连上（{0}）。请关掉本页，重新运行 gouji window。",
    "too_old": "这个浏览器太旧，打不开这个窗口。请换用较新的浏览器，或者在命令行里运行 gouji check。",
    "drop_more": (
        "Excel、WPS、ods、csv，Word、PDF、网页，邮件（eml、msg、mbox），压缩包（zip、gz、tar；装了库的还有 7z、rar）"
    ),
    "not_here_text": (
        "邮箱里直接收信、台账、上年核对，请在命令行里运行 gouji check。"
        "哪些可选的功能在这台电脑上可用，gouji doctor 会说。"
    ),
    "promise": "关掉窗口（或者半小时没有动静），什么都不留下。收到的文件从不改动。",
    "ended": "窗口已经关了，或者程序已经结束。请重新运行 gouji window。",
    "about": "勾稽 {0}。",
}
"""The words of the window, where they are others."""

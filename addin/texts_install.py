"""What a user reads about building, installing and repairing the add-in."""

from __future__ import annotations

from checks.language import Words

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
    "TEXT PROTECTED VIEW": "这个文件开在“受保护的视图”里，还不能核对。请先点窗口上方黄条里的“启用编辑”，再按这个按钮。",
    "TEXT FAILED": (
        "校验程序没有正常工作，这一次操作没有完成。\n\n"
        "请关闭 Excel 再打开，重试一次；仍然不行，请运行 gouji addin doctor，"
        "把显示的内容连同下面的英文一起发给技术人员。"
    ),
    "TEXT NO FUNCTION": "勾稽没有启动",
    "TEXT BAD FUNCTION": "函数出错：",
}
"""What the add-in itself says while Python cannot; the keys are those of its sheet."""

HELP = Words(
    {
        "addin": (
            "Excel 和 WPS 加载项：安装、卸载、自检、制作",
            "the add-in for Excel and WPS: install, uninstall, examine, build",
        ),
        "install": (
            "安装到当前用户的 Excel（Linux 上是 LibreOffice）和 WPS，不需要管理员权限",
            "install it for this user's Excel (on Linux LibreOffice) and WPS, without administrator's rights",
        ),
        "uninstall": (
            "从当前用户的 Excel、LibreOffice 和 WPS 卸载，不留文件",
            "take it out of this user's Excel, LibreOffice and WPS; no file stays",
        ),
        "doctor": ("检查加载项缺少什么，应当怎么办", "what the add-in lacks, and what to do"),
        "bundle": (
            "制作离线安装包，供没有 Python、不能上网的 Windows 电脑使用",
            "make the offline bundle, for Windows computers without Python and network",
        ),
        "build": (
            "重新制作加载项文件 gouji.xlam（修改加载项以后用）",
            "make the add-in's file gouji.xlam anew, after a change of the add-in",
        ),
        "--bundle": (
            "先把解压后的离线安装包里的程序复制到本机",
            "first copy the program of an unpacked offline bundle to this computer",
        ),
        "--output": ("生成的安装包的文件名", "the bundle to write"),
        "--python": (
            "自己从 python.org 下载的 python-3.11.*-embed-amd64.zip，代替默认的来源",
            "a python-3.11.*-embed-amd64.zip of python.org, in the place of the usual source",
        ),
        "--from": ("已经下载好各个软件包的文件夹（不再联网）", "a folder with all packages, instead of the network"),
        "build -o": ("生成的文件名（默认替换随程序附带的那一份）", "the file to write (default: the one that ships)"),
    }
)

NO_PROGRAM = "这台电脑上没有 Windows 版的 Excel，也没有 LibreOffice 和 WPS，无处可装。可以用 gouji check 检查文件。"
NOW_OPEN_CALC = "安装完成。请关闭 LibreOffice 再打开一个表格，上面应当出现“年报校验”菜单和工具栏。"
REMOVED_FROM_CALC = "已从 LibreOffice 中删除。"
NOW_OPEN_EXCEL = "安装完成。请打开 Excel，功能区里应当出现“年报校验”；没有出现，请运行 gouji addin doctor。"
NOTHING_INSTALLED = "没有安装过加载项，没有什么需要卸载。"


def held(path: str) -> str:
    """A file that Excel holds, or a folder without permission."""
    return f"“{path}”正在使用或没有写入权限，没有完成。请关闭全部 Excel 窗口（任务管理器里也不应有 EXCEL.EXE），再试。"


def brought(folder: str) -> str:
    """The programs of the bundle have been copied."""
    return f"已复制校验程序：{folder}"


def settings_written(path: str, interpreter: str) -> str:
    """The user's settings have been written."""
    return f"已写入设置：{path}（使用 {interpreter}）"


def settings_written_for_calc(path: str) -> str:
    """LibreOffice will find gouji."""
    return f"已写入设置：{path}"


def calc_refuses(reason: str) -> str:
    """LibreOffice's tool for extensions has failed."""
    return f"LibreOffice 没有接受，没有完成。请关闭全部 LibreOffice 窗口、不要用 root 用户，再试。原因：\n{reason}"


def addin_placed(path: str) -> str:
    """The add-in is where Excel looks for it."""
    return f"已放入加载项：{path}"


def removed(paths: list[str]) -> str:
    """What was taken away."""
    return "已删除：" + "、".join(paths)


def remove_by_hand(path: object) -> str:
    """What cannot be taken away while it runs."""
    return f"“{path}”正在使用，没有删除。请关闭 Excel 和这个窗口后，手工删除，或运行安装包里的 uninstall.cmd。"


def unwritable_path(line: str) -> str:
    """A path that VBA could not read."""
    return f"路径里有本机系统编码写不出的字，Excel 读不到：{line}。请把程序安装到只含英文和数字的文件夹。"


def library_copied(path: str) -> str:
    """A library that was installed for the user alone has been put where the add-in looks."""
    return f"已复制连接 Excel 的程序库：{path}"


def library_elsewhere(name: str, folder: str) -> str:
    """A library that cannot be put where the add-in looks."""
    return (
        f"{name} 不在 {folder}，也不能复制过去（可能是用 pip install --user 安装的）。"
        "请用离线安装包，或在虚拟环境里安装：python -m venv，再 pip install gouji[excel]。"
    )


def no_bundle(folder: str) -> str:
    """A folder that is no unpacked bundle."""
    return f"“{folder}”里没有 python 和 app 两个文件夹。请先把安装包整个解压，再运行其中的 install.cmd。"


def python(version: str, path: str) -> str:
    """Which Python runs."""
    return f"Python {version}（{path}）；需要 3.11 或更新的版本"


def package(name: str, version: str) -> str:
    """A library that is there."""
    return f"{name} {version}"


def package_missing(name: str, requirement: str) -> str:
    """A library that is missing."""
    return f"缺少 {name}。请运行：python -m pip install {requirement}"


def package_broken(name: str, version: str, reason: str) -> str:
    """A library that is there and cannot be loaded."""
    return f"{name} {version} 不能加载（{reason}）。请重新安装；仍然不行，请把这一行发给技术人员。"


def package_differs(name: str, version: str, wanted: str) -> str:
    """A library of another release than the add-in was made for."""
    return f"{name} 是 {version}，加载项需要 {wanted}。请运行：python -m pip install {name}=={wanted}"


CALC_THERE = "LibreOffice 扩展已安装"
CALC_MISSING = "没有安装 LibreOffice 扩展；需要的话，请运行 gouji addin install"
NO_EXCEL_HERE = "不是 Windows，不检查 Excel 加载项的安装"


def addin_missing(path: str) -> str:
    """No add-in where it should be."""
    return f"加载项不在 {path}。请关闭 Excel，运行 gouji addin install。"


def addin_differs(path: str) -> str:
    """An older add-in, or a changed one."""
    return f"加载项与本程序的版本不同：{path}。请关闭 Excel，重新运行 gouji addin install。"


def addin_there(path: str) -> str:
    """The add-in is in its place."""
    return f"加载项已就位：{path}"


def blocked(path: str) -> str:
    """Windows holds the file for downloaded."""
    return f"Windows 把加载项当作网上下载的文件而阻止：{path}。请右键该文件，“属性”里勾选“解除锁定”。"


def settings_missing(path: str) -> str:
    """No settings of the user."""
    return f"没有设置文件 {path}。请运行 gouji addin install。"


def interpreter(path: str, *, there: bool) -> str:
    """The Python that the add-in starts."""
    return f"加载项启动的程序：{path}" if there else f"设置里的程序不存在：{path}。请重新运行 gouji addin install。"


def library(name: str, folder: str, *, there: bool) -> str:
    """The DLL between Excel and Python."""
    if there:
        return f"连接 Excel 的 {name} 已就位"
    return f"{folder} 旁边没有 {name}。请重新运行 gouji addin install；仍然不行，请用离线安装包。"


def program(name: str, place: str) -> str:
    """A spreadsheet program."""
    return f"{name}：{place}" if place else f"没有找到 {name}"


def stray_lines(path: str, numbers: list[int]) -> str:
    """Lines of the settings that are none."""
    listed = "、".join(map(str, numbers))
    return (
        f"设置文件 {path} 第 {listed} 行不是设置，已忽略。每行应是两个用英文引号括起、英文逗号隔开的词，请改正或删除。"
    )


def odd_path(path: str) -> str:
    """A path that VBA cannot read."""
    return f"路径里有本机系统编码没有的字，Excel 读不到：{path}。请把安装包装到别的用户，或联系技术人员。"


def gen_py(folder: str) -> str:
    """What pywin32 remembers of Excel."""
    return f"如果每次点按钮都报 AttributeError 或 gen_py，请关闭 Excel，删除文件夹 {folder}，再试。"


ONLY_WPS = "只有 WPS：Excel 加载项在 WPS 里不能用，WPS 有自己的加载项（gouji addin bundle --wps），见上。"


def macros_off(*, trusted: bool) -> str:
    """No macro runs, but for those in trusted locations where there are any."""
    if trusted:
        return "本机设置为禁用宏。加载项放在受信任位置（XLSTART），仍能运行；别处的宏不能运行。"
    return (
        "本机设置为禁用全部宏，受信任位置也停用了，加载项不会运行。"
        "请在 Excel“选项 → 信任中心 → 宏设置”里改为“禁用宏，并发出通知”；"
        "选项是灰色的，说明由单位统一管理，请联系信息部门。"
    )


ADDINS_OFF = (
    "本机禁用了全部加载项，年报校验不会出现。"
    "请在 Excel“选项 → 信任中心 → 加载项”里取消“禁用所有应用程序加载项”，或联系信息部门。"
)
STORE_PYTHON = (
    "这个 Python 来自微软商店，它写的文件 Excel 看不到，加载项不能用。请改用离线安装包，或从 python.org 安装 Python。"
)
STORE_EXCEL = "这个 Excel 来自微软商店，不能与加载项通信。请改装桌面版 Office，或用 gouji check 检查文件。"
LOCATIONS_OFF = "本机停用了受信任位置，Excel 启动时会拦下加载项。请在“信任中心 → 受信任位置”里恢复，或联系信息部门。"
SIGNATURE_ASKED = "本机要求加载项必须签名，而勾稽没有签名。请联系信息部门签名或放行。"


def diagnosis(bad: int) -> str:
    """The last line of the examination."""
    return f"有 {bad} 处需要处理，见上面标 × 的各行。" if bad else "没有发现问题。"


def needs(module: str, requirements: str) -> str:
    """A library that only building needs."""
    return f"制作加载项需要 {module}。请运行：python -m pip install {requirements}"


BUNDLE_NAME = "勾稽离线安装包.zip"


def bundled(path: str, megabytes: float) -> str:
    """The bundle was written."""
    return f"已生成：{path}（{megabytes:.0f} MB）"


def cannot_download(reason: str) -> str:
    """Pip has not got the packages."""
    return (
        "没有下载到所需的软件包。请确认能访问 PyPI（或单位的镜像），或用 --from 指定已经下载好的文件夹。"
        f"原因：\n{reason}"
    )


def file_missing(name: str, folder: str) -> str:
    """A locked file that is not there."""
    return f"“{folder}”里没有 {name}。"


def hash_differs(name: str) -> str:
    """A file that is not the one that was locked."""
    return f"{name} 的内容与登记的校验值不符，可能被改动过，没有制作安装包。请重新下载。"


NOT_THE_PYTHON = "这不是 64 位 Windows 用的 Python 3.11 嵌入版。请从 python.org 下载 python-3.11.*-embed-amd64.zip。"

UNZIP_FIRST = "请先把安装包整个解压到一个文件夹，再运行里面的这个文件。"

DROP_HERE = "请把文件夹、邮件或表格拖到这个图标上。"


def checking(names: list[str]) -> str:
    """What is being checked."""
    shown = "、".join(names[:5]) + (f"等 {len(names)} 个" if len(names) > 5 else "")
    return f"正在核对：{shown}……做完会打开结果网页。"


def several_lists(names: list[str]) -> str:
    """More than one list of units beside what was dropped."""
    return f"旁边有几份名单（{'、'.join(names)}），用的是“{names[0]}”。"


def sends_to(name: str) -> str:
    """The entry in the menu 发送到."""
    return f"右键菜单“发送到”里有了“{name}”：选中文件夹、邮件或表格，发送到它就核对"


def without_page(reason: str) -> str:
    """The bundle goes without the web page."""
    return f"安装包里没有 {PAGE_NAME}：{reason}"


PAGE_NAME = "勾稽.html"
GUIDE_NAME = "使用说明.txt"
GUIDE = """\
勾稽离线安装包（64 位 Windows 10 及以上，Excel 2010 及以上）

安装
  1. 关闭全部 Excel 窗口。
  2. 右键下载的 zip 文件，“属性”里如有“解除锁定”，先勾选再确定。
  3. 把 zip 整个解压到一个文件夹（不要在压缩软件里直接双击）。
  4. 双击 install.cmd，看到“安装完成”后按任意键。
  5. 打开 Excel，功能区里有“年报校验”。

不需要管理员权限，不需要联网，不改注册表。程序复制到当前用户的本地文件夹，解压的文件夹用后可以删除。

按钮没有出现，或按了没有反应：双击 doctor.cmd，按标 × 的各行处理。
卸载：关闭 Excel，双击 uninstall.cmd。

收到的报告一起核对（不用命令行）
  1. 把邮件从邮箱里导出到一个文件夹（怎样导出见手册），或者把收到的表格放在一个文件夹里。
  2. 把这个文件夹（或几封邮件、一张表格）拖到 核对.cmd 上；安装以后，也可以在右键菜单“发送到”里选“勾稽核对”。
  3. 结果在旁边的“核对结果”文件夹里，网页会自己打开。
  旁边放一份单位名单（文件名里有“名单”，列：单位、邮箱、上级），就能知道谁没有报送；
  放一份“台账.xlsx”（空的也可以，第一次会写好）就记住每次的变化；放一个“上年”文件夹，就与上年的报告核对。
命令行：gouji.cmd check 文件夹，gouji.cmd total 文件夹 --units 名单.xlsx -o 汇总.xlsx。
想在浏览器里拖来拖去：双击 窗口.cmd，用的是这个包里的程序（比 勾稽.html 多认 PDF），只在本机上，关掉黑窗口就结束。
不想装任何东西：双击 勾稽.html（如果有），把表格拖进网页里核对，不联网。

WPS 用的是另一个加载项（gouji.cmd addin bundle --wps）；标准工作簿里自带的校验公式在 WPS 里照样可用。
本软件包内含 CPython（Python 软件基金会许可）、xlwings（BSD）、pydantic（MIT）、
XlsxWriter（BSD）、xlrd（BSD）、pywin32（PSF）等，各自的许可文件在 python 文件夹里。
"""

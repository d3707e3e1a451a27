"""What a user reads of the add-in for WPS while Python is not there, and how it is handed out."""

from __future__ import annotations

from checks.language import Words

SCRIPT: dict[str, str] = {
    "starting": "正在启动年报校验，第一次需要几秒钟……",
    "barred": (
        "这个版本的 WPS 不能运行校验程序（它的浏览器内核太旧，或单位关闭了 WebAssembly）。\n\n"
        "请改用标准表格（填报版、复核版）：表里自带校验公式和颜色，打开就能核对，不需要加载项。\n"
        "也可以请信息部门把 WPS 升级到 12.1 或更新的版本。"
    ),
    "failed": (
        "校验程序没有启动，表格没有改动。请关闭 WPS 再打开，重试一次；仍然不行，请改用标准表格里自带的校验公式和颜色，"
        "并把下面的内容发给技术人员：\n"
    ),
    "missing": "缺少文件 ",
}
"""What ``start.js`` says."""

DESCRIPTION = "核对政府信息公开工作年度报告的表格：哪一格不平、可能填错、应为多少"

GUIDE_NAME = "安装说明.txt"
GUIDE = """\
勾稽 · 年报校验（WPS 表格加载项）

不需要管理员权限，不需要联网，不装 Python，不装服务。文件不离开本机。

一台电脑安装
  1. 关闭全部 WPS 窗口（右下角托盘里的 WPS 也要退出）。
  2. 把这个压缩包整个解压到任一文件夹。
  3. Windows：双击 安装.cmd。麒麟、统信等 Linux：在这个文件夹里运行 sh 安装.sh。
  4. 打开 WPS 表格。第一次会问“是否信任”，选信任；然后关闭 WPS，再打开一次，功能区里出现“年报校验”。

脚本做的事只有两件，也可以手工做：
  · 把文件夹 {folder} 复制到 WPS 的加载项文件夹
    Windows：%APPDATA%\\kingsoft\\wps\\jsaddons
    Linux：~/.local/share/Kingsoft/wps/jsaddons
  · 在那里的 publish.xml 里，</jsplugins> 之前加一行（已经有 gouji 的一行就替换它；没有这个文件，就用本包里的）：
    {entry}
    publish.xml 里别的行是别的加载项，不要动。

全县一次分发（信息中心）
  把解压后的文件夹放在共享目录，让各台电脑登录时运行一次 安装.cmd（或 安装.sh）；重复运行没有害处，新版本会替换旧版本。
  用 WPS 专业版管理后台或 jsplugins.xml 统一下发的单位，可以把 {folder} 放到内网网页服务器，
  在 jsplugins.xml 里写：
    <jspluginonline name="gouji" type="et" url="http://内网地址/{folder}/"/>

卸载
  关闭 WPS，删除 {folder}，再删去 publish.xml 里 gouji 的那一行；Windows 也可以双击 卸载.cmd，Linux 运行 sh 卸载.sh。

“年报校验”没有出现：确认信任以后关闭并重新打开过 WPS；仍然没有，运行一次卸载和安装，再打开 WPS。
点按钮提示不能运行：这个版本的 WPS 太旧，请用标准表格里自带的校验公式。

本加载项内含 Pyodide {pyodide}（MPL-2.0）、CPython（PSF）、xlrd（BSD）、XlsxWriter（BSD）等，
许可见 {folder} 里的 licences.txt。
"""

SCRIPT_DONE = "安装完成。请打开 WPS 表格，选信任，关闭后再打开一次，功能区里出现“年报校验”。"
SCRIPT_GONE = "已卸载。"
SCRIPT_FAILED = "没有完成。请关闭全部 WPS 窗口再试。"
NOT_A_LIST = "publish.xml 不是加载项的清单，没有改动，也没有安装。"
"""What the scripts say; no sign among them that a command line minds."""

LICENCES = """\
勾稽：Apache-2.0。
Pyodide {pyodide}：MPL-2.0，源代码 https://github.com/pyodide/pyodide/tree/{pyodide} ；
run/pyodide.js、run/pyodide.asm.js、run/pyodide.asm.wasm.js 是它发布的原文件（后者压缩成文本），没有改动。
CPython 3.11：PSF License，https://docs.python.org/3.11/license.html ；其中 zlib、expat、libffi、bzip2 各按其许可。
xlrd：BSD-3-Clause；XlsxWriter：BSD-2-Clause。许可原文如下。
"""

HELP = Words(
    {
        "--wps": (
            "制作 WPS 表格的加载项（Windows、Linux），写进文件夹或 .zip；文件夹里已有的 publish.xml 只添一行",
            "make the add-in for WPS (Windows, Linux), into a folder or a .zip; a publish.xml there gets one line more",
        ),
        "--runtime": (
            "事先下载好的 pyodide 软件包（.tgz），代替联网下载",
            "a pyodide package (.tgz) fetched before, in the place of the network",
        ),
        "install --wps": (
            "WPS 加载项：事先做好的 .zip，代替现做",
            "the add-in for WPS: a .zip made before, instead of making it now",
        ),
    }
)
PACKED = "勾稽WPS加载项.zip"
NOW_OPEN_WPS = (
    "WPS 加载项已放好。请打开 WPS 表格，问“是否信任”时选信任；然后关闭 WPS 再打开一次，功能区里出现“年报校验”。"
)
REMOVED = "已从 WPS 中删除加载项。"


def built(path: str, megabytes: float) -> str:
    """The add-in was made."""
    return f"已生成 WPS 加载项：{path}（{megabytes:.1f} MB）"


def placed(path: str) -> str:
    """The folder lies where WPS looks."""
    return f"已放入 WPS 加载项：{path}"


def registered(path: str) -> str:
    """A line was added to the list of add-ins."""
    return f"已登记：{path}"


def unreadable_list(path: str) -> str:
    """A list of add-ins that is no XML."""
    return f"“{path}”不是 WPS 加载项的清单，没有改动，也没有安装。请先查看这个文件，或把它改名后再试。"


def not_an_addin(path: str) -> str:
    """A file that is no add-in of ours."""
    return f"“{path}”里没有勾稽的 WPS 加载项。请用 gouji addin bundle --wps 制作。"


def cannot_write(path: str, reason: str) -> str:
    """A folder that cannot be written."""
    return f"不能写入“{path}”（{reason}）。请关闭全部 WPS 窗口再试。"


def there(path: str) -> str:
    """The add-in is where WPS looks, and on its list."""
    return f"WPS 加载项已就位：{path}"


def missing(path: str) -> str:
    """WPS is there, the add-in is not."""
    return f"没有安装 WPS 加载项（应在 {path}）；需要的话，请运行 gouji addin install"


def not_registered(path: str) -> str:
    """The folder is there, its line is not."""
    return f"{path} 里没有登记勾稽，WPS 不会加载它。请重新运行 gouji addin install。"


def folder_missing(path: str) -> str:
    """The line is there, its folder is not."""
    return f"publish.xml 里登记了勾稽，但文件夹 {path} 不全。请重新运行 gouji addin install。"


def older(path: str, version: str) -> str:
    """Another version than this program's."""
    return f"WPS 加载项是 {version} 版，与本程序不同：{path}。请关闭 WPS，重新运行 gouji addin install。"


def disabled(path: str) -> str:
    """Somebody has said no when WPS asked."""
    return (
        f"WPS 没有启用勾稽（{path}）。"
        "请运行 gouji addin uninstall，再运行 gouji addin install，打开 WPS 时选信任，然后关闭 WPS 再打开一次。"
    )


def not_loaded(path: str) -> str:
    """Trusted, but not loaded: what helps is to take it out and to put it in again."""
    return (
        f"WPS 上次没有加载勾稽（{path}），所以没有“年报校验”。"
        "请运行 gouji addin uninstall，再运行 gouji addin install，打开 WPS 选信任，然后关闭 WPS 再打开一次。"
    )


NOT_ASKED_YET = "WPS 还没有问过是否信任勾稽：请打开 WPS 表格，选信任，然后关闭再打开一次。"
LOADED = "WPS 已信任并加载勾稽"

"""``gouji doctor``: which of the optional libraries work here, and what is done without them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from importlib import import_module
from typing import Any, NamedTuple

from checks import __version__, private, rulebook
from checks.language import Text, either
from checks.render.sanitize import terminal_line


class Extra(NamedTuple):
    """One extra of pyproject.toml.

    Attributes:
        name: as in ``gouji[name]``.
        module: what has to be importable, and to work; several where each is needed.
        use: what it is for.
    """

    name: str
    module: str | tuple[str, ...]
    use: Text


EXTRAS = (
    Extra("archive", "libarchive", Text("打开 rar、7z 压缩包（tar 也要它）", "opens rar and 7z archives (tar, too)")),
    Extra("imap", "imap_tools", Text("直接读取服务器上的邮箱", "reads mailboxes on a server")),
    Extra(
        "pandas",
        ("pandas", "pyarrow"),
        Text("import gouji 的数据框，以及 .parquet 文件", "frames of import gouji, and .parquet files"),
    ),
    Extra("ocr", ("onnxruntime", "cv2", "numpy"), Text("识别扫描件里的表格和数", "reads the tables of scans")),
    Extra("localize", "highspy", Text("一张表里错很多格时找出是哪些格", "finds the cells where many are wrong")),
    Extra("dask", "distributed", Text("--scheduler：交给集群检查", "--scheduler: hands the work to a cluster")),
    Extra("excel", "xlwings", Text("Excel 加载项", "the Excel add-in")),
)


def add_to(commands: Any) -> None:
    """Add the command to the parser's sub-commands."""
    commands.add_parser(
        "doctor",
        help=either("看看这台电脑上哪些功能可用", "what works on this computer"),
        description=either(
            "看看这台电脑上哪些可选的功能可用，缺什么、怎样装。加载项另用：gouji addin doctor",
            "Says which optional parts work on this computer, what is missing and how to install it. "
            "For the add-in: gouji addin doctor",
        ),
        examples=("gouji doctor",),
        fill=lambda doctor: doctor.set_defaults(run=_doctor),
    )


def _doctor(_: argparse.Namespace) -> int:
    print("\n".join(map(terminal_line, lines())))
    return 0


def lines() -> Iterator[str]:
    """Yield a line for the program, for each extra, and for the cache."""
    import platform  # noqa: PLC0415  # looks for its patterns in its very import

    yield either("，", ", ").join((f"gouji {__version__}", f"Python {platform.python_version()}", platform.system()))
    for extra in EXTRAS:
        if all(map(works, (extra.module,) if isinstance(extra.module, str) else extra.module)):
            yield either(f"√ {extra.name}：{extra.use}", f"√ {extra.name}: {extra.use}")
        else:
            command = f'pip install "gouji[{extra.name}]"'
            yield either(
                f"× {extra.name}：{extra.use}。没有装，或缺少系统的库；要用时运行：{command}",
                f"× {extra.name}: {extra.use}. Not installed, or lacks a library of the system; to have it: {command}",
            )
    if works("pypdfium2"):
        yield either(
            "√ 文档：Word（docx、doc、wps、rtf）、网页（html、mht）和有文字层的 PDF 都能读",
            "√ documents: Word (docx, doc, wps, rtf), web pages (html, mht) and PDFs with a text layer are read",
        )
    else:
        yield either(
            "× 文档：读得了 Word 和网页，读不了 PDF：pypdfium2 没有装好，请重新安装 gouji",
            "× documents: Word and web pages are read, PDFs are not: pypdfium2 does not work; install gouji anew",
        )
    folder = rulebook.cache_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if private.is_private(folder) and private.key():
        yield either(f"√ 缓存：{folder}", f"√ cache: {folder}")
    else:
        yield either(
            f"× 缓存：{folder} 别人也能写入，或密钥存不下，没有使用；每次都会重新检查",
            f"× cache: others can write {folder}, or its key cannot be kept; not used, everything is checked anew",
        )


def works(module: str) -> bool:
    """Tell whether a library is here and finds what it needs of the system."""
    try:
        import_module(module)
    except Exception:  # noqa: BLE001  # libarchive raises what it likes where the system's library is not there
        return False
    return True

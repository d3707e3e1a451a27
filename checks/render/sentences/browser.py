"""What is said about the page that runs in a browser: where it is made, and on the page itself."""

from __future__ import annotations


def cannot_read(path: str, reason: str) -> str:
    """A file that was named and cannot be read."""
    return f"读不了“{path}”：{reason}。"


def wrong_runtime(path: str, address: str) -> str:
    """The runtime is not the file that it should be."""
    return f"“{path}”不是所要的运行环境（摘要不符），没有使用。请从 {address} 重新下载。"


def cannot_fetch(address: str, reason: str) -> str:
    """The runtime could not be fetched."""
    return f"取不到运行环境 {address}：{reason}。没有网络时，请在别处下载这个文件，用 --runtime 指明它在哪里。"

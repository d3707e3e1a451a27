"""What is said when a command cannot go on."""

from __future__ import annotations

OUT_OF_MEMORY = "内存不够，没有完成。请关闭一些程序，或分批检查。"


def accident(kind: str, place: str) -> str:
    """Something that nobody foresaw."""
    return f"程序出了意外（{kind}，{place}），没有完成。请把这句话和所用的命令报告给维护者。"


def rules_broken(problem: str) -> str:
    """A form or rule file that cannot be used."""
    return f"规则文件有误：{problem}"


def system_refused(path: str, reason: str) -> str:
    """The system would not read or write something."""
    return f"系统不允许读写{f'“{path}”' if path else ''}（{reason}），没有完成。请检查权限和磁盘空间。"


def own_input(path: str) -> str:
    """A target that is the very file which is read."""
    return f"“{path}”就是要读的文件，收到的文件从不改动。请换一个文件名。"

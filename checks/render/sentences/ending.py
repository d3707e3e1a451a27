"""What is said when a command cannot go on."""

from __future__ import annotations

from checks.language import Text, either

OUT_OF_MEMORY = Text(
    "内存不够，没有完成。请关闭一些程序，或分批检查。",
    "There is not enough memory; not finished. Close some programs, or check less at a time.",
)


def accident(kind: str, place: str) -> str:
    """Something that nobody foresaw."""
    return either(
        f"程序出了意外（{kind}，{place}），没有完成。请把这句话和所用的命令报告给维护者。",
        f"Something went wrong ({kind}, {place}); not finished. Tell the maintainers this line and your command.",
    )


def rules_broken(problem: str) -> str:
    """A form or rule file that cannot be used."""
    return either(f"规则文件有误：{problem}", f"A rule file is broken: {problem}")


def system_refused(path: str, reason: str) -> str:
    """The system would not read or write something."""
    named = f"“{path}”" if path else ""
    return either(
        f"系统不允许读写{named}（{reason}），没有完成。请检查权限和磁盘空间。",
        f"The system would not read or write {named or 'a file'} ({reason}); not finished. Check rights and space.",
    )


def own_input(path: str) -> str:
    """A target that is the very file which is read."""
    return either(
        f"“{path}”就是要读的文件，收到的文件从不改动。请换一个文件名。",
        f"“{path}” is the very file to read, and received files are never changed. Give another name.",
    )

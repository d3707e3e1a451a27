"""What ``gouji check`` and ``gouji total`` have in common: the list of units, our own addresses, the ledger."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import unquote, urlsplit

from checks.cli.manners import positive
from checks.language import either
from checks.render.sanitize import terminal_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checks.model.rule import Rulebook
    from checks.model.submission import Submission
    from checks.submissions import Deliveries, Unit, UnitList
    from checks.submissions.ledger import Ledger


class Asked(Protocol):
    """What a run was asked for: the command's options, or what ``gouji.check`` was given."""

    paths: Sequence[str]
    units: str | None
    ledger: str | None
    own: Sequence[str]
    year: int | None


_HOSTS = ("imap.", "imaps.", "mail.", "mx.", "pop.")


def add_paths(command: Any) -> None:
    """Add what is to be read."""
    command.add_argument(
        "paths",
        nargs="+",
        metavar=either("路径", "PATH"),
        help=either(
            "文件、文件夹，或邮箱 imaps://用户@服务器/INBOX，可以有多个；- 是标准输入",
            "files, folders, or mailboxes imaps://user@server/INBOX; - is standard input",
        ),
    )


def add_list_options(scope: Any, *, required: bool = False) -> None:
    """Add the options that say who has to report, and what we know of it."""
    scope.add_argument(
        "--units",
        metavar=either("名单", "LIST"),
        required=required,
        help=either(
            "单位名单（xlsx、csv 或文本，列：单位、邮箱、上级、别名、角色），列出谁没有报送",
            "the list of units (xlsx, csv or text; columns 单位 unit, 邮箱 address, 上级 parent, 别名 alias, "
            "角色 role): says who is missing",
        ),
    )
    scope.add_argument(
        "--ledger",
        metavar=either("台账.xlsx", "LEDGER.xlsx"),
        help=either(
            "台账：记下每个单位的状态，下次说明有什么变化；人填的格从不改动",
            "keeps the state of each unit and says next time what has changed; what a person wrote stays",
        ),
    )
    scope.add_argument(
        "--own",
        action="append",
        default=[],
        metavar=either("邮箱", "ADDRESS"),
        help=either("本单位自己的邮箱：从它发出的不算报送", "an address of our own: what it sent is no report"),
    )
    scope.add_argument(
        "--year",
        type=int,
        metavar=either("年度", "YEAR"),
        help=either("应报送的年度（默认取多数报告的年度）", "the year asked for (default: that of most reports)"),
    )


def add_running_options(running: Any) -> None:
    """Add how the work is done."""
    running.add_argument(
        "--jobs",
        type=positive,
        metavar="N",
        help=either("用几个进程（默认与处理器一样多）", "how many processes (default: as many as processors)"),
    )
    running.add_argument(
        "--no-cache",
        action="store_true",
        help=either(
            "不用以前的结果，全部重新检查（缓存的位置见 gouji doctor，由 GOUJI_CACHE 指定）",
            "do without earlier results (gouji doctor says where they are; GOUJI_CACHE sets it)",
        ),
    )


def add_force(command: Any) -> None:
    """Add the leave to overwrite."""
    command.add_argument(
        "--force", action="store_true", help=either("覆盖已有的文件", "overwrite the file that is there")
    )


def own_addresses(options: Asked) -> set[str]:
    """Return our own addresses: those that were named, and those of the mailboxes that are read."""
    addresses = {address.strip().lower() for address in options.own}
    for path in options.paths:
        if path.lower().startswith(("imap://", "imaps://")):
            parts = urlsplit(path)
            user, host = unquote(parts.username or ""), parts.hostname or ""
            domain = next((host.removeprefix(name) for name in _HOSTS if host.startswith(name)), host)
            addresses.add((user if "@" in user else f"{user}@{domain}").lower())
    return addresses


def read_list(path: str) -> UnitList:
    """Read the list of units and say how much of it was understood.

    Raises:
        UsageError: it cannot be used.
    """
    from checks.batch.guarded import guarded  # noqa: PLC0415  # each command loads only what it needs
    from checks.submissions import read_unit_list  # noqa: PLC0415

    unit_list: UnitList = guarded(read_unit_list, path)
    note(unit_list.echo)
    for remark in unit_list.remarks:
        note(remark)
    return unit_list


def read_the_ledger(options: Asked, say: Callable[[str], object] | None = None) -> Ledger | None:
    """Read the ledger, if one is kept; what a person wrote there and is of no use is said.

    Raises:
        UsageError: it cannot be used, or there is no list to keep it by.
    """
    if not options.ledger:
        return None
    from checks.errors import UsageError  # noqa: PLC0415
    from checks.render.sentences import ledger as words  # noqa: PLC0415
    from checks.submissions.ledger_file import read_ledger  # noqa: PLC0415

    if not options.units:
        raise UsageError(words.needs_list())
    ledger = read_ledger(options.ledger)
    for remark in ledger.remarks:
        (say or note)(remark)
    return ledger


def sort_out_all(
    submissions: Iterable[Submission],
    options: Asked,
    book: Rulebook,
    units: UnitList | None,
    ledger: Ledger | None,
) -> Deliveries:
    """Say whose each document is and which count, with all that list, ledger and options tell."""
    from checks.submissions import sort_out  # noqa: PLC0415

    now, known = datetime.now(UTC), units.units if units else None
    if ledger:
        ledger.enter(known or ())
    deliveries = sort_out(
        submissions,
        known,
        options.year,
        book.forms,
        own=own_addresses(options),
        assignments=ledger.assignments(known) if ledger and known else None,
        final=ledger.final(known) if ledger and known else None,
        now=now,
    )
    deliveries.made_at = now
    return deliveries


def keep_the_ledger(options: Asked, ledger: Ledger | None, deliveries: Deliveries) -> str:
    """Bring the ledger up to date, and return what has changed since the last run; "" without a ledger."""
    if ledger is None or options.ledger is None:
        return ""
    from checks.render.sentences import ledger as words  # noqa: PLC0415
    from checks.submissions.ledger import summary  # noqa: PLC0415
    from checks.submissions.ledger_file import write_ledger  # noqa: PLC0415

    last_run = ledger.last_run
    ledger.update(deliveries, datetime.now(UTC))
    write_ledger(options.ledger, ledger)
    return words.changes(last_run, summary(ledger))


def note(said: object) -> None:
    """Say something beside the results."""
    print(f"{either('gouji：', 'gouji: ')}{terminal_line(str(said))}", file=sys.stderr)


def named(names: Sequence[str], units: UnitList) -> list[Unit]:
    """Return the units that names of the command line mean.

    Raises:
        UsageError: a name means none, or several.
    """
    from checks.errors import UsageError  # noqa: PLC0415
    from checks.render.sentences import units as words  # noqa: PLC0415
    from checks.submissions.unit_names import UnitRegistry  # noqa: PLC0415

    register = UnitRegistry(units.units if names else ())
    meant: list[Unit] = []
    for name in names:
        candidates = register.candidates(name)
        if len(candidates) != 1:
            raise UsageError(words.no_such_unit(name, [unit.name for unit in candidates]))
        meant += candidates
    return meant

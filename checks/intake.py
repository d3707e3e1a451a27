"""What comes in, sorted by what the collector has told: the list of units, our own addresses, the ledger.

The command and the library do this alike; each module of it is loaded only where it is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from checks.model.rule import Rulebook
    from checks.model.submission import Submission
    from checks.submissions import Deliveries, Unit
    from checks.submissions.ledger import Ledger
    from checks.submissions.unit_list import UnitList

_HOSTS = ("imap.", "imaps.", "mail.", "mx.", "pop.")


class Asked(Protocol):
    """What a run was asked for: the command's options, or what ``gouji.check`` was given."""

    paths: Sequence[str]
    units: str | None
    ledger: str | None
    own: Sequence[str]
    year: int | None


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


def read_the_ledger(options: Asked, say: Callable[[str], object]) -> Ledger | None:
    """Read the ledger, if one is kept; what a person wrote there and is of no use is said by ``say``.

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
        say(remark)
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

"""How far the collection is: the share that has reported, by the unit above; and one text for a group chat."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from checks.render.sentences import collecting
from checks.submissions import Deliveries, Delivery, State

_CHINA = timezone(timedelta(hours=8))
_GOOD: tuple[State, ...] = ("pass",)
_WRONG: tuple[State, ...] = ("fail", "unreadable", "no_table", "empty", "wrong_year", "wrong_form")


@dataclass(slots=True)
class Share:
    """The units below one 上级.

    Attributes:
        asked: how many the list has.
        sent: how many have sent something that could be their report.
    """

    parent: str
    asked: int = 0
    sent: int = 0
    good: int = 0
    wrong: int = 0
    review: int = 0
    doubtful: int = 0
    missing: int = 0

    @property
    def cells(self) -> tuple[str | int, ...]:
        """What stands in its row, as ``collecting.PARENTS_HEADER`` names it."""
        name = self.parent or collecting.NO_PARENT
        share = f"{100 * self.sent // self.asked}%"
        return name, self.asked, self.sent, share, self.good, self.wrong, self.review, self.doubtful, self.missing


def shares(deliveries: Deliveries) -> list[Share]:
    """Return the shares by 上级, in the list's order; nothing without a list."""
    by_unit = {one.unit: one for one in deliveries.units if one.unit is not None}
    missing, by_parent = set(deliveries.missing), dict[str, Share]()
    for unit in deliveries.list_units:
        share = by_parent.setdefault(unit.parent, Share(unit.parent))
        share.asked += 1
        delivery = by_unit.get(unit)
        if unit in missing:
            share.missing += 1
            continue
        share.sent += 1
        state: State = delivery.state if delivery else "doubtful"
        share.good += state in _GOOD
        share.wrong += state in _WRONG
        share.review += state == "review"
        share.doubtful += state == "doubtful"
    return list(by_parent.values())


def notice(deliveries: Deliveries) -> str:
    """Return the text for a group chat: who has sent nothing, who has to correct, who has to look again."""
    return collecting.notice(
        moment(deliveries.made_at),
        [unit.name for unit in deliveries.missing],
        list(_names(deliveries, _WRONG)),
        list(_names(deliveries, ("review", "doubtful"))),
    )


def _names(deliveries: Deliveries, states: tuple[State, ...]) -> Iterator[str]:
    missing = {unit.name for unit in deliveries.missing}
    for one in deliveries.units:
        if one.state in states and (name := name_of(one)) and name not in missing:
            yield name


def name_of(delivery: Delivery) -> str:
    """Return the name that a delivery is listed under; rivals are told together."""
    return delivery.name or "／".join(unit.name for unit in delivery.rivals)


def day(time: datetime | None) -> str:
    """Return the day of the run as a letter writes it; "" if it is not kept."""
    local = time.astimezone(_CHINA) if time else None
    return f"{local.year}年{local.month}月{local.day}日" if local else ""


def moment(time: datetime | None) -> str:
    """Return a time of the run as the office reads it; "" if it is not kept."""
    return time.astimezone(_CHINA).strftime("%Y年%m月%d日 %H:%M") if time else ""

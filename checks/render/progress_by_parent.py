"""How far the collection is: the share that has reported, by the unit above; and one text for a group chat."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

from checks.language import either, speaking
from checks.model.unit import Unit
from checks.render.sentences import collecting, inbox, letters
from checks.submissions import Deliveries, Delivery, UnitState

_CHINA = timezone(timedelta(hours=8))
_GOOD: tuple[UnitState, ...] = ("pass",)
_WRONG: tuple[UnitState, ...] = ("fail", "unreadable", "no_table", "empty", "wrong_year", "wrong_form")


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
        name = self.parent or str(collecting.NO_PARENT)
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
        state: UnitState = delivery.state if delivery else "doubtful"
        share.good += state in _GOOD
        share.wrong += state in _WRONG
        share.review += state == "review"
        share.doubtful += state == "doubtful"
    return list(by_parent.values())


@dataclass(slots=True)
class Section:
    """Some rows of the page under one heading.

    Attributes:
        heading: "" for none: there is only one section.
    """

    heading: str
    deliveries: list[Delivery]
    missing: list[Unit] = field(default_factory=list)


def sections(deliveries: Deliveries) -> list[Section]:
    """Return what the page shows: what a person has to decide and who is missing; then by 上级, in the list's order.

    Inside of each, the most urgent first. Without more than one 上级 there is nothing to group by.
    """
    first = [one for one in deliveries.units if one.state == "doubtful"]
    rest = [one for one in deliveries.units if one.state != "doubtful"]
    by_share = {share.parent: share for share in shares(deliveries)}
    if len(by_share) < 2:
        parted = [Section("", first, deliveries.missing), Section("", rest)]
    else:
        urgent = Section(collecting.first_of_all(len(first), len(deliveries.missing)), first, deliveries.missing)
        by_parent = {
            parent: Section(collecting.of_parent(parent, share.asked, share.sent), [])
            for parent, share in by_share.items()
        }
        unlisted = Section(str(inbox.NOT_LISTED), [])
        for one in rest:
            (by_parent[one.unit.parent] if one.unit and one.unit.parent in by_parent else unlisted).deliveries.append(
                one
            )
        parted = [urgent, *by_parent.values(), unlisted]
    return [section for section in parted if section.deliveries or section.missing]


def notice(deliveries: Deliveries) -> str:
    """Return the text for a group chat: who has sent nothing, who has to correct, who has to look again."""
    with speaking("zh"):  # the time is said in the units' language, too
        return letters.notice(
            moment(deliveries.made_at),
            [deliveries.called(unit) for unit in deliveries.missing],
            list(_names(deliveries, _WRONG)),
            list(_names(deliveries, ("review", "doubtful"))),
        )


def _names(deliveries: Deliveries, states: tuple[UnitState, ...]) -> Iterator[str]:
    for one in deliveries.units:
        if one.state in states and one.unit not in deliveries.missing and (name := name_of(one, deliveries)):
            yield name


def name_of(delivery: Delivery, deliveries: Deliveries) -> str:
    """Return the name that a delivery is listed under; rivals are told together."""
    if delivery.unit is not None:
        return deliveries.called(delivery.unit)
    return delivery.name or "／".join(deliveries.called(unit) for unit in delivery.rivals)


def day(time: datetime | None) -> str:
    """Return the day of the run as a letter writes it; "" if it is not kept."""
    local = time.astimezone(_CHINA) if time else None
    return f"{local.year}年{local.month}月{local.day}日" if local else ""


def moment(time: datetime | None) -> str:
    """Return a time of the run as the office reads it; "" if it is not kept."""
    if time is None:
        return ""
    local = time.astimezone(_CHINA)  # Windows takes no Chinese in the form of a time
    return either(f"{local:%Y}年{local:%m}月{local:%d}日 {local:%H:%M}", f"{local:%Y-%m-%d %H:%M}")

"""The state of a collection over weeks: what each unit stood at, and what has changed since the last run.

The ledger belongs to the collector. A person's cells are read and never changed: 备注, 指定 and the dates are theirs,
and a 状态 that a person wrote stays until a person changes it.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Literal, TypeAlias

from checks.model.unit import Unit
from checks.submissions.attribution import Assignments
from checks.submissions.composition import moment
from checks.submissions.deliveries import Deliveries, Delivery

LedgerChange: TypeAlias = Literal[
    "received", "mended", "wrong_again", "still_missing", "overdue", "after_final", "changed"
]
"""新收, 改好, 又错, 仍缺, 逾期, 定稿后又收到, 有变化."""

CHINA = timezone(timedelta(hours=8))
_GOOD = ("合格", "已说明", "定稿")
_FINAL, _DRAFTED = "定稿", "草稿"
_BETWEEN = re.compile(r"[;；,，、\s]+")
_BY_STATE: Mapping[str, str] = {"doubtful": "有疑问", "review": "有疑问", "pass": "合格"}


@dataclass(slots=True)
class LedgerEntry:
    """One unit's line, as the file has it.

    Attributes:
        key: name and parent.
        texts: what stands in each column, by its heading.
        ours: what we wrote there the last time; a cell that differs from it is a person's.
        findings: ids of what was to be corrected at the last run.
        draft: digest of the last draft that was written for it; holds as long as 草稿 says when that was.
    """

    key: tuple[str, str]
    texts: dict[str, str] = field(default_factory=dict)
    ours: dict[str, str] = field(default_factory=dict)
    findings: frozenset[str] = frozenset()
    draft: str = ""

    def is_persons(self, column: str) -> bool:
        """Tell whether a person wrote what stands in a column."""
        text = self.texts.get(column, "")
        return bool(text) and text != self.ours.get(column, "")

    def write(self, column: str, text: str) -> None:
        """Put a text of ours into a column."""
        self.texts[column] = self.ours[column] = text


@dataclass(slots=True)
class Ledger:
    """The whole file, and what a run makes of it.

    Attributes:
        entries: by name and parent.
        last_run: the time of the run before; "" for the first.
        changes: what has changed, by unit.
        remarks: sentences about what a person wrote and the program cannot use.
    """

    entries: dict[tuple[str, str], LedgerEntry] = field(default_factory=dict)
    last_run: str = ""
    changes: dict[tuple[str, str], LedgerChange] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    @property
    def counts(self) -> Counter[LedgerChange]:
        """How many units have changed in each way."""
        return Counter(self.changes.values())

    def assignments(self, units: Iterable[Unit]) -> Assignments:
        """Return what a person wrote under 指定: addresses, mails and files that are that unit's for ever."""
        corrections = Assignments()
        for unit in units:
            entry = self.entries.get(unit.key)
            for key in _BETWEEN.split(entry.texts.get("指定", "")) if entry else ():
                if key:
                    corrections.units[key.lower()] = unit
        return corrections

    def final(self, units: Iterable[Unit]) -> dict[Unit, frozenset[str]]:
        """Return the digests of the files that a person has declared final, by unit."""
        digests = {}
        for unit in units:
            entry = self.entries.get(unit.key)
            if entry and entry.texts.get("状态") == _FINAL and entry.texts.get("定稿校验码"):
                digests[unit] = frozenset(_BETWEEN.split(entry.texts["定稿校验码"])) - {""}
        return digests

    def update(self, deliveries: Deliveries, now: datetime) -> None:
        """Bring every line up to date; a person's cells stay as they are.

        Args:
            deliveries: of this run.
            now: its time.
        """
        by_unit = {one.unit: one for one in deliveries.units if one.unit is not None and not one.rivals}
        doubtful = {unit for one in deliveries.units for unit in one.rivals}
        for unit in deliveries.list_units:
            self._update_one(self._entry(unit), by_unit.get(unit), in_doubt=unit in doubtful, now=now)
        self.last_run = minute(now)

    def enter(self, units: Iterable[Unit]) -> None:
        """Make a line for each unit that has none, in the list's order."""
        for unit in units:
            self._entry(unit)

    def _entry(self, unit: Unit) -> LedgerEntry:
        entry = self.entries.setdefault(unit.key, LedgerEntry(unit.key, {"单位": unit.name, "上级": unit.parent}))
        entry.ours.setdefault("单位", unit.name)
        entry.ours.setdefault("上级", unit.parent)
        return entry

    def drafted(self, units: Sequence[Unit], text: str) -> str:
        """Return when this very draft was written to these units; "" if it never was, or a person emptied the cell.

        Args:
            units: those that the draft is about.
            text: all that it says.
        """
        entries = [self.entries.get(unit.key) for unit in units]
        times = [entry.texts.get(_DRAFTED, "") if entry and entry.draft == _digest(text) else "" for entry in entries]
        return times[0] if times and all(times) else ""

    def keep_draft(self, units: Iterable[Unit], text: str, now: datetime) -> None:
        """Remember that a draft has been written to these units."""
        for unit in units:
            entry = self._entry(unit)
            entry.draft = _digest(text)
            if not entry.is_persons(_DRAFTED):
                entry.write(_DRAFTED, minute(now))

    def _update_one(self, entry: LedgerEntry, delivery: Delivery | None, *, in_doubt: bool, now: datetime) -> None:
        findings = _findings(delivery)
        facts = {"状态": _state(delivery, in_doubt=in_doubt), **_receipts(delivery, now)}
        change = _change(entry, facts["状态"], delivery, findings, now)
        if change:
            self.changes[entry.key] = change
        for column, text in facts.items():
            if not entry.is_persons(column):
                entry.write(column, text)
        if entry.texts.get("状态") == _FINAL and not entry.texts.get("定稿校验码") and delivery:
            entry.write("定稿校验码", "；".join(dict.fromkeys(one.sha256 for one in delivery.current)))
        if self.last_run or change:
            entry.write("本次变化", _words(change, entry.findings, findings, first=not self.last_run))
        entry.findings = findings


def _receipts(delivery: Delivery | None, now: datetime) -> dict[str, str]:
    """When a unit's mails came, and how many."""
    sent = [*delivery.current, *delivery.older] if delivery else []
    dates = sorted(date for one in sent if (date := moment(one, now)))
    mails = {one.origin.message_id if one.origin else one.source for one in sent}
    return {
        "首次收到": minute(dates[0]) if dates else "",
        "最近收到": minute(dates[-1]) if dates else "",
        "收到次数": str(len(mails)) if mails else "",
    }


def _state(delivery: Delivery | None, *, in_doubt: bool) -> str:
    if delivery is None:
        return "有疑问" if in_doubt else "未报"
    if delivery.state == "empty":
        return "未报"
    explained = any(not finding.is_open for one in delivery.current for finding in one.findings)
    if delivery.state == "pass" and explained:
        return "已说明"
    return _BY_STATE.get(delivery.state, "待改")


def _findings(delivery: Delivery | None) -> frozenset[str]:
    """What is to be corrected or looked at, each under a name that is the same in the next run."""
    return frozenset(
        f"{finding.rule}@{finding.cells[0].id if finding.cells else ''}"
        for one in (delivery.current if delivery else ())
        for finding in one.findings
        if finding.is_open and finding.severity != "info"
    )


def _change(
    entry: LedgerEntry, state: str, delivery: Delivery | None, findings: frozenset[str], now: datetime
) -> LedgerChange | None:
    before = entry.texts.get("状态", "")
    if state == "未报" and _is_past(entry.texts.get("期限", ""), now):
        return "overdue"
    if delivery is not None and delivery.after_final:
        return "after_final"
    if state == "未报":
        return "still_missing"
    if before in ("", "未报"):
        return "received"
    if before not in _GOOD and state in _GOOD:
        return "mended"
    if before in _GOOD and state not in _GOOD:
        return "wrong_again" if before != _FINAL else None
    return "changed" if findings != entry.findings else None


_CHANGE: Mapping[LedgerChange, str] = {
    "received": "新收",
    "mended": "改好",
    "wrong_again": "又错",
    "still_missing": "仍缺",
    "overdue": "逾期未报",
    "after_final": "定稿后又收到不同的文件，没有采用",
    "changed": "有变化",
}


def _words(change: LedgerChange | None, before: frozenset[str], now: frozenset[str], *, first: bool) -> str:
    """What stands under 本次变化: the change, and what became of each finding."""
    words = [_CHANGE[change]] if change else []
    counts = {"已改": len(before - now), "仍在": len(before & now), "新出现": len(now - before)}
    if not first and (before or now):
        words.append("，".join(f"{name} {count}" for name, count in counts.items() if count))
    return "；".join(words)


def summary(ledger: Ledger) -> dict[str, int]:
    """Return how many units changed in each way, in words, in a fixed order."""
    counts = ledger.counts
    return {_CHANGE[change].partition("，")[0]: counts[change] for change in _CHANGE if counts[change]}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def minute(moment: datetime) -> str:
    """Write down a moment as China's clocks show it."""
    return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")


def _is_past(deadline: str, now: datetime) -> bool:
    written = re.match(r"(20\d\d)\D(\d{1,2})\D(\d{1,2})", deadline)
    if not written:
        return False
    try:
        last = datetime(int(written[1]), int(written[2]), int(written[3]), tzinfo=CHINA) + timedelta(days=1)
    except ValueError:
        return False
    return now.astimezone(UTC) >= last

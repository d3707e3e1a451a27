"""One document's result, as a worker or the cache hands it on: its JSON as text, and the little that is counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from checks.model.findings import Status, Verdict

if TYPE_CHECKING:
    from json import JSONEncoder

BETWEEN = "\x1f"
"""Stands between the fields of what is written down; no JSON holds it."""
_FIELDS = 5


class Result:
    """What a batch found out about one document.

    Attributes:
        source: the path as given, with what is inside a container behind a slash.
        rules: how many rules were looked at.
        marked: what ``mark`` made of its file; the same object for all documents of one file.
    """

    __slots__ = ("_rest", "_severities", "_status", "_verdict", "marked", "rules", "source")

    def __init__(self, source: str, status: str, severities: str, rules: int, rest: str, marked: Any = None) -> None:
        """Take what ``written`` wrote down."""
        self.source, self.rules, self.marked = source, rules, marked
        self._status, self._severities, self._rest = status, severities, rest
        self._verdict: Verdict | None = None

    @classmethod
    def of(cls, verdict: Verdict, marked: Any = None) -> Result:
        """Return the result for a verdict of this process."""
        result = cls(verdict.source, "", "", verdict.checked + verdict.undecided, "", marked)
        result._verdict = verdict
        return result

    @property
    def verdict(self) -> Verdict:
        """The verdict; read from the JSON when it is first asked for, and the truth from then on."""
        if self._verdict is None:
            import json  # noqa: PLC0415  # not needed for one file

            from checks.render.json_reading import read_document  # noqa: PLC0415

            self._verdict = read_document(json.loads(self.json))
        return self._verdict

    @property
    def json(self) -> str:
        """The document's part of the JSON result, on one line."""
        if self._verdict is None:
            return f'{{"source": {_encoder().encode(self.source)}, {self._rest}'
        from checks.render.json_document import as_document  # noqa: PLC0415

        return _encoder().encode(as_document(self._verdict))

    @property
    def status(self) -> Status:
        """The verdict's status."""
        return cast("Status", self._status) if self._verdict is None else self._verdict.status

    @property
    def severities(self) -> frozenset[str]:
        """The severities of its findings; those that are explained do not count."""
        if self._verdict is not None:
            return frozenset(_severities(self._verdict))
        return frozenset(self._severities.split(",")) if self._severities else frozenset()


def written(verdicts: Sequence[Verdict], name: str) -> str:
    """Write the verdicts on one file down as one text.

    Args:
        verdicts: their sources begin with the name.
        name: is left out, so that the text holds for the same bytes in any folder.
    """
    from checks.render.json_document import as_document  # noqa: PLC0415

    assert verdicts, "every file has a verdict"
    fields: list[str] = []
    for verdict in verdicts:
        document = as_document(verdict)
        tail = document.pop("source").removeprefix(name)
        fields += (
            _encoder().encode(tail)[1:-1],
            verdict.status,
            ",".join(sorted(_severities(verdict))),
            str(verdict.checked + verdict.undecided),
            _encoder().encode(document)[1:],
        )
    return BETWEEN.join(fields)


def results(source: str, body: str, marked: Sequence[Any] = ()) -> Iterator[Result]:
    """Yield the results that ``written`` wrote down.

    Args:
        source: of the file, in place of its name.
        body: the text.
        marked: the marked copy of each document, if there are any.
    """
    fields = body.split(BETWEEN)
    for i in range(0, len(fields), _FIELDS):
        tail, status, severities, rules, rest = fields[i : i + _FIELDS]
        whole = f"{source}{_unescaped(tail)}" if tail else source
        yield Result(whole, status, severities, int(rules), rest, marked[i // _FIELDS] if marked else None)


def documents(body: str) -> int:
    """Count the documents that ``written`` wrote down."""
    return (body.count(BETWEEN) + 1) // _FIELDS


def to_mark(body: str) -> bool:
    """Tell whether any of these documents has a finding that a marked copy would show."""
    return any(status in ("fail", "review") for status in body.split(BETWEEN)[1::_FIELDS])


def _severities(verdict: Verdict) -> set[str]:
    return {finding.severity for finding in verdict.findings if finding.outcome != "explained"}


def _unescaped(text: str) -> str:
    import json  # noqa: PLC0415

    return str(json.loads(f'"{text}"'))


@cache
def _encoder() -> JSONEncoder:
    from json import JSONEncoder  # noqa: PLC0415  # 3 ms of a start

    return JSONEncoder(ensure_ascii=False)

"""One document's result, as a worker or the cache hands it on: its JSON as text, and the little that is counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from checks.language import speaking, spoken
from checks.model.findings import Status, Verdict
from checks.model.held_figures import as_text, from_text
from checks.model.submission import Submission

if TYPE_CHECKING:
    from json import JSONEncoder

    from checks.model.rule import Rulebook

BETWEEN = b"\x1f"
"""Stands between the fields of what is written down; no JSON holds it."""
_FIELDS = 6
_UTF_8 = ("utf-8", "surrogatepass")  # names that are not UTF-8 on disk


class Result:
    """What a batch found out about one document.

    Attributes:
        source: the path as given, with what is inside a container behind a slash.
        rules: how many rules were looked at.
        marked: what ``mark`` made of its file; the same object for all documents of one file.
    """

    __slots__ = (
        "_book", "_held", "_read", "_rest", "_severities", "_status", "_submission",
        "file", "marked", "rules", "source",
    )  # fmt: skip

    def __init__(
        self,
        names: tuple[str, str],
        status: str,
        severities: str,
        rules: int,
        rest: bytes,
        book: Rulebook,
        marked: Any = None,
        held: bytes = b"",
    ) -> None:
        """Take what ``written`` wrote down.

        Args:
            names: the source, and the file alone.
            status: of the verdict.
            severities: of its open findings, with commas between them.
            rules: how many were looked at.
            rest: the JSON after both names.
            book: the rules that it was checked by.
            marked: the marked copy.
            held: all its figures, as ``as_text`` wrote them.
        """
        (self.source, self.file), self.rules, self.marked = names, rules, marked
        self._status, self._severities, self._rest, self._book = status, severities, rest, book
        self._held = held
        self._submission: Submission | None = None
        self._read: Verdict | None = None  # what was written down, where it was read

    @classmethod
    def of(cls, submission: Submission, book: Rulebook, marked: Any = None) -> Result:
        """Return the result for a document that was checked in this process."""
        verdict = submission.verdict
        names = verdict.source, verdict.file
        result = cls(names, "", "", verdict.checked + verdict.undecided, b"", book, marked)
        result._submission = submission
        return result

    def within(self, folder: str) -> Result:
        """Return the result with its names below a folder (which ends with a slash, or is "")."""
        submission = self.submission
        moved = replace(submission, verdict=replace(submission.verdict, file=folder + submission.verdict.file))
        return Result.of(moved, self._book, self.marked)

    @property
    def submission(self) -> Submission:
        """The document as sent in; read from the JSON when it is first asked for, and the truth from then on."""
        if self._submission is None:
            import json  # noqa: PLC0415  # not needed for one file

            from checks.render.json_reading import read_document  # noqa: PLC0415

            document = json.loads("{" + self._rest.decode(*_UTF_8))
            document["file"] = self.file
            self._submission = read_document(document, self._book, from_text(self._held.decode(*_UTF_8)))
            self._read = self._submission.verdict
        return self._submission

    @property
    def verdict(self) -> Verdict:
        """The verdict on the document."""
        return self.submission.verdict

    @property
    def json(self) -> str:
        """The document's part of the JSON result, on one line; what a worker wrote down is Chinese."""
        if self._is_as_written and spoken() == "zh":
            return self._written()
        from checks.render.json_document import as_document  # noqa: PLC0415

        return _encoder().encode(as_document(self.submission))

    @property
    def _is_as_written(self) -> bool:
        """Tell whether nothing was made of the document since it was written down."""
        submission = self._submission
        return submission is None or (submission.verdict is self._read and submission.is_as_checked)

    def _written(self) -> str:
        names = _encoder().encode(self.source), _encoder().encode(self.file)
        return f'{{"source": {names[0]}, "file": {names[1]}, {self._rest.decode(*_UTF_8)}'

    @property
    def json_with_figures(self) -> str:
        """The same, with every figure."""
        from checks.render.json_document import as_figures  # noqa: PLC0415  # on request only

        figures = as_figures(self.submission.figures, self._book.forms)
        return f'{self.json[:-1]}, "figures": {_encoder().encode(figures)}}}'

    @property
    def status(self) -> Status:
        """The verdict's status."""
        return cast("Status", self._status) if self._submission is None else self._submission.status

    @property
    def severities(self) -> frozenset[str]:
        """The severities of its findings; those that are explained do not count."""
        if self._submission is not None:
            return frozenset(_severities(self._submission))
        return frozenset(self._severities.split(",")) if self._severities else frozenset()


def written(submissions: Sequence[Submission], name: str) -> bytes:
    """Write the documents of one file down as one text, in Chinese: it is said anew where another language is shown.

    Args:
        submissions: their sources begin with the name.
        name: is left out, so that the text holds for the same bytes in any folder.
    """
    from checks.render.json_document import as_document  # noqa: PLC0415

    assert submissions, "every file has a verdict"
    fields: list[str] = []
    for submission in submissions:
        with speaking("zh"):
            document = dict(as_document(submission))
        verdict = submission.verdict
        tails = [str(document.pop(key)).removeprefix(name) for key in ("source", "file")]
        fields += (
            _encoder().encode(tails)[1:-1] if any(tails) else "",
            verdict.status,
            ",".join(sorted(_severities(submission))),
            str(verdict.checked + verdict.undecided),
            _encoder().encode(document)[1:],
            as_text(submission.figures),
        )
    return BETWEEN.decode().join(fields).encode(*_UTF_8)


def results(source: str, body: bytes, book: Rulebook, marked: Sequence[Any] = ()) -> Iterator[Result]:
    """Yield the results that ``written`` wrote down.

    Args:
        source: of the file, in place of its name.
        body: the text.
        book: the rules that they were checked by.
        marked: the marked copy of each document, if there are any.
    """
    fields = body.split(BETWEEN)
    for i in range(0, len(fields), _FIELDS):
        tails, status, severities, rules, rest, held = fields[i : i + _FIELDS]
        names = _after(source, tails) if tails else (source, source)
        copy = marked[i // _FIELDS] if marked else None
        yield Result(names, status.decode(), severities.decode(), int(rules), rest, book, copy, held)


def documents(body: bytes) -> int:
    """Count the documents that ``written`` wrote down."""
    return (body.count(BETWEEN) + 1) // _FIELDS


def to_mark(body: bytes) -> bool:
    """Tell whether any of these documents has a finding that a marked copy would show."""
    return any(status in (b"fail", b"review") for status in body.split(BETWEEN)[1::_FIELDS])


def _severities(submission: Submission) -> set[str]:
    return {finding.severity for finding in submission.verdict.open_findings}


def _after(source: str, tails: bytes) -> tuple[str, str]:
    import json  # noqa: PLC0415

    whole, file = json.loads(f"[{tails.decode(*_UTF_8)}]")
    return source + whole, source + file


@cache
def _encoder() -> JSONEncoder:
    from json import JSONEncoder  # noqa: PLC0415  # 3 ms of a start

    return JSONEncoder(ensure_ascii=False)

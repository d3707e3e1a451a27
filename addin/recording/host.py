"""A host with nobody before it: answers come from a list, what is shown is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from addin import texts
from addin.host import HostError
from addin.suspended import Goes

if TYPE_CHECKING:
    import xlwings as xw


class RecordingHost(Goes):
    """Answers in the order in which the questions come; a question without an answer raises.

    Attributes:
        answers: what is still to be answered: True, a text, a position, a path, None.
        asked: the questions, in their order.
        told: the texts shown.
        shown: the status bar.
        opened: the workbooks opened.
    """

    name = "recording"

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []
        self.told: list[str] = []
        self.shown: str | None = None
        self.opened: list[str] = []

    def _answer(self, question: str) -> Any:
        self.asked.append(question)
        if not self.answers:
            raise AssertionError(f"nobody answers: {question}")
        return self.answers.pop(0)

    def tell(self, text: str) -> None:
        """Keep the text."""
        self.told.append(text)

    def confirm(self, text: str) -> bool:
        """Take the next answer."""
        return bool(self._answer(text))

    def ask_text(self, text: str, default: str = "") -> str | None:
        """Take the next answer."""
        del default
        answer: str | None = self._answer(text)
        return answer

    def choose(self, text: str, choices: Sequence[str]) -> int | None:
        """Take the next answer."""
        answer: int | None = self._answer("\n".join([text, *choices]))
        return answer

    def choose_file(self, title: str) -> str | None:
        """Take the next answer."""
        return self.ask_text(title)

    def choose_folder(self, title: str) -> str | None:
        """Take the next answer."""
        return self.ask_text(title)

    def choose_target(self, title: str, name: str) -> str | None:
        """Take the next answer."""
        return self.ask_text(f"{title} {name}")

    def status(self, text: str | None) -> None:
        """Keep the text."""
        self.shown = text

    def go_to(self, cells: xw.Range) -> None:
        """Bring the sheet to the front and select."""
        cells.sheet.impl.activate()
        cells.impl.select()

    def is_protected(self, sheet: xw.Sheet) -> bool:
        """Tell what the file says."""
        return sheet.impl.content.protection is not None

    @contextmanager
    def unlocked(self, sheet: xw.Sheet) -> Iterator[None]:
        """Lift the protection, unless it has a password."""
        content = sheet.impl.content
        protection = content.protection
        if protection == "locked":
            raise HostError(texts.password_protected(sheet.name))
        content.protection = None
        try:
            yield
        finally:
            content.protection = protection

    def open_workbook(self, path: str) -> None:
        """Keep the path."""
        self.opened.append(path)

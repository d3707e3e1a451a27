"""A person who answers from a list, and keeps what was shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class FakePerson:
    """Answers in the order in which the questions come; a question without an answer raises.

    Attributes:
        answers: what is still to be answered: True, a text, a position, a path, None.
        asked: the questions, in their order.
        told: the texts shown.
        shown: the status bar.
    """

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []
        self.told: list[str] = []
        self.shown: str | None = None

    def _answer(self, question: str) -> Any:
        self.asked.append(question)
        if not self.answers:
            raise AssertionError(f"nobody answers: {question}")
        return self.answers.pop(0)

    def tell(self, text: str) -> None:
        self.told.append(text)

    def confirm(self, text: str) -> bool:
        return bool(self._answer(text))

    def ask_text(self, text: str, default: str = "") -> str | None:
        del default
        answer: str | None = self._answer(text)
        return answer

    def choose(self, text: str, choices: Sequence[str]) -> int | None:
        answer: int | None = self._answer("\n".join([text, *choices]))
        return answer

    def choose_file(self, title: str) -> str | None:
        return self.ask_text(title)

    def choose_folder(self, title: str) -> str | None:
        return self.ask_text(title)

    def choose_target(self, title: str, name: str) -> str | None:
        return self.ask_text(f"{title} {name}")

    def status(self, text: str | None) -> None:
        self.shown = text

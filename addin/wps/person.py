"""What a person before WPS sees and answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from addin.seam import by_number
from addin.wps.door import Door

_SAVE, _FILE, _FOLDER = 2, 3, 4  # the kinds of dialogue that ask for a path


class WpsPerson:
    """Boxes and pickers of the page that the add-in lives in.

    Args:
        door: to ``port.js``.
        asked: called after every box: while one is open, the person may change the workbook.
    """

    def __init__(self, door: Door, asked: Callable[[], None]) -> None:
        self._door, self._asked = door, asked

    def tell(self, text: str) -> None:
        """Show a message box."""
        self._door("tell", text)
        self._asked()

    def confirm(self, text: str) -> bool:
        """Show a message box with two buttons."""
        answer = bool(self._door("confirm", text))
        self._asked()
        return answer

    def ask_text(self, text: str, default: str = "") -> str | None:
        """Show a question box."""
        answer: str | None = self._door("ask", text, default)
        self._asked()
        return answer

    def choose(self, text: str, choices: Sequence[str]) -> int | None:
        """Ask for the number of one of the choices."""
        return by_number(self.ask_text, text, choices)

    def choose_file(self, title: str) -> str | None:
        """Show the dialogue for opening."""
        return self._pick(_FILE, title)

    def choose_folder(self, title: str) -> str | None:
        """Show the dialogue for folders."""
        return self._pick(_FOLDER, title)

    def choose_target(self, title: str, name: str) -> str | None:
        """Show the dialogue for saving."""
        return self._pick(_SAVE, title, name)

    def _pick(self, kind: int, title: str, name: str = "") -> str | None:
        answer: str | None = self._door("pick", kind, title, name)
        self._asked()
        return answer

    def status(self, text: str | None) -> None:
        """Write into the status bar, or give it back."""
        self._door("status", text or None)

"""What a person before Excel sees and answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from addin import texts
from addin.seam import by_number

if TYPE_CHECKING:
    import xlwings as xw

_LONGEST_PROMPT = 250  # of Excel's own question box; a message box takes more
_TEXT = 2  # the kind of answer that the question box takes
_FOLDER = 4  # the kind of dialogue that asks for a folder
_CHOSEN = -1


class ExcelDialogs:
    """Boxes and pickers of one running Excel."""

    def __init__(self, app: xw.App) -> None:
        self._app = app

    def tell(self, text: str) -> None:
        """Show a message box."""
        self._app.alert(text, title=texts.TITLE)

    def confirm(self, text: str) -> bool:
        """Show a message box with yes and no."""
        return self._app.alert(text, title=texts.TITLE, buttons="yes_no") == "yes"

    def ask_text(self, text: str, default: str = "") -> str | None:
        """Show a question box; what does not fit into it is shown before."""
        if len(text) > _LONGEST_PROMPT:
            self.tell(text)
            text = f"{text[:_LONGEST_PROMPT]}……"
        answer = self._app.api.InputBox(Prompt=text, Title=texts.TITLE, Default=default, Type=_TEXT)
        return None if answer is False else str(answer)

    def choose(self, text: str, choices: Sequence[str]) -> int | None:
        """Ask for the number of one of the choices."""
        return by_number(self.ask_text, text, choices)

    def choose_file(self, title: str) -> str | None:
        """Show Excel's dialogue for opening."""
        return _path(self._app.api.GetOpenFilename(texts.FILE_KINDS, 1, title))

    def choose_folder(self, title: str) -> str | None:
        """Show the dialogue for folders."""
        dialogue = self._app.api.FileDialog(_FOLDER)
        dialogue.Title = title
        return str(dialogue.SelectedItems(1)) if dialogue.Show() == _CHOSEN else None

    def choose_target(self, title: str, name: str) -> str | None:
        """Show the dialogue for saving, which only returns a name."""
        ending = name.rpartition(".")[2]
        return _path(self._app.api.GetSaveAsFilename(name, f"{ending},*.{ending}", 1, title))

    def status(self, text: str | None) -> None:
        """Write into the status bar; False gives it back."""
        self._app.status_bar = text or False


def _path(answer: Any) -> str | None:
    return None if answer is False else str(answer)

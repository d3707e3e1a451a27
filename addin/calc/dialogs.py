"""What a person before Calc sees and answers: boxes, pickers, the status bar."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from addin.buttons import TAB
from addin.calc import office

_WIDTH, _MARGIN, _LINE, _BUTTON = 260, 6, 12, (50, 14)
"""Sizes of a dialog, in LibreOffice's units: about a quarter of a character wide, an eighth high."""


class Dialogs:
    """Boxes and pickers over the window of a document."""

    def __init__(self, context: Any, document: Any) -> None:
        self._context = context
        self._document = document

    @property
    def _frame(self) -> Any:
        return self._document.CurrentController.Frame

    def _box(self, kind: str, text: str, *buttons: str) -> int:
        toolkit = office.service(self._context, "awt.Toolkit")
        box = toolkit.createMessageBox(
            self._frame.ContainerWindow,
            office.enum("awt.MessageBoxType", kind),
            sum(office.constant(f"awt.MessageBoxButtons.{button}") for button in buttons),
            TAB,
            text,
        )
        answer = int(box.execute())
        box.dispose()
        return answer

    def tell(self, text: str) -> None:
        """Show a text and wait until it is read."""
        self._box("INFOBOX", text, "BUTTONS_OK")

    def confirm(self, text: str) -> bool:
        """Ask yes or no."""
        return bool(
            self._box("QUERYBOX", text, "BUTTONS_YES_NO", "DEFAULT_BUTTON_YES")
            == office.constant("awt.MessageBoxResults.YES")
        )

    def ask_text(self, text: str, default: str = "") -> str | None:
        """Ask for a line of text; None if the person thinks better of it."""
        dialog = _Form(self._context, text)
        dialog.add("Edit", "answer", _LINE + 2, Text=default)
        return str(dialog.control("answer").Text) if dialog.run(self._frame, "answer") else None

    def choose(self, text: str, choices: Sequence[str]) -> int | None:
        """Let one of several be chosen, and return its position from 0; None for none."""
        dialog = _Form(self._context, text)
        dialog.add(
            "ListBox", "answer", min(len(choices), 12) * _LINE, StringItemList=tuple(choices), SelectedItems=(0,)
        )
        chosen = dialog.control("answer").getSelectedItemPos() if dialog.run(self._frame, "answer") else -1
        return None if chosen == -1 else int(chosen)

    def choose_file(self, title: str) -> str | None:
        """Return the path of an existing file, or None."""
        return self._pick("FILEOPEN_SIMPLE", title)

    def choose_target(self, title: str, name: str) -> str | None:
        """Return the path of a file to write, the given name proposed; None for none."""
        return self._pick("FILESAVE_SIMPLE", title, name)

    def _pick(self, template: str, title: str, name: str = "") -> str | None:
        picker = office.service(self._context, "ui.dialogs.FilePicker")
        picker.initialize((office.constant(f"ui.dialogs.TemplateDescription.{template}"),))
        picker.setTitle(title)
        if self._document.URL:
            picker.setDisplayDirectory(office.url_of(str(Path(office.path_of(self._document.URL)).parent)))
        if name:
            picker.setDefaultName(name)
        return office.path_of(picker.getSelectedFiles()[0]) if picker.execute() else None

    def choose_folder(self, title: str) -> str | None:
        """Return the path of an existing folder, or None."""
        picker = office.service(self._context, "ui.dialogs.FolderPicker")
        picker.setTitle(title)
        return office.path_of(picker.getDirectory()) if picker.execute() else None

    def status(self, text: str | None) -> None:
        """Write into the status bar, or give Calc its status bar back."""
        indicator = self._document.CurrentController.getStatusIndicator()
        if text is None:
            indicator.end()
        else:
            indicator.start(text, 0)


class _Form:
    """A dialog with a text, one thing to answer, and two buttons."""

    def __init__(self, context: Any, text: str) -> None:
        self._context = context
        self._model = office.service(context, "awt.UnoControlDialogModel")
        self._model.Title = TAB
        self._model.Width = _WIDTH
        self._bottom = _MARGIN
        self._dialog = office.service(context, "awt.UnoControlDialog")
        self._dialog.setModel(self._model)
        lines = sum(1 + len(line) // 32 for line in text.split("\n"))
        self.add("FixedText", "text", lines * _LINE, Label=text, MultiLine=True)

    def add(self, kind: str, name: str, height: int, **details: Any) -> None:
        """Put a control below the others, as wide as the dialog."""
        self._place(kind, name, (_MARGIN, self._bottom, _WIDTH - 2 * _MARGIN, height), details)
        self._bottom += height + _MARGIN

    def _place(self, kind: str, name: str, box: tuple[int, int, int, int], details: dict[str, Any]) -> None:
        model = self._model.createInstance(f"com.sun.star.awt.UnoControl{kind}Model")
        sizes = dict(zip(("PositionX", "PositionY", "Width", "Height"), box, strict=True))
        for key, value in {**sizes, **details}.items():
            setattr(model, key, value)
        self._model.insertByName(name, model)

    def control(self, name: str) -> Any:
        """Return a control, to read the answer from."""
        return self._dialog.getControl(name)

    def run(self, frame: Any, focus: str) -> bool:
        """Show the dialog; True for 确定, False for 取消 or the closed window."""
        width, height = _BUTTON
        for i, (label, kind) in enumerate((("取消", 2), ("确定", 1))):
            box = (_WIDTH - (i + 1) * (width + _MARGIN), self._bottom, width, height)
            self._place("Button", label, box, {"Label": label, "PushButtonType": kind, "DefaultButton": kind == 1})
        self._model.Height = self._bottom + height + _MARGIN
        self._dialog.createPeer(office.service(self._context, "awt.Toolkit"), frame.ContainerWindow)
        window, own = frame.ContainerWindow.getPosSize(), self._dialog.getPosSize()
        left, top = max(0, (window.Width - own.Width) // 2), max(0, (window.Height - own.Height) // 3)
        self._dialog.setPosSize(left, top, 0, 0, office.constant("awt.PosSize.POS"))
        self._dialog.getControl(focus).setFocus()
        return bool(self._dialog.execute())

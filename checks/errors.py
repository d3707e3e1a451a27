"""Every error of gouji.

GoujiError
├── FormFileError     a form or rule file that cannot be used: the message says what and where
├── InputFileError    a received file that cannot be read: a finding about that file, never a crash
└── UsageError        the command cannot run as asked (exit code 2)
"""

from __future__ import annotations


class GoujiError(Exception):
    """Anything that gouji raises on purpose."""


class FormFileError(GoujiError):
    """A form or rule file is broken; the message names the file, the place and what is wrong there."""


class InputFileError(GoujiError):
    """A received file cannot be read.

    Attributes:
        code: a key of ``messages.UNREADABLE``, whose sentence says what it is and what to do.
        detail: what fills the ``{detail}`` of that sentence, such as the kind of file found.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


class UsageError(GoujiError):
    """The command cannot run as asked; the message is a sentence, in the language that was said when it was raised."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)

"""The door to WPS: a name, arguments as JSON, an answer as JSON; ``port.js`` stands behind it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

_HALVES = re.compile(r"(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}")
"""Half of a character, which no text that is written down may hold. JavaScript escapes it, and whole ones not."""


class DoorError(RuntimeError):
    """WPS refused; the message is its own.

    Attributes:
        code: ``password``, ``structure``, ``no workbook``, or "" for anything else.
    """

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


class Door:
    """Calls what ``port.js`` offers.

    Args:
        call: takes a name and arguments as JSON, and returns ``[answer]`` or ``[null, message, code]`` as JSON.
    """

    def __init__(self, call: Callable[[str, str], str]) -> None:
        self._call = call

    def __call__(self, name: str, *arguments: Any) -> Any:
        """Do it, and return the answer.

        Raises:
            DoorError: WPS refused.
        """
        said = self._call(name, json.dumps(arguments, ensure_ascii=False))
        answer = json.loads(_HALVES.sub(r"\1\\ufffd", said))
        if len(answer) > 1:
            raise DoorError(*answer[1:])
        return answer[0]

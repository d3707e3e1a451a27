"""Regular expressions that are compiled when they are first asked, for what an ordinary file never comes to.

To compile a pattern takes longer than to read a small table with it, and the modules of one start have more than a
hundred. What nearly every file is asked, and what is asked of every cell, stays with ``re.compile``.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what ``re.compile`` returns, to be compiled when any of its methods is first looked up."""
    return cast("re.Pattern[AnyStr]", _Pattern(text, flags))


class _Pattern:
    """Stands for a compiled pattern; what was looked up once is kept, so that it is not asked for again."""

    def __init__(self, text: Any, flags: int) -> None:
        self._text, self._flags = text, flags

    def __getattr__(self, name: str) -> Any:
        """Return an attribute of the compiled pattern."""
        value = getattr(re.compile(self._text, self._flags), name)
        setattr(self, name, value)
        return value

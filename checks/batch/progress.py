"""The line on a terminal that says how far a batch has come; nowhere else is anything written."""

from __future__ import annotations

import os
import shutil
import sys
import time
import unicodedata
from collections import deque
from typing import TextIO

from checks.render.sentences.batch import progress

_EVERY = 0.1  # seconds
_QUIET = 0.5  # seconds in which a small batch is done without a word
_RECENT = 50  # lines drawn, over which the rate is taken


class Progress:
    """Counts documents on one line, which is wiped out before anything else is written."""

    def __init__(self, total: int = 0, stream: TextIO | None = None) -> None:
        """Begin to count.

        Args:
            total: how many there will be; 0 if nobody knows.
            stream: the terminal; standard error by default.
        """
        self._stream = stream or sys.stderr
        self._total, self._done = total, 0
        self._next = time.monotonic() + _QUIET
        self._times: deque[tuple[float, int]] = deque([(time.monotonic(), 0)], maxlen=_RECENT)
        self._drawn = 0

    def step(self, name: str) -> None:
        """Count one; draw the line if it is time."""
        self._done += 1
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + _EVERY
        self._times.append((now, self._done))
        then, before = self._times[0]
        rate = (self._done - before) / max(now - then, 1e-9)
        left = (self._total - self._done) / rate if self._total > self._done else None
        line = _fitting(progress(self._done, self._total, rate, left, name), shutil.get_terminal_size().columns - 1)
        width = _width(line)
        self._write("\r" + line + " " * (self._drawn - width))
        self._drawn = width

    def wipe(self) -> None:
        """Clear the line for what others write."""
        if self._drawn:
            self._write("\r" + " " * self._drawn + "\r")
            self._drawn = 0

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, UnicodeError):  # a terminal that has gone, or lacks our characters, is no reason to stop
            self._next = float("inf")


def is_wanted(stream: TextIO | None = None) -> bool:
    """Tell whether a line can be drawn and wiped: on a terminal that knows Chinese and is more than a typewriter."""
    stream = stream or sys.stderr
    try:
        progress(0, 0, 0, None, "").encode(stream.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _fitting(text: str, columns: int) -> str:
    """Cut a line to the width of the terminal; what cannot be printed on one line becomes a question mark."""
    kept, width = [], 0
    for character in text:
        shown = character if character.isprintable() else "?"
        width += _width(shown)
        if width > columns:
            break
        kept.append(shown)
    return "".join(kept)

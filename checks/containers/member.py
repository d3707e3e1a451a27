"""What comes out of a container, and how much may."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from checks.errors import InputFileError
from checks.model.submission import Origin

MAX_DEPTH = 4
"""Containers in one another: a zip in a forwarded mail in a mail has 3."""
MAX_OPENED = 48 * 2**20
"""Bytes of one container, and of anything in it before it is told what it is. Mail servers stop at 50 MB."""
MAX_TOTAL = 256 * 2**20
"""Bytes that all containers in one file may unfold to."""
MAX_FILES = 5_000
"""Things in one file, in all its containers. A province has 3,000 townships."""


class Member(NamedTuple):
    """One document out of a container, or what a container has instead of one.

    Attributes:
        source: where it is from, containers and all: ``inbox/a.eml/附件1.xlsx``.
        data: its bytes; empty where there is a problem.
        origin: the mail that it came with; of mails in mails the innermost that names a sender, since that is
            the unit that wrote it, and not the one that passed it on.
        problem: why there is nothing to read.
        beside: it is a text, a scan or the like beside a table file in the same mail. Nothing is amiss if it
            holds no table or cannot be read: the table file is what was asked for.
        letter: the source of that mail; "" where it does not stand beside anything.
    """

    source: str
    data: bytes
    origin: Origin | None = None
    problem: InputFileError | None = None
    beside: bool = False
    letter: str = ""


class ContainedFile(NamedTuple):
    """One thing directly in a container: its bytes, or what is in it, or why there is neither.

    Attributes:
        name: as the sender gave it; "" for the container itself.
        origin: the mail that it came with, where the container is one.
        inside: opens it, where its container has taken it apart already.
    """

    name: str
    data: bytes = b""
    problem: InputFileError | None = None
    origin: Origin | None = None
    beside: bool = False
    inside: Callable[[], Iterator[ContainedFile]] | None = None


@dataclass(slots=True)
class Budget:
    """What is left for all that one file unfolds to, however deep.

    Attributes:
        spent: it was exceeded: nothing more is opened.
    """

    bytes_left: int = MAX_TOTAL
    files_left: int = MAX_FILES
    spent: bool = False

    def spend(self, size: int) -> None:
        """Account for so many bytes.

        Raises:
            InputFileError: they are too many, for one file or in sum.
        """
        fits(size)
        self.bytes_left -= size
        if self.bytes_left < 0:
            self.spent = True
            raise InputFileError("too_large", f"{MAX_TOTAL >> 20} MB（全部展开后）")

    def count(self) -> None:
        """Account for one more thing in a container.

        Raises:
            InputFileError: they are too many.
        """
        self.files_left -= 1
        if self.files_left < 0:
            self.spent = True
            raise InputFileError("unsafe", f"里面的文件超过 {MAX_FILES} 个")


def fits(size: int, most: int = MAX_OPENED) -> None:
    """Refuse what is too large to be looked at, whatever it is.

    Raises:
        InputFileError: it is.
    """
    if size > most:
        raise InputFileError("too_large", f"{most >> 20} MB")


class LetterPart(NamedTuple):
    """One part of a letter, whatever kind of mail it came in.

    Attributes:
        name: as the sender gave it; "" for none.
        kind: its media type, in lower case; "" where none is given.
        head: the first bytes.
        size: about how many bytes there are.
        load: returns all of them.
        charset: of a text, as declared.
        attached: it is said to be an attachment, not something to be shown.
        content_id: by which the letter's text refers to it.
        related: it stands beside a page that needs it.
        inside: opens it, where it is a letter that has been taken apart already.
    """

    name: str
    kind: str
    head: bytes
    size: int
    load: Callable[[], bytes]
    charset: str = ""
    attached: bool = False
    content_id: str = ""
    related: bool = False
    inside: Callable[[], Iterator[ContainedFile]] | None = None

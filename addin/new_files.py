"""Files that a command writes: nothing is replaced without a question, and a failure leaves the old file whole."""

from __future__ import annotations

from pathlib import Path

from addin import texts
from addin.seam import HostError
from addin.session import Session
from checks.render import sentences
from checks.whole_files import write_whole


def ask_target(session: Session, name: str) -> Path | None:
    """Let the person choose a file to write, and ask before one is replaced; None for none."""
    chosen = session.person.choose_target(texts.SAVE_AS, name)
    if chosen is None:
        return None
    path = Path(chosen)
    if not path.suffix:
        path = path.with_name(f"{path.name}{Path(name).suffix}")
    if path.exists() and not session.person.confirm(texts.ask_replace_file(path.name)):
        return None
    return path


def write(path: Path, data: bytes) -> None:
    """Write a file that the person has chosen.

    Raises:
        HostError: it cannot be written; what stood there stands there still.
    """
    try:
        write_whole(path, data, replace=True)
    except OSError as problem:
        raise HostError(sentences.cannot_write(str(path), problem.strerror or "")) from problem

"""Files that a command writes: nothing is replaced without a question, and a failure leaves the old file whole."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable
from pathlib import Path

from addin import texts
from addin.seam import HostError
from addin.session import Session
from checks.render import sentences


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


def write_beside(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file beside the wanted one, and put it in its place once it is whole.

    Args:
        path: the wanted file.
        write: writes the whole file to a path with the same ending.

    Raises:
        HostError: it cannot be written; what stood there stands there still.
    """
    spare: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(
            dir=path.parent, prefix=f".{path.stem[:40]}-", suffix=path.suffix, delete=False
        ) as made:
            spare = Path(made.name)
        write(spare)
        spare.replace(path)
    except OSError as problem:
        raise HostError(sentences.cannot_write(str(path), problem.strerror or "")) from problem
    finally:
        if spare is not None:
            with contextlib.suppress(OSError):
                spare.unlink(missing_ok=True)

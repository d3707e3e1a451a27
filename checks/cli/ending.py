"""How the command ends: whatever happens, one sentence and an exit code, never a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from checks.errors import GoujiError, InputFileError, UsageError
from checks.language import either
from checks.render import sentences
from checks.render.sanitize import terminal_line
from checks.render.sentences import ending
from checks.render.sentences.details import detail

COULD_NOT_RUN = 2


def ended_well(command: Callable[[], int]) -> int:
    """Run a command and return its exit code; GOUJI_DEBUG=1 shows where an accident happened.

    A reader of our output who has gone, ``| head``, wanted no more: that is no error.
    """
    try:
        code = command()
        sys.stdout.flush()
    except BrokenPipeError:
        _silence()
        return 0
    except KeyboardInterrupt:
        return _said(str(sentences.INTERRUPTED))
    except UsageError as problem:
        return _said(str(problem))
    except InputFileError as problem:
        return _said(sentences.UNREADABLE[problem.code].format(detail=detail(problem.detail)))
    except GoujiError as problem:
        return _said(ending.rules_broken(str(problem)))
    except OSError as problem:
        return _said(ending.system_refused(problem.filename or "", problem.strerror or type(problem).__name__))
    except SystemExit:
        raise
    except MemoryError:
        return _said(str(ending.OUT_OF_MEMORY))
    except BaseException as accident:  # noqa: BLE001  # also what extensions in Rust raise beside Exception
        return _said(ending.accident(type(accident).__name__, _place(accident)))
    return code


def _said(sentence: str) -> int:
    """Say why, and let nothing of what could not be written be tried again when the interpreter ends."""
    try:
        if os.environ.get("GOUJI_DEBUG"):
            import traceback  # noqa: PLC0415  # only where something went wrong

            traceback.print_exc()
        print(f"{either('gouji：', 'gouji: ')}{terminal_line(sentence)}", file=sys.stderr, flush=True)
    except OSError:  # there is nobody to tell
        pass
    try:
        sys.stdout.flush()
    except OSError:
        _silence()
    return COULD_NOT_RUN


def _silence() -> None:
    """Send what is still to be written nowhere."""
    try:
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, sys.stdout.fileno())
        os.close(sink)
    except (OSError, ValueError):  # standard output is no file: nothing will be written at the end
        return


def _place(accident: BaseException) -> str:
    import traceback  # noqa: PLC0415  # only where something went wrong

    last = traceback.extract_tb(accident.__traceback__)[-1:]
    return f"{Path(last[0].filename).name}:{last[0].lineno}" if last else ""

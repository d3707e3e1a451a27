"""What the system keeps a worker from: taking more memory than its limit, printing, outliving its parent."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path

_TICK = 0.5  # seconds
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


def confine(memory: int, parent: int) -> None:
    """Confine this process.

    Args:
        memory: bytes that it may take beyond what it has; Linux and Windows hold that; on macOS, which has nothing
            that does, the parent looks.
        parent: the process without which it ends.
    """
    _be_quiet()
    if sys.platform == "win32":
        from checks.batch import windows  # noqa: PLC0415  # there only

        windows.limit_memory(memory)
        threading.Thread(target=windows.outlive_not, args=(parent,), daemon=True).start()
        return
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    import resource  # noqa: PLC0415  # Windows has none

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = held + memory
        resource.setrlimit(resource.RLIMIT_AS, (wanted if hard < 0 else min(wanted, hard), hard))
        if _dies_with_its_parent(parent):
            return
    threading.Thread(target=_outlive_not, args=(parent,), daemon=True).start()


def _be_quiet() -> None:
    """Keep what libraries print about broken files off the user's terminal."""
    sink = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(sink, stream)
    os.close(sink)


def _dies_with_its_parent(parent: int) -> bool:
    """Have Linux end this process with its parent, whatever it is doing then."""
    try:
        import ctypes  # noqa: PLC0415  # here only

        asked: int = ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    except (ImportError, OSError, AttributeError):
        return False
    if os.getppid() != parent:  # it has gone before we asked
        os._exit(1)
    return asked == 0


def _outlive_not(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_TICK)
    os._exit(1)

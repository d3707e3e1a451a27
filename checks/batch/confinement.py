"""What a worker may not do, held by the system: take much memory, talk to the user, outlive its parent."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

_TICK = 0.5  # seconds
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
_PROCESS_MEMORY, _DIE_ON_EXCEPTION = 0x100, 0x400  # limits of a Windows job
_EXTENDED_LIMITS = 9  # the kind of information: JOBOBJECT_EXTENDED_LIMIT_INFORMATION
_SYNCHRONIZE = 0x100000
_FOR_EVER = 0xFFFFFFFF


def confine(memory: int, parent: int) -> None:
    """Confine this process.

    Args:
        memory: bytes that it may take beyond what it has; Linux and Windows hold that, macOS has nothing that does.
        parent: the process without which it ends.
    """
    _be_quiet()
    if sys.platform == "win32":
        _limit_memory_on_windows(memory)
        threading.Thread(target=_outlive_not_on_windows, args=(parent,), daemon=True).start()
        return
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
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


def _limit_memory_on_windows(memory: int) -> None:
    """Put this process into a job of its own that limits its memory: beyond that, allocation fails."""
    import ctypes  # noqa: PLC0415

    kernel: Any = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined,unused-ignore]
    job_limits = job_limits_of(memory + _committed_on_windows(kernel))
    kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = ctypes.c_void_p
    job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
    kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(job_limits), ctypes.sizeof(job_limits))
    kernel.AssignProcessToJobObject(job, ctypes.c_void_p(kernel.GetCurrentProcess()))


def job_limits_of(memory: int) -> Any:
    """Return Windows' JOBOBJECT_EXTENDED_LIMIT_INFORMATION that allows each process of a job so many bytes."""
    import ctypes  # noqa: PLC0415

    class Basic(ctypes.Structure):
        _fields_ = (
            ("process_time", ctypes.c_int64),
            ("job_time", ctypes.c_int64),
            ("flags", ctypes.c_uint32),
            ("least_working_set", ctypes.c_size_t),
            ("most_working_set", ctypes.c_size_t),
            ("processes", ctypes.c_uint32),
            ("affinity", ctypes.c_size_t),
            ("priority", ctypes.c_uint32),
            ("scheduling", ctypes.c_uint32),
        )

    class Extended(ctypes.Structure):
        _fields_ = (
            ("basic", Basic),
            ("io", ctypes.c_uint64 * 6),
            ("process_memory", ctypes.c_size_t),
            ("job_memory", ctypes.c_size_t),
            ("peak_process_memory", ctypes.c_size_t),
            ("peak_job_memory", ctypes.c_size_t),
        )

    limits = Extended()
    limits.basic.flags = _PROCESS_MEMORY | _DIE_ON_EXCEPTION
    limits.process_memory = memory
    return limits


def _committed_on_windows(kernel: Any) -> int:
    """Return how many bytes this process has taken already."""
    import ctypes  # noqa: PLC0415

    class Counters(ctypes.Structure):
        _fields_ = (
            ("size", ctypes.c_uint32),
            ("faults", ctypes.c_uint32),
            ("sizes", ctypes.c_size_t * 8),  # the seventh: pages that are this process's own
        )

    counters = Counters()
    counters.size = ctypes.sizeof(counters)
    process = ctypes.c_void_p(-1)  # this very process
    asked = kernel.K32GetProcessMemoryInfo(process, ctypes.byref(counters), counters.size)
    return int(counters.sizes[6]) if asked else 0


def _outlive_not_on_windows(parent: int) -> None:
    import ctypes  # noqa: PLC0415

    kernel: Any = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined,unused-ignore]
    kernel.OpenProcess.restype = ctypes.c_void_p
    handle = ctypes.c_void_p(kernel.OpenProcess(_SYNCHRONIZE, 0, parent))
    if handle:
        kernel.WaitForSingleObject(handle, _FOR_EVER)  # without the interpreter's lock
        os._exit(1)

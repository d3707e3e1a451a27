"""What a worker has used, as macOS tells it, where no limit of memory holds: its parent looks. Imported there only."""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any, NamedTuple

_FLAVOR = 0  # RUSAGE_INFO_V0
_NANOSECONDS = 1e9


class Usage(NamedTuple):
    """What a process has used.

    Attributes:
        seconds: of a processor.
        memory: bytes, with those that are kept compressed: what Activity Monitor shows.
    """

    seconds: float
    memory: int


class Counters(ctypes.Structure):
    """``rusage_info_v0`` of <sys/resource.h>; times are in ticks of the machine."""

    _fields_ = (
        ("uuid", ctypes.c_uint8 * 16),
        ("user", ctypes.c_uint64),
        ("system", ctypes.c_uint64),
        ("package_wakeups", ctypes.c_uint64),
        ("interrupt_wakeups", ctypes.c_uint64),
        ("page_ins", ctypes.c_uint64),
        ("wired", ctypes.c_uint64),
        ("resident", ctypes.c_uint64),
        ("footprint", ctypes.c_uint64),
        ("began", ctypes.c_uint64),
        ("ended", ctypes.c_uint64),
    )


def usage(process: int) -> Usage | None:
    """Return what a process of ours has used; None where it has gone."""
    counters = Counters()
    if _library().proc_pid_rusage(process, _FLAVOR, ctypes.byref(counters)) != 0:
        return None
    return Usage((counters.user + counters.system) * _tick() / _NANOSECONDS, int(counters.footprint))


@cache
def _tick() -> float:
    """Nanoseconds of a tick: 1 with Intel, 125/3 with Apple."""
    ratio = (ctypes.c_uint32 * 2)()
    _library().mach_timebase_info(ctypes.byref(ratio))
    return ratio[0] / ratio[1] if ratio[1] else 1.0


@cache
def _library() -> Any:
    library = ctypes.CDLL("/usr/lib/libSystem.B.dylib")
    library.proc_pid_rusage.argtypes = (ctypes.c_int, ctypes.c_int, ctypes.c_void_p)
    library.mach_timebase_info.argtypes = (ctypes.c_void_p,)
    return library

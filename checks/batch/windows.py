"""What a worker may not do, and what it has used, as Windows holds and tells it; imported there only.

Handles are those of ``multiprocessing``, which may do everything with a child.
"""

from __future__ import annotations

import ctypes
import os
from functools import cache
from typing import Any

_PROCESS_MEMORY, _DIE_ON_EXCEPTION = 0x100, 0x400  # limits of a job
_EXTENDED_LIMITS = 9  # the kind of information: JOBOBJECT_EXTENDED_LIMIT_INFORMATION
_SYNCHRONIZE = 0x100000
_FOR_EVER = 0xFFFFFFFF
_OURSELVES = -1  # the handle of the very process that asks
_UNIT = 1e7  # times are counted in 100 ns
_ENDED = 0  # WAIT_OBJECT_0
_NO_SUCH_PROCESS = 87  # ERROR_INVALID_PARAMETER, of OpenProcess

_HANDLE, _POINTER, _BOOL, _DWORD = ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int32, ctypes.c_uint32
FUNCTIONS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "CreateJobObjectW": (_HANDLE, (_POINTER, _POINTER)),
    "SetInformationJobObject": (_BOOL, (_HANDLE, ctypes.c_int32, _POINTER, _DWORD)),
    "AssignProcessToJobObject": (_BOOL, (_HANDLE, _HANDLE)),
    "K32GetProcessMemoryInfo": (_BOOL, (_HANDLE, _POINTER, _DWORD)),
    "GetProcessTimes": (_BOOL, (_HANDLE, _POINTER, _POINTER, _POINTER, _POINTER)),
    "OpenProcess": (_HANDLE, (_DWORD, _BOOL, _DWORD)),
    "WaitForSingleObject": (_DWORD, (_HANDLE, _DWORD)),
}
"""What the functions of kernel32 return and take: a handle has the width of a pointer, which ctypes does not guess."""


def limit_memory(memory: int) -> bool:
    """Put this process into a job of its own that limits its memory: beyond that, allocation fails.

    Returns:
        Whether Windows took it; its parent looks in any case.
    """
    kernel = _kernel()
    limits = job_limits_of(memory + committed(_OURSELVES))
    job = kernel.CreateJobObjectW(None, None)  # never closed: it lasts as long as this process
    size = ctypes.sizeof(limits)
    return bool(
        job
        and kernel.SetInformationJobObject(job, _EXTENDED_LIMITS, ctypes.byref(limits), size)
        and kernel.AssignProcessToJobObject(job, _OURSELVES)
    )


def job_limits_of(memory: int) -> Any:
    """Return Windows' JOBOBJECT_EXTENDED_LIMIT_INFORMATION that allows each process of a job so many bytes."""

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


def committed(handle: int) -> int:
    """Return how many bytes a process has taken; 0 where it has gone."""

    class Counters(ctypes.Structure):
        _fields_ = (
            ("size", ctypes.c_uint32),
            ("faults", ctypes.c_uint32),
            ("sizes", ctypes.c_size_t * 8),  # the seventh: pages that are this process's own
        )

    counters = Counters()
    counters.size = ctypes.sizeof(counters)
    asked = _kernel().K32GetProcessMemoryInfo(handle, ctypes.byref(counters), counters.size)
    return int(counters.sizes[6]) if asked else 0


def processor_seconds(handle: int) -> float | None:
    """Return the seconds of a processor that a process has used; None where it has gone."""
    times = (ctypes.c_uint64 * 4)()  # when it began and ended, and what it used in the system and in its program
    asked = _kernel().GetProcessTimes(handle, *(ctypes.addressof(times) + 8 * place for place in range(4)))
    return (times[2] + times[3]) / _UNIT if asked else None


def outlive_not(parent: int) -> None:
    """Wait until another process ends, and end with it; where it has ended already, at once."""
    kernel = _kernel()
    handle = kernel.OpenProcess(_SYNCHRONIZE, False, parent)
    if not handle:
        if ctypes.get_last_error() == _NO_SUCH_PROCESS:  # type: ignore[attr-defined,unused-ignore]
            os._exit(1)
        return  # it may not be watched; its pipe still tells when it goes
    if kernel.WaitForSingleObject(handle, _FOR_EVER) == _ENDED:  # without the interpreter's lock
        os._exit(1)


@cache
def _kernel() -> Any:
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]
    for name, (result, arguments) in FUNCTIONS.items():
        function = getattr(kernel, name)
        function.restype, function.argtypes = result, arguments
    return kernel

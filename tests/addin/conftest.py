"""A workbook in front of the commands: in the fake program, and in a real Calc where there is one.

GOUJI_WPS=1 puts each of them before the stand-in for WPS, too; ``test_wps`` holds one long sitting against the fake.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ..fakes.wps import NODE
from .sitting import Sitting


def _has_calc() -> bool:
    try:
        from . import calc_office  # noqa: PLC0415  # brings LibreOffice's own modules
    except ImportError:
        return False
    return bool(calc_office.AVAILABLE)


_PROGRAMS = [
    "fake",
    *(
        [pytest.param("wps", marks=pytest.mark.skipif(NODE is None, reason="no Node"))]
        if "GOUJI_WPS" in os.environ
        else []
    ),
    pytest.param("calc", marks=pytest.mark.skipif(not _has_calc(), reason="no Calc")),
]


@pytest.fixture(params=_PROGRAMS)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[bytes], Sitting]]:
    """Open a workbook: ``desk(data)``."""
    sittings: list[Sitting] = []

    def sit(data: bytes, name: str = "年报.xlsx") -> Sitting:
        path = tmp_path / name
        path.write_bytes(data)
        sittings.append(Sitting(path, request.param))
        return sittings[-1]

    yield sit
    for one in sittings:
        one.close()

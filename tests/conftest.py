"""What each test needs: markers by file, to ask for the fast ones, and what Windows has no counterpart of.

``pytest -m "not slow and not office and not server and not browser"`` is ``python tools/tasks.py fast``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from .fixtures.hostile import HOSTILE

NEEDS = {
    "office": (
        "tests/addin/session/",
        "tests/addin/test_calc_",
        "tests/marking/test_live.py",
        "tests/parity/test_parity.py",
        "tests/workbook_templates/test_workbooks.py::test_figures_survive_another_program",
    ),
    "server": (
        "tests/batch/",
        "tests/containers/test_imap.py",
        "tests/containers/test_inbox_on_a_server.py",
        "tests/test_cli_inbox.py",
        "tests/test_endings.py",
    ),
    "browser": ("tests/submissions/test_results_page.py::test_in_a_browser",),
    "slow": (
        "tests/addin/test_build.py",
        "tests/addin/test_bundle.py",
        "tests/addin/test_checking.py",
        "tests/addin/test_edges.py",
        "tests/addin/test_files.py",
        "tests/addin/test_filling.py",
        "tests/addin/test_findings.py",
        "tests/addin/test_strangers.py",
        "tests/addin/test_wps.py",
        "tests/containers/test_bombs.py",
        "tests/containers/test_imap_liars.py",
        "tests/library/test_contract.py",
        "tests/localize/test_search.py",
        "tests/marking/test_losses.py",
        "tests/marking/test_marked_copy.py",
        "tests/page/test_bundle.py",
        "tests/page/test_window.py",
        "tests/parity/test_addin_parity.py",
        "tests/readers/test_hostile.py",
        "tests/readers/test_xlsx_agrees.py",
        "tests/submissions/test_results_are_kept.py",
        "tests/submissions/test_total_command.py",
        "tests/test_explanations.py",
        "tests/test_properties.py",
        "tests/test_years.py",
        "tests/workbook_templates/test_workbooks.py",
    ),
}
"""Marker → what the ids of its tests begin with; single tests elsewhere carry theirs themselves."""

POSIX = {
    "tests/batch/test_pool.py": "limits of memory and of open files are POSIX's",
    "tests/batch/test_progress.py": "a terminal is imitated by a pseudo-terminal",
    "tests/batch/test_batch_hostile.py": "measures by getrusage",
    "tests/containers/test_bombs.py": "limits of the processor's time are POSIX's",
    "tests/containers/test_imap.py": "Dovecot runs on POSIX",
    "tests/containers/test_inbox_on_a_server.py": "Dovecot runs on POSIX",
    "tests/readers/test_hostile.py": "measures memory in /proc",
    "tests/test_endings.py": "follows processes in /proc",
}
"""Files that are left out on Windows, and why."""

collect_ignore = [path.removeprefix("tests/") for path in POSIX] if sys.platform == "win32" else []


def pytest_report_header() -> list[str]:
    """Say what is left out: what is not collected would otherwise go unnoticed."""
    return [f"left out on Windows: {path}: {why}" for path, why in POSIX.items()] if collect_ignore else []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each test the markers of its file, and those of the fixtures that open LibreOffice."""
    for item in items:
        for marker, starts in NEEDS.items():
            if item.nodeid.startswith(starts):
                item.add_marker(marker)
        if "[calc" in item.nodeid or "-calc" in item.nodeid:
            item.add_marker("office")


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every hostile file of ``fixtures.hostile``."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, (make, _) in HOSTILE.items():
        (folder / name).write_bytes(make())
    return folder

"""A screen that nobody looks at, with LibreOffice and our extension on it, and a mouse."""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from addin.calc.oxt import build

from ..calc_office import AVAILABLE, SYSTEM, Office

ROOT = Path(__file__).parents[3]
TOOLS = ("Xvfb", "openbox", "xdotool", "import", "unopkg")
READY = AVAILABLE and all(map(shutil.which, TOOLS))
SIZE = (1680, 1000)


def prepare(folder: Path) -> tuple[Path, dict[str, str]]:
    """Make a profile with the extension, and a home in which it finds gouji.

    Returns:
        The profile, and the variables of the environment that go with it.
    """
    profile, home = folder / "profile", folder / "home"
    for one in (profile, home / ".gouji"):
        one.mkdir(parents=True)
    packages = (str(ROOT), sysconfig.get_path("purelib"), sysconfig.get_path("platlib"))
    (home / ".gouji" / "calc.path").write_text("\n".join(dict.fromkeys(packages)), "utf-8")
    extension = profile / "gouji.oxt"
    extension.write_bytes(build())
    command = ["unopkg", "add", "--force", f"-env:UserInstallation={profile.as_uri()}", str(extension)]
    if os.geteuid() == 0:  # unopkg refuses to serve the administrator
        shutil.chown(folder, "nobody")
        shutil.chown(profile, "nobody")
        command = ["runuser", "-u", "nobody", "--", *command]
    environment = {"HOME": str(home), "XDG_CACHE_HOME": str(folder / "cache"), **SYSTEM}
    own = {**os.environ, **environment, "HOME": str(profile)}
    subprocess.run(command, check=True, capture_output=True, env=own, cwd=profile, timeout=120)
    for path in (profile, *profile.rglob("*")):
        os.chown(path, os.geteuid(), os.getegid())
    return profile, environment


class Session:
    """LibreOffice on a screen of its own, seen from outside."""

    def __init__(self, office: Office, display: str) -> None:
        self.office = office
        self._display = {**os.environ, "DISPLAY": display}
        self.document: Any = None

    def open(self, path: Path) -> Any:
        """Open a workbook, its window as large as the screen."""
        from addin.calc.program import load  # noqa: PLC0415  # needs LibreOffice's bridge

        self.document = load(self.office.context, str(path))
        self.window.setPosSize(0, 0, *SIZE, 15)
        time.sleep(1)  # for the window manager
        return self.document

    def close(self) -> None:
        """Close the workbook unsaved, or LibreOffice would ask before it ends."""
        if self.document is not None:
            self.document.close(True)

    def selected(self) -> str:
        """Return the address of the selection, once the screen rests no more."""
        chosen = self.document.CurrentController.getSelection()
        return "" if self.document.hasControllersLocked() else str(chosen.AbsoluteName)

    @property
    def window(self) -> Any:
        """The window of the workbook."""
        return self.document.CurrentController.Frame.ContainerWindow

    def xdotool(self, *words: str) -> None:
        """Move, click, type."""
        subprocess.run(["xdotool", *words], check=True, env=self._display, timeout=30)

    def click(self, label: str) -> None:
        """Click on a button with the mouse, wherever it stands."""
        x, y = self.find(label)
        self.xdotool("mousemove", str(x), str(y), "sleep", "0.3", "click", "1")

    def find(self, label: str) -> tuple[int, int]:
        """Return the middle of the button with that label, on the screen."""
        from com.sun.star.lang import DisposedException  # noqa: PLC0415  # needs LibreOffice's bridge

        def look() -> tuple[int, int] | None:
            try:
                return self._look_for(label)
            except DisposedException:  # the window was drawn anew while we walked through it
                return None

        found: tuple[int, int] = self.wait(look)
        return found

    def _look_for(self, label: str) -> tuple[int, int] | None:
        for part in _parts(self.window.getAccessibleContext()):
            if part.getAccessibleName() == label and part.getAccessibleRole() == _PUSH_BUTTON:
                corner, size = part.getLocationOnScreen(), part.getSize()
                if size.Width:
                    return corner.X + size.Width // 2, corner.Y + size.Height // 2
        return None

    def picture(self, path: Path) -> None:
        """Take a picture of the screen, the mouse out of the way."""
        self.xdotool("mousemove", str(SIZE[0] - 5), str(SIZE[1] - 5))
        time.sleep(1.5)
        subprocess.run(["import", "-window", "root", str(path)], check=True, env=self._display, timeout=30)

    def answer(self, key: str = "Return") -> None:
        """Press a key once a box has come up."""
        self.wait(lambda: self._windows() > 1)
        time.sleep(0.5)
        self.xdotool("key", key)
        self.wait(lambda: self._windows() == 1)

    def _windows(self) -> int:
        shown = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--class", "libreoffice|soffice"],
            check=False,
            capture_output=True,
            text=True,
            env=self._display,
            timeout=30,
        )
        return len(shown.stdout.split())

    @staticmethod
    def wait(condition: Callable[[], Any]) -> Any:
        """Wait until something is so, a minute at most."""
        deadline = time.monotonic() + 60
        while not (found := condition()):
            assert time.monotonic() < deadline, "it never came to be"
            time.sleep(0.2)
        return found


_PUSH_BUTTON, _MENU, _MENU_BAR = 44, 34, 35


def _parts(context: Any, depth: int = 0) -> Iterator[Any]:
    """Every part of a window that assistive technology sees; not the cells of the table."""
    yield context
    if depth < 6 and context.getAccessibleRole() not in (_MENU, _MENU_BAR):
        for i in range(min(context.getAccessibleChildCount(), 60)):
            child = context.getAccessibleChild(i)
            inner = child.getAccessibleContext() if child else None
            if inner is not None:
                yield from _parts(inner, depth + 1)


@contextmanager
def session() -> Iterator[Session]:
    """Start screen, window manager and LibreOffice; end them all."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="gouji-screen-")))
        profile, environment = prepare(folder)
        read, write = os.pipe()
        size = f"{SIZE[0]}x{SIZE[1]}x24"
        screen = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", size, "-nolisten", "tcp"],
            pass_fds=[write],
            stderr=subprocess.DEVNULL,
        )
        stack.callback(_end, screen)
        os.close(write)
        with os.fdopen(read) as said:
            display = f":{said.readline().strip()}"
        manager = subprocess.Popen(
            ["openbox"],
            env={**os.environ, "DISPLAY": display, "HOME": environment["HOME"]},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        stack.callback(_end, manager)
        office = Office(profile=profile, environment={**environment, "DISPLAY": display, "SAL_USE_VCLPLUGIN": "gen"})
        stack.callback(office.stop)
        desk = Session(office, display)
        stack.callback(desk.close)
        yield desk


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(10)

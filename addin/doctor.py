"""Finds out what keeps the add-in from working, and says it in Chinese."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from importlib import import_module, metadata
from pathlib import Path

from addin import texts_install as texts
from addin.build.package import BUILT
from addin.install import INTERPRETER, Places, expanded, is_readable_for_vba, library_beside, read_settings, stray_lines
from addin.install_calc import PACKAGES, is_there, path_file
from addin.wps.install import is_there as has_wps
from addin.wps.install import jsaddons
from addin.wps.trust import state

XLWINGS = "0.37.8"
"""The release whose VBA is in ``gouji.xlam``; the DLL beside Python must be of the same one."""

_ON_WINDOWS = {"pywin32": "win32com.client"}

_OLDEST_PYTHON = (3, 11)
_APP_PATHS = r"Software\Microsoft\Windows\CurrentVersion\App Paths"
_OFFICE_VERSIONS = ("16.0", "15.0", "14.0")
_NEVER = 4
"""Of VBAWarnings: no macro runs, and nobody is told; but for those in a trusted location, as XLSTART is one."""
_STORE = "windowsapps"
"""In the path of every program that the Microsoft Store has installed."""

Registry = Callable[[str, str], object]
"""Reads a value of a key of the user, or of the machine; None where there is none."""


class Health(Enum):
    """Of one thing; signs that every Chinese code page has, since the report is redirected and sent on."""

    GOOD = "√"
    BAD = "×"
    UNIMPORTANT = "－"


@dataclass(frozen=True, slots=True)
class Examined:
    """One line of the report."""

    health: Health
    text: str

    def __str__(self) -> str:
        """Write it as a line."""
        return f"{self.health.value} {self.text}"


def registry(key: str, name: str) -> object:
    """Read the registry of Windows; elsewhere there is nothing to read."""
    if sys.platform != "win32":
        return None
    import winreg  # noqa: PLC0415  # there on Windows alone

    for hive in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
        try:
            with winreg.OpenKey(hive, key) as opened:
                return winreg.QueryValueEx(opened, name)[0]
        except FileNotFoundError:
            continue
    return None


def examine(environment: Mapping[str, str], read: Registry = registry) -> Iterator[Examined]:
    """Examine everything that the add-in needs, in the order in which one would repair it."""
    yield _judged(sys.version_info >= _OLDEST_PYTHON, texts.python(sys.version.split()[0], sys.executable))
    if _STORE in sys.executable.lower():
        yield Examined(Health.BAD, texts.STORE_PYTHON)
    yield from _packages(windows=sys.platform == "win32")
    places = Places.of(environment)
    if places is None:
        yield Examined(Health.UNIMPORTANT, texts.NO_EXCEL_HERE)
        yield from _extension()
    else:
        yield from _installation(places, environment)
        yield from _remembered(environment)
    yield from _wps(environment)
    yield from _programs(read)
    yield from _security(read)


def _judged(good: bool, text: str) -> Examined:
    return Examined(Health.GOOD if good else Health.BAD, text)


def _packages(*, windows: bool) -> Iterator[Examined]:
    for name, module in (PACKAGES | (_ON_WINDOWS if windows else {})).items():
        try:
            version = metadata.version(name)
            import_module(module)
        except metadata.PackageNotFoundError:
            yield Examined(
                Health.BAD, texts.package_missing(name, f"xlwings=={XLWINGS}" if name == "xlwings" else name)
            )
            continue
        except ImportError as problem:  # there, but a library of the system that it needs is not
            yield Examined(Health.BAD, texts.package_broken(name, version, str(problem)))
            continue
        if name == "xlwings" and version != XLWINGS:
            yield Examined(Health.BAD, texts.package_differs(name, version, XLWINGS))
        else:
            yield Examined(Health.GOOD, texts.package(name, version))


def _installation(places: Places, environment: Mapping[str, str]) -> Iterator[Examined]:
    if not places.addin.exists():
        yield Examined(Health.BAD, texts.addin_missing(str(places.addin)))
    elif places.addin.read_bytes() != BUILT.read_bytes():
        yield Examined(Health.BAD, texts.addin_differs(str(places.addin)))
    else:
        yield Examined(Health.GOOD, texts.addin_there(str(places.addin)))
    if _is_blocked(places.addin):
        yield Examined(Health.BAD, texts.blocked(str(places.addin)))
    stray = stray_lines(places.settings)
    if stray:
        yield Examined(Health.BAD, texts.stray_lines(str(places.settings), stray))
    setting = read_settings(places.settings).get(INTERPRETER)
    if setting is None:
        yield Examined(Health.BAD, texts.settings_missing(str(places.settings)))
        return
    interpreter = expanded(setting, environment)
    yield _judged(interpreter.is_file(), texts.interpreter(str(interpreter), there=interpreter.is_file()))
    if not is_readable_for_vba(str(interpreter)) or not is_readable_for_vba(str(places.settings)):
        yield Examined(Health.BAD, texts.odd_path(str(interpreter)))
    library = f"xlwings64-{XLWINGS}.dll"
    near = library_beside(interpreter, library)
    yield _judged(near, texts.library(library, str(interpreter.parent), there=near))


def _remembered(environment: Mapping[str, str]) -> Iterator[Examined]:
    """What pywin32 has written down of Excel; spoilt, it fails every click with an English word."""
    folder = Path(environment.get("TEMP") or environment["LOCALAPPDATA"]) / "gen_py"
    if folder.is_dir():
        yield Examined(Health.UNIMPORTANT, texts.gen_py(str(folder)))


def _extension() -> Iterator[Examined]:

    if is_there():
        installed = path_file(Path.home()).exists()
        health = Health.GOOD if installed else Health.UNIMPORTANT
        yield Examined(health, texts.CALC_THERE if installed else texts.CALC_MISSING)


def _wps(environment: Mapping[str, str]) -> Iterator[Examined]:
    folder = jsaddons(environment, Path(environment.get("HOME") or Path.home()))
    if folder is None or not has_wps(folder):
        return
    for holds, text in state(folder):
        yield Examined({True: Health.GOOD, False: Health.BAD, None: Health.UNIMPORTANT}[holds], text)


def _is_blocked(path: Path) -> bool:
    """Tell whether Windows keeps a mark beside the file that it came from elsewhere."""
    try:
        return "ZoneId=" in Path(f"{path}:Zone.Identifier").read_text("utf-8", errors="replace")
    except OSError:  # the usual case: there is no such stream
        return False


def _programs(read: Registry) -> Iterator[Examined]:
    places = {
        "Excel": read(rf"{_APP_PATHS}\excel.exe", ""),
        "WPS": read(rf"{_APP_PATHS}\et.exe", "") or shutil.which("et"),
        "LibreOffice": read(rf"{_APP_PATHS}\soffice.exe", "") or shutil.which("soffice"),
    }
    for name, place in places.items():
        yield Examined(Health.GOOD if place else Health.UNIMPORTANT, texts.program(name, str(place) if place else ""))
    if _STORE in str(places["Excel"]).lower():
        yield Examined(Health.BAD, texts.STORE_EXCEL)
    if places["WPS"] and not places["Excel"]:
        yield Examined(Health.UNIMPORTANT, texts.ONLY_WPS)


def _security(read: Registry) -> Iterator[Examined]:
    for version in _OFFICE_VERSIONS:
        for root in (r"Software\Policies\Microsoft\Office", r"Software\Microsoft\Office"):
            security = rf"{root}\{version}\Excel\Security"
            untrusted = read(rf"{security}\Trusted Locations", "AllLocationsDisabled") == 1
            if read(security, "VBAWarnings") == _NEVER:
                yield Examined(Health.BAD if untrusted else Health.UNIMPORTANT, texts.macros_off(trusted=not untrusted))
            if untrusted:
                yield Examined(Health.BAD, texts.LOCATIONS_OFF)
            if read(security, "RequireAddinSig") == 1:
                yield Examined(Health.BAD, texts.SIGNATURE_ASKED)
            if read(security, "DisableAllAddins") == 1:
                yield Examined(Health.BAD, texts.ADDINS_OFF)

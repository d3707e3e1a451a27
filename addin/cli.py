"""``gouji addin``: build, install, uninstall, doctor, bundle."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from addin import texts_install as texts
from addin import texts_wps
from checks.errors import UsageError
from checks.language import either

_FOUND = 1
_FOR_BUILDING = "xlwings==0.37.8 pyOpenVBA==6.5.0"  # as the extra addin-build has them


def add_to(commands: Any) -> None:
    """Add the command to the parser's sub-commands."""
    commands.add_parser(
        "addin",
        help=texts.HELP["addin"],
        description=texts.HELP["addin"],
        examples=("gouji addin install", "gouji addin doctor"),
        fill=_fill,
    )


def _fill(parser: Any) -> None:
    own = parser.add_subparsers(title=either("命令", "commands"), required=True, metavar=either("命令", "COMMAND"))
    added = {}
    for name, run in {
        "install": _install,
        "uninstall": _uninstall,
        "doctor": _doctor,
        "bundle": _bundle,
        "build": _build,
    }.items():
        added[name] = own.add_parser(
            name, help=texts.HELP[name], description=texts.HELP[name], examples=(f"gouji addin {name}",)
        )
        added[name].set_defaults(run=run)
    file, folder = either("文件", "FILE"), either("文件夹", "FOLDER")
    added["install"].add_argument("--bundle", metavar=folder, type=Path, help=texts.HELP["--bundle"])
    added["install"].add_argument("--wps", metavar=file, type=Path, help=texts_wps.HELP["install --wps"])
    added["bundle"].add_argument("--wps", action="store_true", help=texts_wps.HELP["--wps"])
    added["bundle"].add_argument("--runtime", metavar=file, type=Path, help=texts_wps.HELP["--runtime"])
    added["bundle"].add_argument("-o", "--output", metavar=file, type=Path, help=texts.HELP["--output"])
    added["bundle"].add_argument("--python", metavar=file, type=Path, help=texts.HELP["--python"])
    added["bundle"].add_argument("--from", dest="folder", metavar=folder, type=Path, help=texts.HELP["--from"])
    added["build"].add_argument("-o", "--output", metavar=file, type=Path, help=texts.HELP["build -o"])


def _install(options: argparse.Namespace) -> int:
    """Install for every program that is here; one that cannot be served does not keep the others from it."""
    from addin import install, install_calc  # noqa: PLC0415  # each command loads only what it needs
    from addin.wps.install import is_there, jsaddons  # noqa: PLC0415

    wps = jsaddons(os.environ, Path.home())
    ways: list[Callable[[], list[str]]] = []
    if places := install.Places.of(os.environ):
        ways.append(lambda: install.install(places, os.environ, Path(sys.executable), options.bundle))
    elif install_calc.is_there():
        ways.append(lambda: install_calc.install(Path.home()))
    if wps and (options.wps or is_there(wps)):
        ways.append(lambda: _install_for_wps(wps, options.wps))
    if not ways:
        raise UsageError(texts.NO_PROGRAM)
    said: list[str] = []
    refusals: list[UsageError] = []
    for way in ways:
        try:
            said += way()
        except UsageError as problem:
            refusals.append(problem)
    if not said:
        raise refusals[0]
    print("\n".join([*said, *map(str, refusals)]))
    return _FOUND if refusals else 0


def _install_for_wps(folder: Path, made: Path | None) -> list[str]:
    from addin.wps import install  # noqa: PLC0415  # as above

    if made is not None:
        return install.install(folder, install.from_file(made))
    from addin.wps.folder import whole  # noqa: PLC0415
    from page.pyodide import runtime  # noqa: PLC0415

    return install.install(folder, whole(runtime()))


def _uninstall(_: argparse.Namespace) -> int:
    from addin import install, install_calc  # noqa: PLC0415
    from addin.wps.install import jsaddons  # noqa: PLC0415
    from addin.wps.install import uninstall as uninstall_from_wps  # noqa: PLC0415

    wps = jsaddons(os.environ, Path.home())
    taken = uninstall_from_wps(wps) if wps else []
    places = install.Places.of(os.environ)
    said = install.uninstall(places, os.environ) if places else install_calc.uninstall(Path.home())
    if taken and said == [texts.NOTHING_INSTALLED]:
        said = []
    print("\n".join([*said, *taken]))
    return 0


def _doctor(_: argparse.Namespace) -> int:
    from addin.doctor import Health, examine  # noqa: PLC0415

    lines = list(examine(os.environ))
    print("\n".join(str(line) for line in lines))
    bad = sum(line.health is Health.BAD for line in lines)
    print(texts.diagnosis(bad))
    return _FOUND if bad else 0


def _build(options: argparse.Namespace) -> int:
    from addin.build.package import BUILT, build  # noqa: PLC0415
    from checks.render import sentences  # noqa: PLC0415

    target = options.output or BUILT
    try:
        target.write_bytes(build())
    except ModuleNotFoundError as missing:
        raise UsageError(texts.needs(str(missing.name), _FOR_BUILDING)) from missing
    print(sentences.written_to(str(target)))
    return 0


def _bundle(options: argparse.Namespace) -> int:
    if options.wps:
        return _bundle_for_wps(options)
    from addin.bundle import bundle  # noqa: PLC0415

    data = bundle(python=options.python, folder=options.folder, page=_page(options))
    target = options.output or Path(texts.BUNDLE_NAME)
    target.write_bytes(data)
    print(texts.bundled(str(target), len(data) / 1e6))
    return 0


def _bundle_for_wps(options: argparse.Namespace) -> int:
    from addin.wps import folder, install  # noqa: PLC0415  # as above
    from page.pyodide import runtime  # noqa: PLC0415

    target = options.output or Path(texts_wps.PACKED)
    parts = folder.whole(runtime(options.runtime))
    if target.suffix == ".zip":
        from zipfile import ZIP_DEFLATED  # noqa: PLC0415

        from addin.build.package import zipped  # noqa: PLC0415
        from checks.whole_files import write_whole  # noqa: PLC0415

        data = zipped(parts, method=ZIP_DEFLATED)
        write_whole(target, data, replace=True)
        print(texts_wps.built(str(target), len(data) / 1e6))
        return 0
    install.write(target, parts)
    print(texts_wps.built(str(target), sum(map(len, parts.values())) / 1e6))
    return 0


def _page(options: argparse.Namespace) -> bytes:
    """The checker as a web page; none where the Python of browsers cannot be had, which is said."""
    from page.build import build  # noqa: PLC0415
    from page.pyodide import FILE, runtime  # noqa: PLC0415

    beside = options.folder / FILE if options.folder else None
    try:
        return build(runtime(options.runtime or (beside if beside and beside.exists() else None)))
    except UsageError as problem:
        print(texts.without_page(str(problem)), file=sys.stderr)
        return b""

"""``gouji addin``: build, install, uninstall, doctor, bundle."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from addin import texts_install as texts
from checks.errors import UsageError

_FOUND = 1
_FOR_BUILDING = "xlwings==0.37.8 pyOpenVBA==6.5.0"  # as the extra addin-build has them


def add_to(commands: Any) -> None:
    """Add the command to the parser's sub-commands."""
    parser = commands.add_parser("addin", help=texts.HELP["addin"], description=texts.HELP["addin"])
    own = parser.add_subparsers(title="命令", required=True, metavar="命令")
    added = {}
    for name, run in {
        "install": _install,
        "uninstall": _uninstall,
        "doctor": _doctor,
        "bundle": _bundle,
        "build": _build,
    }.items():
        added[name] = own.add_parser(name, help=texts.HELP[name], description=texts.HELP[name])
        added[name].set_defaults(run=run)
    added["install"].add_argument("--bundle", metavar="文件夹", type=Path, help=texts.HELP["--bundle"])
    added["bundle"].add_argument("-o", "--output", metavar="文件", type=Path, help=texts.HELP["--output"])
    added["bundle"].add_argument("--python", metavar="文件", type=Path, help=texts.HELP["--python"])
    added["bundle"].add_argument("--from", dest="folder", metavar="文件夹", type=Path, help=texts.HELP["--from"])
    added["build"].add_argument("-o", "--output", metavar="文件", type=Path, help=texts.HELP["build -o"])


def _install(options: argparse.Namespace) -> int:
    from addin import install, install_calc  # noqa: PLC0415  # each command loads only what it needs

    if places := install.Places.of(os.environ):
        said = install.install(places, os.environ, Path(sys.executable), options.bundle)
    elif install_calc.is_there():
        said = install_calc.install(Path.home())
    else:
        raise UsageError(texts.NO_PROGRAM)
    print("\n".join(said))
    return 0


def _uninstall(_: argparse.Namespace) -> int:
    from addin import install, install_calc  # noqa: PLC0415

    places = install.Places.of(os.environ)
    said = install.uninstall(places) if places else install_calc.uninstall(Path.home())
    print("\n".join(said))
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

    target = options.output or BUILT
    try:
        target.write_bytes(build())
    except ModuleNotFoundError as missing:
        raise UsageError(texts.needs(str(missing.name), _FOR_BUILDING)) from missing
    print(texts.written_to(str(target)))
    return 0


def _bundle(options: argparse.Namespace) -> int:
    from addin.bundle import bundle  # noqa: PLC0415

    data = bundle(python=options.python, folder=options.folder)
    target = options.output or Path(texts.BUNDLE_NAME)
    target.write_bytes(data)
    print(texts.bundled(str(target), len(data) / 1e6))
    return 0

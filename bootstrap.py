"""Sets gouji up beside itself and runs it; needs nothing but Python 3.11 or newer.

    python3 bootstrap.py                      checks the inbox of the examples, and shows the page
    python3 bootstrap.py check FOLDER         any gouji command
    python3 bootstrap.py test                 runs the tests (what follows goes to pytest)

Everything is installed into .venv in this folder; delete it to be rid of it.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
HOME = ROOT / ".venv"
PYTHON = HOME / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def main(arguments: list[str]) -> int:
    """Set up what the command needs, run it, and return its exit code."""
    if sys.version_info < (3, 11):  # noqa: UP036  # this script is what an older Python gets to run
        print(f"gouji 需要 Python 3.11 或更新的版本，这里是 {sys.version.split()[0]}。", file=sys.stderr)
        return 2
    testing = arguments[:1] == ["test"]
    set_up("dev" if testing else "")
    if testing:
        return run("-m", "pytest", *arguments[1:], folder=ROOT)
    if arguments:
        return run("-P", "-m", "checks", *arguments)  # -P: nothing in the user's folder stands in for our modules
    return show()


def show() -> int:
    """Check the inbox of the examples into a folder of results, and say where its page is."""
    examples, results = ROOT / "examples", ROOT / "结果"
    inbox, units = examples / "收件箱", examples / "单位名单.csv"
    code = run("-P", "-m", "checks", "check", str(inbox), "--units", str(units), "--out", str(results))
    page = results / "汇总.html"
    if page.exists():
        print(f"结果网页：{page}")
    return 0 if code == 1 else code  # the examples are there to have findings


def set_up(extra: str) -> None:
    """Install gouji and what it needs, unless that has been done for this very pyproject.toml."""
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    stamp = HOME / f"installed{'-' + extra if extra else ''}"
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    pip = environment()
    target = f"{ROOT}[{extra}]" if extra else str(ROOT)
    print("正在安装所需的库……", file=sys.stderr)
    command = [*pip, "install", "--quiet", "--disable-pip-version-check", "--editable", target]
    if subprocess.run(command, check=False).returncode:
        raise SystemExit("安装没有成功，原因见上。请确认可以访问 Python 软件包仓库（PyPI 或单位的镜像）后重试。")
    stamp.write_text(wanted)


def environment() -> list[str]:
    """Make the environment and return the command that installs into it.

    Debian parts Python from its bundled pip: there, the pip that the system has is told to install into it.
    """
    if importlib.util.find_spec("ensurepip"):
        if not PYTHON.exists():
            subprocess.run([sys.executable, "-m", "venv", str(HOME)], check=True)
        if subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0:
            return [str(PYTHON), "-m", "pip"]
    if importlib.util.find_spec("pip") is None:
        raise SystemExit("这里的 Python 没有 pip。Debian、Ubuntu、麒麟、统信请先运行：sudo apt install python3-venv")
    if not PYTHON.exists():
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(HOME)], check=True)
    return [sys.executable, "-m", "pip", "--python", str(PYTHON)]


def run(*arguments: str, folder: Path | None = None) -> int:
    """Run the environment's Python, in the user's own folder unless told otherwise, and return its exit code."""
    try:
        return subprocess.run([PYTHON, *arguments], cwd=folder, check=False).returncode
    except KeyboardInterrupt:
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

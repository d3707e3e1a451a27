"""The offline bundle in Wine: the same answers as here, and what is dropped on it is checked.

Opt-in: GOUJI_WINE names a bundle that ``gouji addin bundle`` made of these sources. Wine (64 bit) and the locale
zh_CN.utf8 have to be there; each run takes minutes.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

BUNDLE = os.environ.get("GOUJI_WINE", "")
WINE = shutil.which("wine")
ROOT = Path(__file__).parents[2]
pytestmark = [
    pytest.mark.wine,
    pytest.mark.skipif(not (BUNDLE and WINE), reason="needs Wine and a bundle: set GOUJI_WINE to it"),
]
_NO_EXTRAS = """
import sys
for name in ("libarchive", "highspy", "onnxruntime", "cv2", "rapidocr"):
    sys.modules[name] = None  # the bundle does without
from checks.cli import main
main()
"""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wine") / "勾稽 包"
    with zipfile.ZipFile(BUNDLE) as package:
        package.extractall(folder)
    shutil.copytree(ROOT / "examples", folder / "例子")
    return folder


def wine(folder: Path, *command: str, **more: str) -> str:
    """What a program of Windows writes; a Chinese Windows, in a home of its own."""
    environment = {"WINEPREFIX": str(folder.parent / "prefix"), "WINEDEBUG": "-all", "LC_ALL": "zh_CN.utf8", **more}
    done = subprocess.run(
        [WINE or "", *command],
        cwd=folder,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=900,
    )
    return done.stdout.decode("utf-8" if "-X" in command else "gb18030", "replace")


def test_the_examples_have_the_same_verdicts(unpacked: Path) -> None:
    asked = ["check", "例子", "--no-cache", "--format", "json"]
    there = wine(unpacked, "python/python.exe", "-X", "utf8", "-m", "gouji", *asked)
    here = subprocess.run(
        [sys.executable, "-c", _NO_EXTRAS, *asked],
        cwd=unpacked,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    documents = json.loads(there.replace("\\\\", "/"))["documents"]
    by_source = {document["source"]: document for document in json.loads(here.stdout)["documents"]}
    assert len(documents) == len(by_source) > 30
    for document in documents:
        assert document == by_source[document["source"]]


def test_what_is_dropped_is_checked_and_the_menu_has_its_entry(unpacked: Path) -> None:
    shutil.copytree(unpacked / "例子" / "收件箱", unpacked / "我的 文件" / "收件箱")
    shutil.copy(unpacked / "例子" / "单位名单.csv", unpacked / "我的 文件")
    said = wine(unpacked, "cmd", "/c", "核对.cmd", r"我的 文件\收件箱")
    assert "未报送 1 个：澜川市人民政府办公室" in said
    assert (unpacked / "我的 文件" / "核对结果" / "汇总.html").is_file()
    shutil.copy(next((unpacked / "例子").glob("03*")), unpacked.parent / "a&b!.xlsx")
    command, file = (f"Z:{path}".replace("/", "\\") for path in (unpacked / "核对.cmd", unpacked.parent / "a&b!.xlsx"))
    line = f'C:\\windows\\system32\\cmd.exe /c ""{command}" {file}"'  # as the desktop calls it
    said = wine(unpacked, "python/python.exe", "-X", "utf8", "-m", "addin.dropped", "a", GOUJI_LINE=line)
    assert "a&b!.xlsx" in said
    assert (unpacked.parent / "核对结果" / "汇总.html").is_file()
    assert "勾稽核对" in wine(unpacked, "cmd", "/c", "install.cmd")
    assert list((unpacked.parent / "prefix").rglob("SendTo/勾稽核对.lnk"))

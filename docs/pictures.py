"""Makes the pictures of the pages anew: needs LibreOffice, Chromium, pdftoppm, Pillow and a CJK monospace font.

python docs/pictures.py [terminal|sheets|pages]...
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageDraw, ImageFont

from checks import rulebook
from workbook_templates.build import build

ROOT = Path(__file__).parents[1]
FIGURES = ROOT / "tests" / "fixtures" / "examples" / "workbooks.toml"
TARGET = Path(__file__).parent / "pictures"
FONTS = ("NotoSansMonoCJKsc-Regular.otf", "NotoSansCJK-Regular.ttc", "wqy-zenhei.ttc")
_WIDE = 96  # half-width characters a line
_COLOURS = {
    "✗": "#ff7b72",
    "✓": "#7ee787",
    "！": "#e3b341",
    "最可能": "#79c0ff",
    "可能是": "#79c0ff",
    "Most": "#79c0ff",
    "$": "#8b949e",
}


def main() -> None:
    """Draw the terminal, print the filled-in sheets, and photograph the pages; or only what is named."""
    TARGET.mkdir(exist_ok=True)
    parts = {"terminal": terminals, "sheets": sheets, "pages": pages}
    for name in sys.argv[1:] or parts:
        parts[name]()


def terminals() -> None:
    """Draw what the command says, in both languages."""
    terminal("examples/04-合计填错-衡阳2019.xlsx", "check.png")
    terminal("examples/04-合计填错-衡阳2019.xlsx --lang en", "check-en.png")


def pages() -> None:
    """Photograph the checker's page with one report and with an inbox, and the results page in English."""
    sys.path.insert(0, str(ROOT))
    from page import build as page_build  # noqa: PLC0415  # only for these pictures
    from page import pyodide  # noqa: PLC0415
    from tests.page.chromium import Browser  # noqa: PLC0415

    examples = ROOT / "examples"
    with tempfile.TemporaryDirectory() as spare, Browser() as browser:
        page = Path(spare) / "勾稽.html"
        page.write_bytes(page_build.build(pyodide.runtime()))
        for name, files in {
            "page-report.png": [examples / "04-合计填错-衡阳2019.xlsx"],
            "page-inbox.png": sorted((examples / "收件箱").glob("*.eml")),
        }.items():
            browser.open(page.as_uri())
            browser.wait("document.documentElement && document.documentElement.dataset.ready")
            if len(files) > 1:
                browser.choose("#list-file", [examples / "单位名单.csv"])
                browser.wait("!document.getElementById('choose-list').disabled")
            browser.choose("#files", files)
            browser.wait("!document.getElementById('after').hidden && document.getElementById('stop').hidden", 300)
            browser.picture(Path(spare) / name, 900)
            shown = Image.open(Path(spare) / name).convert("RGB")
            shown.crop((0, 0, shown.width, min(shown.height, 1_050))).quantize(64).save(TARGET / name, optimize=True)
        results(browser, Path(spare))


def results(browser: Any, spare: Path) -> None:
    """Photograph the first screen of the results page, in both languages."""
    asked = ["check", "examples/收件箱", "--units", "examples/单位名单.csv", "--format", "html", "--lang"]
    for language, name in (("zh", "inbox-page.png"), ("en", "inbox-page-en.png")):
        done = subprocess.run(
            [sys.executable, "-m", "gouji", *asked, language], cwd=ROOT, capture_output=True, check=False
        )
        (spare / f"{language}.html").write_bytes(done.stdout)
        browser.open((spare / f"{language}.html").as_uri())
        browser.wait("document.readyState === 'complete'")
        browser.picture(spare / name, 1280)
        shown = Image.open(spare / name).convert("RGB")
        shown.crop((0, 0, shown.width, 1_300)).quantize(64).save(TARGET / name, optimize=True)


def terminal(example: str, name: str) -> None:
    """Draw what ``gouji check`` prints, as a terminal shows it."""
    command = [sys.executable, "-m", "gouji", "check", *example.split(" ")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    lines = [f"$ gouji check {example}", *done.stdout.decode("utf-8").splitlines()]
    wrapped = [piece for line in lines for piece in wrap(line)]
    font = next(f for f in map(load, FONTS) if f)
    symbols = load("DejaVuSans.ttf") or font  # a CJK font has no ✗
    height = 30
    picture = Image.new("RGB", (_WIDE * 11 + 40, len(wrapped) * height + 40), "#0d1117")
    draw = ImageDraw.Draw(picture)
    for i, line in enumerate(wrapped):
        colour = next((c for word, c in _COLOURS.items() if line.strip().startswith(word)), "#e6edf3")
        at = 20.0
        for character in line:
            drawn = symbols if character in "✗✓" else font
            draw.text((at, 20 + i * height), character, font=drawn, fill=colour)
            at += font.getlength("中") if character in "✗✓" else drawn.getlength(character)
    picture.quantize(32).save(TARGET / name, optimize=True)


def load(name: str) -> ImageFont.FreeTypeFont | None:
    """Return a font by its file name, if the machine has it."""
    try:
        return ImageFont.truetype(name, 20)
    except OSError:
        return None


def wrap(line: str) -> list[str]:
    """Break a line where a terminal would, with a hanging indent."""
    pieces, current, width = [], "", 0
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    for character in line:
        step = 2 if ord(character) > 0x2000 else 1
        if width + step > _WIDE:
            whole, _, word = current.rpartition(" ")
            if not (character.isascii() and character.isalnum() and word.isascii() and whole.strip()):
                whole, word = current, ""
            pieces.append(whole)
            current, width = indent + word, len(indent) + len(word)
        current, width = current + character, width + step
    return [*pieces, current]


def sheets() -> None:
    """Fill a 复核版 with a real report's figures, and one empty 填报版, and picture every sheet."""
    book = rulebook.load()
    figures = tomllib.loads(FIGURES.read_text("utf-8"))["hengyang2019"]["annual2019"]
    form = book.forms["annual2019"]
    zeros = {cell.id: 0 for cell in form.cells if not cell.optional}
    with tempfile.TemporaryDirectory() as spare:
        folder = Path(spare)
        filled = build(form, book, review=True, filling=zeros | figures, year=2019)
        (folder / "filled.xlsx").write_bytes(with_verdicts(filled))
        (folder / "empty.xlsx").write_bytes(with_verdicts(build(book.forms["annual2021"], book, year=2025)))
        command = [
            "soffice",
            "--headless",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to",
            "pdf",
        ]
        subprocess.run(
            [*command, "--outdir", spare, "filled.xlsx", "empty.xlsx"], cwd=spare, check=True, capture_output=True
        )
        for name in ("filled", "empty"):
            subprocess.run(["pdftoppm", "-r", "90", "-png", f"{name}.pdf", name], cwd=spare, check=True)
            for page, picture in enumerate(sorted(folder.glob(f"{name}-*.png")), 1):
                crop(picture).quantize(64).save(TARGET / f"{name}-{page}.png", optimize=True)


def with_verdicts(data: bytes) -> bytes:
    """Print what is on the screen: the verdicts beside and below a table, too, which are kept off the paper."""
    buffer = io.BytesIO()

    def wider(found: re.Match[str]) -> str:
        return f"!$A$1:${chr(ord(found[1]) + 1)}${int(found[2]) + 3}<"

    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "xl/workbook.xml":
                part = re.sub(r"!\$A\$1:\$([A-Z])\$(\d+)<", wider, part.decode()).encode()
            target.writestr(name, part)
    return buffer.getvalue()


def crop(path: Path) -> Image.Image:
    """Cut the white margin off a page."""
    page = Image.open(path).convert("RGB")
    page = page.crop((0, 0, page.width, page.height - 70))  # without the footer
    box = ImageChops.difference(page, Image.new("RGB", page.size, "white")).getbbox() or (0, 0, *page.size)
    return page.crop((max(0, box[0] - 12), max(0, box[1] - 12), box[2] + 12, box[3] + 12))


if __name__ == "__main__":
    main()

"""Files that are made to cost much, each checked alone as ``gouji check FILE``: seconds, and megabytes of a process.

The seconds of processors of all processes together are what counts on a busy machine.

``python benchmarks/costly.py [NAME...]``; every file has to be a line in under 12 s and 700 MB on two idle cores.
"""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

ROOT = Path(__file__).resolve().parents[1]
N = 20 * 2**20 - 10  # what a file may have
MOST_SECONDS, MOST_MEGABYTES = 12, 700

HEAD = (
    "三、收到和处理政府信息公开申请情况\n"
    "\t\t\t申请人情况\n\t\t\t自然人\t法人或其他组织\t\t\t\t\t总计\n"
    "\t\t\t\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t\n"
)
FIRST, LAST = "一、本年新收政府信息公开申请数量", "四、结转下年度继续办理"


def _similar(rows: int, seed: int = 1) -> str:
    """A known first and last row, and labels between them that resemble nothing and everything."""
    rng = random.Random(seed)
    letters = "政府信息公开申请不予处理答复补正予以部分结果其他机关年度继续办理"
    own = [chr(0x4E00 + rng.randrange(20_000)) for _ in range(300)]
    labels = ("".join(rng.choice(letters if rng.random() < 0.4 else own) for _ in range(30)) for _ in range(rows))
    lines = [f"{FIRST}\t5\t0\t0\t0\t0\t0\t5", *(f"{label}\t1\t0\t0\t0\t0\t0\t1" for label in labels)]
    return HEAD + "\n".join([*lines, f"{LAST}\t0\t0\t0\t0\t0\t0\t0"]) + "\n"


def _workbook(sheets: Sequence[Sequence[Sequence[object]]]) -> bytes:
    import openpyxl  # noqa: PLC0415

    book = openpyxl.Workbook(write_only=True)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _rows(text: str) -> list[list[object]]:
    return [[int(cell) if cell.isdigit() else cell or None for cell in line.split("\t")] for line in text.splitlines()]


def _random_tables(sheets: int) -> bytes:
    """The statutory table filled with chance, so that everything is wrong."""
    from checks import rulebook  # noqa: PLC0415
    from tests.fixtures.plain_tables import plain_rows  # noqa: PLC0415

    form = rulebook.load().forms["annual2021"]
    rng = random.Random(2)
    made = []
    for number in range(sheets):
        figures = {cell.id: rng.randrange(1, 90) for cell in form.cells}
        title = f"第{number}镇2024年政府信息公开工作年度报告"
        made.append([[title], *(row for table in form.tables for row in plain_rows(form, table, figures))])
    return _workbook(made)


def _cells(sheets: int, named: bool) -> bytes:
    """Sheets of bare cells: one that the fast way of reading takes, and one that it leaves to the thorough way."""
    cell = '<c r="A1"><v>1</v></c>' if named else "<c><v>1</v></c>"
    count = 8 * 2**20 // len(cell)
    body = (
        f"<row>{cell * (count // 100)}</row>" * 100
        if not named
        else "".join(
            f'<row r="{row}">' + "".join(f'<c r="{_column(c)}{row}"><v>1</v></c>' for c in range(390)) + "</row>"
            for row in range(1, 800)
        )
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    listed = "".join(f'<sheet name="S{i}" sheetId="{i}" r:id="r{i}"/>' for i in range(1, sheets + 1))
    links = "".join(
        f'<Relationship Id="r{i}" Type="{office}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, sheets + 1)
    )
    sheet = f'<?xml version="1.0"?><worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{package}/content-types"/>')
        target = f'<Relationship Id="r" Type="{office}/officeDocument" Target="xl/workbook.xml"/>'
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{package}/relationships">{target}</Relationships>')
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{listed}</sheets></workbook>'
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}/relationships">{links}</Relationships>'
        )
        for number in range(1, sheets + 1):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", sheet)
    return out.getvalue()


def _column(number: int) -> str:
    return ("" if number < 26 else chr(64 + number // 26)) + chr(65 + number % 26)


def _packed(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def _spans(tables: int) -> bytes:
    cell = "<table><tr><td colspan=400 rowspan=5000>1</td></tr></table>"
    return f"<html><body>{cell * tables}</body></html>".encode()


def _attributes() -> bytes:
    return ("<html><body><table><tr><td " + " ".join(f"a{i}=1" for i in range(1_500_000)) + ">1</table>").encode()


def _county() -> bytes:
    from tests.fixtures.received_folder import good as report  # noqa: PLC0415

    good = report()
    return _packed({**{f"{i}.xlsx": good for i in range(10)}, "坏.html": _spans(1000)})


FILES: Mapping[str, Callable[[], bytes]] = {
    "spans_1000.html": lambda: _spans(1000),
    "similar_2000.txt": lambda: _similar(2000).encode(),
    "similar_20000.txt": lambda: _similar(20_000).encode(),
    "similar_4900.xlsx": lambda: _workbook([_rows(_similar(4900))]),
    "similar_10x2000.xlsx": lambda: _workbook([_rows(_similar(2000, seed)) for seed in range(10)]),
    "pipes_20MB.txt": lambda: b"|" * N,
    "pipes_lines_20MB.txt": lambda: (b"|" * 400 + b"\n") * 50_000,
    "lines_20MB.csv": lambda: b",\n" * (N // 2),
    "p_20MB.html": lambda: b"<html><body>" + b"<p>1" * 5_000_000 + b"</body></html>",
    "tr_20MB.html": lambda: b"<html><body><table>" + b"<tr><td>1" * 2_200_000 + b"</table></body></html>",
    "attributes_20MB.html": _attributes,
    "parts.mht": lambda: (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
        + b"--b\r\nContent-Type: text/html\r\n\r\n<table><tr><td>1</td></tr></table>\r\n" * 250_000
    ),
    "random_150.xlsx": lambda: _random_tables(150),
    "slow_cells_8x8MB.xlsx": lambda: _cells(8, named=False),
    "fast_cells_8x8MB.xlsx": lambda: _cells(8, named=True),
    "mbox_20MB.mbox": lambda: b"From a 2024\nA: 1\n" + b"\n\nFrom 1111 1111 1111\nx" * (N // 24),
    "county.zip": _county,
}


def measure(path: Path) -> tuple[float, float, int, int, str]:
    """Check a file alone; return seconds, those of processors, most megabytes of a process, exit code, last line."""
    before = time.perf_counter()
    command = [sys.executable, "-m", "checks", "check", str(path)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, check=False)
    last = (run.stdout or run.stderr).decode("utf-8", "replace").strip().splitlines()[-1:]
    seconds, used = time.perf_counter() - before, getrusage(RUSAGE_CHILDREN)
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024, run.returncode, "".join(last)


def main(names: Sequence[str]) -> int:
    """Measure each file in a process of its own, for what a process once took it keeps."""
    if names[:1] == ["--file"]:
        seconds, used, megabytes, code, last = measure(Path(names[1]))
        mark = "" if used < MOST_SECONDS and megabytes < MOST_MEGABYTES else "  ← over"
        cost = f"{used:5.1f} s of processors {seconds:6.1f} s {megabytes:5} MB"
        print(f"{Path(names[1]).name:24} {cost}  exit {code}  {last}{mark}", flush=True)
        return bool(mark)
    over = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in names or FILES:
            path = Path(folder) / name
            path.write_bytes(FILES[name]())
            over += subprocess.run([sys.executable, __file__, "--file", str(path)], check=False).returncode
            path.unlink()
    return over


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1:]))

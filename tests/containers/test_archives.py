"""Zip, gzip, 7z and tar: names, litter, locks, and what is only half there."""

from __future__ import annotations

import gzip
import io
import shutil
import subprocess
import sys
import tarfile
import zipfile
import zlib
from pathlib import Path

import pytest

from checks.containers import Member, is_container, unpack
from checks.containers.detect import container_kind
from checks.containers.names import label
from checks.render.sentences.unreadable import UNREADABLE

from ..fixtures.mails import NAME, SHEET, locked_zip, zipped


def opened(data: bytes, source: str = "a.zip") -> list[Member]:
    return list(unpack(data, source))


@pytest.mark.parametrize(
    "name",
    [NAME, NAME.encode("utf-8"), NAME.encode("gb18030")],
    ids=["utf-8, as marked", "utf-8, unmarked", "gbk, unmarked"],
)
def test_a_name_is_read_whatever_the_packer_had(name: str | bytes) -> None:
    (member,) = opened(zipped((name, SHEET)))
    assert (member.source, member.data) == (f"a.zip/{NAME}", SHEET)
    assert member.origin is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\windows\\system32\\x.dll", "windows/system32/x.dll"),
        ("镇/./../表.xlsx", "镇/表.xlsx"),
        ("\\\\server\\share\\x", "server/share/x"),
        ("a\x00b\x1b[31m", "ab[31m"),
        ("....", ""),
    ],
)
def test_no_name_leads_out_of_the_archive(name: str, expected: str) -> None:
    assert label(name) == expected
    (member,) = opened(zipped((name.encode(), SHEET)))
    assert member.source == f"a.zip/{expected or '附件1'}"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_what_is_packed_otherwise_is_unpacked(method: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("1.xlsx", SHEET)
        archive.writestr("2.xlsx", SHEET * 2)
    data = out.getvalue()
    assert [member.data for member in opened(data)] == [SHEET, SHEET * 2]
    for place in range(30, len(data) - 200, 7):
        cut = data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :]
        first, second = opened(cut)
        assert [one.data for one in (first, second) if not one.problem] in ([SHEET], [SHEET * 2], [SHEET, SHEET * 2])
    lie = data.replace(len(SHEET).to_bytes(4, "little"), (5).to_bytes(4, "little"))
    assert opened(lie)[0].problem is not None


@pytest.mark.parametrize(("method", "name"), [(9, "Deflate64"), (93, "Zstandard"), (98, "PPMd"), (77, "77")])
def test_what_cannot_be_unpacked_says_what_to_do_with_the_archive(method: int, name: str) -> None:
    data = bytearray(zipped(("1.xlsx", SHEET)))
    for sign, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = data.index(sign) + offset
        data[at : at + 2] = method.to_bytes(2, "little")
    (member,) = opened(bytes(data))
    assert member.problem is not None
    assert (member.problem.code, member.problem.detail) == ("odd_method", name)
    assert "重新压缩" in UNREADABLE["odd_method"]


def test_the_name_in_unicode_beside_counts_for_its_own_file_only() -> None:
    written = b"rep~1.xls"
    for raw, expected in ((written, NAME), (b"other.xls", written.decode())):
        entry = zipfile.ZipInfo(written.decode())
        record = b"\x01" + zlib.crc32(raw).to_bytes(4, "little") + NAME.encode()
        entry.extra = b"\x0a\x00\x02\x00ab" + b"\x75\x70" + len(record).to_bytes(2, "little") + record
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr(entry, SHEET)
        (member,) = opened(out.getvalue())
        assert member.source == f"a.zip/{expected}"


def test_a_gzip_in_pieces_is_one_file() -> None:
    half = len(SHEET) // 2
    data = gzip.compress(SHEET[:half]) + gzip.compress(SHEET[half:])
    for tail in (b"", b"\0" * 512):
        (member,) = opened(data + tail, "a.gz")
        assert member.data == SHEET
    (member,) = opened(data[:-9], "a.gz")
    assert member.problem is not None
    assert member.problem.code == "damaged"
    (member,) = opened(gzip.compress(b"") * 100, "a.gz")
    assert member.problem is not None
    assert member.problem.code == "unsafe"


def test_litter_is_passed_over() -> None:
    files = ("__MACOSX/._表.xlsx", ".DS_Store", "镇/Thumbs.db", "~$表.xlsx", "镇/", "._x", "镇/表.xlsx", "desktop.ini")
    assert [member.source for member in opened(zipped(*((name, b"x") for name in files)))] == ["a.zip/镇/表.xlsx"]


def test_an_archive_of_litter_alone_says_so() -> None:
    for data in (zipped(), zipped(("镇/", b""))):
        (member,) = opened(data)
        assert member.problem is not None
        assert member.problem.code == "nothing_inside"


def test_a_locked_file_is_named_and_the_others_go_on() -> None:
    (member,) = opened(locked_zip("表.xlsx"))
    assert member.source == "a.zip/表.xlsx"
    assert member.problem is not None
    assert member.problem.code == "encrypted"


def test_a_broken_file_is_named_and_the_others_go_on() -> None:
    data = bytearray(zipped(("1.xlsx", SHEET), ("2.xlsx", SHEET)))
    data[200] ^= 0xFF
    assert [(m.source, m.problem and m.problem.code) for m in opened(bytes(data))] == [
        ("a.zip/1.xlsx", "damaged"),
        ("a.zip/2.xlsx", None),
    ]


def test_a_file_that_is_too_large_is_named_and_the_others_go_on() -> None:
    data = zipped(("大.bin", bytes(49 << 20)), ("半大.csv", b"1,2\n" * (6 << 20)), ("表.xlsx", SHEET))
    assert [(m.source, m.problem and m.problem.code) for m in opened(data)] == [
        ("a.zip/大.bin", "too_large"),
        ("a.zip/半大.csv", "too_large"),
        ("a.zip/表.xlsx", None),
    ]


def test_behind_what_is_too_large_in_a_7z_the_report_is_read(tmp_path: Path) -> None:
    libarchive = pytest.importorskip("libarchive")
    path, large = tmp_path / "a.7z", bytes(49 << 20)
    with libarchive.file_writer(str(path), "7zip") as archive:
        archive.add_file_from_memory("1.bin", len(large), large)
        archive.add_file_from_memory("2.xlsx", len(SHEET), SHEET)
    found = opened(path.read_bytes(), "a.7z")
    assert [(m.source, m.problem and m.problem.code) for m in found] == [
        ("a.7z/1.bin", "too_large"),
        ("a.7z/2.xlsx", None),
    ]
    assert found[1].data == SHEET


def test_one_file_is_unpacked_at_a_time() -> None:
    """The second is broken; whoever takes only the first never learns it."""
    data = zipped(("1.xlsx", SHEET), ("2.zip", b"PK\x03\x04broken"))
    members = unpack(data, "a.zip")
    assert next(members).data == SHEET
    assert next(members).problem is not None


@pytest.mark.parametrize("name", ["表.xlsx.gz", ""])
def test_gzip_gives_its_file(name: str) -> None:
    out = io.BytesIO()
    with gzip.GzipFile(name, "wb", fileobj=out) as packed:
        packed.write(SHEET)
    (member,) = opened(out.getvalue(), "x.gz")
    assert member.data == SHEET
    assert member.source in ("x.gz/表.xlsx", "x.gz/附件1")
    for broken in (out.getvalue()[:-20], out.getvalue()[:12] + b"\xff\xff\xff"):
        (member,) = opened(broken, "x.gz")
        assert member.problem is not None
        assert member.problem.code == "damaged"


# --- libarchive


@pytest.fixture
def packer() -> str:
    pytest.importorskip("libarchive")
    found = shutil.which("7z") or shutil.which("7zz")
    if not found:
        pytest.skip("7z is not installed")
    return found


def packed(packer: str, folder: Path, *options: str) -> bytes:
    (folder / "镇").mkdir()
    (folder / "镇" / NAME).write_bytes(SHEET)
    (folder / "Thumbs.db").write_bytes(b"x")
    target = folder / "a.7z"
    subprocess.run([packer, "a", *options, str(target), "镇", "Thumbs.db"], cwd=folder, check=True, capture_output=True)
    return target.read_bytes()


def test_a_7z_is_opened(packer: str, tmp_path: Path) -> None:
    (member,) = opened(packed(packer, tmp_path), "a.7z")
    assert (member.source, member.data) == (f"a.7z/镇/{NAME}", SHEET)


def test_a_7z_is_opened_where_the_system_speaks_ascii(packer: str, tmp_path: Path) -> None:
    """The library has no names then, but the files are there."""
    packed(packer, tmp_path)
    script = (
        "import sys; from pathlib import Path; from checks.containers import unpack\n"
        "print(ascii([(m.source, len(m.data)) for m in unpack(Path(sys.argv[1]).read_bytes(), 'a.7z')]))"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8=0", "-c", script, str(tmp_path / "a.7z")],
        env={"LC_ALL": "C", "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == ascii([("a.7z/附件1", len(SHEET))])


@pytest.mark.parametrize("options", [("-psecret",), ("-psecret", "-mhe=on")])
def test_a_7z_with_a_password_says_so(packer: str, tmp_path: Path, options: tuple[str, ...]) -> None:
    (member,) = opened(packed(packer, tmp_path, *options), "a.7z")
    assert member.problem is not None
    assert member.problem.code == "encrypted"


def test_half_a_7z_says_so(packer: str, tmp_path: Path) -> None:
    (member,) = opened(packed(packer, tmp_path)[:-30], "a.7z")
    assert member.problem is not None
    assert member.problem.code == "cannot_unpack"


def test_a_bomb_in_7z_is_refused(packer: str, tmp_path: Path) -> None:
    (tmp_path / "0.bin").write_bytes(bytes(60 << 20))
    target = tmp_path / "b.7z"
    subprocess.run([packer, "a", "-mx1", str(target), str(tmp_path / "0.bin")], check=True, capture_output=True)
    (member,) = opened(target.read_bytes(), "b.7z")
    assert member.problem is not None
    assert member.problem.code == "too_large"


def test_a_tar_is_opened(packer: str) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name in ("镇/表.xlsx", "../../x.xlsx"):
            info = tarfile.TarInfo(name)
            info.size = len(SHEET)
            archive.addfile(info, io.BytesIO(SHEET))
        link = tarfile.TarInfo("link.xlsx")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    assert packer
    expected = [("a.tar.gz/附件1/镇/表.xlsx", SHEET), ("a.tar.gz/附件1/x.xlsx", SHEET)]
    assert [(m.source, m.data) for m in opened(gzip.compress(out.getvalue()), "a.tar.gz")] == expected


def test_without_the_library_a_rar_says_so_and_blames_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "libarchive", None)
    (member,) = opened(b"Rar!\x1a\x07\x00" + bytes(100), "a.rar")
    assert member.problem is not None
    assert (member.problem.code, member.problem.detail) == ("no_library", "RAR")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems look for libraries themselves")
def test_the_library_is_found_without_the_help_of_other_programs() -> None:
    script = (
        "import ctypes.util; ctypes.util.find_library = lambda name: None\n"
        "from checks.containers.archives import _library\n"
        "assert _library() is not None"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


# --- what is no container


def test_documents_pass_through_as_they_are(hostile: Path) -> None:
    """Of all the odd spreadsheets none is taken for a container; of the containers all are."""
    containers = {"bomb_nested.zip"}
    for path in sorted(path for path in hostile.iterdir() if path.is_file() and path.suffix != ".md"):
        data = path.read_bytes()
        members = opened(data, path.name)
        if path.name in containers:
            assert is_container(data[:65536])
            assert all(member.problem for member in members)
        elif path.name.startswith("trunc_"):  # what it was cannot be told
            assert [member.problem and member.problem.code for member in members] == ["damaged"]
        else:
            assert [(member.source, member.data, member.problem) for member in members] == [(path.name, data, None)]


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\n",
        b"From: the office\nto whom it may concern",
        "标题: 年报\n日期: 2024\n".encode(),
        b"a,b\n1,2\n",
        b"Note: x\nOther: y\n",
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n",
        b"From: <Saved by Blink>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n",
        b"<html><body>From: x\nTo: y</body></html>",
        b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml",
    ],
)
def test_texts_and_pages_are_no_mails(text: bytes) -> None:
    assert container_kind(text) == ""
    assert [member.data for member in unpack(text, "x")] == [text]

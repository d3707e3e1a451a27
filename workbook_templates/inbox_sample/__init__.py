"""Makes ``examples/收件箱``: thirty mails as an office gets them, from units that do not exist, told in ``inbox.toml``.

python -m workbook_templates.inbox_sample examples
"""

from __future__ import annotations

import base64
import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from email.charset import QP, Charset
from email.header import Header
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from checks import rulebook
from workbook_templates.inbox_sample.containers import seven_zip_of, winmail_of, zip_of
from workbook_templates.inbox_sample.figures import changed, figures
from workbook_templates.inbox_sample.others import OTHERS
from workbook_templates.inbox_sample.reports import REPORTS

MAILS, UNITS = "收件箱", "单位名单.csv"
_TOLD = Path(__file__).with_name("inbox.toml")
_OFFICE = "xxgk@lanchuan.example"


def inbox_sample() -> Iterator[tuple[str, bytes]]:
    """Yield the path below ``examples`` and the bytes of each file: the mails, and the list of units."""
    told = tomllib.loads(_TOLD.read_text("utf-8"))
    for number, mail in enumerate(told["mails"], 1):
        same = mail.get("same_as")
        yield f"{MAILS}/{number:02}-{mail['file']}.eml", _mail({**told["mails"][same - 1], **mail} if same else mail)
    lines = ["单位,邮箱,上级", *(",".join(f'"{field}"' for field in line) for line in told["units"])]
    yield UNITS, ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


def _mail(told: Mapping[str, Any]) -> bytes:
    """One mail, its headers as the sender's program writes them: ``style`` is rfc2047, rfc2231, gbk or qp."""
    style = told.get("style", "rfc2047")
    parts = [_part("text/plain; charset=utf-8", (told["body"] + "\n").encode())]
    if told.get("forwards"):
        inner = _mail(told["forwards"])
        parts.append(b"Content-Type: message/rfc822\r\nContent-Disposition: attachment\r\n\r\n" + inner)
    parts += [_attachment(name, data, style) for name, data in _wrapped(told.get("files", ()), told.get("wrap", ""))]
    boundary = "----=_Part_" + hashlib.sha256(repr(sorted(told.items(), key=str)).encode()).hexdigest()[:16]
    own = told.get("id") or hashlib.sha256(boundary.encode()).hexdigest()[:20]
    opening = b"--" + boundary.encode() + b"\r\n"
    head = [
        b"From: " + _words(told.get("name", ""), style) + f" <{told['from']}>".encode(),
        f"To: <{_OFFICE}>".encode(),
        b"Subject: " + _words(told["subject"], style),
        f"Date: {format_datetime(told['date'])}".encode(),
        f"Message-ID: <{own}@lanchuan.example>".encode(),
        b"MIME-Version: 1.0",
        f'Content-Type: multipart/mixed; boundary="{boundary}"'.encode(),
    ]
    body = b"\r\n".join(opening + part for part in parts)
    return b"\r\n".join([*head, b"", body, b"--" + boundary.encode() + b"--", b""])


def _wrapped(files: Sequence[Mapping[str, Any]], wrap: str) -> list[tuple[str, bytes]]:
    """The attachments, or the one archive that they are in."""
    made = {file["name"]: _file(file) for file in files}
    if not wrap:
        return list(made.items())
    name, data = next(iter(made.items()))
    if wrap == "winmail.dat":
        return [(wrap, winmail_of(name, data))]
    return [(wrap, seven_zip_of(name, data) if wrap.endswith(".7z") else zip_of(made))]


def _file(told: Mapping[str, Any]) -> bytes:
    """One file: something else, or the report of a unit with its slips."""
    if told["kind"] in OTHERS:
        return OTHERS[told["kind"]]()
    unit, year = told["unit"], told.get("year", 2025)
    form = rulebook.load().forms[told.get("form", "annual2021")]
    title = told.get("title", f"{unit}{year}年政府信息公开工作年度报告")
    return REPORTS[told["kind"]](form, changed(figures(form, unit, year), told.get("change", {})), title)


def _words(text: str, style: str) -> bytes:
    """Words in a header: encoded as standards say, or raw in GBK as old programs have it."""
    if style == "gbk":
        return text.encode("gbk")
    charset = Charset("utf-8")
    if style == "qp":
        charset.header_encoding = QP
    return Header(text, charset, maxlinelen=70).encode(linesep="\r\n").encode() if text else b""


def _attachment(name: str, data: bytes, style: str) -> bytes:
    """A file with its name in one of the ways in which mail programs tell it."""
    if style == "rfc2231":
        told = f"filename*=utf-8''{quote(name)}".encode()
    else:
        told = b'filename="' + _words(name, style) + b'"'
    head = b"application/octet-stream\r\nContent-Disposition: attachment;\r\n " + told
    return _part(head, data)


def _part(kind: str | bytes, data: bytes) -> bytes:
    head = kind if isinstance(kind, bytes) else kind.encode()
    encoded = base64.encodebytes(data).replace(b"\n", b"\r\n")
    return b"Content-Type: " + head + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + encoded

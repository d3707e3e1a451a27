"""What opening a mail costs beside the check of its attachment. Run on an idle machine.

    python benchmarks/mail.py [--mails 300]

Prints ratios of one run, the methods interleaved; medians of all rounds. Absolute times are for the curious only.
"""

from __future__ import annotations

import argparse
import base64
import email
import email.policy
import sys
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from email.message import EmailMessage, Message
from pathlib import Path
from statistics import median

sys.path[:0] = [str(Path(__file__).parent)]

from check import ROUNDS, interleaved
from corpus import make

from checks import rulebook
from checks.check import check_bytes
from checks.containers import unpack
from checks.containers.mime import content, leaves


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--mails", type=int, default=300)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as spare:
        sheets = [path.read_bytes() for path in make(Path(spare), chosen.mails)]
    ratios(sheets)
    memory()


def ratios(sheets: list[bytes]) -> None:
    """T9: mail → attachments ÷ whole check, and what the alternatives cost."""
    book = rulebook.load()
    mails = [
        written(sheet, f"某县第{i}镇2024年度政府信息公开工作年度报告（附表）.xlsx") for i, sheet in enumerate(sheets)
    ]
    encoded = [base64.encodebytes(sheet) for sheet in sheets]
    found = [[member.data for member in unpack(mail, "a.eml")] for mail in mails]
    assert found == [[sheet] for sheet in sheets], "each mail gives its workbook"
    ways: dict[str, Callable[[], object]] = {
        "whole check of the attachment": lambda: [check_bytes(sheet, "a.xlsx", book) for sheet in sheets],
        "mail → attachments (T9)": lambda: [list(unpack(mail, "a.eml")) for mail in mails],
        "   of it, cutting and decoding": lambda: [[content(m, leaf) for leaf in leaves(m)] for m in mails],
        "base64 alone": lambda: [base64.decodebytes(one) for one in encoded],
        "email, compat32, names undecoded": lambda: [list(payloads(email.message_from_bytes(m))) for m in mails],
        "email, policy.default": lambda: [
            list(payloads(email.message_from_bytes(m, policy=email.policy.default))) for m in mails
        ],
        "a plain workbook through unpack": lambda: [list(unpack(sheet, "a.xlsx")) for sheet in sheets],
    }
    times = interleaved(ways, ROUNDS)
    whole = median(times["whole check of the attachment"])
    print(f"{len(mails)} mails with one workbook each, one core, {ROUNDS} rounds; ÷ whole check (T9: ≤ 1.2, goal 0.8)")
    for name, taken in times.items():
        print(f"   {name:<36}{median(taken) / whole:7.3f}   ({median(taken) / len(mails) * 1e6:.0f} µs)")


def memory() -> None:
    """The most that is held beside the mail itself, for an attachment of 20 MB."""
    mail = written(bytes(range(256)) * (80 << 10), "大.bin")
    print(f"memory beside a mail of {len(mail) >> 20} MB, × of it")
    for name, way in (
        ("mail → attachments", lambda: [len(content(mail, leaf)) for leaf in leaves(mail)]),
        ("email, compat32", lambda: [len(one) for one in payloads(email.message_from_bytes(mail))]),
    ):
        tracemalloc.start()
        way()
        print(f"   {name:<36}{tracemalloc.get_traced_memory()[1] / len(mail):7.2f}")
        tracemalloc.stop()


def payloads(message: Message | EmailMessage) -> Iterator[bytes]:
    """Every part's name and bytes, as the standard library gives them."""
    for one in message.walk():
        one.get_filename()
        payload = one.get_payload(decode=True)
        if isinstance(payload, bytes):
            yield payload


def written(sheet: bytes, name: str) -> bytes:
    """A mail as Chinese programs send it."""
    word = base64.b64encode(name.encode("gb18030")).decode()
    received = "Received: from mx.example.com by mail.example.com; Mon, 15 Jan 2024 10:00:00 +0800\r\n"
    head = (
        f"{received * 4}From: =?gb18030?B?1cXI/Q==?= <gk@example.com>\r\n"
        "To: b@example.com\r\nSubject: =?gb2312?B?xOqxqA==?=\r\n"
        "Date: Mon, 15 Jan 2024 10:00:00 +0800\r\nMessage-ID: <1@example.com>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="=_b1"\r\n\r\n'
        '--=_b1\r\nContent-Type: text/plain; charset="gb2312"\r\nContent-Transfer-Encoding: base64\r\n\r\nx+uy6crV\r\n'
        f'--=_b1\r\nContent-Type: application/octet-stream; name="=?gb2312?B?{word}?="\r\n'
        f'Content-Disposition: attachment; filename="=?gb2312?B?{word}?="\r\n'
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    return head.encode() + base64.encodebytes(sheet).replace(b"\n", b"\r\n") + b"--=_b1--\r\n"


if __name__ == "__main__":
    main()

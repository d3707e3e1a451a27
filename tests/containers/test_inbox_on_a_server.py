"""The shipped inbox on a real mail server, through the command: the same as from its folder, and nothing touched."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from checks.cli import main

from ..fixtures import dovecot
from ..fixtures.dovecot import PASSWORD, USER

ROOT = Path(__file__).parents[2]
INBOX, UNITS = ROOT / "examples" / "收件箱", ROOT / "examples" / "单位名单.csv"

pytestmark = pytest.mark.skipif(
    not (shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin")) or not shutil.which("openssl"),
    reason="Dovecot is not installed",
)


def result(folder: Path) -> list[dict[str, Any]]:
    """The documents in an order of their own, without what only says where they were read from."""
    documents = json.loads((folder / "findings.json").read_text("utf-8"))["documents"]
    for one in documents:
        one["source"] = re.sub(r"^.*?\.eml", "x.eml", one["source"], count=1)
        one["file"] = re.sub(r"^.*?\.eml", "x.eml", one["file"], count=1)
        one["superseded_by"] = bool(one["superseded_by"])
    return sorted(documents, key=lambda one: (one["origin"]["message_id"], one["source"]))


def test_a_mailbox_gives_what_its_folder_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("imap_tools")
    monkeypatch.setenv("GOUJI_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("GOUJI_IMAP_PASSWORD", PASSWORD)
    with dovecot.running() as server:
        monkeypatch.setenv("GOUJI_CA", str(server.certificate))
        saved = tmp_path / "saved"
        saved.mkdir()
        for number, mail in enumerate(sorted(INBOX.glob("*.eml"))):
            server.deliver(f"{number}", mail.read_bytes(), seen=number % 2 == 0)
            (saved / f"{number}.eml").write_bytes(mail.read_bytes())  # the name of a saved mail would tell the unit
        before = server.state()
        address = f"imaps://{USER}@localhost:{server.tls_port}/INBOX"
        for paths, out in (([address], "server"), ([str(saved)], "folder")):
            assert main(["check", *paths, "--units", str(UNITS), "--out", str(tmp_path / out)]) == 1
        assert server.state() == before, "file names hold the flags"
    assert result(tmp_path / "server") == result(tmp_path / "folder")
    drafts = [{path.name for path in (tmp_path / out / "回复").iterdir()} for out in ("server", "folder")]
    assert drafts[0] == drafts[1]

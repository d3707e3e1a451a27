"""A real mail server of our own: Dovecot on a port of this machine, over a Maildir, with a certificate made here."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

USER, PASSWORD = "gongkai@example.com", 'open "sesame" 7\\'

CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
first_valid_uid = 1
disable_plaintext_auth = {no_plaintext}
ssl = {ssl}
ssl_cert = <{home}/server.pem
ssl_key = <{home}/server.key
ssl_dh =
mail_location = maildir:{home}/Maildir
auth_mechanisms = plain login
passdb {{
  driver = passwd-file
  args = {home}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain_port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass(frozen=True)
class Server:
    """Where it listens and keeps its mail."""

    home: Path
    tls_port: int
    plain_port: int

    @property
    def maildir(self) -> Path:
        return self.home / "Maildir"

    @property
    def certificate(self) -> Path:
        return self.home / "server.pem"

    def deliver(self, name: str, mail: bytes, *, folder: str = "", seen: bool = False) -> Path:
        """Put a mail where the server keeps it, as a delivery would."""
        box = self.maildir / folder if folder else self.maildir
        for part in ("cur", "new", "tmp"):
            (box / part).mkdir(parents=True, exist_ok=True)
        path = box / ("cur" if seen else "new") / (f"{name}:2,S" if seen else name)
        path.write_bytes(mail)
        self.own(self.maildir)
        return path

    def own(self, folder: Path) -> None:
        if os.getuid() == 0:
            account = pwd.getpwnam("nobody")
            for path in (folder, *folder.rglob("*")):
                os.chown(path, account.pw_uid, account.pw_gid)

    def state(self) -> dict[str, bytes]:
        """Every mail's file name, flags and all, and its bytes."""
        return {
            str(path.relative_to(self.maildir)): path.read_bytes()
            for path in sorted(self.maildir.rglob("*"))
            if path.is_file() and path.parent.name in ("cur", "new")
        }


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextlib.contextmanager
def running(*, tls: bool = True) -> Iterator[Server]:
    """Run a server for as long as the block lasts; ``tls=False`` is one that cannot encrypt."""
    home = Path(tempfile.mkdtemp(prefix="gouji-dovecot-"))
    home.chmod(0o755)
    server = Server(home, free_port(), free_port())
    root = os.getuid() == 0
    me = pwd.getpwuid(os.getuid())
    account = pwd.getpwnam("nobody") if root else me
    make_certificate(home)
    (home / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n")
    config = home / "dovecot.conf"
    config.write_text(
        CONFIG.format(
            home=home,
            internal="dovecot" if root else me.pw_name,
            internal_group="dovecot" if root else me.pw_gid,
            login="dovenull" if root else me.pw_name,
            uid=account.pw_uid,
            gid=account.pw_gid,
            ssl="yes" if tls else "no",
            no_plaintext="yes" if tls else "no",
            plain_port=server.plain_port,
            tls_port=server.tls_port,
        )
    )
    daemon = shutil.which("dovecot") or "/usr/sbin/dovecot"
    process = subprocess.Popen([daemon, "-F", "-c", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        wait_for(server.plain_port, process, home / "log")
        yield server
    finally:
        process.terminate()
        process.wait(timeout=20)
        if process.stderr:
            process.stderr.close()
        shutil.rmtree(home, ignore_errors=True)


def make_certificate(home: Path) -> None:
    """Make a certificate for this machine that nobody has signed."""
    wanted = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    files = ["-keyout", str(home / "server.key"), "-out", str(home / "server.pem")]
    subprocess.run(["openssl", *wanted, *names, *files], check=True, capture_output=True)


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(100):
        if process.poll() is not None:
            message = process.stderr.read().decode() if process.stderr else ""
            raise RuntimeError(message + (log.read_text() if log.exists() else ""))
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise TimeoutError(log.read_text() if log.exists() else "no log")

"""A mailbox on a server, by IMAP over TLS: mails are fetched without being marked as read."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from checks import __version__
from checks.containers.imap_fetch import RemoteMail, bounded
from checks.containers.imap_fetch import mails as stored_mails
from checks.containers.names import one_line
from checks.errors import InputFileError, UsageError
from checks.render.sentences import inbox_files as say

if TYPE_CHECKING:
    import ssl

_PORTS = {"imaps": 993, "imap": 143}
_PATIENCE = 60  # seconds that a server may keep silent


@dataclass(frozen=True, slots=True)
class Address:
    """Where a mailbox is.

    Attributes:
        secure: the connection is encrypted from its beginning; else it becomes so, unless it stays in this machine.
        folder: as a person writes it, ``其他文件夹/年报``.
    """

    secure: bool
    host: str
    port: int
    user: str
    folder: str


def parse_url(url: str) -> Address:
    """Read ``imaps://user@host:993/folder``; the user's own ``@`` may stand as it is, or as ``%40``.

    Raises:
        UsageError: it is no such address, or there is a password in it.
    """
    try:
        parts = urlsplit(url)
        scheme, host, port = parts.scheme.lower(), parts.hostname, parts.port
    except ValueError:
        raise UsageError(say.bad_address(_without_secret(url))) from None
    user, _, at = parts.netloc.rpartition("@")
    if ":" in user:
        raise UsageError(say.password_in_address())
    if scheme not in _PORTS or not host or not at or not user or not unquote(user).isprintable():
        raise UsageError(say.bad_address(_without_secret(url)))
    folder = unquote(parts.path.strip("/")) or "INBOX"
    return Address(scheme == "imaps", host, port or _PORTS[scheme], unquote(user), folder)


def mails(url: str, since: date | None, password: Callable[[], str] | str) -> Iterator[RemoteMail]:
    """Yield the mails of a folder, each to be loaded if it is needed.

    The folder is opened for reading only: nothing is marked as read, moved or deleted. Of a mail that is larger
    than a container may be, a byte more than that is fetched, so that it can be told.

    Args:
        url: ``imaps://user@host/folder``.
        since: only mails that arrived on this day or later, by China's clock.
        password: or a function that knows it, called once.

    Raises:
        UsageError: it cannot be reached, trusted, logged into or read; the sentence never holds the password. So may
            loading a mail.
    """
    address = parse_url(url)
    with _told(address):  # the library is missed before anybody types a password
        pass
    secret = password if isinstance(password, str) else password()
    with _told(address):
        box = _connected(address)
        bounded(box.client)
        try:
            _log_in(box, address, secret)
            _open_folder(box, address)
            for mail in stored_mails(box, since):
                yield replace(mail, load=partial(_loaded, mail, address))
        finally:
            _close(box)


def _loaded(mail: RemoteMail, address: Address) -> bytes | InputFileError | None:
    with _told(address):
        return mail.load()


def fetch(url: str, since: date | None, password: Callable[[], str] | str) -> Iterator[tuple[str, bytes]]:
    """Yield number and bytes of each of the ``mails`` that the server gives."""
    for mail in mails(url, since, password):
        data = mail.load()
        if isinstance(data, bytes):
            yield mail.uid, data


def ask_password(address: Address) -> str:
    """Find the password: in the environment, in the system's keyring, else by asking.

    Raises:
        UsageError: there is nobody to ask.
    """
    known = os.environ.get("GOUJI_IMAP_PASSWORD")
    if known:
        return known
    try:
        import keyring  # noqa: PLC0415  # used where it is installed

        known = keyring.get_password("gouji", f"{address.user}@{address.host}")
    except Exception:  # noqa: BLE001  # each system's keyring fails in its own way, and there is another way
        known = None
    if known:
        return str(known)
    if not sys.stdin.isatty():
        raise UsageError(say.no_password(address.user, address.host))
    from getpass import getpass  # noqa: PLC0415

    return getpass(say.prompt(address.user, address.host))


@contextmanager
def _told(address: Address) -> Iterator[None]:
    """Turn what the network and its libraries raise into a sentence; their own words may hold the password."""
    try:
        import imaplib  # noqa: PLC0415
        import ssl  # noqa: PLC0415

        from imap_tools.errors import ImapToolsError  # noqa: PLC0415
    except ImportError:
        raise UsageError(say.no_library()) from None
    try:
        yield
    except ssl.SSLCertVerificationError:
        raise UsageError(say.untrusted(address.host)) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UsageError(say.unreachable(address.host, address.port, reason)) from None
    except (imaplib.IMAP4.error, ImapToolsError):
        raise UsageError(say.broken_off(address.host)) from None


def _connected(address: Address) -> Any:
    """Connect; in the clear only inside this machine."""
    import imaplib  # noqa: PLC0415

    from imap_tools import MailBox, MailBoxStartTls, MailBoxUnencrypted  # noqa: PLC0415
    from imap_tools.errors import MailboxStarttlsError  # noqa: PLC0415

    if address.secure:
        return MailBox(address.host, address.port, timeout=_PATIENCE, ssl_context=_context())
    if _is_loopback(address.host):
        return MailBoxUnencrypted(address.host, address.port, timeout=_PATIENCE)
    try:
        return MailBoxStartTls(address.host, address.port, timeout=_PATIENCE, ssl_context=_context())
    except (imaplib.IMAP4.error, MailboxStarttlsError, ValueError):  # the last: 993 is the port of imaps
        raise UsageError(say.unencrypted(address.host)) from None


def _context() -> ssl.SSLContext:
    """Trust what the system trusts, and the authority that an office may have of its own."""
    import ssl  # noqa: PLC0415

    context = ssl.create_default_context()
    own = os.environ.get("GOUJI_CA")
    if own:
        try:
            context.load_verify_locations(own)
        except (OSError, ssl.SSLError):
            raise UsageError(say.no_ca_file(own)) from None
    return context


def _log_in(box: Any, address: Address, secret: str) -> None:
    import imaplib  # noqa: PLC0415

    from imap_tools.errors import MailboxLoginError  # noqa: PLC0415

    try:
        # Its default is to open the inbox at once, for writing.
        box.login(address.user, secret, initial_folder=None)
    except (MailboxLoginError, imaplib.IMAP4.error, UnicodeEncodeError) as error:
        raise UsageError(say.refused(address.user, address.host, _words(error, secret))) from None
    try:
        # 163 and 126 answer "Unsafe Login" to every program that does not say what it is.
        box.client.xatom("ID", f'("name" "gouji" "version" "{__version__}")')
    except imaplib.IMAP4.error:
        return  # a server that does not ask has no such command


def _open_folder(box: Any, address: Address) -> None:
    from imap_tools.errors import MailboxFolderSelectError  # noqa: PLC0415

    try:
        box.folder.set(address.folder, readonly=True)
    except MailboxFolderSelectError as error:
        words = _words(error, "")
        names = [folder.name for folder in box.folder.list()]
        if address.folder in names or (address.folder.upper() == "INBOX" and "INBOX" in map(str.upper, names)):
            raise UsageError(say.folder_refused(address.folder, address.host, words)) from None
        raise UsageError(say.no_folder(address.folder, address.host, names)) from None


def _words(error: Exception, secret: str) -> str:
    """Return what the server itself said, on one line and without the password."""
    result = getattr(error, "command_result", None)
    said = result[1][0] if isinstance(result, tuple) and len(result) > 1 and result[1] else error.args[:1]
    raw = said[0] if isinstance(said, tuple) and said else said
    text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(raw or "")
    return one_line(text.replace(secret, "***") if secret else text, 200)


def _close(box: Any) -> None:
    import imaplib  # noqa: PLC0415

    try:
        # Closing a folder would delete what is marked for it, had it been opened for writing: just leave.
        box.client.logout()
    except (imaplib.IMAP4.error, OSError):  # the other side has left first
        with suppress(OSError):
            box.client.shutdown()


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _without_secret(url: str) -> str:
    return re.sub(r"(//[^/@:]*):.*@", r"\1@", url)

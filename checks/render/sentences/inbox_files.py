"""What is said when a mailbox on a server cannot be read; a password is never part of it."""

from __future__ import annotations

from checks.language import either
from checks.render.sentences.glossary import listed


def bad_address(url: str) -> str:
    """An address that names no mailbox."""
    return either(
        f"“{url}”不是邮箱地址。应写成：imaps://用户名@服务器/文件夹，例如 imaps://gongkai@imap.example.com/INBOX。",
        f"“{url}” names no mailbox. Write imaps://user@server/folder, such as imaps://gongkai@imap.example.com/INBOX.",
    )


def password_in_address() -> str:
    """A password typed into the address, where the list of processes and the history keep it."""
    return either(
        "请不要把密码写在地址里，它会留在命令的历史记录中。"
        "去掉用户名后面的冒号和密码，运行时会提示输入，也可以放在环境变量 GOUJI_IMAP_PASSWORD 里。",
        "Do not write the password into the address, where the history of commands keeps it. "
        "Leave out the colon and the password: you will be asked for it, or put it into GOUJI_IMAP_PASSWORD.",
    )


def no_library() -> str:
    """The optional library is missing."""
    return either(
        '读取邮箱需要另装一个库：pip install "gouji[imap]"。也可以先用邮件程序把邮件导出为 .eml，再检查文件夹。',
        'Reading mailboxes needs another library: pip install "gouji[imap]". '
        "Or save the mails as .eml with a mail program, and check the folder.",
    )


def no_password(user: str, host: str) -> str:
    """Nobody to ask."""
    return either(
        f"没有 {user} 在 {host} 的密码。请在终端里运行，或设置环境变量 GOUJI_IMAP_PASSWORD。",
        f"There is no password of {user} at {host}. Run it in a terminal, or set GOUJI_IMAP_PASSWORD.",
    )


def prompt(user: str, host: str) -> str:
    """What stands before the typed password, which is not shown."""
    return either(
        f"{user} 在 {host} 的密码或授权码（输入时不显示）：",
        f"Password of {user} at {host} (not shown as you type): ",
    )


def unreachable(host: str, port: int, reason: str) -> str:
    """No connection."""
    return either(
        f"连不上 {host}:{port}（{reason}）。请核对服务器名和端口，并确认网络可以访问它。",
        f"{host}:{port} cannot be reached ({reason}). Check the server's name and port, and the network.",
    )


def untrusted(host: str) -> str:
    """A certificate that cannot be verified."""
    return either(
        f"{host} 的安全证书无法验证，没有连接。如果单位用自己的证书，"
        "请向管理员要根证书文件（.pem），把路径放在环境变量 GOUJI_CA 里。",
        f"The certificate of {host} cannot be verified; not connected. If your office has certificates of its own, "
        "ask the administrator for the root certificate (.pem), and put its path into GOUJI_CA.",
    )


def no_ca_file(path: str) -> str:
    """The file of authorities cannot be used."""
    return either(
        f"GOUJI_CA 指定的证书文件“{path}”读不了。请核对路径，文件应为 PEM 格式。",
        f"The certificate “{path}” that GOUJI_CA names cannot be read. Check the path; the file has to be PEM.",
    )


def unencrypted(host: str) -> str:
    """A server that would take the password in the clear."""
    return either(
        f"{host} 不支持加密连接，密码会以明文经过网络，没有登录。请改用 imaps:// 开头的地址。",
        f"{host} offers no encryption, and the password would travel in the clear; not logged in. Use imaps://.",
    )


def refused(user: str, host: str, words: str = "") -> str:
    """The login failed; the server's own words may say why."""
    return either(
        f"{host} 不接受 {user} 的登录{_said(words)}。请核对用户名和密码；"
        "163、126、QQ 等邮箱要先在网页设置里开启 IMAP，并用那里给的授权码代替密码。",
        f"{host} refuses the login of {user}{_said(words)}. Check name and password; "
        "163, 126, QQ and others want IMAP switched on in the web settings, and the code given there as password.",
    )


def no_folder(folder: str, host: str, folders: list[str]) -> str:
    """A folder that the mailbox does not have."""
    more = "……" if len(folders) > 20 else ""
    return either(
        f"{host} 上没有文件夹“{folder}”。现有：{listed(folders[:20])}{more}。",
        f"{host} has no folder “{folder}”. It has: {listed(folders[:20])}{more}.",
    )


def folder_refused(folder: str, host: str, words: str) -> str:
    """A folder that is there, and that the server would not open."""
    hint = either("请稍后再试，或联系邮箱的管理员。", "Try again later, or ask the administrator.")
    if "unsafe" in words.lower():
        hint = either(
            "163、126 等邮箱要先在网页的设置里开启 IMAP，并用那里给的授权码登录，仍不行时请联系邮箱客服。",
            "163, 126 and others want IMAP switched on in the web settings, and the code given there; "
            "else ask their support.",
        )
    return either(
        f"{host} 没有打开文件夹“{folder}”{_said(words)}。{hint}",
        f"{host} would not open the folder “{folder}”{_said(words)}. {hint}",
    )


def _said(words: str) -> str:
    return either(f"（服务器的答复：{words}）", f" (the server says: {words})") if words else ""


def broken_off(host: str) -> str:
    """The connection was lost, or the server answered nonsense."""
    return either(
        f"读取 {host} 时连接中断或应答异常。请稍后再试。",
        f"The connection to {host} was lost, or its answer made no sense. Try again later.",
    )

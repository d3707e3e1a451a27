"""What is said when a mailbox on a server cannot be read; a password is never part of it."""

from __future__ import annotations


def bad_address(url: str) -> str:
    """An address that names no mailbox."""
    return f"“{url}”不是邮箱地址。应写成：imaps://用户名@服务器/文件夹，例如 imaps://gongkai@imap.example.com/INBOX。"


def password_in_address() -> str:
    """A password typed into the address, where the list of processes and the history keep it."""
    return (
        "请不要把密码写在地址里，它会留在命令的历史记录中。"
        "去掉用户名后面的冒号和密码，运行时会提示输入，也可以放在环境变量 GOUJI_IMAP_PASSWORD 里。"
    )


def no_library() -> str:
    """The optional library is missing."""
    return '读取邮箱需要另装一个库：pip install "gouji[imap]"。也可以先用邮件程序把邮件导出为 .eml，再检查文件夹。'


def no_password(user: str, host: str) -> str:
    """Nobody to ask."""
    return f"没有 {user} 在 {host} 的密码。请在终端里运行，或设置环境变量 GOUJI_IMAP_PASSWORD。"


def prompt(user: str, host: str) -> str:
    """What stands before the typed password, which is not shown."""
    return f"{user} 在 {host} 的密码或授权码（输入时不显示）："


def unreachable(host: str, port: int, reason: str) -> str:
    """No connection."""
    return f"连不上 {host}:{port}（{reason}）。请核对服务器名和端口，并确认网络可以访问它。"


def untrusted(host: str) -> str:
    """A certificate that cannot be verified."""
    return (
        f"{host} 的安全证书无法验证，没有连接。如果单位用自己的证书，"
        "请向管理员要根证书文件（.pem），把路径放在环境变量 GOUJI_CA 里。"
    )


def no_ca_file(path: str) -> str:
    """The file of authorities cannot be used."""
    return f"GOUJI_CA 指定的证书文件“{path}”读不了。请核对路径，文件应为 PEM 格式。"


def unencrypted(host: str) -> str:
    """A server that would take the password in the clear."""
    return f"{host} 不支持加密连接，密码会以明文经过网络，没有登录。请改用 imaps:// 开头的地址。"


def refused(user: str, host: str, words: str = "") -> str:
    """The login failed; the server's own words may say why."""
    return (
        f"{host} 不接受 {user} 的登录{_said(words)}。请核对用户名和密码；"
        "163、126、QQ 等邮箱要先在网页设置里开启 IMAP，并用那里给的授权码代替密码。"
    )


def no_folder(folder: str, host: str, folders: list[str]) -> str:
    """A folder that the mailbox does not have."""
    more = "……" if len(folders) > 20 else ""
    return f"{host} 上没有文件夹“{folder}”。现有：{'、'.join(folders[:20])}{more}。"


def folder_refused(folder: str, host: str, words: str) -> str:
    """A folder that is there, and that the server would not open."""
    hint = ""
    if "unsafe" in words.lower():
        hint = "163、126 等邮箱要先在网页的设置里开启 IMAP，并用那里给的授权码登录，仍不行时请联系邮箱客服。"
    return f"{host} 没有打开文件夹“{folder}”{_said(words)}。{hint or '请稍后再试，或联系邮箱的管理员。'}"


def _said(words: str) -> str:
    return f"（服务器的答复：{words}）" if words else ""


def broken_off(host: str) -> str:
    """The connection was lost, or the server answered nonsense."""
    return f"读取 {host} 时连接中断或应答异常。请稍后再试。"

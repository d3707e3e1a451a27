"""A letter without documents: the table may stand in its text, or the attachment may be only a link."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from checks.containers.member import ContainedFile
from checks.containers.names import text_of
from checks.errors import InputFileError

if TYPE_CHECKING:
    from checks.containers.member import Budget, LetterPart
    from checks.model.submission import Origin

BODY_NAME = "正文"
LONGEST_BODY = 4 * 2**20
"""Bytes of a letter's text that are looked at."""

_NUMBER_CELL = re.compile(r"<t[dh]\b[^<>]*>(?:\s|&nbsp;|<(?!/?t[dhr]\b)[^<>]*>)*\d[\d,.]*\s*<", re.IGNORECASE)
_COLUMNS = re.compile(r"\t|[|｜]|,|，| {2,}|\u3000+")
_NUMBER = re.compile(r"\s*[\d,.]*\d\s*")
_ROWS_OF_A_TABLE = 3

_LINK_HOSTS = re.compile(
    r"(?:mail\.qq\.com/(?:cgi-bin/)?ftn|wx\.mail\.qq\.com/ftn|exmail\.qq\.com/(?:cgi-bin/)?ftn|dashi\.163\.com|"
    r"mail\.(?:163|126)\.com/large-attachment|fs\.(?:163|126)\.com|cloud\.189\.cn|pan\.baidu\.com|"
    r"docs\.qq\.com|kdocs\.cn|weiyun\.com|1drv\.ms|onedrive\.live\.com|alipan\.com|aliyundrive\.com)",
    re.IGNORECASE,
)
_LINK_WORDS = re.compile("超大附件|云附件|云端附件|大附件|中转站附件|文件中转|在线附件|网盘链接|附件下载")
_QUOTES = re.compile(
    r"原始邮件|原邮件|转发邮件|写道|(?:发件人|发送时间|From|Sent)\s*[:：]|Original Message", re.IGNORECASE
)
_OF_A_REPORT = re.compile("制发件数|现行有效件数|本年新收|结转下年度|本年度办理结果|行政许可")
"""What tells the statutory tables from those that signatures are laid out with."""
_TAG = re.compile(r"<[^<>]*>")
_URL = re.compile(r"https?://", re.IGNORECASE)


def find_body(bodies: list[LetterPart], origin: Origin | None, budget: Budget) -> ContainedFile:
    """Return the table that stands in a letter's text, or the problem that there is none."""
    texts = [(part.kind, _text(part, budget)) for part in bodies]
    if body := _table_in(texts):
        return ContainedFile(BODY_NAME, body.encode("utf-8"), origin=origin)
    linked = any(_LINK_HOSTS.search(text) or (_LINK_WORDS.search(text) and _URL.search(text)) for _, text in texts)
    return ContainedFile("", problem=InputFileError("linked_attachment" if linked else "no_attachment"), origin=origin)


def pasted_table(bodies: list[LetterPart], origin: Origin | None, budget: Budget) -> ContainedFile | None:
    """Return the table that somebody pasted into a letter that has attachments, too; not one that it only quotes."""
    body = _table_in([(part.kind, _text(part, budget)) for part in bodies if part.kind == "text/html"])
    if not body or _QUOTES.search(_TAG.sub("", body[: body.lower().find("<table")])):
        return None
    if not _OF_A_REPORT.search(re.sub(r"\s|&nbsp;", "", _TAG.sub("", body))):
        return None
    return ContainedFile(BODY_NAME, body.encode("utf-8"), origin=origin, beside=True)


def holds_table(part: LetterPart) -> bool:
    """Tell whether a part that is called like a signature or a note of the mail system is a table all the same."""
    if not part.size or part.size > LONGEST_BODY:
        return False
    text = text_of(part.load(), part.charset)
    return _has_table(text) or _looks_like_table(text)


def _table_in(texts: list[tuple[str, str]]) -> str:
    """Return the first text with a table of figures, pages first; "" where there is none."""
    pages = (text for kind, text in texts if kind == "text/html" and _has_table(text))
    plain = (text for kind, text in texts if kind != "text/html" and _looks_like_table(text))
    return next(chain(pages, plain), "")


def _text(part: LetterPart, budget: Budget) -> str:
    if part.size > LONGEST_BODY:
        return ""
    data = part.load()
    budget.spend(len(data))
    return text_of(data, part.charset)


def _has_table(page: str) -> bool:
    """Tell a table of figures from the tables that letters are laid out with."""
    return "<table" in page.lower() and sum(1 for _ in _NUMBER_CELL.finditer(page)) >= 2


def _looks_like_table(text: str) -> bool:
    """Tell whether some lines have figures in columns."""
    rows = 0
    for line in text.splitlines():
        cells = _COLUMNS.split(line.strip())
        rows += len(cells) > 2 and sum(1 for cell in cells if _NUMBER.fullmatch(cell)) >= 2
    return rows >= _ROWS_OF_A_TABLE

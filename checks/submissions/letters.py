"""Mails that are no reports: returned mail, automatic replies, thanks, questions, advertisements, and our own."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Literal, NamedTuple, TypeAlias

from checks.model.submission import Submission
from checks.model.unit import Unit
from checks.patterns import pattern

LetterKind: TypeAlias = Literal["bounce", "auto_reply", "own", "letter"]
"""Returned undelivered, written by a machine, sent by ourselves, anything else without a report."""

_REPORT_LIKE = pattern(r"年报|年度报告|报表|上报|报送|公开工作.*表")
_NO_REPORT = pattern(
    r"延期|推迟|延迟|请示|咨询|请教|请问|询问|怎么|怎样|如何|问题|[吗？?]|催|通知|收到|谢谢|感谢|自动|回执|撤回|回复|答复|^\s*(?:re|答复|回复)\s*[:：]",
    re.IGNORECASE,
)
_CLAIMS = pattern(r"附件|附后|见附|附上|随函|压缩包")


class Letter(NamedTuple):
    """A mail that is no report.

    Attributes:
        failed: of a returned mail, the address that could not be reached.
        unit: whose it is, if the address or the name tells.
    """

    submission: Submission
    kind: LetterKind
    failed: str = ""
    unit: Unit | None = None


def letter_of(submission: Submission, own: Collection[str] = ()) -> tuple[LetterKind, str] | None:
    """Tell a mail that is no report; None for a report, and for what was sent as one.

    Args:
        submission: one document, or what a mail has instead of one.
        own: our own addresses, in lower case: what we wrote ourselves reports nothing.

    Returns:
        The kind, and of returned mail the address that failed.
    """
    origin = submission.origin
    if origin is None:
        return None
    if (origin.passed_on_by or origin.sender) in own:
        return "own", ""
    code, detail = _problem(submission)
    if code == "bounce":
        return "bounce", detail
    if code == "auto_reply":
        return "auto_reply", ""
    if code != "no_attachment" or _forgot_the_attachment(origin.subject, detail):
        return None
    return "letter", ""


def _problem(submission: Submission) -> tuple[str, str]:
    """The code and the detail of a file that could not be read."""
    if submission.verdict.status != "unreadable":
        return "", ""
    unread = next((finding for finding in submission.verdict.findings if finding.rule.startswith("A-READ:")), None)
    if unread is None:
        return "", ""
    return unread.rule.partition(":")[2], unread.arguments[1] if len(unread.arguments) > 1 else ""


def _forgot_the_attachment(subject: str, text: str) -> bool:
    """Tell whether a mail without attachment was meant to bring a report."""
    if _NO_REPORT.search(subject):
        return False
    asks = re.search(r"[？?]|请问|请教|咨询", text)
    return bool(_REPORT_LIKE.search(subject) or (_CLAIMS.search(text) and _REPORT_LIKE.search(text))) and not asks

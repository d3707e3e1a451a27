"""Texts that try to be more than text."""

from __future__ import annotations

HOSTILE = [
    "=cmd|'/c calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "\t=1+1",
    "＝1+1",
    '=HYPERLINK("http://evil.example","点这里")',
    "http://evil.example/",
    "javascript:alert(1)",
    "mailto:a@evil.example",
    "internal:Sheet1!A1",
    "file:///etc/passwd",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style></script><script>alert(1)</script>",
    "{=1+1}",
    "报告\u202exslx.exe",
    "零\x00宽\u200b\x1b[31m",
    "一行\r\nBcc: victim@evil.example\r\n\r\n正文",
    "\ud800半个",
    "../../启动/x",
    "..\\..\\x",
    "CON",
    "长" * 40_000,
    "",
]

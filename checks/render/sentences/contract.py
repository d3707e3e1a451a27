"""What is said of a JSON that is not what gouji writes."""

from __future__ import annotations

from collections.abc import Sequence


def not_this_json(name: str, at: Sequence[str], kind: str) -> str:
    """A file that is no result, or one of another version."""
    file = f"“{name}”" if name else "这段 JSON "
    if kind == "json_invalid":
        return f"{file}不是完整的 JSON。请给出 gouji check --format json 或结果文件夹里的 findings.json。"
    what = "缺少" if kind == "missing" else "不符合格式的是"
    return f"{file}不是 gouji-check/2 的结果，{what} {'.'.join(at) or 'schema'}。请用现在的版本重新检查一次。"

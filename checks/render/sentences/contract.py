"""What is said of a JSON that is not what gouji writes."""

from __future__ import annotations

from collections.abc import Sequence

from checks.language import either


def not_this_json(name: str, at: Sequence[str], kind: str) -> str:
    """A file that is no result, or one of another version."""
    file = f"“{name}”" if name else either("这段 JSON ", "This JSON")
    if kind == "json_invalid":
        return either(
            f"{file}不是完整的 JSON。请给出 gouji check --format json 或结果文件夹里的 findings.json。",
            f"{file} is no complete JSON. Give what gouji check --format json says, or findings.json of the results.",
        )
    what = either("缺少", "it lacks") if kind == "missing" else either("不符合格式的是", "what does not fit is")
    where = ".".join(at) or "schema"
    return either(
        f"{file}不是 gouji-check/2 的结果，{what} {where}。请用现在的版本重新检查一次。",
        f"{file} is no result of gouji-check/2: {what} {where}. Check again with this version.",
    )

"""``gouji page``: the checker as one web page that stands alone, opened from a disk or put on a server.

Everything is in the file: Python, the checker, the page. Its policy allows no network at all, so that nothing that is
dropped on it can leave the computer.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Mapping
from html import escape
from pathlib import Path

from checks.render.sentences.browser import PAGE
from page.bundle import packages_archive, stdlib_archive
from page.pyodide import Runtime

_HERE = Path(__file__).parent / "front"
_RESULTS = Path(__file__).parents[1] / "checks" / "render"


def build(runtime: Runtime) -> bytes:
    """Return the page; the same runtime and the same sources make the same bytes."""
    worker = "\n;".join((runtime.loader, runtime.glue, front("worker.js")))
    packed = {
        "js": worker.encode(),
        "wasm": runtime.wasm,
        "stdlib": stdlib_archive(runtime),
        "packages": packages_archive(),
    }
    data = [
        f'<script type="text/plain" id="gouji-{name}">{_packed(content)}</script>' for name, content in packed.items()
    ]
    data.append(f'<script type="application/json" id="gouji-lock">{_inert(runtime.lock)}</script>')
    checker = front("inflate.js") + front("browser_checker.js") + "var goujiChecker = goujiBrowserChecker;\n"
    return page(checker, "worker-src blob:; connect-src 'none'", "'wasm-unsafe-eval'", data).encode()


def page(
    checker: str,
    policy: str,
    allowed: str = "",
    data: list[str] | None = None,
    texts: Mapping[str, str] = PAGE,
) -> str:
    """Return the page around a checker.

    Args:
        checker: JavaScript that defines ``goujiChecker``; what that offers is said in ``browser_checker.js``.
        policy: what the page may do beside running its own scripts.
        allowed: further sources of scripts.
        data: elements for the checker's own use.
        texts: the words of the page.
    """
    scripts = [checker, front("page.js")]
    style = front("page.css")
    inner_script, inner_style = ((_RESULTS / f"results_page.{kind}").read_text("utf-8") for kind in ("js", "css"))
    # The results page lies in a frame that inherits this policy, beside its own.
    hashes = " ".join(map(_hash, (*scripts, inner_script)))
    whole = (
        f"default-src 'none'; script-src {hashes} {allowed}; style-src {_hash(style)} {_hash(inner_style)}; {policy}; "
        "base-uri 'none'; form-action 'none'"
    )
    said = _inert(json.dumps(dict(texts), ensure_ascii=False))
    words = f'<script type="application/json" id="gouji-words">{said}</script>'
    parts = [*(data or []), words, *(f"<script>{script}</script>" for script in scripts)]
    return _filled(front("index.html"), texts, {"policy": whole, "style": style, "parts": "\n".join(parts)})


def front(name: str) -> str:
    """Return a file of the page's own."""
    return (_HERE / name).read_text("utf-8")


def _filled(template: str, texts: Mapping[str, str], large: Mapping[str, str]) -> str:
    """Put the words and the large pieces into the template."""
    for name, text in texts.items():
        template = template.replace(f"{{{name}}}", escape(text))
    for name, text in large.items():
        before, _, after = template.partition(f"@{name}@")
        template = before + text + after
    return template


def _packed(data: bytes) -> str:
    return base64.b64encode(gzip.compress(data, 9, mtime=0)).decode()


def _inert(text: str) -> str:
    """JSON that ends no script element, whatever it says."""
    return text.replace("<", "\\u003c")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

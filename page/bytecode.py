"""Python sources → what the Python in the browser loads: bytecode where this Python can make it, else the sources."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Mapping

from page.pyodide import PYTHON

_COMPILER = """
import ast, base64, importlib._bootstrap_external as loading, json, sys
def bare(tree):
    for node in ast.walk(tree):
        functions, others = (ast.FunctionDef, ast.AsyncFunctionDef), (ast.ClassDef, ast.Module)
        if isinstance(node, (*functions, *others)) and ast.get_docstring(node):
            node.body[0].value.value = ... if isinstance(node, functions) else " "
    return tree
def compiled(name, text):
    tree = ast.parse(base64.b64decode(text), name)
    if not name.startswith(("pyodide/", "_pyodide/")):  # which read their own
        tree = bare(tree)
    code = compile(tree, name, "exec", dont_inherit=True, optimize=0)
    return base64.b64encode(loading._code_to_hash_pyc(code, b"\\0" * 8, False)).decode()
json.dump({name: compiled(name, text) for name, text in json.load(sys.stdin).items()}, sys.stdout)
"""
"""Compiles in a process of its own: what else this one has loaded would change single bits of the bytes.

Docstrings stay behind, a tenth of the page. A class keeps a blank one: without any, a dataclass would spell one out.
"""


def is_possible() -> bool:
    """Tell whether this Python makes the bytecode that the browser's Python reads."""
    return sys.version_info[:2] == PYTHON and sys.implementation.name == "cpython"


def loadable(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files with every ``.py`` compiled to a ``.pyc`` beside which no source is needed.

    A start takes half as long with them. Another version of Python than the browser's leaves the sources as they
    are. The same sources always make the same bytes.

    Args:
        files: by their path.
    """
    if not is_possible():
        return dict(files)
    sources = {name: base64.b64encode(data).decode() for name, data in files.items() if name.endswith(".py")}
    done = subprocess.run(  # noqa: S603  # this very Python, on a text of ours
        [sys.executable, "-S", "-s", "-c", _COMPILER],
        input=json.dumps(sources).encode(),
        stdout=subprocess.PIPE,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"},
    )
    made: dict[str, str] = json.loads(done.stdout)
    others = {name: data for name, data in files.items() if name not in made}
    return {**others, **{f"{name}c": base64.b64decode(code) for name, code in made.items()}}

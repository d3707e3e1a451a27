"""Puts the ready-made rule book into a wheel, made of the very data files that the wheel holds."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ReadyMadeRuleBook(BuildHookInterface):  # type: ignore[misc,unused-ignore]
    """Writes ``checks/rules/book.json`` beside the sources, and lets the wheel take it from there."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the file; a working copy, which may be edited, goes without."""
        if self.target_name != "wheel" or version == "editable":
            return
        sys.path.insert(0, self.root)
        from checks import rulebook  # noqa: PLC0415  # found in the folder that is built
        from checks.rules.assemble import assemble  # noqa: PLC0415
        from checks.rules.book_file import as_text  # noqa: PLC0415

        texts, digest = rulebook.data_files()
        book = assemble({name: text.decode() for name, text in texts.items()}, digest)
        self._folder = tempfile.TemporaryDirectory()
        file = Path(self._folder.name) / "book.json"
        file.write_text(as_text(book), "utf-8")
        build_data["force_include"][str(file)] = f"checks/{rulebook.SHIPPED}"

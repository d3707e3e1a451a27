"""What systems and programs leave in folders and archives, which nobody sent."""

from __future__ import annotations

_LITTER = frozenset(("__macosx", ".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini", "$recycle.bin"))
_BEGIN = ("~$", "._", ".~lock.")


def is_litter(name: str) -> bool:
    """Tell what systems and programs leave in archives, and folders, from what a person put there."""
    steps = name.replace("\\", "/").split("/")
    return not steps[-1].strip() or any(step.lower() in _LITTER or step.startswith(_BEGIN) for step in steps)

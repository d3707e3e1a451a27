"""Our own packages, whatever else is called so: a user's ``checks.py`` beside a notebook is not ours."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
_NAMES = ("checks", "addin", "page", "workbook_templates")


def claim() -> None:
    """Load our packages from beside this one, before the search path is asked for their names.

    A module of such a name that was imported before stays where it is used; ours takes its name for what comes.
    """
    for name in _NAMES:
        home = _ROOT / name
        known = sys.modules.get(name)
        if known is not None and str(home) in map(str, getattr(known, "__path__", ())):
            continue
        spec = spec_from_file_location(name, home / "__init__.py", submodule_search_locations=[str(home)])
        if spec is None or spec.loader is None or not home.is_dir():
            continue
        module = module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)

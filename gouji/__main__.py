"""``python -m gouji``: the command, by the package's name."""

from __future__ import annotations

import sys

import gouji  # noqa: F401  # finds our own packages first
from checks.__main__ import main

if __name__ == "__main__":
    sys.exit(main())

"""``python -m checks`` is the command ``gouji``."""

import sys

from checks.cli import main

sys.exit(main())

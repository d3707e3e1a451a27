"""Writes the mails and the list of units into the folder that is named."""

from __future__ import annotations

import sys
from pathlib import Path

from workbook_templates.inbox_sample import inbox_sample

for _path, _data in inbox_sample():
    _target = Path(sys.argv[1], _path)
    _target.parent.mkdir(parents=True, exist_ok=True)
    _target.write_bytes(_data)
    print(_path)

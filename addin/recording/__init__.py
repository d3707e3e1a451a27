"""An engine for xlwings without a spreadsheet program: a workbook's content in, a list of actions out.

It holds what the commands read, behaves like Excel where Excel is strict (a protected sheet refuses), and writes
down every change; ``replay`` carries the changes out on an openpyxl workbook. What it does not know raises
NotImplementedError, since xlwings' base classes do. Tests and the marked copies of files run on it.
"""

from addin.recording.actions import Action, replay
from addin.recording.load import open_recording

__all__ = ["Action", "open_recording", "replay"]

"""LibreOffice Calc as a host: an engine for xlwings over UNO, dialogs, and the extension with the buttons.

- ``office``: the few things that UNO's Python bridge is asked for by name
- ``book``, ``sheets``, ``cells``, ``looks``, ``conditional``: the engine, see ``addin.host`` for what it offers
- ``values``, ``formulas``: blocks of cells, and formulas as Excel writes them
- ``host``, ``dialogs``: what xlwings has no words for
- ``oxt``: builds the extension

``uno`` exists only in LibreOffice's own Python or beside it, so it is imported where it is needed.
"""

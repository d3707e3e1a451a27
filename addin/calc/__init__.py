"""LibreOffice Calc as a host: a workbook over UNO, dialogs, and the extension with the buttons.

- ``office``: the few things that UNO's Python bridge is asked for by name
- ``program``, ``sheet``, ``page``, ``formats``, ``styles``: a workbook as ``addin.seam`` wants it
- ``values``, ``formulas``: blocks of cells, and formulas as Excel writes them
- ``dialogs``: the person before it
- ``oxt``: builds the extension

``uno`` exists only in LibreOffice's own Python or beside it, so it is imported where it is needed.
"""

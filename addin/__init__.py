"""The add-in: the same buttons and functions in Excel, LibreOffice and WPS 表格."""

LINE = "GOUJI_LINE"
"""The variable in which 核对.cmd hands over how it was called: ``&`` in a name ends an argument of a command."""

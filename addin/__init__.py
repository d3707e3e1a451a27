"""The add-in: the same buttons and functions in Excel and in LibreOffice."""

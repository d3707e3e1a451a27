"""The standard workbooks (not built yet)."""

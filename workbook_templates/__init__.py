"""The standard workbook of each form: its sheets, its live formulas, and the reports that are filled into it."""

"""gouji: checks the tables of the statutory 《政府信息公开工作年度报告》.

Bytes become Grids, Grids a Report, a Report Findings; see ``docs/decisions`` for why.
"""

__version__ = "0.2.0"

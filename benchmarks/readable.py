"""How many layouts of how many tables are read to the figure.

    python -m benchmarks.readable [--tables 20]

Prints one line a layout: documents read exactly, of those tried; figures lost; figures read wrongly.
"""

from __future__ import annotations

import argparse
from random import Random

from checks import rulebook
from tests.fixtures.page_layouts import LAYOUTS, blanks_kept, misread, some_blank
from tests.fixtures.random_reports import balanced


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--tables", type=int, default=20)
    chosen = options.parse_args()
    book = rulebook.load()
    for layout in LAYOUTS:
        tried = exact = lost = wrong = 0
        for number in range(chosen.tables):
            form = book.forms[("annual2021", "annual2019")[number % 2]]
            figures: dict[str, object] = dict(balanced(form, Random(number)))
            for filled in [figures, *([dict(some_blank(form, figures))] if blanks_kept(layout) else [])]:
                not_found, misread_cells, beside = misread(layout, form, filled, book)
                tried += 1
                exact += not (not_found or misread_cells or beside)
                lost += len(not_found)
                wrong += len(misread_cells)
        print(f"{layout.__name__:30} {exact}/{tried} exact, {lost} figures lost, {wrong} wrong")


if __name__ == "__main__":
    main()

"""What joins the packages in a folder of results: marked copies in the standard workbook, the workbook of the sum."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from checks.model.rule import Rulebook
    from checks.render.results_files import Files
    from checks.submissions import Deliveries


def write_total(folder: Files, deliveries: Deliveries, book: Rulebook) -> None:
    """Write the sum beside the results, once every unit of the list is in it."""
    if not deliveries.listed:
        return
    from checks.render.results_account import TOTAL  # noqa: PLC0415
    from checks.submissions.adding import total_of  # noqa: PLC0415

    added = total_of(deliveries, book)
    if added.is_complete and added.whole.total.addends:
        from workbook_templates.total_workbook import total_workbook  # noqa: PLC0415  # only with a list

        data = total_workbook(added, book, added.name)
        folder.write(TOTAL, lambda file: file.write(data))


def marker(book: Rulebook) -> Callable[..., Any]:
    """Return what makes marked copies in the workers."""
    from checks.marking import marked_copy  # noqa: PLC0415
    from workbook_templates.standard import as_standard_workbook  # noqa: PLC0415

    return partial(marked_copy, book=book, standard=as_standard_workbook)

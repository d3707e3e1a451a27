"""A copy of a PDF with frames around cells: appended to it, so that the original bytes stay as they are.

A signature still covers what it signed, and any viewer can delete the frames.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from checks.marking.document_marks import DocumentMark
from checks.marking.marks import Look
from checks.marking.palette import AMBER_INK, RED_INK
from checks.marking.parts import UnmarkableError
from checks.readers.pdf import read_placed
from checks.readers.pdf.glyphs import Matrix
from checks.render.sentences import marking

_WIDTHS: dict[Look, float] = {"suspect": 2.5, "bad": 1.0, "doubt": 1.0}
_COLOURS: dict[Look, str] = {"suspect": "#E00000", "bad": RED_INK, "doubt": AMBER_INK}
_SIZE = re.compile(rb"/Size (\d+)")
_PRINTED = 4
_ACTIVE = ("/JavaScript", "/EmbeddedFiles")


def marked_pdf(data: bytes, marks: Sequence[DocumentMark]) -> bytes:
    """Return the marked copy.

    Raises:
        UnmarkableError: it is encrypted, or the library is not here or fails.
        InputFileError: it can't be read.
    """
    try:
        from pypdf import PdfWriter  # noqa: PLC0415  # 0.2 s
        from pypdf.generic import (  # noqa: PLC0415
            ArrayObject,
            DictionaryObject,
            FloatObject,
            NameObject,
            NumberObject,
            TextStringObject,
        )
    except ImportError as error:
        raise UnmarkableError("pypdf is not here") from error
    placed = read_placed(data)
    try:
        writer = PdfWriter(io.BytesIO(data), incremental=True)
        root = writer.root_object
        names = root.get("/Names", {}).get_object() if "/Names" in root else {}
        opening: object = root["/OpenAction"].get_object() if "/OpenAction" in root else []
        acts = isinstance(opening, DictionaryObject) and opening.get("/S") != "/GoTo"
        if acts or "/AA" in root or any(key in names for key in _ACTIVE):
            raise UnmarkableError("active content")  # noqa: TRY301  # what is raised below says the same
        for mark in sorted(marks, key=lambda mark: mark.look == "suspect"):  # what stands out lies on top
            if mark.at not in placed.boxes:
                continue
            rectangle = _in_file(placed.matrices[mark.at.page], placed.boxes[mark.at])
            red, green, blue = (int(_COLOURS[mark.look][i : i + 2], 16) / 255 for i in (1, 3, 5))
            note = DictionaryObject(
                {
                    NameObject("/Type"): NameObject("/Annot"),
                    NameObject("/Subtype"): NameObject("/Square"),
                    NameObject("/Rect"): ArrayObject([FloatObject(value) for value in rectangle]),
                    NameObject("/C"): ArrayObject([FloatObject(value) for value in (red, green, blue)]),
                    NameObject("/BS"): DictionaryObject({NameObject("/W"): FloatObject(_WIDTHS[mark.look])}),
                    NameObject("/F"): NumberObject(_PRINTED),
                    NameObject("/T"): TextStringObject(marking.AUTHOR),
                    NameObject("/Contents"): TextStringObject("\n".join(mark.words)),
                }
            )
            writer.add_annotation(writer.pages[mark.at.page - 1], note)
        out = io.BytesIO()
        writer.write(out)
    except Exception as error:  # the library raises a dozen classes on what is odd or encrypted
        raise UnmarkableError("pypdf gave up") from error
    if not out.getvalue().startswith(data):
        raise UnmarkableError("the original bytes were not kept")
    return data + _counted(out.getvalue()[len(data) :])


def _counted(appended: bytes) -> bytes:
    """Correct the number of objects, which the library gives as one too many where it writes its list as a stream."""
    listed = appended.rpartition(b"/Type /XRef")[2]
    size, index = _SIZE.search(listed), re.search(rb"/Index \[([\d\s]+)\]", listed)
    if not size or not index:
        return appended
    numbers = [int(number) for number in index[1].split()]
    highest = max(first + count for first, count in zip(numbers[::2], numbers[1::2], strict=True))
    if len(str(highest)) != len(size[1]):
        return appended  # another length would move what stands behind
    return appended[: -len(listed)] + listed.replace(size[0], b"/Size %d" % highest, 1)


def _in_file(matrix: Matrix, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Return a box in the file's own coordinates: left, bottom, right, top. The matrix turns or mirrors, no more."""
    a, b, c, d, e, f = matrix
    scale = a * d - b * c
    corners = [
        ((d * (x - e) - c * (y - f)) / scale, (a * (y - f) - b * (x - e)) / scale)
        for x, y in ((box[0], box[1]), (box[2], box[3]))
    ]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)

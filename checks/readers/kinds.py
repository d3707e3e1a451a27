"""The kinds of files that are read: one row a kind."""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """One kind of file.

    Attributes:
        module: the reader's module; imported when the first file of the kind turns up.
        function: of that module: bytes, or what the container's guard made of them → Grids and remarks.
        shown: what the kind is called in results, where several rows are one kind to a user.
        extensions: what such files are called.
        guarded: only to be read in a process that can be killed, even a single file.
    """

    module: str
    function: str
    shown: str
    extensions: tuple[str, ...]
    guarded: bool = False


KINDS: dict[str, Kind] = {
    "xlsx": Kind("checks.readers.xlsx", "read_xlsx", "xlsx", ("xlsx", "xlsm", "xltx", "xltm", "et")),
    "xlsb": Kind("checks.readers.xlsb", "read_xlsb", "xlsb", ("xlsb",)),
    "ods": Kind("checks.readers.ods", "read_ods", "ods", ("ods", "ots", "fods")),
    "odt": Kind("checks.readers.odt", "read_odt", "odt", ("odt", "ott")),
    "fodt": Kind("checks.readers.odt", "read_fodt", "odt", ("fodt",)),
    "xls": Kind("checks.readers.xls", "read_biff", "xls", ("xls", "xlt", "et", "ett")),
    "docx": Kind("checks.readers.docx", "read_docx", "docx", ("docx", "docm", "dotx", "dotm")),
    "doc": Kind("checks.readers.doc", "read_doc", "doc", ("doc", "dot", "wps", "wpt")),
    "rtf": Kind("checks.readers.rtf", "read_rtf", "rtf", ("rtf", "doc", "wps")),
    "wordxml": Kind("checks.readers.word_flat", "read_word_xml", "wordxml", ("xml", "doc", "docx", "wps")),
    "pdf": Kind("checks.readers.pdf", "read_pdf", "pdf", ("pdf",), guarded=True),
    "html": Kind("checks.readers.html", "read_html", "html", ("htm", "html", "mht", "mhtml")),
    "mht": Kind("checks.readers.html", "read_mht", "html", ("mht", "mhtml")),
    "xmlss": Kind("checks.readers.xmlss", "read_xmlss", "xmlss", ("xml",)),
    "fods": Kind("checks.readers.ods", "read_flat", "ods", ("fods",)),
    "text": Kind("checks.readers.text", "read_plain", "text", ("txt", "md", "csv", "tsv")),
}
"""By what ``sniff``, ``open_package`` and ``open_ole`` call them."""

EXTENSIONS: dict[str, tuple[str, ...]] = {kind.shown: kind.extensions for kind in reversed(KINDS.values())} | {
    "csv": ("csv", "tsv", "txt")
}
"""What files of each shown kind are called."""

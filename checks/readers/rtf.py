"""Rich Text (.rtf, often named .doc): prose and tables in order, without what is hidden, struck out or deleted."""

from __future__ import annotations

from codecs import IncrementalDecoder, getincrementaldecoder
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from checks.model.grid import Grid
from checks.readers.active_content import Remarks
from checks.readers.doc_tables import RowLayout, Story
from checks.readers.rtf_looks import PLAIN, PROPERTIES, Look, Looks
from checks.readers.rtf_tokens import CODE_PAGES, of_code_page, raw_bytes, tokens

_MAX_TOKENS = 3_000_000
_DEEPEST = 200
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SILENT = frozenset(
    (
        *("colortbl", "stylesheet", "info", "fldinst", "nonesttables", "filetbl", "listtable", "bkmkstart", "bkmkend"),
        *("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf", "footnote", "shprslt"),
        *("annotation", "xmlnstbl", "themedata", "colorschememapping", "datastore", "latentstyles", "rsidtbl", "sp"),
    )
)
"""Destinations whose text is no part of the document's."""
_HEARD = frozenset(("shppict", "shpinst", "shptxt", "nesttableprops", "do", "dptxbxtext"))
"""Of the destinations that a reader may skip, those that hold the document's text, tables or pictures."""
_PICTURES = frozenset(("pict",))
_SIGNS = {"tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’"} | {
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": " ",
    "enspace": " ",
}
_SWITCHES = frozenset(("v", "strike", "striked", "deleted"))


@dataclass(frozen=True, slots=True)
class _State:
    """What holds inside a group."""

    silent: bool = False
    in_fonts: bool = False
    off: frozenset[str] = frozenset()
    raised: bool = False
    font: str = ""
    skip: int = 1
    in_table: bool = False
    level: int = 1
    box: bool = False
    look: Look = PLAIN


@dataclass(slots=True)
class _Row:
    """The definition of a row that is being read."""

    left: int = 0
    edges: list[int] = field(default_factory=list)
    continued: set[int] = field(default_factory=set)
    grounds: dict[int, int] = field(default_factory=dict)
    height: int = 0

    def layout(self) -> RowLayout:
        return RowLayout((self.left, *self.edges) if self.edges else (), frozenset(self.continued))


def read_rtf(data: bytes) -> tuple[list[Grid], Remarks]:
    """Read a file; nothing is raised, whatever stands in it."""
    reader = _Reader(Looks(data))
    for count, (word, said) in enumerate(tokens(data.decode("latin-1"))):
        if count == _MAX_TOKENS:
            reader.remarks.append(("truncated_document", ""))
            break
        reader.take(word, said)
    reader.end()
    return reader.story.grids, list(dict.fromkeys(reader.remarks))


class _Reader:
    """Takes in tokens, and collects Grids."""

    def __init__(self, looks: Looks) -> None:
        self.remarks: Remarks = []
        self._looks = looks
        self._cells = 0
        self._state = _State()
        self._stack: list[_State] = []
        self._too_deep = self._pending = 0
        self._fresh = self._may_skip = False
        self._code_page = "cp1252"
        self._fonts: dict[str, str] = {}
        self._decoders: dict[str, IncrementalDecoder] = {}
        self._row, self.story = _Row(), Story()
        self._text: list[str] = []
        self._boxes: list[list[str]] = []
        self._words: dict[str, Callable[[str], None]] = {
            "ansicpg": self._set_code_page,
            "u": self._unicode,
            "plain": lambda _: self._set(off=frozenset(), raised=False, look=self._look(colour=0, ground=0, size=24)),
            "pard": lambda _: self._set(in_table=False, level=1, look=self._look(behind=0, line=0)),
            "intbl": lambda _: self._set(in_table=True),
            "itap": lambda said: self._set(level=max(1, int(said or 1)), in_table=said != "0"),
            "uc": lambda said: self._set(skip=int(said or 1)),
            "super": lambda said: self._set(raised=said != "0"),
            "sub": lambda said: self._set(raised=said != "0"),
            "nosupersub": lambda _: self._set(raised=False),
            "f": lambda said: self._set(font=said),
            "fcharset": self._name_font,
            "par": lambda _: self._paragraph(ends_cell=False),
            "cell": lambda _: self._cell(level=1),
            "nestcell": lambda _: self._cell(level=self._state.level),
            "row": lambda _: self._end_row(1),
            "nestrow": lambda _: self._end_row(max(2, self._state.level)),
            "sect": lambda _: self._paragraph(ends_cell=False),
            "page": lambda _: self._paragraph(ends_cell=False),
            "trowd": lambda _: self._begin_row(),
            "trleft": self._set_left,
            "cellx": lambda said: self._row.edges.append(int(said or 0)),
            "clvmrg": lambda _: self._row.continued.add(len(self._row.edges)),
            "clmrg": lambda _: self._row.continued.add(len(self._row.edges)),
        }
        if looks.any:
            self._words |= {word: self._look_setter(name) for word, name in PROPERTIES.items()}
            self._words["clcbpat"] = lambda said: self._row.grounds.update({len(self._row.edges): int(said or 0)})
            self._words["trrh"] = self._set_height

    def take(self, word: str, said: str) -> None:
        """Take in one token."""
        if word == "{":
            self._open()
        elif word == "}":
            self._close()
        elif self._too_deep:
            return
        elif word == "\\":
            self._sign(said)
        elif word in ("=", "'"):
            self._fresh = False
            if not self._state.silent:
                self._say(self._shown(word, said))
        else:
            self._word(word, said)
            self._fresh = False

    def end(self) -> None:
        """Make Grids of what is still open."""
        self._paragraph(ends_cell=False)
        self.story.end()

    def _open(self) -> None:
        if len(self._stack) == _DEEPEST:
            self._too_deep += 1
            return
        self._stack.append(self._state)
        self._state = replace(self._state, box=False)
        self._fresh, self._may_skip = True, False

    def _close(self) -> None:
        if self._too_deep:
            self._too_deep -= 1
            self.remarks.append(("nested_too_deep", ""))
            return
        if self._state.box and self._boxes:
            box, self._text = self._text, self._boxes.pop()
            self._text += ["\n", *box, "\n"]
        if self._stack:
            self._state = self._stack.pop()
        self._fresh = self._may_skip = False
        self._pending = 0

    def _set(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]  # names and types stand side by side

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._may_skip = True
            return
        self._fresh = False
        if not self._state.silent:
            self._say({"~": " ", "_": "-"}.get(sign, sign if sign in "\\{}" else ""))
        if sign in "\r\n":
            self._paragraph(ends_cell=False)

    def _shown(self, word: str, said: str) -> str:
        """Return the text of a token, less what only stands in for a character that came before."""
        raw = raw_bytes(said) if word == "'" else said.encode("latin-1")
        skipped = min(self._pending, len(raw))
        self._pending -= skipped
        page = self._fonts.get(self._state.font, self._code_page)
        decoder = self._decoders.get(page)
        if decoder is None:
            decoder = self._decoders[page] = getincrementaldecoder(page)("replace")
        return decoder.decode(raw[skipped:])  # which keeps half a character until the other half comes

    def _say(self, text: str) -> None:
        if not text:
            return
        if self._state.off or (self._looks.any and self._melts()):
            if any(map(str.isdigit, text)):
                self.remarks.append(("unseen_text", ""))
        else:
            self._text.append(text.translate(_RAISED) if self._state.raised else text)

    def _melts(self) -> bool:
        in_table = self._state.in_table
        ground = self._row.grounds.get(self._cells, 0) if in_table else 0
        return self._looks.melts(self._state.look, ground, self._row.height if in_table else 0)

    def _look(self, **changes: int) -> Look:
        return replace(self._state.look, **changes) if self._looks.any else self._state.look

    def _look_setter(self, name: str) -> Callable[[str], None]:
        return lambda said: self._set(look=self._look(**{name: int(said or 0)}))

    def _set_height(self, said: str) -> None:
        self._row.height = int(said or 0)

    def _word(self, word: str, said: str) -> None:
        if self._fresh and self._is_silent(word):
            self._set(silent=True, in_fonts=False)
        elif word == "fonttbl":
            self._set(silent=True, in_fonts=True)
        if self._state.silent and word not in ("fcharset", "f"):
            return
        if word in _SWITCHES:
            self._switch(word, on=said != "0")
        elif word in _SIGNS:
            self._say(_SIGNS[word])
        elif word in ("shptxt", "dptxbxtext"):
            self._boxes.append(self._text)
            self._text = []
            self._set(box=True, in_table=False, level=1)
        elif (act := self._words.get(word)) is not None:
            act(said)

    def _is_silent(self, word: str) -> bool:
        """Tell whether a group that begins with this word holds nothing of the document's text."""
        if self._state.silent:
            return False
        if word in _PICTURES:
            self.remarks.append(("pictures", ""))
            return True
        if word == "object":
            self.remarks.append(("embedded_document", "OLE"))
            return False  # what it looks like may be text
        return word in _SILENT or (self._may_skip and word not in _HEARD)

    def _switch(self, word: str, *, on: bool) -> None:
        self._set(off=self._state.off | {word} if on else self._state.off - {word})

    def _set_code_page(self, said: str) -> None:
        self._code_page = of_code_page(said)

    def _name_font(self, said: str) -> None:
        if self._state.in_fonts and (page := CODE_PAGES.get(int(said or 0))) is not None:
            self._fonts[self._state.font] = page

    def _unicode(self, said: str) -> None:
        code = int(said or 0) & 0xFFFF
        self._say(chr(code))
        self._pending = self._state.skip

    def _set_left(self, said: str) -> None:
        self._row.left = int(said or 0)

    def _begin_row(self) -> None:
        self._row = _Row()

    def _cell(self, level: int) -> None:
        if level == 1:
            self._set(in_table=True, level=1)
        self._paragraph(ends_cell=True)
        self._cells += level == 1

    def _paragraph(self, *, ends_cell: bool) -> None:
        if self._state.silent:
            return
        if self._boxes and not ends_cell:
            self._text.append("\n")
            return
        text = "".join(self._text)
        self._text = []
        if any("\ud800" <= sign <= "\udfff" for sign in text):
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if self._state.in_table or ends_cell:
            self.story.tables.add(self._state.level, text, ends_cell=ends_cell, row=None)
            return
        self.story.add(text)

    def _end_row(self, level: int) -> None:
        self.story.tables.add(level, "", ends_cell=False, row=self._row.layout())
        self._cells = 0 if level == 1 else self._cells

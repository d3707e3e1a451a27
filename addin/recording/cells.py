"""The cell side of the recording engine: ranges, fonts, notes, conditional formats."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from addin.recording.content import Rule
from addin.rectangle import Area, Rectangle
from checks.model.grid import column_letters

if TYPE_CHECKING:
    from addin.recording.book import Sheet


class Range(Rectangle):
    """A rectangle of cells."""

    api = "recording"

    def __init__(self, sheet: Sheet, area: Area) -> None:
        super().__init__(sheet, area)
        self._content = sheet.content

    def _places(self) -> Iterator[tuple[int, int]]:
        top, left, bottom, right = self.area
        return ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))

    def _block(self, get: Any, blank: Any) -> Any:
        if self.shape == (1, 1):
            return get((self.row, self.column), blank)
        top, left, bottom, right = self.area
        return tuple(tuple(get((row, c), blank) for c in range(left, right + 1)) for row in range(top, bottom + 1))

    @property
    def raw_value(self) -> Any:
        return self._block(self._content.values.get, None)

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        if isinstance(data, list):
            assert (len(data), {len(row) for row in data}) == (self.shape[0], {self.shape[1]}), "the shape is another"
        for row, column in self._places():
            content = data[row - self.row][column - self.column] if isinstance(data, list) else data
            as_text = self._content.number_formats.get((row, column)) == "@"
            if isinstance(content, str) and content.startswith("=") and not as_text:
                raise NotImplementedError("a value that Excel would take for a formula")
            self._put((row, column), "text" if as_text and isinstance(content, str) else "value", content)

    @property
    def formula(self) -> Any:
        def get(place: tuple[int, int], blank: Any) -> str:
            value = self._content.formulas.get(place, self._content.values.get(place, blank))
            return f"{value:.15g}" if isinstance(value, float) else str(value)

        return self._block(get, "")

    @formula.setter
    def formula(self, data: str) -> None:
        for place in self._places():
            self._put(place, "formula", data)

    def _put(self, place: tuple[int, int], kind: str, content: Any) -> None:
        sheet = self._content
        sheet.guard(*place, content=True)
        sheet.formulas.pop(place, None)
        sheet.values.pop(place, None)
        if kind == "formula":
            sheet.formulas[place] = content  # its result is for a program to compute
        elif content is not None and content != "":
            plain = isinstance(content, int | float) and not isinstance(content, bool)
            sheet.values[place] = float(content) if plain else content
        sheet.extent = (max(sheet.extent[0], place[0]), max(sheet.extent[1], place[1]))
        sheet.record(kind, *place, content=content)

    def clear_contents(self) -> None:
        self.raw_value = ""

    @property
    def number_format(self) -> str | None:
        found = {self._content.number_formats.get(place, "General") for place in self._places()}
        return found.pop() if len(found) == 1 else None

    @number_format.setter
    def number_format(self, code: str) -> None:
        for place in self._places():
            self._change("number_format", place, code=code)
            self._content.number_formats[place] = code

    def _change(self, kind: str, place: tuple[int, int], **details: Any) -> None:
        self._content.guard(*place, content=True)
        self._content.record(kind, *place, **details)

    @property
    def color(self) -> Any:
        raise NotImplementedError("formats are written, never read")

    @color.setter
    def color(self, color: Any) -> None:
        for place in self._places():
            self._change("fill", place, color=color)

    @property
    def font(self) -> Font:
        return Font(self)

    @property
    def wrap_text(self) -> bool:
        raise NotImplementedError("formats are written, never read")

    @wrap_text.setter
    def wrap_text(self, wrap: bool) -> None:
        for place in self._places():
            self._change("wrap", place, wrap=wrap)

    @property
    def column_width(self) -> float:
        raise NotImplementedError("formats are written, never read")

    @column_width.setter
    def column_width(self, width: float) -> None:
        for column in range(self.area[1], self.area[3] + 1):
            self._content.record("width", 0, column, width=width)

    @property
    def row_height(self) -> float:
        raise NotImplementedError("formats are written, never read")

    @row_height.setter
    def row_height(self, height: float) -> None:
        for row in range(self.area[0], self.area[2] + 1):
            self._content.record("height", row, 0, height=height)

    @property  # type: ignore[misc]  # here it is only read
    def row_hidden(self) -> bool:
        return self.row in self._content.hidden_rows

    @property
    def column_hidden(self) -> bool:
        raise NotImplementedError("formats are written, never read")

    @column_hidden.setter
    def column_hidden(self, hidden: bool) -> None:
        for column in range(self.area[1], self.area[3] + 1):
            self._content.record("hide_column", 0, column, hidden=hidden)

    @property
    def merge_area(self) -> Range:
        for top, left, bottom, right in self._content.merged:
            if top <= self.row <= bottom and left <= self.column <= right:
                return Range(self._sheet, (top, left, bottom, right))
        return Range(self._sheet, (self.row, self.column, self.row, self.column))

    @property
    def merge_cells(self) -> bool:
        return len(self.merge_area) > 1

    def select(self) -> None:
        if self._sheet.book.sheets.active.name != self._sheet.name:
            raise PermissionError("only a range of the active sheet can be selected")
        self._sheet.book.app.selection = self

    def add_hyperlink(self, address: str, text_to_display: str | None = None, screen_tip: str | None = None) -> None:
        del screen_tip
        self._put((self.row, self.column), "value", text_to_display)
        self._content.record("link", self.row, self.column, address=address, text=text_to_display)

    @property
    def note(self) -> Note | None:
        return Note(self._sheet, self.row, self.column) if (self.row, self.column) in self._content.notes else None

    def add_note(self, text: str) -> Note:
        if self.note is not None:
            raise ValueError("there is a note already")
        self._content.guard(self.row, self.column, content=False)
        self._content.notes[self.row, self.column] = text
        self._content.record("note", self.row, self.column, text=text)
        return Note(self._sheet, self.row, self.column)

    @property
    def conditional_formats(self) -> ConditionalFormats:
        return ConditionalFormats(self._sheet, self.area)


class Font(base_classes.Font):
    """Of a range; written, never read."""

    api = "recording"

    def __init__(self, cells: Range) -> None:
        self._cells = cells

    def _write(self, **look: Any) -> None:
        for place in self._cells._places():  # noqa: SLF001  # two halves of one thing
            self._cells._change("font", place, **look)  # noqa: SLF001

    bold = property(None, lambda self, value: self._write(bold=value))
    italic = property(None, lambda self, value: self._write(italic=value))
    size = property(None, lambda self, value: self._write(size=value))
    color = property(None, lambda self, value: self._write(color=value))


class Note(base_classes.Note):
    """A note on a cell."""

    api = "recording"

    def __init__(self, sheet: Sheet, row: int, column: int) -> None:
        self._sheet = sheet
        self._place = (row, column)

    @property  # type: ignore[misc]  # here it is only read
    def text(self) -> str:
        return self._sheet.content.notes[self._place]

    @property
    def location(self) -> Range:
        return Range(self._sheet, (*self._place, *self._place))

    def delete(self) -> None:
        self._sheet.content.guard(*self._place, content=False)
        del self._sheet.content.notes[self._place]
        self._sheet.content.record("delete_note", *self._place)


class ConditionalFormats(base_classes.ConditionalFormats):
    """Of an area: those that stand on any of its cells, the first to apply first."""

    api = "recording"

    def __init__(self, sheet: Sheet, area: Area) -> None:
        self._sheet = sheet
        self._area = area

    def _rules(self) -> list[Rule]:
        top, left, bottom, right = self._area
        return [
            rule
            for rule in self._sheet.content.rules
            if any(a[0] <= bottom and a[2] >= top and a[1] <= right and a[3] >= left for a in rule.areas)
        ]

    def __len__(self) -> int:
        return len(self._rules())

    def __iter__(self) -> Iterator[ConditionalFormat]:
        return (ConditionalFormat(self._sheet, rule) for rule in self._rules())

    def __call__(self, index: int) -> ConditionalFormat:
        return ConditionalFormat(self._sheet, self._rules()[index - 1])

    def add_custom(self, spec: dict[str, Any]) -> ConditionalFormat:
        if len(spec["formula"]) > 255:
            raise ValueError("Excel takes no longer formula here")
        top, left, bottom, right = self._area
        content = self._sheet.content
        content.guard(top, left, content=False)
        if (top, left) != (bottom, right):
            raise NotImplementedError("a conditional format of several cells")
        area = f"{column_letters(left - 1)}{top}"
        rule = Rule(area, (self._area,), [spec["formula"].removeprefix("=")], is_custom=True)
        content.rules.insert(0, rule)
        looks = ("fill_color", "font_color", "font_bold", "font_italic")
        content.record("add_format", top, left, **{**dict.fromkeys(looks), **spec})
        return ConditionalFormat(self._sheet, rule)


class ConditionalFormat(base_classes.ConditionalFormat):
    """One conditional format."""

    api = "recording"

    def __init__(self, sheet: Sheet, rule: Rule) -> None:
        self._sheet = sheet
        self._rule = rule

    @property
    def formula(self) -> str | None:
        return f"={self._rule.formulas[0]}" if self._rule.is_custom else None

    def delete(self) -> None:
        content = self._sheet.content
        content.guard(1, 1, content=False)
        content.rules.remove(self._rule)
        content.record("delete_format", area=self._rule.area, formulas=self._rule.formulas)

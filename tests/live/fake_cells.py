"""Cells, notes and names of the fake Excel (see fake_excel)."""

from typing import Any

from xlwings import base_classes

from xlreport.workbook.layout import column_letters


class Font(base_classes.Font):
    def __init__(self, excel: Any) -> None:
        self.excel = excel

    bold = property(lambda self: False, lambda self, _: self.excel.call("bold"))
    color = property(lambda self: None, lambda self, _: self.excel.call("font colour"))


class Range(base_classes.Range):
    max_cells_per_read = max_cells_per_write = None
    row = column = 0
    shape: Any = (1, 1)
    column_width = property(lambda self: 8.43, lambda self, _: self.excel.call("column width"))
    wrap_text = property(lambda self: False, lambda self, _: self.excel.call("wrap text"))
    vertical_alignment = property(lambda self: "", lambda self, _: self.excel.call("alignment"))
    font = property(lambda self: Font(self.excel))

    def __init__(self, sheet: Any, place: Any) -> None:
        self.sheet, self.excel, self.options = sheet, sheet.excel, None
        self.row, self.column, *size = place
        self.shape = tuple(size)

    api = property(lambda self: self.excel)

    def __call__(self, row: int, column: int) -> "Range":
        return Range(self.sheet, (self.row + row - 1, self.column + column - 1, 1, 1))

    def __len__(self) -> int:
        return int(self.shape[0] * self.shape[1])

    @property
    def _cells(self) -> list[list[Any]]:
        return [[(self.sheet.name, self.row + down, self.column + right) for right in range(self.shape[1])] for down in range(self.shape[0])]

    def _refuse(self) -> None:
        if self.excel.locked & {cell for line in self._cells for cell in line}:
            raise PermissionError("locked")

    @property
    def raw_value(self) -> Any:
        self.excel.call("values")
        rows = tuple(tuple(self.excel.values.get(cell) for cell in line) for line in self._cells)
        return rows[0][0] if self.shape == (1, 1) else rows

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        self.excel.call("set values")
        self._refuse()
        rows = data if isinstance(data, list | tuple) else [[data]]
        for line, new in zip(self._cells, rows, strict=True):
            for cell, value in zip(line, new, strict=True):
                self.excel.put(cell, value)
                self.excel.formulas.pop(cell, None)

    @property
    def formula(self) -> Any:
        self.excel.call("formulas")

        def text(cell: Any) -> str:
            value = self.excel.values.get(cell)
            plain = "" if value is None else str(int(value)) if isinstance(value, float) and value == int(value) else str(value)
            return self.excel.formulas.get(cell) or plain

        rows = tuple(tuple(text(cell) for cell in line) for line in self._cells)
        return rows[0][0] if self.shape == (1, 1) else rows

    @formula.setter
    def formula(self, data: Any) -> None:
        self.excel.call("set formulas")
        self._refuse()
        for line, new in zip(self._cells, data if isinstance(data, list | tuple) else [[data]], strict=True):
            for cell, value in zip(line, new, strict=True):
                if isinstance(value, str) and value.startswith("="):
                    self.excel.formulas[cell] = value
                else:
                    self.excel.put(cell, value)

    @property
    def color(self) -> Any:
        self.excel.call("colour")
        return self.excel.colours.get(self._cells[0][0])

    @color.setter
    def color(self, colour: Any) -> None:
        self.excel.call("set colour")
        self._refuse()
        for line in self._cells:
            for cell in line:
                self.excel.colours[cell] = colour

    @property
    def number_format(self) -> str:
        self.excel.call("number format")
        return self.excel.formats.get(self._cells[0][0], "General")

    @property
    def note(self) -> "Note | None":
        self.excel.call("note?")
        return Note(self) if self._cells[0][0] in self.excel.notes else None

    def add_note(self, text: str) -> "Note":
        self.excel.call("add note")
        self._refuse()
        self.excel.notes[self._cells[0][0]] = text
        return Note(self)

    def get_address(self, *_: Any) -> str:
        return f"{column_letters(self.column - 1)}{self.row}"

    address = property(get_address)

    def select(self) -> None:
        self.excel.call("select")
        self.excel.chosen = (self.sheet.name, self.row, self.column, *self.shape)


class Note(base_classes.Note):
    def __init__(self, place: Range) -> None:
        self.place, self.where = place, (place.sheet.name, place.row, place.column)

    location = property(lambda self: self.place)
    api = None

    @property
    def text(self) -> str:
        self.place.excel.call("note text")
        return str(self.place.excel.notes[self.where])

    def delete(self) -> None:
        self.place.excel.call("delete note")
        del self.place.excel.notes[self.where]


class Names(base_classes.Names):
    def __init__(self, excel: Any) -> None:
        self.excel = excel

    def contains(self, key: str) -> bool:
        self.excel.call("name?")
        return key in self.excel.names

    def __call__(self, key: str) -> "Name":
        return Name(self.excel, key)

    def snapshot(self) -> list[tuple[str, "Name"]]:
        self.excel.call("names")
        return [(key, Name(self.excel, key)) for key in list(self.excel.names)]

    def add(self, name: str, refers_to: str) -> "Name":
        self.excel.call("add name")
        self.excel.names[name] = refers_to
        return Name(self.excel, name)


class Name(base_classes.Name):
    name: Any = ""

    def __init__(self, excel: Any, key: str) -> None:
        self.excel, self.name = excel, key

    @property
    def refers_to(self) -> str:
        self.excel.call("refers to")
        return str(self.excel.names[self.name])

    def delete(self) -> None:
        self.excel.call("delete name")
        del self.excel.names[self.name]

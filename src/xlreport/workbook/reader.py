"""A workbook made from our template -> Submission. Cells are found by their defined names, which Excel keeps right when
rows or columns are inserted, and held against the printed labels beside them. A package and a book that is open in an
office program are read alike: both are sheets of raw cells (raw.py)."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from xlreport.check.totals import add_up
from xlreport.errors import ForeignFile, UnreadableFile
from xlreport.form.library import Library
from xlreport.form.model import AMOUNT, Cell, Form
from xlreport.form.names import plain
from xlreport.form.submission import Departure, Place, Submission, Waiver
from xlreport.form.values import (
    BLANK,
    BOOLEAN,
    EMPTY,
    ERROR,
    NUMBER,
    UNCALCULATED,
    UNREAD,
    Value,
    number_value,
    text_value,
)
from xlreport.reading.units import with_units
from xlreport.rules.load import load_rules
from xlreport.wording import say
from xlreport.workbook.book import Names, read_frame
from xlreport.workbook.cells import STRUCK, RawCell, Sheet
from xlreport.workbook.departures import (
    compare_labels,
    compare_totals,
    stray_figures,
    units_typed,
)
from xlreport.workbook.figures import Held, find_figures, place_of
from xlreport.workbook.formats import PLAIN
from xlreport.workbook.layout import (
    COVER,
    FLAG,
    NOTES,
    PARAGRAPH_COLUMN,
    TEXTS,
    Spot,
    column_letters,
    defined_name,
    layout_of,
)
from xlreport.workbook.package import open_package
from xlreport.workbook.raw import PackageBook, RawBook
from xlreport.workbook.rearranged import rearrangements

_YEAR = re.compile(r"((?:19|20)[0-9]{2})(?:年度?)?")
MOST_PARAGRAPHS = 2000


def read_workbook(path: Path, library: Library, shown: str = "") -> Submission:
    """Reads an .xlsx or .xlsm made from a template of ours.

    Raises UnreadableFile for anything else, with the way out. Nothing in the file is run or fetched.
    """
    package = open_package(path, shown or str(path))
    frame = read_frame(package)
    stated = frame.properties.get("xlreport_form", "")
    form = form_of_book(package.path, frame.names, library, stated)
    book = PackageBook(package, frame)
    submission = read_raw_book(book, form, library)
    seen = (*rearrangements(form, frame, book.sheet, package.read), *(Departure(notice.test, notice.detail) for notice in book.notices()))
    return submission._replace(departures=(*submission.departures, *seen)) if seen else submission


def read_raw_book(book: RawBook, form: Form, library: Library) -> Submission:
    """Reads the raw cells of a workbook of a known form; see read_workbook."""
    return _BookReader(book, form, library).read()


def form_of_book(source: str, names: Names, library: Library, stated: str = "") -> Form:
    """The form a workbook was made for: as it says itself, else the one whose cell names it has.

    Raises ForeignFile where the names of most cells are gone: its figures then have to be found by their labels.
    """
    stated_form = library.form(stated) if stated in library.ids() else None
    for form in [stated_form] if stated_form else library.forms():
        if len(layout_of(form).figure_names & names.keys()) * 2 > len(form.cells):
            return form
    if stated and stated_form is None:
        raise UnreadableFile(source, say(f"是“{stated}”的工作簿，这里没有这种表式", f"its form {stated} is not known here"),
                             say("请用 --forms 指出表式所在的文件夹", "Name the folder of that form with --forms"))
    raise ForeignFile(source, say("不是年报模板做的工作簿", "it was not made from a template of this program"),
                      say("请用 xlreport new 做一份空白工作簿，把数字粘贴进去", "Make one with xlreport new and paste the figures into it"))


class _BookReader:
    """Reads one workbook whose form is known."""

    def __init__(self, book: RawBook, form: Form, library: Library) -> None:
        self.book, self.form = book, form
        self.names, self.sheet, self.formats = book.names, book.sheet, book.formats
        self.held = Held(form, load_rules(library, form.id))
        self.departures: list[Departure] = []

    def raw(self, spot: Spot | None) -> RawCell | None:
        return self.sheet(spot.sheet).get(spot.address) if spot and spot.sheet in self.book.sheet_names else None

    def read(self) -> Submission:
        form, names = self.form, self.names
        cover = names.get(f"{COVER}_年度")
        if cover is None or cover.sheet not in self.book.sheet_names:
            self.departures.append(Departure("cover_lost", say(
                "“封面”工作表（或其中的年度一格）被删掉了，不知道单位和年度。请从空白模板复制“封面”，或把数字填进新的空白模板。",
                "The sheet 封面 (or its year) was deleted, so unit and year are unknown. Copy it from a blank template, or type "
                "the figures into a fresh one.")))
        cells, places, formulas = self.figures("")
        last, last_places, _ = self.figures("上年_")
        last = self.last_year(last)
        zero = self.flag()
        totals = self.held.rules.totals
        cached = {name: cells[name] for name in totals if name in formulas}
        cells |= add_up(totals, cells, lambda name, _: name not in formulas, zero)
        found = find_figures(names, self.book.sheet_names, self.held, "")
        if FLAG in names:  # without the cover every total shows #REF!, which says nothing of the totals
            self.departures += compare_totals(form, totals, found.formulas, formulas, cached, cells, places)
        units = units_typed(form, found.labels, self.sheet)
        cells, told = with_units(form, cells, units)
        self.departures += [*told, *(one for one in compare_labels(found.labels, self.sheet) if one.cell not in units)]
        self.departures += stray_figures(found.strays, self.sheet)
        facts = {name: self.value(self.raw(spot), fact.cell, place_of(spot) if spot else None)
                 for name, fact in form.facts.items() for spot in [names.get(defined_name(fact.cell))]}
        fact_places = {name: place_of(names[defined_name(fact.cell)]) for name, fact in form.facts.items()
                       if defined_name(fact.cell) in names}
        texts, text_places = self.texts()
        return Submission(
            form=form, unit=self.text(f"{COVER}_单位名称").strip(), unit_code=self.text(f"{COVER}_统一社会信用代码").strip(),
            year=self.year(), cells=cells, facts=facts, texts=texts, text_places=text_places,
            cover={field.code: text for field in form.cover if (text := self.text(f"{COVER}_{field.code}"))},
            answers=self.answers(),
            blank_is_zero=zero, last_year=last, waivers=tuple(self.waivers()), places={**places, **fact_places},
            last_places=last_places, departures=tuple(self.departures), source=self.book.source,
        )

    def figures(self, prefix: str) -> tuple[dict[str, Value], Mapping[str, Place], dict[str, str]]:
        """Values, places and formula texts of all cells; a cell whose name is gone is unread."""
        values: dict[str, Value] = {}
        formulas: dict[str, str] = {}
        found = find_figures(self.names, self.book.sheet_names, self.held, prefix)
        for sheet, figures in found.sheets:
            cells = self.sheet(sheet)
            for name, cell, address in figures:
                raw = cells.get(address)
                if raw is None:
                    values[name] = EMPTY
                    continue
                values[name] = self.value(raw, cell, found.places[name], name in self.held.rules.totals)
                if raw.formula is not None and not (raw.type == "e" and raw.formula == raw.text):
                    formulas[name] = raw.formula  # `=#REF!` is an error that was typed, not a calculation
        values.update(dict.fromkeys(found.lost, Value(UNREAD)))
        return values, found.places, formulas

    def value(self, raw: RawCell | None, cell: Cell, place: Place | None = None, total: bool = False) -> Value:
        """The value of a raw cell; each kind of content stays what it is. total: where a formula stands, its parts are added up again."""
        if raw is None:
            return EMPTY
        text, formula = raw.text, raw.formula is not None
        if formula and (text is None or (text == "" and raw.type == "n")):
            return Value(UNCALCULATED, raw=f"={raw.formula}", formula=True)
        if text is None or (text == "" and raw.type == "n"):
            return EMPTY
        if raw.type == "n":
            shows = self.formats[raw.style] if raw.style < len(self.formats) else PLAIN
            value = number_value(text, formula, shows.date, shows.decimals if cell.kind == AMOUNT else -1)
            if shows.code and not (shows.whole and value.raw.isdecimal()):
                from xlreport.reading.shown import as_shown

                value, said = as_shown(value, shows.code, cell)
                if said:
                    self.departures.append(Departure("number_shown", said, place=place))
                    if total and formula:
                        return number_value(text, formula)
            return value
        if raw.type == "b":
            return Value(BOOLEAN, raw="TRUE" if text in ("1", "true") else "FALSE", formula=formula)
        if raw.type in ("e", STRUCK):
            return Value(ERROR if raw.type == "e" else UNREAD, raw=text, formula=formula)
        found = text_value(text, cell)
        return found._replace(formula=formula) if formula else found

    def text(self, name: str) -> str:
        """The text of a named cell of 封面; '' when it is blank or its name is gone."""
        raw = self.raw(self.names.get(name))
        if raw is None or raw.text is None or raw.type == "e":
            return ""
        if raw.type == "n":
            value = number_value(raw.text)
            return value.raw if value.kind == NUMBER else raw.text
        return raw.text

    def last_year(self, found: Mapping[str, Value]) -> dict[str, Value]:
        """Last year's figures that are given; a departure where some of them are lost or were moved."""
        given = {name: value for name, value in found.items() if value.kind not in (BLANK, UNREAD)}
        lost = sum(1 for value in found.values() if value.kind == UNREAD)
        places = find_figures(self.names, self.book.sheet_names, self.held, "上年_")
        moved = given and any(departure.test == "label_changed" for departure in compare_labels(places.labels, self.sheet))
        if given and (lost or moved):
            self.departures.append(Departure("last_year", say(
                f"“上年数据”表{f'有 {lost} 格不见了' if lost else '的标题或数字挪了位置'}，与上年的对照不完整。"
                f"请从空白模板复制这张表，重新粘贴上年的数字。",
                "The sheet 上年数据 lost cells or its labels were moved. Copy it from a blank template and paste last year's figures.")))
        return {} if moved else given

    def flag(self) -> bool:
        """空白格一律按 0 计; anything but 是, 否 or nothing is reported and counts as 否."""
        text = self.text(FLAG)  # the workbook's own formulas compare it as it stands
        if text not in ("", "是", "否"):
            self.departures.append(Departure("blank_is_zero", say(
                f"“空白格一律按 0 计”填的是“{text[:20]}”，只能选是或否；先按“否”校验。",
                f"“空白格一律按 0 计” holds “{text[:20]}”; choose 是 or 否. Taken as 否."),
                place=place_of(self.names[FLAG]), unclear=True))
        return text == "是"

    def answers(self) -> dict[str, str]:
        """Answers to the questions of the cover; one that is not offered is reported and left out."""
        found: dict[str, str] = {}
        for question in self.form.questions:
            answer = self.text(f"{COVER}_{question.code}")
            if answer in question.choices:
                found[question.code] = answer
            elif answer:
                self.departures.append(Departure("answer_odd", say(
                    f"“{question.asks}”填的是“{answer[:20]}”，只能选 {'、'.join(question.choices)}。",
                    f"“{question.asks}” is answered “{answer[:20]}”; choose {', '.join(question.choices)}."),
                    place=place_of(self.names[f"{COVER}_{question.code}"])))
        return found

    def year(self) -> int | None:
        text = plain(self.text(f"{COVER}_年度"))
        if not text:
            return None
        match = _YEAR.fullmatch(text)
        if match:
            return int(match[1])
        spot = self.names[f"{COVER}_年度"]
        self.departures.append(Departure("year_stated", say(
            f"报告年度填的是“{text[:20]}”，看不出年份。请填四位年份，例如 2023。",
            f"the report year “{text[:20]}” is no year. Type four digits, such as 2023."), place=place_of(spot), unclear=True))
        return None

    def texts(self) -> tuple[dict[str, str], dict[str, tuple[Place, ...]]]:
        """Each part's paragraphs, joined by line breaks: all rows under its heading up to the next one; and where each stands."""
        headings = sorted(
            (spot.sheet, spot.row, part.code, spot.column) for part in layout_of(self.form).texts
            if (spot := self.names.get(f"{TEXTS}_{part.code}")) is not None and spot.sheet in self.book.sheet_names
        )
        found: dict[str, str] = {}
        places: dict[str, tuple[Place, ...]] = {}
        for position, (sheet, row, code, column) in enumerate(headings):
            letters = column_letters(column + PARAGRAPH_COLUMN)
            following = headings[position + 1] if position + 1 < len(headings) else None
            cells = self.sheet(sheet)
            end = following[1] if following and following[0] == sheet else _last_row(cells) + 1
            lines = [_words(cells.get(f"{letters}{line + 1}")) for line in range(row + 1, end)]
            text = "\n".join(lines).rstrip("\n")
            if text:
                found[code] = text
                # a cell may hold several paragraphs
                places[code] = tuple(Place(sheet, f"{letters}{row + 2 + line}") for line, words in enumerate(lines)
                                     for _ in range(words.count("\n") + 1))[:text.count("\n") + 1]
        return found, places

    def waivers(self) -> Iterable[Waiver]:
        """Reasons typed on 说明, a row each."""
        spot = self.names.get(f"{NOTES}_核实说明")
        if spot is None or spot.sheet not in self.book.sheet_names:
            return
        cells = self.sheet(spot.sheet)
        for row in range(spot.row + 2, _last_row(cells) + 1):
            entry = [_words(cells.get(f"{column_letters(spot.column + step)}{row}")) for step in range(4)]
            if any(entry):
                yield Waiver(*entry)


def _words(raw: RawCell | None) -> str:
    if raw is None or raw.text is None:
        return ""
    if raw.type == "n":
        return number_value(raw.text).raw
    return raw.text.replace("\r\n", "\n").replace("\r", "\n")


def _last_row(cells: Sheet) -> int:
    """The last row that holds something; a stray cell far below does not make it longer than MOST_PARAGRAPHS."""
    rows = (int(address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) for address in cells)
    return max((row for row in rows if row <= MOST_PARAGRAPHS), default=0)

"""What the reader says to every kind of cell (performance.md 2): blank, empty text, a formula never calculated, an error value
and a date-formatted count are five different things, and no number is changed on the way."""

import io
import re
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import openpyxl
import pytest

import packages
from packages import AMOUNT_CELL, AMOUNT_NAME, AMOUNT_SHEET, CELL, NAME, SHEET
from xlreport.form.library import library
from xlreport.form.submission import Submission
from xlreport.form.values import BLANK, BOOLEAN, ERROR, NUMBER, SLASH, TEXT, UNCALCULATED, UNREAD, Value
from xlreport.workbook.reader import read_workbook

TOTAL_CELL, TOTAL_NAME = "J6", "申请[本年新收, 总计]"


@lru_cache(maxsize=1)
def book() -> bytes:
    """A workbook of ours with every figure 0."""
    return packages.filled()


def read(data: bytes, folder: Path) -> Submission:
    """The workbook as the reader reads it."""
    path = folder / "book.xlsx"
    path.write_bytes(data)
    return read_workbook(path, library())


def value(cell: str, folder: Path, address: str = CELL, name: str = NAME) -> Value:
    """What the reader says to one hand-written cell of the sheet 申请情况."""
    return read(packages.put(book(), cell, SHEET, address), folder).cells[name]


NUMBERS = {
    "12": "12", "0": "0", "-3": "-3", "1e-9": "1E-9", "9007199254740993": None, "1e20": None, "1.5": "1.5", "12.0": "12",
    "1.2E1": "12", "59237.244899999998": "59237.2449", "0.1": "0.1", "0.30000000000000004": "0.3", "999999999999": "999999999999",
    "1000000000000": None, "-1000000000000": None, "00012": "12", "+5": "5", " 7 ": "7",
}


@pytest.mark.parametrize(("written", "number"), NUMBERS.items())
def test_numbers(written: str, number: str | None, tmp_path: Path) -> None:
    """A number is what 15 significant digits say; from 1e12 it is a number nobody counts with, never another one."""
    found = value(f'<c r="{CELL}" s="{{s}}"><v>{written}</v></c>', tmp_path)
    assert found.kind == NUMBER
    assert not found.formula
    assert not found.date
    assert found.number == (None if number is None else Decimal(number))


@pytest.mark.parametrize(("written", "shown"), [("9007199254740993", "9007199254740993"), ("1e20", "100000000000000000000")])
def test_a_huge_number_is_shown_as_it_stands(written: str, shown: str, tmp_path: Path) -> None:
    """The finding on a number too large names it as the file has it, without an exponent."""
    assert value(f'<c r="{CELL}"><v>{written}</v></c>', tmp_path).raw == shown


DATE_FORMATS = {
    14: "", 15: "", 18: "", 22: "", 27: "", 30: "", 31: "", 36: "", 45: "", 47: "", 50: "", 57: "", 58: "", 201: "yyyy-mm-dd",
    202: "yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;", 203: "[$-804]yyyy/m/d;@", 204: "h:mm:ss", 205: "[h]:mm", 206: "mm\\-dd",
    207: "[DBNum1][$-804]yyyy\\年m\\月", 208: "aaaa", 209: "[$-411]ge.m.d",
}
OTHER_FORMATS = {
    0: "", 1: "", 2: "", 3: "", 4: "", 11: "", 37: "", 49: "", 301: "0&quot;件&quot;", 302: "[DBNum1]General",
    303: "[DBNum2][$-804]General", 305: "#,##0_ ;[Red]\\-#,##0\\ ", 306: "0;-0;;@",
    308: "0_);(0)", 311: "[Red]0", 313: "??/??", 314: "@",
    315: "[&gt;=100]0;0", 316: "_ * #,##0_ ;_ * \\-#,##0_ ;_ * &quot;-&quot;_ ;_ @_ ",
}
SHOWN_OTHERWISE = {
    9: "1200%", 10: "1200.00%", 44: "¥12.00", 304: ("0.00%", "1200.00%"), 307: ("[$￥-804]#,##0.00", "￥12.00"), 309: ("General&quot;个月&quot;", "12个月"),
    310: ("0&quot;days&quot;", "12days"), 312: ("0\\d", "12d"), 317: (";;;", ""), 318: ("0,", "0"), 319: ("0.0,&quot;万&quot;", "0.0万"),
}


@pytest.mark.parametrize(("number", "date"), [(key, True) for key in DATE_FORMATS] + [(key, False) for key in OTHER_FORMATS])
def test_formats(number: int, date: bool, tmp_path: Path) -> None:
    """12 is 12 under every format that shows 12; only a date or time format is said to be one, built-in, custom or East Asian."""
    data, styles = packages.add_styles(book(), {number: {**DATE_FORMATS, **OTHER_FORMATS}[number]})
    found = read(packages.put(data, f'<c r="{CELL}" s="{styles[number]}"><v>12</v></c>'), tmp_path).cells[NAME]
    assert (found.kind, found.number, found.date) == (NUMBER, Decimal(12), date)


@pytest.mark.parametrize("number", SHOWN_OTHERWISE)
def test_formats_that_show_another_number(number: int, tmp_path: Path) -> None:
    """12 is not taken where the person who printed the sheet saw something else."""
    said = SHOWN_OTHERWISE[number]
    code, shown = said if isinstance(said, tuple) else ("", said)
    data, styles = packages.add_styles(book(), {number: code})
    found = read(packages.put(data, f'<c r="{CELL}" s="{styles[number]}"><v>12</v></c>'), tmp_path).cells[NAME]
    assert (found.kind, found.raw, found.number) == (UNREAD, shown, None)


def test_decimals_of_the_format(tmp_path: Path) -> None:
    """An amount keeps the zeros that its format shows; one that shows fewer digits than it holds is not taken."""
    data, styles = packages.add_styles(book(), {2: "", 401: "0.0000", 402: "0.000000"})
    for number, written, kind, raw in ((2, "18.5", NUMBER, "18.50"), (401, "18.871", NUMBER, "18.8710"), (402, "3", NUMBER, "3.000000"),
                                       (2, "18.871", UNREAD, "18.87"), (401, "59237.244899999998", NUMBER, "59237.2449")):
        cell = f'<c r="{AMOUNT_CELL}" s="{styles[number]}"><v>{written}</v></c>'
        found = read(packages.put(data, cell, AMOUNT_SHEET, AMOUNT_CELL), tmp_path).cells[AMOUNT_NAME]
        assert (found.kind, found.raw, found.number) == (kind, raw, Decimal(raw) if kind == NUMBER else None)


TEXTS = ("12", " 12 ", "１２", "1,234", "—", "12件", "一十二", "", " ", "\u3000")


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("how", ["inlineStr", "str", "s"])
def test_texts_stay_texts(text: str, how: str, tmp_path: Path) -> None:
    """A text is a text with every space, however it is stored; an empty one is not a blank."""
    data = book()
    if how == "s":
        strings = packages.parts_of(data)["xl/sharedStrings.xml"].decode()
        last = strings.count("<si>")
        data = packages.edit(data, "xl/sharedStrings.xml", "</sst>", f'<si><t xml:space="preserve">{text}</t></si></sst>')
        cell = f'<c r="{CELL}" t="s"><v>{last}</v></c>'
    elif how == "str":
        cell = f'<c r="{CELL}" t="str"><v xml:space="preserve">{text}</v></c>'
    else:
        cell = f'<c r="{CELL}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    found = read(packages.put(data, cell), tmp_path).cells[NAME]
    assert (found.kind, found.raw, found.number) == (TEXT, text, None)


KINDS = {
    "slash": ('<c r="D6" t="str"><v>/</v></c>', SLASH, "/", False),
    "true": ('<c r="D6" t="b"><v>1</v></c>', BOOLEAN, "TRUE", False),
    "false": ('<c r="D6" t="b"><v>0</v></c>', BOOLEAN, "FALSE", False),
    "formula, cached 7": ('<c r="D6"><f>3+4</f><v>7</v></c>', NUMBER, "7", True),
    "formula, cached text": ('<c r="D6" t="str"><f>"a"</f><v>a</v></c>', TEXT, "a", True),
    "formula, cached nothing": ('<c r="D6" t="str"><f>""</f><v></v></c>', TEXT, "", True),
    "formula, no value": ('<c r="D6"><f>3+4</f></c>', UNCALCULATED, "=3+4", True),
    "formula, empty value": ('<c r="D6"><f>3+4</f><v></v></c>', UNCALCULATED, "=3+4", True),
    "formula, empty value element": ('<c r="D6"><f>3+4</f><v/></c>', UNCALCULATED, "=3+4", True),
    "array formula": ('<c r="D6"><f t="array" ref="D6">SUM(1,2)</f><v>3</v></c>', NUMBER, "3", True),
    "#REF!": ('<c r="D6" t="e"><f>#REF!</f><v>#REF!</v></c>', ERROR, "#REF!", True),
    "#DIV/0!": ('<c r="D6" t="e"><f>1/0</f><v>#DIV/0!</v></c>', ERROR, "#DIV/0!", True),
    "#VALUE!": ('<c r="D6" t="e"><v>#VALUE!</v></c>', ERROR, "#VALUE!", False),
    "#N/A": ('<c r="D6" t="e"><v>#N/A</v></c>', ERROR, "#N/A", False),
    "styled blank": ('<c r="D6" s="{s}"/>', BLANK, "", False),
    "styled blank, open and shut": ('<c r="D6" s="{s}"></c>', BLANK, "", False),
    "no value in v": ('<c r="D6"><v></v></c>', BLANK, "", False),
    "absent": ("", BLANK, "", False),
    "rich text": ('<c r="D6" t="inlineStr"><is><r><t>1</t></r><r><rPr><b/></rPr><t>2件</t></r></is></c>', TEXT, "12件", False),
    "phonetic": ('<c r="D6" t="inlineStr"><is><t>件</t><rPh sb="0" eb="1"><t>jian</t></rPh></is></c>', TEXT, "件", False),
    "_x000D_": ('<c r="D6" t="inlineStr"><is><t>1_x000D_2</t></is></c>', TEXT, "1\r2", False),
    "_x005F_": ('<c r="D6" t="inlineStr"><is><t>_x005F_x0041_</t></is></c>', TEXT, "_x0041_", False),
    "entities": ('<c r="D6" t="inlineStr"><is><t>&lt;&#20214;&amp;</t></is></c>', TEXT, "<件&", False),
    "cdata": ('<c r="D6" t="inlineStr"><is><t><![CDATA[<12>]]></t></is></c>', TEXT, "<12>", False),
}


@pytest.mark.parametrize("case", KINDS)
def test_kinds(case: str, tmp_path: Path) -> None:
    """Each kind of content is read as what it is."""
    cell, kind, raw, formula = KINDS[case]
    found = value(cell, tmp_path)
    assert (found.kind, found.raw, found.formula) == (kind, raw, formula)
    assert (found.number is not None) == (kind == NUMBER)


def test_rich_shared_string_with_phonetic(tmp_path: Path) -> None:
    """Runs are one text; readings of characters are none of it."""
    data = packages.edit(book(), "xl/sharedStrings.xml", "</sst>", (
        '<si><r><t xml:space="preserve">十 </t></r><r><rPr><b/></rPr><t>二_x000D_</t></r><rPh sb="0" eb="1"><t>shi</t></rPh>'
        '<phoneticPr fontId="1"/></si></sst>'))
    last = packages.parts_of(book())["xl/sharedStrings.xml"].decode().count("<si>")
    found = read(packages.put(data, f'<c r="{CELL}" t="s"><v>{last}</v></c>'), tmp_path).cells[NAME]
    assert (found.kind, found.raw) == (TEXT, "十 二\r")


def test_shared_formulas(tmp_path: Path) -> None:
    """A cell that shares another's formula has that formula, moved; without a value it was never calculated."""
    data = packages.put(book(), f'<c r="{CELL}"><f t="shared" ref="D6:D8" si="7">$A1+B$2+C3+LOG10(4)</f><v>1</v></c>')
    data = packages.put(data, '<c r="D7"><f t="shared" si="7"/></c>', SHEET, "D7")
    data = packages.put(data, '<c r="D8"><f t="shared" si="7"/><v>4</v></c>', SHEET, "D8")
    cells = read(data, tmp_path).cells
    assert cells[NAME].number == 1
    assert cells["申请[上年结转, 自然人]"][:3] == (UNCALCULATED, None, "=$A2+B$2+C4+LOG10(4)")
    assert (cells["申请[予以公开, 自然人]"].number, cells["申请[予以公开, 自然人]"].formula) == (4, True)


def test_template_totals(tmp_path: Path) -> None:
    """A total's own formula is evaluated from the form, whatever is cached: nothing, XlsxWriter's 0, a stale number."""
    data = packages.put(book(), f'<c r="{CELL}"><v>5</v></c>')
    for cached in ("", "<v>0</v>", "<v></v>", "<v>99</v>"):
        changed = packages.edit(data, SHEET, rf'(<c r="{TOTAL_CELL}"[^>]*><f>[^<]*</f>)<v>[^<]*</v>', rf"\g<1>{cached}")
        submission = read(changed, tmp_path)
        found = submission.cells[TOTAL_NAME]
        assert (found.kind, found.number, found.formula) == (NUMBER, 5, True)
        stale = [departure for departure in submission.departures if departure.test == "total_stale"]
        assert any(departure.cell == TOTAL_NAME for departure in stale) == (cached in ("<v>0</v>", "<v>99</v>"))


def test_a_total_typed_over(tmp_path: Path) -> None:
    """A number typed over a total is a figure of its own; any other formula there is named."""
    found = value(f'<c r="{TOTAL_CELL}"><v>7</v></c>', tmp_path, TOTAL_CELL, TOTAL_NAME)
    assert (found.number, found.formula) == (7, False)
    cell = f'<c r="{TOTAL_CELL}"><f>SUM(D6:H6)</f><v>0</v></c>'
    submission = read(packages.put(book(), cell, SHEET, TOTAL_CELL), tmp_path)
    assert {(departure.test, departure.cell) for departure in submission.departures} == {("formula_changed", TOTAL_NAME)}


def test_merged_cells(tmp_path: Path) -> None:
    """A value in a merged area stands in its first cell, and only there."""
    data = packages.put(packages.put(book(), f'<c r="{CELL}"><v>5</v></c>'), '<c r="E6" s="{s}"/>', SHEET, "E6")
    data = packages.edit(data, SHEET, r'<mergeCells count="\d+">', '<mergeCells count="99"><mergeCell ref="D6:E6"/>')
    cells = read(data, tmp_path).cells
    assert (cells[NAME].number, cells["申请[本年新收, 商业企业]"].kind) == (5, BLANK)


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets(state: str, tmp_path: Path) -> None:
    """A hidden sheet's figures count like any other's."""
    data = packages.put(book(), f'<c r="{CELL}"><v>5</v></c>')
    data = packages.edit(data, "xl/workbook.xml", '<sheet name="申请情况"', f'<sheet state="{state}" name="申请情况"')
    assert read(data, tmp_path).cells[NAME].number == 5


def prefixed(data: bytes, parts: tuple[str, ...]) -> bytes:
    """The package with every element of the main namespace written `<x:...>`, as the Open XML SDK writes it."""
    for part in parts:
        data = packages.edit(data, part, r"<(/?)([a-zA-Z])", r"<\1x:\2")
        data = packages.edit(data, part, f'xmlns="{packages.MAIN}"', f'xmlns:x="{packages.MAIN}"')
    return data


def test_prefixed_elements(tmp_path: Path) -> None:
    """A workbook written with `<x:c>` reads like one written with `<c>`."""
    plain = packages.put(book(), f'<c r="{CELL}" t="inlineStr"><is><t>12件</t></is></c>')
    plain = packages.put(plain, '<c r="E6"><v>8</v></c>', SHEET, "E6")
    parts = packages.parts_of(plain)
    main = tuple(name for name in parts if re.match(r"xl/(worksheets/sheet\d+|workbook|sharedStrings|styles)\.xml", name))
    cells = read(prefixed(plain, main), tmp_path).cells
    assert cells == read(plain, tmp_path).cells
    assert cells[NAME].raw == "12件"


def test_single_quotes_comments_and_utf16(tmp_path: Path) -> None:
    """XML as other writers write it: single quotes, comments, processing instructions, UTF-16."""
    plain = packages.put(book(), f"<!-- c --><c s='{{s}}' r='{CELL}' ><?pi?><v ><!-- 9 -->12</v ></c >")
    assert read(plain, tmp_path).cells[NAME].number == 12
    parts = packages.parts_of(plain)
    text = parts[SHEET].decode().replace("UTF-8", "UTF-16")
    assert read(packages.pack({**parts, SHEET: text.encode("utf-16")}), tmp_path).cells == read(plain, tmp_path).cells


def test_cells_and_rows_without_reference(tmp_path: Path) -> None:
    """Where `r=` is left out, a cell is the next of its row and a row the next of its sheet."""
    plain = packages.put(book(), f'<c r="{CELL}"><v>5</v></c>')
    text = packages.parts_of(plain)[SHEET].decode()
    rows = re.findall(r'<row r="(\d+)"', text)
    assert rows == [str(number) for number in range(1, len(rows) + 1)]
    bare = re.sub(r'(<row|<c) r="[A-Z]*\d+"', r"\1", text)
    cells = read(packages.pack({**packages.parts_of(plain), SHEET: bare.encode()}), tmp_path).cells
    assert cells == read(plain, tmp_path).cells
    mixed = re.sub(r'<c r="[A-CE-Z]\d+"', "<c", text)
    assert read(packages.pack({**packages.parts_of(plain), SHEET: mixed.encode()}), tmp_path).cells == cells


def test_a_name_that_is_gone_is_unread(tmp_path: Path) -> None:
    """A cell whose defined name became #REF! is unread: not blank, not 0."""
    data = packages.edit(book(), "xl/workbook.xml", r"(<definedName name=.申请_本年新收_自然人.>)[^<]*", r"\1#REF!")
    assert read(data, tmp_path).cells[NAME].kind == UNREAD


def test_saved_by_openpyxl(tmp_path: Path) -> None:
    """openpyxl drops every cached value: figures stay, totals are evaluated, other formulas were never calculated."""
    path = tmp_path / "openpyxl.xlsx"
    loaded = openpyxl.load_workbook(io.BytesIO(book()))
    sheet = loaded["申请情况"]
    sheet["D6"], sheet["E6"], sheet["F6"], sheet["G6"], sheet["H6"], sheet["D7"] = 12, "=3+4", " 12 ", True, None, 1.5
    sheet["I6"] = "#REF!"
    sheet["D8"], sheet["D8"].number_format = 12, "yyyy-mm-dd"
    loaded.save(path)
    submission = read_workbook(path, library())
    row = [submission.cells[f"申请[本年新收, {column}]"] for column in submission.form.table("申请").columns.codes]
    assert [found.kind for found in row] == [NUMBER, UNCALCULATED, TEXT, BOOLEAN, BLANK, ERROR, BLANK]
    assert submission.cells["申请[上年结转, 总计]"].number == Decimal("1.5")
    assert submission.cells["申请[予以公开, 自然人]"].date
    assert submission.cells["申请[予以公开, 总计]"].number == 12
    assert not [departure for departure in submission.departures if departure.test.startswith(("formula", "label"))]

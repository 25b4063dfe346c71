"""What xlwings hands over for one cell, as a value: blank, number, text, error, date and boolean stay apart.

Numbers come as float; a cell with a currency format as Decimal, and then with four decimals only (COM's currency type);
an error as its text, or, for the newer ones, as its number, which must not be taken for a figure.
"""

import datetime
from decimal import Decimal

from xlreport.form.model import Cell
from xlreport.form.values import BOOLEAN, EMPTY, ERROR, TEXT, Value, number_value, text_value

_ERROR_TEXTS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!", "#FIELD!")
_ERROR_NUMBERS = range(-2146826300, -2146826200)
_FIRST_DAY = datetime.datetime(1899, 12, 30)  # noqa: DTZ001  a cell's date has no time zone


def cell_value(content: object, cell: Cell | None = None) -> Value:
    """The value of a cell's content. cell: what the form expects there, for `/`, signs and stated units."""
    if content is None or content == "":
        return EMPTY
    if isinstance(content, bool):
        return Value(BOOLEAN, raw=str(content).upper())
    if isinstance(content, int) and content in _ERROR_NUMBERS:
        return Value(ERROR, raw="错误值")
    if isinstance(content, datetime.datetime):
        return number_value(repr((content - _FIRST_DAY) / datetime.timedelta(days=1)), date=True)
    if isinstance(content, int | float | Decimal):
        return number_value(str(content))
    text = str(content)
    if text in _ERROR_TEXTS:
        return Value(ERROR, raw=text)
    return text_value(text, cell) if cell is not None else Value(TEXT, raw=text)

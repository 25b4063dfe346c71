"""What can stand in one cell, kept apart: a number, blank, `/`, text, a boolean, an Excel error, a formula without a value.

Money and counts are Decimal. Nothing is guessed here: text stays text, even where its meaning is plain (see prose.numerals
for the number a text means), except where the form itself lets a figure be typed with a sign or a unit.
"""

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from xlreport.form.model import SIGNED, Cell
from xlreport.form.names import plain

NUMBER, BLANK, SLASH, TEXT = "number", "blank", "slash", "text"
BOOLEAN, ERROR, UNCALCULATED, UNREAD = "boolean", "error", "uncalculated", "unread"

# A count of a million million is no count; above it a binary number no longer holds fen exactly.
LIMIT = Decimal(10) ** 12

_WHOLE = re.compile(r"-?[0-9]{1,12}")
_WHOLE_ANY = re.compile(r"-?[0-9]+")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")  # float() also takes 1_000 and １２
_SIGN = re.compile(r"^(?:增加?|\+)(\d{1,9})$|^(?:减少?|-|−)(\d{1,9})$")
_UNIT = re.compile(r"^(\d{1,12}(?:\.\d{1,6})?)(元|万元|亿元)$")


class Value(NamedTuple):
    """What one cell holds.

    number: what it counts for in a sum, None when that cannot be told. raw: as it stands in the file.
    formula: computed by a formula, so not stated by a person. date: shown as a date. inferred: by a reader, from a rule.
    """

    kind: str
    number: Decimal | None = None
    raw: str = ""
    formula: bool = False
    date: bool = False
    inferred: bool = False


EMPTY = Value(BLANK)
NOTHING_YET = Value(BLANK, formula=True)  # a total whose parts are not all known shows nothing
NOT_APPLICABLE = Value(SLASH, raw="/")


def written(number: Decimal) -> str:
    """A number as a person writes it: no exponent, and the decimals it was typed with."""
    return format(number, "f")


@lru_cache(maxsize=8192)
def number_value(raw: str, formula: bool = False, date: bool = False, decimals: int = -1) -> Value:
    """The value of a number as a workbook stores it.

    Excel stores 59237.2449 as 59237.244899999998: 15 significant digits are what a person typed. `decimals`: the
    places that the number's format shows; a number that has fewer keeps them (18.8710 stays 18.8710).
    """
    raw = raw.strip(" \t\r\n")  # white space that XML allows around a number
    if _WHOLE.fullmatch(raw):
        number = Decimal(raw)
    else:
        if not _DECIMAL.fullmatch(raw):
            return Value(TEXT, raw=raw)
        binary = float(raw)
        if binary in (float("inf"), float("-inf")):
            return Value(ERROR, raw=raw)
        number = Decimal(format(binary, ".15g"))
        if number == number.to_integral_value() and abs(number) < LIMIT:
            number = number.quantize(Decimal(1))
    if 0 < decimals <= 6 and abs(number) < LIMIT:
        places = Decimal(1).scaleb(-decimals)
        if number.quantize(places) == number:
            number = number.quantize(places)
    if not number:
        number = abs(number)  # -0 is 0
    known = None if abs(number) >= LIMIT else number
    # beyond 15 digits the file's own words are the better witness
    as_stored = abs(number.adjusted()) >= 40 or (known is None and _WHOLE_ANY.fullmatch(raw))
    shown = raw if as_stored else written(number)
    return Value(NUMBER, known, shown, formula, date)


def exact_value(number: Decimal) -> Value:
    """The value of an exact decimal (from JSON or a program)."""
    number = number.quantize(Decimal(1)) if int(number.as_tuple().exponent) > 0 else number
    number = number if number else abs(number)  # -0 is 0
    return Value(NUMBER, None if abs(number) >= LIMIT else number, written(number))


def text_value(text: str, cell: Cell) -> Value:
    """The value of a text in a cell: `/`, a signed change or an amount with its unit where the form allows, else text."""
    if text == "/":
        return NOT_APPLICABLE
    word = plain(text)
    if cell.kind == SIGNED and (match := _SIGN.match(word)):
        return Value(NUMBER, Decimal(match[1]) if match[1] else -Decimal(match[2]), text)
    if cell.stated_unit and (match := _UNIT.match(word)):
        return Value(NUMBER, Decimal(match[1]), text)
    return Value(TEXT, raw=text)

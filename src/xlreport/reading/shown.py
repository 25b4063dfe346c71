"""What a number format shows of a number, where that is another number, or the number with a word that changes its meaning.

ECMA-376 part 1, 18.8.31. `0"元"` shows 12345 as 12345元, `0.0,"千"` as 12.3千, `0%` 1 as 100%, `;;;` nothing at all: whoever printed the sheet
saw that, and not what is stored. What only groups digits, colours them, puts brackets around a negative number or a counting word behind
it shows the number itself. The quick reader loads this for the first number in a format that may.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from xlreport.form.model import Cell
from xlreport.form.values import NUMBER, UNREAD, Value, text_value, written
from xlreport.reading.units import MONEY
from xlreport.wording import say

_TOKEN = re.compile(r'"([^"]*)"?|[\\!](.)|_(.)|\*(.)|\[([^\]]*)\]|(General|G/通用格式|通用格式|@)|([eE][+-])|([0#?])|(.)', re.DOTALL | re.IGNORECASE)
_CONDITION = re.compile(r"\s*(<=|>=|<>|<|>|=)\s*(-?[0-9]+(?:\.[0-9]+)?)\s*")
_DATE = frozenset("yYmMdDhHsSgGbBeE")
_COUNTED = re.compile(r"[件个條条次部项項份宗起人篇家名页]")  # one of these behind a count is no other number
_FIGURE = re.compile(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:E[+-]?[0-9]{1,3})?")
_WHITE = ("white", "白色")
MOST_DIGITS = 30


class Shown(NamedTuple):
    """What is shown: the text, '' for nothing; unit: the unit of money that stands beside the very number that is stored, else ''."""

    text: str
    unit: str = ""


class Token(NamedTuple):
    """A piece of a format. kind: literal, digit, general, exponent, mark (`. , % / ;` and what else means something bare) or bracket."""

    kind: str
    text: str


@lru_cache(maxsize=4096)
def shown_otherwise(number: Decimal, code: str) -> Shown | None:
    """What a format shows of a number; None where that is the number itself."""
    text = shown_text(number, code)
    bare = re.sub(r"[\s,，]", "", text)
    if not number and not any(character.isdigit() for character in bare):
        return None  # 0 shown as `-` or not at all
    bracketed = re.fullmatch(r"[（(](.*)[)）]", bare)
    bare = f"-{bracketed[1]}" if bracketed and number < 0 else bare
    bare = re.sub(r"^减少?|^[−－]", "-", re.sub(r"^增加?|^\+", "", bare))
    unit = next((unit for unit in sorted(MONEY, key=len, reverse=True) if bare.endswith(unit)), "")
    unit = unit or ("元" if bare[:1] in "¥￥" and bare else "")
    figure = bare.removesuffix(unit).strip("¥￥") if unit else _COUNTED.sub("", bare[-1:]).join((bare[:-1], ""))
    if _FIGURE.fullmatch(figure) and Decimal(figure) == number:
        return Shown(text, unit) if unit and number else None
    return Shown(text)


def as_shown(value: Value, code: str, cell: Cell) -> tuple[Value, str]:
    """A number in a format that may show another one, and what is to be said: then it is unread, unless what is shown is the number with

    the cell's own unit, or with one that the form leaves open (2019).
    """
    shown = shown_otherwise(value.number, code) if value.number is not None else None
    if shown is None or value.number is None or (shown.unit and shown.unit == cell.unit):
        return value, ""
    if shown.unit and cell.stated_unit and (stated := text_value(f"{written(value.number)}{shown.unit}", cell)).kind == NUMBER:
        return stated._replace(formula=value.formula), ""
    return Value(UNREAD, raw=shown.text, formula=value.formula), shown_words(value.number, shown, code)


@lru_cache(maxsize=4096)
def shown_words(number: Decimal, shown: Shown, code: str) -> str:
    """What is said of such a number."""
    in_money = written((number * MONEY[shown.unit] / MONEY["万元"]).normalize()) if shown.unit not in ("", "万元") else ""
    format_ = "" if code == literal(shown.text) else code if len(code) <= 30 else f"{code[:30]}……"
    return say(
        f"存的数是 {written(number)}，单元格的数字格式" + (f"（{format_}）" if format_ else "")
        + (f"让它显示成“{shown.text}”" if shown.text else "让它什么也不显示")
        + (f"，合 {in_money} 万元" if in_money else "") + "，不知道该算哪一个，没有采用。请把格式改为“常规”，填上要公布的数。",
        f"holds {written(number)}, which its number format{f' ({format_})' if format_ else ''} shows " + (f"as “{shown.text}”" if shown.text else "not at all")
        + (f", that is {in_money} 万元" if in_money else "") + ". It was not taken: set the format to General and type the number meant.")


def literal(text: str) -> str:
    """The format that shows just this text, for files that keep what was shown beside the number (.ods)."""
    return f'"{text.replace(chr(34), "")}"'


def shown_text(number: Decimal, code: str) -> str:
    """A number in a format, without colours and blanks around it."""
    section, signed = _section(number, _sections(code))
    if section is None:
        return "#####"
    if not section:
        return ""
    if any(token.kind == "bracket" and token.text.strip().lower() in _WHITE for token in section):
        return ""
    if any(token.kind == "mark" and token.text in _DATE for token in section):
        return say("（日期）", "(a date)")
    said = _written(abs(number), [token for token in section if token.kind != "bracket" or token.text.startswith("$")])
    return (f"-{said.strip()}" if number < 0 and signed else said).strip()


def _sections(code: str) -> list[list[Token]]:
    sections: list[list[Token]] = [[]]
    for quoted, escaped, space, filled, bracket, general, exponent, digit, mark in _TOKEN.findall(code):
        if mark == ";":
            sections.append([])
        elif bracket and bracket.startswith("$"):
            sections[-1].append(Token("literal", bracket[1:].partition("-")[0]))
        elif bracket:
            sections[-1].append(Token("bracket", bracket))
        elif general or exponent or digit:
            sections[-1].append(Token("general" if general else "exponent" if exponent else "digit", general or exponent or digit))
        elif mark in (".", ",", "%", "/", *_DATE):
            sections[-1].append(Token("mark", mark))
        elif not filled:
            sections[-1].append(Token("literal", quoted or escaped or mark or (" " if space else "")))
    return sections


def _section(number: Decimal, sections: list[list[Token]]) -> tuple[list[Token] | None, bool]:
    """The section that shows a number, and whether it writes a minus before a negative one; None where no section does."""
    conditions = [next((found for token in section if token.kind == "bracket" and (found := _CONDITION.fullmatch(token.text))), None)
                  for section in sections[:3]]
    if not any(conditions):
        if number < 0 and len(sections) > 1:
            return sections[1], False
        return sections[2 if not number and len(sections) > 2 else 0], True
    for place, (section, condition) in enumerate(zip(sections[:3], conditions, strict=True)):
        if condition is None:
            if place == 1 and len(sections) > 2 and number >= 0:
                continue  # the second of three is for negative numbers
            return section, place != 1 or len(sections) == 2
        if _holds(number, condition[1], Decimal(condition[2])):
            return section, not (condition[1] in ("<", "<=") and Decimal(condition[2]) <= 0)
    return None, False


def _holds(number: Decimal, sign: str, other: Decimal) -> bool:
    return {"<": number < other, ">": number > other, "=": number == other, "<=": number <= other, ">=": number >= other, "<>": number != other}[sign]


def _written(number: Decimal, tokens: list[Token]) -> str:
    """A number of at least 0 in one section."""
    digits = [place for place, token in enumerate(tokens) if token.kind == "digit"]
    if any(token.kind == "exponent" for token in tokens):
        return f"{number:.{_decimals(tokens)}E}"
    if not digits:
        return "".join(written(number) if token.kind == "general" else token.text for token in tokens)
    slash = next((place for place, token in enumerate(tokens) if token == Token("mark", "/")), -1)
    if digits[0] < slash and number % 1:
        return str(Fraction(number).limit_denominator(999))
    if digits[0] < slash:
        return written(number)
    point = next((place for place, token in enumerate(tokens) if token == Token("mark", ".")), len(tokens))
    whole = [place for place in digits if place < point]
    commas = [place for place, token in enumerate(tokens) if token == Token("mark", ",") and place < point]
    last = whole[-1] if whole else point
    scaled = sum(place > last for place in commas) + sum(token == Token("mark", ",") for token in tokens[digits[-1]:] if digits[-1] > point)
    parts = number.scaleb(2 * sum(token == Token("mark", "%") for token in tokens) - 3 * scaled)
    parts = parts.quantize(Decimal(1).scaleb(-min(len(digits) - len(whole), MOST_DIGITS)), ROUND_HALF_UP)
    before, _, behind = format(parts, "f").partition(".")
    out = {place: token.text for place, token in enumerate(tokens) if token != Token("mark", ",")}
    out |= _digits(before.lstrip("0"), whole, tokens, any(whole[0] < place < last for place in commas if whole))
    out |= dict(zip([place for place in digits if place > point], behind, strict=False))
    for place in reversed([place for place in digits if place > point]):
        if out[place] != "0" or tokens[place].text == "0":
            break
        out[place] = ""
    return "".join(out[place] for place in sorted(out))


def _digits(figure: str, places: list[int], tokens: list[Token], grouped: bool) -> dict[int, str]:
    """The digits of a whole number at the places of a format, from the right; what has no place stands before the first."""
    if not places:
        return {}
    if grouped:
        return dict.fromkeys(places, "") | {places[0]: f"{int(figure or 0):,}" if figure or tokens[places[-1]].text == "0" else ""}
    out = {}
    for place in reversed(places):
        out[place] = figure[-1:] or ("0" if tokens[place].text == "0" else "")
        figure = figure[:-1]
    return out | {places[0]: figure + out[places[0]]}


def _decimals(tokens: list[Token]) -> int:
    """Decimals before the exponent."""
    point = next((place for place, token in enumerate(tokens) if token == Token("mark", ".")), len(tokens))
    power = next(place for place, token in enumerate(tokens) if token.kind == "exponent")
    return sum(point < place < power and token.kind == "digit" for place, token in enumerate(tokens))

"""Rules as Excel formulas, kept to functions that Excel 2010 and WPS have.

A sum is SUM guarded by COUNT: a blank or a text makes it unknown, not zero. ISBLANK is asked through SUMPRODUCT, because
COUNTBLANK also counts a formula that shows nothing, and a total that waits for its parts is not a blank cell.
"""

from collections.abc import Container, Iterable, Sequence
from decimal import Decimal

from xlreport.form.model import AMOUNT, SIGNED, Form, Table
from xlreport.rules.model import FACT, LAST, THIS, Answer, Comparison, Instance, Rule, Sum, Term
from xlreport.workbook.layout import COVER, FLAG, Layout, Spot, column_letters

BLANK_COUNTS = f'{FLAG}="是"'
# texts that are numbers where the form lets them: a change such as “增10”, an amount such as “251000元”
_NO_CHANGE = ('SUMPRODUCT(--ISTEXT({0}),--ISERROR(VALUE(SUBSTITUTE(SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({0},"增加",""),"减少",""),'
              '"增",""),"减",""))))')
_NO_AMOUNT = ('SUMPRODUCT(--ISTEXT({0}),1-ISNUMBER(FIND("元",{0}))*ISNUMBER(VALUE(SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({0},"亿元",""),'
              '"万元",""),"元",""))))')
_EXCEL = {"==": "=", "!=": "<>", "<=": "<=", ">=": ">=", "<": "<", ">": ">"}


def areas(spots: Iterable[Spot]) -> list[tuple[Spot, Spot]]:
    """Rectangles (first and last cell) that cover exactly these cells."""
    todo = {(spot.sheet, spot.row, spot.column) for spot in spots}
    found: list[tuple[Spot, Spot]] = []
    for sheet, row, column in sorted(todo, key=lambda key: (key[0], key[2], key[1])):
        if (sheet, row, column) not in todo:
            continue
        height = 1
        while (sheet, row + height, column) in todo:
            height += 1
        width = 1
        while all((sheet, row + step, column + width) in todo for step in range(height)):
            width += 1
        todo -= {(sheet, row + down, column + right) for down in range(height) for right in range(width)}
        found.append((Spot(sheet, row, column), Spot(sheet, row + height - 1, column + width - 1)))
    return found


def rectangles(spots: Iterable[Spot], local: bool = False) -> list[str]:
    """Ranges that cover exactly these cells; `local` leaves out the sheet and the dollar signs."""
    return [_range(first, last, local) for first, last in areas(spots)]


def _range(first: Spot, last: Spot, local: bool) -> str:
    if local:
        return first.address if first == last else f"{first.address}:{last.address}"
    if first == last:
        return first.absolute
    return f"{first.absolute}:${column_letters(last.column)}${last.row + 1}"


def spots_of(layout: Layout, terms: Iterable[Term]) -> list[Spot]:
    """Where the cells of a sum stand in the template."""
    places = {THIS: layout.figures, LAST: layout.last, FACT: layout.facts}
    return [places[term.source][term.name] for term in terms]


def total_formula(spots: Sequence[Spot], typed: Sequence[Spot]) -> str:
    """The formula of a total: nothing while one of its parts is unknown. typed: the parts that are not totals themselves."""
    ranges = ",".join(rectangles(spots, local=True))
    blanks = "+".join(f"SUMPRODUCT(--ISBLANK({area}))" for area in rectangles(typed, local=True)) or "0"
    return f'=IF(COUNT({ranges})+IF({BLANK_COUNTS},{blanks},0)={len(spots)},SUM({ranges}),"")'


def known(layout: Layout, totals: Container[str], part: Sum) -> str:
    """A condition: every cell of a sum holds a number (or is a blank that counts as 0, which a total's never does)."""
    if not part.terms:
        return "TRUE"
    ranges = rectangles(spots_of(layout, part.terms))
    typed = rectangles(spots_of(layout, [term for term in part.terms if term.source == THIS and term.name not in totals]))
    blanks = "+".join(f"SUMPRODUCT(--ISBLANK({area}))" for area in typed)
    extra = f"+IF({BLANK_COUNTS},{blanks},0)" if typed else ""
    return f"COUNT({','.join(ranges)}){extra}={len(part.terms)}"


def sum_formula(layout: Layout, part: Sum) -> str:
    """A sum without guard: `SUM(..)-SUM(..)+10000*SUM(..)`."""
    by_factor: dict[Decimal, list[Term]] = {}
    for term in part.terms:
        by_factor.setdefault(term.factor, []).append(term)
    text = ""
    for factor, terms in by_factor.items():
        area = f"SUM({','.join(rectangles(spots_of(layout, terms)))})"
        sign = "-" if factor < 0 else "+" if text else ""
        size = "" if abs(factor) == 1 else f"{abs(factor):f}*"
        text += f"{sign}{size}{area}"
    if part.constant or not text:
        text += f"{'+' if text and part.constant >= 0 else ''}{part.constant:f}"
    return text


def side_formula(layout: Layout, totals: Container[str], part: Sum) -> str:
    """One side of a comparison for the 校验 sheet: its number, or nothing while a cell is unknown."""
    return f'=IF({known(layout, totals, part)},{sum_formula(layout, part)},"")'


def absent(layout: Layout, form: Form, comparisons: Iterable[Comparison]) -> str:
    """A condition: the rule does not apply, because a cell is `/` or last year's cell was not given; '' if never."""
    conditions: list[str] = []
    for comparison in comparisons:
        terms = [*comparison.left.terms, *comparison.right.terms]
        last = spots_of(layout, [term for term in terms if term.source == LAST])
        conditions += [f"SUMPRODUCT(--ISBLANK({area}))>0" for area in rectangles(last)]
        slashed = spots_of(layout, [
            term for term in terms if term.source == LAST or (term.source == THIS and form.cells[term.name].slash)
        ])
        conditions += [f'COUNTIF({area},"/")>0' for area in rectangles(slashed)]
    conditions = list(dict.fromkeys(conditions))
    if len(conditions) < 2:
        return "".join(conditions)
    return f"OR({','.join(conditions)})"


def _test(comparison: str, left: str, right: str, tolerance: Decimal) -> str:
    gap = f"ROUND({left}-({right}),6)" if right != "0" else f"ROUND({left},6)"
    if comparison in ("==", "!="):
        return f"ABS({gap}){'<=' if comparison == '==' else '>'}{tolerance:f}" if tolerance else \
            f"{gap}{_EXCEL[comparison]}0"
    edge = -tolerance if comparison in (">=", "<") else tolerance
    return f"{gap}{comparison}{edge:f}"


def _comparison_test(layout: Layout, comparison: Comparison) -> str:
    return _test(comparison.relation, sum_formula(layout, comparison.left), sum_formula(layout, comparison.right),
                 Decimal(0))


def verdict_formula(
    layout: Layout, form: Form, totals: Container[str], rule: Rule, instance: Instance, left: str, right: str
) -> str:
    """通过, 不符, 无法判断 or 不适用; left and right are the addresses of the two sides on the 校验 sheet."""
    text = (f'IF(OR({left}="",{right}=""),"无法判断",'
            f'IF({_test(instance.check.relation, left, right, rule.tolerance)},"通过","不符"))')
    given = instance.given
    if given is not None:
        unknown = f"NOT(AND({known(layout, totals, given.left)},{known(layout, totals, given.right)}))"
        text = f'IF({unknown},"无法判断",IF({_comparison_test(layout, given)},{text},"不适用"))'
    if gone := absent(layout, form, [instance.check] if given is None else [instance.check, given]):
        text = f'IF({gone},"不适用",{text})'
    for condition in instance.when:
        text = f'IF({_condition(layout, form, totals, condition)},{text},"不适用")'
    return "=" + text


def _condition(layout: Layout, form: Form, totals: Container[str], condition: Comparison | Answer) -> str:
    if isinstance(condition, Answer):
        name = f"{COVER}_{condition.question}"
        return f'{name}="{condition.choice}"' if condition.equal else f'AND({name}<>"",{name}<>"{condition.choice}")'
    parts = [known(layout, totals, condition.left), known(layout, totals, condition.right)]
    if gone := absent(layout, form, [condition]):
        parts.append(f"NOT({gone})")
    # IF, not AND: a text in a cell must not reach the arithmetic
    return f"IF(AND({','.join(parts)}),{_comparison_test(layout, condition)},FALSE)"


def cell_test_count(test: str, layout: Layout, table: Table, totals: Container[str]) -> str | None:
    """A formula that counts the cells of a table which break a cell test; None where Excel cannot tell."""
    every = [layout.figures[cell.name] for cell in table.cells]
    typed = [layout.figures[cell.name] for cell in table.cells
             if cell.name not in totals and cell.kind != SIGNED and not cell.stated_unit]
    sums = [layout.figures[cell.name] for cell in table.cells if cell.name in totals]

    def add(template: str, spots: Iterable[Spot]) -> str:
        return "+".join(template.format(area) for area in rectangles(spots)) or "0"

    if test == "blank":
        return add("SUMPRODUCT(--ISBLANK({}))", every)
    if test == "blank total":
        return add("SUMPRODUCT(--ISBLANK({}))", sums)
    if test == "text":
        # A total that waits for its parts is an empty text, so totals are asked for a text with a length; 1/LEN, because
        # an error value must not spoil the count. COUNTIF "?*" also counts numbers in LibreOffice.
        words = add("SUMPRODUCT(--ISTEXT({}))", typed) + "+" + add("SUMPRODUCT(--ISTEXT({0}),--ISNUMBER(1/LEN({0})))", sums)
        signed = [layout.figures[cell.name] for cell in table.cells if cell.kind == SIGNED]
        stated = [layout.figures[cell.name] for cell in table.cells if cell.stated_unit]
        words += "".join(f"+{add(template, spots)}" for template, spots in ((_NO_CHANGE, signed), (_NO_AMOUNT, stated)) if spots)
        slashes = add('COUNTIF({},"/")', every)
        return f"{words}-({slashes})"
    if test == "slash":
        return add('COUNTIF({},"/")', [layout.figures[cell.name] for cell in table.cells if not cell.slash])
    if test == "negative":
        return add('COUNTIF({},"<0")', [layout.figures[cell.name] for cell in table.cells if cell.kind != SIGNED])
    if test == "decimals":
        whole = [layout.figures[cell.name] for cell in table.cells if cell.kind != AMOUNT]
        return add('SUMPRODUCT(--ISNUMBER({0}),--ISNUMBER(FIND(".",{0})))', whole)
    if test == "boolean":
        return add("SUMPRODUCT(--ISLOGICAL({}))", every)
    if test == "error_value":
        return add("SUMPRODUCT(--ISERROR({}))", every)
    if test == "huge":
        return add('COUNTIF({},">=1000000000000")', every) + "+" + add('COUNTIF({},"<=-1000000000000")', every)
    return None

"""Formulas as Excel writes them and as Calc's programming interface writes them: separators and sheet names differ."""

import re

_TO_CALC = re.compile(r"""("(?:[^"]|"")*")|(?:'((?:[^']|'')+)'|([^\W\d][\w.]*))!|(,)""")
_TO_EXCEL = re.compile(r"""("(?:[^"]|"")*")|\$?(?:'((?:[^']|'')+)'|([^\W\d]\w*))\.(?=\$?[A-Z]{1,3}\$?[0-9])|(;)""")


def to_calc(formula: str) -> str:
    """`=SUM('申请情况'!D6,D7)` -> `=SUM($'申请情况'.D6;D7)`; what is no formula stays as it is."""
    if not formula.startswith("="):
        return formula
    return _TO_CALC.sub(lambda found: found[1] or (";" if found[4] else f"$'{found[2] or found[3]}'."), formula)


def to_excel(formula: str) -> str:
    """`=SUM($申请情况.D6;D7)` -> `=SUM('申请情况'!D6,D7)`; what is no formula stays as it is."""
    if not formula.startswith("="):
        return formula
    return _TO_EXCEL.sub(lambda found: found[1] or ("," if found[4] else f"'{found[2] or found[3]}'!"), formula)

"""Prints how a run of the generator was read, a line for each layout: `python tests/reading/read_by_layout.py 2000`."""

import sys
from collections import Counter
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]

from cases import case, tally  # noqa: E402

from xlreport.form.library import library  # noqa: E402

COLUMNS = ("figures", "survive", "read", "recovered", "inferred", "inferred wrong", "unread", "wrong")


def main(count: int) -> None:
    """Reads `count` cases and prints what came back."""
    counts: dict[int, Counter[str]] = {}
    for number in range(count):
        one = case(number, library())
        counts.setdefault(one.layout, Counter()).update(tally(one))
    counts[0] = sum(counts.values(), Counter())
    sys.stdout.write(f"layout  {'  '.join(COLUMNS)}  read of surviving\n")
    for layout in [*sorted(counts)[1:], 0]:
        share = counts[layout]["read"] / max(counts[layout]["survive"], 1)
        figures = "  ".join(str(counts[layout][column]).rjust(len(column)) for column in COLUMNS)
        sys.stdout.write(f"{str(layout or 'all').rjust(6)}  {figures}  {share:.2%}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))

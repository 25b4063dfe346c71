"""`make bench`: reports with narratives of 2,500 characters, no two alike: what reading one takes, by itself and in its workbook.

Four fifths of a narrative tell of things that no table has, one fifth are statements about the tables; a second kind is nothing but
statements about the tables, some of them false, which is more than any office has ever written.
"""

import gc
import json
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests")]

from narratives import applications, growth, openness  # noqa: E402, F401  each adds its patterns
from narratives.figures import Figures  # noqa: E402
from narratives.sentences import PATTERNS, Sentence  # noqa: E402
from xlreport.check.prose import check_prose  # noqa: E402
from xlreport.form.library import library, templates_folder  # noqa: E402
from xlreport.form.submission import Submission  # noqa: E402
from xlreport.form.values import exact_value  # noqa: E402
from xlreport.rules.load import load_rules  # noqa: E402
from xlreport.rules.sums import amounts  # noqa: E402

FORM = "zfxxgk-2021"
LENGTH = 2500
_SECTION = "总体情况"


def narrated(seed: int, plain: float = 0.8) -> Submission:
    """A report with a narrative. plain: the share of its text that says nothing about the tables."""
    random = Random(seed)
    figures = Figures(random, 2021 + seed % 5)
    texts = _other_words(figures.year) if plain else {}
    body = texts.get(_SECTION, "")
    while len(body) < plain * LENGTH:
        body += "\n" + texts[_SECTION]
    body = body[:int(plain * LENGTH)].rpartition("\n")[0]
    statements = _statements(figures, random)
    while len(body) < LENGTH:
        body += random.choice(("", "\n")) + next(statements)
    texts[_SECTION] = body[:LENGTH - sum(len(words) for code, words in texts.items() if code != _SECTION)]
    return Submission(
        library().form(FORM), unit=f"第{seed}号单位", year=figures.year,
        cells={name: exact_value(number) for name, number in figures.this.items()},
        last_year={name: exact_value(number) for name, number in figures.last.items()},
        facts={name: exact_value(number) for name, number in figures.facts.items()}, texts=texts)


def _other_words(year: int) -> dict[str, str]:
    """The prose of the worked example about another year, without what it says of applications and fees."""
    example: dict[str, str] = json.loads((templates_folder() / FORM / "example.json").read_text("utf-8"))["text"]
    told = {code: "\n".join(line for line in words.split("\n") if "依申请公开" not in line and "处理费" not in line) for code, words in example.items()}
    return {code: words.replace("2024", str(year + 1)).replace("2023", str(year)) for code, words in told.items() if words}


def _statements(figures: Figures, random: Random) -> Iterator[str]:
    """Sentences about the figures without end, one in twenty false."""
    while True:
        made: Sentence | None = PATTERNS[random.choice(sorted(PATTERNS))](figures, random)
        if made is not None and made.true:
            places = made.checkable()
            yield (made.with_falsehood(random.choice(places), random) if places and random.random() < 0.05 else made).text()


def read_narratives(count: int) -> float:
    """Processor seconds for a thousand narratives, a fifth of them about the tables, without the rest of their reports.

    Memory is tidied as seldom as in `xlreport check`.
    """
    gc.set_threshold(100_000, 50, 50)
    rules = load_rules(library(), FORM)
    medians: list[float] = []
    for kind, plain, bar in (("narratives, a fifth of them about the tables", 0.8, "at most 3"), ("nothing but statements about the tables", 0.0, "none")):
        reports = [(report, amounts(report, rules.totals)) for report in (narrated(seed, plain) for seed in range(count))]
        taken, numbers = [], 0
        for _ in range(3):
            check_prose(*reports[0][:1], rules, reports[0][1])
            started = time.process_time()
            numbers = sum(len(check_prose(report, rules, known).numbers) for report, known in reports)
            taken.append(time.process_time() - started)
        medians.append(1000 * statistics.median(taken) / count)
        print(f"1000 {kind}: {medians[-1]:.2f} s of processor time (bar: {bar}); {numbers / count:.0f} numbers each", flush=True)
    return medians[0]

"""What is printed and yet no part of what a report says: struck-out words, and raised marks. One rule for every kind of file.

Struck-out words count as deleted: who strikes 79 out and types 77 beside it means 77. A raised (or lowered) mark behind a word or figure
points to a note and is no digit of it: 46¹ is 46. Raised words with nothing beside them are a matter of taste, and words all the same; so
is what is raised behind a Latin letter (m²). Where a file only shows strokes and small print (a PDF), the figure is left unread.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from xlreport.reading.document import Notice
from xlreport.wording import say


class Words(NamedTuple):
    """A run of characters that look alike."""

    text: str
    struck: bool = False
    raised: bool = False


class LeftOut:
    """What a file's reader left out by the rule, to be said of the whole file. places: where, as far as the reader can tell."""

    def __init__(self) -> None:
        self.struck: list[str] = []
        self.raised: list[str] = []
        self.places: list[str] = []

    def kept(self, runs: Sequence[Words], place: str = "") -> str:
        """What a line or a cell says."""
        if not any(run.struck or run.raised for run in runs):
            return "".join(run.text for run in runs)
        left = [run for run in runs if not run.struck]
        struck = [run.text.strip() for run in runs if run.struck and run.text.strip()]
        marks: list[str] = []
        said = ""
        beside = any(run.text.strip() for run in left if not run.raised)
        for run in left:
            mark = run.raised and beside and run.text.strip() and not (said[-1:].isascii() and said[-1:].isalpha())
            if mark:
                marks.append(run.text.strip())
            else:
                said += run.text
        self.struck += struck
        self.raised += marks
        if place and (struck or marks):
            self.places.append(place)
        return said

    def notices(self) -> Iterator[Notice]:
        """One notice, with the first places and words."""
        said, english = [], []
        if self.struck:
            said.append(f"有 {len(self.struck)} 处划掉的字（{_some(self.struck)}），按已经删去读")
            english.append(f"{len(self.struck)} pieces of text are struck out ({_some(self.struck)}) and were read as deleted")
        if self.raised:
            said.append(f"有 {len(self.raised)} 处标在角上的注码（{_some(self.raised)}），不算数字的一部分，没有读")
            english.append(f"{len(self.raised)} raised marks ({_some(self.raised)}) are no part of a figure and were not read")
        if said:
            where = say(f"{'、'.join(self.places[:5])}：", f"{', '.join(self.places[:5])}: ") if self.places else ""
            yield Notice("struck_text", where + say(f"{'；'.join(said)}。请核对这些数，并把不要的字删去。",
                                                     f"{'; '.join(english)}. Compare these figures, and delete what is not meant."))


def struck_cells(places: Sequence[str]) -> Iterator[Notice]:
    """One notice of cells of a workbook that are struck out altogether."""
    if places:
        yield Notice("struck_text", say(
            f"{'、'.join(places[:5])}：有 {len(places)} 格整格划掉，公式却还在算，不知道算不算数，没有读。不要的请清空，要的请去掉删除线。",
            f"{', '.join(places[:5])}: {len(places)} cell(s) are struck out altogether, yet formulas still count them, so they were "
            f"not read. Empty them, or remove the line."))


def _some(texts: Iterable[str]) -> str:
    """The first few, each in quotation marks."""
    return "、".join(f"“{text[:20]}”" for text in list(dict.fromkeys(texts))[:3])

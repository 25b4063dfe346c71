"""Findings as colours and notes in a copy of a workbook, and the copy without them again."""

import re
from pathlib import Path
from typing import NamedTuple

from xlreport.check.findings import Finding, Result
from xlreport.errors import UsageError
from xlreport.files import refuse_existing, write_whole
from xlreport.flows.checking import check_file
from xlreport.form.library import Library
from xlreport.present.lines import Line, lines_of
from xlreport.present.words import severity_word
from xlreport.wording import say
from xlreport.workbook.marks import ERROR, INFO, RELATED, WARNING, Mark, marked_package
from xlreport.workbook.marks_undo import unmarked_package
from xlreport.workbook.package import read_file

_KINDS = (".xlsx", ".xlsm")
_COLOURS = {"error": ERROR, "warning": WARNING, "info": INFO}
_ORDER = (ERROR, WARNING, INFO, RELATED)  # of two colours on a cell the stronger one shows
Spot = tuple[str, str]  # sheet and address


class Copied(NamedTuple):
    """A marked copy; path None: there was nothing to mark. cells: how many were coloured; kept: cells whose own notes were left alone;

    elsewhere: messages of findings that stand in no cell.
    """

    path: Path | None
    cells: int
    kept: tuple[str, ...]
    elsewhere: tuple[str, ...]


class Cleared(NamedTuple):
    """A copy without marks; path None: there were none. whole: every part is byte for byte what it was before it was marked."""

    path: Path | None
    whole: bool
    cells: int


def mark(source: Path, forms: Library, target: Path | None = None) -> Copied:
    """Writes a copy with the findings marked; marks of an earlier check go first. Never over a file that is there.

    Raises UsageError for what is no .xlsx or .xlsm, UnreadableFile, OutputError; then nothing was written.
    """
    path = _target(source, target, say("（已标记）", " (marked)"))
    found = check_file(source, forms, str(source))
    for file in found:
        if file.error is not None:
            raise file.error
    results = [file.result for file in found if file.result is not None]
    wanted = [one for result in results for one in marks_of(result)]
    clean = unmarked_package(read_file(source, str(source)), str(source))
    done = marked_package(clean.data, str(source), wanted)
    elsewhere = tuple(line.said for result in results for line in lines_of(result)
                      if line.finding.waiver != "waived" and not any(places(result, one) for one in line.under or (line.finding,)))
    if not done.cells:
        return Copied(None, 0, (), elsewhere)
    write_whole(path, done.data, replace=False)
    return Copied(path, done.cells, done.kept, elsewhere)


def unmark(source: Path, target: Path | None = None) -> Cleared:
    """Writes a copy without our marks; every edit made since stays. Raises as mark does."""
    path = _target(source, target, say("（去标记）", " (unmarked)"))
    done = unmarked_package(read_file(source, str(source)), str(source))
    if not done.whole and not done.cells:
        return Cleared(None, False, 0)
    write_whole(path, done.data, replace=False)
    return Cleared(path, done.whole, done.cells)


def _target(source: Path, target: Path | None, word: str) -> Path:
    suffix = source.suffix.lower()
    if suffix not in _KINDS:
        raise UsageError(say(f"只能标记 .xlsx 和 .xlsm，{source} 不是。请先用 xlreport import 转成工作簿",
                             f"only .xlsx and .xlsm can be marked, not {source}. Turn it into a workbook first (xlreport import)"))
    stem = source.stem
    for other in (("（已标记）", " (marked)") if target is None else ()):
        stem = stem.removesuffix(other)
    path = target or source.with_name(f"{stem}{word}{source.suffix}")
    if path.suffix.lower() != suffix:
        raise UsageError(say(f"副本的扩展名要和原来的一样（{suffix}），现为 {path}", f"the copy must end in {suffix}, not {path}"))
    if path.exists() or path.is_symlink():
        refuse_existing(path)
    return path


def places(result: Result, finding: Finding) -> list[Spot]:
    """Where a finding's cells or words stand in the workbook, each once."""
    spots = [(cell.sheet, cell.address) for cell in finding.cells if cell.sheet and re.fullmatch(r"[A-Z]{1,3}[0-9]{1,7}", cell.address)]
    if not spots and finding.text is not None:
        lines = result.submission.text_places.get(finding.text.section, ())
        number = result.submission.texts.get(finding.text.section, "").count("\n", 0, finding.text.start)
        spots = [(lines[number].sheet, lines[number].address)] if number < len(lines) else []
    return list(dict.fromkeys(spots))


def marks_of(result: Result) -> list[Mark]:
    """The cells to mark. A cell that a cause blames is strong and says what to do, the other cells of its equations are pale. Where sums

    cannot tell which cell it is, the last one, the total, is strong. A finding that is no equation colours all its cells, and the first speaks.
    """
    colours: dict[Spot, str] = {}
    texts: dict[Spot, list[str]] = {}
    pointers: dict[Spot, str] = {}
    for line in lines_of(result):
        if line.finding.waiver == "waived":
            continue
        colour = _COLOURS[line.finding.severity]
        told = f"{severity_word(line.finding.severity)}{say('：', ': ')}{line.said} [{'、'.join(line.rules)}]"
        spots = list(dict.fromkeys(spot for one in (line.under or (line.finding,)) for spot in places(result, one)))
        strong, pale = _parted(result, line, spots)
        for spot in strong:
            texts.setdefault(spot, []).append(told)
        for spot in dict.fromkeys((*strong, *pale, *spots)):
            shade = RELATED if spot in pale and colour == ERROR else colour
            colours[spot] = min(colours.get(spot, shade), shade, key=_ORDER.index)
            home = strong[0][1] if strong[0][0] == spot[0] else f"{strong[0][0]} {strong[0][1]}"
            pointers.setdefault(spot, say(f"与 {home} 有关，见那里的批注。", f"Belongs to {home}: see the note there."))
    return [Mark(*spot, colour, "\n".join(dict.fromkeys(texts.get(spot, [pointers[spot]])))) for spot, colour in colours.items()]


def _parted(result: Result, line: Line, spots: list[Spot]) -> tuple[list[Spot], list[Spot]]:
    """The cells that carry a line's words, and those that are only related to them."""
    found = [result.submission.places.get(cell) for cell in line.blamed]
    blamed = [(place.sheet, place.address) for place in found if place is not None]
    if blamed:
        return blamed, [spot for spot in spots if spot not in blamed]
    if line.under or line.finding.left:
        return spots[-1:], spots[:-1]
    return spots[:1], []

"""What a person is told of how a document was read: mixed editions, a layout that lost something, figures inferred."""

from collections.abc import Iterator, Sequence

from xlreport.form.model import Table
from xlreport.form.submission import Departure, Place, Submission
from xlreport.form.values import UNREAD
from xlreport.reading.chain import Standing
from xlreport.reading.figures import Figures, Manner, odd
from xlreport.reading.labels import Printed
from xlreport.reading.rows import Row, read_row
from xlreport.reading.stream import Stream
from xlreport.reading.typed import how_typed
from xlreport.wording import say


def remarks(
    form: Printed, stream: Stream, chain: Sequence[Standing], rows: Sequence[Row], manner: Manner, figures: Figures, half: int | None
) -> tuple[Departure, ...]:
    """Departures about how the document was read, for the W rules."""
    return (*_stated_groups(form, stream, chain, rows), *_lost(manner, half), *_odd(form, rows, figures), *_typed(form, figures), *_inferred(form, figures))


def _stated_groups(form: Printed, stream: Stream, chain: Sequence[Standing], rows: Sequence[Row]) -> Iterator[Departure]:
    """Groups of rows that the report states in one line, as the older edition did: the sum is kept in words."""
    present = {row.line.number for row in rows if row.pieces}
    for part in dict.fromkeys(line.part for line in form.lines if line.part):
        lines = [line for line in form.lines if line.part == part]
        before = next((standing for standing in chain if standing.label.order == lines[0].label - 1), None)
        if before is None or len(lines) < 2 or any(line.number in present for line in lines):
            continue
        start = stream.at[before.end - 1] + 1
        later = [stream.at[standing.start] for standing in chain if standing.start >= before.end]
        row = read_row(stream.raw, lines[0], stream.at[before.start], start, min(later, default=len(stream.raw)), form.bits, "")
        if len(row.pieces) == len(lines[0].cells):
            table = form.form.tables[lines[0].table]
            shown = next((other.line.cells for other in rows if other.line.table == lines[0].table and len(other.line.cells) == len(row.pieces)),
                         lines[0].cells)  # the columns as they stand here, in whatever order
            figures = "、".join(f"{table.columns.said[cell.column]} {piece.text}" for cell, piece in zip(shown, row.pieces, strict=True))
            place = stream.place(row.pieces[0].start, row.pieces[-1].end, table.sheet)
            yield Departure("edition_mixed", say(
                f"“{part}”只有一行（{figures}），是旧版式的写法；本版式分 {len(lines)} 行，这几行没有读出来，合计仍按原文留在这里。请按新版式分行填报。",
                f"“{part}” is one line ({figures}), as in the older edition; this edition has {len(lines)} lines, which are unread. "
                f"Fill them in separately."), place=place)


def _lost(manner: Manner, half: int | None) -> Iterator[Departure]:
    """What the layout lost on the way."""
    lost = []
    if manner.collapsed:
        lost.append(say("相同的相邻格只留了一个", "equal neighbouring cells stand only once"))
    if manner.glued:
        lost.append(say("数字连成一串，没有分隔", "figures are run together without separators"))
    if manner.cut:
        lost.append(say("有的数被拆成几段", "some figures are cut into pieces"))
    if manner.dropped:
        lost.append(say("有的行格数不够（空格没有留下痕迹）", "some rows have too few cells (blank ones left no trace)"))
    if lost:
        yield Departure("layout_lossy", say(
            f"这份文件转成文字时丢了东西：{'；'.join(lost)}。能由勾稽关系唯一确定的标为推定，其余作未读。请尽量用原来的 Word、Excel 或网页校验。",
            f"This file lost something when it became text: {'; '.join(lost)}. What the rules settle is marked as inferred, the rest is "
            f"unread. Check the original Word, Excel or web page if you can."))
    if manner.doubled:
        which = "" if half is not None else say("，分不清哪一边是本年的，都没有读", "; which is this year's cannot be told, so none was read")
        yield Departure("layout_lossy", say(f"表里两年的数并排{which}。", f"Two years stand side by side{which}."), unclear=half is None)


def _odd(form: Printed, rows: Sequence[Row], figures: Figures) -> Iterator[Departure]:
    """Lines of drawn tables whose cells are not those of the form, and which could not be read for that."""
    for number, table in enumerate(form.form.tables):
        lines = [row for row in rows if row.line.table == number and odd(row)
                 and all(figures.values[cell.name].kind == UNREAD for cell in row.line.cells)]
        if lines:
            yield Departure("layout_lossy", say(
                f"有 {len(lines)} 行的格数与表式不同（多了或少了一列，或整张表另排过），分不清哪个数在哪一列，没有读。请照表式改好，或对照原件填写。",
                f"{len(lines)} line(s) have more or fewer cells than the form (a column more or less, or a table drawn anew) and were not "
                f"read. Draw them as the form has them, or fill them in from the original."), place=Place(table.sheet, ""))


def _typed(form: Printed, figures: Figures) -> Iterator[Departure]:
    """Figures that bear more than digits, a line a table."""
    for table in form.form.tables:
        texts = [figures.typed[cell.name] for cell in table.cells if cell.name in figures.typed]
        if texts:
            listed = say("、", ", ").join(texts[:3])
            yield Departure("figures_typed", say(
                f"有 {len(texts)} 个数带{how_typed(texts)}（如 {listed}），已按数读取。公布前请只留数字。",
                f"{len(texts)} figure(s) bear {how_typed(texts)} (such as {listed}); they were read as numbers. Leave digits only."),
                place=Place(table.sheet, ""))


def _inferred(form: Printed, figures: Figures) -> Iterator[Departure]:
    """Figures that were inferred, a line a table."""
    submission = Submission(form.form, cells=figures.values, places=figures.places)
    for table in form.form.tables:
        names = [cell.name for cell in table.cells if figures.values[cell.name].inferred]
        if names:
            yield Departure("figures_inferred", _inferred_words(table, submission, names))


def _inferred_words(table: Table, submission: Submission, names: Sequence[str]) -> str:
    listed = "、".join(f"{submission.form.cells[name].label} {submission.cells[name].raw}" for name in names[:6])
    more = say(f"等 {len(names)} 格", f" and others, {len(names)} in all") if len(names) > 6 else ""
    return say(
        f"{table.sheet}：有 {len(names)} 格看不清边界，是按勾稽关系推定的（{listed}{more}），用到的规则不作判断。请对照原件核实。",
        f"{table.sheet}: {len(names)} figure(s) had no clear borders and were inferred from the balances ({listed}{more}); the rules used "
        f"are not judged. Compare them with the original.")

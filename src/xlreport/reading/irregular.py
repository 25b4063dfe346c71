"""What is irregular about a document's parts, as departures: headings missing or out of order, numbering, tables, residue."""

from collections.abc import Iterator, Mapping, Sequence

from xlreport.form.model import Form
from xlreport.form.submission import Departure, Place
from xlreport.reading.document import Document
from xlreport.reading.headings import Heading, official_number
from xlreport.reading.lines import Line, TableSpan
from xlreport.wording import say

PICTURE = "picture"  # the test of a notice by which an importer tells of a picture


def heading_departures(headings: Sequence[Heading], lines: Sequence[Line], form: Form) -> Iterator[Departure]:
    """Headings that are missing, stand in another order than printed, or have another numbering."""
    found = {heading.section for heading in headings}
    missing = [section.heading for place, section in enumerate(form.sections) if section.heading and place not in found]
    if missing:
        yield Departure("section_missing", say(
            f"没有找到{'、'.join(f'“{heading}”' for heading in missing)}。漏了的请补上；只是标题掉了的请补标题（那一部分的文字，这里读在它前面的部分里）。",
            f"Not found: {'; '.join(missing)}. Add the part, or its heading where only that was lost (its text was read as part of "
            f"the one before)."))
    order = [heading.section for heading in headings]
    if order != sorted(order):
        said = "、".join(_name(form, section) for section in order)
        yield Departure("section_order", say(f"各部分的次序是：{said}。请按规定的次序排。", f"The parts stand in this order: {said}."),
                        place=_place(lines[headings[0].line].place))
    yield from _numbering(headings, lines, form)


def _name(form: Form, section: int) -> str:
    heading = form.sections[section].heading
    return heading[len(official_number(heading)):]


def _place(place: Place) -> Place:
    return place._replace(start=0, end=0)


def _numbering(headings: Sequence[Heading], lines: Sequence[Line], form: Form) -> Iterator[Departure]:
    """One departure for all headings whose numbering is not the official one."""
    odd: list[str] = []
    odd_in_english: list[str] = []
    for heading in headings:
        official = form.sections[heading.section].heading
        wanted = official_number(official)
        if not wanted or heading.number.rstrip("、.．,，:：") == wanted.rstrip("、"):
            continue
        where = str(lines[heading.line].place).strip()
        printed = say(f"编号是“{heading.number}”", f"is numbered {heading.number}") if heading.number else say("没有编号", "has no number")
        odd.append(f"{where}“{_name(form, heading.section)}”{printed}，应是“{wanted}”")
        odd_in_english.append(f"{where} {_name(form, heading.section)} {printed}, not {wanted}")
    if odd:
        yield Departure("numbering", say("；".join(odd) + "。", "; ".join(odd_in_english) + "."))


def table_departures(document: Document, form: Form, spans: Sequence[TableSpan]) -> Iterator[Departure]:
    """Official tables that are not in the document, and what may stand in their place."""
    found = {span.table for span in spans}
    pictures = [notice for notice in document.notices if notice.test == PICTURE]
    for table in form.tables:
        if table.code in found:
            continue
        place = Place(table.sheet, "")
        if pictures:
            near = f"（{pictures[0].place}）" if pictures[0].place else ""
            yield Departure("table_picture", say(
                f"没有找到“{table.title}”的表，文件里有 {len(pictures)} 张图片{near}，表可能是贴的图。图里的数读不出来，请把表做成文字表格。",
                f"No table for {table.title}; there are {len(pictures)} picture(s){near}, and the table may be one of them. Figures in a "
                f"picture cannot be read: make it a table."), place=place)
        else:
            yield Departure("table_missing", say(
                f"没有找到“{table.title}”的表。漏了的请补上；表拆散了认不出来的，请对照原表式做好。",
                f"No table for {table.title} was found. Add it, or draw it as the official form has it."), place=place)


def text_departures(headings: Sequence[Heading], texts: Mapping[str, tuple[Line, ...]], form: Form) -> Iterator[Departure]:
    """Headings with nothing under them."""
    found = {heading.section for heading in headings}
    empty = [section.heading for place, section in enumerate(form.sections)
             if place in found and section.text and not texts.get(section.text)]
    if empty:
        yield Departure("section_empty", say(
            f"{'、'.join(f'“{heading}”' for heading in empty)}下面没有文字。没有要报告的，也请写明“无”。",
            f"Nothing stands under {'; '.join(empty)}. Where there is nothing to report, say so."))

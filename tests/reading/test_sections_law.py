"""Laws of the reader of sections: no line is lost, none is read twice, and nothing makes it stumble."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from reports import REPORT, document

from xlreport.form.library import library as library_of
from xlreport.reading.document import Document, Paragraph
from xlreport.reading.lines import running_text
from xlreport.reading.sections import Sections, read_sections

FORM = library_of().form("zfxxgk-2021")
PIECES = st.sampled_from([line for line in REPORT if line] + [
    "3、收到和处理政府信息公开申请情况", "其他需要报告的事项", "附件：1.台账", "江城县财政局", "2024年1月26日", "（2024年1月26日）", "江财发〔2024〕3号",
    "当前位置：首页",
    "发布时间：2024-01-26", "注：按件统计。", "目录", "一、总体情况……1", "五、存在问题及改进措施主要问题是人手不足。",
    "[bookmark: _GoBack]（三）依申请公开。", "　", "— 3 —", "0",
])


def said(found: Sections) -> Counter[str]:
    """The characters of everything that was read, white space apart."""
    words = [*found.texts.values(), found.signature, found.cover.get("title", ""), found.cover.get("date", ""), found.cover.get("文号", ""),
             *(line.text for line in found.rest)]
    return Counter("".join("".join(words).split()))


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=14))
def test_no_character_of_a_text_is_lost(pieces: list[str]) -> None:
    """Whatever order lines come in, all that is no heading is in a text, in the title, in the signature, or left out aloud."""
    made, spans = document([*pieces])
    found = read_sections(made, FORM, spans)
    lines = running_text(made, spans, lambda text: False)
    headings = sum((Counter("".join(section.heading.split())) for section in FORM.sections), Counter())
    for words in FORM.sections:
        for wording in words.also:
            headings |= Counter("".join(wording.split()))
    missing = Counter("".join("".join(line.text for line in lines).split())) - said(found)
    # headings are read, not kept; so are brackets around a date and the marks behind a heading
    assert not set(missing) - set(headings) - set("：:。…、0123456789（）()")


@settings(max_examples=200)
@given(st.lists(st.text(max_size=60), max_size=12))
def test_any_text_is_read(lines: list[str]) -> None:
    made, spans = document(lines)
    found = read_sections(made, FORM, spans)
    for code, text in found.texts.items():
        assert len(text.split("\n")) == len(found.text_places[code])


@settings(max_examples=100)
@given(st.integers(0, len(REPORT) - 1), st.integers(0, 3))
def test_a_line_more_or_less_changes_only_its_own_part(place: int, copies: int) -> None:
    """A line of a part left out or repeated leaves every other part as it was."""
    line = REPORT[place]
    if line is None or line[1:2] == "、" or place < 2:
        return
    whole = read_sections(*_read(REPORT)).texts
    changed = read_sections(*_read([*REPORT[:place], *[line] * copies, *REPORT[place + 1 :]])).texts
    assert sum(whole.get(code) != changed.get(code) for code in whole) <= 1


def _read(lines: object) -> tuple[Document, object, object]:
    made, spans = document(list(lines))  # type: ignore[call-overload]
    return made, FORM, spans


def test_blank_documents() -> None:
    assert read_sections(Document("text", (Paragraph("", None),)), FORM, ()).texts == {}  # type: ignore[arg-type]

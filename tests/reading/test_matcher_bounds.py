"""The matcher on what is no report, on two reports in one, and on anything at all: refused or unread, quickly, never a surprise."""

import pytest
from cases import case
from hypothesis import given, settings
from hypothesis import strategies as st

import sizes
from xlreport.documents.text import document_of
from xlreport.errors import UnreadableFile
from xlreport.form.library import Library, library
from xlreport.form.submission import Place
from xlreport.form.values import NUMBER, UNREAD
from xlreport.reading.document import Document, Grid, GridCell, Paragraph
from xlreport.reading.matching import match_document

WORDS = ("自然人", "总计", "其他", "3.其他", "（七）总计", "规章", "行政许可", "信息内容", "本年新收政府信息公开申请数量", "2.重复申请",
         "结果维持", "尚未审结", "第二十条第（一）项", "本年制发件数", "四、结转下年度继续办理", "1.属于国家秘密", "0", "0", "1", "12",
         "007", "1,234", "/", "|", "||", "\t", "\n", "\n", " ", "\u3000", "\xa0", "-", "—", "？", "（", "）", "。", "件", "万元", "3.5",
         "-7", "+6", "９", "\x1f", "\x1e", "\x00", "2023年", "2022年", "三、本年度办理结果")
OTHER = {
    "budget": "2023年部门预算公开表\n收入支出总表\n项目|本年预算数|上年预算数\n行政运行|1200.50|1100.00\n总计|1200.50|1100.00\n",
    "rule of law": "2023年法治政府建设年度报告\n一、总体情况\n全年办理行政许可429件，行政处罚256件。行政复议12件。\n二、存在的主要问题\n无。\n",
    "news": "我市召开政府信息公开工作会议。会议强调，要做好政府信息公开工作年度报告编制，行政许可、行政处罚等数据要准确。\n" * 40,
    "digits": "0 " * 200_000,
    "labels": "规章\n" * 50_000,
}


@pytest.mark.parametrize("kind", sorted(OTHER))
def test_reports_of_other_kinds_are_refused(kind: str, library: Library) -> None:
    """Said what it is not, with the way out."""
    with pytest.raises(UnreadableFile) as refused:
        match_document(document_of(OTHER[kind], "别的.txt"), library)
    assert "别的.txt" in str(refused.value)


def test_a_report_whose_tables_are_pictures_has_no_figure(library: Library) -> None:
    """Title and headings are there and not one label: a report in which every figure is unread."""
    text = "\n".join(("示范县财政局2023年政府信息公开工作年度报告", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
                      "四、政府信息公开行政复议、行政诉讼情况"))
    submission = match_document(document_of(text, "图片表.txt"), library)
    assert {value.kind for value in submission.cells.values()} == {UNREAD}


@settings(max_examples=sizes.size(1500))
@given(st.lists(st.sampled_from(WORDS), max_size=400), st.booleans(), st.integers(0, 9))
def test_any_stream_of_words(words: list[str], whole: bool, layout: int) -> None:
    """Random words, alone or thrown into a report: a submission or a refusal."""
    text = "".join(words)
    if whole:
        laid = case(layout, library(), layout + 1 if layout else 2).laid
        if layout:
            kept = [block for block in laid.blocks if isinstance(block, str)]
            cut = len(kept) // 2
            text = "\n".join([*kept[:cut], text, *kept[cut:]])
    try:
        submission = match_document(document_of(text, "某.txt"), library())
    except UnreadableFile:
        return
    assert set(submission.cells) == set(submission.form.cells)


@settings(max_examples=sizes.size(500))
@given(st.lists(st.tuples(st.sampled_from(WORDS), st.integers(0, 40), st.integers(0, 12), st.integers(1, 9), st.integers(1, 9)), max_size=300))
def test_any_grid(cells: list[tuple[str, int, int, int, int]]) -> None:
    """Cells in any place and of any size, overlapping too."""
    grid = Grid(tuple(GridCell(text, row, column, height, width, Place("表1", f"第{row}行第{column}列")) for text, row, column, height, width in cells))
    try:
        match_document(Document("html", (Paragraph("2023年某局政府信息公开工作年度报告", Place("正文", "第1段")), grid), source="某.html"), library())
    except UnreadableFile:
        pass


def test_a_report_many_times_over_is_not_read(library: Library) -> None:
    """Forty copies of one report: which is meant cannot be told."""
    one = case(3, library, 4)
    read = match_document(document_of(one.laid.text * 40, "大.txt"), library)
    assert not any(value.kind == NUMBER for name, value in read.cells.items() if name.startswith("申请"))


def test_two_reports_in_one_text_are_not_mixed(library: Library) -> None:
    """No figure of two different tables of one kind is certain."""
    first, second = case(7, library, 8), case(17, library, 8)
    form = first.made.form
    read = match_document(document_of(first.laid.text + "\n" + second.laid.text, "两份.txt"), library)
    if read.form.id == form.id == second.made.form.id:
        for name, value in read.cells.items():
            if value.kind == NUMBER and not value.inferred:
                assert value.raw == first.made.shown[name] == second.made.shown[name] or first.made.shown[name] == value.raw


def test_swapped_columns_are_not_read_by_position(library: Library) -> None:
    """A head whose columns stand in another order: the figures are under other names, and are taken under these or not at all."""
    one = case(20, library, 10 - 2)
    text = one.laid.text.replace("商业企业", "\0").replace("科研机构", "商业企业").replace("\0", "科研机构")
    read = match_document(document_of(text, "换列.txt"), library)
    for name, value in read.cells.items():
        if name.endswith((", 商业企业]", ", 科研机构]")) and value.kind == NUMBER:
            other = name.replace("商业企业", "\0").replace("科研机构", "商业企业").replace("\0", "科研机构")
            assert value.raw == one.made.shown[other]


def test_figures_before_their_labels_are_not_shifted(library: Library) -> None:
    """Figures on the line above their label, not below it: never the neighbour's figures."""
    one = case(40, library, 10)
    lines = []
    for line in one.laid.text.split("\n"):
        words = line.split(" ")
        figures = [word for word in words if word.replace("-", "").isdigit()]
        lines += [" ".join(figures), " ".join(word for word in words if word not in figures)] if len(figures) > 2 else [line]
    read = match_document(document_of("\n".join(lines), "倒置.txt"), library)
    for name, value in read.cells.items():
        if value.kind == NUMBER and not value.inferred:
            assert value.raw == one.made.shown[name]

"""What the window's buttons do to files, and how it notices that a file was saved: no screen is needed for these."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from xlreport import window
from xlreport.demonstration import demonstrate
from xlreport.errors import Refused, UsageError
from xlreport.files import earlier_result
from xlreport.form.library import Library
from xlreport.window import errands
from xlreport.window.watching import Watch


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, library: Library) -> Path:
    """The worked example: a blank, a whole and a wrong workbook, a page of results, a finished report."""
    place = tmp_path_factory.mktemp("窗口") / "例子"
    for _ in demonstrate(place, library):
        pass
    return place


def test_the_list_and_what_is_said(demo: Path, library: Library) -> None:
    """A folder's reports, each with unit and standing; its own page of results is passed over; the text is that of `check`."""
    seen: list[tuple[int, int]] = []
    batch = errands.check_chosen([str(demo)], library, progress=lambda done, number: seen.append((done, number)))
    assert [errands.row(file)[2].split()[0] for file in batch.files] == ["有错误", "通过", "有错误", "通过"]
    assert (batch.others, seen[-1]) == (1, (5, 5))
    assert errands.row(batch.files[2]) == ("3-有三处笔误的工作簿.xlsx", "长春市南关区城市管理行政执法局", "有错误  错误 3")
    assert "错误（须改） 3 条" in errands.told(batch.files[2], library)
    empty = demo.parent / "空的"
    empty.mkdir()
    with pytest.raises(UsageError, match="没有找到"):
        errands.check_chosen([str(empty)], library)


def test_the_page(demo: Path, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lies among temporary files, is one of ours, and is written anew each time."""
    monkeypatch.setattr(errands.tempfile, "gettempdir", lambda: str(tmp_path))
    batch = errands.check_chosen([str(demo / "3-有三处笔误的工作簿.xlsx")], library)
    pages = {errands.findings_page(batch, library) for _ in range(2)}
    assert [page.parent for page in pages] == [tmp_path]
    assert earlier_result(pages.pop())


def test_copies_never_lie_over_another(demo: Path, library: Library) -> None:
    """A second copy gets a name of its own: the first may hold corrections. A report is refused while errors stand."""
    wrong, right = str(demo / "3-有三处笔误的工作簿.xlsx"), str(demo / "2-填好的工作簿.xlsx")
    assert "（已标记）.xlsx" in errands.marked_copy(wrong, library)
    assert "（已标记）（2）.xlsx" in errands.marked_copy(wrong, library)
    with pytest.raises(Refused, match="没有写报告"):
        errands.written_report(wrong, library)
    assert errands.written_report(right, library).endswith("2-填好的工作簿.docx")
    assert "（工作簿）.xlsx：读到 200 个数" in errands.imported_copy(str(demo / "5-写出的报告.docx"), library)
    assert not list(demo.glob("3*.docx"))


def test_a_save_is_seen_once_and_when_it_is_over(tmp_path: Path) -> None:
    """Not while the file still changes, not while it is away, and not again afterwards."""
    book = tmp_path / "填着的.xlsx"
    book.write_bytes(b"1")
    watch = Watch([book])
    assert watch.saved() == ()
    book.write_bytes(b"22")
    assert watch.saved() == ()  # it may be in the middle of it
    book.write_bytes(b"333")
    assert watch.saved() == ()
    assert watch.saved() == (book,)
    assert watch.saved() == ()
    book.unlink()
    assert watch.saved() == watch.saved() == ()
    book.write_bytes(b"333")
    os.utime(book, ns=(1, 1))
    assert [watch.saved(), watch.saved(), watch.saved()] == [(), (book,), ()]


@pytest.fixture
def no_window(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Path]]:
    """A Python without tkinter; the pages that were opened in the browser."""
    opened: list[Path] = []
    monkeypatch.setitem(window.sys.modules, "tkinter", None)
    monkeypatch.setattr(window, "open_outside", opened.append)
    yield opened
    for page in opened:
        page.unlink(missing_ok=True)


def test_without_tkinter(demo: Path, library: Library, no_window: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    """The page opens in the browser, and why is said; with nothing to check, what to do."""
    assert window.open_window([str(demo / "3-有三处笔误的工作簿.xlsx")], library) == 1
    assert [page.is_file() for page in no_window] == [True]
    assert "没有 tkinter" in capsys.readouterr().err
    with pytest.raises(UsageError, match="拖到图标上"):
        window.open_window([], library)
    assert window._spoken([]) == 2

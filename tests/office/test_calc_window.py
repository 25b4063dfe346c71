"""A clerk before a real Calc window: the buttons pressed by a mouse, what turns red, what is listed, and that it goes away."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import xlwings
from calc import running_calc, state

from live_reports import ERRORS, report
from window import Person, install, place_of_button, programs, reclaim, screen, until
from xlreport.live.calc_link import connect
from xlreport.live.libreoffice import use_calc

pytestmark = pytest.mark.office
TOOLBAR, TITLE = "addon_org.xlreport.toolbar", "年报校验"
RED = (255, 124, 128)


class Desk(NamedTuple):
    """A person, the open book as xlwings sees it, and its file."""

    person: Person
    book: Any
    path: Path

    def press(self, label: str) -> None:
        """Clicks a button of the tool bar where it is drawn."""
        place = until(lambda: place_of_button(self.book.api, TOOLBAR, label), f"the button {label}")
        self.person.click(place)

    def read_message(self, name: str) -> None:
        """Waits for the message box, takes a picture, and closes it by a key."""
        until(lambda: self.person.sees(TITLE), "the message")
        self.person.picture(name)
        self.person.answer(TITLE)


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    """Calc with the installed extension and the workbook of the template open in a window, with three errors planted."""
    programs()
    before = list(xlwings.engines.engines), xlwings.engines.active
    with tempfile.TemporaryDirectory(prefix="xlreport-window-", ignore_cleanup_errors=True) as folder:
        room = Path(folder)
        room.chmod(0o755)
        profile = room / "profile"
        profile.mkdir()
        done = install(profile, "install")
        assert done.returncode == 0, done.stderr
        assert install(profile, "status").returncode == 0
        reclaim(profile)
        path = room / "年报.xlsx"
        path.write_bytes(report(cells=ERRORS))
        with screen() as display:
            environ = {"DISPLAY": display, "XLREPORT_LOG": str(room / "xlreport.log"), "SAL_USE_VCLPLUGIN": "gen"}
            with running_calc("--calc", str(path), profile=profile, environ=environ) as pipe:
                connect(pipe, 90)
                use_calc(pipe)
                book = until(lambda: next(iter(xlwings.books), None), "the workbook")
                person = Person(display)
                until(lambda: person.sees("LibreOffice Calc"), "the window")
                yield Desk(person, book, path)
        xlwings.engines.engines[:], xlwings.engines.active = before


def test_checked_walked_and_cleared(desk: Desk) -> None:
    """校验 by a click: three errors red with notes and listed; 下一条 goes there; 清除标记 leaves the book equal to before."""
    book = desk.book
    book.sheets["申请情况"].activate()
    before = state(book)
    desk.person.picture("1-打开")
    desk.press("校验")
    desk.read_message("2-校验")
    red = {f"{note.location.sheet.name} {note.location.get_address(False, False)}": note.text.replace("\n", "")
           for note in book.notes if note.location.color == RED}
    assert "请改填 12" in red["主动公开 B9"]
    assert "相差 9" in red["申请情况 D6"]
    assert any(place.startswith("复议诉讼") for place in red)
    listed = book.sheets["校验结果"].used_range.value
    places = {line[3].split(" ")[0] for line in listed[3:] if line[3]}
    assert {"主动公开", "申请情况", "复议诉讼"} <= places
    assert book.sheets.active.name == "申请情况"
    desk.person.picture("3-标红")
    book.sheets["校验结果"].activate()
    desk.person.picture("4-校验结果")
    desk.press("下一条")
    until(lambda: book.selection.sheet.name == "主动公开", "the jump to the first finding")
    desk.person.picture("5-下一条")
    book.sheets["申请情况"].activate()
    desk.press("清除标记")
    desk.read_message("6-清除标记")
    assert state(book) == before


def test_located(desk: Desk) -> None:
    """定位错误 by a click: the blamed cell red, the rest of its equations pale; cleared again."""
    book = desk.book
    book.sheets["申请情况"].activate()
    before = state(book)
    desk.press("定位错误")
    desk.read_message("7-定位错误")
    assert book.sheets["申请情况"]["D6"].color == RED
    desk.person.picture("8-定位")
    desk.press("清除标记")
    desk.read_message("9-清除标记")
    assert state(book) == before


def test_report_written(desk: Desk) -> None:
    """生成报告 by a click: refused while errors stand, in one message; corrected, it leaves a Word file that opens."""
    import docx

    book, folder = desk.book, desk.path.parent
    desk.press("生成报告")
    desk.read_message("10-还有错误")
    assert not list(folder.glob("*.docx"))
    for sheet, address in (("主动公开", "B9"), ("申请情况", "D6"), ("复议诉讼", "E6")):
        book.sheets[sheet][address].value = 0
    desk.press("生成报告")
    desk.read_message("11-生成报告")
    written = list(folder.glob("*.docx"))
    assert len(written) == 1
    assert "政府信息公开" in "".join(paragraph.text for paragraph in docx.Document(str(written[0])).paragraphs)
    document = book.app.impl.engine.desktop.loadComponentFromURL(written[0].as_uri(), "_blank", 0, ())
    assert document is not None
    desk.person.picture("12-报告")
    document.close(True)


def test_the_file_was_never_touched(desk: Desk) -> None:
    """Buttons work on what is open; the file on the disk is the one that was opened."""
    assert desk.path.read_bytes() == report(cells=ERRORS)


def test_xlreport_was_removed(desk: Desk) -> None:
    """The Python that the extension starts is gone: one message that says what to run, and the next press is answered too."""
    for path in (desk.path.parent / "profile").rglob("interpreter.txt"):
        path.write_text("/没有/python", "utf-8")
    for number in range(2):
        desk.press("校验")
        until(lambda: desk.person.sees("^xlreport$"), "the message")
        desk.person.picture(f"13-没有Python-{number}")
        desk.person.answer("^xlreport$")

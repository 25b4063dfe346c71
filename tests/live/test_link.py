"""No LibreOffice, no uno, another Python: each one line that says what to install."""

import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from xlreport.errors import UsageError
from xlreport.files import carried
from xlreport.live import calc_book, calc_link, ribbon
from xlreport.live.help_text import help_html


@pytest.fixture
def without_uno(monkeypatch: pytest.MonkeyPatch) -> None:
    """uno was never imported, and lies nowhere."""
    monkeypatch.delitem(sys.modules, "uno", raising=False)
    monkeypatch.delenv("XLREPORT_UNO", raising=False)
    monkeypatch.setattr(calc_link, "_FOLDERS", ())


def test_uno_is_missing(without_uno: None) -> None:
    """Says which package to install."""
    with pytest.raises(UsageError, match="python3-uno"):
        calc_link.load_uno()


def test_uno_of_another_python_is_not_loaded(without_uno: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading it would end the process; the message names both versions. No trace is left on the path."""
    folder = tmp_path / "python3" / "dist-packages"
    folder.mkdir(parents=True)
    (folder / "uno.py").write_text("raise SystemExit('must not be loaded')", "utf-8")
    monkeypatch.setenv("XLREPORT_UNO", str(folder))
    monkeypatch.setattr(calc_link.subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 0, "2 7\n", ""))
    monkeypatch.setattr(calc_link.Path, "exists", lambda _: True)
    before = list(sys.path)
    with pytest.raises(UsageError, match=r"2\.7"):
        calc_link.load_uno()
    assert sys.path == before


def test_broken_links_are_told_from_other_errors() -> None:
    """The program that went away, in the words of COM and of UNO; a refusal is none."""

    class Refused(Exception):
        hresult = -2146827284  # application-defined error: what Excel says to everything it will not do

    class Gone(Exception):
        hresult = -2147023174  # the RPC server is unavailable

    assert calc_link.link_broken(Gone())
    assert calc_link.link_broken(calc_link.LinkLost("年报.xlsx"))
    assert calc_link.link_broken(type("com.sun.star.lang.DisposedException", (Exception,), {})())
    assert not calc_link.link_broken(Refused())
    assert not calc_link.link_broken(ValueError("x"))


def test_a_bridge_that_is_being_taken_down_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """What UNO says of a bridge, or of an office that is not up yet, is waited out; what it says of anything else is passed on."""
    kinds = ["lang.DisposedException", "connection.NoConnectException", "lang.DisposedException"]
    answers: list[Any] = [*(type(f"com.sun.star.{kind}", (Exception,), {})() for kind in kinds), "context", RuntimeError("x")]
    uno = Mock()
    uno.getComponentContext().ServiceManager.createInstanceWithContext().resolve.side_effect = answers
    monkeypatch.setattr(calc_link, "load_uno", lambda: uno)
    assert calc_link.connect("pipe") == "context"
    with pytest.raises(RuntimeError, match="x"):
        calc_link.connect("pipe")


def test_a_document_that_is_being_closed_is_a_lost_link() -> None:
    """UNO gives None in place of its sheets and names."""
    book = calc_book.Book(None, Mock(NamedRanges=None, getSheets=lambda: None))
    for part in (calc_book.Names, calc_book.Sheets):
        with pytest.raises(calc_link.LinkLost) as lost:
            part(book)
        assert calc_link.link_broken(lost.value)


def test_every_button_of_both_programs_exists() -> None:
    """Ribbon, tool bar and menu name functions that are there; help speaks of all of them; nothing on it is fetched."""
    from xlreport.build.extension import buttons

    found = list(buttons(carried("macros")))
    assert {button.function for button in found} == set(ribbon.BUTTONS)
    assert all(callable(getattr(ribbon, name)) for name in ribbon.BUTTONS)
    page = help_html()
    assert all(button.label in page for button in found if button.label != "帮助" and "一条" not in button.label)
    assert "http" not in page

"""The Excel add-in put in place, looked at and taken away, on a machine made for the test."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from xlreport.errors import OutputError, UsageError
from xlreport.files import addin_file
from xlreport.flows.installing import Machine, install, status, this_machine, uninstall
from xlreport.workbook.parts import addin_settings

BUILT = addin_settings(addin_file())["BUILT_WITH_XLWINGS"]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A Windows PC with Excel, on which everything is there."""
    scripts = tmp_path / "办公 环境" / "Scripts"
    scripts.mkdir(parents=True)
    (scripts / "python.exe").touch()
    (scripts.parent / f"xlwings64-{BUILT}.dll").touch()
    (tmp_path / "Roaming" / "Microsoft" / "Excel").mkdir(parents=True)
    return Machine(True, {"APPDATA": str(tmp_path / "Roaming")}, scripts / "python.exe", BUILT, True, lambda key, name: None)


def start(machine: Machine) -> Path:
    """Where Excel opens add-ins at each start."""
    return Path(machine.environ["APPDATA"], "Microsoft", "Excel", "XLSTART", "xlreport.xlam")


def own(machine: Machine) -> Path:
    """Where Excel lists add-ins to tick."""
    return Path(machine.environ["APPDATA"], "Microsoft", "AddIns", "xlreport.xlam")


def said(lines: Iterable[str]) -> str:
    """All that was said."""
    return "\n".join(lines)


def test_installed_it_names_its_interpreter_and_what_excel_asks(machine: Machine) -> None:
    """The file stands in XLSTART with this interpreter; what comes next and what macro security does is said."""
    text = said(install(machine))
    assert addin_settings(start(machine))["INTERPRETER_WIN"] == str(machine.interpreter)
    assert f"已装好：{start(machine)}" in text
    assert "受信任位置" in text
    assert "缺" not in text
    assert status(machine) == (True, [f"加载项：{start(machine)}", f"xlwings：{BUILT}", "一切正常。"])


def test_in_the_other_place_the_first_is_taken_away(machine: Machine) -> None:
    """One place at a time, or each button shows twice."""
    list(install(machine))
    text = said(install(machine, "addins"))
    assert own(machine).is_file()
    assert not start(machine).exists()
    assert f"已删除：{start(machine)}" in text
    assert "勾选" in text


def test_uninstalled_nothing_is_left(machine: Machine) -> None:
    """Both places are looked at; a second time there is nothing to remove."""
    list(install(machine))
    assert f"已删除：{start(machine)}" in said(uninstall(machine))
    assert not start(machine).exists()
    assert list(uninstall(machine)) == ["没有装过，没有要删的。"]
    assert status(machine)[0] is False


def test_a_file_of_that_name_that_is_not_ours_stays(machine: Machine) -> None:
    """It is named and left alone."""
    own(machine).parent.mkdir(parents=True)
    own(machine).write_bytes(b"not ours")
    with pytest.raises(UsageError, match="不是 xlreport 做的，没有删"):
        list(uninstall(machine))
    assert own(machine).read_bytes() == b"not ours"


def test_another_xlwings_is_refused(machine: Machine) -> None:
    """The libraries that the add-in loads carry the version in their names."""
    for found, shown in (("0.30.0", "0.30.0"), ("", "没有装")):
        with pytest.raises(UsageError, match=f"现为 {shown}.*python -m pip install xlwings=={BUILT}"):
            list(install(machine._replace(xlwings=found)))
    assert not start(machine).exists()
    list(install(machine))
    good, lines = status(machine._replace(xlwings="0.30.0"))
    assert not good
    assert f"加载项要用 xlwings {BUILT}" in said(lines)


def test_what_else_is_missing_is_said_with_the_way_out(machine: Machine) -> None:
    """No pywin32, no library for worksheet functions, no Excel: installed all the same, and said."""
    (machine.interpreter.parent.parent / f"xlwings64-{BUILT}.dll").unlink()
    Path(machine.environ["APPDATA"], "Microsoft", "Excel").rmdir()
    poor = machine._replace(pywin32=False)
    text = said(install(poor))
    assert "python -m pip install pywin32" in text
    assert "工作表函数（XLR_CHECK 等）用不了" in text
    assert not status(poor)[0]


def test_without_excel_it_is_said(machine: Machine) -> None:
    """Excel's own folder is not there."""
    Path(machine.environ["APPDATA"], "Microsoft", "Excel").rmdir()
    assert "可能没有装 Excel" in said(status(machine)[1])


@pytest.mark.parametrize("key", [
    r"Software\Policies\Microsoft\Office\16.0\Excel\Security\Trusted Locations", r"Software\Microsoft\Office\14.0\Excel\Security\Trusted Locations"])
def test_macros_blocked_by_a_policy_are_said(key: str, machine: Machine) -> None:
    """Where trusted locations are switched off, an unsigned add-in does not run, and no message of Excel's says why."""
    blocked = machine._replace(setting=lambda asked, name: 1 if (asked, name) == (key, "AllLocationsDisabled") else 0)
    assert "关掉了所有受信任位置" in said(install(blocked))
    assert not status(blocked)[0]


def test_what_went_wrong_since_is_found(machine: Machine) -> None:
    """The interpreter is gone, is another one, the add-in is an old or a damaged one, or it is there twice."""
    list(install(machine))
    other = machine.interpreter.with_name("other.exe")
    other.touch()
    assert "用的是另一个 Python" in said(status(machine._replace(interpreter=other))[1])
    machine.interpreter.rename(other)
    assert f"它要用的 Python 不在了：{machine.interpreter}" in said(status(machine)[1])
    other.rename(machine.interpreter)
    own(machine).parent.mkdir(parents=True)
    own(machine).write_bytes(start(machine).read_bytes())
    assert "装了两处" in said(status(machine)[1])
    own(machine).write_bytes(start(machine).read_bytes()[:2000])
    assert f"{own(machine)} 坏了" in said(status(machine)[1])


def test_an_older_add_in_is_found(machine: Machine) -> None:
    """After an update of xlreport the add-in in place is the former one."""
    from xlreport.workbook.parts import read_parts, write_parts

    list(install(machine))
    parts = dict(read_parts(start(machine).read_bytes()))
    parts["xl/vbaProject.bin"] += b"\0"
    start(machine).write_bytes(write_parts(parts))
    assert "它不是这一版的加载项。请运行：xlreport addin install" in said(status(machine)[1])


def test_open_in_excel_it_cannot_be_replaced(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows refuses to replace an open file: said, and the old one is whole."""
    list(install(machine))
    before = start(machine).read_bytes()

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Access is denied")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError, match="正在 Excel 或 WPS 里打开"):
        list(install(machine))
    assert start(machine).read_bytes() == before


def test_no_windows_and_no_profile(machine: Machine) -> None:
    """One plain sentence each."""
    with pytest.raises(UsageError, match=r"这台电脑不是 Windows.*xlreport libreoffice install"):
        list(install(machine._replace(windows=False)))
    with pytest.raises(UsageError, match="这台电脑不是 Windows"):
        status(machine._replace(windows=False))
    with pytest.raises(UsageError, match="APPDATA"):
        list(install(machine._replace(environ={})))


def test_this_machine_is_the_one_that_runs() -> None:
    """Its interpreter exists, and its xlwings is the one the add-in was built with."""
    machine = this_machine()
    assert machine.interpreter.is_file()
    assert machine.xlwings == BUILT
    assert machine.setting("Software", "nothing of this name") is None

"""The Excel add-in put where Excel opens it at each start, for one person and without admin rights; and away again.

XLSTART and AddIns stand in a person's own profile. XLSTART is one of Excel's default trusted locations.
"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from xlreport.errors import UnreadableFile, UsageError
from xlreport.files import addin_file, write_whole
from xlreport.wording import say
from xlreport.workbook.parts import addin_settings, read_parts, with_interpreter

FOLDERS = {"xlstart": ("Microsoft", "Excel", "XLSTART"), "addins": ("Microsoft", "AddIns")}
# where Excel keeps what a person, or a policy of the office, decided about macros; Excel 2010, 2013, 2016 and later
_SETTINGS = (r"Software\Policies\Microsoft\Office", r"Software\Microsoft\Office")
_OFFICES = ("14.0", "15.0", "16.0")


class Machine(NamedTuple):
    """What installing depends on. xlwings: its installed version, '' when it is not there; pywin32: it can be imported.

    setting: a number of the person's registry by key and name, None where it is not set.
    """

    windows: bool
    environ: Mapping[str, str]
    interpreter: Path
    xlwings: str
    pywin32: bool
    setting: Callable[[str, str], int | None]


def this_machine() -> Machine:
    """The machine the program runs on, and the interpreter that runs it."""
    interpreter = Path(sys.executable)
    if interpreter.name.lower() == "pythonw.exe":  # xlwings starts it with a console of its own, hidden
        interpreter = interpreter.with_name("python.exe")
    try:
        installed = version("xlwings")
    except PackageNotFoundError:
        installed = ""
    return Machine(sys.platform == "win32", os.environ, interpreter, installed, find_spec("win32com") is not None, _setting)


def _setting(key: str, name: str) -> int | None:
    if sys.platform != "win32":
        return None
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
            found = winreg.QueryValueEx(opened, name)[0]
    except OSError:
        return None
    return found if isinstance(found, int) else None


def install(machine: Machine, place: str = "xlstart") -> Iterator[str]:
    """Puts the add-in in its place and yields what was done and what Excel will ask.

    Raises UsageError where it cannot work, OutputError when Excel has the old one open.
    """
    folder = _folders(machine)[place]
    built = _built_with()
    if machine.xlwings != built:
        now = machine.xlwings or say("没有装", "missing")
        raise UsageError(say(f"加载项要用 xlwings {built}，现为 {now}。请先运行：python -m pip install xlwings=={built}",
                             f"the add-in needs xlwings {built}, found: {now}. Run: python -m pip install xlwings=={built}"))
    path = folder / addin_file().name
    write_whole(path, with_interpreter(addin_file().read_bytes(), str(machine.interpreter)))
    yield say(f"已装好：{path}", f"installed: {path}")
    yield say(f"用的 Python：{machine.interpreter}", f"Python: {machine.interpreter}")
    yield from _removed(machine, but=path)
    if place == "xlstart":
        yield say("关掉所有 Excel 窗口，重新打开，“开始”旁边就有“信息公开年报”。", "Close all Excel windows and start Excel again.")
        yield say("宏：这个文件夹是 Excel 默认的受信任位置，一般不会询问。单位用策略关掉了受信任位置或全部宏的，"
                  "按钮不出现或按了没有反应，请管理员把这个文件夹加进受信任位置。",
                  "Macros: the folder is a default trusted location; Excel does not ask unless a policy says otherwise.")
    else:
        yield say("在 Excel 里：文件→选项→加载项→转到，勾选 Xlreport，确定。以后自动打开。",
                  "In Excel: File, Options, Add-ins, Go: tick Xlreport.")
        yield say("宏：第一次打开时 Excel 可能询问，选“启用宏”。宏设置是“禁用所有宏，并且不通知”的，请改用："
                  "xlreport addin install --to xlstart", "Macros: Excel may ask once; enable them, or use --to xlstart.")
    yield from _missing(machine)


def uninstall(machine: Machine) -> Iterator[str]:
    """Takes the add-in away from both places and yields what was removed. Raises UsageError for a file that is not ours."""
    removed = list(_removed(machine))
    yield from removed or [say("没有装过，没有要删的。", "It is not installed.")]
    if removed:
        yield say("开着的 Excel 关掉再打开，按钮就没有了。", "Restart Excel and the buttons are gone.")


def status(machine: Machine) -> tuple[bool, list[str]]:
    """Whether everything is in order, and what there is to say, with the way out of what is not."""
    lines: list[str] = []
    standing = [path for path in _paths(machine) if path.is_file()]
    problems = [] if standing else [say("没有装。请运行：xlreport addin install", "not installed. Run: xlreport addin install")]
    for path in standing:
        lines.append(say(f"加载项：{path}", f"add-in: {path}"))
        problems += _wrong(machine, path)
    if len(standing) > 1:
        problems.append(say("装了两处，按钮会出现两遍。请运行：xlreport addin uninstall，再 install", "installed twice: uninstall, then install"))
    built = _built_with()
    lines.append(f"xlwings：{machine.xlwings or say('没有装', 'missing')}")
    if machine.xlwings != built:
        problems.append(say(f"加载项要用 xlwings {built}。请运行：python -m pip install xlwings=={built}",
                            f"xlwings {built} is needed. Run: python -m pip install xlwings=={built}"))
    problems += _missing(machine)
    return not problems, [*lines, *(problems or [say("一切正常。", "All is well.")])]


def _wrong(machine: Machine, path: Path) -> Iterator[str]:
    """What is wrong with an installed add-in."""
    again = say("请运行：xlreport addin install", "Run: xlreport addin install")
    try:
        interpreter = addin_settings(path).get("INTERPRETER_WIN", "")
        old = read_parts(path.read_bytes())["xl/vbaProject.bin"] != read_parts(addin_file().read_bytes())["xl/vbaProject.bin"]
    except (UnreadableFile, KeyError):
        yield say(f"{path} 坏了。{again}", f"{path} is damaged. {again}")
        return
    if not Path(interpreter).is_file():
        yield say(f"它要用的 Python 不在了：{interpreter}。{again}", f"its Python is gone: {interpreter}. {again}")
    elif Path(interpreter) != machine.interpreter:
        yield say(f"它用的是另一个 Python：{interpreter}。要换成现在这个，{again}", f"it uses another Python: {interpreter}. {again}")
    if old:
        yield say(f"它不是这一版的加载项。{again}", f"it is not the add-in of this version. {again}")


def _missing(machine: Machine) -> Iterator[str]:
    """What else the buttons and the worksheet functions need."""
    if any(machine.setting(rf"{root}\{office}\Excel\Security\Trusted Locations", "AllLocationsDisabled") == 1
           for root in _SETTINGS for office in _OFFICES):
        yield say("这台电脑的 Excel 关掉了所有受信任位置，没有签名的宏会被拦住，按钮可能不出现。请在 文件→选项→信任中心→信任中心设置→"
                  "受信任位置 里去掉“禁用所有受信任位置”；那里是灰的，请管理员处理。",
                  "Excel's trusted locations are switched off on this computer: unsigned macros are blocked. Ask the administrator.")
    appdata = machine.environ.get("APPDATA", "")
    if not Path(appdata, "Microsoft", "Excel").is_dir():
        yield say("没有看到 Excel 的个人文件夹：可能没有装 Excel，或还没有打开过。WPS 用不了这个加载项，工作簿自己的校验照常可用。",
                  "Excel's folder was not found: is Excel installed, and was it ever started?")
    if not machine.pywin32:
        yield say("缺 pywin32，按钮用不了。请运行：python -m pip install pywin32", "pywin32 is missing. Run: python -m pip install pywin32")
    libraries = [folder / f"xlwings{bits}-{machine.xlwings}.dll" for bits in ("64", "32")
                 for folder in (machine.interpreter.parent, machine.interpreter.parent.parent)]
    if machine.xlwings and not any(path.is_file() for path in libraries):
        yield say(f"{machine.interpreter.parent} 里没有 {libraries[0].name}：按钮能用，工作表函数（XLR_CHECK 等）用不了。"
                  "请在虚拟环境里安装：python -m venv xlreport-env，再用其中的 pip 安装",
                  f"{libraries[0].name} is not beside the interpreter: buttons work, worksheet functions do not. Use a virtual environment.")


def _removed(machine: Machine, but: Path | None = None) -> Iterator[str]:
    """Removes installed add-ins other than one and yields their names."""
    for path in _paths(machine):
        if path == but or not path.is_file():
            continue
        try:
            ours = "BUILT_BY_XLREPORT" in addin_settings(path)
        except UnreadableFile:
            ours = False
        if not ours:
            raise UsageError(say(f"{path} 不是 xlreport 做的，没有删", f"{path} was not made by xlreport and was left alone"))
        try:
            path.unlink()
        except OSError:
            raise UsageError(say(f"删不掉 {path}。请关掉所有 Excel 窗口再试", f"cannot remove {path}: close Excel first")) from None
        yield say(f"已删除：{path}", f"removed: {path}")


def _paths(machine: Machine) -> list[Path]:
    return [folder / addin_file().name for folder in _folders(machine).values()]


def _folders(machine: Machine) -> dict[str, Path]:
    """Where Excel looks. Raises UsageError where there is no Excel to install for."""
    if not machine.windows:
        raise UsageError(say("加载项要在 Windows 的 Excel 里用，这台电脑不是 Windows。用 LibreOffice 的，运行 xlreport libreoffice install",
                             "the add-in is for Excel on Windows. For LibreOffice: xlreport libreoffice install"))
    appdata = machine.environ.get("APPDATA")
    if not appdata:
        raise UsageError(say("找不到个人文件夹（环境变量 APPDATA 是空的）。请以平时使用 Excel 的用户登录后再运行",
                             "APPDATA is not set: log in as the person who uses Excel"))
    return {name: Path(appdata).joinpath(*folder) for name, folder in FOLDERS.items()}


def _built_with() -> str:
    """The version of xlwings that the add-in was built with. Raises UsageError when the add-in does not travel with the program."""
    if not addin_file().is_file():
        raise UsageError(say(f"没有找到 {addin_file()}。请重新安装 xlreport", f"{addin_file()} is missing: install xlreport again"))
    return addin_settings(addin_file()).get("BUILT_WITH_XLWINGS", "")

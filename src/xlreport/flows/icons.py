"""Where Windows shows the window to a person: an icon on the desktop to drop reports on, 发送到, and 打开方式. For one person, no admin rights.

Shortcuts are made by Windows itself (WScript.Shell), registry entries stand under the person's own HKCU\\Software\\Classes
(learn.microsoft.com: “File Types”, OpenWithProgids), so that nothing of another program's choice of default is changed.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from xlreport.wording import say

PROGRAM_ID = "xlreport.report"
KINDS = (".xlsx", ".xlsm", ".xls", ".docx", ".doc", ".wps", ".et", ".pdf", ".html", ".htm", ".ofd", ".zip")
_CLASSES = r"Software\Classes"


class Desk(NamedTuple):
    """What icons depend on. folders: the person's Desktop and SendTo; program and arguments: what the icon starts;

    shortcut(path, program, arguments, words) makes a .lnk; enter(key, name, value) and remove(key, name) change the person's registry
    (name None: the whole key); entered(key, name) reads it. All raise OSError where the system refuses.
    """

    folders: tuple[Path, ...]
    program: Path
    arguments: str
    shortcut: Callable[[Path, Path, str, str], None]
    enter: Callable[[str, str, str], None]
    remove: Callable[[str, str | None], None]
    entered: Callable[[str, str], str | None]


def this_desk(interpreter: Path) -> Desk | None:
    """The desk of the person who is logged in; None where there is none: not Windows, or pywin32 is missing."""
    if sys.platform != "win32":
        return None
    try:
        import win32com.client
    except ImportError:
        return None
    shell = win32com.client.Dispatch("WScript.Shell")
    folders = tuple(Path(str(shell.SpecialFolders(name))) for name in ("Desktop", "SendTo"))
    started = interpreter.with_name("xlreport-window.exe")
    if started.is_file():
        return Desk(folders, started, "", _shortcut, _enter, _remove, _entered)
    return Desk(folders, interpreter.with_name("pythonw.exe"), "-m xlreport window", _shortcut, _enter, _remove, _entered)


def put_icons(desk: Desk) -> Iterator[str]:
    """Makes the icons and entries and yields what was done; what the system refuses is said, and the rest done."""
    for path in _shortcuts(desk):
        try:
            desk.shortcut(path, desk.program, desk.arguments, say("把报告或文件夹拖到这里，就校验", "Drop reports or a folder here to check them"))
        except OSError:
            yield say(f"放不了图标 {path}（系统不允许），其余照常", f"cannot make {path}: the system refuses; the rest is done")
        else:
            yield say(f"图标：{path}", f"icon: {path}")
    call = f'"{desk.program}" {desk.arguments}'.rstrip() + ' "%1"'
    try:
        desk.enter(rf"{_CLASSES}\{PROGRAM_ID}", "", say("信息公开年报", "Disclosure report"))
        desk.enter(rf"{_CLASSES}\{PROGRAM_ID}\shell\open", "FriendlyAppName", say("信息公开年报校验", "xlreport"))
        desk.enter(rf"{_CLASSES}\{PROGRAM_ID}\shell\open\command", "", call)
        for kind in KINDS:
            desk.enter(rf"{_CLASSES}\{kind}\OpenWithProgids", PROGRAM_ID, "")
    except OSError:
        yield say("右键的“打开方式”加不了（系统不允许），图标和“发送到”照常能用", "the system refuses entries for “open with”; the icons work all the same")
    else:
        yield say("右键一份报告，“发送到”和“打开方式”里都有“信息公开年报校验”。", "“Send to” and “Open with” on a report now offer xlreport.")


def take_icons(desk: Desk) -> Iterator[str]:
    """Takes away what put_icons made and yields it. Only our own names are touched."""
    for path in _shortcuts(desk):
        if path.is_file():
            try:
                path.unlink()
            except OSError:
                yield say(f"删不掉 {path}，请自己删", f"cannot remove {path}: remove it by hand")
            else:
                yield say(f"已删除：{path}", f"removed: {path}")
    if desk.entered(rf"{_CLASSES}\{PROGRAM_ID}", "") is None:
        return
    try:
        for kind in KINDS:
            desk.remove(rf"{_CLASSES}\{kind}\OpenWithProgids", PROGRAM_ID)
        for key in (r"\shell\open\command", r"\shell\open", r"\shell", ""):
            desk.remove(rf"{_CLASSES}\{PROGRAM_ID}{key}", None)
    except OSError:
        yield say("“打开方式”里的一项删不掉（系统不允许）", "the system refuses to remove the entries of “open with”")
    else:
        yield say("已从“打开方式”里去掉", "removed from “open with”")


def icons_missing(desk: Desk) -> Iterator[str]:
    """What of the icons is not there, or starts a program that is gone, with the way out."""
    again = say("请运行：xlreport addin install", "Run: xlreport addin install")
    for path in _shortcuts(desk):
        if not path.is_file():
            yield say(f"没有图标 {path}。{again}", f"{path} is missing. {again}")
    call = desk.entered(rf"{_CLASSES}\{PROGRAM_ID}\shell\open\command", "")
    if call is None or str(desk.program) not in call:
        yield say(f"“打开方式”里没有本程序，或指着别处。{again}", f"“open with” lacks this program. {again}")


def _shortcuts(desk: Desk) -> tuple[Path, ...]:
    return tuple(folder / say("信息公开年报校验.lnk", "xlreport.lnk") for folder in desk.folders)


def _shortcut(path: Path, program: Path, arguments: str, words: str) -> None:
    import win32com.client
    from pywintypes import com_error

    try:
        made = win32com.client.Dispatch("WScript.Shell").CreateShortcut(str(path))
        made.TargetPath, made.Arguments, made.Description = str(program), arguments, words
        made.Save()
    except com_error as error:
        raise OSError(str(error)) from None


def _enter(key: str, name: str, value: str) -> None:
    if sys.platform == "win32":
        import winreg

        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as opened:
            winreg.SetValueEx(opened, name, 0, winreg.REG_SZ, value)


def _remove(key: str, name: str | None) -> None:
    if sys.platform == "win32":
        import winreg

        try:
            if name is None:
                winreg.DeleteKey(winreg.HKEY_CURRENT_USER, key)
            else:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key, 0, winreg.KEY_SET_VALUE) as opened:
                    winreg.DeleteValue(opened, name)
        except FileNotFoundError:  # gone already
            return


def _entered(key: str, name: str) -> str | None:
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                return str(winreg.QueryValueEx(opened, name)[0])
        except OSError:
            return None
    return None

"""The files that a person names: files, folders, patterns and archives, without what systems and web pages leave beside reports."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from xlreport.errors import UnreadableFile, UsageError
from xlreport.wording import say

# Kinds in which reports arrive; those among them that cannot be read are named, never passed over in silence.
REPORTS = (".xlsx", ".xlsm", ".json", ".xls", ".xlsb", ".ods", ".et", ".docx", ".doc", ".wps", ".pdf", ".html", ".htm", ".txt", ".md",
           ".ofd", ".zip", ".rar", ".7z", ".csv", ".rtf", ".odt", ".uof", ".xlt", ".xltx", ".ett", ".mht", ".mhtml",
           ".docm", ".dotx", ".dot", ".wpt", ".shtml", ".xhtml")
_SYSTEM = ("thumbs.db", "desktop.ini", ".ds_store")


class Found(NamedTuple):
    """Files to look at, each with the name to show; how many system files, and how many of other kinds, were passed over."""

    files: list[tuple[Path, str]]
    system: int
    others: int


def find_files(paths: Sequence[str]) -> Found:
    """Every path looked up: files as given, folders sorted by name, patterns expanded. Raises UsageError for ''."""
    files: list[tuple[Path, str]] = []
    system = others = 0
    for given in paths:
        if not given.strip():
            raise UsageError(say("有一个空的文件名", "one of the file names is empty"))
        path = Path(given)
        folder = path.is_dir()
        if folder:
            matches, closed = _inside(path)
            files += [(entry, str(entry)) for entry in closed]  # named as unreadable, not passed over
        elif any(mark in given for mark in "*?[") and not path.exists():
            matches = sorted(Path(match) for match in _glob(given))
        else:
            matches = []
        if not matches and not folder:
            files += [] if left_by_a_system(path) else [(path, given)]
            system += left_by_a_system(path)
        for match in matches:
            if left_by_a_system(match):
                system += 1
            elif folder and (match.suffix.lower() not in REPORTS or beside_a_page(match)):
                others += 1
            else:
                files.append((match, str(match)))
    return _opened(Found(files, system, others))


def is_zip(path: Path) -> bool:
    """Whether a name says that it is an archive."""
    return path.suffix.lower() == ".zip"


def _opened(found: Found) -> Found:
    """With the files inside each .zip in its place; an archive that cannot be opened stays, to be named."""
    if not any(is_zip(path) for path, _ in found.files):
        return found
    from xlreport.documents.archives import unpacked

    files: list[tuple[Path, str]] = []
    system, others = found.system, found.others
    for path, shown in found.files:
        try:
            members = unpacked(path, shown) if is_zip(path) and path.is_file() else None
        except UnreadableFile:
            members = None
        if members is None:
            files.append((path, shown))
            continue
        wanted = [(member, name) for member, name in members if not left_by_a_system(member)]
        system += len(members) - len(wanted)
        reports = [(member, name) for member, name in wanted if member.suffix.lower() in REPORTS and not beside_a_page(member)]
        others += len(wanted) - len(reports)
        files += reports or [(path, shown)]
    return Found(files, system, others)


def beside_a_page(path: Path) -> bool:
    """Whether a file is a part of a saved web page: it lies in the folder `名称_files` (or `名称.files`) beside the page."""
    folder = path.parent.name
    page = next((folder.removesuffix(ending) for ending in ("_files", ".files", "_文件") if folder.endswith(ending)), "")
    return bool(page) and any((path.parent.parent / f"{page}{suffix}").exists() for suffix in (".html", ".htm", ".mht"))


def _inside(folder: Path) -> tuple[list[Path], list[Path]]:
    """All files in a folder, sorted, and the folders inside it that cannot be looked into."""
    closed: list[Path] = []
    found = [Path(root) / name for root, _, names in os.walk(folder, onerror=lambda error: closed.append(Path(error.filename)))
             for name in names]
    return sorted(entry for entry in found if entry.is_file()), closed


def _glob(pattern: str) -> list[str]:
    import glob

    # a pattern may be absolute, or start with `..`, which Path.glob refuses
    return [match for match in glob.glob(pattern, recursive=True) if not Path(match).is_dir()]  # noqa: PTH207


def left_by_a_system(path: Path) -> bool:
    """Lock files of Excel, WPS and LibreOffice, and what systems leave in folders."""
    name = path.name.lower()
    return name.startswith(("~$", ".~", "._")) or name in _SYSTEM or "__MACOSX" in path.parts

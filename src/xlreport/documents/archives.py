"""One level of .zip unpacked: names in GBK or UTF-8, path tricks made harmless, sizes capped, inner archives named."""

import atexit
import re
import shutil
import tempfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from xlreport.documents.parts import LARGEST_FILE
from xlreport.errors import UnreadableFile
from xlreport.wording import say

MOST_MEMBERS = 2000
LARGEST_ALTOGETHER = 2**30
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f]')
_folders: list[Path] = []  # gone when the program ends


def unpacked(path: Path, shown: str) -> list[tuple[Path, str]]:
    """The files of an archive, in a folder that lives as long as the program, each with the name to show.

    Raises UnreadableFile for an archive that is damaged, encrypted, or far larger than reports are.
    """
    if any(path.is_relative_to(earlier) for earlier in _folders):
        raise _refused(shown, "压缩包里还有压缩包，只拆开了一层", "it is an archive inside an archive; only one level is unpacked")
    folder = Path(tempfile.mkdtemp(prefix="xlreport-zip-"))
    if not _folders:
        atexit.register(forget)
    _folders.append(folder)
    found: list[tuple[Path, str]] = []
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST_ALTOGETHER:
                raise _refused(shown, "压缩包里的文件太多或太大", "the archive holds too many or too large files")
            left = LARGEST_ALTOGETHER
            for member in members:
                if member.flag_bits & 1:
                    raise _refused(shown, "压缩包设了密码", "the archive is protected by a password")
                name = member_name(member)
                target = _free(folder / _harmless(name, len(found)))
                left -= _unpack(archive, member, target, min(left, LARGEST_FILE + 1))
                found.append((target, f"{shown}/{name}"))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        if isinstance(error, OSError) and error.errno == 28:  # no space left
            raise
        raise _refused(shown, "压缩包不完整或已损坏", "the archive is truncated or damaged") from None
    if not found:
        raise _refused(shown, "压缩包里没有文件", "the archive holds no file")
    return found


def _refused(shown: str, chinese: str, english: str) -> UnreadableFile:
    return UnreadableFile(shown, say(chinese, english), say("请用压缩软件解压后，校验解出来的文件", "Unpack it and name the files inside"))


def member_name(member: zipfile.ZipInfo) -> str:
    """A member's name as it was given: Windows writes GBK and says nothing of it, others UTF-8, with or without a flag."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        raw = member.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return member.filename


def _harmless(name: str, number: int) -> Path:
    """Where a member is unpacked: below the folder, whatever its name says; a page's frames stay beside it."""
    words = [_FORBIDDEN.sub("_", word).strip(". ")[-100:] for word in PurePosixPath(name.replace("\\", "/")).parts]
    kept = [word for word in words if word and word not in ("/", "..")][-6:] or [f"{number}"]
    if re.fullmatch(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", kept[-1]):
        kept[-1] = f"_{kept[-1]}"
    return Path(*kept)


def _free(target: Path) -> Path:
    """The place, or one beside it where two members claim the same."""
    target.parent.mkdir(parents=True, exist_ok=True)
    while target.exists():
        target = target.with_name(f"_{target.name}")
    return target


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, most: int) -> int:
    """Writes one member, at most `most` bytes of it; how many were written. What is larger will be refused as a report."""
    written = 0
    with archive.open(member) as stream, target.open("wb") as out:
        while written < most and (block := stream.read(min(2**20, most - written))):
            out.write(block)
            written += len(block)
    return written


def forget() -> None:
    """Removes the folders, at the end of the program or before."""
    while _folders:
        shutil.rmtree(_folders.pop(), ignore_errors=True)

"""A package with some parts exchanged, others added or left out; what is not concerned keeps its very compressed bytes and its place.

The standard library's zipfile can only inflate and pack again, which changes the bytes of parts that nobody touched.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Collection, Mapping
from typing import NamedTuple

from xlreport.errors import UnreadableFile
from xlreport.wording import say

_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_UTF8, _DESCRIPTOR = 0x800, 0x8
_LARGEST = 0xFFFFFFFF


class _Member(NamedTuple):
    """One part as it is written: its directory entry, and its packed bytes."""

    info: zipfile.ZipInfo
    packed: bytes


def member_names(data: bytes, shown: str) -> dict[str, str]:
    """Parts as they are spelt in the package, by their name in lower case without a leading slash. Raises UnreadableFile."""
    with _opened(data, shown) as archive:
        return {_key(info): _spelt(info) for info in archive.infolist()}


def exchanged(data: bytes, shown: str, changed: Mapping[str, bytes], dropped: Collection[str] = ()) -> bytes:
    """The package with parts changed, added (at its end) or dropped; names in any case, without a leading slash.

    Raises UnreadableFile for a package that zip tools would refuse.
    """
    wanted = {name.lower(): (name, part) for name, part in changed.items()}
    gone = {name.lower() for name in dropped}
    members: list[_Member] = []
    with _opened(data, shown) as archive:
        for info in archive.infolist():
            key = _key(info)
            if key in gone:
                continue
            instead = wanted.pop(key, None)
            members.append(_Member(info, _packed(data, info)) if instead is None else _made(info, instead[1]))
    members += [_made(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), part) for name, part in wanted.values()]
    return _written(members)


def _opened(data: bytes, shown: str) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError, struct.error):
        archive = None
    if archive is None or len({_key(info) for info in archive.infolist()}) < len(archive.infolist()):
        raise UnreadableFile(shown, say("压缩包的目录有错或部件重名，没有动它", "its archive is damaged or names a part twice"),
                             say("请用 Excel 或 WPS 打开后另存一份", "Open it in Excel or WPS and save a fresh copy"))
    return archive


def _spelt(info: zipfile.ZipInfo) -> str:
    return info.filename.replace("\\", "/").lstrip("/")


def _key(info: zipfile.ZipInfo) -> str:
    return _spelt(info).lower()


def _packed(data: bytes, info: zipfile.ZipInfo) -> bytes:
    name, extra = struct.unpack_from("<26xHH", data, info.header_offset)
    start = info.header_offset + 30 + name + extra
    return data[start : start + info.compress_size]


def _made(info: zipfile.ZipInfo, part: bytes) -> _Member:
    """A part packed anew, in the place and under the name of the old one."""
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = squeezer.compress(part) + squeezer.flush()
    made = zipfile.ZipInfo(info.orig_filename, info.date_time)
    made.filename, made.external_attr, made.create_system, made.flag_bits = info.filename, info.external_attr, info.create_system, info.flag_bits
    made.compress_type, made.CRC, made.compress_size, made.file_size = zipfile.ZIP_DEFLATED, zlib.crc32(part), len(packed), len(part)
    return _Member(made, packed)


def _written(members: list[_Member]) -> bytes:
    out, directory = bytearray(), bytearray()
    for info, packed in members:
        year, month, day, hour, minute, second = info.date_time
        stamp = (hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day)
        utf8 = bool(info.flag_bits & _UTF8) or not info.orig_filename.isascii()
        name = info.orig_filename.encode("utf-8" if utf8 else "cp437")
        flags = (info.flag_bits & ~_DESCRIPTOR) | (_UTF8 if utf8 else 0)
        # sizes stand in the header itself, whatever streamed the part before: no descriptor follows it, and no extra field
        common = struct.pack("<HHHHHLLLHH", 20, flags, info.compress_type, *stamp, info.CRC, info.compress_size, info.file_size, len(name), 0)
        offset = len(out)
        out += _LOCAL + common + name + packed
        directory += _CENTRAL + struct.pack("<BB", 20, info.create_system) + common + struct.pack(
            "<HHHLL", 0, 0, info.internal_attr, info.external_attr, offset) + name
        if len(out) > _LARGEST:
            raise OverflowError("a package over 4 GiB")
    end = struct.pack("<HHHHLLH", 0, 0, len(members), len(members), len(directory), len(out), 0)
    return bytes(out + directory + _END + end)

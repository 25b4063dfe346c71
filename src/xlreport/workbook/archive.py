"""A zip archive's directory and parts, over struct and zlib alone.

The standard library's zipfile is 15 of the 90 milliseconds that a check takes from a cold start, and a quarter of what a
workbook in a batch takes; here are the parts of it that a workbook needs (APPNOTE 6.3.3, zip64 included).
"""

import struct
import zlib
from typing import NamedTuple

STORED, DEFLATED = 0, 8
MOST_PARTS = 5000
_END, _END64, _LOCATOR64, _ENTRY, _LOCAL = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07", b"PK\x01\x02", b"PK\x03\x04"

# Small parts by their compressed bytes: in a batch, names, styles and empty sheets are the same in every workbook.
_seen: dict[bytes, bytes] = {}
_KEPT, _SMALL = 256, 2**17


class BrokenArchive(ValueError):
    """The archive is truncated, damaged, or packed in a way that no office program uses."""


class TooManyParts(BrokenArchive):
    """No workbook has so many parts."""


class Entry(NamedTuple):
    """One part: is it encrypted, how it is packed, its checksum, its packed size, where its local header stands."""

    encrypted: bool
    method: int
    checksum: int
    packed: int
    offset: int


def entries(data: bytes) -> dict[str, Entry]:
    """The parts of an archive by name (lower case, no leading slash). Raises BrokenArchive."""
    try:
        count, position = _directory(data)
        found: dict[str, Entry] = {}
        for _ in range(count):
            (flags, method, checksum, packed, size, name_size, extra_size, comment_size,
             offset) = struct.unpack_from("<4x4xHH4xLLLHHH8xL", data, position)
            if data[position : position + 4] != _ENTRY:
                raise BrokenArchive("directory")
            name = data[position + 46 : position + 46 + name_size]
            extra = data[position + 46 + name_size : position + 46 + name_size + extra_size]
            if 0xFFFFFFFF in (packed, size, offset):
                packed, offset = _zip64(extra, packed, size, offset)
            word = name.decode("utf-8" if flags & 0x800 else "cp437")
            found[word.replace("\\", "/").lstrip("/").lower()] = Entry(bool(flags & 1), method, checksum, packed, offset)
            position += 46 + name_size + extra_size + comment_size
        return found
    except (struct.error, UnicodeDecodeError, OverflowError):
        raise BrokenArchive("directory") from None


def _directory(data: bytes) -> tuple[int, int]:
    """How many entries there are, and where the first stands."""
    end = data.rfind(_END, max(0, len(data) - 65557))
    if end < 0:
        raise BrokenArchive("no end of directory")
    count, size, offset = struct.unpack_from("<10xHLL", data, end)
    if 0xFFFF in (count,) or 0xFFFFFFFF in (size, offset):
        locator = data.rfind(_LOCATOR64, 0, end)
        (start,) = struct.unpack_from("<8xQ", data, locator) if locator >= 0 else (-1,)
        if start < 0 or data[start : start + 4] != _END64:
            raise BrokenArchive("no zip64 directory")
        count, offset = struct.unpack_from("<32xQ8xQ", data, start)
    if count > MOST_PARTS:
        raise TooManyParts(str(count))
    return count, offset


def _zip64(extra: bytes, packed: int, size: int, offset: int) -> tuple[int, int]:
    """Packed size and offset from the zip64 field, which holds only those of the values that did not fit."""
    position = 0
    while position + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, position)
        if kind == 1:
            values = list(struct.unpack_from(f"<{length // 8}Q", extra, position + 4))
            if size == 0xFFFFFFFF:
                values.pop(0)
            packed = values.pop(0) if packed == 0xFFFFFFFF else packed
            return packed, values.pop(0) if offset == 0xFFFFFFFF else offset
        position += 4 + length
    raise BrokenArchive("zip64 field")


def inflated(data: bytes, entry: Entry, limit: int) -> bytes:
    """A part's bytes, at most limit + 1 of them. Raises BrokenArchive where they are damaged, by checksum as well."""
    try:
        name, extra = struct.unpack_from("<26xHH", data, entry.offset)
    except (struct.error, OverflowError):
        raise BrokenArchive("local header") from None
    begin = entry.offset + 30 + name + extra
    stored = data[begin : begin + entry.packed]
    if data[entry.offset : entry.offset + 4] != _LOCAL or len(stored) != entry.packed:
        raise BrokenArchive("local header")
    found = _seen.get(stored) if entry.method == DEFLATED else stored
    if found is None:
        found = _inflate(stored, limit)
    if entry.method not in (STORED, DEFLATED) or (len(found) <= limit and zlib.crc32(found) != entry.checksum):
        raise BrokenArchive("checksum")
    return found


def _inflate(stored: bytes, limit: int) -> bytes:
    inflater = zlib.decompressobj(-15)
    try:
        found = inflater.decompress(stored, limit + 1)
    except zlib.error:
        raise BrokenArchive("packed data") from None
    if not inflater.eof and len(found) <= limit:
        raise BrokenArchive("packed data")
    if len(found) < _SMALL:
        if len(_seen) >= _KEPT:
            _seen.clear()
        _seen[stored] = found
    return found

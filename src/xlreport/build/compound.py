"""A compound file (MS-CFB, version 3), written anew: the container of a VBA project.

Compact and the same on every machine: no free entries, balanced sibling trees with all nodes black, times of zero. The
library that makes the project leaves red nodes under red nodes, which MS-CFB 2.6.4 forbids and strict readers refuse.
"""

import io
import struct
from collections.abc import Mapping
from typing import TypeAlias

Tree: TypeAlias = Mapping[str, "bytes | Tree"]

_END, _FREE, _FAT_SECTOR, _NOBODY = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
_SECTOR, _MINI_SECTOR, _MINI_LIMIT = 512, 64, 4096
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_FREE_ENTRY = b"\0" * 68 + b"\xff" * 12 + b"\0" * 48
_SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")


class _Entry:
    """One line of the directory: a storage or a stream, its place in its parent's tree, and where its bytes start."""

    def __init__(self, name: str, kind: int, data: bytes = b"") -> None:
        self.name, self.kind, self.data = name, kind, data
        self.left = self.right = self.child = _NOBODY
        self.start, self.size = (_END if kind == _STREAM else 0), len(data)

    def packed(self) -> bytes:
        """The 128 bytes of MS-CFB 2.6.1."""
        name = self.name.encode("utf-16le") + b"\0\0"
        return (name.ljust(64, b"\0") + struct.pack("<HBBIII", len(name), self.kind, 1, self.left, self.right, self.child)
                + b"\0" * 36 + struct.pack("<IQ", self.start, self.size))


def compound_file(tree: Tree) -> bytes:
    """A file that holds the tree: name -> the bytes of a stream, or the tree of a storage."""
    entries = [_Entry("Root Entry", _ROOT)]
    _enter(entries, 0, tree)
    streams = [entry for entry in entries if entry.kind == _STREAM and entry.data]
    sectors, chains = bytearray(), list[int]()
    small, small_chains = bytearray(), list[int]()
    for entry in streams:
        if entry.size < _MINI_LIMIT:
            entry.start = _put(small, small_chains, entry.data, _MINI_SECTOR)
        else:
            entry.start = _put(sectors, chains, entry.data, _SECTOR)
    root = entries[0]
    root.size, root.start = len(small), _put(sectors, chains, bytes(small), _SECTOR)
    directory = b"".join(entry.packed() for entry in entries)
    directory += _FREE_ENTRY * (-len(entries) % 4)
    directory_start = _put(sectors, chains, directory, _SECTOR)
    table = _numbers(small_chains)
    small_start = _put(sectors, chains, table + b"\xff" * (-len(table) % _SECTOR), _SECTOR)
    fat, places = _allocation(chains)
    header = _SIGNATURE + b"\0" * 16 + struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, len(places), directory_start, 0, _MINI_LIMIT, small_start,
        -(-len(small_chains) // 128), _END, 0)
    return header + _numbers([*places, *[_FREE] * (109 - len(places))]) + bytes(sectors) + _numbers(fat)


def _enter(entries: list[_Entry], parent: int, tree: Tree) -> None:
    """Adds a storage's children to the directory, and theirs."""
    names = sorted(tree, key=lambda name: (len(name), name.upper()))  # the order of MS-CFB 2.6.4
    numbers: dict[str, int] = {}
    for name in names:
        content = tree[name]
        numbers[name] = len(entries)
        entries.append(_Entry(name, _STREAM, content) if isinstance(content, bytes) else _Entry(name, _STORAGE))
    entries[parent].child = _balanced(entries, [numbers[name] for name in names])
    for name in names:
        content = tree[name]
        if not isinstance(content, bytes):
            _enter(entries, numbers[name], content)


def _balanced(entries: list[_Entry], numbers: list[int]) -> int:
    """Makes siblings in ascending order a balanced tree; the number of the entry at its top."""
    if not numbers:
        return _NOBODY
    middle = len(numbers) // 2
    top = numbers[middle]
    entries[top].left = _balanced(entries, numbers[:middle])
    entries[top].right = _balanced(entries, numbers[middle + 1:])
    return top


def _put(sectors: bytearray, chains: list[int], data: bytes, size: int) -> int:
    """Adds bytes as a chain of sectors; the number of its first, or END where there is nothing."""
    if not data:
        return _END
    start, count = len(chains), -(-len(data) // size)
    sectors += data + b"\0" * (-len(data) % size)
    chains += [*range(start + 1, start + count), _END]
    return start


def _allocation(chains: list[int]) -> tuple[list[int], list[int]]:
    """The allocation table with its own sectors in it, and where those stand."""
    count = 1
    while count * 128 < len(chains) + count:
        count += 1
    if count > 109:
        raise ValueError("a project of more than 7 MB needs a DIFAT chain, which is not written here")
    places = list(range(len(chains), len(chains) + count))
    fat = [*chains, *[_FAT_SECTOR] * count]
    return fat + [_FREE] * (count * 128 - len(fat)), places


def _numbers(values: list[int]) -> bytes:
    return struct.pack(f"<{len(values)}I", *values)


def tree_of(data: bytes) -> dict[str, "bytes | Tree"]:
    """The tree a compound file holds."""
    import olefile

    tree: dict[str, bytes | Tree] = {}
    with olefile.OleFileIO(io.BytesIO(data)) as file:
        for path in file.listdir():
            storage = tree
            for name in path[:-1]:
                storage = storage.setdefault(name, {})  # type: ignore[assignment]
            storage[path[-1]] = file.openstream(path).read()
    return tree

"""Compound files read back what was written, by a reader that is not ours, and obey MS-CFB where strict readers look."""

import io
import struct

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlreport.build.compound import compound_file, tree_of

NAMES = st.text("ABCabcXYZ019_", min_size=1, max_size=12)
STREAMS = st.one_of(st.binary(max_size=200), st.builds(lambda byte, size: bytes([byte]) * size, st.integers(0, 255), st.integers(1, 12000)))
STORAGES = st.dictionaries(NAMES, STREAMS, min_size=1, max_size=12)
TREES = st.dictionaries(NAMES, st.one_of(STREAMS, STORAGES), min_size=1, max_size=12)


def unlike(tree: dict) -> bool:
    """Whether no two siblings have one name, as a compound file compares them."""
    return len({name.upper() for name in tree}) == len(tree) and all(unlike(child) for child in tree.values() if isinstance(child, dict))


@given(TREES.filter(unlike))
def test_what_was_written_is_read(tree: dict) -> None:
    """olefile finds the same storages and streams, and the same bytes in them."""
    assert tree_of(compound_file(tree)) == tree


@given(TREES.filter(unlike))
def test_it_is_whole_sectors_and_repeatable(tree: dict) -> None:
    """The size is a multiple of a sector, twice the same bytes come out, and no entry of the directory is red or dated."""
    data = compound_file(tree)
    assert data == compound_file(tree)
    assert len(data) % 512 == 0
    with olefile.OleFileIO(io.BytesIO(data)) as file:
        for entry in filter(None, file.direntries):
            assert entry.color == 1
            assert entry.createTime == entry.modifyTime == 0


def test_siblings_are_searched_as_the_standard_says() -> None:
    """Left is smaller: first by length, then by capital letters (MS-CFB 2.6.4)."""
    data = compound_file(dict.fromkeys(("dir", "VBA", "PROJECT", "PROJECTwm", "b", "AA"), b"x"))
    with olefile.OleFileIO(io.BytesIO(data)) as file:
        entries = {number: entry for number, entry in enumerate(file.direntries) if entry is not None}

    def inorder(number: int) -> list[str]:
        if number == 0xFFFFFFFF:
            return []
        entry = entries[number]
        return [*inorder(entry.sid_left), entry.name, *inorder(entry.sid_right)]

    assert inorder(entries[0].sid_child) == ["b", "AA", "dir", "VBA", "PROJECT", "PROJECTwm"]


def test_the_header_names_its_tables() -> None:
    """Version 3, sectors of 512 and 64 bytes, a limit of 4096."""
    header = compound_file({"a": b"x" * 5000, "b": b"y"})[:512]
    assert struct.unpack_from("<HHHHH", header, 24) == (0x3E, 3, 0xFFFE, 9, 6)
    assert struct.unpack_from("<I", header, 56) == (4096,)


def test_what_is_too_large_is_refused() -> None:
    """More than the header's own table of sectors holds is not written wrong in silence."""
    with pytest.raises(ValueError, match="7 MB"):
        compound_file({"a": b"x" * 8_000_000})

"""Small files that inflate to hundreds of MB are refused, by a process that may not have more than 1 GiB."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import packages
from packages import SHEET


def bomb(path: Path, part: str, head: bytes, filler: bytes, tail: bytes, megabytes: int) -> None:
    """The sound workbook with one part that inflates to so many MB, written as a stream."""
    parts = packages.parts_of(packages.filled())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts.items():
            if name != part:
                archive.writestr(name, data)
        with archive.open(part, "w", force_zip64=True) as stream:
            stream.write(head)
            block = filler * (2**20 // len(filler))
            for _ in range(megabytes):
                stream.write(block)
            stream.write(tail)


def bombs(folder: Path) -> dict[str, Path]:
    """Small files that inflate to hundreds of MB, by name."""
    sheet = f'<worksheet xmlns="{packages.MAIN}"><sheetData>'.encode()
    strings = f'<sst xmlns="{packages.MAIN}">'.encode()
    plans = {
        "zeros": (SHEET, b"", b"\0", b"", 200), "blanks": (SHEET, sheet, b" ", b"</sheetData></worksheet>", 300),
        "rows": (SHEET, sheet, b"<row/>  ", b"</sheetData></worksheet>", 300),
        "strings": ("xl/sharedStrings.xml", strings, b"<si><t>a</t></si>", b"</sst>", 300),
        "long text": ("xl/sharedStrings.xml", strings + b"<si><t>", b"a", b"</t></si></sst>", 300),
        "workbook": ("xl/workbook.xml", b"<workbook>", b" ", b"</workbook>", 300),
        "styles": ("xl/styles.xml", f'<styleSheet xmlns="{packages.MAIN}"><cellXfs>'.encode(), b'<xf numFmtId="0"/>',
                   b"</cellXfs></styleSheet>", 300),
        "attribute": (SHEET, sheet + b'<row r="', b"1", b'"/></sheetData></worksheet>', 300),
    }
    for name, (part, head, filler, tail, megabytes) in plans.items():
        bomb(folder / f"{name}.xlsx", part, head, filler, tail, megabytes)
    with zipfile.ZipFile(folder / "200 MB.xlsx", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive, \
            archive.open("zeros.bin", "w") as stream:
        for _ in range(200):
            stream.write(b"\0" * 2**20)
    return {path.stem: path for path in folder.glob("*.xlsx")}


READ_IN_1_GIB = """
import json, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
from pathlib import Path
from xlreport.errors import UnreadableFile
from xlreport.form.library import library
from xlreport.workbook.reader import read_workbook
said = {}
for path in sys.argv[1:]:
    try:
        read_workbook(Path(path), library())
        said[path] = "read"
    except UnreadableFile as refusal:
        said[path] = str(refusal)
    except BaseException as error:
        said[path] = f"{type(error).__name__}: {error}"
print(json.dumps(said))
"""


def test_bombs(tmp_path: Path) -> None:
    """200 and 300 MB zipped into a few KB: refused, in one process that may not have more than 1 GiB."""
    made = bombs(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", READ_IN_1_GIB, *map(str, made.values())], capture_output=True, text=True, check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    for name, path in made.items():
        assert str(path) in said[str(path)], (name, said[str(path)])
        assert "请" in said[str(path)], name

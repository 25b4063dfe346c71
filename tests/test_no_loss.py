"""Nothing is lost: whatever happens while a file is written, the old one is whole or the new one is.

A power cut is a process that ends at once, at every line of the writing in turn; a full disk is a real one.
"""

import ast
import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import xlreport
from xlreport.errors import OutputError
from xlreport.files import write_whole

OLD, NEW = b"old" * 1000, b"new!" * 1000
SOURCES = Path(xlreport.__file__).parent
# what else writes files, and why that loses nothing of a person's
WRITERS = {
    "files.py": "the one writer",
    "collection/work.py": "a file that was sent along to a worker, in a temporary folder",
    "documents/archives.py": "members of an archive, in a temporary folder",
    "documents/office.py": "copies and a profile for a conversion, in a temporary folder",
    "documents/pdf_of.py": "the document to convert, in a temporary folder",
    "flows/office_buttons.py": "the extension to install, in a temporary folder",
    "build/addin.py": "the add-in under construction, in a temporary folder",
    "build/offline.py": "a folder to pack, in a temporary folder",
}


def test_one_writer() -> None:
    """Results are written by one function; everything else that writes is named above."""
    calls = {"write_bytes", "write_text", "copyfile", "copy2", "copy", "move", "mkstemp", "extractall"}
    found = set()
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                arguments = {word.value for word in node.args if isinstance(word, ast.Constant) and isinstance(word.value, str)}
                writes = node.func.attr in calls and getattr(node.func.value, "id", "") != "copy"
                if writes or (node.func.attr == "open" and arguments & {"w", "a", "x", "wb", "ab", "xb"}):
                    found.add(path.relative_to(SOURCES).as_posix())
    assert found == set(WRITERS)


CUT = """
import os, sys
from pathlib import Path
from xlreport.files import write_whole
left = int(sys.argv[1])
def trace(frame, event, argument):
    global left
    if event == "call" and frame.f_code.co_filename not in (write_whole.__code__.co_filename, os.__file__):
        return None
    left -= event == "line"
    if not left:
        os._exit(9)
    return trace
sys.settrace(trace)
write_whole(Path(sys.argv[2]), b"new!" * 1000)
sys.settrace(None)
"""


def _cut_at(line: int, path: Path) -> bool:
    """Writes in a process of its own that ends at the n-th line; whether it came to its end."""
    code = subprocess.run([sys.executable, "-c", CUT, str(line), str(path)], check=False).returncode
    assert code in (0, 9)
    return code == 0


@pytest.mark.parametrize("before", [OLD, None])
def test_a_power_cut_at_any_moment(tmp_path: Path, before: bytes | None) -> None:
    """The file is the old one or the new one; once it is the new one, it stays so. What is left beside it begins with a full stop."""
    path = tmp_path / "年报.xlsx"
    seen: list[bytes | None] = []
    for line in range(1, 200):
        if before is None:
            path.unlink(missing_ok=True)
        else:
            path.write_bytes(before)
        done = _cut_at(line, path)
        seen.append(path.read_bytes() if path.exists() else None)
        if done:
            break
    assert done, "it never came to its end"
    assert set(seen) == {before, NEW}
    assert seen == sorted(seen, key=lambda content: content == NEW)
    assert {each.name for each in tmp_path.iterdir() if not each.name.startswith(".xlreport-")} == {"年报.xlsx"}


def _refuse(code: int) -> Callable[..., Any]:
    def refused(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    return refused


@pytest.mark.parametrize(("what", "code", "said"), [
    ("os.fsync", errno.ENOSPC, "磁盘已满"), ("os.fsync", errno.EIO, "磁盘读写出错"), ("tempfile.mkstemp", errno.EROFS, "磁盘是只读的"),
    ("tempfile.mkstemp", errno.EACCES, "没有权限"),
    ("pathlib.Path.replace", errno.EACCES, "正被别的程序打开"),  # the file is open in Excel: Windows refuses to rename over it
    ("pathlib.Path.mkdir", errno.ENOTDIR, "不是文件夹"),
])
def test_what_the_system_refuses(what: str, code: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old file is whole, nothing is left beside it, and the message says why and what to look at."""
    path = tmp_path / "年报.xlsx"
    path.write_bytes(OLD)
    monkeypatch.setattr(what, _refuse(code))
    with pytest.raises(OutputError, match=said) as raised:
        write_whole(path, NEW)
    monkeypatch.undo()
    assert "年报.xlsx" in str(raised.value)
    assert path.read_bytes() == OLD
    assert [each.name for each in tmp_path.iterdir()] == ["年报.xlsx"]


def test_names_that_no_system_takes(tmp_path: Path) -> None:
    """Longer than any system allows, or with a character that ends a name."""
    with pytest.raises(OutputError, match="文件名太长"):
        write_whole(tmp_path / ("年" * 200 + ".xlsx"), NEW)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("code", "length"), [(206, 10), (3, 300)])
def test_a_path_that_windows_does_not_take(code: int, length: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows says "not found" of a path longer than 260 characters; the person is told what to do."""
    (tmp_path / "年报.xlsx").write_bytes(OLD)

    def refused(*_: object, **__: object) -> None:
        error = FileNotFoundError(errno.ENOENT, "not found", "年" * length)
        error.winerror = code  # type: ignore[attr-defined]  # as Windows sets it
        raise error

    monkeypatch.setattr("tempfile.mkstemp", refused)
    with pytest.raises(OutputError, match="路径太长"):
        write_whole(tmp_path / "年报.xlsx", NEW)
    assert (tmp_path / "年报.xlsx").read_bytes() == OLD


@pytest.mark.skipif(sys.platform != "linux", reason="a small disk of its own is made with Linux namespaces")
def test_a_disk_that_is_full(tmp_path: Path) -> None:
    """Every command that writes says so, exits with 2, and leaves what was there; a store is made whole once there is room."""
    program = f'"{sys.executable}" -m xlreport'
    script = f"""
set -u
{program} demo "{tmp_path}/例子" > /dev/null
mkdir "{tmp_path}/盘" && mount -t tmpfs -o size=56k tmpfs "{tmp_path}/盘" && cd "{tmp_path}/盘" || exit 3
book="{tmp_path}/例子/3-有三处笔误的工作簿.xlsx"; good="{tmp_path}/例子/2-填好的工作簿.xlsx"
{program} new --unit 甲局 --year 2025 -o 旧.xlsx > /dev/null || exit 4
sha256sum 旧.xlsx > "{tmp_path}/旧"
for command in "check $book -o 结果.html" "check $book -o 结果.xlsx" "write $good -o 报告.docx" "mark $book -o 标.xlsx" \
    "import $good -o 入.xlsx" "new --unit 乙局 --year 2025 -o 新.xlsx" "collect {tmp_path}/例子 --store 库.duckdb"; do
    {program} $command > "{tmp_path}/说" 2>&1; code=$?
    grep -q 磁盘已满 "{tmp_path}/说" && [ $code = 2 ] || {{ echo "$command: $code"; cat "{tmp_path}/说"; }}
done
sha256sum --quiet -c "{tmp_path}/旧"
find . -type f -size +0 ! -name '旧.xlsx' ! -name '库.duckdb*'
mount -o remount,size=64m "{tmp_path}/盘"
{program} collect "{tmp_path}/例子" --store 库.duckdb > "{tmp_path}/说" 2>&1 || cat "{tmp_path}/说"
{program} export --store 库.duckdb --to csv -o "{tmp_path}/表" > /dev/null || echo "no store"
"""
    environ = {key: value for key, value in os.environ.items() if key != "XLREPORT_DEBUG"}
    done = subprocess.run(["unshare", "-rm", "sh", "-c", script], capture_output=True, text=True, env=environ, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")

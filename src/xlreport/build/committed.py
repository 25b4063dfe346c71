"""Every built file of the checkout: written where out of date, or only named."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from xlreport.build.extension import extension_bytes
from xlreport.build.templates import templates
from xlreport.errors import UsageError
from xlreport.files import addin_file, carried, write_whole
from xlreport.wording import say


def build_all(write: bool) -> list[str]:
    """Rebuilds every built file that is out of date and names them; with write=False only names them.

    Raises UsageError where the add-in's sources or the libraries that build it are missing.
    """
    changed: list[str] = []
    for path, data in _made():
        if same(path, data):
            continue
        changed.append(f"{path.parent.name}/{path.name}")
        if write:
            write_whole(path, data)
    return changed


def _made() -> Iterator[tuple[Path, bytes]]:
    yield from templates()
    folder = carried("macros")
    if not (folder / "ribbon").is_dir():
        raise UsageError(say("这里没有加载项的源文件。重做加载项要在源码目录里：pip install -e \".[build]\"，再运行 xlreport build",
                             'the add-in is built in a checkout: pip install -e ".[build]", then xlreport build'))
    try:
        from xlreport.build.addin import addin_bytes

        data = addin_bytes(folder)
    except ModuleNotFoundError as error:
        raise UsageError(say(f"做加载项要用 {error.name}：pip install -e \".[build]\"",
                             f'building the add-in needs {error.name}: pip install -e ".[build]"')) from None
    yield addin_file(), data
    yield folder / "xlreport.oxt", extension_bytes(folder)


def same(path: Path, data: bytes) -> bool:
    """Whether a built file says the same: packages by their inflated parts, because zlib's bytes differ by machine."""
    if not path.is_file():
        return False
    old = path.read_bytes()
    if path.suffix not in (".xlsx", ".xlam", ".oxt"):
        return old.replace(b"\r\n", b"\n") == data
    return _parts(old) == _parts(data)


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}

"""A folder to unpack and run on a PC without a network: the program, every library it needs, and what the person who answers for the PC asks.

    python -m xlreport.build.offline PLATFORM -o DIR [--python FILE]

FILE: a Python for that platform in an archive, taken along whole: on Windows the embeddable package of python.org (.zip) or a full
one (.zip, .tar.gz), which also has tkinter for the window. Without it, the folder on Linux uses the Python of the PC, of the same version.
Libraries are chosen for the platform by uv, which judges their conditions as that platform would; the list of parts is CycloneDX 1.5.
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import NamedTuple

from xlreport.build.offline_texts import Part, launchers, parts_list, security_page, start_here
from xlreport.errors import UsageError, XlreportError
from xlreport.version import __version__

PYTHON = "3.11"
PLATFORMS = {
    "win_amd64": "x86_64-pc-windows-msvc",
    "linux_x86_64": "x86_64-manylinux_2_28",
    "linux_aarch64": "aarch64-manylinux_2_28",
}
# what a library needs only to be built or tried, and .pyc files of the machine that packs
_NOT_TAKEN = ("__pycache__", "bin", "*.chm", "cffi-gen-src")


class Wanted(NamedTuple):
    """What to pack: the platform (a key of PLATFORMS), the folder of the sources, where results go, a Python to take along or None."""

    platform: str
    sources: Path
    target: Path
    python: Path | None


def packed(wanted: Wanted) -> Path:
    """Makes the folder and its archive in `target`; the archive. Raises UsageError where a library or the Python cannot be had."""
    name = f"xlreport-{__version__}-{wanted.platform}"
    with tempfile.TemporaryDirectory(prefix="xlreport-offline-") as temporary:
        folder = Path(temporary) / name
        folder.mkdir()
        _libraries(wanted, folder / "lib")
        own = _python(wanted.python, folder) if wanted.python else ""
        found = sorted(distributions(path=[str(folder / "lib")]), key=lambda each: each.name.lower())
        parts = [_part(each) for each in found]
        _licences(found, folder / "licences")
        texts = {"请先看.txt": start_here(wanted.platform, own), "安全说明.html": security_page(wanted.platform, own, parts)}
        for file, text in {**launchers(wanted.platform, own), **texts}.items():
            # Windows programs take a text for GBK unless it begins with the mark; its shell takes neither mark nor LF
            data = text.replace("\n", "\r\n").encode("utf-8-sig" if file.endswith(".txt") else "utf-8") \
                if wanted.platform.startswith("win") else text.encode()
            (folder / file).write_bytes(data)
            (folder / file).chmod(0o755 if "." not in file else 0o644)
        (folder / "sbom.cdx.json").write_text(parts_list(parts), "utf-8")
        _sums(folder)
        return _archive(folder, wanted.target)


def _libraries(wanted: Wanted, lib: Path) -> None:
    """The program and what it needs, chosen for the platform and unpacked."""
    with tempfile.TemporaryDirectory() as wheels:
        _run("uv", "build", "--quiet", "--wheel", "--out-dir", wheels, str(wanted.sources))
        (wheel,) = Path(wheels).glob("*.whl")
        _run("uv", "pip", "install", "--quiet", "--python", sys.executable, "--python-platform", PLATFORMS[wanted.platform],
             "--python-version", PYTHON, "--only-binary", ":all:", "--target", str(lib), str(wheel))
    for pattern in _NOT_TAKEN:
        for path in list(lib.rglob(pattern) if pattern == "__pycache__" else lib.glob(pattern)):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    # which programs and folders the machine that packed had is nobody's business, and differs from day to day
    for path in [*lib.glob("*.dist-info/direct_url.json"), *lib.glob("*.dist-info/uv_cache.json"), *lib.glob("*.dist-info/INSTALLER"), lib / ".lock"]:
        path.unlink(missing_ok=True)


def _run(*command: str) -> None:
    """Runs a program of this environment. Raises UsageError with its own words."""
    program = Path(sys.executable).with_name(command[0])
    try:
        done = subprocess.run([str(program) if program.exists() else command[0], *command[1:]], capture_output=True, text=True, check=False)
    except OSError:
        raise UsageError(f"{command[0]} is missing: make offline installs it") from None
    if done.returncode:
        raise UsageError(f"{' '.join(command[:3])}: {done.stderr.strip()[-2000:]}")


def _python(archive: Path, folder: Path) -> str:
    """Unpacks a Python into the folder and points it at lib; its program, relative to the folder. Raises UsageError for what is none."""
    place = folder / "python"
    try:
        if zipfile.is_zipfile(archive):
            with zipfile.ZipFile(archive) as package:
                package.extractall(place)
        else:
            with tarfile.open(archive) as package:
                package.extractall(place, filter="data")
    except (OSError, tarfile.TarError, zipfile.BadZipFile) as error:
        raise UsageError(f"{archive} is no archive of a Python: {error}") from None
    program = next((path for name in ("python.exe", "bin/python3") for path in (place / name, *place.glob(f"*/{name}")) if path.is_file()), None)
    if program is None:
        raise UsageError(f"{archive} holds no python.exe and no bin/python3")
    _point(program, folder)
    return program.relative_to(folder).as_posix()


def _point(program: Path, folder: Path) -> None:
    """Lets a Python find the libraries: the embeddable one reads its paths from ._pth alone, and runs sitecustomize only after `import site`."""
    up = "../" * (len(program.relative_to(folder).parts) - 1)
    for listed in program.parent.glob("python*._pth"):
        own = [line for line in listed.read_text("utf-8").splitlines() if line and not line.startswith(("#", "import"))]
        listed.write_text("\n".join([*own, f"{up}lib".replace("/", "\\"), "import site", ""]), "utf-8")
    for site in (*program.parent.glob("Lib/site-packages"), *program.parent.parent.glob("lib/python3*/site-packages")):
        (site / "xlreport.pth").write_text(f"{'../' * len(site.relative_to(folder).parts)}lib\n", "utf-8")  # a full one has no ._pth
    # .pth files count in site-packages only: pywin32 needs its own to be found
    (folder / "lib" / "sitecustomize.py").write_text(
        '"""Lets the .pth files beside it count."""\nimport pathlib\nimport site\n\nsite.addsitedir(str(pathlib.Path(__file__).parent))\n', "utf-8")
    for library in (folder / "lib").glob("xlwings*.dll"):  # the worksheet functions: Excel looks for them beside python.exe
        shutil.copy2(library, program.parent)


def _part(found: Distribution) -> Part:
    """A library as its own metadata describe it."""
    about = found.metadata.json  # with one value a key where the field allows one
    classified = [line.rsplit(" :: ", 1)[1] for line in about.get("classifier", ()) if line.startswith("License :: ")]
    stated = str(about.get("license_expression") or about.get("license") or "")
    licence = stated if stated and len(stated) < 60 and "\n" not in stated else "; ".join(classified)
    record = hashlib.sha256((found.read_text("RECORD") or "").encode()).hexdigest()
    return Part(found.name, found.version, licence or "见 licences 文件夹", str(about.get("summary", "")), record)


def _licences(found: list[Distribution], place: Path) -> None:
    """The licence texts of every part, in a folder each."""
    for each in found:
        for file in each.files or ():
            named = file.name.upper().startswith(("LICENSE", "LICENCE", "COPYING", "NOTICE", "AUTHORS"))
            if ".dist-info" in file.parts[0] and (named or file.parts[1] in ("licenses", "license_files")):
                source = Path(str(each.locate_file(file)))
                if source.is_file():
                    (place / f"{each.name}-{each.version}").mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(source, place / f"{each.name}-{each.version}" / file.name)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _sums(folder: Path) -> None:
    """SHA-256 of every file, as `sha256sum -c` reads it."""
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder).as_posix()}\n" for path in _files(folder)]
    (folder / "SHA256SUMS").write_text("".join(lines), "utf-8")


def _archive(folder: Path, target: Path) -> Path:
    """One file to carry, .zip for Windows and .tar.gz elsewhere, and its SHA-256 beside it."""
    target.mkdir(parents=True, exist_ok=True)
    if "-win" in folder.name:
        path = target / f"{folder.name}.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for file in _files(folder):
                package.write(file, file.relative_to(folder.parent))
    else:
        path = target / f"{folder.name}.tar.gz"
        with tarfile.open(path, "w:gz") as package:
            package.add(folder, folder.name, filter=_nobody)
    path.with_name(path.name + ".sha256").write_text(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n", "utf-8")
    return path


def _nobody(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Without the name of whoever packed."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    return entry


def main() -> int:
    """Packs what the command line asks for."""
    reader = argparse.ArgumentParser(prog="python -m xlreport.build.offline", description="A folder to unpack and run without a network.")
    reader.add_argument("platform", choices=sorted(PLATFORMS))
    reader.add_argument("-o", "--output", type=Path, default=Path("dist"))
    reader.add_argument("--python", type=Path, help="a Python for that platform, in an archive")
    given = reader.parse_args()
    if given.platform.startswith("win") and given.python is None:
        reader.error("on Windows there is no Python to use: give one with --python (python.org, Windows embeddable package)")
    try:
        path = packed(Wanted(given.platform, Path.cwd(), given.output, given.python))
    except XlreportError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(f"{path}  {path.stat().st_size / 2**20:.0f} MiB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

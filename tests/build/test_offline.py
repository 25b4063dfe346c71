"""The folder to unpack and run: what lies in it, that it runs here with its own libraries alone, and one for Windows with a Python taken along."""

import hashlib
import json
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from sizes import size
from xlreport.build import offline
from xlreport.build.offline import PLATFORMS, Wanted, packed
from xlreport.build.offline_texts import Part, launchers, parts_list, security_page, start_here
from xlreport.errors import UsageError
from xlreport.flows.icons import PROGRAM_ID

ROOT = Path(__file__).parent.parent.parent
PARTS = (Part("xlreport", "0.1.0", "MIT", "年报", "0" * 64), Part("Some_Lib", "2.0", "BSD; Apache", "<b>", "1" * 64))


@pytest.fixture
def embeddable(tmp_path: Path) -> Path:
    """An archive laid out like the embeddable package of python.org."""
    path = tmp_path / "python-3.11.9-embed-amd64.zip"
    with zipfile.ZipFile(path, "w") as package:
        for name in ("python.exe", "pythonw.exe", "python311.dll", "python311.zip"):
            package.writestr(name, b"MZ")
        package.writestr("python311._pth", "python311.zip\r\n.\r\n\r\n# Uncomment to run site.main() automatically\r\n#import site\r\n")
    return path


def test_a_python_taken_along_finds_the_libraries(embeddable: Path, tmp_path: Path) -> None:
    """Its paths end in ours, `import site` counts, and the worksheet functions' library lies beside it; what is no Python is refused."""
    folder = tmp_path / "夹"
    (folder / "lib").mkdir(parents=True)
    (folder / "lib" / "xlwings64-0.37.8.dll").write_bytes(b"MZ")
    assert offline._python(embeddable, folder) == "python/python.exe"
    assert (folder / "python" / "python311._pth").read_text("utf-8").splitlines() == ["python311.zip", ".", "..\\lib", "import site"]
    assert (folder / "python" / "xlwings64-0.37.8.dll").is_file()
    for wrong in (b"no archive", b""):
        embeddable.write_bytes(wrong)
        with pytest.raises(UsageError, match="no archive"):
            offline._python(embeddable, tmp_path / "另")
    with zipfile.ZipFile(embeddable, "w") as package:
        package.writestr("readme.txt", "")
    with pytest.raises(UsageError, match=r"no python\.exe"):
        offline._python(embeddable, tmp_path / "三")


def test_a_whole_python_finds_them_too(tmp_path: Path) -> None:
    """One that is laid out as on Linux: a .pth file in its site-packages leads to lib."""
    made = tmp_path / "python"
    site = made / "lib" / "python3.11" / "site-packages"
    site.mkdir(parents=True)
    (made / "bin").mkdir()
    (made / "bin" / "python3").write_bytes(b"#!")
    archive = tmp_path / "whole.tar.gz"
    with tarfile.open(archive, "w:gz") as package:
        package.add(made, "python")
    folder = tmp_path / "夹"
    (folder / "lib").mkdir(parents=True)
    assert offline._python(archive, folder) == "python/python/bin/python3"
    (listed,) = folder.rglob("xlreport.pth")
    assert (listed.parent / listed.read_text("utf-8").strip()).resolve() == folder / "lib"


@pytest.mark.parametrize("platform", PLATFORMS)
def test_what_a_person_reads(platform: str) -> None:
    """The pages name what is written, how to remove it, every part; the launchers hold nothing that the PC's code page could spoil."""
    windows = platform.startswith("win")
    page = security_page(platform, "python/python.exe" if windows else "", PARTS)
    assert "不打开任何网络连接" in page
    assert (PROGRAM_ID in page) == windows
    assert "Some_Lib" in page
    assert "<b>" not in page
    assert "拖到" in start_here(platform, "python/python.exe") or not windows
    for name, text in launchers(platform, "python/python.exe" if windows else "").items():
        assert text.isascii() == name.endswith(".cmd")
    bill = json.loads(parts_list(PARTS))
    assert (bill["specVersion"], bill["metadata"]["component"]["name"]) == ("1.5", "xlreport")
    assert [each["purl"] for each in bill["components"]] == ["pkg:pypi/some-lib@2.0"]
    assert str(ROOT) not in parts_list(PARTS) + page


@pytest.mark.skipif(size(10) < 10, reason="fetches every library, 100 MB: at full size only")
def test_packed_and_run(embeddable: Path, tmp_path: Path) -> None:
    """On this machine's platform the folder does the main job from a place with a space; the Windows one holds what Windows needs."""
    archive = packed(Wanted("linux_x86_64", ROOT, tmp_path / "dist", None))
    assert archive.with_name(archive.name + ".sha256").read_text("utf-8").split()[0] == hashlib.sha256(archive.read_bytes()).hexdigest()
    place = tmp_path / "解 压"
    with tarfile.open(archive) as package:
        package.extractall(place, filter="data")
    (folder,) = place.iterdir()
    assert not subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=folder, check=False).returncode
    environ = {"PATH": os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"]), "HOME": str(tmp_path)}
    done = subprocess.run(["unshare", "-rn", str(folder / "xlreport"), "demo", "例子"], cwd=tmp_path, env=environ, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert not subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=folder, check=False).returncode  # nothing was written into it
    with zipfile.ZipFile(packed(Wanted("win_amd64", ROOT, tmp_path / "dist", embeddable))) as package:
        names = {name.partition("/")[2] for name in package.namelist()}
    assert {"python/python.exe", "python/xlwings64-0.37.8.dll", "xlreport.cmd", "安全说明.html", "lib/pywin32.pth", "lib/sitecustomize.py"} <= names
    assert not any(name.endswith(".so") for name in names)

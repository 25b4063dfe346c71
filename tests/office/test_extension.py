"""`xlreport libreoffice`: installed, seen by LibreOffice, taken away again; and what it says when it cannot."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from window import install, programs
from xlreport.errors import UsageError
from xlreport.flows import office_buttons

pytestmark = pytest.mark.office


def test_installed_and_taken_away() -> None:
    """Install twice (the second replaces), status, uninstall, status again."""
    programs()
    with tempfile.TemporaryDirectory(prefix="xlreport-extension-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        profile = Path(folder) / "profile"
        profile.mkdir()
        assert install(profile, "status").returncode == 1
        for _ in range(2):
            done = install(profile, "install")
            assert done.returncode == 0, done.stderr
            assert sys.executable in done.stdout
        assert [path.read_text("utf-8") for path in profile.rglob("interpreter.txt")] == [sys.executable] * len(list(profile.rglob("interpreter.txt")))
        assert list(profile.rglob("interpreter.txt"))
        assert install(profile, "status").returncode == 0
        assert "已卸载" in install(profile, "uninstall").stdout
        assert install(profile, "status").returncode == 1
        assert "没有装过" in install(profile, "uninstall").stdout


@pytest.mark.parametrize(("arguments", "environ", "said"), [
    (("instal",), {}, "install、status 或 uninstall"),
    (("status",), {"XLREPORT_UNOPKG": "没有这个程序"}, "运行不了"),
])
def test_one_line_when_it_cannot(arguments: tuple[str, ...], environ: dict[str, str], said: str, tmp_path: Path) -> None:
    """Wrong words, no LibreOffice, an installer that does not run: exit 2 and one line."""
    profile = ("--profile", tmp_path.as_uri()) if arguments[0] != "instal" else ()
    done = subprocess.run([sys.executable, "-m", "xlreport", "libreoffice", *arguments, *profile], env={**os.environ, **environ},
                          capture_output=True, text=True, encoding="utf-8", check=False, timeout=120)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_no_libreoffice_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Says what to install."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("XLREPORT_UNOPKG", raising=False)
    monkeypatch.setattr(office_buttons, "_PLACES", ())
    with pytest.raises(UsageError, match="没有找到 LibreOffice"):
        office_buttons.this_office()

"""Installed into an empty environment, from a wheel or editable, the program does its main job from another folder."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BUILT = ("build", "dist", ".venv", "__pycache__", "xlreport-demo", "node_modules")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the source tree as a fresh checkout holds it, so that this one stays clean."""
    copy = tmp_path_factory.mktemp("源 码") / "xlreport"
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True)
    for name in listed.stdout.decode().split("\0"):
        if name and (ROOT / name).is_file() and not set(Path(name).parts) & set(BUILT):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    return copy


def run(*command: str | Path, where: Path) -> str:
    """A command's output; fails with all it said."""
    kept = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV", "XLREPORT_LANG", "PYTHONHOME")}
    done = subprocess.run([str(word) for word in command], cwd=where, env=kept | {"PYTHONIOENCODING": "utf-8"}, capture_output=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr).decode("utf-8", "replace")
    return done.stdout.decode()


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the programs of an environment that holds what is pure Python only: a PC for which no compiled package exists

    can still make, fill in and check workbooks. (That all that is declared can be installed, `make` has shown before any test runs.)
    """
    folder = tmp_path_factory.mktemp("装") / "空 环境"
    run(sys.executable, "-m", "venv", "--without-pip", folder, where=folder.parent)
    found = folder / ("Scripts" if os.name == "nt" else "bin")
    install(found, "typer>=0.20,<0.29", "XlsxWriter>=3.2,<4")
    return found


def install(programs: Path, *what: str | Path) -> None:
    """`pip install` into an environment."""
    run(sys.executable, "-m", "pip", "--python", programs / "python", "install", "--quiet", "--disable-pip-version-check", *what, where=programs)


def does_its_job(programs: Path, folder: Path) -> None:
    """demo, check and values work in a folder that has nothing to do with the sources."""
    folder.mkdir()
    xlreport = programs / "xlreport"
    assert "4. 校验结果网页" in run(xlreport, "demo", where=folder)
    assert "通过" in run(xlreport, "check", "xlreport-demo/2-填好的工作簿.xlsx", where=folder)
    assert run(xlreport, "forms", where=folder) == run(programs / "python", "-m", "xlreport", "forms", where=folder)
    assert "zfxxgk-2019" in run(xlreport, "forms", where=folder)
    assert sorted(path.name for path in folder.iterdir()) == ["xlreport-demo"]


def test_a_wheel_carries_everything(source: Path, programs: Path, tmp_path: Path) -> None:
    """The wheel holds forms, rules and templates, and nothing of the checkout is used."""
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path / "dist", where=source)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    install(programs, "--no-deps", wheel)
    does_its_job(programs, tmp_path / "别处")
    used = run(programs / "python", "-c", "import xlreport, xlreport.files as f, xlreport.form.library as l; print(xlreport.__file__); "
               "print(l.templates_folder()); print(f.addin_file().resolve(strict=True))",
               where=tmp_path)
    assert all("site-packages" in line for line in used.split("\n") if line)
    installed = run(sys.executable, "-m", "pip", "--python", programs / "python", "list", "--format", "freeze", where=tmp_path).lower()
    assert not [name for name in ("pandas", "numpy", "openpyxl", "pydantic", "lxml") if name in installed]


def test_an_editable_install_uses_the_checkout(source: Path, programs: Path, tmp_path: Path) -> None:
    """`pip install -e .` runs the sources where they stand, with the checkout's own templates."""
    install(programs, "--no-deps", "--editable", source)
    does_its_job(programs, tmp_path / "别处")
    used = run(programs / "python", "-c", "import xlreport.form.library as l; print(l.templates_folder())", where=tmp_path)
    assert Path(used.strip()).resolve() == (source / "workbook_templates").resolve()

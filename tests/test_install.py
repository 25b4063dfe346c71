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


def environment(folder: Path) -> Path:
    """An empty environment; the folder with its programs."""
    run(sys.executable, "-m", "venv", folder, where=folder.parent)
    return folder / ("Scripts" if os.name == "nt" else "bin")


def does_its_job(programs: Path, folder: Path) -> None:
    """demo, check and values work in a folder that has nothing to do with the sources."""
    folder.mkdir()
    xlreport = programs / "xlreport"
    assert "4. 校验结果网页" in run(xlreport, "demo", where=folder)
    assert "通过" in run(xlreport, "check", "xlreport-demo/2-填好的工作簿.xlsx", where=folder)
    assert run(xlreport, "forms", where=folder) == run(programs / "python", "-m", "xlreport", "forms", where=folder)
    assert "zfxxgk-2019" in run(xlreport, "forms", where=folder)
    assert sorted(path.name for path in folder.iterdir()) == ["xlreport-demo"]


def test_a_wheel_carries_everything(source: Path, tmp_path: Path) -> None:
    """The wheel holds forms, rules and templates, and nothing of the checkout is used."""
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path / "dist", where=source)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    programs = environment(tmp_path / "空 环境")
    # only what is pure Python: a PC for which no compiled package exists can still make, fill in and check workbooks
    run(programs / "python", "-m", "pip", "install", "--quiet", "--no-deps", wheel, where=tmp_path)
    run(programs / "python", "-m", "pip", "install", "--quiet", "typer>=0.20,<0.29", "XlsxWriter>=3.2,<4", where=tmp_path)
    does_its_job(programs, tmp_path / "别处")
    used = run(programs / "python", "-c", "import xlreport, xlreport.files as f, xlreport.form.library as l; print(xlreport.__file__); "
               "print(l.templates_folder()); print(f.addin_file().resolve(strict=True))",
               where=tmp_path)
    assert all("site-packages" in line for line in used.split("\n") if line)
    installed = run(programs / "python", "-m", "pip", "list", "--format", "freeze", where=tmp_path).lower()
    assert not [name for name in ("pandas", "numpy", "openpyxl", "pydantic", "lxml") if name in installed]


def test_an_editable_install_uses_the_checkout(source: Path, tmp_path: Path) -> None:
    """`pip install -e .` runs the sources where they stand, with the checkout's own templates."""
    programs = environment(tmp_path / "空 环境")
    run(programs / "python", "-m", "pip", "install", "--quiet", "--editable", source, where=tmp_path)
    does_its_job(programs, tmp_path / "别处")
    used = run(programs / "python", "-c", "import xlreport.form.library as l; print(l.templates_folder())", where=tmp_path)
    assert Path(used.strip()).resolve() == (source / "workbook_templates").resolve()

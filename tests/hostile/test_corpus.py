"""One law over every bad file: bounded, refused by name with the way out or judged, nothing written elsewhere, nothing fetched, the others done."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import finished_reports
import packages
import sizes
from hostile.corpus import badly_named, cut_and_damaged, monsters, odd_places, sound
from xlreport.cli.app import app
from xlreport.form.library import library

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="namespaces are Linux's")
SECONDS = max(4, sizes.size(10))  # three of the files use all that they are given
# Runs before the program: whatever tries to reach the network, to write beside its own folders or to start a program is noted and stopped.
GUARD = '''
import os, sys
own = tuple(place + os.sep for place in os.environ["ALLOWED"].split(os.pathsep))
def note(what):
    with open(os.environ["NOTED"], "a", encoding="utf-8", errors="replace") as out:
        out.write(what + chr(10))
    raise RuntimeError(what)
def guard(event, arguments):
    if event in ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo"):
        note(f"{event} {arguments[1:]}")
    if event == "open" and isinstance(arguments[0], str) and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+") \\
            and arguments[0] != os.environ["NOTED"] and not (os.path.realpath(arguments[0]) + os.sep).startswith(own):
        note(f"wrote {arguments[0]}")
    if event in ("os.system", "os.exec", "os.startfile") or (event == "subprocess.Popen" and str(arguments[0]) != sys.executable
            and "soffice" not in str(arguments[0])):
        note(f"{event} {arguments[:2]}")
sys.addaudithook(guard)
'''


def run(folder: Path, command: list[str], network: bool = False) -> subprocess.CompletedProcess[str]:
    """A command in a namespace without a network, under the guard, with the limits as people have them."""
    guard = folder.parent / "guard"
    guard.mkdir(exist_ok=True)
    (guard / "sitecustomize.py").write_text(GUARD, "utf-8")
    for name in ("tmp", "home"):
        (folder.parent / name).mkdir(exist_ok=True)
    own = [os.path.realpath(folder.parent / name) for name in ("tmp", "home", "out")]
    environment = {
        **os.environ, "PYTHONPATH": os.pathsep.join([str(guard), *(part for part in sys.path if part.endswith("src"))]), "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "ALLOWED": os.pathsep.join([*own, "/dev/null"]), "NOTED": str(folder.parent / "noted"), "TMPDIR": own[0], "HOME": own[1], "SOFFICE": "",
        "XLREPORT_LANG": "zh", "XLREPORT_SECONDS": str(SECONDS),
    }
    environment.pop("XLREPORT_DEBUG", None)  # a surprise is a line, as for people
    prefix = [] if network else ["unshare", "-rn"]
    return subprocess.run([*prefix, sys.executable, *command], capture_output=True, cwd=folder.parent, env=environment, check=False,
                          text=True, encoding="utf-8", errors="surrogateescape", timeout=1200)


def noted(folder: Path) -> str:
    """What the guard stopped."""
    place = folder.parent / "noted"
    return place.read_text("utf-8", errors="replace") if place.exists() else ""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, size: Callable[[int], int]) -> Path:
    """All bad files and a good one in one folder."""
    place = tmp_path_factory.mktemp("hostile") / "收到的年报"
    place.mkdir()
    good = sound(place.parent)
    for name, data in [*cut_and_damaged(good, size(20)), *monsters(good)]:
        (place / name).write_bytes(data)
    for raw, data in badly_named(good["txt"]):
        Path(os.fsdecode(os.fsencode(place) + b"/" + raw)).write_bytes(data)
    odd_places(place)
    (place / "好.xlsx").write_bytes(packages.filled(unit="示范县财政局"))
    return place


def test_the_law(folder: Path) -> None:
    """One run over the whole folder."""
    before = sorted(folder.iterdir())
    done = run(folder, ["-m", "xlreport", "check", str(folder), "--format", "json"])
    assert done.returncode == 2, done.stderr[-3000:]
    assert "Traceback" not in done.stderr + done.stdout
    files = json.loads(done.stdout)["files"]
    assert len(files) >= 60
    for file in files:
        assert file["status"] in ("pass", "fail", "unreadable")
        if file["status"] == "unreadable":
            reason = file["error"].removeprefix(file["path"])
            assert any("一" <= character <= "鿿" for character in reason), reason
            assert "请" in reason, reason
            assert "\n" not in reason, reason
    good = [file for file in files if file["path"].endswith("好.xlsx")]
    assert [file["status"] for file in good] == ["pass"]
    assert sorted(folder.iterdir()) == before
    assert not noted(folder)
    for place in ("外", "外.txt"):
        assert not list(folder.parent.parent.rglob(place))
    assert not Path("/tmp/xlreport-outside.txt").exists()


# One after the other in one process; the folder `out` is the only place where results go.
COMMANDS = [
    "forms", "rules S101", "new --unit 某局 --year 2025 -o out/新.xlsx", "values 好.xlsx -o out/数.json", "fill out/数.json -o out/填.xlsx",
    *(f"check 好.xlsx --format {form} -o out/结果.{form}" for form in ("json", "sarif", "html", "xlsx")), "check 好.xlsx 好.docx",
    "mark 错.xlsx -o out/标.xlsx", "unmark out/标.xlsx -o out/去.xlsx", "write 好.xlsx --force -o out/报告.docx",
    "write 好.xlsx --to html --force -o out/报告.html", "import 好.docx -o out/读.xlsx", "compare 好.xlsx 错.xlsx -o out/比.html",
    "review 好.xlsx -o out/送审.docx", "collect 收 --store out/库.duckdb", "rollup --store out/库.duckdb --year 2023 --unit 某县 -o out/汇.xlsx",
    "dashboard --store out/库.duckdb --year 2023 -o out/览.html", "return --store out/库.duckdb --year 2023 -o out/退",
    "export --store out/库.duckdb --to csv -o out/数据", "brief --store out/库.duckdb --year 2023 -o out/通报.docx", "demo out/例子",
]
# a screen; a fingerprint that is in the store; the checkout's own files; Windows; a program of LibreOffice's: each has tests of its own
NOT_HERE = {"window", "accept", "build", "addin", "libreoffice"}
DRIVER = """
import json, sys
from xlreport.cli import main
ended = {}
for command in json.loads(sys.argv[1]):
    sys.argv = ["xlreport", *command.split()]
    try:
        main()
        code = 0
    except SystemExit as end:
        code = end.code
    ended[command] = code
print("ENDED" + json.dumps(ended))
"""


def test_every_command_is_tried() -> None:
    """A command that comes to the program comes to the list above."""
    assert {command.split()[0] for command in COMMANDS} | NOT_HERE == {command.name for command in app.registered_commands}


def test_no_command_needs_a_network(tmp_path: Path) -> None:
    """Every command, in a namespace without one and with sockets forbidden; nothing is written but where it was asked for."""
    for name in ("收", "out"):
        (tmp_path / name).mkdir()
    good = packages.filled(unit="示范县财政局")
    (tmp_path / "好.xlsx").write_bytes(good)
    (tmp_path / "收" / "好.xlsx").write_bytes(good)
    (tmp_path / "错.xlsx").write_bytes(packages.filled(unit="示范县财政局", cells=dict.fromkeys(library().form(packages.FORM).cells, 1)))
    finished_reports.word_report(tmp_path / "好.docx", finished_reports.figures(1))
    done = run(tmp_path / "收", ["-c", DRIVER, json.dumps(COMMANDS)])
    assert "Traceback" not in done.stderr, done.stderr[-3000:]
    ended = json.loads(done.stdout.rpartition("ENDED")[2])
    assert {command: code for command, code in ended.items() if code not in (None, 0, 1)} == {}, done.stderr[-2000:]
    assert not noted(tmp_path / "收")
    assert len(list((tmp_path / "out").iterdir())) >= 16


def test_the_guard_sees(tmp_path: Path) -> None:
    """What the two tests above look for would be seen."""
    (tmp_path / "x").mkdir()
    for deed in ("import socket; socket.create_connection(('127.0.0.1', 9))", f"open({str(tmp_path / 'outside')!r}, 'w')", "import os; os.system('true')"):
        (tmp_path / "noted").unlink(missing_ok=True)
        run(tmp_path / "x", ["-c", deed])
        assert noted(tmp_path / "x"), deed
    assert "unreachable" in run(tmp_path / "x", ["-S", "-c", "import socket; socket.create_connection(('1.1.1.1', 9), 5)"]).stderr

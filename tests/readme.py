"""README as its readers use it: the commands it gives, the files it has them write, and a command run as a person types it."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def given() -> list[str]:
    """The commands in order: lines of fenced blocks, and those in the running text."""
    found = []
    for block, inline in re.findall(r"```\w*\n(.*?)```|`(xlreport [^`\n]+)`", README, re.S):
        lines = [inline] if inline else [line.split("  #")[0].strip() for line in block.splitlines()]
        found += [line for line in lines if line.startswith("xlreport ")]
    return list(dict.fromkeys(found))


def files() -> dict[str, str]:
    """The files that README prints whole, by the path in their first line."""
    return {block.splitlines()[0].removeprefix("# "): block for block in re.findall(r"```toml\n(# forms/.*?)```", README, re.S)}


def write(place: Path, *parts: str) -> None:
    """Writes the files of README whose paths hold one of these words, as its reader copies them."""
    for name, text in files().items():
        if any(part in name for part in parts):
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_text(text, "utf-8")


def run(command: str, place: Path, codes: tuple[int, ...] = (0, 1), language: str = "") -> str:
    """Runs a command of README; what it says. Fails where it ends with another code, or with a traceback."""
    environ = {key: value for key, value in os.environ.items() if key not in ("XLREPORT_DEBUG", "XLREPORT_LANG")} | {"PYTHONUTF8": "1"}
    done = subprocess.run([sys.executable, "-m", *shlex.split(command)], cwd=place, capture_output=True, text=True, encoding="utf-8",
                          env=environ | ({"XLREPORT_LANG": language} if language else {}), check=False)
    assert done.returncode in codes, f"{command}: {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
    assert "Traceback" not in done.stderr
    return done.stdout + done.stderr

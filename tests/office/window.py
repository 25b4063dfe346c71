"""A screen of its own (Xvfb with a window manager), a real Calc window on it, and a mouse that clicks what is drawn there."""

import os
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from calc import end
from libreoffice import tool

# LibreOffice refuses to install for root, which tests in a container are: the installer runs as nobody
AS_NOBODY = """#!/bin/sh
for argument in "$@"; do
    case "$argument" in
        *.oxt) copy="$(mktemp -d)/xlreport.oxt"; cp "$argument" "$copy"; chmod -R a+rX "$(dirname "$copy")"; set -- "$@" "$copy" ;;
        *) set -- "$@" "$argument" ;;
    esac
    shift
done
HOME="$(dirname "$0")" exec setpriv --reuid=65534 --regid=65534 --clear-groups UNOPKG "$@"
"""


@contextmanager
def screen() -> Iterator[str]:
    """An empty screen; its DISPLAY."""
    reading, writing = os.pipe()
    server = subprocess.Popen([tool("Xvfb"), "-displayfd", str(writing), "-screen", "0", "1400x900x24"], pass_fds=[writing],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    os.close(writing)
    with os.fdopen(reading) as stream:
        display = f":{stream.readline().strip()}"
    manager = subprocess.Popen([tool("openbox")], env={**os.environ, "DISPLAY": display}, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        yield display
    finally:
        end(manager)
        end(server)


def install(profile: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`xlreport libreoffice ...` for a profile, as an ordinary person may run it."""
    environ = {**os.environ}
    if os.getuid() == 0:
        wrapper = profile / "unopkg"
        wrapper.write_text(AS_NOBODY.replace("UNOPKG", tool("unopkg")), "utf-8")
        wrapper.chmod(0o755)
        profile.chmod(0o777)
        environ["XLREPORT_UNOPKG"] = str(wrapper)
    return subprocess.run([sys.executable, "-m", "xlreport", "libreoffice", *arguments, "--profile", profile.as_uri()], env=environ,
                          capture_output=True, text=True, encoding="utf-8", check=False, timeout=120)


def reclaim(profile: Path) -> None:
    """Gives what the installer wrote as nobody to whoever runs the office."""
    if os.getuid() == 0:
        for path in profile.rglob("*"):
            os.chown(path, 0, 0)
            path.chmod(path.stat().st_mode | stat.S_IRUSR | stat.S_IWUSR)


def until(found: Callable[[], Any], what: str, patience: float = 60) -> Any:
    """Waits until something is there; what it is. Fails naming what never came."""
    end_of_patience = time.monotonic() + patience
    while True:
        if value := found():
            return value
        assert time.monotonic() < end_of_patience, f"{what} did not come within {patience:.0f} s"
        time.sleep(0.2)


class Person:
    """Somebody before a screen: sees windows, moves the mouse, types, takes pictures where XLREPORT_PICTURES says where to leave them."""

    def __init__(self, display: str) -> None:
        self._environ = {**os.environ, "DISPLAY": display}
        self._pictures = os.environ.get("XLREPORT_PICTURES", "")

    def run(self, *command: str) -> str:
        """A program on that screen; what it says."""
        return subprocess.run([tool(command[0]), *command[1:]], env=self._environ, capture_output=True, text=True, check=False, timeout=60).stdout

    def sees(self, title: str) -> bool:
        """Whether a window of that title is on the screen."""
        return bool(self.run("xdotool", "search", "--onlyvisible", "--name", title).strip())

    def click(self, place: tuple[int, int]) -> None:
        """Moves the mouse there and presses its button, as long after the last thing as a hand takes to the mouse: while a message is
        being taken away the office takes no click.
        """
        time.sleep(1)
        self.run("xdotool", "mousemove", "--sync", str(place[0]), str(place[1]), "click", "1")

    def answer(self, title: str) -> None:
        """Presses Return in the window of that title once it takes keys, and waits until it is gone."""
        until(lambda: self.sees(title), f"the window {title}")
        self.run("xdotool", "search", "--onlyvisible", "--name", title, "windowactivate", "--sync")
        self.run("xdotool", "key", "Return")
        until(lambda: not self.sees(title), f"the end of the window {title}")

    def picture(self, name: str) -> None:
        """What is on the screen now, as a small PNG."""
        if self._pictures:
            time.sleep(1)  # the window is drawn a moment after the office says it is done
            Path(self._pictures).mkdir(parents=True, exist_ok=True)
            self.run("import", "-window", "root", "-colors", "64", "-depth", "8", str(Path(self._pictures) / f"{name}.png"))


def place_of_button(document: Any, toolbar: str, label: str) -> tuple[int, int] | None:
    """Where a button of a tool bar is drawn on the screen, as the office tells the blind; None while it is not drawn."""
    bar = document.getCurrentController().getFrame().LayoutManager.getElement(f"private:resource/toolbar/{toolbar}")
    if bar is None:
        return None
    context = bar.getRealInterface().getAccessibleContext()
    for number in range(context.getAccessibleChildCount()):
        item = context.getAccessibleChild(number).getAccessibleContext()
        if item.getAccessibleName() == label:
            at, size = item.getLocationOnScreen(), item.getSize()
            return at.X + size.Width // 2, at.Y + size.Height // 2
    return None


def programs() -> None:
    """Every program that these tests drive must be there (see libreoffice.tool)."""
    for name in ("Xvfb", "openbox", "xdotool", "import", "unopkg"):
        tool(name)
    if os.getuid() == 0:
        assert shutil.which("setpriv")

"""Run by a Python that has tkinter, on a screen of its own: opens the window on a file, presses its buttons, and prints as JSON

what a person then sees. Argument: the folder of the worked example.
"""

import json
import sys
import time
import tkinter
from collections.abc import Callable
from pathlib import Path

from xlreport.form.library import library
from xlreport.window import view
from xlreport.window.view import Window


def main(folder: Path) -> None:
    """Checks a folder, makes a marked copy, is refused the report, then follows a save of the wrong workbook."""
    root = tkinter.Tk()
    opened: list[str] = []
    view.open_outside = lambda path: opened.append(Path(path).name)
    window = Window(root, library(), [str(folder)])
    seen: dict[str, object] = {}

    def until(found: Callable[[], bool]) -> None:
        end = time.monotonic() + 60
        while not found() or window._busy:
            root.update()
            time.sleep(0.02)
            if time.monotonic() > end:
                raise TimeoutError(seen)

    def said() -> str:
        return str(window._status.cget("text"))

    def enabled() -> list[str]:
        return [name for name, button in window._buttons.items() if str(button.cget("state")) == "normal"]

    until(lambda: len(window._list.get_children()) == 4)
    seen["rows"] = [window._list.item(item, "values") for item in window._list.get_children()]
    window._list.selection_set("2")
    until(lambda: "3-有三处" in window._text.get("1.0", "2.0"))
    seen["text"], seen["buttons"] = window._text.get("1.0", "end"), enabled()
    sys.stdout.write("LOOK\n")
    sys.stdout.flush()
    sys.stdin.readline()  # the picture is taken
    window._buttons["mark"].invoke()
    until(lambda: "已标记" in said())
    seen["marked"] = said()
    window._buttons["write"].invoke()
    until(lambda: "没有写报告" in said())
    window._buttons["page"].invoke()
    until(lambda: bool(opened))
    seen["page"] = opened[0]
    window._following.set(True)
    wrong = folder / "3-有三处笔误的工作簿.xlsx"
    wrong.write_bytes((folder / "2-填好的工作簿.xlsx").read_bytes())  # saved, and now right
    until(lambda: str(window._list.item("2", "values")[2]) == "通过")
    seen["after"] = window._text.get("1.0", "2.0")
    sys.stdout.write(json.dumps(seen, ensure_ascii=False))
    root.destroy()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

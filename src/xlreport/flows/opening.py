"""The forms at hand, with those of the office's own folder, and which of them serves a year."""

import sys
from pathlib import Path

from xlreport.errors import UsageError
from xlreport.form.library import TOML_FILES, Library, library
from xlreport.wording import say


def open_library(own: Path | None = None) -> tuple[Library, str]:
    """The forms at hand, and what to show when a folder of the office's own is in use: a line, and one for each file in it that has no effect.

    own: the folder named with --forms; else a folder `forms` where the command is typed, or beside the program,
    if it holds a .toml file.
    """
    if own is None:
        for beside in (Path("forms"), Path(sys.argv[0]).resolve().parent / "forms"):
            if any(path.is_file() for place in TOML_FILES for path in beside.glob(place)):
                own = beside
                break
    if own is None:
        return library(), ""
    forms = library(own)
    lines = [say(f"使用文件夹 {own} 里的表式和规则", f"using the forms and rules in {own}")]
    lines += [say(f"没有用上 {own}/{name}：{why}", f"not used: {own}/{name}: {why}") for name, why in forms.without_effect()]
    return forms, "\n".join(lines)


def form_for_year(forms: Library, year: int) -> str:
    """The id of the one form in force for a report year. Raises UsageError when there is none, or more than one."""
    serving = [form.id for form in forms.forms() if form.serves(year)]
    if len(serving) == 1:
        return serving[0]
    raise UsageError(say(
        f"{year} 年度{'有几种表式' if serving else '没有表式'}，请用 --form 指明：{'、'.join(serving or forms.ids())}",
        f"name the form for {year} with --form: {', '.join(serving or forms.ids())}",
    ))

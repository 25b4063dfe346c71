"""Where forms are found: in the installed package, else in the checkout; and a folder of the office's own.

An office may keep a folder with the same layout (`--forms DIR`, or a folder `forms` where the program is started):
`DIR/<form id>/form.toml` adds or replaces a form, `DIR/<form id>/rules.toml` adds or overrides its rules.
"""

from functools import lru_cache
from pathlib import Path

from xlreport.errors import UsageError
from xlreport.form.definition import load_form
from xlreport.form.model import Form
from xlreport.form.names import meant
from xlreport.wording import say


def templates_folder() -> Path:
    """The folder `workbook_templates`: package data when installed, the checkout's own otherwise."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "workbook_templates"
    return inside if inside.is_dir() else package.parent.parent / "workbook_templates"


class Library:
    """The forms at hand. `own` is the office's folder, or None."""

    def __init__(self, own: Path | None = None) -> None:
        self.own = own
        self.folders = [templates_folder()] + ([own] if own else [])
        self._forms: dict[str, Form] = {}

    def ids(self) -> tuple[str, ...]:
        """Ids of all forms, newest edition first."""
        found = {path.parent.name for folder in self.folders for path in folder.glob("*/form.toml")}
        return tuple(sorted(found, reverse=True))

    def files(self, form_id: str, name: str) -> tuple[Path, ...]:
        """The files of that name that speak of a form: the program's first, the office's own after it."""
        return tuple(path for folder in self.folders if (path := folder / form_id / name).is_file())

    def form(self, form_id: str) -> Form:
        """A form by id. Raises UsageError for an unknown id, DefinitionError for a form.toml with mistakes."""
        if form_id not in self._forms:
            files = self.files(form_id, "form.toml")
            if not files:
                known = self.ids()
                raise UsageError(say(
                    f"没有表式“{form_id}”{meant(form_id, known)}现有：{'、'.join(known)}（xlreport forms 可查看）",
                    f"there is no form {form_id}; known: {', '.join(known)} (see: xlreport forms)",
                ))
            path = files[-1]
            self._forms[form_id] = load_form(path.read_text("utf-8"), f"{form_id}/form.toml")
        return self._forms[form_id]

    def forms(self) -> tuple[Form, ...]:
        """All forms, newest edition first."""
        return tuple(self.form(form_id) for form_id in self.ids())


@lru_cache(maxsize=4)
def library(own: Path | None = None) -> Library:
    """The library for one folder of the office's own; asked twice, it is the same one."""
    if own is not None and not own.is_dir():
        raise UsageError(say(f"没有文件夹 {own}（--forms）", f"no such folder: {own} (--forms)"))
    return Library(own)

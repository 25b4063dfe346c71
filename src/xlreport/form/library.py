"""Where forms are found: in the installed package, else in the checkout; and a folder of the office's own.

An office may keep a folder with the same layout (`--forms DIR`, or a folder `forms` where the program is started):
`DIR/<form id>/form.toml` adds or replaces a form, `DIR/<form id>/rules.toml` adds or overrides its rules,
`DIR/<form id>/labels.toml` adds other wordings of a form's labels.
"""

from functools import lru_cache
from pathlib import Path

from xlreport.errors import DefinitionError, Mistake, UsageError, reason
from xlreport.files import carried
from xlreport.form.definition import load_form
from xlreport.form.labels import with_labels
from xlreport.form.model import Form
from xlreport.form.names import meant
from xlreport.wording import say

# What a folder of forms may hold: for every form, and in the folder of one form.
SHARED = ("rules.toml", "cases.toml", "claims.toml")
DEFINITIONS = ("form.toml", "labels.toml", *SHARED, "phrases.toml")
TOML_FILES = ("*.toml*", "*/*.toml*")  # also rules.toml.txt, as Notepad saves it


def read_text(path: Path, name: str) -> str:
    """A definition file's text, with or without Notepad's byte order mark. Raises DefinitionError when it is not UTF-8."""
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise DefinitionError((Mistake(name, "", "不是 UTF-8 编码，请在记事本里另存为 UTF-8"),)) from None
    except OSError as error:
        raise DefinitionError((Mistake(name, "", f"打不开（{reason(error)}）"),)) from None


def templates_folder() -> Path:
    """The folder `workbook_templates`."""
    return carried("workbook_templates")


class Library:
    """The forms at hand. `own` is the office's folder, or None."""

    def __init__(self, own: Path | None = None) -> None:
        self.own = own
        self.folders = [templates_folder()] + ([own] if own else [])
        self._forms: dict[str, Form] = {}
        self._ids: tuple[str, ...] = ()

    def ids(self) -> tuple[str, ...]:
        """Ids of all forms, newest edition first. The folders are looked through once."""
        if not self._ids:
            found = {path.parent.name for folder in self.folders for path in folder.glob("*/form.toml")}
            self._ids = tuple(sorted(found, reverse=True))
        return self._ids

    def files(self, form_id: str, name: str) -> tuple[Path, ...]:
        """The files of that name that speak of a form: the program's first, the office's own after it."""
        return tuple(path for folder in self.folders if (path := folder / form_id / name).is_file())

    def without_effect(self) -> tuple[tuple[str, str], ...]:
        """(path inside the office's folder, why) of each .toml file in it that is never read: misspelt, or in the wrong folder."""
        paths = sorted(path for place in TOML_FILES for path in (self.own.glob(place) if self.own else ()) if path.is_file())
        said = ((path, self._unused("" if path.parent == self.own else path.parent.name, path.name)) for path in paths)
        return tuple((path.relative_to(self.own).as_posix(), why) for path, why in said if why and self.own)

    def _unused(self, form_id: str, name: str) -> str:
        """Why a file of the office's own is never read; '' when it is. form_id: the folder it is in, '' for beside all forms."""
        known = DEFINITIONS if form_id else SHARED
        if form_id and form_id not in self.ids():
            return say(f"没有表式“{form_id}”{meant(form_id, self.ids())}", f"there is no form {form_id}")
        if name in known:
            return ""
        if name.removesuffix(".txt") in known:
            return say("文件名末尾多了 .txt（记事本会加），请改名", "the name ends in .txt, as Notepad adds it: rename it")
        if name in DEFINITIONS:
            return say(f"要放在表式的文件夹里，例如 {self.ids()[0]}/{name}", f"belongs into the folder of a form, such as {self.ids()[0]}/{name}")
        return say(f"不认识的文件名，只用 {'、'.join(known)}", f"unknown file name; only {', '.join(known)} are used")

    def form(self, form_id: str) -> Form:
        """A form by id. Raises UsageError for an unknown id, DefinitionError for a form.toml with mistakes."""
        if form_id not in self._forms:
            known = self.ids()
            files = self.files(form_id, "form.toml") if form_id in known else ()
            if not files:
                raise UsageError(say(
                    f"没有表式“{form_id}”{meant(form_id, known) or '，'}现有：{'、'.join(known)}（xlreport forms 可查看）",
                    f"there is no form {form_id}; known: {', '.join(known)} (see: xlreport forms)",
                ))
            path = files[-1]
            name = f"{form_id}/form.toml"
            form = load_form(read_text(path, name), name)
            if form.id != form_id:
                raise DefinitionError((Mistake(name, "id", f"id 是“{form.id}”，文件夹名是“{form_id}”，两者要相同"),))
            for own in self.files(form_id, "labels.toml"):
                form = with_labels(form, read_text(own, f"{form_id}/labels.toml"), f"{form_id}/labels.toml")
            phrases = tuple((f"{form_id}/{file.name}", read_text(file, f"{form_id}/{file.name}"))
                            for file in self.files(form_id, "phrases.toml"))
            self._forms[form_id] = form._replace(phrases=phrases)
        return self._forms[form_id]

    def forms(self) -> tuple[Form, ...]:
        """All forms, newest edition first."""
        return tuple(self.form(form_id) for form_id in self.ids())


@lru_cache(maxsize=4)
def library(own: Path | None = None) -> Library:
    """The library for one folder of the office's own; asked twice, it is the same one. Raises UsageError where it is no folder."""
    if own is not None and not own.is_dir():
        raise UsageError(say(f"没有文件夹 {own}（--forms）", f"no such folder: {own} (--forms)"))
    return Library(own)

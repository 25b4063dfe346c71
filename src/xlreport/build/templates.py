"""Blank templates and RULES.md of every form, from form.toml, rules.toml and cases.toml."""

import io
import zipfile
from pathlib import Path

from xlreport.files import write_whole
from xlreport.form.library import Library, templates_folder
from xlreport.form.submission import Submission
from xlreport.rules.explain import catalogue
from xlreport.rules.load import load_cases, load_rules
from xlreport.workbook.template import workbook_bytes


def build_all(write: bool, folder: Path | None = None) -> list[str]:
    """Rebuilds every built file that is out of date and names them; with write=False only names them."""
    folder = folder or templates_folder()
    library = Library()
    changed: list[str] = []
    for form_id in library.ids():
        form, rules = library.form(form_id), load_rules(library, form_id)
        made = {
            folder / form_id / f"{form.title}.xlsx": workbook_bytes(Submission(form), rules),
            folder / form_id / "RULES.md": catalogue(form, rules, load_cases(library, form_id)).encode(),
        }
        for path, data in made.items():
            if same(path, data):
                continue
            changed.append(f"{form_id}/{path.name}")
            if write:
                write_whole(path, data)
    return changed


def same(path: Path, data: bytes) -> bool:
    """Whether a built file says the same: packages by their inflated parts, because zlib's bytes differ by machine."""
    if not path.is_file():
        return False
    old = path.read_bytes()
    if path.suffix != ".xlsx":
        return old.replace(b"\r\n", b"\n") == data
    return _parts(old) == _parts(data)


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}

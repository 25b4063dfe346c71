"""The house: sizes, names, docstrings, and built files that say what their sources say."""

import ast
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from xlreport.build.committed import build_all

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "src").rglob("*.py"))
IDS = [str(path.relative_to(ROOT / "src")) for path in SOURCES]
EMPTY_NAMES = re.compile(r"(?i)manager|helper|utils?(?![a-z])|(?<![a-z])base(?![a-z])")
# names of XML vocabularies and schemas, which no program fetches; example addresses that a test reads as text
VOCABULARIES = ("http://schemas.", "http://purl.org/", "http://purl.oclc.org/", "http://www.w3.org/", "http://json-schema.org/", "https://json-schema.org/", "http://openoffice.org/",
                "https://docs.oasis-open.org/", "https://raw.githubusercontent.com/oasis-tcs/")
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@cache
def tree(path: Path) -> ast.Module:
    """A file's structure."""
    return ast.parse(path.read_text("utf-8"))


def definitions(path: Path) -> Iterator[Definition]:
    """Every function and class of a file, at any depth."""
    for node in ast.walk(tree(path)):
        if isinstance(node, Definition):
            yield node


def public(path: Path) -> Iterator[Definition]:
    """Functions and classes of a module, and methods of its public classes, that others may use."""
    for node in tree(path).body:
        if isinstance(node, Definition) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from (inner for inner in node.body if isinstance(inner, Definition) and not inner.name.startswith("_"))


@pytest.mark.parametrize("path", SOURCES, ids=IDS)
def test_sizes(path: Path) -> None:
    """A file has at most 300 lines, a function at most 45: when one grows past that, the structure asks for something."""
    assert len(path.read_text("utf-8").splitlines()) <= 300
    long = {node.name: node.end_lineno - node.lineno + 1 for node in definitions(path)
            if not isinstance(node, ast.ClassDef) and node.end_lineno is not None and node.end_lineno - node.lineno >= 45}
    # a function that only holds others is as long as they are
    outer = {node.name for node in definitions(path) if not isinstance(node, ast.ClassDef)
             and sum(isinstance(inner, ast.FunctionDef) for inner in node.body) >= 2}
    assert not {name: lines for name, lines in long.items() if name not in outer or lines > 80}


@pytest.mark.parametrize("path", SOURCES, ids=IDS)
def test_docstrings(path: Path) -> None:
    """Every module, and every public function, class and method says what it promises."""
    assert ast.get_docstring(tree(path)), "the module has no docstring"
    assert not [node.name for node in public(path) if not ast.get_docstring(node)]


def raised(node: ast.AST) -> Iterator[str]:
    """What a function itself raises, by name; what it tries and catches, and what functions inside it raise, not counted."""
    for inner in ast.iter_child_nodes(node):
        if isinstance(inner, ast.Raise) and inner.exc is not None:
            error = inner.exc.func if isinstance(inner.exc, ast.Call) else inner.exc
            yield error.attr if isinstance(error, ast.Attribute) else error.id if isinstance(error, ast.Name) else ast.unparse(error)
        elif isinstance(inner, ast.Try):
            yield from (name for part in (*inner.handlers, *inner.orelse, *inner.finalbody) for name in raised(part))
        elif not isinstance(inner, Definition | ast.Lambda):
            yield from raised(inner)


@pytest.mark.parametrize("path", SOURCES, ids=IDS)
def test_errors_are_said(path: Path) -> None:
    """A public function that raises something says so: callers need not read it."""
    assert not {node.name: names for node in public(path) if not isinstance(node, ast.ClassDef)
                and (names := set(raised(node)) - {"Stop", "SystemExit", "Exit"}) and "Raises" not in (ast.get_docstring(node) or "")}


@pytest.mark.parametrize("path", SOURCES, ids=IDS)
def test_names_say_something(path: Path) -> None:
    """manager, helper, utils and base name nothing."""
    assert not EMPTY_NAMES.search(path.stem)
    assert not [node.name for node in definitions(path) if EMPTY_NAMES.search(node.name)]


def test_tests_are_of_readable_size() -> None:
    """The same length holds for tests."""
    assert not [str(path) for path in (ROOT / "tests").rglob("*.py") if len(path.read_text("utf-8").splitlines()) > 300]


def test_modules_of_tests_have_names_of_their_own() -> None:
    """Their folders stand on one path, so that of two modules with one name the first that is found would stand for both."""
    names = Counter(path.name for path in (ROOT / "tests").rglob("*.py") if path.name not in ("conftest.py", "__init__.py")
                    and not (path.parent / "__init__.py").exists())
    assert [name for name, times in names.items() if times > 1] == []


def test_built_files_are_up_to_date() -> None:
    """Templates and catalogues say what form.toml, rules.toml and cases.toml say (`xlreport build --check`)."""
    assert build_all(write=False) == []


def tracked() -> list[tuple[str, str]]:
    """(name, text) of every text file of the checkout."""
    listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True)
    found: list[tuple[str, str]] = []
    for name in listed.stdout.decode().split("\0"):
        path = ROOT / name
        if name and path.suffix != ".bin" and path.is_file() and b"\0" not in (data := path.read_bytes()):
            found.append((name, data.decode("utf-8")))
    return found


def test_no_path_of_one_machine() -> None:
    """No file names a folder of the machine it was written on."""
    pattern = re.compile(r"(?<![\w.\-/*])/(?:work|root|home)/\w")
    assert not {name: found[0] for name, text in tracked() if name != "tests/test_house.py" and (found := pattern.findall(text))}


def test_no_address_of_a_package_index() -> None:
    """Nothing is fetched by plain http or from a named package index; names of XML vocabularies are no addresses."""
    offending: list[str] = []
    for name, text in tracked():
        if name == "tests/test_house.py":
            continue
        offending += [f"{name}: {address}" for address in re.findall(r"""https?://[^\s"'<>)\]，。）]+""", text)
                      if re.search(r"/simple\b|pypi|index-url|npmjs|registry\.|mirror", address)]
        offending += [f"{name}: {address}" for address in re.findall(r"""http://[^\s"'<>)\]，。）]+""", text)
                      if not name.startswith("tests/") and not address.startswith(VOCABULARIES)]
        offending += [f"{name}: {found}" for found in re.findall(r"--(?:extra-)?index-url\s*\S+", text)]
    assert not offending


def test_the_top_level_holds_nothing_more() -> None:
    """Sources, templates, macros, tests, and the few files that say how to use and make them."""
    allowed = {".ci", ".gitignore", "CHANGELOG.md", "LICENSE", "Makefile", "README.md", "macros", "pyproject.toml", "src", "tests", "workbook_templates"}
    assert {name.split("/")[0] for name, _ in tracked()} <= allowed

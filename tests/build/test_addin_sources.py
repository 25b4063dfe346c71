"""What goes into the add-in: VBA that VBA can take, xlwings' module with the named changes and no others, words for everything."""

import difflib
import inspect
import re
import shutil
import tomllib
import xml.etree.ElementTree as ElementTree
from importlib.util import find_spec
from pathlib import Path

import pytest

from xlreport.build.addin import addin_bytes
from xlreport.build.committed import same
from xlreport.build.sources import SUBSTITUTIONS, modules, xlwings_text
from xlreport.errors import DefinitionError
from xlreport.files import addin_file, carried
from xlreport.live import functions
from xlreport.workbook.parts import UNSET, addin_settings, read_parts, with_interpreter, write_parts

MACROS = carried("macros")
NAMES = [name for name in vars(functions) if name.startswith("XLR_")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the sources to spoil."""
    return Path(shutil.copytree(MACROS, tmp_path / "macros"))


def test_the_build_is_the_same_every_time() -> None:
    """Two builds are equal byte for byte, and equal in their parts to the committed file."""
    assert addin_bytes(MACROS) == addin_bytes(MACROS)
    assert same(addin_file(), addin_bytes(MACROS))


def test_a_change_of_any_source_is_noticed(folder: Path) -> None:
    """`xlreport build --check` compares inflated parts: a word in a module, a label, a text."""
    for name, old, new in (("XlReportTexts.bas", "Kept", "Held"), ("ribbon/customUI14.xml", "清除标记", "去掉标记"), ("texts.toml", "新收", "收到")):
        copy = folder / name
        original = copy.read_text("utf-8")
        assert old in original
        copy.write_text(original.replace(old, new), "utf-8")
        assert not same(addin_file(), addin_bytes(folder)), name
        copy.write_text(original, "utf-8")
    assert same(addin_file(), addin_bytes(folder))


@pytest.mark.parametrize(("change", "said"), [
    (lambda text: text.replace("' What", "' 说 What"), "没有的字“说”"),
    (lambda text: text.replace('VB_Name = "XlReportTexts"', 'VB_Name = "Texts"'), "Attribute VB_Name 应为“XlReportTexts”"),
    (lambda text: text + "' " + "x" * 1023, "超过 1023"),
])
def test_what_vba_cannot_take_is_named(change: object, said: str, folder: Path) -> None:
    """The library that writes the project would write `?` for a Chinese character and say nothing."""
    path = folder / "XlReportTexts.bas"
    assert callable(change)
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    with pytest.raises(DefinitionError, match=said):
        modules(folder)


def test_xlwings_module_differs_only_where_it_is_said() -> None:
    """Every line that is not upstream's belongs to a named substitution."""
    shipped = Path(str(find_spec("xlwings").origin)).parent  # type: ignore[union-attr]
    upstream = (shipped / "xlwings_custom_addin.bas").read_text("utf-8").replace("\r\n", "\n").split("\n")
    ours = xlwings_text(shipped).replace("\r\n", "\n").split("\n")
    added = [line[2:].strip() for line in difflib.ndiff(upstream, ours) if line.startswith("+ ")]
    wanted = {line.strip() for _, new, _ in SUBSTITUTIONS for line in new.split("\n")}
    assert added
    assert all(any(part and part in line for part in wanted) for line in added)
    assert len(added) <= len(SUBSTITUTIONS) + 1


def test_another_xlwings_is_refused(tmp_path: Path) -> None:
    """A module for which the substitutions were not written is an error, not a guess."""
    (tmp_path / "xlwings_custom_addin.bas").write_text('Attribute VB_Name = "xlwings"\n', "utf-8")
    with pytest.raises(DefinitionError, match="应只有一处，现有 0 处"):
        xlwings_text(tmp_path)


def test_a_workbook_cannot_choose_what_a_button_starts() -> None:
    """Settings are taken from the add-in and the person's own file: never from the open workbook or its folder."""
    text = {module.name: module.text for module in modules(MACROS)}["xlwings"]
    assert "SheetExists(ActiveWorkbook, PROJECT_NAME" not in text
    assert 'source = "" Or source = "directory"' not in text
    assert "uses_embedded_code = True\r\n" not in text.replace("If uses_embedded_code = True Then\r\n", "")
    assert addin_settings(addin_file())["ADD_WORKBOOK_TO_PYTHONPATH"] == "False"


def test_wrappers_have_the_functions_arguments() -> None:
    """Each worksheet function has a wrapper with its arguments, and says in Chinese when Python could not be asked."""
    text = {module.name: module.text for module in modules(MACROS)}["xlwings_udfs"]
    assert sorted(NAMES) == ["XLR_CHECK", "XLR_GROWTH", "XLR_NUMBER", "XLR_SENTENCE", "XLR_SHARE"]
    for name in NAMES:
        head = re.search(rf"^Function {name}\((.*)\)", text, re.MULTILINE)
        assert head is not None
        assert re.findall(r"(\w+)(?:\(\))?(?:,|$)", head[1]) == list(inspect.signature(getattr(functions, name)).parameters)
        assert f"{name} = XlReport_FunctionFailed(Err.Description)" in text


def test_every_function_is_described(folder: Path) -> None:
    """A description for each function and each argument, short enough for Excel's dialog."""
    texts = tomllib.loads((MACROS / "texts.toml").read_text("utf-8"))
    assert list(texts["functions"]) == NAMES
    for name, said in texts["functions"].items():
        assert len(said["arguments"]) == len(inspect.signature(getattr(functions, name)).parameters)
    (folder / "texts.toml").write_text((folder / "texts.toml").read_text("utf-8").replace("一格或一片格", "格" * 256), "utf-8")
    with pytest.raises(DefinitionError, match="XLR_NUMBER：说明要在 1 到 255 个字之间"):
        addin_bytes(folder)


def test_messages_are_those_that_modules_ask_for() -> None:
    """Every text a module asks for is in texts.toml, and every one there is asked for."""
    asked = {name for module in modules(MACROS) for name in re.findall(r'XlReport_Text\("(\w+)"\)', module.text)}
    assert asked == set(tomllib.loads((MACROS / "texts.toml").read_text("utf-8"))["messages"])


def test_the_interpreter_is_set_once(tmp_path: Path) -> None:
    """Only the settings change; a second time is refused."""
    built = addin_file().read_bytes()
    placed = with_interpreter(built, r"C:\用户\办公室 & 财政\python.exe")
    path = tmp_path / "xlreport.xlam"
    path.write_bytes(placed)
    assert addin_settings(path)["INTERPRETER_WIN"] == r"C:\用户\办公室 & 财政\python.exe"
    before, after = read_parts(built), read_parts(placed)
    assert [name for name in before if before[name] != after[name]] == ["xl/sharedStrings.xml"]
    assert addin_settings(addin_file())["INTERPRETER_WIN"] == UNSET
    with pytest.raises(ValueError, match="already"):
        with_interpreter(placed, "x")
    assert read_parts(write_parts(before)) == before


def test_vba_holds_no_logic() -> None:
    """Each button's Sub is one line that calls RunPython."""
    text = (MACROS / "XlReportRibbon.bas").read_text("utf-8")
    subs = re.findall(r"^Public Sub (\w+)\(control As IRibbonControl\)\n(.*?)^End Sub$", text, re.MULTILINE | re.DOTALL)
    assert len(subs) == 12
    for name, body in subs:
        assert re.fullmatch(r'    RunPython "import xlreport\.live\.ribbon; xlreport\.live\.ribbon\.\w+\(\)"\n', body), name


def test_the_buttons_are_those_a_clerk_was_promised() -> None:
    """In Chinese, each with a tip and a longer one, no two with one key, under one tab."""
    root = ElementTree.parse(MACROS / "ribbon" / "customUI14.xml").getroot()
    (tab,) = [element for element in root.iter() if element.tag.endswith("}tab")]
    buttons = [element for element in root.iter() if element.tag.endswith("}button")]
    assert tab.get("label") == "信息公开年报"
    assert {button.get("label") for button in buttons} == {
        "校验", "上一条", "下一条", "清除标记", "定位错误", "采用建议", "导入上年", "导入报告", "生成报告", "对比上年", "新建", "帮助"}
    assert len({button.get("keytip") for button in buttons}) == len(buttons)
    for button in buttons:
        for tip in ("screentip", "supertip"):
            assert re.search("[\u4e00-\u9fff]", button.get(tip, "")), button.get("label")
            assert len(button.get(tip, "")) <= 1024

"""The committed Excel add-in passes every judge."""

from pathlib import Path

import addin_judges as judges
import pytest

from xlreport.build.sources import modules
from xlreport.files import addin_file, carried

pytestmark = pytest.mark.office
ADDIN = addin_file()


@pytest.mark.parametrize("judge", [judges.validator, judges.project, judges.analysis, judges.callbacks, judges.targets, judges.content_type,
                                   judges.versions], ids=lambda judge: judge.__name__)
def test_judges(judge: object) -> None:
    """One judge each; see addin_judges."""
    assert callable(judge)
    judge(ADDIN)


def test_its_modules_say_what_the_sources_say() -> None:
    """olevba reads the text of every source, character for character."""
    judges.texts(ADDIN, modules(carried("macros")))


def test_libreoffice_runs_every_callback() -> None:
    """Each button asks Python for its function; what the add-in says itself is one box in plain Chinese that names a file."""
    said = judges.in_calc(ADDIN)
    assert said["XlReport_Check"] == "import xlreport.live.ribbon; xlreport.live.ribbon.check()"
    assert said["XlReport_NoInterpreter"].startswith("信息公开年报: 没有找到 Python：X:\\python.exe\n")
    assert "xlreport addin install" in said["XlReport_NoInterpreter"]
    assert said["XlReport_Failed"].endswith("\\xlreport\\excel.log")
    assert "没有运行起来，工作簿没有改动" in said["XlReport_Failed"]
    assert said["XlReport_FunctionFailed"].endswith("（no DLL）")


def test_every_source_can_be_read_by_vba() -> None:
    """Sources of our own are plain ASCII; Chinese stands in texts.toml and in the ribbon."""
    for path in [*Path(carried("macros")).glob("*.bas"), *Path(carried("macros")).glob("*.cls")]:
        assert path.read_bytes().isascii(), path.name

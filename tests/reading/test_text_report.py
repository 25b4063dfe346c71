"""A published report saved as text: every figure read, in whatever encoding the file came."""

from pathlib import Path

import pytest

from xlreport.documents.text import read_text
from xlreport.form.library import Library
from xlreport.form.submission import Submission
from xlreport.form.values import NUMBER
from xlreport.reading.matching import match_document

SAVED = Path(__file__).parent.parent / "data" / "look-alike-2022.txt"


def read(path: Path, library: Library) -> Submission:
    return match_document(read_text(path, path.name), library)


def test_every_figure_of_a_text_saved_from_word(library: Library) -> None:
    """200 of 200, each certain and each with the line it stands in."""
    submission = read(SAVED, library)
    assert (submission.form.id, submission.year) == ("zfxxgk-2021", 2022)
    assert len(submission.cells) == 200
    assert all(value.kind == NUMBER and not value.inferred for value in submission.cells.values())
    lines = SAVED.read_text("utf-8").splitlines()
    for name in submission.cells:
        place = submission.places[name]
        line = lines[int(place.address.strip("第行")) - 1]
        assert line[place.start:place.end] == submission.cells[name].raw
    assert submission.cells["公开[行政处罚, 处理决定]"].raw == "17"
    assert submission.cells["申请[大量反复, 总计]"].raw == "1"
    assert submission.cells["复议诉讼[复议后起诉, 未审结]"].raw == "2"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_any_encoding(encoding: str, library: Library, tmp_path: Path) -> None:
    """Declared by a mark or not: the same figures."""
    copy = tmp_path / "年报.txt"
    copy.write_bytes(SAVED.read_text("utf-8").encode(encoding))
    assert read(copy, library).cells == read(SAVED, library).cells

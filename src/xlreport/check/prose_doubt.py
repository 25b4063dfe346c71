"""What makes it doubtful that a number that differs from the tables is of them: only asked of such numbers.

An error is said where nothing is in doubt. Where another unit counted, or the number is a part of one that the tables do not
know, nothing is said. Where the sentence has told something else before, a warning asks whether the same is meant.
"""

import re
from collections.abc import Sequence

from xlreport.check.findings import AMBIGUOUS, NOT_CHECKABLE
from xlreport.check.prose_reading import Judged, Reading
from xlreport.prose.claims import Claimed, by_verb, whole_of
from xlreport.prose.lexicon import SILENT, WARNING, Lexicon
from xlreport.prose.stated import NO_TAGS
from xlreport.prose.understood import behind, clauses_before
from xlreport.prose.words import Word

_SENTENCE = re.compile("[。！？!?；;\n]")
_CLAUSE = re.compile("[，,：:]")
_COUNTED = re.compile("[0-9]")
_UNIT = re.compile(r"[一-龥]*?([一-龥]{1,20}(?:[局委办府厅院所站部县区市镇乡会处]|办公室|街道|大队|支队|中心|部门|单位|机关|公司|学校))(?=[^局委办府厅院]*$)")
_OWN = re.compile("(?:我|本|全)(?:机关|单位|部门|局|委|办|办公室|镇|乡|县|区|市|街道|院|中心|处|厅|所|州|省|旗)(?:各级行政机关|各级机关|各单位|各部门|系统)?$"
                  "|^行政机关$|^机关$|^单位$|各乡镇、各部门$|各级行政机关$")
_FARTHEST = 160  # characters looked back over


def doubt(reading: Reading, claimed: Claimed, before: Sequence[Judged]) -> str:
    """`silent` where the number is of something else, `warning` where it may be, '' where nothing says so. before: the numbers judged so far."""
    stated, claim = claimed.stated, claimed.claim
    if claim is None or _of_unknown_whole(claimed, before):
        return SILENT
    start = stated.words[0].start if stated.words else stated.quantity.start
    sentence = _SENTENCE.split(reading.text[max(0, start - _FARTHEST):start])[-1]
    *earlier, _ = _CLAUSE.split(sentence)
    if _foreign(clauses_before(reading.text, start)[1], reading.submission.unit):
        return SILENT
    columns = reading.lexicon.columns.keys()
    if not columns.isdisjoint(stated.carried) and columns.isdisjoint(stated.before | stated.after) and earlier and not _known(earlier[-1], reading):
        return SILENT  # 因数据由企业自行留存，我局不掌握的 12 件
    told = [clause for clause in earlier if not _COUNTED.search(clause) and not _known(clause, reading)]
    return WARNING if told and by_verb(claim) and not stated.none else ""


def _of_unknown_whole(claimed: Claimed, before: Sequence[Judged]) -> bool:
    """Whether the number follows 其中 and a number that is not known to be the table's (县司法局办理复议 14 件，其中维持 9 件)."""
    place = whole_of(claimed.stated, [one.claimed.stated for one in before])
    return place >= 0 and before[place].status in (AMBIGUOUS, NOT_CHECKABLE) and before[place].remark is None


def _foreign(clause: str, own: str) -> bool:
    """Whether the unit that a clause begins with is another one than the report's: 乡镇收到 96 件."""
    match = _UNIT.match(clause)
    if match is None or not own or _OWN.search(match[1]):
        return False
    name = match[1].removeprefix("全年")
    place = 0
    for character in name:
        place = own.find(character, place) + 1
        if not place:
            return True
    return own[-1] != name[-1]


def _known(clause: str, reading: Reading) -> bool:
    """Whether a clause without a number says nothing that is not known: a date, the unit itself, 从申请人看."""
    match = _UNIT.match(clause)
    if match is not None and match.end() == len(clause) and not _foreign(clause, reading.submission.unit):
        return True
    return behind(clause, 0, [*_words(clause, reading.lexicon), Word(len(clause), len(clause), NO_TAGS)], reading.lexicon)


def _words(clause: str, lexicon: Lexicon) -> list[Word]:
    return [word for word in lexicon.words(clause, 0, len(clause)) if word.tags]

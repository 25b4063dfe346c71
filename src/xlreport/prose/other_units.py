"""Whose numbers they are: the unit that the words before a number name, where it is not the report's own."""

import re

from xlreport.prose.stated import Stated

_OTHER_UNIT = re.compile(r"([一-龥]{2,14}(?:局|委|办|办公室|镇|乡|街道|中心|院|所|厅|部门|站|公司|大队|支队|法院|政府|县|区|市))"
                         r"(?:办理|收到|共收到|共|受理|为|有|新收|答复)?$")
_OWN_UNIT = re.compile(r"(?:我|本|全|该|各)(?:机关|单位|部门|局|委|办|办公室|镇|乡|县|区|市|街道|院|中心|处|厅|所)$|^(?:其中|通过|网站|平台)")


def other_unit(stated: Stated, own: str) -> bool:
    """Whether the words before a number name another unit as the one that counted (其中，水务局 5 件)."""
    words = stated.lead[:stated.words[0].start - stated.quantity.start] if stated.words else stated.lead
    words = re.split(r"[，、；：。（）]", words)[-1]
    match = _OTHER_UNIT.search(words)
    if match is None or not own or _OWN_UNIT.search(match[1]):
        return False
    tail = match[1][-4:]
    place = 0
    for character in tail:
        place = own.find(character, place) + 1
        if not place:
            return True
    return False

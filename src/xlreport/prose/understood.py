"""Whether all the words between a subject and its number are known: 收到涉及宅基地的申请 12 件 counts something else than 收到申请 12 件.

A number is held against a table only where nothing unknown stands between the words that name the cell and the number itself.
"""

import re
from collections.abc import Sequence

from xlreport.prose.words import Word

# Words that narrow nothing: who counts, how it was done, and the small words of a sentence.
_HARMLESS = (
    "政府信息公开|信息公开|政府信息|政府|政务|信息|公开|行政机关|本机关|机关|单位|我局|本局|局|依法依规|依法|依规|按规定|按照|按|严格|认真|规范|妥善|及时|如期|"
    "规定|法定|程序|时限|期限|要求|条例|全年|年度|本年|当年|全部|所有|各类|各|累计|共计|总计|合计|总共|共有|共|总|一共|数量|件数|总数|总量|总额|人数|案件|"
    "件|起|数|量|公民、法人|法人|公民|或|者|其他|其它|组织|社会|公众|群众|申请人|当事人|情况|情形|事项|结果|方面|类|等|方式|形式|决定|通过|向|对|由|被|将|把|"
    "达到|达|为|是|有|则|均|都|也|并|且|已|经|在|于|至|到|自|从|从而|的|了|着|之|其|此|该|本|所|以|上|约|近|超过|超|余|仅|只|仍|尚|继续|"
    "予以|进行|开展|实际|具体|主要|直接|分别|其中|当中|和|与|及|以及|同|因|提起|引起|引发|而|我|县|区|市|省|镇|乡|街道|制作|正式|新|原|后|依申请|通知|通知书|属于|过|"
    "发生|产生|出现|存在|针对|工作|作出|提出|收到|受到|任何|一")
_WORDS = "|".join(sorted(_HARMLESS.split("|"), key=len, reverse=True))  # the longest first, so that no word is ever tried twice
_PLAIN = re.compile(rf"(?>{_WORDS}|[^一-龥])*+")
_CASES = re.compile(rf"(?>现象|问题|记录|个案|{_WORDS}|[^一-龥])*+")
_ONE_OF = re.compile(r"(?:当中|其中|中)(?:，|有|共有|共)?$|(?:另|还|其余|余下|剩余)(?:有|外)?$")  # 收到的申请中有 110 件
_REST = re.compile(r"(?:另|另外|另有|其余|余下|剩余)$")
_TAIL = re.compile(r"[^，,。；;：:（(）)！!？?\n]*")
_LISTED = re.compile("、|和|及|与|或|以及|，")
_UNIT = re.compile("[局委府厅院县区市镇乡会]$")
_MARK = re.compile("[，,。；;：:（）()、！？\n]")
_NARROWED_BY = ("提出", "提交", "答复", "办结", "办理", "回复")  # whose, or how: the words right before count as well


def understood(text: str, words: Sequence[Word], number: int) -> bool:
    """Whether every word from the first known one up to a number is known. number: where it begins."""
    if text[number - 1:number] in ("）", ")"):
        return False  # 公开（含部分公开）58 件: of what the brackets add
    if not words:
        return True
    place = words[0].start
    if _REST.search(text, max(0, place - 2), place):
        return False
    if text.startswith(_NARROWED_BY, place):
        before = _MARK.split(text[max(0, place - 4):place])[-1]
        if not _PLAIN.fullmatch(before) and not _UNIT.search(before):
            return False
    for word in words:
        if word.start > place and not _plain(text, place, word.start):
            return False
        place = max(place, word.end)
    return _plain(text, place, number)


def part_of(text: str, number: int) -> bool:
    """Whether a number is said to be some of those spoken of: 收到的申请中，有 110 件."""
    return _ONE_OF.search(text, max(0, number - 6), number) is not None


def nothing_else(text: str, words: Sequence[Word]) -> bool:
    """Whether a statement that there was nothing ends where its known words end: 未发生诉讼 does, 未发生诉讼败诉 does not."""
    place = words[0].end
    for word in words[1:]:
        if not _plain(text, place, word.start):
            return False
        place = word.end
    tail = _TAIL.match(text, place)
    return tail is None or _CASES.fullmatch(tail[0]) is not None


def listed(text: str, words: Sequence[Word]) -> bool:
    """Whether the words are items of a list, and not one narrowing the other (属于国家秘密不予公开)."""
    return _LISTED.search(text, words[0].end, words[-1].start) is not None


def _plain(text: str, start: int, end: int) -> bool:
    return start >= end or _PLAIN.fullmatch(text, start, end) is not None

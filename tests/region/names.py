"""Names and codes of units that do not exist."""

from itertools import product

REGION = "云江市人民政府"
ZONE = "云江高新区<img src=x onerror=alert(1)>\"&管理委员会"  # a page must show it as it is, and do nothing
SEAT = "云江市本级"
TOWN = "城关镇人民政府"
FUNCTIONS = ("财政局", "教育局", "卫生健康局")
_FIRST, _SECOND = "江河湖溪泉山岭峰岩石林松柏梅兰", "阳安宁平远清和兴昌盛源溪州城"
_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def counties(count: int) -> list[str]:
    """So many counties, each name once."""
    made = [f"{first}{second}县" for second, first in product(_SECOND, _FIRST) if first != second]
    assert len(made) >= count
    return made[:count]


def code(number: int) -> str:
    """A unified social credit code whose check digit is right (GB 32100-2015)."""
    stem = f"11{530000 + number // 100:06d}{number:08d}X"
    total = sum(_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(stem))
    return stem + _SIGNS[-total % 31]


def misspelt(name: str) -> str:
    """A name as it is misspelt: 财正局 for 财政局."""
    return name.replace("政", "正") if "政" in name else name.replace("教育", "教玉").replace("卫生", "卫牲")

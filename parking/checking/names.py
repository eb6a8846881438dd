"""Names: is it the same car park, written twice? Knows no place and no count."""

import re
from difflib import SequenceMatcher
from typing import Final
from unicodedata import category, normalize

_COMMON: Final = (
    "公共停车场", "机械停车库", "地下停车场", "地下停车库", "地面停车场", "停车场", "停车库",
    "停车楼", "停车区", "停车位", "停车点", "立体车库", "地下车库", "车库", "泊位", "收费", "公共",
    "地下", "地面", "社会", "路侧", "济南市", "市",
    "multi-storey", "multi storey", "car park", "carpark", "parking lot", "parking garage",
    "parking", "parkhaus", "tiefgarage", "parkplatz", "garage", "underground", "public", "lot",
)  # fmt: skip
_TRADITIONAL: Final = str.maketrans(
    "場庫車停樓區點體廣門國際華園業學醫東龍灣橋號機電濟歷鐵圖書館銀飯賓辦廳樹綠縣鎮鄉",
    "场库车停楼区点体广门国际华园业学医东龙湾桥号机电济历铁图书馆银饭宾办厅树绿县镇乡",
)
_DIGITS: Final = str.maketrans("一二三四五六七八九", "123456789")
_INSIDE: Final = 0.9
_ROMAN: Final = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
_ROMAN_WORD: Final = re.compile(rf"(?<![a-z0-9])(?:{'|'.join(_ROMAN)})(?![a-z0-9])")
_MARK: Final = re.compile(
    r"(?<![a-z0-9])[a-z]?\d+|(?<![a-z])[a-z](?=[区座号栋館馆口侧 ]|$)|[东西南北](?=[区门侧口])"
)


def plain_name(name: str) -> str:
    """Return a name without what nearly all have, in one script and one width."""
    text = normalize("NFKC", name).lower().translate(_TRADITIONAL)
    for word in _COMMON:
        text = text.replace(word, " ")
    text = text.translate(_DIGITS)
    text = "".join(one if category(one)[0] in "LN" else " " for one in text)
    return " ".join(_ROMAN.get(part, part) for part in text.split())


def alikeness(one: str, other: str) -> float:
    """Return how alike two names are, 0 to 1; numbered or lettered parts of a place are unlike."""
    first, second = plain_name(one), plain_name(other)
    if not first or not second:
        return 0.0
    if _marks(one) != _marks(other):
        return 0.0
    if first.replace(" ", "") == second.replace(" ", ""):
        return 1.0
    shorter, longer = sorted((first.replace(" ", ""), second.replace(" ", "")), key=len)
    ratio = SequenceMatcher(None, first, second, autojunk=False).ratio()
    return max(ratio, _INSIDE) if len(shorter) > 1 and shorter in longer else ratio


def _marks(name: str) -> frozenset[str]:
    """Return what tells parts of one place apart: P1 and P2, east and west, block A and block B."""
    text = normalize("NFKC", name).lower().translate(_TRADITIONAL).translate(_DIGITS)
    text = _ROMAN_WORD.sub(lambda found: _ROMAN[found[0]], text)
    return frozenset(found.strip() for found in _MARK.findall(text))

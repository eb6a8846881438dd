"""Names as people type them: Chinese, English, pinyin or its initials. It ranks, nothing more."""

from functools import lru_cache
from unicodedata import normalize

from pypinyin import Style, lazy_pinyin

EXACT, BEGINS, INSIDE, NO_MATCH = range(4)


def folded(text: str) -> str:
    """Reduce a text to what is compared: width, case and spaces do not matter."""
    return "".join(normalize("NFKC", text).casefold().split())


@lru_cache(maxsize=65_536)
def spellings(name: str, name_en: str | None) -> tuple[str, ...]:
    """Return every way to type a name: itself, its English, full pinyin and initials."""
    full = "".join(lazy_pinyin(name))
    initials = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))
    given = (name, name_en or "", full, initials)
    return tuple(dict.fromkeys(folded(text) for text in given if text))


def rank(typed: str, name: str, name_en: str | None) -> int:
    """Tell how well a folded text fits a name: EXACT, BEGINS, INSIDE or NO_MATCH."""
    best = NO_MATCH
    for spelling in spellings(name, name_en):
        if spelling == typed:
            return EXACT
        if spelling.startswith(typed):
            best = min(best, BEGINS)
        elif typed in spelling:
            best = min(best, INSIDE)
    return best

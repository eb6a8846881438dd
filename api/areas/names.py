"""Names as people type them: Chinese, English, full pinyin or its initials. It finds no place."""

from unicodedata import normalize

from pypinyin import Style, lazy_pinyin

from parking.directory import Directory


def folded(text: str) -> str:
    """Reduce a text to what is compared: width, case and spaces do not matter."""
    return "".join(normalize("NFKC", text).casefold().split())


def as_written(name: str, name_en: str | None) -> tuple[str, ...]:
    """Return the name and its English, folded, without any pinyin: that takes no time."""
    return tuple(dict.fromkeys(folded(text) for text in (name, name_en or "") if text))


class Spellings:
    """Every way to type a name, made once: pinyin takes a while, a city has thousands of names."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str | None], tuple[str, ...]] = {}

    def of(self, name: str, name_en: str | None) -> tuple[str, ...]:
        """Return the name itself, its English, its full pinyin and its initials, folded."""
        key = (name, name_en)
        known = self._known.get(key)
        if known is None:
            full = "".join(lazy_pinyin(name))
            initials = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))
            given = (name, name_en or "", full, initials)
            known = tuple(dict.fromkeys(folded(text) for text in given if text))
            self._known[key] = known
        return known

    def known(self, name: str, name_en: str | None) -> bool:
        return (name, name_en) in self._known

    def missing(self, directory: Directory) -> list[tuple[str, str | None]]:
        """Return the names of areas and lots that have not been spelt yet; forget all others."""
        named = [(area.name, area.name_en) for area in directory.areas()]
        named += [(lot.name, lot.name_en) for lot in directory.lots()]
        standing = set(named)
        for names in [names for names in self._known if names not in standing]:
            del self._known[names]
        return [names for names in named if not self.known(*names)]

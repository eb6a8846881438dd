"""Names as people type them: Chinese, English, full pinyin or its initials. It finds no place."""

from collections.abc import Iterator
from unicodedata import normalize

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
            given = (name, name_en or "", *_pinyin(name))
            known = tuple(dict.fromkeys(folded(text) for text in given if text))
            self._known[key] = known
        return known

    def known(self, name: str, name_en: str | None) -> bool:
        return (name, name_en) in self._known

    def missing(self, directory: Directory) -> list[tuple[str, str | None]]:
        """Return the names of areas and lots that have not been spelt yet."""
        return [names for names in _names_in(directory) if not self.known(*names)]

    def forget_the_past(self, directory: Directory) -> None:
        """Forget how names are typed that nothing has any more."""
        standing = set(_names_in(directory))
        self._known = {names: how for names, how in self._known.items() if names in standing}


def _pinyin(name: str) -> tuple[str, ...]:
    """Return the full pinyin and its initials; nothing for a name without a Chinese character.

    The dictionary takes a third of a second and 60 MiB to load, so only a city that needs it does.
    """
    if name.isascii():
        return ()
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - said above

    return "".join(lazy_pinyin(name)), "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))


def _names_in(directory: Directory) -> Iterator[tuple[str, str | None]]:
    for area in directory.areas():
        yield area.name, area.name_en
    for lot in directory.lots():
        yield lot.name, lot.name_en

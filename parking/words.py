"""The two languages of whatever a person reads: texts in both, and which of them is shown."""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple, Protocol, get_args

Lang = Literal["zh", "en"]
LANGS: Final[tuple[Lang, ...]] = get_args(Lang)


class Bilingual(Protocol):
    """Whatever has a text in each."""

    @property
    def zh(self) -> str: ...

    @property
    def en(self) -> str: ...


class Words(NamedTuple):
    """A text in Chinese and in English; either may have `{named}` places, the same in both."""

    zh: str
    en: str

    def filled(self, places: Mapping[str, object]) -> "Words":
        """Put values into the named places; KeyError where one is missing."""
        return Words(self.zh.format_map(places), self.en.format_map(places))


def said(words: Bilingual, lang: Lang) -> str:
    """Return the text in one of them."""
    return words.zh if lang == "zh" else words.en

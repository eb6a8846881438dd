"""The two languages of a report: texts in both, and which of them is shown."""

from typing import Final, Literal, NamedTuple, Protocol, get_args

from parking.planning.kpi_names import KPI_NAMES

Lang = Literal["zh", "en"]
LANGS: Final[tuple[Lang, ...]] = get_args(Lang)
TAGS: Final[dict[Lang, str]] = {"zh": "zh-CN", "en": "en"}
"""As documents name their language."""
BETWEEN: Final = " · "
"""Stands between English and Chinese in notes, as answers tell them."""


class Bilingual(Protocol):
    """Whatever has a text in each."""

    @property
    def zh(self) -> str: ...

    @property
    def en(self) -> str: ...


class Words(NamedTuple):
    """A text in both."""

    zh: str
    en: str


def said(words: Bilingual, lang: Lang) -> str:
    """Return the text in one of them."""
    return words.zh if lang == "zh" else words.en


def note_in(note: str, lang: Lang) -> str:
    """Return a note's half in one language, with names of figures where it has code names."""
    english, between, chinese = note.rpartition(BETWEEN)
    if not between:
        return note
    codes, colon, told = english.partition(": ")
    names = [KPI_NAMES[code] for code in KPI_NAMES if code in codes.split(", ")]
    if not colon or len(names) != len(codes.split(", ")):
        return chinese if lang == "zh" else english
    if lang == "zh":
        return f"{'、'.join(name.zh for name in names)}：{chinese}"
    return f"{', '.join(name.en for name in names)}: {told}"

"""The two languages of a report: how documents name them, and notes that hold both."""

from typing import Final

from parking.planning.kpi_names import KPI_NAMES
from parking.words import Lang

TAGS: Final[dict[Lang, str]] = {"zh": "zh-CN", "en": "en"}
"""As documents name their language."""
BETWEEN: Final = " · "
"""Stands between English and Chinese in notes, as answers tell them."""


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

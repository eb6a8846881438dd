"""What both reports have: how they begin, their tiles, their tables' names and their notes."""

from collections.abc import Iterable
from datetime import datetime

from parking.planning.kpi_names import KPI_NAMES, KpiCode
from parking.planning.reports import words
from parking.planning.reports.figures import number_text, share_text, unit_text, value_text
from parking.planning.reports.language import note_in
from parking.planning.reports.parts import Lines, Section, Tile
from parking.planning.reports.told import KpisTold, Told
from parking.words import Bilingual, Lang, Words, said


def clock_text(moment: str) -> str:
    """Write an answer's moment as its own clock shows it, to the minute."""
    return datetime.fromisoformat(moment).strftime("%Y-%m-%d %H:%M")


def about(told: Told, lang: Lang) -> tuple[str, ...]:
    """Say what a chapter is of: its time, its lots, and how much of it is known."""
    time = f"{clock_text(told.begin)} – {clock_text(told.to)} ({told.timezone})"
    known = f"{share_text(told.coverage)} {said(words.OF_SPACE_HOURS, lang)}"
    return (
        named(words.TIME, time, lang),
        named(words.LOTS, number_text(told.lots), lang),
        named(words.COVERAGE, known, lang),
    )


def named(name: Bilingual, text: str, lang: Lang) -> str:
    """Write a name, a colon and what it says."""
    return f"{said(name, lang)}{'：' if lang == 'zh' else ': '}{text}"


def tile(told: KpisTold, code: KpiCode, lang: Lang, below: str = "") -> Tile:
    """Show a figure large."""
    name, value = KPI_NAMES[code], told.kpis.get(code)
    return Tile(said(name, lang), value_text(value, name.unit), unit_text(name.unit, lang), below)


def notes(title: Words, told: Iterable[Told | Words], lang: Lang) -> Section:
    """List what answers say of themselves, each remark once, and what the report adds."""
    lines: dict[str, None] = {}
    for one in told:
        if isinstance(one, Words):
            lines[said(one, lang)] = None
        else:
            lines |= dict.fromkeys(note_in(note, lang) for note in one.notes)
    return Section(said(title, lang), (Lines(tuple(lines)),))


def name_in(name: str | None, name_en: str | None, lang: Lang) -> str:
    """Return a place's name in a language, as far as it has one."""
    return (name_en if lang == "en" else None) or name or said(words.OUTSIDE, lang)

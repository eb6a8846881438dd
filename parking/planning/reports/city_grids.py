"""The tables of a city's month: its areas, its hot areas, and who is connected."""

from collections.abc import Iterable
from typing import Final

from parking.planning.kpi_names import KPI_NAMES
from parking.planning.reports import words
from parking.planning.reports.bars import Bar, bars
from parking.planning.reports.common import name_in
from parking.planning.reports.figures import number_text, share_text
from parking.planning.reports.parts import Grid, Heading, Part, Picture
from parking.planning.reports.told import (
    CityTold,
    ConnectionTold,
    HotAreasTold,
    LedgerTold,
    PlaceTold,
)
from parking.words import Bilingual, Lang, said

MOST_HOT: Final = 3
"""Of each kind; the caption says so."""


def areas_part(told: CityTold, lang: Lang) -> tuple[Part, ...]:
    """Rank areas by utilization, those of which it is not known last."""
    ranked = sorted(told.utilization.rows, key=_rank)
    full = {row.id: row.value for row in told.full_time_share.rows}
    rows = tuple(
        (
            name_in(row.name, row.name_en, lang),
            number_text(row.lots),
            share_text(row.value),
            share_text(full.get(row.id)),
            number_text(row.space_hours_open),
            share_text(row.coverage),
        )
        for row in ranked
    )
    grid = Grid(
        "",
        _headings(
            lang,
            words.NAME,
            words.LOTS,
            KPI_NAMES["utilization"],
            KPI_NAMES["full_time_share"],
            KPI_NAMES["space_hours_open"],
            words.COVERAGE,
        ),
        rows,
    )
    if not ranked:
        return (grid,)
    shown = [Bar(name_in(row.name, row.name_en, lang), row.value) for row in ranked]
    in_words = "; ".join(f"{bar.name} {share_text(bar.value)}" for bar in shown)
    drawing = bars(shown, in_words, said(words.UNKNOWN, lang))
    return Picture(drawing, said(words.AREAS_CAPTION, lang)), grid


def hot_grid(hot_areas: Iterable[HotAreasTold], lang: Lang) -> Grid:
    """List the fullest of each kind."""
    rows = tuple(
        (
            said(words.HOT_KINDS[kind.kind], lang),
            row.name,
            number_text(row.lots),
            share_text(row.utilization),
            share_text(row.full_time_share),
            number_text(row.space_hours_full),
            share_text(row.coverage),
        )
        for kind in hot_areas
        for row in kind.rows
    )
    utilization, full = KPI_NAMES["utilization"], KPI_NAMES["full_time_share"]
    headings = (
        Heading(said(words.KIND, lang), is_number=False, share=1.2),
        Heading(said(words.NAME, lang), is_number=False, share=2.2),
        *(
            Heading(said(words_of, lang))
            for words_of in (words.LOTS, utilization, full, words.FULL_HOURS, words.COVERAGE)
        ),
    )
    return Grid(said(words.HOT_CAPTION, lang), headings, rows)


def ledger_grid(ledger: LedgerTold, lang: Lang) -> Grid:
    """List who is connected by area, and in all."""
    rows = [(name_in(row.name, row.name_en, lang), *_connected(row)) for row in ledger.rows]
    rows.append((said(words.TOTAL, lang), *_connected(ledger.total)))
    headings = _headings(
        lang, words.NAME, words.LOTS_CONNECTED, words.LOTS_FILED, KPI_NAMES["coverage_lots"],
        words.SPACES_CONNECTED, words.SPACES_FILED, KPI_NAMES["coverage_berths"],
    )  # fmt: skip
    return Grid(said(words.LEDGER_CAPTION, lang), headings, tuple(rows))


def _rank(row: PlaceTold) -> tuple[bool, float, str]:
    return row.value is None, -(row.value or 0.0), row.id


def _connected(row: ConnectionTold) -> tuple[str, ...]:
    return (
        number_text(row.lots_connected), number_text(row.lots_filed), share_text(row.coverage_lots),
        number_text(row.berths_connected), number_text(row.berths_filed),
        share_text(row.coverage_berths),
    )  # fmt: skip


def _headings(lang: Lang, first: Bilingual, *others: Bilingual) -> tuple[Heading, ...]:
    named = Heading(said(first, lang), is_number=False, share=1.8)
    return (named, *(Heading(said(other, lang)) for other in others))

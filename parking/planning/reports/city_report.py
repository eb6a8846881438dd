"""A city's month, or an area's, as a report."""

from datetime import datetime
from typing import Final

from parking.clock import to_us
from parking.planning.kpi_names import KPI_NAMES, KpiCode
from parking.planning.reports import words
from parking.planning.reports.city_curves import days_picture, hours_picture
from parking.planning.reports.city_grids import areas_part, hot_grid, ledger_grid
from parking.planning.reports.common import about, clock_text, notes, tile
from parking.planning.reports.figures import change_text, unit_text, value_text
from parking.planning.reports.month import Month
from parking.planning.reports.parts import Chapter, Grid, Heading, Report, Section, Tiles
from parking.planning.reports.told import CityTold
from parking.words import Lang, said

_TILES: Final[tuple[KpiCode, ...]] = (
    "utilization", "peak_saturation", "full_time_share", "turnover",
    "mean_duration", "unmet_demand_vehicles", "tidal_used_hours", "data_quality_score",
)  # fmt: skip


def city_report(told: CityTold, month: Month, place: str | None, lang: Lang) -> Report:
    """Make it. `place` is the area's name, None for the whole city."""
    where = place or said(words.WHOLE_CITY, lang)
    title = f"{where} · {said(words.CITY_TITLE, lang)} · {month.title(lang)}"
    heard = (told.kpis, told.days, *told.hot_areas)
    sections = (
        Section(said(words.OVERVIEW, lang), (_tiles(told, lang),)),
        Section(said(words.DAY_BY_DAY, lang), (days_picture(told.days, month, lang),)),
        Section(said(words.TYPICAL_DAYS, lang), (hours_picture(told.hours, lang),)),
        Section(said(words.BY_AREA, lang), areas_part(told, lang)),
        Section(said(words.HOT_AREAS, lang), (hot_grid(told.hot_areas, lang),)),
        Section(said(words.LEDGER, lang), (ledger_grid(told.ledger, lang),)),
        Section(said(words.ALL_FIGURES, lang), (_all_figures(told, lang),)),
        notes(words.NOTES, (words.KPI_PAGE, *heard, words.COMPLAINTS), lang),
    )
    until_us = to_us(datetime.fromisoformat(told.kpis.to))
    return Report(title, lang, until_us, (Chapter(title, about(told.kpis, lang), sections),))


def _tiles(told: CityTold, lang: Lang) -> Tiles:
    before = said(words.LAST_MONTH, lang)
    tiles = []
    for code in _TILES:
        below = f"{before} {value_text(told.before.kpis.get(code), KPI_NAMES[code].unit)}"
        if code == "peak_saturation" and told.kpis.peak_at is not None:
            below = f"{said(words.PEAK_AT, lang)} {clock_text(told.kpis.peak_at)}"
        tiles.append(tile(told.kpis, code, lang, below))
    return Tiles(tuple(tiles))


def _all_figures(told: CityTold, lang: Lang) -> Grid:
    rows = []
    for code, value in told.kpis.kpis.items():
        name, before = KPI_NAMES[code], told.before.kpis.get(code)
        rows.append(
            (
                said(name, lang),
                unit_text(name.unit, lang),
                value_text(value, name.unit),
                value_text(before, name.unit),
                change_text(value, before, name.unit, lang),
            )
        )
    headings = (
        Heading(said(words.FIGURE, lang), is_number=False, share=2.2),
        Heading(said(words.UNIT, lang), is_number=False, share=1.3),
        Heading(said(words.THIS_MONTH, lang)),
        Heading(said(words.LAST_MONTH, lang)),
        Heading(said(words.CHANGE, lang)),
    )
    return Grid(said(words.FIGURES_CAPTION, lang), headings, tuple(rows))

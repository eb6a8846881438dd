"""Hot areas' month as a report: for each a page, in the order that planners know."""

from collections.abc import Sequence
from datetime import datetime

from parking.clock import to_us
from parking.planning.kpi_names import KPI_NAMES, KpiCode
from parking.planning.reports import words
from parking.planning.reports.common import about, clock_text, named, notes, tile
from parking.planning.reports.figures import share_text, value_text
from parking.planning.reports.hot_area_parts import (
    demand_picture,
    spill_over_part,
    stays_part,
    supply_grid,
)
from parking.planning.reports.month import Month
from parking.planning.reports.parts import Chapter, Part, Report, Section, Tiles
from parking.planning.reports.told import HotAreaTold
from parking.words import Lang, Words, said

_DEMAND: tuple[KpiCode, ...] = (
    "peak_saturation", "full_time_share", "utilization", "demand_supply_ratio",
)  # fmt: skip
_TURNOVER: tuple[KpiCode, ...] = (
    "turnover", "mean_duration", "median_duration", "p85_duration",
)  # fmt: skip
_UNMET: tuple[KpiCode, ...] = (
    "unmet_demand_vehicles", "unmet_demand", "berth_gap", "peak_hour_ratio",
)  # fmt: skip


def hot_area_report(areas: Sequence[HotAreaTold], month: Month, lang: Lang) -> Report:
    """Make it of at least one area."""
    title = f"{said(words.HOT_TITLE, lang)} · {month.title(lang)}"
    until_us = max(to_us(datetime.fromisoformat(area.to)) for area in areas)
    return Report(title, lang, until_us, tuple(_chapter(area, month, lang) for area in areas))


def _chapter(area: HotAreaTold, month: Month, lang: Lang) -> Chapter:
    kind = said(words.HOT_KINDS[area.kind], lang)
    sections = (
        _section(words.SUPPLY, lang, supply_grid(area.supply, lang)),
        _section(
            words.DEMAND, lang, _tiles(area, _DEMAND, lang), demand_picture(area.demand, lang)
        ),
        _section(
            words.TURNOVER, lang, _tiles(area, _TURNOVER, lang), *stays_part(area.stays, lang)
        ),
        _section(words.SPILL_OVER, lang, spill_over_part(area.spill_over, lang)),
        _section(words.UNMET, lang, _tiles(area, _UNMET, lang)),
        notes(words.CAVEATS, (area, words.COMPLAINTS, words.KPI_PAGE), lang),
    )
    title = f"{area.name} · {kind} · {month.title(lang)}"
    return Chapter(title, (*about(area, lang), _quality(area, lang), _peak(area, lang)), sections)


def _section(title: Words, lang: Lang, *parts: Part) -> Section:
    return Section(said(title, lang), parts)


def _tiles(area: HotAreaTold, codes: Sequence[KpiCode], lang: Lang) -> Tiles:
    tiles = []
    for code in codes:
        below = ""
        if code == "peak_saturation" and area.peak_at is not None:
            below = f"{said(words.PEAK_AT, lang)} {clock_text(area.peak_at)}"
        tiles.append(tile(area, code, lang, below))
    return Tiles(tuple(tiles))


def _quality(area: HotAreaTold, lang: Lang) -> str:
    score = area.kpis.get("data_quality_score")
    return named(words.QUALITY, value_text(score, KPI_NAMES["data_quality_score"].unit), lang)


def _peak(area: HotAreaTold, lang: Lang) -> str:
    peak = area.peak
    if peak is None:
        return named(words.PEAK, said(words.NO_PEAK, lang), lang)
    day, share = said(words.DAY_CLASSES[peak.day_class], lang), share_text(peak.occupancy)
    return named(words.PEAK, f"{day} {peak.time}, {share}", lang)

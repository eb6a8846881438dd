"""The two drawings of a city's month: its days, and its hours on workdays and other days."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final, NamedTuple

from parking.planning.kpi_names import KPI_NAMES
from parking.planning.reports import words
from parking.planning.reports.figures import share_text
from parking.planning.reports.month import Month
from parking.planning.reports.parts import Picture
from parking.planning.reports.plot import Curve, TimeAxis, plot
from parking.planning.reports.told import SeriesTold, StepTold
from parking.sharing.terms import DayClass
from parking.words import Lang, said

HOURS: Final = 24
WEEK: Final = 7
KNOWN_ENOUGH: Final = 0.8
DAY_AXIS: Final = TimeAxis(
    0.0, HOURS, tuple((float(hour), f"{hour:02d}:00") for hour in range(0, HOURS + 1, 3))
)


class _Hour(NamedTuple):
    """Space-hours of one hour of the clock, of all days together."""

    open_h: float = 0.0
    known_h: float = 0.0
    taken_h: float = 0.0

    @property
    def occupancy(self) -> float | None:
        if not self.open_h or self.known_h < KNOWN_ENOUGH * self.open_h:
            return None
        return self.taken_h / self.known_h


def days_picture(days: SeriesTold, month: Month, lang: Lang) -> Picture:
    """Draw each day's occupancy and share of time full."""
    at = tuple(_day(step) - 0.5 for step in days.rows)
    curves = (
        Curve(said(KPI_NAMES["occupancy"], lang), at, tuple(row.occupancy for row in days.rows)),
        Curve(
            said(KPI_NAMES["full_time_share"], lang),
            at,
            tuple(row.full_time_share for row in days.rows),
        ),
    )
    unknown = [
        (_day(row) - 1.0, float(_day(row)))
        for row in days.rows
        if row.occupancy is None and row.space_hours_open
    ]
    ticks = tuple((day - 0.5, f"{month.number}-{day}") for day in range(1, month.days + 1, WEEK))
    drawing = plot(
        curves,
        TimeAxis(0.0, month.days, ticks),
        _in_words(curves),
        unknown=unknown,
        unknown_name=said(words.UNKNOWN, lang),
    )
    return Picture(drawing, said(words.DAYS_CAPTION, lang))


def hours_picture(hours: Mapping[DayClass, SeriesTold], lang: Lang) -> Picture:
    """Draw the hours of each class of days that the month has."""
    at = tuple(hour + 0.5 for hour in range(HOURS))
    curves = tuple(
        Curve(said(words.DAY_CLASSES[day_class], lang), at, _by_hour(series.rows))
        for day_class, series in hours.items()
        if series.rows
    )
    drawing = plot(curves, DAY_AXIS, _in_words(curves))
    return Picture(drawing, said(words.HOURS_CAPTION, lang))


def _by_hour(rows: Iterable[StepTold]) -> tuple[float | None, ...]:
    """Add up space-hours by the hour that the clock shows."""
    hours: dict[int, _Hour] = defaultdict(_Hour)
    for row in rows:
        hour = datetime.fromisoformat(row.begin).hour
        sums = hours[hour]
        hours[hour] = _Hour(
            sums.open_h + row.space_hours_open,
            sums.known_h + row.space_hours_known,
            sums.taken_h + row.space_hours_taken,
        )
    return tuple(hours[hour].occupancy for hour in range(HOURS))


def _day(step: StepTold) -> int:
    return datetime.fromisoformat(step.begin).day


def _in_words(curves: Iterable[Curve]) -> str:
    """Say the least and the greatest of each curve, to who does not see it."""
    parts = []
    for curve in curves:
        known = [value for value in curve.values if value is not None]
        span = f"{share_text(min(known))} – {share_text(max(known))}" if known else share_text(None)
        parts.append(f"{curve.name} {span}")
    return "; ".join(parts)

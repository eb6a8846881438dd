"""The parts of a hot area's page: supply, demand, stays, and the lots beside it."""

from collections.abc import Iterable, Sequence
from typing import Final

from parking.planning.kpi_names import KPI_NAMES
from parking.planning.reports import words
from parking.planning.reports.bars import Group, columns
from parking.planning.reports.city_curves import DAY_AXIS
from parking.planning.reports.common import name_in
from parking.planning.reports.figures import number_text, share_text
from parking.planning.reports.parts import Grid, Heading, Paragraph, Part, Picture
from parking.planning.reports.plot import Curve, plot
from parking.planning.reports.told import NeighbourTold, StaysTold, SupplyTold, TimeTold
from parking.sharing.terms import DAY_CLASSES
from parking.words import Lang, Words, said

QUARTER_H: Final = 0.25
MOST_USERS: Final = 4
PLOT_HEIGHT: Final = 135.0
"""Lower than a city's, so that a hot area is told on one page."""
MOST_NEIGHBOURS: Final = 12


def supply_grid(supply: Iterable[SupplyTold], lang: Lang) -> Grid:
    """List spaces by class."""
    rows = tuple(
        (
            said(words.SPACE_CLASSES[row.space_class], lang),
            number_text(row.spaces),
            number_text(row.space_hours_open),
            share_text(row.utilization),
            share_text(row.full_time_share),
            share_text(row.coverage),
        )
        for row in supply
    )
    names = (KPI_NAMES["space_hours_open"], KPI_NAMES["utilization"], KPI_NAMES["full_time_share"])
    headings = (
        Heading(said(words.SPACE_CLASS, lang), is_number=False),
        *(Heading(said(name, lang)) for name in (words.SPACES, *names, words.COVERAGE)),
    )
    return Grid("", headings, rows)


def demand_picture(demand: Sequence[TimeTold], lang: Lang) -> Picture:
    """Draw the quarter hours of each class of days, and what seven days of ten stay within."""
    curves = []
    for day_class in DAY_CLASSES:
        rows = [row for row in demand if row.day_class == day_class]
        if rows:
            days = max(row.days for row in rows)
            name = f"{said(words.DAY_CLASSES[day_class], lang)} ({days})"
            curves.append(_curve(name, rows))
    told = "; ".join(f"{curve.name} {share_text(_greatest(curve))}" for curve in curves)
    return Picture(
        plot(curves, DAY_AXIS, told, height=PLOT_HEIGHT), said(words.DEMAND_CAPTION, lang)
    )


def stays_part(stays: Sequence[StaysTold], lang: Lang) -> tuple[Part, ...]:
    """Draw how long stays were, the largest classes of users; or say that none may be told."""
    told = sorted((row for row in stays if row.stays is not None), key=_fewest_last)[:MOST_USERS]
    if not told:
        return (Paragraph(said(words.NO_STAYS, lang)),)
    groups = [Group(_user(row, lang), row.bins) for row in told]
    bins = [said(name, lang) for name in words.BINS]
    in_words = "; ".join(group.name for group in groups)
    return (Picture(columns(groups, bins, in_words), said(words.STAYS_CAPTION, lang)),)


def spill_over_part(neighbours: Sequence[NeighbourTold], lang: Lang) -> Part:
    """List the lots that have room when the place is fullest, the nearest first."""
    if not neighbours:
        return Paragraph(said(words.NO_NEIGHBOUR, lang))
    rows = tuple(_neighbour(row, lang) for row in neighbours[:MOST_NEIGHBOURS])
    headings = (
        Heading(said(words.NAME, lang), is_number=False, share=2.4),
        Heading(said(words.LAND_USE, lang), is_number=False, share=1.2),
        Heading(said(words.WALK, lang), share=1.5),
        *(
            Heading(said(name, lang))
            for name in (words.OPEN, words.FREE, words.OCCUPANCY, words.COVERAGE)
        ),
    )
    return Grid(said(words.SPILL_CAPTION, lang), headings, rows)


def _curve(name: str, rows: Sequence[TimeTold]) -> Curve:
    return Curve(
        name,
        tuple(_hours(row.time) + QUARTER_H / 2 for row in rows),
        tuple(row.occupancy for row in rows),
        tuple(row.occupancy_p15 for row in rows),
        tuple(row.occupancy_p85 for row in rows),
    )


def _hours(time: str) -> float:
    hour, minute = time.split(":")
    return int(hour) + int(minute) / 60


def _greatest(curve: Curve) -> float | None:
    return max((value for value in curve.values if value is not None), default=None)


def _fewest_last(row: StaysTold) -> tuple[int, str]:
    return -(row.stays or 0), row.user_class


def _user(row: StaysTold, lang: Lang) -> str:
    known = words.USER_CLASSES.get(row.user_class, Words(row.user_class, row.user_class))
    return f"{said(known, lang)} ({number_text(row.stays)} {said(words.STAYS, lang)})"


def _neighbour(row: NeighbourTold, lang: Lang) -> tuple[str, ...]:
    use = "" if row.land_use is None else said(words.LAND_USES[row.land_use], lang)
    walk = f"{number_text(row.distance_m)} m / {row.walk_min} {said(words.MINUTES, lang)}"
    return (
        name_in(row.name, row.name_en, lang),
        use,
        walk,
        number_text(row.spaces_open),
        number_text(row.free),
        share_text(row.occupancy),
        share_text(row.coverage),
    )

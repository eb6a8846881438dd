"""Draft: an agreement ready to be signed, made of what was chosen for one lender.

Free and open to everybody, as Jinan's are; owner and operator change what they like.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Final

from parking.planning.tidal.limits import DAY_BEGINS_H, QUIET_FROM_H, QUIET_UNTIL_H, Limits
from parking.planning.tidal.lot_hours import TidalLot
from parking.sharing.terms import DayClass, Span, Terms, VehicleLimits, Window

SEATS: Final = 7
"""Jinan: cars of up to seven seats."""
_HOUR_MIN: Final = 60


def draft(
    lot: TidalLot,
    quota: int,
    hours: Mapping[DayClass, tuple[int, int]],
    valid: tuple[date, date],
    limits: Limits,
) -> Terms:
    """Write the terms. `hours`: from and to on days of a class, as hours since 07:00."""
    days: dict[tuple[int, int], list[DayClass]] = defaultdict(list)
    for day_class, window in hours.items():
        days[window].append(day_class)
    windows = tuple(_window(*span, tuple(names), limits) for span, names in days.items())
    vehicle = VehicleLimits(max_height_m=lot.max_height_m, max_seats=SEATS)
    return Terms(lot.lot_id, valid[0], valid[1], windows, quota=quota, vehicle=vehicle)


def _window(start: int, end: int, days: tuple[DayClass, ...], limits: Limits) -> Window:
    start, end = start + DAY_BEGINS_H, end + DAY_BEGINS_H
    movement = [(start, end)]
    if limits.quiet_nights and end > QUIET_FROM_H:
        movement = [(start, QUIET_FROM_H), (max(start, 24 + QUIET_UNTIL_H), end)]
    spans = tuple(_span(*moves) for moves in movement if moves[0] < moves[1])
    return Window(_span(start, end), spans, days)


def _span(start: int, end: int) -> Span:
    return Span(start * _HOUR_MIN, end * _HOUR_MIN)

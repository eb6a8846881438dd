"""Reads what was changed and what may be compared with it, and lets the rule compare them."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from api.planner.compare_asked import Measured
from api.planner.grouping import Grouping
from parking.planning.chosen_lots import ChosenLot, as_groups
from parking.planning.compare.asked_hours import AskedHour, TakesTime, asked_hours
from parking.planning.compare.compare import compare
from parking.planning.compare.comparison import Comparison
from parking.planning.compare.outcomes import Outcome
from parking.planning.compare.places import PlaceDays, as_one
from parking.planning.compare.pool import pool_of
from parking.planning.local_day import day_at, day_span_us
from parking.planning.space_time import total
from parking.problems import Problem, ProblemError
from parking.storage.postgres.planning.reading import Reading
from parking.storage.postgres.planning.reading_panel import read_lent_anew, read_panel
from parking.vocabulary import SpaceClass

MOST_HOURS: Final = 2_000_000
"""Hours of single lots and of regions that are read for one answer."""
_OWN: Final = "treated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Something that was changed: in which lots, and what is compared with them, and when.

    `candidates` are the lots that controls may be made of, which `grouping` tells apart.
    """

    treated: Sequence[ChosenLot]
    candidates: Sequence[ChosenLot]
    grouping: Grouping
    outcome: Outcome
    classes: Sequence[SpaceClass]
    before: Sequence[date]
    after: Sequence[date]
    takes_time: TakesTime

    @property
    def zone(self) -> str:
        return self.treated[0].zone


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of it; `coverage` is of the treated lots, `lent_anew` in how many of them sharing
    began or ended in the time.
    """

    measure: Measure
    comparison: Comparison
    coverage: float | None
    lent_anew: int


def last_day(reading: Reading, zone: str, now_us: int) -> date:
    """Return the last local day that is over, and summed up in all regions."""
    known_us = min(now_us, reading.summed_up.hours_until_us)
    day = day_at(known_us, zone)
    return day if day_span_us(day, zone)[1] == known_us else date.fromordinal(day.toordinal() - 1)


async def compared(reading: Reading, measure: Measure, asked: Measured) -> Compared:
    """Read the places and compare them; ProblemError where there is nothing to, or too much."""
    if len({lot.zone for lot in measure.treated}) > 1:
        raise ProblemError(Problem("bad-request", "Compare lots of one time zone at a time."))
    days = [*measure.before, *measure.after]
    anew = await read_lent_anew(reading.connection, min(days), max(days)) if days else set()
    pool = pool_of(
        measure.candidates, measure.treated, measure.grouping.region_of, changed=anew,
        apart_m=asked.apart_m,
    )  # fmt: skip
    class_of = reading.calendar.day_class
    hours = asked_hours(days, measure.zone, class_of, measure.takes_time)
    own = as_one(_OWN, (await _places(reading, measure, measure.treated, hours)).values())
    others = await _places(reading, measure, [lot for lots in pool.values() for lot in lots], hours)
    rule = partial(
        compare, measure.outcome, own, list(others.values()), before=measure.before,
        after=measure.after, day_class=class_of, confidence=asked.confidence,
    )  # fmt: skip
    return Compared(
        measure,
        await asyncio.to_thread(rule),
        total(bucket.space for bucket in own.days.values()).coverage,
        sum(lot.lot_key in anew for lot in measure.treated),
    )


async def _places(
    reading: Reading, measure: Measure, lots: Sequence[ChosenLot], hours: Sequence[AskedHour]
) -> Mapping[str, PlaceDays]:
    """Read lots together where they are of one region; ProblemError where they are too many."""
    region_of = measure.grouping.region_of
    regions = {lot.lot_key: region_of(lot) for lot in lots}
    parts: dict[str, list[PlaceDays]] = defaultdict(list)
    for places in as_groups(lots, measure.candidates, region_of):
        count = len(places.lot_keys) + len(places.regions)
        if count * len(hours) > MOST_HOURS:
            told = f"{count} places in {len(hours)} hours are too many; ask of fewer lots or days."
            raise ProblemError(Problem("bad-request", told, pointer="/query/days_before"))
        found = await read_panel(
            reading.connection, places, measure.classes, hours, frozenset(measure.before)
        )
        for place, past in found.items():
            region = place if isinstance(place, str) else regions[place]
            parts[region or _OWN].append(past)
    return {region: as_one(region, some) for region, some in sorted(parts.items())}

"""Reads what was changed and what may be compared with it, and lets the rule compare them."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Final

from api.planner.compare_asked import Measured
from api.planner.grouping import Grouping
from parking.planning.chosen_lots import ChosenLot, Places, as_groups
from parking.planning.compare.asked_hours import TakesTime, asked_hours, every_time
from parking.planning.compare.compare import compare
from parking.planning.compare.comparison import Comparison
from parking.planning.compare.outcomes import Outcome
from parking.planning.compare.places import PlaceDays, as_one
from parking.planning.compare.pool import pool_of
from parking.planning.local_day import day_at
from parking.planning.space_time import total
from parking.problems import Problem, ProblemError
from parking.storage.postgres.planning.reading import Reading
from parking.storage.postgres.planning.reading_occupancy import Place
from parking.storage.postgres.planning.reading_panel import PanelReader, read_lent_anew
from parking.vocabulary import SpaceClass

MOST_HOURS: Final = 500_000
"""Hours of single lots and of regions that are read at once."""
SHAPE_DAYS: Final = 14
"""The last days before that tell what a place's days look like: two of each day of the week."""
_OWN: Final = "treated"
_DAY: Final = timedelta(days=1)


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
    return min(day_at(known_us, zone) - _DAY, reading.summed_up.days_until)


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
    own = as_one(_OWN, (await _places(reading, measure, measure.treated)).values())
    others = await _places(reading, measure, [lot for lots in pool.values() for lot in lots])
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
    reading: Reading, measure: Measure, lots: Sequence[ChosenLot]
) -> Mapping[str, PlaceDays]:
    """Read lots together where they are of one region."""
    region_of = measure.grouping.region_of
    regions = {lot.lot_key: region_of(lot) for lot in lots}
    parts: dict[str, list[PlaceDays]] = defaultdict(list)
    for places in as_groups(lots, measure.candidates, region_of):
        for place, past in (await _read(reading, measure, places)).items():
            region = place if isinstance(place, str) else regions[place]
            parts[region or _OWN].append(past)
    return {region: as_one(region, some) for region, some in sorted(parts.items())}


async def _read(reading: Reading, measure: Measure, places: Places) -> dict[Place, PlaceDays]:
    """Read days as they are summed up where all of their hours count; ProblemError of too much."""
    days, shaped = [*measure.before, *measure.after], measure.before[-SHAPE_DAYS:]
    is_whole = measure.takes_time is every_time
    hours = asked_hours(
        shaped if is_whole else days, measure.zone, reading.calendar.day_class, measure.takes_time
    )
    count = len(places.lot_keys) + len(places.regions)
    if count * len(hours) > MOST_HOURS:
        told = f"{count} places in {len(hours)} hours are too many; ask of fewer lots or days."
        raise ProblemError(Problem("bad-request", told, pointer="/query/days_before"))
    reader = PanelReader(reading.connection, places, measure.classes)
    if is_whole:
        return await reader.whole_days(days, hours)
    return await reader.hours(hours, frozenset(shaped))

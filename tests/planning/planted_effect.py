"""The planted city as it is compared: its hospitals as places, and what the opening really did."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from parking.planning.compare.compare import compare
from parking.planning.compare.comparison import Comparison
from parking.planning.compare.outcomes import Outcome, part_of
from parking.planning.compare.places import PlaceDays
from parking.planning.space_time import SpaceTime
from parking.planning.time_series import NO_BUCKET, Bucket
from parking.sharing.day_calendar import DayCalendar
from simulator.week.planted import TIDAL, TREATED, PlantedCity

CALENDAR = DayCalendar()
MEASURED: tuple[tuple[Outcome, tuple[str, ...]], ...] = (
    ("full_time_share", (TREATED,)),
    ("utilization", (TREATED,)),
    ("utilization", (TREATED, TIDAL)),
    ("turnover", (TREATED, TIDAL)),
)
"""What is measured, and of which lots taken as one: the hospital's, and those beside it."""
Measure = tuple[Outcome, tuple[str, ...]]


def named(measure: Measure) -> str:
    """A measure in words."""
    outcome, lot_ids = measure
    of = "hospital" if lot_ids == (TREATED,) else "hospital and tidal spaces"
    return f"{outcome} of {of}"


def _none() -> dict[Measure, int]:
    return dict.fromkeys(MEASURED, 0)


@dataclass
class Tally:
    """In how many cities the truth was not in the interval, an effect was seen, and one was claimed
    where there was none.
    """

    missed: dict[Measure, int] = field(default_factory=_none)
    seen: dict[Measure, int] = field(default_factory=_none)
    claimed: dict[Measure, int] = field(default_factory=_none)

    def add(self, opened: PlantedCity, without: PlantedCity) -> None:
        """Count a city, with the opening and without it."""
        for measure in MEASURED:
            found = compared(opened, *measure).interval
            truly = done(opened, without, *measure)
            self.missed[measure] += not found.low <= truly <= found.high
            self.seen[measure] += found.is_seen
            self.claimed[measure] += compared(without, *measure).interval.is_seen

    def figures(self) -> dict[str, int]:
        """All of them, to be printed."""
        return {
            f"{named(measure)}: {what}": counts[measure]
            for measure in MEASURED
            for what, counts in (
                ("truth outside the interval", self.missed),
                ("effect seen", self.seen),
                ("claimed without the opening", self.claimed),
            )
        }


def place(city: PlantedCity, lot_ids: Iterable[str]) -> PlaceDays:
    """Some lots as one place; those that there are not in this city count for nothing."""
    told = [city.by_lot[lot_id] for lot_id in lot_ids if lot_id in city.by_lot]
    return PlaceDays(
        "+".join(lot_ids),
        {day: sum((_bucket(by_day[day]) for by_day in told), NO_BUCKET) for day in city.days},
        {},
    )


def compared(city: PlantedCity, outcome: Outcome, lot_ids: Iterable[str]) -> Comparison:
    """Compare them with the other hospitals, week two with week one."""
    return compare(
        outcome,
        place(city, lot_ids),
        [place(city, [lot_id]) for lot_id in city.controls],
        before=[day for day in city.days if day < city.opened],
        after=[day for day in city.days if day >= city.opened],
        day_class=CALENDAR.day_class,
    )


def done(
    opened: PlantedCity, without: PlantedCity, outcome: Outcome, lot_ids: Iterable[str]
) -> float:
    """What the opening did, by letting the same drivers come without it."""
    return _after(opened, outcome, lot_ids) - _after(without, outcome, lot_ids)


def _after(city: PlantedCity, outcome: Outcome, lot_ids: Iterable[str]) -> float:
    days = place(city, lot_ids).days
    parts = {day: part_of(outcome, days[day]) for day in city.days if day >= city.opened}
    figure = 0.0
    for kind in {CALENDAR.day_class(day) for day in parts}:
        same = [part for day, part in parts.items() if CALENDAR.day_class(day) == kind]
        ratio = sum(part.part for part in same) / sum(part.whole for part in same)
        figure += ratio * len(same) / len(parts)
    return figure


def _bucket(day) -> Bucket:
    return Bucket(SpaceTime(*day.use), entries=day.came)

"""Reads places to be compared, each by day and by time of day, and what was lent where.

It knows hours and places, no effect.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from parking.clock import from_us
from parking.planning.chosen_lots import Places
from parking.planning.compare.asked_hours import AskedHour
from parking.planning.compare.places import PlaceDays
from parking.planning.time_series import Bucket
from parking.planning.typical_day import TimeOfDay
from parking.sharing.terms import Terms
from parking.storage.postgres.planning.reading_occupancy import (
    Place,
    codes_of,
    sources_of,
)
from parking.storage.postgres.planning.reading_series import bucket_of
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing.stored_terms import terms_from_stored
from parking.vocabulary import SpaceClass


class PanelReader:
    """Reads places of some classes, in one transaction.

    Regions are summed up of what is over: ask of such days only.
    """

    def __init__(
        self, connection: Connection, places: Places, classes: Sequence[SpaceClass]
    ) -> None:
        self._connection = connection
        self._sources = sources_of(places)
        self._codes = codes_of(classes)

    async def whole_days(
        self, days: Sequence[date], shape: Sequence[AskedHour]
    ) -> dict[Place, PlaceDays]:
        """Read days as they are summed up, and the times of day of the hours of a few of them."""
        wanted = frozenset(days)
        by_day: dict[Place, dict[date, Bucket]] = defaultdict(dict)
        for kind, keys in self._sources if days else ():
            rows = await self._connection.fetch(
                query(f"planning/read_{kind}_each_day"), keys, self._codes, min(days), max(days)
            )
            for row in rows:
                if row["day"] in wanted:
                    by_day[row["place"]][row["day"]] = bucket_of(row)
        times = await self.hours(shape, frozenset(asked.day for asked in shape))
        return {
            place: PlaceDays(str(place), told, times[place].hours if place in times else {})
            for place, told in by_day.items()
        }

    async def hours(
        self, hours: Sequence[AskedHour], shaped: frozenset[date]
    ) -> dict[Place, PlaceDays]:
        """Read what these hours came to by day, and by time of day on the `shaped` days alone."""
        if not hours:
            return {}
        days = sorted({asked.day for asked in hours})
        times = sorted({asked.when for asked in hours})
        day_at = {day: at for at, day in enumerate(days)}
        time_at = {when: at for at, when in enumerate(times)}
        begins = [from_us(asked.hour_us) for asked in hours]
        numbers = [day_at[asked.day] for asked in hours]
        slots = [time_at[asked.when] if asked.day in shaped else None for asked in hours]
        by_day: dict[Place, dict[date, Bucket]] = defaultdict(dict)
        by_time: dict[Place, dict[TimeOfDay, Bucket]] = defaultdict(dict)
        for kind, keys in self._sources:
            rows = await self._connection.fetch(
                query(f"planning/read_{kind}_panel"), keys, self._codes, begins, numbers, slots,
                min(begins), max(begins),
            )  # fmt: skip
            for row in rows:
                if row["day"] is None:
                    by_time[row["place"]][times[row["slot"]]] = bucket_of(row)
                else:
                    by_day[row["place"]][days[row["day"]]] = bucket_of(row)
        return {
            place: PlaceDays(str(place), told, by_time[place]) for place, told in by_day.items()
        }


@dataclass(frozen=True, slots=True)
class LentLot:
    """Where an agreement lends, and on which terms; it may never have been in force."""

    lot_id: str
    terms: Terms
    is_in_force: bool


async def find_lent_lot(connection: Connection, agreement_id: str) -> LentLot | None:
    """Read an agreement, whosever it is."""
    row = await connection.fetchrow(query("planning/read_agreement"), agreement_id)
    if row is None:
        return None
    return LentLot(row["lot_id"], terms_from_stored(row["terms"]), row["is_in_force"])


async def read_lent_anew(connection: Connection, first: date, last: date) -> set[int]:
    """Read the lots in which sharing began or ended within these days."""
    rows = await connection.fetch(query("planning/read_lots_lent_anew"), first, last)
    return {row["lot_key"] for row in rows}

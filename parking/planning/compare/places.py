"""Places: what is compared, lots or cells or areas, each with what its days came to.

It knows no figure and no store.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct

from parking.planning.time_series import NO_BUCKET, Bucket
from parking.planning.typical_day import TimeOfDay


class PlaceDays(Struct, frozen=True):
    """One place, or several taken as one. `days`: its local days, in the hours that are asked for.

    `hours`: the time before by class of day and hour of the clock, which places are matched by;
    may be empty where it is not known.
    """

    place_id: str
    days: Mapping[date, Bucket]
    hours: Mapping[TimeOfDay, Bucket]


def as_one(place_id: str, parts: Iterable[PlaceDays]) -> PlaceDays:
    """Take several places as one."""
    days: defaultdict[date, Bucket] = defaultdict(lambda: NO_BUCKET)
    hours: defaultdict[TimeOfDay, Bucket] = defaultdict(lambda: NO_BUCKET)
    for part in parts:
        for day, bucket in part.days.items():
            days[day] += bucket
        for when, bucket in part.hours.items():
            hours[when] += bucket
    return PlaceDays(place_id, dict(days), dict(hours))

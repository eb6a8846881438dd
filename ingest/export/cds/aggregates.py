"""Aggregates of the Curb Data Specification: what its metrics say of our hours. Pure.

An hour of which most is not known has -1, as the specification wants it: it is never 0.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Final
from zoneinfo import ZoneInfo

from ingest.export.cds.words import zone_id
from parking.lot import Lot
from parking.storage.postgres.planning.reading_curb_hours import CurbHour

MEDIA: Final = "application/vnd.cds+csv;version=1.0"
HEAD: Final = b"curb_place_type,curb_place_id,metric_type,date,hour,value\n"
METRICS: Final = ("total_sessions", "turnover", "occupancy_percent")
"""Those that can be told of what is kept by the hour; `average_dwell_time` is kept by the day."""
_OFFLINE: Final = "-1"


def lines(
    hours: Sequence[CurbHour], lots: Mapping[int, Lot], metrics: Iterable[str] = METRICS
) -> Iterator[bytes]:
    """Yield a line for each metric of each hour; of sessions only where a lot counts who comes."""
    counting = {hour.lot_key for hour in hours if hour.entries}
    wanted = tuple(metrics)
    for lot_key, of_lot in groupby(hours, attrgetter("lot_key")):
        lot = lots.get(lot_key)
        if lot is None:
            continue
        told = [one for one in wanted if one == "occupancy_percent" or lot_key in counting]
        place, zone = f"zone,{zone_id(lot.lot_id)}", ZoneInfo(lot.timezone)
        for hour in of_lot:
            if hour.open_us:
                moment = hour.hour.astimezone(zone).strftime("%Y-%m-%d,%H")
                for metric in told:
                    yield f"{place},{metric},{moment},{_value(metric, hour)}\n".encode()


def _value(metric: str, hour: CurbHour) -> str:
    if 2 * hour.known_us < hour.open_us:
        return _OFFLINE
    if metric == "occupancy_percent":
        return f"{hour.taken_us / hour.known_us:.4f}"
    return str(hour.entries)

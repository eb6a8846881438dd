"""Service sums: hours of how well a lot was reported on, added up. Knows no store."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from msgspec.structs import asdict

from parking.planning.history.service_hour import ServiceHour

_ADDED: Final = tuple(
    name for name in ServiceHour.__struct_fields__ if name not in {"hour_us", "until_us", "delays"}
)


def total_service(hours: Sequence[ServiceHour]) -> ServiceHour:
    """Add hours up, at least one, in the order of time: from the first one's beginning on."""
    sums = dict.fromkeys(_ADDED, 0)
    delays: Counter[int] = Counter()
    for hour in hours:
        told = asdict(hour)
        for name in _ADDED:
            sums[name] += told[name]
        delays.update(hour.delays)
    return ServiceHour(
        hour_us=hours[0].hour_us, until_us=hours[-1].until_us, delays=dict(delays), **sums
    )

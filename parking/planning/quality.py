"""Data quality score: five shares, weighted. What reports do not show is left out."""

from fractions import Fraction
from typing import Final, Literal

from msgspec import Struct

from parking.planning.durations import SessionSums
from parking.planning.history.service_hour import ServiceHour
from parking.words import Words

TIMELY_S: Final = 60
"""A report that took no longer is in time."""
Part = Literal["online", "timeliness", "pairing", "consistency", "plausibility"]
WEIGHTS: Final[dict[Part, int]] = {
    "online": 25,
    "timeliness": 20,
    "pairing": 20,
    "consistency": 20,
    "plausibility": 15,
}
"""In hundredths."""
PART_NAMES: Final[dict[Part, Words]] = {
    "online": Words("在线", "Online"),
    "timeliness": Words("及时", "Timeliness"),
    "pairing": Words("进出配对", "Pairing"),
    "consistency": Words("计数一致", "Consistency"),
    "plausibility": Words("合理", "Plausibility"),
}


class Quality(Struct, frozen=True):
    """Each part is a share, 0 to 1, or None where nothing shows it; exact, as sums are."""

    parts: dict[Part, Fraction | None]

    @property
    def left_out(self) -> tuple[Part, ...]:
        return tuple(part for part, share in self.parts.items() if share is None)

    @property
    def score(self) -> float | None:
        """Return 0 to 100: the weighted mean of the parts there are; None where no lot was due."""
        if self.parts["online"] is None:
            return None
        told = {part: share for part, share in self.parts.items() if share is not None}
        weighed = sum(WEIGHTS[part] * share for part, share in told.items())
        return float(100 * weighed / sum(WEIGHTS[part] for part in told))


def quality_of(service: ServiceHour, sessions: SessionSums) -> Quality:
    """Find the parts of what was reported."""
    drift = _share(service.drift_spaces, service.drift_capacity)
    timely = sum(number for delay_s, number in service.delays.items() if delay_s <= TIMELY_S)
    return Quality(
        {
            "online": _share(service.online_us, service.due_us),
            "timeliness": _share(timely, sum(service.delays.values())),
            "pairing": sessions.pairing,
            "consistency": None if drift is None else 1 - min(Fraction(1), drift),
            "plausibility": _share(service.reports - service.suspects, service.reports),
        }
    )


def online_rate(service: ServiceHour) -> float | None:
    """Share of the time since lots were first heard in which they spoke as often as they do."""
    return service.online_us / service.due_us if service.due_us else None


def count_drift(service: ServiceHour) -> float | None:
    """By how much counted vehicles were off when an absolute count came, of the capacity."""
    if not service.drift_capacity:
        return None
    return service.drift_spaces / service.drift_capacity


def _share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None

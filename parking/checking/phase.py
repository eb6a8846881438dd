"""Phase: is a lot full by night and empty by day, which outside homes is a mirror image."""

from typing import Final

from parking.checking.profile import Profile
from parking.checking.thresholds import (
    PHASE_APART,
    PHASE_DAY_FREE,
    PHASE_DAYS,
    PHASE_NIGHT_FREE,
)
from parking.checking.verdict import Bad, Judgement
from parking.vocabulary import LandUse

NIGHT: Final = (1, 2, 3, 4)
DAY: Final = (10, 11, 12, 13, 14, 15)
_SLEEPS: Final[frozenset[LandUse]] = frozenset({"residential"})
_BY_DAY: Final[frozenset[LandUse]] = frozenset(
    {"office", "government", "hospital", "school", "mall", "park_and_ride", "industrial"}
)


def by_phase(profile: Profile, land_use: LandUse | None, since_us: int) -> Judgement:
    """Judge by the workdays seen so far; None before there are enough."""
    if land_use in _SLEEPS:
        return None
    night, day = _share(profile, NIGHT), _share(profile, DAY)
    if night is None or day is None or day - night < PHASE_APART:
        return None
    is_plain = night <= PHASE_NIGHT_FREE and day >= PHASE_DAY_FREE
    if land_use not in _BY_DAY and not is_plain:
        return None
    return Bad(since_us, {"night": round(100 * night), "day": round(100 * day)})


def _share(profile: Profile, hours: tuple[int, ...]) -> float | None:
    if any(profile.days[hour] < PHASE_DAYS for hour in hours):
        return None
    return sum(profile.share[hour] for hour in hours) / len(hours)

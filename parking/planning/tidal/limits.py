"""Limits: what a planner may choose about proposals, with start values. It knows no lot."""

import math
from typing import Final

from msgspec import Struct
from msgspec.structs import asdict

from parking.problems import Problem, ProblemError
from parking.sharing.terms_reading import MAX_SPACES

DAY_BEGINS_H: Final = 7
"""A day of profiles and windows runs from 07:00 to 07:00, so that no hour belongs to two windows:
a night is whole, and whoever stayed has an hour after the quiet ones to leave."""
QUIET_FROM_H: Final = 22
QUIET_UNTIL_H: Final = 6
"""Jinan: in principle nobody comes or goes between these hours."""
NEAR_SHARE: Final = 0.5
"""Up to this share of the greatest walk everybody is taken to walk."""
FAR_ACCEPTED: Final = 0.5
"""Of those who find a lot full, as many are taken to walk farther, up to the greatest walk."""
KNOWN_SHARE: Final = 0.8
"""Of an hour, a step or the days of a class so much must be known; else it says nothing."""


class Limits(Struct, frozen=True, kw_only=True):
    """`margin_share` of a lot's open spaces, `margin_spaces` at least, stay free above the owner's
    own peak. `uptake`: of the spaces opened so many are used where they are wanted. `target`: a
    full lot wants as many spaces more as bring it down to that utilization. `min_yield`: full
    space-hours that each opened space-hour has to relieve. `min_relief_h`: full space-hours that
    an agreement has to add on an average day beyond that, to be worth signing. `min_days`: known
    days of a class without which nothing is proposed for it.
    """

    max_walk_m: int = 500
    max_agreements: int = 20
    min_quota: int = 5
    min_window_h: int = 3
    margin_share: float = 0.1
    margin_spaces: int = 2
    uptake: float = 0.6
    target: float = 0.85
    min_yield: float = 0.2
    min_relief_h: float = 10.0
    min_days: int = 5
    quiet_nights: bool = True

    @property
    def wanted_share(self) -> float:
        """Spaces that a full lot wants for each that it has."""
        return 1.0 / self.target - 1.0

    def margin(self, spaces: float) -> int:
        """Return how many of a lot's open spaces stay free above its owner's peak."""
        return max(self.margin_spaces, math.ceil(self.margin_share * spaces))


_BOUNDS: Final = {
    "max_walk_m": (50, 2_000),
    "max_agreements": (1, 500),
    "min_quota": (1, MAX_SPACES),
    "min_window_h": (1, 24),
    "margin_share": (0.0, 0.9),
    "margin_spaces": (0, 1_000),
    "uptake": (0.05, 1.0),
    "target": (0.5, 0.99),
    "min_yield": (0.01, 1.0),
    "min_relief_h": (0.0, 10_000.0),
    "min_days": (2, 366),
}


def checked(limits: Limits) -> Limits:
    """Return them, or raise ProblemError that names the field and its bounds."""
    for field, value in asdict(limits).items():
        least, greatest = _BOUNDS.get(field, (False, True))
        if not least <= value <= greatest:
            told = f"{field} is from {least} to {greatest}"
            raise ProblemError(Problem("bad-field", told, f"/query/{field}"))
    return limits

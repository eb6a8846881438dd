"""A made-up city of lot-days for before and after: what really happens in it is known.

Lots differ in size, level and weekday profile; days resemble the day before; the whole city moves
together, each lot by its own share of it; and lots drift for good, for reasons of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from parking.clock import DAY_US
from parking.planning.compare.places import PlaceDays
from parking.planning.space_time import SpaceTime
from parking.planning.time_series import Bucket

MONDAY = date(2026, 5, 11)
"""Of ordinary weeks: no holiday until mid-June."""


@dataclass(frozen=True)
class Nature:
    """How a city is: days before and after, lots beside the treated one, and their noise.

    All but sizes are on the scale of the logit: 0.1 is 2.5 points of occupancy at a half, 1 at 0.9.
    `day_noise`: of a lot of 100 spaces; that of others is as 1/sqrt(spaces), half of it.
    """

    before: int = 28
    after: int = 28
    lots: int = 60
    treated: int = 1
    resemblance: float = 0.5
    day_noise: float = 0.20
    drift: float = 0.05
    common: float = 0.15
    own_share: float = 0.3
    tails: int = 0
    treated_spaces: int | None = None
    treated_noise: float = 1.0
    treated_drift: float = 1.0
    city_shift: float = 0.0


def shares(nature: Nature, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Lots x days, which share was taken of each; and how many spaces each has."""
    lots, days = nature.lots + nature.treated, nature.before + nature.after
    spaces = np.clip(np.exp(random.normal(4.6, 0.7, lots)), 20, 600).round()
    if nature.treated_spaces is not None:
        spaces[: nature.treated] = nature.treated_spaces
    level = random.normal(0.8, 0.7, (lots, 1))
    kind = random.integers(0, 3, lots)
    profile = _PROFILES[kind] + random.normal(0, 0.1, (lots, 7))
    sd = nature.day_noise * np.sqrt(0.5 + 50.0 / spaces)
    sd[: nature.treated] *= nature.treated_noise
    noise = sd[:, None] * _resembling(nature, random, (lots, days))
    city = nature.common * _resembling(nature, random, (1, days))
    city[:, nature.before :] += nature.city_shift
    share_of_city = 1.0 + nature.own_share * random.normal(size=(lots, 1))
    walk = np.cumsum(_shocks(nature, random, (lots, days)), axis=1) * nature.drift / np.sqrt(14)
    walk[: nature.treated] *= nature.treated_drift
    logit = level + profile[:, np.arange(days) % 7] + noise + share_of_city * city + walk
    return 1.0 / (1.0 + np.exp(-logit)), spaces


_PROFILES = np.array(
    [
        [0.3, 0.3, 0.3, 0.3, 0.2, -0.9, -1.1],
        [-0.2, -0.2, -0.1, 0.0, 0.3, 0.6, 0.5],
        [0.5, 0.2, 0.1, 0.1, 0.0, -0.2, -0.7],
    ]
)
"""Offices, shops, hospitals."""


def _resembling(nature: Nature, random: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """Noise of variance 1 in which each day resembles the day before it."""
    shocks = _shocks(nature, random, shape)
    found = np.empty(shape)
    found[:, 0] = shocks[:, 0]
    fresh = np.sqrt(1 - nature.resemblance**2)
    for day in range(1, shape[1]):
        found[:, day] = nature.resemblance * found[:, day - 1] + fresh * shocks[:, day]
    return found


def _shocks(nature: Nature, random: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    if not nature.tails:
        return random.normal(size=shape)
    return random.standard_t(nature.tails, shape) / np.sqrt(nature.tails / (nature.tails - 2))


def days_of(nature: Nature) -> tuple[list[date], list[date]]:
    """The days before and after."""
    days = [MONDAY + timedelta(n) for n in range(nature.before + nature.after)]
    return days[: nature.before], days[nature.before :]


def places(
    nature: Nature, taken: np.ndarray, spaces: np.ndarray, unknown: Sequence[tuple[int, int]] = ()
) -> list[PlaceDays]:
    """Lots as they are compared; `unknown`: lots and days of which nothing is known."""
    before, after = days_of(nature)
    blank = set(unknown)
    return [
        PlaceDays(
            f"lot-{row:03}",
            {
                day: _bucket(taken[row, column], int(spaces[row]), (row, column) not in blank)
                for column, day in enumerate([*before, *after])
            },
            {},
        )
        for row in range(len(taken))
    ]


def _bucket(share: float, spaces: int, is_known: bool) -> Bucket:
    open_us = spaces * DAY_US
    known_us = open_us if is_known else 0
    return Bucket(SpaceTime(open_us, known_us, round(known_us * share)), entries=spaces * 2)

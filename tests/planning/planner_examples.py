"""Lots and hours for tests of what planners read, and sums of them step by step."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from random import Random

from geo.cell import cell_of
from geo.position import Position
from parking.clock import HOUR_US, to_us
from parking.planning.chosen_lots import ChosenLot
from parking.planning.hour_row import HourRow
from parking.planning.local_day import day_at
from parking.planning.space_time import STEP_US, STEPS_AN_HOUR, SpaceTime, total

JINAN = "Asia/Shanghai"
REGISTERED = datetime(2026, 9, 1, tzinfo=UTC)


def at(text: str) -> int:
    """A moment of Jinan: `at("10-08 09:05")` is in 2026."""
    return to_us(datetime.fromisoformat(f"2026-{text}:00+08:00"))


def lot(key: int, lat: float | None = 36.65, lon: float | None = 117.12, **facts) -> ChosenLot:
    """A lot as the registry would have it."""
    given = {
        "lot_key": key, "lot_id": f"op1-{key}", "name": f"停车场 {key}", "name_en": None,
        "lat": lat, "lon": lon, "cell": None if lat is None else cell_of(Position(lat, lon)),
        "area_code": None, "lot_class": None, "land_use": None, "operator_id": "op1",
        "zone": JINAN, "created_at": REGISTERED, "deleted_at": None, "is_aggregate": False,
        "capacity": {"general": 100},
    }  # fmt: skip
    return ChosenLot(**(given | facts))


def any_step(random: Random, spaces: int, known: float = 1.0) -> SpaceTime:
    """Something that may have been, of so many spaces; `known` is how likely all is known."""
    shut = random.random() < 0.1
    open_us = 0 if shut else spaces * STEP_US
    known_us = open_us if random.random() < known else random.randrange(open_us + 1)
    taken_us = random.randrange(known_us + 1)
    full_us = known_us if random.random() < 0.2 else 0
    return SpaceTime(open_us, known_us, taken_us, full_us, spaces * STEP_US if shut else 0)


def any_hours(
    random: Random, hours: Iterable[int], spaces: int = 10, *, space_class="general", **more
) -> list[HourRow]:
    """A row for each hour, whatever was in it."""
    return [
        HourRow(
            space_class,
            hour_us,
            hour_us + HOUR_US,
            tuple(any_step(random, spaces, **more) for _ in range(STEPS_AN_HOUR)),
            entries=random.randrange(20),
            exits=random.randrange(20),
        )
        for hour_us in hours
    ]


def even_hour(hour_us: int, share: float, spaces: int = 10, **more) -> HourRow:
    """An hour in which the same share of spaces was taken all the time."""
    space = more.pop("space", None) or taken_space(share, spaces)
    return HourRow("general", hour_us, hour_us + HOUR_US, (space,) * STEPS_AN_HOUR, **more)


def taken_space(share: float, spaces: int = 10) -> SpaceTime:
    """Five minutes of so many spaces, all of which is known; full where all are taken."""
    whole_us = spaces * STEP_US
    taken_us = round(whole_us * share)
    return SpaceTime(whole_us, whole_us, taken_us, whole_us if share >= 1 else 0)


def step_by_step(
    rows: Iterable[HourRow],
    from_us: int,
    to_us: int,
    takes_day: Callable[[date], bool] = lambda _: True,
    zone: str = JINAN,
) -> SpaceTime:
    """Add up steps one by one: those that begin in a time, on the days asked for."""
    return total(
        step
        for row in rows
        for place, step in enumerate(row.steps)
        if from_us <= (begin_us := row.hour_us + place * STEP_US) < to_us
        and takes_day(day_at(begin_us, zone))
    )

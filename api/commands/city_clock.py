"""`--clock`: which time the city runs in."""

import re
from dataclasses import dataclass
from datetime import datetime

import click

from parking.moment import BadMomentError, read_moment
from parking.storage.postgres.clock import PostgresClock
from parking.storage.postgres.pool import open_pool

_RUNNING = re.compile(r"^(?P<start>.+)@(?P<speed>\d+(\.\d+)?)x?$")


@dataclass(frozen=True, slots=True)
class ClockChoice:
    """The mode; for a running clock also where it starts and how fast it goes."""

    mode: str
    start: datetime | None = None
    speed: float = 1.0


class ClockChoiceType(click.ParamType[ClockChoice]):
    """real, manual, or FROM@SPEED such as 2026-11-21T06:00:00+08:00@60."""

    name = "real|manual|FROM@SPEED"

    def convert(
        self, value: str | ClockChoice, param: click.Parameter | None, ctx: click.Context | None
    ) -> ClockChoice:
        if isinstance(value, ClockChoice):
            return value
        if value in ("real", "manual"):
            return ClockChoice(value)
        found = _RUNNING.match(value)
        if found is None:
            self.fail(f"{value!r}: say real, manual, or FROM@SPEED", param, ctx)
        try:
            start = read_moment(found["start"])
        except BadMomentError as error:
            self.fail(f"{found['start']!r}: {error}", param, ctx)
        speed = float(found["speed"])
        if not speed:
            self.fail("A clock of speed 0 stands still; say manual", param, ctx)
        return ClockChoice("running", start, speed)


async def set_clock(database_url: str, choice: ClockChoice) -> None:
    """Write the clock row. A manual clock that is there already keeps its time."""
    pool = await open_pool(database_url, min_size=1, max_size=1)
    try:
        clock = PostgresClock(pool)
        reading = await clock.read()
        if choice.mode == reading.mode and choice.mode != "running":
            return
        await clock.set_mode(choice.mode, city=choice.start, speed=choice.speed)
    finally:
        await pool.close()

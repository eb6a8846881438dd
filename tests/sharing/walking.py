"""One walk of drivers, owner, clock and gate through the real store, and what must hold after it.

The city's clock is moved on a second at least before every deed, so that what came first is known.
Every walk has two days of its own: what earlier ones left is over by then.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Final

import asyncpg

from ingest.sharing.clockwork import Clockwork
from parking.clock import from_us, to_us
from parking.principal import Principal
from parking.problems import ProblemError
from parking.sharing.authorisation import Direction
from parking.sharing.booking_states import IllegalStepError
from parking.sharing.city_rules import CityRules
from parking.sharing.sanctions import SanctionRules
from parking.sharing.terms import Moments
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.sharing import booking_steps as steps
from parking.storage.postgres.sharing.bookings import HoldRequest, hold
from parking.storage.postgres.sharing.drivers import driver_of
from parking.storage.postgres.sharing.extending import extend
from parking.storage.postgres.sharing.new_ids import new_id
from parking.storage.postgres.sharing.plates import hashed
from tests.sharing.lending import (
    HOUR_US,
    MINUTE_US,
    hour,
    open_window,
    platform,
)
from tests.sharing.walk_ground import Ground
from tests.sharing.walk_laws import broken_laws

PLATES: Final = ("鲁A00001", "鲁A00002", "鲁A00003")
RULES: Final = CityRules(SanctionRules(overstays=2, barred_days=1))
DAYS_EACH: Final = 2
DEEDS: Final = {
    "hold": 2, "book": 6, "arrive": 6, "confirm": 2, "cancel": 2, "check_in": 1, "check_out": 2,
    "revoke": 1, "extend": 2, "wait": 5, "tell_gate": 4, "drive_in": 2, "drive_out": 2,
}  # fmt: skip
ACTS: Final[dict[str, Callable[..., object]]] = {
    "confirm": steps.confirm,
    "cancel": lambda *asked: steps.cancel(*asked, "one"),
    "check_in": steps.check_in,
    "check_out": steps.check_out,
    "revoke": lambda *asked: steps.revoke(*asked, "own use"),
}
OF_LATE: Final = """
    select b.booking_id, d.key_id, b.status, lower(b.during) as begins
    from booking b join driver d using (driver_key)
    where b.booking_key > $1 order by b.booking_key desc limit 5
"""


@dataclass
class Walk:
    """One sequence of deeds; `begin_us` is when its days begin."""

    ground: Ground
    number: int
    random: Random
    first_key: int = 0
    """Of the bookings, all that are newer are of this walk."""
    admitted: list[tuple[str, str, int]] = field(default_factory=list)
    """Of the gate: booking, direction and moment."""
    told_us: int = 0
    """When the gate was last told everything, with all done that was due."""

    def __post_init__(self) -> None:
        self.begin_us = hour(24 * DAYS_EACH * (self.number + 1))
        self.now_us = self.begin_us
        self.lot = self.random.choice(self.ground.lots)

    @property
    def stay(self) -> Moments:
        return self.begin_us - HOUR_US, self.begin_us + 8 * HOUR_US

    @property
    def movement(self) -> list[Moments]:
        """Cars move in the first hours and in the last ones."""
        begin, end = self.stay
        return [(begin, begin + 4 * HOUR_US), (end - 3 * HOUR_US, end)]

    async def run(self, deeds: int) -> list[str]:
        """Take so many steps at random; what is wrong then."""
        pool = self.ground.pool
        async with platform(pool) as connection:
            if self.random.random() < 0.3:
                await self._bar(connection)
            await open_window(connection, self.lot.lent.agreement_key, self.stay, self.movement)
            self.first_key = await connection.fetchval(
                "select coalesce(max(booking_key), 0) from booking"
            )
        for _ in range(deeds):
            await self._pass(self.random.choice((1, 1, 5, 60)) * 1_000_000)
            name = self.random.choices(list(DEEDS), list(DEEDS.values()))[0]
            await (self._step(ACTS[name]) if name in ACTS else getattr(self, f"_{name}")())
            async with platform(pool) as connection:
                broken = await broken_laws(connection, self)
            if broken:
                return [f"walk {self.number}, after {name}: {law}" for law in broken]
        await self._leave_all()
        return []

    async def _bar(self, connection: Connection) -> None:
        """Let the last of the cars have overstayed before."""
        await connection.execute(
            "insert into sharing_ban (ban_id, plate_hash, during, reason) values ($1, $2,"
            " tstzrange($3, $4), 'overstay')",
            new_id(), await hashed(connection, PLATES[-1]), from_us(self.begin_us - HOUR_US),
            from_us(self.begin_us + 24 * HOUR_US),
        )  # fmt: skip

    async def _pass(self, us: int) -> None:
        self.now_us += us
        async with platform(self.ground.pool) as connection:
            await connection.execute(
                "update city_clock set mode = 'manual', base_city = $1", from_us(self.now_us)
            )

    async def _try(self, deed: Callable[[Connection], object]) -> object:
        """Do it in a transaction of its own, as a call does; what may not be changes nothing."""
        try:
            async with platform(self.ground.pool) as connection:
                return await deed(connection)
        except (ProblemError, IllegalStepError, asyncpg.ExclusionViolationError):
            return None

    async def _hold(self) -> tuple[str, Principal] | None:
        """Somebody wants a space, now or later today, mostly with the own car."""
        number = self.random.randrange(len(PLATES))
        driver = self.ground.drivers[number]
        plate = PLATES[number] if self.random.random() < 0.8 else self.random.choice(PLATES)
        begin = self.now_us + self.random.choice((0, 0, 10, 20, 60, 240)) * MINUTE_US
        end = begin + self.random.choice((20, 30, 60, 360)) * MINUTE_US

        async def deed(connection: Connection) -> tuple[str, Principal]:
            request = HoldRequest(
                lot_key=self.lot.lot_key, has_gate=self.lot.has_gate, plate=plate,
                driver=await driver_of(connection, driver), spans=((begin, end),),
            )  # fmt: skip
            (booking,) = await hold(connection, request, driver)
            return booking.booking_id, driver

        return await self._try(deed)

    async def _book(self) -> None:
        """Hold and confirm; now and then the gate hears of it at once."""
        held = await self._hold()
        if held is None:
            return
        booking_id, driver = held
        await self._try(lambda connection: steps.confirm(connection, booking_id, driver))
        if self.random.random() < 0.5:
            await self._tell_gate()

    async def _arrive(self) -> None:
        """The driver of a booking comes when it begins, or a little early or late."""
        awaited = [row for row in await self._of_late() if row["status"] == "confirmed"]
        if not awaited:
            return
        row = self.random.choice(awaited)
        minutes = self.random.choice((-20, -5, 0, 0, 5, 40))
        await self._pass(max(1_000_000, to_us(row["begins"]) + minutes * MINUTE_US - self.now_us))
        driver = Principal("driver", key_id=row["key_id"])
        if self.lot.has_gate:
            await self._drive("entry", PLATES[self.ground.drivers.index(driver)])
        else:
            booking_id = row["booking_id"]
            await self._try(lambda connection: steps.check_in(connection, booking_id, driver))

    async def _of_late(self) -> list[asyncpg.Record]:
        async with platform(self.ground.pool) as connection:
            return await connection.fetch(OF_LATE, self.first_key)

    async def _extend(self) -> None:
        until = self.now_us + self.random.choice((30, 120, 500)) * MINUTE_US
        await self._step(lambda *asked: extend(*asked, until))

    async def _step(self, act: Callable[..., object]) -> None:
        """Somebody, who may have nothing to do with it, tries that with a booking of late."""
        rows = await self._of_late()
        if not rows:
            return
        row = self.random.choice(rows)
        own = Principal("driver", key_id=row["key_id"])
        others = [*self.ground.drivers, self.ground.owner]
        who = own if self.random.random() < 0.7 else self.random.choice(others)
        booking_id = row["booking_id"]
        await self._try(lambda connection: act(connection, booking_id, who))

    async def _wait(self) -> None:
        """Time passes, and the clock's steps are taken."""
        await self._pass(self.random.choice((5, 10, 31, 90)) * MINUTE_US)
        await Clockwork(self.ground.pool, RULES).turn()

    async def _tell_gate(self) -> None:
        await Clockwork(self.ground.pool, RULES).turn()
        await self.ground.tell_gates()
        self.told_us = self.now_us

    async def _drive_in(self) -> None:
        await self._drive("entry")

    async def _drive_out(self) -> None:
        await self._drive("exit")

    async def _drive(self, direction: Direction, plate: str | None = None) -> None:
        plate = plate or self.random.choice(PLATES)
        booking_id = await self.ground.pass_gate(self.lot, plate, direction, self.now_us)
        if booking_id is not None:
            self.admitted.append((booking_id, direction, self.now_us))

    async def _leave_all(self) -> None:
        """Everybody goes, and the next walk begins in an empty city."""
        async with platform(self.ground.pool) as connection:
            staying = await connection.fetch(
                "select booking_id, key_id from booking join driver using (driver_key)"
                " where status in ('active', 'overstay')"
            )
            for row in staying:
                driver = Principal("driver", key_id=row["key_id"])
                await steps.check_out(connection, row["booking_id"], driver)
        await self._pass(24 * HOUR_US)
        await Clockwork(self.ground.pool, RULES).turn()

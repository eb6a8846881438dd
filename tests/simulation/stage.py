"""The stage: one city's stores, ways, time and chance, which everything in a simulation shares."""

import asyncio
import hashlib
import random

from parking.ports import ClockReading
from tests.simulation.ledger import Ledger
from tests.simulation.postgres_model import PostgresModel
from tests.simulation.redis_model import RedisModel
from tests.simulation.registry_model import RegistryModel
from tests.simulation.weather import Weather

PARTITIONS = 3
HOUR_US = 3_600_000_000
START_US = 1_795_222_800_000_000
CHANGES_KEPT = (1, 10, None)
SETTLED_A_STEP = (1, 1, 40)
"""Lots shown before others have their turn: with one, ticks come between them."""
SPEEDS = (1.0, 1.0, 60.0, 600.0)
"""City time for real time: ages of hours are met in a minute."""


class Broken(AssertionError):  # noqa: N818 - what a promise is, not what a program does
    """A promise was broken; the message says which."""


class Stage:
    """Belongs to one seed. Everybody draws from a stream of their own, so that one draw more here
    changes nothing there.
    """

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.chance = self.stream("stage")
        self.registry = RegistryModel()
        self.postgres = PostgresModel(self.registry)
        self.redis = RedisModel(self.stream("redis"), changes_kept=self.chance.choice(CHANGES_KEPT))
        self.ledger = Ledger()
        self.to_postgres, self.to_registry = Weather(), Weather()
        self.to_doors, self.to_clients = Weather(), Weather()
        speed = self.chance.choice(SPEEDS)
        self.reading = ClockReading(
            "real" if speed == 1.0 else "running", START_US, START_US, speed
        )
        self.settled_a_step = self.chance.choice(SETTLED_A_STEP)
        self.broken: Broken | None = None
        self.is_over = asyncio.Event()
        self._digest = hashlib.blake2b(digest_size=16)
        self._loop = asyncio.get_running_loop()

    def stream(self, *names: str) -> random.Random:
        return random.Random("/".join((str(self.seed), *names)))

    def elapsed_us(self) -> int:
        return round(self._loop.time() * 1_000_000)

    def real_us(self) -> int:
        """The time as PostgreSQL tells it."""
        return START_US + self.elapsed_us()

    def city_us(self) -> int:
        return self.reading.now_us(self.real_us())

    def note(self, *what: object) -> None:
        """Add to the trace by which two executions of one seed are compared."""
        self._digest.update(f"{self._loop.time():.6f} {what}\n".encode())

    def trace(self) -> str:
        return self._digest.hexdigest()

    def fail(self, why: str, cause: BaseException | None = None) -> None:
        """Remember the first promise that was broken, and end."""
        if self.broken is None:
            self.broken = Broken(f"at {self._loop.time():.3f} s: {why}")
            self.broken.__cause__ = cause
            self.is_over.set()

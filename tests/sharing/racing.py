"""A lot to race for in a city of separate processes, drivers with keys, and a driver's calls.

All of it is put straight into the database; the calls go over HTTP, from whichever process.
"""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from typing import Any

import asyncpg

from parking.sharing.terms import Moments, Price
from parking.storage.postgres.pool import PLATFORM, open_pool
from parking.storage.postgres.registry import PostgresRegistry
from parking.storage.postgres.sharing.new_ids import new_id
from tests.faults.kit.wire import Answer, Wire
from tests.services.city import draft
from tests.sharing.lending import Lent, lend, lot_key_of, platform, rfc

BOOKINGS = "/v1/sharing/bookings"
LOT = "op1-race"
_NUMBERS = count(1)


async def lend_to_all(
    database_url: str,
    spaces: Sequence[str],
    windows: Sequence[Moments],
    price: Price | None = None,
) -> Lent:
    """Register the lot and lend these spaces of it to everybody."""
    async with await open_pool(database_url) as pool:
        await PostgresRegistry(pool).put_lots(PLATFORM, [draft(LOT)])
        lot_key = await lot_key_of(pool, LOT)
        async with platform(pool) as connection:
            return await lend(connection, lot_key, spaces, windows, price=price)


async def issue_drivers(database_url: str, number: int) -> list[str]:
    """Keys of so many new drivers, as `POST /v1/drivers` would issue them."""
    secret = "x" * 43
    keys = {f"d{next(_NUMBERS):09d}": f"{secret}" for _ in range(number)}
    connection = await asyncpg.connect(database_url)
    try:
        await connection.executemany(
            "insert into api_key (key_id, secret_hash, role) values ($1, $2, 'driver')",
            [(key_id, sha256(word.encode()).digest()) for key_id, word in keys.items()],
        )
        await connection.executemany(
            "insert into driver (driver_id, key_id) values ($1, $2)",
            [(new_id(), key_id) for key_id in keys],
        )
    finally:
        await connection.close()
    return [f"ol_{key_id}_{word}" for key_id, word in keys.items()]


@dataclass(slots=True)
class Caller:
    """One driver's phone; `key` may be changed."""

    wire: Wire

    async def hold(self, moments: Moments, once: str, **more: Any) -> Answer:
        """Ask for a space."""
        body = {"lot_id": LOT, "from": rfc(moments[0]), "to": rfc(moments[1]), "plate": "鲁A12345"}
        return await self.call(BOOKINGS, once, body | more)

    async def step(self, booking_id: str, name: str, once: str) -> Answer:
        """Confirm or cancel."""
        return await self.call(f"{BOOKINGS}/{booking_id}/{name}", once)

    async def call(self, path: str, once: str, body: object = None) -> Answer:
        told = b"" if body is None else json.dumps(body).encode()
        headers = {"idempotency-key": once, "content-type": "application/json"}
        return await self.wire.ask("POST", path, told, headers)


async def race(callers: list[Caller], moments: Moments, once: str, **wanted: Any) -> list[Answer]:
    """All want the same moments at once, each under a key of its own."""
    return await asyncio.gather(
        *(
            caller.hold(moments, f"{once}-{number}", **wanted)
            for number, caller in enumerate(callers)
        )
    )


def slug(answer: Answer) -> tuple[int, str]:
    """Which problem it is, or what status."""
    if answer.status < 400:
        return answer.status, ""
    return answer.status, answer.json()["type"].rpartition("/")[2]

"""Lent spaces put straight into the database, for tests that are about something else.

    connection: within `platform(pool)`, or any transaction in the platform's scope
    agreement = await lend(connection, lot_key, ["B1", "B2"], [(from_us, to_us)], price=Price(...))

A window is open for coming and going all the time unless movement is given. Moments are
microseconds since 1970 UTC. `hour(n)` is n hours after the whole hour before now.
"""

import os
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final

import asyncpg

from parking.clock import from_us
from parking.principal import Principal
from parking.sharing.terms import (
    Audience,
    Moments,
    Notice,
    Price,
    Span,
    Terms,
    VehicleLimits,
    Window,
)
from parking.storage.postgres.pool import PLATFORM, Connection, scoped
from parking.storage.postgres.sharing.new_ids import new_id
from parking.storage.postgres.sharing.stored_terms import terms_to_stored

HOUR_US: Final = 3_600_000_000
MINUTE_US: Final = 60_000_000
DAY_US: Final = 24 * HOUR_US
ALL_DAY: Final = (Window(Span(0, 1440), (Span(0, 1440),), ("workday", "weekend", "holiday")),)


@dataclass(frozen=True)
class Lent:
    """An agreement that runs, and the keys of its spaces in the order they were named."""

    agreement_key: int
    agreement_id: str
    space_keys: tuple[int, ...]
    terms: Terms


def platform(pool: asyncpg.Pool) -> AbstractAsyncContextManager[Connection]:
    """A transaction that sees all of sharing."""
    return scoped(pool, PLATFORM, within_s=30)


def hour(hours: float = 0) -> int:
    """Microseconds at so many hours after the whole hour before now; one hour for a whole test."""
    test = os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" ")[0]
    return _whole_hour_us(test) + round(hours * HOUR_US)


@lru_cache(maxsize=1)
def _whole_hour_us(_test: str) -> int:
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    return round(now.timestamp()) * 1_000_000


def rfc(us: int) -> str:
    """A moment as callers write it."""
    return from_us(us).isoformat()


async def city_us(connection: Connection) -> int:
    """The city's time."""
    moment = await connection.fetchval("select city_now()")
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


async def lot_key_of(pool: asyncpg.Pool, lot_id: str) -> int:
    return await pool.fetchval(
        "select lot_key from lot where lot_id = $1 and deleted_at is null", lot_id
    )


async def lend(
    connection: Connection,
    lot_key: int,
    spaces: Sequence[str],
    windows: Sequence[Moments] | None = None,
    *,
    movement: Sequence[Sequence[Moments]] | None = None,
    price: Price | None = None,
    audience: Audience | None = None,
    vehicle: VehicleLimits | None = None,
    notice: Notice | None = None,
    buffer_min: int = 10,
    owner: Principal | None = None,
    status: str = "active",
) -> Lent:
    """Lend spaces of a lot; windows default to one from a day ago until four days ahead.

    The owner is the lot's operator unless a principal is given: its operator, else its key.
    """
    windows = windows or [(hour(-24), hour(96))]
    lot = await connection.fetchrow("select * from lot where lot_key = $1", lot_key)
    today = datetime.now(UTC).date()
    terms = Terms(
        lot_id=lot["lot_id"], first=today - timedelta(days=2), until=today + timedelta(days=365),
        windows=ALL_DAY, spaces=tuple(spaces), vehicle=vehicle or VehicleLimits(),
        price=price or Price(), notice=notice or Notice(), audience=audience or Audience(),
        buffer_min=buffer_min,
    )  # fmt: skip
    operator_key = lot["operator_key"] if owner is None else owner.operator_key
    key_id = None if operator_key is not None or owner is None else owner.key_id
    agreement_id = new_id()
    agreement_key = await connection.fetchval(
        "insert into sharing_agreement (agreement_id, lot_key, owner_operator_key, owner_key_id,"
        " status, terms, valid, buffer_min)"
        " values ($1, $2, $3, $4, $5, $6, daterange($7, $8, '[]'), $9) returning agreement_key",
        agreement_id, lot_key, operator_key, key_id, status, terms_to_stored(terms), terms.first,
        terms.until, buffer_min,
    )  # fmt: skip
    await connection.execute(
        "insert into sharing_agreement_version (agreement_key, version, terms) values ($1, 1, $2)",
        agreement_key, terms_to_stored(terms),
    )  # fmt: skip
    space_keys = [
        await connection.fetchval(
            "insert into shared_space (lot_key, space_code, agreement_key) values ($1, $2, $3)"
            " on conflict (lot_key, space_code) do update"
            " set agreement_key = excluded.agreement_key"
            " returning space_key",
            lot_key, space, agreement_key,
        )
        for space in spaces
    ]  # fmt: skip
    for number, stay in enumerate(windows):
        spans = movement[number] if movement else [stay]
        await open_window(connection, agreement_key, stay, spans)
    return Lent(agreement_key, agreement_id, tuple(space_keys), terms)


async def open_window(
    connection: Connection,
    agreement_key: int,
    stay: Moments,
    movement: Sequence[Moments],
    day: date | None = None,
) -> None:
    """Add one window in time to an agreement."""
    await connection.execute(
        "insert into sharing_window (agreement_key, day, stay, movement) values ($1, $2, $3, $4)",
        agreement_key, day or from_us(stay[0]).date(), span(stay),
        [span(part) for part in movement],
    )  # fmt: skip


async def suspend(
    connection: Connection, agreement_key: int, during: Moments, reason: str = "event"
) -> str:
    """Take an agreement's spaces back for a while, as its owner would."""
    suspension_id = new_id()
    await connection.execute(
        "insert into sharing_suspension (suspension_id, agreement_key, during, reason)"
        " values ($1, $2, $3, $4)",
        suspension_id, agreement_key, span(during), reason,
    )  # fmt: skip
    return suspension_id


async def new_driver(pool: asyncpg.Pool) -> tuple[str, int]:
    """A driver without a usable key: its id and its key."""
    async with platform(pool) as connection:
        key_id, driver_id = new_id()[:10], new_id()
        await connection.execute(
            "insert into api_key (key_id, secret_hash, role) values ($1, $2, 'driver')",
            key_id, b"\0" * 32,
        )  # fmt: skip
        driver_key = await connection.fetchval(
            "insert into driver (driver_id, key_id) values ($1, $2) returning driver_key",
            driver_id, key_id,
        )  # fmt: skip
    return driver_id, driver_key


def span(moments: Moments) -> asyncpg.Range:
    """The span as PostgreSQL takes it, its end excluded."""
    return asyncpg.Range(from_us(moments[0]), from_us(moments[1]))

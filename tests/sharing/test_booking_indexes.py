"""A hold looks at its own spaces alone, however many bookings the city has."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import asyncpg
import pytest

from parking.clock import from_us
from parking.storage.postgres.pool import PLATFORM, open_pool
from parking.storage.postgres.queries import query
from parking.storage.postgres.registry import PostgresRegistry
from tests.services.city import draft
from tests.services.databases import execute, run
from tests.services.plans import nodes_of
from tests.sharing.lending import Lent, hour, lend, lot_key_of, new_driver, platform

LOTS = 20
BOOKINGS = """
insert into booking (
    booking_id, space_key, agreement_key, agreement_version, lot_key, driver_key, status, during,
    blocked, hold_expires_at, is_free, plate_hash
)
select format('b%s-%s', s.space_key, n), s.space_key, s.agreement_key, 1, s.lot_key, $1,
    case when n < 5 then 'completed' when n = 5 then 'active'
        when n < 20 then 'confirmed' else 'held' end,
    tstzrange(t.begins, t.begins + interval '30 minutes'),
    tstzrange(t.begins, t.begins + interval '40 minutes'),
    city_now() + interval '5 minutes', true, ''
from shared_space s, generate_series(1, 25) n,
    lateral (select city_now() + make_interval(hours => n) as begins) t
"""
STATEMENTS = [
    "booking_extend", "bookings_by_key", "bookings_on_space", "driver_holds", "expire_holds",
    "is_occupied", "lending_free", "next_on_space", "supplies_claimed",
]  # fmt: skip


@dataclass
class Busy:
    """A lot in a city of five thousand bookings, and one of its bookings."""

    lent: Lent
    lot_key: int
    driver_key: int
    booking_key: int

    def arguments(self, statement: str) -> list[object]:
        begins, ends = from_us(hour(2)), from_us(hour(4))
        spaces = list(self.lent.space_keys)
        return {
            "booking_extend": [self.booking_key, ends, 0, 0],
            "bookings_by_key": [[self.booking_key]],
            "bookings_on_space": [spaces[0], begins, ends],
            "driver_holds": [self.driver_key],
            "expire_holds": [spaces],
            "is_occupied": [self.booking_key],
            "lending_free": [[self.lent.agreement_key], [begins], [ends], [0], None, None],
            "next_on_space": [self.booking_key, ends],
            "supplies_claimed": [[self.lot_key], begins],
        }[statement]


@pytest.fixture(scope="module")
def busy(read_postgres_url: str) -> Busy:
    return run(filled(read_postgres_url))


@pytest.fixture
async def app_pool(read_postgres_url: str) -> AsyncIterator[asyncpg.Pool]:
    async with await open_pool(read_postgres_url) as pool:
        yield pool


async def filled(url: str) -> Busy:
    async with await open_pool(url) as pool:
        return await fill(pool, url)


async def fill(app_pool: asyncpg.Pool, url: str) -> Busy:
    lots = [f"op1-{number}" for number in range(LOTS)]
    await PostgresRegistry(app_pool).put_lots(PLATFORM, [draft(lot_id) for lot_id in lots])
    lot_keys = [await lot_key_of(app_pool, lot_id) for lot_id in lots]
    async with platform(app_pool) as connection:
        spaces = [f"B{number}" for number in range(10)]
        lent = [await lend(connection, lot_key, spaces) for lot_key in lot_keys]
    _, other_key = await new_driver(app_pool)
    async with platform(app_pool) as connection:
        await connection.execute(BOOKINGS, other_key)
        booking_key = await connection.fetchval("select max(booking_key) from booking")
    await execute(url, "analyze")
    _, driver_key = await new_driver(app_pool)
    return Busy(lent[-1], lot_keys[-1], driver_key, booking_key)


@pytest.mark.parametrize("statement", STATEMENTS)
async def test_what_a_hold_asks_is_answered_by_an_index(app_pool, busy, statement):
    async with platform(app_pool) as connection:
        assert await connection.fetchval("select current_user") == "onelot_app"
        plan = await nodes_of(connection, query(f"sharing/{statement}"), *busy.arguments(statement))
    assert ("Seq Scan", "booking") not in {
        (node["Node Type"], node.get("Relation Name")) for node in plan
    }
    looked_up = [node for node in plan if node.get("Index Name", "").startswith("booking_")]
    assert looked_up
    assert all("Index Cond" in node for node in looked_up), "it reads a whole index"

"""A build that checks, then inserts: it locks, but does not look again, and has no constraint."""

import asyncpg

from api.commands import city
from parking.storage.postgres.sharing import claiming
from tests.faults.weakened.program import run_as

migrate = city.migrate


async def _migrate_without_constraint(database_url: str) -> object:
    done = await migrate(database_url)
    connection = await asyncpg.connect(database_url)
    try:
        await connection.execute("alter table booking drop constraint if exists booking_no_overlap")
    finally:
        await connection.close()
    return done


async def _see_nothing(*_) -> None:
    """Trust what was seen before."""


city.migrate = _migrate_without_constraint
claiming._demand_free = _see_nothing

if __name__ == "__main__":
    run_as("tests.faults.weakened.books_what_it_saw")

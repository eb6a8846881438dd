"""A build whose database lets two bookings meet: the lock alone stands before it."""

import asyncpg

from api.commands import city
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


city.migrate = _migrate_without_constraint

if __name__ == "__main__":
    run_as("tests.faults.weakened.drops_the_constraint")

"""A build without a time-out towards Redis."""

from contextlib import asynccontextmanager

from parking.storage.redis import transport
from parking.storage.redis.errors import ProjectionAwayError
from tests.faults.weakened.program import run_as


@asynccontextmanager
async def away_at_last(_timeout_s):
    try:
        yield
    except transport._AWAY as error:
        raise ProjectionAwayError(str(error)) from error


transport.away_after = away_at_last

if __name__ == "__main__":
    run_as("tests.faults.weakened.waits_for_redis")

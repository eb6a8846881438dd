"""A build that looks, and books, without locking the space: the constraint alone stands behind."""

from parking.storage.postgres.sharing import claiming
from tests.faults.weakened.program import run_as


async def _first(_connection, choices):
    return choices[0]


claiming._first_unlocked = _first

if __name__ == "__main__":
    run_as("tests.faults.weakened.locks_no_space")

"""A build that checks, then inserts: it locks, but does not look again, and has no constraint."""

from parking.storage.postgres.sharing import claiming
from tests.faults.weakened import drops_the_constraint  # noqa: F401 - done by importing it
from tests.faults.weakened.program import run_as


async def _see_nothing(*_) -> None:
    """Trust what was seen before."""


claiming._demand_free = _see_nothing

if __name__ == "__main__":
    run_as("tests.faults.weakened.books_what_it_saw")

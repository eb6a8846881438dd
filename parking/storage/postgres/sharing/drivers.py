"""Drivers: a key and a number, nothing personal. All in the platform's scope."""

from dataclasses import dataclass
from typing import Final

from parking.principal import Principal
from parking.problems import Problem, ProblemError
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query
from parking.storage.postgres.sharing.new_ids import new_id

ERASED: Final = Problem("forbidden", "This driver has been erased; make a new one.")


@dataclass(frozen=True, slots=True)
class Driver:
    """`driver_id` is what callers see, and what an agreement's own list names."""

    driver_key: int
    driver_id: str


async def driver_of(connection: Connection, principal: Principal) -> Driver:
    """Find the driver that this key is, who is made where the key is new.

    Raises ProblemError (forbidden) for a key of another role, and for a driver who was erased.
    """
    if principal.role != "driver" or principal.key_id is None:
        raise ProblemError(Problem("forbidden", "Only a driver's key has bookings of its own."))
    row = await connection.fetchrow(query("sharing/driver_of_key"), principal.key_id)
    if row is None:
        await connection.execute(query("sharing/driver_insert"), new_id(), principal.key_id)
        row = await connection.fetchrow(query("sharing/driver_of_key"), principal.key_id)
    if row is None or row["is_erased"]:
        raise ProblemError(ERASED)
    return Driver(row["driver_key"], row["driver_id"])


async def communities_of(connection: Connection, driver_key: int) -> frozenset[str]:
    """Read the ids of the communities a driver belongs to."""
    rows = await connection.fetch(query("sharing/driver_communities"), driver_key)
    return frozenset(row["community_id"] for row in rows)

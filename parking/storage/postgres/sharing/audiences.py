"""Audiences: whether drivers that an agreement names are there. It knows no agreement."""

from collections.abc import Sequence

from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query


async def unknown_drivers(connection: Connection, driver_ids: Sequence[str]) -> list[str]:
    """Return those that are no drivers, or none any more."""
    if not driver_ids:
        return []
    rows = await connection.fetch(query("sharing/driver_ids_known"), driver_ids)
    known = {row["driver_id"] for row in rows}
    return [driver_id for driver_id in driver_ids if driver_id not in known]

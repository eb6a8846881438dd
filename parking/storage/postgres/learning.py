"""Where what was learned of the sources is kept; the registry's followers hear of it."""

from collections.abc import Sequence

from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query


async def save_learned(connection: Connection, learned: Sequence[tuple[int, float, bool]]) -> None:
    """Write (source_key, ttl_s, changes_only) where it differs from what is known."""
    if learned:
        await connection.execute(query("save_learned"), *zip(*learned, strict=True))

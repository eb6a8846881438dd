"""How the polling of every feed of the city goes: what anybody may know of it."""

from typing import NamedTuple

import asyncpg

from parking.storage.postgres.pool import PLATFORM, scoped
from parking.storage.postgres.queries import query


class PolledPhase(NamedTuple):
    """`phase`: new, healthy, held, frozen or failing; one that is paused is not asked at all."""

    phase: str
    is_paused: bool
    is_draft: bool

    @property
    def is_waited_for(self) -> bool:
        """Whether anything is to be heard of it."""
        return not (self.is_paused or self.is_draft)


async def read_polled_phases(pool: asyncpg.Pool, within_s: float = 3.0) -> dict[int, PolledPhase]:
    """Read them by the key of their source."""
    async with scoped(pool, PLATFORM, within_s=within_s) as connection:
        rows = await connection.fetch(query("operator/polled_phases"))
    return {
        row["source_key"]: PolledPhase(row["phase"], row["is_paused"], row["is_draft"])
        for row in rows
    }

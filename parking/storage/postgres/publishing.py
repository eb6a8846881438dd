"""Drafts that become public: what was heard of one, and the step itself."""

from typing import Final, NamedTuple

import asyncpg

from parking.clock import to_us
from parking.plausibility import SUSPECT
from parking.principal import Principal
from parking.storage.postgres import audit
from parking.storage.postgres.lot_versions import note_versions
from parking.storage.postgres.pool import scoped
from parking.storage.postgres.queries import query
from parking.vocabulary import KIND_CODE

_VALUES: Final = [KIND_CODE[kind] for kind in ("snapshot", "totals", "space", "entry", "exit")]


class HeardValue(NamedTuple):
    """A value that a lot was given; `is_suspect`: it can hardly be right."""

    observed_us: int
    is_suspect: bool


class Publishing:
    """Over the app pool: an operator its lots, an admin anybody's."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def heard(self, principal: Principal, lot_key: int) -> list[HeardValue]:
        """Read the values of the last 24 hours, the newest first, at most ten."""
        async with scoped(self._pool, principal) as connection:
            rows = await connection.fetch(query("operator/lot_heard"), lot_key, _VALUES)
        return [HeardValue(to_us(row["observed_at"]), bool(row["flags"] & SUSPECT)) for row in rows]

    async def doubted(self, principal: Principal, lot_key: int) -> list[str]:
        """Read by which rules the self-checks find its counts wrong now."""
        async with scoped(self._pool, principal) as connection:
            rows = await connection.fetch(query("operator/lot_doubted"), lot_key)
        return [row["rule"] for row in rows]

    async def publish(self, principal: Principal, lot_id: str) -> bool:
        """Show a draft to everybody; False where it is none any more."""
        async with scoped(self._pool, principal) as connection:
            await connection.execute("select pg_advisory_xact_lock(hashtext('registry_version'))")
            row = await connection.fetchrow(query("operator/lot_publish"), lot_id)
            if row is None:
                return False
            await note_versions(connection, principal, [row["lot_key"]], "publish")
            await audit.record(
                connection, principal, "lot.publish", lot_id, operator_key=row["operator_key"]
            )
        return True

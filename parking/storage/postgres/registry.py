"""The registry in PostgreSQL: lots, operators, sources, areas; what changed since a version."""

from collections.abc import Sequence
from typing import Final

import asyncpg

from parking.draft import LotDraft
from parking.lot import Source
from parking.ports import Area, LotOutcome, Operator, RegistryDelta
from parking.principal import Principal
from parking.storage.postgres import audit
from parking.storage.postgres.areas import AreaFinder, put_areas
from parking.storage.postgres.lots import put_lots, read_lots, remove_lot
from parking.storage.postgres.operators import ensure_operator
from parking.storage.postgres.pool import BATCH_S, CALL_S, PLATFORM, scoped
from parking.storage.postgres.queries import query

LOAD_S: Final = 60.0
"""Every lot of a large city, on a machine that is busy."""


class PostgresRegistry:
    """Implements `RegistryStore` on the app pool."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self._finder = AreaFinder()

    async def head(self) -> int:
        """Read the newest committed version of anything in the registry, the clock included."""
        async with scoped(self._pool, PLATFORM) as connection:
            return int(await connection.fetchval(query("registry_head")))

    async def load(self, since: int = 0) -> RegistryDelta:
        """Read one consistent picture of everything above `since`."""
        if await self.head() <= since:
            return RegistryDelta(version=since)
        async with scoped(
            self._pool, PLATFORM, isolation="repeatable_read", within_s=LOAD_S
        ) as connection:
            version = int(await connection.fetchval(query("registry_head")))
            lots = await read_lots(connection, None, since=since)
            sources = await connection.fetch(query("sources_since"), since)
            operators = await connection.fetch(query("operators_since"), since)
            areas = await connection.fetch(query("areas_since"), since)
        return RegistryDelta(
            version=version,
            lots=lots,
            sources=[Source(**dict(row)) for row in sources],
            operators=[Operator(**dict(row)) for row in operators],
            areas=[Area(**dict(row)) for row in areas],
        )

    async def put_lots(self, principal: Principal, drafts: Sequence[LotDraft]) -> list[LotOutcome]:
        """Create or replace; all or none. ForeignLotError names the first the caller may not."""
        if not drafts:
            return []
        within_s = CALL_S if len(drafts) == 1 else BATCH_S
        async with scoped(self._pool, principal, within_s=within_s) as connection:
            found = await self._finder.areas_of(connection, drafts)
            return await put_lots(connection, principal, drafts, found)

    async def remove_lot(self, principal: Principal, lot_id: str) -> bool:
        async with scoped(self._pool, principal) as connection:
            return await remove_lot(connection, principal, lot_id)

    async def put_areas(self, areas: Sequence[Area]) -> int:
        """Create or replace; lots that declare no area are then looked up anew."""
        async with scoped(self._pool, PLATFORM, within_s=BATCH_S) as connection:
            changed = await put_areas(connection, areas)
            if changed:
                await self._finder.find_again(connection)
                detail = {"areas": changed}
                await audit.record(
                    connection, PLATFORM, "area.put", f"{len(changed)} areas", detail=detail
                )
        return len(changed)

    async def put_operator(
        self, principal: Principal, operator_id: str, *, name: str | None, name_en: str | None
    ) -> tuple[Operator, bool]:
        """Create an operator or rename it; returns it and whether it is new."""
        async with scoped(self._pool, principal) as connection:
            operator, created = await ensure_operator(
                connection, operator_id, name=name, name_en=name_en
            )
            await audit.record(
                connection,
                principal,
                "operator.put",
                operator_id,
                operator_key=operator.operator_key,
                detail={"name": operator.name, "created": created},
            )
        return operator, created

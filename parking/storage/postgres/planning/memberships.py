"""Which regions a lot's rows are counted in, and which lots a source has spoken of. No rule."""

from collections.abc import Collection

from parking.storage.postgres.planning.wire import instant
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query


class Memberships:
    """Statements on a connection of the ingest pool; who calls owns the transaction."""

    async def regions(
        self, connection: Connection, lot_keys: Collection[int]
    ) -> dict[int, frozenset[str]]:
        """Read the regions of those of these lots that are counted in any."""
        rows = await connection.fetch(query("planning/regions_of_lots"), lot_keys)
        return {row[0]: frozenset(row[1]) for row in rows}

    async def move(
        self,
        connection: Connection,
        lot_key: int,
        *,
        joins: Collection[str],
        leaves: Collection[str],
    ) -> None:
        """Write that a lot is counted in other regions from now on."""
        if leaves:
            await connection.execute(query("planning/regions_leave"), lot_key, sorted(leaves))
        if joins:
            await connection.execute(query("planning/regions_put"), lot_key, sorted(joins))

    async def with_past(self, connection: Connection, lot_keys: Collection[int]) -> set[int]:
        """Read which of these lots have hours or days that are summed up by region."""
        if not lot_keys:
            return set()
        rows = await connection.fetch(query("planning/lots_with_past"), sorted(lot_keys))
        return {row[0] for row in rows}

    async def join(self, connection: Connection, pairs: Collection[tuple[int, str]]) -> None:
        """Write that lots are counted in regions from now on."""
        if pairs:
            await connection.execute(
                query("planning/regions_join"), *zip(*sorted(pairs), strict=True)
            )

    async def are_due(self, connection: Connection) -> bool:
        """Tell whether regions are to be summed up anew."""
        return bool(await connection.fetchval(query("planning/regions_due")))

    async def forget(self, connection: Connection) -> None:
        """Forget all sums of regions, and that this was due."""
        await connection.execute(query("planning/regions_forget"))
        await connection.execute(query("planning/regions_due_done"))

    async def counted_elsewhere(self, connection: Connection) -> set[int]:
        """Read which lots are sums of others, or are counted as another source tells of them."""
        return {row[0] for row in await connection.fetch(query("planning/counted_elsewhere"))}

    async def sources(
        self, connection: Connection, lot_keys: Collection[int]
    ) -> set[tuple[int, int]]:
        """Read who has spoken of which of these lots: (source_key, lot_key)."""
        rows = await connection.fetch(query("planning/sources_of_lots"), lot_keys)
        return {(row[0], row[1]) for row in rows}

    async def heard_since(self, connection: Connection, source_key: int, since_us: int) -> set[int]:
        """Read of which lots a source has spoken that have a saved state after a moment."""
        rows = await connection.fetch(query("planning/heard_since"), source_key, instant(since_us))
        return {row[0] for row in rows}

    async def add_sources(self, connection: Connection, heard: Collection[tuple[int, int]]) -> None:
        """Write who has spoken of which lot for the first time."""
        if heard:
            await connection.execute(
                query("planning/sources_put"), *zip(*sorted(heard), strict=True)
            )

"""Areas: stored by code, and found again for lots that do not name theirs."""

from collections.abc import Sequence
from dataclasses import asdict

from parking.draft import LotDraft
from parking.ports import Area
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query


class AreaFinder:
    """Finds the smallest area around a position."""

    async def areas_of(
        self, connection: Connection, drafts: Sequence[LotDraft]
    ) -> list[str | None]:
        return [None for _ in drafts]

    async def find_again(self, connection: Connection) -> None:
        return


async def put_areas(connection: Connection, areas: Sequence[Area]) -> list[str]:
    """Upsert by code; what an area does not say (outline, parent, label) it keeps.

    Returns the codes that changed.
    """
    rows = await connection.fetch(query("areas_put"), [asdict(area) for area in areas])
    return [row["area_code"] for row in rows]

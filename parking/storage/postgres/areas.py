"""Areas: stored by code, and found by position for lots that do not name theirs."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from geo.area_index import AreaIndex
from geo.position import Position
from parking.draft import LotDraft
from parking.ports import Area
from parking.storage.postgres.pool import Connection
from parking.storage.postgres.queries import query

SMALLEST_FIRST: Final = ("grid", "community", "subdistrict", "district", "city")


class AreaFinder:
    """Finds the smallest area around a position; keeps its index until an area changes."""

    def __init__(self) -> None:
        self._version = -1
        self._index: AreaIndex | None = None

    async def areas_of(
        self, connection: Connection, drafts: Sequence[LotDraft]
    ) -> list[str | None]:
        """Find the area of each draft; None without a position or outside all areas."""
        index = await self._fresh(connection)
        return [_smallest(index, draft.lat, draft.lon) for draft in drafts]

    async def find_again(self, connection: Connection) -> None:
        """Look up anew the area of every lot that did not declare one."""
        index = await self._fresh(connection)
        lots = await connection.fetch(query("lots_to_find"))
        moved = [
            {"lot_key": lot["lot_key"], "area_code": found}
            for lot in lots
            if (found := _smallest(index, lot["lat"], lot["lon"])) != lot["area_code"]
        ]
        await connection.execute(query("lots_found"), moved)

    async def _fresh(self, connection: Connection) -> AreaIndex | None:
        version = await connection.fetchval("select coalesce(max(version), 0) from area")
        if version != self._version:
            rows = await connection.fetch(
                "select area_code, level, outline from area where outline is not null"
            )
            outlines = [(row["area_code"], row["level"], row["outline"]) for row in rows]
            self._index = AreaIndex(outlines) if outlines else None
            self._version = version
        return self._index


async def put_areas(connection: Connection, areas: Sequence[Area]) -> list[str]:
    """Upsert by code; what an area does not say (outline, parent, label) it keeps.

    Returns the codes that changed.
    """
    rows = await connection.fetch(query("areas_put"), [asdict(area) for area in areas])
    return [row["area_code"] for row in rows]


def _smallest(index: AreaIndex | None, lat: float | None, lon: float | None) -> str | None:
    if index is None or lat is None or lon is None:
        return None
    found = index.at(Position(lat, lon))
    return next((found[level] for level in SMALLEST_FIRST if level in found), None)

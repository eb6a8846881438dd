"""How lots were described over time, and by whom: written with each change, read by their owner."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import asyncpg

from parking.principal import Principal
from parking.storage.postgres.pool import Connection, scoped
from parking.storage.postgres.queries import query

Action = Literal["put", "publish", "delete"]


@dataclass(frozen=True, slots=True)
class LotVersion:
    """A description and who gave it; positions are WGS-84, `raw_*` as they were handed in."""

    version: int
    at: datetime
    key_id: str | None
    role: str
    action: Action
    description: dict[str, Any]


async def note_versions(
    connection: Connection, principal: Principal, lot_keys: Sequence[int], action: Action
) -> None:
    """Keep how lots are described now, in the transaction that changed them."""
    await connection.execute(
        query("operator/lot_versions_note"),
        list(lot_keys), action, principal.key_id, principal.role,
    )  # fmt: skip


async def read_authors(
    pool: asyncpg.Pool, principal: Principal, lot_ids: Sequence[str]
) -> dict[str, list[tuple[str | None, dict[str, Any]]]]:
    """Read how lots that are there were described, the oldest first, each with its key's id."""
    found: dict[str, list[tuple[str | None, dict[str, Any]]]] = {}
    async with scoped(pool, principal) as connection:
        rows = await connection.fetch(query("operator/lot_authors"), list(lot_ids))
    for row in rows:
        found.setdefault(row["lot_id"], []).append((row["key_id"], row["description"]))
    return found


async def read_versions(
    pool: asyncpg.Pool, principal: Principal, lot_key: int, *, before: int, most: int
) -> list[LotVersion]:
    """Read versions below one, the newest first, as far as the caller may see them."""
    async with scoped(pool, principal) as connection:
        rows = await connection.fetch(query("operator/lot_versions"), lot_key, before, most)
    return [LotVersion(**dict(row)) for row in rows]

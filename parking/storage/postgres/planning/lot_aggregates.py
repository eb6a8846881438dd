"""Lots that are sums of others: what is said of them, by whom, and how it is taken back.

On a pool of the app. Every change is in the audit trail. Which lots are sums is no question here.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final, Literal

import asyncpg
import msgspec
import numpy as np
from msgspec import Struct

from parking.clock import from_us
from parking.lot import Lot
from parking.planning.sums.counted_hours import LotCounts
from parking.planning.sums.finding import LotSum
from parking.principal import Principal
from parking.storage.postgres import audit
from parking.storage.postgres.pool import BATCH_S, PLATFORM, Connection, scoped
from parking.storage.postgres.queries import query

Origin = Literal["declared", "found"]
"""Whether a person said it, or history."""
_LOTS_AT_A_TIME: Final = 200


class SaidOfLot(Struct, frozen=True):
    """That a lot is a sum of others, or that it is none.

    A person gave a `reason`; what the platform found has `evidence` instead.
    """

    lot_key: int
    lot_id: str
    name: str
    name_en: str | None
    operator_id: str
    is_aggregate: bool
    is_found: bool
    since: datetime
    reason: str | None
    evidence: dict[str, Any] | None
    part_ids: list[str]

    @property
    def origin(self) -> Origin:
        return "found" if self.is_found else "declared"


class Decided(Struct, frozen=True):
    """Of which `lots` anything is said, which of them are `sums`, and of which was `found` what."""

    lots: set[int]
    sums: set[int]
    found: dict[int, list[int]]


class LotAggregates:
    """Whoever calls may act for the lot: that is checked before, and by row-level security."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def all(self) -> list[SaidOfLot]:
        """Read all that is said, by lot id."""
        async with scoped(self._pool, PLATFORM) as connection:
            return await _said(connection, None)

    async def of_lot(self, lot_key: int) -> SaidOfLot | None:
        """Read what is said of a lot, if anything is."""
        async with scoped(self._pool, PLATFORM) as connection:
            found = await _said(connection, lot_key)
        return found[0] if found else None

    async def say(
        self,
        principal: Principal,
        lot: Lot,
        parts: Sequence[Lot],
        reason: str,
        *,
        is_aggregate: bool,
    ) -> None:
        """Let a person's word stand, over whatever was said before."""
        keys = sorted(part.lot_key for part in parts)
        detail = {
            "is_aggregate": is_aggregate,
            "parts": sorted(part.lot_id for part in parts),
            "reason": reason,
        }
        async with scoped(self._pool, principal) as connection:
            await connection.execute(
                query("planning/aggregate_say"), lot.lot_key, is_aggregate, keys, reason
            )
            await _note(connection, principal, "lot.aggregate.say", lot, detail)

    async def take_back(self, principal: Principal, lot: Lot) -> bool:
        """Forget what a person said; False where nobody had said anything."""
        async with scoped(self._pool, principal) as connection:
            is_gone = await _forget(connection, lot.lot_key, is_found=False)
            if is_gone:
                await _note(connection, principal, "lot.aggregate.take-back", lot, {})
        return is_gone

    async def operators(self) -> list[list[int]]:
        """Read the lots of each operator who may have a sum among them."""
        async with scoped(self._pool, PLATFORM) as connection:
            rows = await connection.fetch(query("planning/lots_by_operator"))
        return [row["lot_keys"] for row in rows]

    async def decided(self, lot_keys: Collection[int]) -> Decided:
        """Read what is said of these lots."""
        async with scoped(self._pool, PLATFORM) as connection:
            rows = await connection.fetch(query("planning/aggregates_decided"), lot_keys)
        return Decided(
            lots={row["lot_key"] for row in rows},
            sums={row["lot_key"] for row in rows if row["is_aggregate"]},
            found={row["lot_key"]: row["parts"] for row in rows if row["is_found"]},
        )

    async def counts(self, lot_keys: Sequence[int], begin_us: int, end_us: int) -> list[LotCounts]:
        """Read the hours of lots that are known as a whole; lots without any are left out."""
        counts = []
        for first in range(0, len(lot_keys), _LOTS_AT_A_TIME):
            keys = lot_keys[first : first + _LOTS_AT_A_TIME]
            async with scoped(self._pool, PLATFORM, within_s=BATCH_S) as connection:
                rows = await connection.fetch(
                    query("planning/counted_hours"), keys, from_us(begin_us), from_us(end_us)
                )
            counts += [
                LotCounts(
                    row["lot_key"],
                    *(np.array(row[name], np.int64) for name in ("hour_us", "open_us", "taken_us")),
                )
                for row in rows
            ]
        return counts

    async def keep_found(self, one: LotSum) -> bool:
        """Let a sum that was found stand; False where somebody has said something meanwhile."""
        evidence = msgspec.to_builtins(one.agreement) | {"spaces": one.spaces}
        async with scoped(self._pool, PLATFORM) as connection:
            row = await connection.fetchrow(
                query("planning/aggregate_found"), one.lot_key, list(one.parts), evidence
            )
            if row is not None:
                await _note_key(connection, "lot.aggregate.found", one.lot_key, evidence)
        return row is not None

    async def refute(self, lot_key: int, evidence: dict[str, Any]) -> None:
        """Take back that a lot is a sum, as its counts no longer say so."""
        async with scoped(self._pool, PLATFORM) as connection:
            said = await _said(connection, lot_key)
            if await _forget(connection, lot_key, is_found=True):
                parts = said[0].part_ids if said else []
                detail = evidence | {"parts": parts}
                await _note_key(connection, "lot.aggregate.refuted", lot_key, detail)


async def _said(connection: Connection, lot_key: int | None) -> list[SaidOfLot]:
    rows = await connection.fetch(query("planning/aggregates_told"), lot_key)
    return [SaidOfLot(**dict(row)) for row in rows]


async def _forget(connection: Connection, lot_key: int, *, is_found: bool) -> bool:
    row = await connection.fetchrow(query("planning/aggregate_forget"), lot_key, is_found)
    return row is not None


async def _note(
    connection: Connection, principal: Principal, action: str, lot: Lot, detail: dict[str, Any]
) -> None:
    await audit.record(
        connection, principal, action, lot.lot_id, operator_key=lot.operator_key, detail=detail
    )


async def _note_key(
    connection: Connection, action: str, lot_key: int, detail: dict[str, Any]
) -> None:
    [lot] = await connection.fetch(
        "select lot_id, operator_key from lot where lot_key = $1", lot_key
    )
    await audit.record(
        connection, PLATFORM, action, lot["lot_id"], operator_key=lot["operator_key"], detail=detail
    )

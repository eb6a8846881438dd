"""Devices in PostgreSQL: each operator's sensors, changed by it and followed by version."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from parking.device import Device
from parking.principal import Principal
from parking.storage.postgres import audit
from parking.storage.postgres.pool import BATCH_S, PLATFORM, Pool, scoped
from parking.storage.postgres.queries import query

LOAD_ROWS: Final = 20_000


@dataclass(frozen=True, slots=True)
class DeviceChanges:
    """What changed after a version, up to `version`; `is_all` False: there is more.

    Sensors as they are now, by operator and id; None for one that was removed.
    """

    version: int
    devices: dict[tuple[int, str], Device | None]
    is_all: bool


class PostgresDevices:
    """On the app pool; who may write which row is the database's own rule."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def put(
        self, principal: Principal, operator_key: int, devices: Sequence[Device]
    ) -> set[str]:
        """Add or replace, all or none; returns the ids of those that were new or changed."""
        if not devices:
            return set()
        ids, lots, spaces, codecs = (list(column) for column in zip(*devices, strict=True))
        async with scoped(self._pool, principal, within_s=BATCH_S) as connection:
            rows = await connection.fetch(
                query("devices_put"), operator_key, ids, lots, spaces, codecs
            )
            changed = {str(row["device_id"]) for row in rows}
            if changed:
                await audit.record(
                    connection, principal, "device.put", f"{len(changed)} devices",
                    operator_key=operator_key, detail={"devices": sorted(changed)[:100]},
                )  # fmt: skip
        return changed

    async def remove(
        self, principal: Principal, operator_key: int, device_ids: Collection[str]
    ) -> set[str]:
        """Remove; returns the ids of those that were there."""
        async with scoped(self._pool, principal) as connection:
            rows = await connection.fetch(query("devices_remove"), operator_key, [*device_ids])
            removed = {str(row["device_id"]) for row in rows}
            if removed:
                await audit.record(
                    connection, principal, "device.remove", f"{len(removed)} devices",
                    operator_key=operator_key, detail={"devices": sorted(removed)[:100]},
                )  # fmt: skip
        return removed

    async def list(
        self, principal: Principal, operator_key: int, *, after: str = "", limit: int = 1_000
    ) -> list[Device]:
        """List an operator's sensors by id, those above `after`."""
        async with scoped(self._pool, principal) as connection:
            rows = await connection.fetch(query("devices_list"), operator_key, after, limit)
        return [Device(*row) for row in rows]

    async def named(
        self, principal: Principal, operator_key: int, device_ids: Collection[str]
    ) -> dict[str, Device]:
        """Find an operator's sensors of these ids; those that it has not listed are left out."""
        async with scoped(self._pool, principal) as connection:
            rows = await connection.fetch(query("devices_named"), operator_key, [*device_ids])
        return {str(row["device_id"]): Device(*row) for row in rows}

    async def since(self, version: int) -> DeviceChanges:
        """Read what changed after a version, the oldest changes first."""
        async with scoped(self._pool, PLATFORM, within_s=BATCH_S) as connection:
            rows = await connection.fetch(query("devices_since"), version, LOAD_ROWS)
        return DeviceChanges(
            version=max((row["version"] for row in rows), default=version),
            devices={
                (row["operator_key"], row["device_id"]): None
                if row["is_removed"]
                else Device(row["device_id"], row["lot_id"], row["space_code"], row["codec"])
                for row in rows
            },
            is_all=len(rows) < LOAD_ROWS,
        )

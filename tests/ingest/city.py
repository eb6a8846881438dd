"""A small city on real stores: two operators with lots, the write path running, time standing."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import asyncpg
from prometheus_client import CollectorRegistry

from ingest.assembly import WritePath, open_write_path
from ingest.metrics import IngestMetrics
from ingest.reports.prepare import Registers
from parking.clock import CityClock, to_us
from parking.directory import Directory
from parking.ids import OperatorId, OperatorKey, SourceKey
from parking.live.count_state import CountState, decode_state
from parking.ports import ClockReading
from parking.principal import Principal
from parking.storage.postgres.pool import open_pool
from parking.storage.postgres.registry import PostgresRegistry
from parking.storage.redis.projection import RedisProjection
from parking.storage.settings import StoreUrls

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
PARTITIONS = 4


@dataclass
class City:
    """What a test of the write path holds."""

    write_path: WritePath
    projection: RedisProjection
    directory: Directory
    clock: CityClock
    urls: StoreUrls
    refresh: Callable[[], Awaitable[None]]
    principals: dict[str, Principal] = field(default_factory=dict)

    async def send(self, *reports: dict, key: str = "north") -> dict:
        """Post reports and return the decoded answer."""
        body = json.dumps({"reports": reports}).encode()
        answer = await self.write_path.reports.handle(self.principals[key], body, None)
        return json.loads(answer.body) | {"http": answer.status, "headers": answer.headers}

    async def statuses(self, *reports: dict, key: str = "north") -> list[str]:
        return [result["status"] for result in (await self.send(*reports, key=key))["results"]]

    async def registers(self) -> dict[tuple[int, str], str]:
        """Read all registers that readers look at, without their positions.

        A lot's absolute counts from before it counted by movements are in its row.
        """
        found = {}
        for partition in range(PARTITIONS):
            state = await self.projection.load(partition)
            found |= {key: stored[16:] for key, stored in state.stored.items()}
        return {
            (lot_key, name): content
            for (lot_key, name), content in found.items()
            if not (name.startswith("s:") and (lot_key, "c") in found)
        }

    async def add_lots(self, *lot_ids: str) -> list[int]:
        """Register more lots of the operator North; returns their keys."""
        connection = await asyncpg.connect(self.urls.database_url)
        try:
            rows = await connection.fetch(
                "insert into lot (lot_id, operator_key, name, partition, capacity)"
                " select id, 1, id, 0, '{\"general\": 100}' from unnest($1::text[]) id"
                " returning lot_key",
                lot_ids,
            )
        finally:
            await connection.close()
        await self.refresh()
        return [row["lot_key"] for row in rows]

    async def counts(self) -> dict[int, CountState]:
        """Read the rows of counted lots."""
        connection = await asyncpg.connect(self.urls.database_url)
        try:
            rows = await connection.fetch(
                "select lot_key, state::text from lot_count where version > 0"
            )
            return {lot_key: decode_state(state) for lot_key, state in rows}
        finally:
            await connection.close()

    async def log(self, columns: str = "*") -> list[asyncpg.Record]:
        connection = await asyncpg.connect(self.urls.database_url)
        try:
            return await connection.fetch(f"select {columns} from report_log order by id")
        finally:
            await connection.close()


@asynccontextmanager
async def city(
    urls: StoreUrls,
    *,
    with_epoch: bool = True,
    reports_per_s: float = 0,
    history_days: int = 1_461,
    registers: Registers = lambda _lot_key: None,
    projection_type: type[RedisProjection] = RedisProjection,
) -> AsyncIterator[City]:
    """North runs lots N-1…N-4, South runs S-1; the clock stands at noon."""
    await _found(urls.database_url)
    directory = Directory()
    projection = projection_type(urls.redis_url, partitions=PARTITIONS)
    clock = CityClock(ClockReading("manual", to_us(NOON), 0, 1.0), lambda: 0)
    async with await open_pool(urls.database_url, max_size=2) as pool:
        registry = PostgresRegistry(pool)

        async def refresh() -> None:
            directory.apply(await registry.load(directory.version))

        await refresh()
        if with_epoch:
            await projection.complete_epoch(await projection.begin_epoch())
        async with open_write_path(
            urls.database_url,
            projection,
            directory,
            clock,
            refresh=refresh,
            reports_per_s=reports_per_s,
            history_days=history_days,
            registers=registers,
            metrics=IngestMetrics(CollectorRegistry()),
        ) as write_path:
            tasks = [asyncio.ensure_future(work()) for work in write_path.works]
            try:
                yield City(write_path, projection, directory, clock, urls, refresh, _principals())
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.wait(tasks)
                await projection.aclose()


def at(seconds: float = 0) -> str:
    """Give noon plus so many seconds as RFC 3339."""
    return (NOON + timedelta(seconds=seconds)).isoformat()


def snapshot(free: int, seconds: float = 0, lot: str = "N-1", **more: object) -> dict:
    serial = more.pop("serial", f"s-{seconds}-{free}")
    space = {"free": free, **{key: more.pop(key) for key in ("capacity",) if key in more}}
    return {
        "kind": "snapshot",
        "lot_id": lot,
        "record_serial": serial,
        "observed_at": at(seconds),
        "spaces": [space],
        **more,
    }


def report(kind: str, serial: str, seconds: float = 0, lot: str = "N-1", **more: object) -> dict:
    return {
        "kind": kind,
        "lot_id": lot,
        "record_serial": serial,
        "observed_at": at(seconds),
        **more,
    }


def _principals() -> dict[str, Principal]:
    return {
        "north": _operator("north", 1, 1),
        "north-2": _operator("north", 1, 2),
        "south": _operator("south", 2, 3),
        "admin": Principal("admin", key_id="admin", source_key=SourceKey(4)),
    }


def _operator(name: str, operator_key: int, source_key: int) -> Principal:
    return Principal(
        "operator", f"{name}{source_key}", OperatorId(name), OperatorKey(operator_key),
        SourceKey(source_key),
    )  # fmt: skip


async def _found(database_url: str) -> None:
    connection = await asyncpg.connect(database_url)
    try:
        await connection.execute(
            """
            insert into operator (operator_id, name) values ('north', '北'), ('south', '南')
                on conflict do nothing;
            insert into source (source_id, operator_key) values
                ('north', 1), ('north/2', 1), ('south', 2), ('@platform', null),
                ('north@console', 1), ('south@console', 2)
                on conflict do nothing;
            insert into lot (lot_id, operator_key, name, partition, capacity)
            select 'N-' || i, 1, 'N' || i, i % 4, '{"general": 100}' from generate_series(1, 4) i
                on conflict do nothing;
            insert into lot (lot_id, operator_key, name, partition, capacity)
            values ('S-1', 2, 'S1', 1, '{"general": 100}') on conflict do nothing;
            """
        )
    finally:
        await connection.close()

"""What both rivals share: the shapes they take, the rules they hold, their table and their Redis.

They are what a good engineer writes in a day: validated, idempotent by a unique key, committed
with synchronous_commit on before the answer, newest count wins in Redis and is announced on a
stream. They take snapshots alone and know one key, which flatters them.
"""

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

import asyncpg
import uvicorn
from fastapi import FastAPI, Header, HTTPException
from pydantic import AwareDatetime, BaseModel, Field
from redis.asyncio import Redis

SCHEMA = """
create table if not exists {table} (
    id bigint generated always as identity primary key,
    received_at timestamptz not null default now(),
    lot_key integer not null references lot,
    kind text not null,
    record_serial text not null,
    observed_at timestamptz not null,
    payload jsonb not null,
    unique (lot_key, kind, record_serial, observed_at)
);
create index if not exists {table}_lot on {table} (lot_key, observed_at);
"""
INSERT = """
insert into {table} (lot_key, kind, record_serial, observed_at, payload)
values ($1, $2, $3, $4, $5) on conflict do nothing returning id
"""
NEWEST_WINS = """
local at = redis.call('HGET', KEYS[1], 'at')
if at and tonumber(at) > tonumber(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'at', ARGV[1], 'free', ARGV[2], 'capacity', ARGV[3])
redis.call('XADD', KEYS[2], 'MAXLEN', '~', '10000', '*', 'lot', ARGV[4], 'free', ARGV[2])
return 1
"""
AHEAD = timedelta(seconds=60)


class Space(BaseModel):
    space_class: str = "general"
    free: int = Field(ge=0, le=100_000)
    capacity: int | None = Field(default=None, ge=0, le=100_000)


class Snapshot(BaseModel):
    kind: Literal["snapshot"]
    lot_id: str = Field(min_length=1, max_length=96)
    record_serial: str = Field(min_length=1, max_length=128)
    observed_at: AwareDatetime
    spaces: list[Space] = Field(min_length=1, max_length=32)

    def registers(self) -> list[tuple[list[str], list[str | float]]]:
        """Keys and arguments of one EVALSHA for each class."""
        at = self.observed_at.timestamp()
        return [
            (
                [f"{self.lot_id}:{space.space_class}", "stream"],
                [at, space.free, -1 if space.capacity is None else space.capacity, self.lot_id],
            )
            for space in self.spaces
        ]

    def row(self, lot_key: int) -> tuple[int, str, str, datetime, str]:
        payload = self.model_dump_json(include={"spaces"})
        return lot_key, self.kind, self.record_serial, self.observed_at, payload


class Body(BaseModel):
    reports: list[Snapshot] = Field(max_length=1_000)


class Item(BaseModel):
    index: int
    status: Literal["accepted", "duplicate", "rejected"]


class Answer(BaseModel):
    accepted: int
    results: list[Item]


@dataclass
class Shop:
    """What a rival's route works with."""

    table: str
    pool: asyncpg.Pool
    redis: Redis
    sha: str
    lots: dict[str, int]

    @property
    def insert(self) -> str:
        return INSERT.format(table=self.table)

    def lot_of(self, report: Snapshot) -> int | None:
        """The lot's key; None where the report is to be rejected."""
        if report.observed_at > datetime.now(UTC) + AHEAD:
            return None
        return self.lots.get(report.lot_id)


def answer_of(statuses: list[str]) -> Answer:
    items = [Item(index=index, status=status) for index, status in enumerate(statuses)]
    return Answer(accepted=statuses.count("accepted"), results=items)


def serve(table: str, route: Callable[[Shop, list[Snapshot]], object]) -> None:
    """`python -m … PORT DATABASE_URL REDIS_URL KEY`."""
    port, database_url, redis_url, key = sys.argv[1:]
    shop: list[Shop] = []

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with asyncpg.create_pool(database_url, min_size=8, max_size=8) as pool:
            await pool.execute(SCHEMA.format(table=table))
            lots = dict(await pool.fetch("select lot_id, lot_key from lot"))
            redis = Redis.from_url(redis_url)
            sha = await redis.script_load(NEWEST_WINS)
            shop.append(Shop(table, pool, redis, sha, lots))
            yield
            await redis.aclose()

    app = FastAPI(lifespan=lifespan)

    @app.get("/healthz")
    async def health() -> dict[str, str]:
        return {"status": "ok"}

    @app.post("/v1/reports")
    async def reports(body: Body, authorization: Annotated[str, Header()]) -> Answer:
        if authorization != f"Bearer {key}":
            raise HTTPException(401)
        return answer_of(await route(shop[0], body.reports))

    uvicorn.run(
        app, port=port, loop="uvloop", http="httptools", access_log=False, log_level="warning"
    )

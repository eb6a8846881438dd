"""Rival: FastAPI over PostGIS, `python -m tests.bench.rivals.postgis PORT URL`."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Annotated

import asyncpg
import uvicorn
from fastapi import FastAPI, Query

from geo.position import walk_min
from tests.bench.city import CAPACITY, City, lot_id
from tests.bench.rivals.answer import Nearby, Result, availability

CONNECTIONS = 8
TABLE = """
create table lots (lot_id text primary key, name text not null, lat float8 not null,
  lon float8 not null, place geography(point) not null, free int, capacity int not null,
  observed_at timestamptz not null);
"""
INDEX = """
create index on lots using gist (place) where free >= 0;
vacuum analyze lots;
"""
NEAREST = """
select * from (
  select lot_id, name, lat, lon, free, capacity, observed_at,
    place <-> st_point($1, $2)::geography as metres
  from lots where free >= $5 order by place <-> st_point($1, $2)::geography limit $4
) nearest where metres <= $3
"""


async def fill(url: str, city: City) -> None:
    """Store what the city was told."""
    now = datetime.now(UTC)
    connection = await asyncpg.connect(url)
    await connection.execute("create extension if not exists postgis")
    await connection.execute(TABLE)
    rows = [
        (lot_id(index), f"停车场 {index}", float(city.lats[index]), float(city.lons[index]),
         int(free) if free >= 0 else None, CAPACITY, now)
        for index, free in enumerate(city.free)
    ]  # fmt: skip
    await connection.executemany(
        "insert into lots values ($1, $2, $3, $4, st_point($4, $3)::geography, $5, $6, $7)", rows
    )
    for command in INDEX.strip().split(";\n"):
        await connection.execute(command)
    await connection.close()


def app_on(url: str) -> FastAPI:
    @asynccontextmanager
    async def pooled(app: FastAPI) -> AsyncIterator[None]:
        async with asyncpg.create_pool(url, min_size=CONNECTIONS, max_size=CONNECTIONS) as pool:
            app.state.pool = pool
            yield

    app = FastAPI(lifespan=pooled)

    @app.get("/ready")
    async def ready() -> None: ...

    @app.get("/v1/lots/nearby")
    async def nearby(
        lat: Annotated[float, Query(ge=-90, le=90)],
        lon: Annotated[float, Query(ge=-180, le=180)],
        radius_m: Annotated[float, Query(ge=1, le=50_000)] = 1_000,
        limit: Annotated[int, Query(ge=1, le=200)] = 20,
        min_free: Annotated[int, Query(ge=0)] = 0,
    ) -> Nearby:
        rows = await app.state.pool.fetch(NEAREST, lon, lat, radius_m, limit, min_free)
        now = datetime.now(UTC)
        return Nearby(
            as_of=now,
            results=[
                Result(
                    lot_id=row["lot_id"], name=row["name"], lat=row["lat"], lon=row["lon"],
                    distance_m=round(row["metres"], 1), walk_min=walk_min(row["metres"]),
                    availability=availability(
                        row["free"], row["capacity"], row["observed_at"], now
                    ),
                )
                for row in rows
            ],
        )  # fmt: skip

    return app


if __name__ == "__main__":
    uvicorn.run(app_on(sys.argv[2]), port=int(sys.argv[1]), access_log=False, log_level="warning")

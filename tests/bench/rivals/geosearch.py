"""Rival: FastAPI over Redis, `python -m tests.bench.rivals.geosearch PORT URL`."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Annotated

import uvicorn
from fastapi import FastAPI, Query
from redis.asyncio import BlockingConnectionPool, Redis

from geo.position import walk_min
from tests.bench.city import CAPACITY, City, lot_id
from tests.bench.rivals.answer import Nearby, Result, availability

CONNECTIONS, BATCH = 16, 1_000
PLACES = "rival:places"
FIELDS = ("name", "lat", "lon", "free", "capacity", "observed_at")


async def fill(url: str, city: City) -> None:
    """Store what the city was told; only lots with a count can be found."""
    now = datetime.now(UTC).timestamp()
    known = [index for index, free in enumerate(city.free) if free >= 0]
    async with Redis.from_url(url) as redis:
        for first in range(0, len(known), BATCH):
            pipeline = redis.pipeline(transaction=False)
            for index in known[first : first + BATCH]:
                lat, lon = float(city.lats[index]), float(city.lons[index])
                pipeline.geoadd(PLACES, (lon, lat, lot_id(index)))
                pipeline.hset(f"rival:{lot_id(index)}", mapping={
                    "name": f"停车场 {index}", "lat": lat, "lon": lon,
                    "free": int(city.free[index]), "capacity": CAPACITY, "observed_at": now,
                })  # fmt: skip
            await pipeline.execute()


def app_on(url: str) -> FastAPI:
    @asynccontextmanager
    async def pooled(app: FastAPI) -> AsyncIterator[None]:
        pool = BlockingConnectionPool.from_url(
            url, max_connections=CONNECTIONS, timeout=None, decode_responses=True
        )
        async with Redis(connection_pool=pool) as redis:
            app.state.redis = redis
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
    ) -> Nearby:
        redis: Redis = app.state.redis
        found = await redis.geosearch(
            PLACES, longitude=lon, latitude=lat, radius=radius_m, unit="m", sort="ASC",
            count=limit, withdist=True,
        )  # fmt: skip
        pipeline = redis.pipeline(transaction=False)
        for found_id, _ in found:
            pipeline.hmget(f"rival:{found_id}", FIELDS)
        rows = await pipeline.execute()
        now = datetime.now(UTC)
        return Nearby(
            as_of=now,
            results=[
                Result(
                    lot_id=found_id, name=name, lat=float(at_lat), lon=float(at_lon),
                    distance_m=round(metres, 1), walk_min=walk_min(metres),
                    availability=availability(
                        int(free), int(capacity),
                        datetime.fromtimestamp(float(observed_s), UTC), now,
                    ),
                )
                for (found_id, metres), (name, at_lat, at_lon, free, capacity, observed_s)
                in zip(found, rows, strict=True)
            ],
        )  # fmt: skip

    return app


if __name__ == "__main__":
    uvicorn.run(app_on(sys.argv[2]), port=int(sys.argv[1]), access_log=False, log_level="warning")

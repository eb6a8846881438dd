"""Nearby against what one would build first: FastAPI with PostGIS, and FastAPI with Redis.

Each rival is a small app as its libraries' pages teach it, tuned, with the same lots and counts
and fewer fields an answer than ours. Compared is the CPU of the process that serves HTTP; what a
rival's database uses comes on top of it and is not counted. Answers are checked first.
"""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack

from tests.bench import jinan
from tests.bench.city import City, city_of
from tests.bench.figure import Figure, Goal
from tests.bench.load import CONNECTIONS, interleaved, load
from tests.bench.nearby_questions import CHECKED, PLACES, RADIUS_M, K, checked, path_to
from tests.bench.rivals import geosearch, postgis
from tests.bench.rivals.cluster import find_postgis, postgis_cluster
from tests.bench.servers import Server, child_server, free_port, pin

NO_POSTGIS = "there is no PostGIS (Debian: apt-get install postgresql-15-postgis-3)"
LOTS = 50_000
ROUNDS, SPELL_S, WARM_UP_S = 5, 3, 5


def nearby_vs_postgis() -> Iterator[Figure]:
    programs = find_postgis()
    if programs is None:
        sys.stderr.write(f"nearby_vs_postgis left out: {NO_POSTGIS}\n")
        return
    with ExitStack() as stack:
        url = stack.enter_context(postgis_cluster(programs))
        city = stack.enter_context(city_of(LOTS))
        asyncio.run(postgis.fill(url, city))
        yield _compared(
            "nearby_vs_postgis", Goal(">=", 10.0, 12.0), city, _rival("postgis", url),
            "FastAPI, asyncpg, geography with a GiST index, KNN stopped at k; PostgreSQL's own "
            "CPU is not counted",
        )  # fmt: skip


def nearby_vs_geosearch() -> Iterator[Figure]:
    with city_of(LOTS) as city:
        asyncio.run(geosearch.fill(city.stores.redis_url, city))
        yield _compared(
            "nearby_vs_geosearch", Goal(">=", 25.0, 30.0), city,
            _rival("geosearch", city.stores.redis_url),
            "FastAPI, redis-py with hiredis, GEOSEARCH and one pipeline of HMGET; Redis's own CPU "
            "is not counted; it knows positions to half a metre",
            exactly=False,
        )  # fmt: skip


def _rival(name: str, url: str) -> AbstractContextManager[Server]:
    port = free_port()
    return child_server([f"tests.bench.rivals.{name}", str(port), url], port, {}, "/ready")


def _compared(
    name: str,
    goal: Goal,
    city: City,
    rival: AbstractContextManager[Server],
    said: str,
    *,
    exactly: bool = True,
) -> Figure:
    places = jinan.drivers(city.lats, city.lons, PLACES)
    paths = [path_to(place) for place in places]
    with rival as other:
        ours_bytes = checked(city.server, city, places[:CHECKED])
        other_bytes = checked(other, city, places[:CHECKED], exactly=exactly)
        for server in (city.server, other):
            pin(server.process.pid, 0)
            load(server, paths, WARM_UP_S)
        ours, theirs = interleaved([(city.server, paths), (other, paths)], ROUNDS, SPELL_S)
    return Figure(
        name, theirs.cpu_us_per_request / ours.cpu_us_per_request, "times the CPU", goal,
        f"{said}; {LOTS} lots, k={K}, {RADIUS_M:g} m, {PLACES} places; "
        f"{ours.cpu_us_per_request:.1f} µs against {theirs.cpu_us_per_request:.0f} µs of the API "
        f"process's CPU a request, {ours.requests_per_s:.0f} against {theirs.requests_per_s:.0f} "
        f"requests/s, bodies of {ours_bytes} and {other_bytes} B; wrk, {CONNECTIONS} connections; "
        f"median of {ROUNDS} interleaved rounds of {SPELL_S} s",
    )  # fmt: skip

"""What share of a bare server's rate `GET /v1/lots/nearby` keeps, by CPU per request.

A city of 50,000 lots on our server, against a bare ASGI app that answers a fixed body of the same
size on uvicorn as it comes, with the same loop and parser. Answers are checked against brute force
before timing, and every lot has been shown once: a lot is rendered anew only when it changes.
"""

import platform
from collections.abc import Iterator
from contextlib import ExitStack
from statistics import mean, median

import httpx

from tests.bench import brute_force, jinan
from tests.bench.city import City, city_of, lot_id
from tests.bench.figure import Figure, Goal
from tests.bench.load import CONNECTIONS, load
from tests.bench.servers import child_server, free_port, pin

LOTS, K, RADIUS_M = 50_000, 20, 1_000.0
PLACES, CHECKED, ROUNDS, SPELL_S, WARM_UP_S = 5_000, 300, 5, 3, 8


def nearby_http_share() -> Iterator[Figure]:
    with ExitStack() as stack:
        city = stack.enter_context(city_of(LOTS))
        places = jinan.drivers(city.lats, city.lons, PLACES)
        body_bytes = _checked(city, places[:CHECKED])
        port = free_port()
        bare = stack.enter_context(
            child_server(["tests.bench.fixed_body", str(port), str(body_bytes)], port, {}, "/")
        )
        for server in (city.server, bare):
            pin(server.process.pid, 0)
        paths = [_path(place) for place in places]
        load(city.server, paths, WARM_UP_S)
        rounds = [
            (load(city.server, paths, SPELL_S), load(bare, paths, SPELL_S)) for _ in range(ROUNDS)
        ]
    ours_us = median(ours.cpu_us_per_request for ours, _ in rounds)
    bare_us = median(fixed.cpu_us_per_request for _, fixed in rounds)
    rate = median(ours.requests_per_s for ours, _ in rounds)
    yield Figure(
        "nearby_http_share", bare_us / ours_us, "share by CPU", Goal(">=", 0.5, 0.7),
        f"{LOTS} lots, k={K}, {RADIUS_M:g} m, {PLACES} places where lots are dense; body "
        f"{body_bytes} B; {ours_us:.1f} µs against {bare_us:.1f} µs of server CPU a request, "
        f"{rate:.0f} requests/s; wrk, {CONNECTIONS} connections; median of {ROUNDS} interleaved "
        f"rounds of {SPELL_S} s; Python {platform.python_version()}",
    )  # fmt: skip


def _path(place: tuple[float, float]) -> str:
    return f"/v1/lots/nearby?lat={place[0]}&lon={place[1]}&radius_m={RADIUS_M:g}&limit={K}"


def _checked(city: City, places: list[tuple[float, float]]) -> int:
    """Hold answers against brute force; gives the mean size of a body."""
    sizes = []
    with httpx.Client(base_url=city.server.url, trust_env=False) as client:
        for place in places:
            answer = client.get(_path(place)).raise_for_status()
            sizes.append(len(answer.content))
            expected = brute_force.nearest(city.lats, city.lons, city.free >= 0, place, RADIUS_M, K)
            found = answer.json()["results"]
            assert [lot["lot_id"] for lot in found] == [lot_id(index) for index in expected]
            assert [lot["availability"]["free"] for lot in found] == city.free[expected].tolist()
    return round(mean(sizes))

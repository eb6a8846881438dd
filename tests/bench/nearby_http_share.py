"""What share of a bare server's rate `GET /v1/lots/nearby` keeps, by CPU per request.

A city of 50,000 lots on our server, against a bare ASGI app that answers a fixed body of the same
size on uvicorn as it comes, with the same loop and parser. Answers are checked against brute force
before timing, and every lot has been shown once: a lot is rendered anew only when it changes.
"""

import platform
from collections.abc import Iterator
from contextlib import ExitStack

from tests.bench import jinan
from tests.bench.city import city_of
from tests.bench.figure import Figure, Goal
from tests.bench.load import CONNECTIONS, interleaved, load
from tests.bench.nearby_questions import CHECKED, PLACES, RADIUS_M, K, checked, path_to
from tests.bench.servers import child_server, free_port, pin

LOTS = 50_000
ROUNDS, SPELL_S, WARM_UP_S = 5, 3, 8


def nearby_http_share() -> Iterator[Figure]:
    with ExitStack() as stack:
        city = stack.enter_context(city_of(LOTS))
        places = jinan.drivers(city.lats, city.lons, PLACES)
        body_bytes = checked(city.server, city, places[:CHECKED])
        port = free_port()
        bare = stack.enter_context(
            child_server(["tests.bench.fixed_body", str(port), str(body_bytes)], port, {}, "/")
        )
        for server in (city.server, bare):
            pin(server.process.pid, 0)
        paths = [path_to(place) for place in places]
        load(city.server, paths, WARM_UP_S)
        ours, fixed = interleaved([(city.server, paths), (bare, paths)], ROUNDS, SPELL_S)
    yield Figure(
        "nearby_http_share", fixed.cpu_us_per_request / ours.cpu_us_per_request, "share by CPU",
        Goal(">=", 0.5, 0.7),
        f"{LOTS} lots, k={K}, {RADIUS_M:g} m, {PLACES} places where lots are dense; body "
        f"{body_bytes} B; {ours.cpu_us_per_request:.1f} µs against {fixed.cpu_us_per_request:.1f} "
        f"µs of server CPU a request, {ours.requests_per_s:.0f} against "
        f"{fixed.requests_per_s:.0f} requests/s; wrk, {CONNECTIONS} connections; median of "
        f"{ROUNDS} interleaved rounds of {SPELL_S} s; Python {platform.python_version()}",
    )  # fmt: skip

"""What it costs when everybody comes back at once: opening, watch and whole snapshot."""

import time
from collections.abc import Iterator
from statistics import median

from tests.bench.audience import audience
from tests.bench.figure import Figure, Goal
from tests.bench.live_city import LOTS, RADIUS_M, live_city
from tests.bench.servers import pin

CLIENTS, AT_ONCE, ROUNDS = 5_000, 1_000, 3


def live_reconnect() -> Iterator[Figure]:
    costs_us, waits_s = [], []
    with live_city() as city:
        pin(city.serve_pid, 0)
        views = city.views(CLIENTS)
        for _ in range(ROUNDS):
            began_s, cpu_before_s = time.monotonic(), city.cpu_s()
            with audience(city.port, CLIENTS, views, at_once=AT_ONCE) as clients:
                clients.wait_until_ready()
                costs_us.append((city.cpu_s() - cpu_before_s) / CLIENTS * 1e6)
                waits_s.append(time.monotonic() - began_s)
            time.sleep(2)
    yield Figure(
        "live_reconnect", median(costs_us), "µs of CPU a client", Goal("<=", 1_000, 500),
        f"{CLIENTS} clients, {AT_ONCE} at a time, each with its own view of {RADIUS_M} m in a city "
        f"of {LOTS} lots; all have their picture after {median(waits_s):.1f} s; median of {ROUNDS} "
        f"rounds; the target is our own",
    )  # fmt: skip

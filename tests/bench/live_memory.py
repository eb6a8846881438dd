"""What an idle websocket that watches costs the server in memory, each with a view of its own."""

import time
from collections.abc import Iterator

from tests.bench.audience import audience
from tests.bench.figure import Figure, Goal
from tests.bench.live_city import LOTS, RADIUS_M, live_city

CLIENTS, WARM_UP = 5_000, 100
SETTLE_S = 5.0


def live_memory() -> Iterator[Figure]:
    with live_city() as city:
        views = city.views(CLIENTS + WARM_UP)
        with audience(city.port, WARM_UP, views[CLIENTS:]) as few:
            few.wait_until_ready()
            time.sleep(SETTLE_S)
            before = city.rss_bytes()
            with audience(city.port, CLIENTS, views) as clients:
                clients.wait_until_ready()
                time.sleep(SETTLE_S)
                grown = city.rss_bytes() - before
                assert clients.seen().ready == CLIENTS
    yield Figure(
        "live_memory", grown / CLIENTS / 1024, "KiB a connection", Goal("<=", 8, 3),
        f"resident memory of the server from {WARM_UP} to {WARM_UP + CLIENTS} clients that have "
        f"had their snapshot, each with its own view of {RADIUS_M} m in a city of {LOTS} lots, "
        f"{SETTLE_S:g} s later; without the kernel's socket buffers",
    )  # fmt: skip

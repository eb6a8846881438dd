"""How long an acknowledgement takes at 2,000 reports/s, whatever the server does meanwhile.

Reports leave at fixed moments; each one's time counts from its moment, so that waiting behind a
slow one is counted too. The worker projects beside it, as it does in a city.
"""

import platform
from collections.abc import Iterator
from math import ceil
from statistics import median

import uvloop

from tests.bench.figure import Figure, Goal
from tests.bench.ingest.durable_city import LOTS, DurableCity, durable_city
from tests.bench.ingest.feed import Feed, request_of
from tests.bench.ingest.wire import open_loop

REPORTS_PER_S, WARM_UP_S = 2_000, 2
GOALS = {1: Goal("<=", 40, 15), 20: Goal("<=", 30, 10), 500: Goal("<=", 60, 25)}
CONNECTIONS = {1: 64, 20: 16, 500: 4}
SECONDS = {1: 8, 20: 12, 500: 40}


def ack_p99() -> Iterator[Figure]:
    with durable_city(with_worker=True) as city:
        feed = Feed(sorted(city.lot_keys))
        for body, goal in GOALS.items():
            took_ms = uvloop.run(_took_ms(city, feed, body))
            yield Figure(
                f"ack_p99.{body}_a_body", took_ms[ceil(0.99 * len(took_ms)) - 1], "ms", goal,
                f"{REPORTS_PER_S} reports/s, open loop, {len(took_ms)} requests over "
                f"{CONNECTIONS[body]} keep-alive connections; median {median(took_ms):.1f} ms, "
                f"greatest {took_ms[-1]:.1f} ms; {LOTS} lots, one API process, a worker "
                "projecting beside it, fsync on; load generator on the same processors; Python "
                f"{platform.python_version()}",
            )  # fmt: skip


async def _took_ms(city: DurableCity, feed: Feed, body: int) -> list[float]:
    """Sorted, without a warm-up."""
    per_s = REPORTS_PER_S / body
    count, warm_up = ceil(SECONDS[body] * per_s), ceil(WARM_UP_S * per_s)
    url = city.server.url
    requests = [request_of(feed.snapshots(body), url, city.key) for _ in range(warm_up + count)]
    before = await city.logged()
    await open_loop(url, requests[:warm_up], per_s, CONNECTIONS[body])
    took_s, _ = await open_loop(url, requests[warm_up:], per_s, CONNECTIONS[body])
    assert await city.logged() - before == (warm_up + count) * body
    return sorted(one_s * 1_000 for one_s in took_s)

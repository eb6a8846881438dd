"""How many times as many reports a second as two FastAPI apps on the same stores.

The naive one commits and scripts report by report, the sane one body by body. All three answer
after commit, with a status for each report; what they accepted is counted in their tables.
"""

import platform
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from statistics import median

import uvloop

from tests.bench.figure import Figure, Goal
from tests.bench.ingest.durable_city import LOTS, DurableCity, durable_city
from tests.bench.ingest.feed import Feed, request_of
from tests.bench.ingest.wire import closed_loop
from tests.bench.servers import Server, child_server, free_port

BODY, CONNECTIONS, ROUNDS = 500, 4, 5
GOALS = {"naive": Goal(">=", 15, 25), "sane": Goal(">=", 2.5, 4)}
WORK = {"naive": "one transaction and one EVALSHA a report", "sane": "executemany and a pipeline"}
BODIES = {"ours": 80, "naive": 8, "sane": 40}


@dataclass(frozen=True, slots=True)
class Contender:
    """A server, how to count what it logged, and how many bodies a spell of it has."""

    server: Server
    logged: str
    bodies: int


def ingest_vs() -> Iterator[Figure]:
    with durable_city(with_worker=False) as city, ExitStack() as stack:
        contenders = {
            "ours": Contender(city.server, "select count(*) from report_log", BODIES["ours"])
        }
        for name in GOALS:
            count = f"select count(*) from {name}_report"
            server = stack.enter_context(_rival(name, city))
            contenders[name] = Contender(server, count, BODIES[name])
        rates = uvloop.run(_rounds(city, contenders))
    for name, goal in GOALS.items():
        pairs = zip(rates["ours"], rates[name], strict=True)
        yield Figure(
            f"ingest_vs_{name}", median(ours / rival for ours, rival in pairs), "times", goal,
            f"{median(rates['ours']):.0f} against {median(rates[name]):.0f} reports/s of FastAPI "
            f"and pydantic with {WORK[name]}; {BODY} a body, {CONNECTIONS} keep-alive connections, "
            f"{LOTS} lots, one process each on the same stores, fsync on; median of {ROUNDS} "
            f"interleaved rounds; Python {platform.python_version()}",
        )  # fmt: skip


@contextmanager
def _rival(name: str, city: DurableCity) -> Iterator[Server]:
    port = free_port()
    command = [f"tests.bench.ingest.rivals.{name}", str(port)]
    stores = [city.stores.database_url, city.stores.redis_url]
    with child_server([*command, *stores, city.key], port, {}, "/healthz") as server:
        yield server


async def _rounds(city: DurableCity, contenders: dict[str, Contender]) -> dict[str, list[float]]:
    lot_ids = sorted(city.lot_keys)
    feeds = [Feed(lot_ids[first::CONNECTIONS], seed=first) for first in range(CONNECTIONS)]

    def queues(contender: Contender, make: Callable[[Feed], bytes]) -> list[list[bytes]]:
        each, url = contender.bodies // CONNECTIONS, contender.server.url
        return [[request_of(make(feed), url, city.key) for _ in range(each)] for feed in feeds]

    async def spell(contender: Contender) -> float:
        asked = queues(contender, lambda feed: feed.snapshots(BODY))
        before = await city.asked(contender.logged)
        took_s, accepted = await closed_loop(contender.server.url, asked)
        expected = contender.bodies * BODY
        assert accepted == expected == await city.asked(contender.logged) - before
        return accepted / took_s

    await _check_repeats(contenders, queues)
    rates: dict[str, list[float]] = {name: [] for name in contenders}
    for place in range(ROUNDS + 1):
        for name in list(contenders)[:: 1 if place % 2 else -1]:
            rate = await spell(contenders[name])
            if place:  # the first round warms up
                rates[name].append(rate)
    return rates


async def _check_repeats(contenders: dict[str, Contender], queues: Callable) -> None:
    """Whoever gets the same bodies twice must say so."""
    for contender in contenders.values():
        asked = [queue[:1] for queue in queues(contender, lambda feed: feed.snapshots(BODY))]
        first, again = [
            (await closed_loop(contender.server.url, asked))[1] for _ in ("first", "again")
        ]
        assert (first, again) == (CONNECTIONS * BODY, 0)

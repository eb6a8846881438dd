"""What a report costs as ten times as many come, by movements instead of counts, and twice."""

import platform
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

import uvloop

from tests.bench.figure import Figure, Goal
from tests.bench.ingest.costs import Costs
from tests.bench.ingest.durable_city import LOTS, DurableCity, durable_city
from tests.bench.ingest.feed import Feed, request_of
from tests.bench.ingest.wire import closed_loop, open_loop

RATES = {200: 12, 2_000: 6, 20_000: 4}
"""Reports a second, and for how many seconds."""
PACED_BODY, PACED_CONNECTIONS = 20, 16
BODY, BODIES, ROUNDS = 500, 40, 5


@dataclass(frozen=True, slots=True)
class Spell:
    """What so many reports cost."""

    costs: Costs
    reports: int
    slowest_ms: float = 0.0

    @property
    def us(self) -> float:
        return self.costs.total_us(self.reports)

    def told(self) -> str:
        return self.costs.told(self.reports)


def ingest_growth() -> Iterator[Figure]:
    with durable_city(with_worker=True) as city:
        feed = Feed(sorted(city.lot_keys))
        paced = {rate: uvloop.run(_paced(city, feed, rate)) for rate in RATES}
    told = "; ".join(
        f"at {rate}/s {spell.told()}, slowest answer {spell.slowest_ms:.0f} ms"
        for rate, spell in paced.items()
    )
    yield Figure(
        "ingest_growth.10x_reports", paced[20_000].us / paced[2_000].us, "ratio",
        Goal("<=", 1.2, 1.0),
        f"CPU a report of API, PostgreSQL, Redis and worker at ten times the rate; µs {told}; "
        f"{PACED_BODY} a body, open loop; {_where()}",
    )  # fmt: skip
    with durable_city(with_worker=False) as city:
        spells = uvloop.run(_kinds(city))
    fresh, again, moved = (spells[name] for name in ("fresh", "again", "moved"))
    yield Figure(
        "ingest_growth.duplicates", _ratio(again, fresh), "ratio", Goal("<=", 1.0, 0.6),
        f"CPU of a repeated report over that of a new one; µs {_median_told(again)} against "
        f"{_median_told(fresh)}; {BODY} a body, one connection; {_where()}",
    )  # fmt: skip
    yield Figure(
        "ingest_growth.counted_lane", _ratio(moved, fresh), "ratio", Goal("<=", 3.0, 2.0),
        f"CPU of an entry or exit over that of a snapshot; µs {_median_told(moved)} against "
        f"{_median_told(fresh)}; {BODY} a body; {_where()}",
    )  # fmt: skip


def _where() -> str:
    return f"{LOTS} lots, one API process, fsync on; Python {platform.python_version()}"


def _ratio(some: list[Spell], others: list[Spell]) -> float:
    return median(one.us / other.us for one, other in zip(some, others, strict=True))


def _median_told(spells: list[Spell]) -> str:
    return sorted(spells, key=lambda spell: spell.us)[len(spells) // 2].told()


async def _paced(city: DurableCity, feed: Feed, rate: int) -> Spell:
    per_s = rate / PACED_BODY
    bodies = [feed.snapshots(PACED_BODY) for _ in range(int(per_s * RATES[rate]))]
    before = city.costs()
    took_s, accepted = await open_loop(
        city.server.url, _requests(city, bodies), per_s, PACED_CONNECTIONS
    )
    assert accepted == len(bodies) * PACED_BODY
    return Spell(city.costs() - before, accepted, max(took_s) * 1_000)


async def _kinds(city: DurableCity) -> dict[str, list[Spell]]:
    """Interleaved: new snapshots, the same ones again, entries and exits of half of the lots."""
    lot_ids = sorted(city.lot_keys)
    half = len(lot_ids) // 2
    counts, cars = Feed(lot_ids[:half], seed=1), Feed(lot_ids[half:], seed=2)
    await _open_counted_lots(city, cars, half)
    spells: dict[str, list[Spell]] = {"fresh": [], "again": [], "moved": []}
    for place in range(ROUNDS + 1):
        news = [counts.snapshots(BODY) for _ in range(BODIES)]
        moves = [cars.movements(BODY) for _ in range(BODIES)]
        for name, bodies, is_new in (
            ("fresh", news, True), ("again", news, False), ("moved", moves, True),
        ):  # fmt: skip
            spell = await _spell(city, bodies, is_new=is_new)
            if place:  # the first round warms up
                spells[name].append(spell)
    return spells


async def _open_counted_lots(city: DurableCity, cars: Feed, lots: int) -> None:
    """Give each an anchor and its first movement, which reads what the lot has sent before."""
    await _spell(city, [cars.snapshots(BODY) for _ in range(lots // BODY)], is_new=True)
    opening = [cars.movements(PACED_BODY) for _ in range(lots // PACED_BODY)]
    await closed_loop(city.server.url, [_requests(city, opening)])


def _requests(city: DurableCity, bodies: list[bytes]) -> list[bytes]:
    return [request_of(body, city.server.url, city.key) for body in bodies]


async def _spell(city: DurableCity, bodies: list[bytes], *, is_new: bool) -> Spell:
    logged, before = await city.logged(), city.costs()
    _, accepted = await closed_loop(city.server.url, [_requests(city, bodies)])
    costs = city.costs() - before
    assert accepted == await city.logged() - logged == is_new * len(bodies) * BODY
    return Spell(costs, len(bodies) * BODY)

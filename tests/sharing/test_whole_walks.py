"""Whatever drivers, owners, the clock and a gate do, in any order: the laws of sharing hold."""

import time
from random import Random

import asyncpg
import pytest

from tests.faults.kit.scale import scaled, soak_seed
from tests.sharing.lending import platform
from tests.sharing.walk_ground import make_ground
from tests.sharing.walking import Walk

DEEDS = 30


@pytest.mark.parametrize("seed", range(4))
async def test_no_walk_breaks_a_law_of_sharing(app_pool: asyncpg.Pool, seed: int):
    ground = await make_ground(app_pool)
    for number in range(12):
        assert await Walk(ground, number, Random(f"{seed}/{number}")).run(DEEDS) == []


@pytest.mark.soak
@pytest.mark.timeout(7_200)
async def test_ten_thousand_walks_break_no_law_of_sharing(app_pool: asyncpg.Pool, soak_report):
    seed, began_s, broken = soak_seed(), time.monotonic(), []
    ground = await make_ground(app_pool)
    for number in range(walks := scaled(10_000)):
        broken += await Walk(ground, number, Random(f"{seed}/{number}")).run(DEEDS)
    async with platform(app_pool) as connection:
        bookings, steps = await connection.fetchrow(
            "select (select count(*) from booking), (select count(*) from booking_event)"
        )
    soak_report.add(
        "Walks of bookings",
        {"walks": walks, "seed": seed, "walks that broke a law": len(broken),
         "bookings": bookings, "steps of theirs": steps, "took, s": time.monotonic() - began_s},
        verdict="; ".join(broken[:5]) or "holds",
        conditions=f"{DEEDS} deeds each of three drivers, an owner, the clock and a gate that is "
        "told late, on lots with and without gate and price; laws asked after every deed",
    )  # fmt: skip
    assert broken == []

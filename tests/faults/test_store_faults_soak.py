"""The long form of the store faults: both stores fail again and again, in an order of the seed."""

from pathlib import Path
from random import Random

import pytest

from tests.bench.redis_rebuild import BAYS_A_LOT, LOTS, measure_rebuild
from tests.faults import postgres_faults, redis_faults
from tests.faults.kit.builds import REAL, Verdict
from tests.faults.kit.scale import scaled, soak_seed
from tests.faults.stage import settle, staged

FAULTS = (
    redis_faults.frozen, redis_faults.slow, redis_faults.full, redis_faults.emptied,
    redis_faults.replaced, postgres_faults.frozen, postgres_faults.slow, postgres_faults.crowded,
    postgres_faults.half_open, postgres_faults.ambiguous, postgres_faults.down,
)  # fmt: skip
REBUILT_WITHIN_S = 60.0

pytestmark = [pytest.mark.soak, pytest.mark.timeout(3_000)]


def test_stores_that_fail_again_and_again_lose_nothing_and_stop_nobody(
    tmp_path: Path, soak_report
) -> None:
    seed = soak_seed()
    rounds = scaled(8)
    verdict = Verdict(figures={"faults": rounds * len(FAULTS), "seed": seed})
    order = [fault for fault in FAULTS for _ in range(rounds)]
    Random(seed).shuffle(order)
    with staged(tmp_path / "city", REAL, verdict) as stage:
        for fault in order:
            fault(stage)
        settle(stage)
    soak_report.add(
        "Store faults",
        verdict.figures,
        verdict=str(verdict),
        conditions="two API processes and a worker, each store behind a proxy, two producers of "
        "20 reports a body; of each kind of figure the last is shown",
    )
    assert verdict.holds, str(verdict)


def test_a_redis_that_is_lost_whole_is_rebuilt_within_a_minute(soak_report) -> None:
    found = measure_rebuild()
    soak_report.add(
        "Redis lost whole",
        {
            "rebuilt in, s": found.took_s,
            "lots shown wrong": found.wrong,
            "requests refused": found.refused,
            "requests meanwhile": found.sent,
        },
        verdict="holds" if found.took_s <= REBUILT_WITHIN_S else "too slow",
        conditions=f"{LOTS} lots and {LOTS * BAYS_A_LOT} bays, FLUSHALL under load",
    )
    assert (found.wrong, found.refused) == (0, 0)
    assert found.took_s <= REBUILT_WITHIN_S

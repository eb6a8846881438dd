"""Redis hangs, is slow, full, emptied or replaced: reports go on, and readers end right."""

from pathlib import Path

import pytest

from tests.faults import redis_faults as faults
from tests.faults.kit.builds import Build, Verdict, fault
from tests.faults.stage import settle, staged

WAITS = Build(
    "no Redis time-out", breaks="refused", program="tests.faults.weakened.waits_for_redis"
)
EVICTS = Build("allkeys-lru", breaks="evicted", valkey={"maxmemory-policy": "allkeys-lru"})
KEEPS = Build("same epoch", breaks="epoch", program="tests.faults.weakened.keeps_the_epoch")

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


@fault(WAITS, EVICTS, KEEPS)
def test_whatever_befalls_redis_reports_go_on_and_readers_end_right(
    build: Build, tmp_path: Path
) -> Verdict:
    verdict = Verdict()
    with staged(tmp_path / "city", build, verdict) as stage:
        if build == WAITS:
            faults.frozen(stage, 5.0)
        elif build == EVICTS:
            faults.full(stage)
        elif build == KEEPS:
            faults.emptied(stage)
        else:
            faults.frozen(stage)
            faults.slow(stage)
            faults.full(stage)
            faults.emptied(stage)
            faults.replaced(stage)
            settle(stage)
    print(verdict.figures)  # noqa: T201
    return verdict

"""Redis lost after many wrote at once: what is rebuilt from the log is the whole of it."""

import time
from dataclasses import dataclass
from pathlib import Path

import redis

from tests.faults.kit.builds import Build, Verdict
from tests.faults.kit.checker import check_projection
from tests.faults.kit.faulty_city import faulty_city
from tests.faults.kit.journal import producing
from tests.faults.kit.late_commits import commit_late
from tests.services.databases import run

QUIET_S = 3.0
REBUILT_IS_FINAL_S = 5.0


@dataclass(frozen=True, slots=True)
class CrowdedLog:
    """Many writers at once, so that commits come out of the order of their numbers."""

    late_commits: int
    producers: int
    seed: int


def run_rebuild(data_dir: Path, build: Build, plan: CrowdedLog) -> Verdict:
    verdict = Verdict()
    with faulty_city(data_dir, build, apis=2) as city:
        doors = [city.city("serve"), city.city("serve-1")]
        with producing(*doors, count=plan.producers, seed=plan.seed, items=20) as producers:
            late = run(commit_late(city.stores.urls.database_url, plan.late_commits))
            producers.finish()
        assert late == plan.late_commits, "too few commits came out of order to prove anything"
        time.sleep(QUIET_S)  # the projector has read to the end of the log
        with redis.Redis.from_url(city.stores.urls.redis_url) as client:
            client.flushall()
        check_projection(city.stores.urls, verdict, REBUILT_IS_FINAL_S)
    verdict.figures["acknowledged"] = producers.acknowledged()
    print(verdict.figures, verdict)  # noqa: T201
    return verdict

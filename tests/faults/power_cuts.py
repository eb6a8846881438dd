"""Power cuts under load: the disk as it was at one moment, and the stores that wake up on it."""

import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.faults.kit.builds import Build, Verdict
from tests.faults.kit.checker import check_projection
from tests.faults.kit.faulty_city import FaultyCity, faulty_city
from tests.faults.kit.images import after_power_cut, disk
from tests.faults.kit.journal import Producers, producing
from tests.faults.kit.losses import find_losses
from tests.services.databases import run

DISK_MB = 6_000
LOAD_S = 3.0
REPORTED_WITHIN_S = 10.0
PAUSE_S = 0.1
"""Of each producer between two bodies: each image holds all that came before, and is read whole."""


@dataclass(frozen=True, slots=True)
class PowerCuts:
    """So many images of one city under load, each woken up and judged."""

    images: int
    producers: int
    seed: int


def run_power_cuts(folder: Path, build: Build, plan: PowerCuts) -> Verdict:
    verdict = Verdict(figures={"images": plan.images, "seed": plan.seed})
    started_s = time.monotonic()
    with (
        disk(folder, size_mb=DISK_MB) as mounted,
        faulty_city(mounted / "city", build) as city,
        producing(city.city(), count=plan.producers, seed=plan.seed, pause_s=PAUSE_S) as producers,
    ):
        for _ in range(plan.images):
            time.sleep(LOAD_S)
            _await_report(producers)
            acknowledged = _cut_the_power(folder, city, producers, verdict)
            verdict.figures["acknowledged"] = acknowledged
            if build.is_weakened and not verdict.holds:
                break  # seen; the WAL may have been written just before another cut
    verdict.figures |= {"took, s": time.monotonic() - started_s}
    print(verdict.figures)  # noqa: T201
    return verdict


def _await_report(producers: Producers) -> None:
    """Return just after an acknowledgement: power that is cut when nobody reports loses nothing."""
    before, deadline_s = producers.acknowledged(), time.monotonic() + REPORTED_WITHIN_S
    while producers.acknowledged() == before:
        assert time.monotonic() < deadline_s, producers.complaints() or "nobody reports any more"
        time.sleep(0.001)


def _cut_the_power(folder: Path, city: FaultyCity, producers: Producers, verdict: Verdict) -> int:
    """Judge what wakes up; returns how many reports had been acknowledged."""
    with ExitStack() as stack:
        for name in ("postgresql", "valkey", "work", "serve"):
            stack.enter_context(city.frozen(name))
        acknowledged = producers.copy_journals()
        mounted = stack.enter_context(after_power_cut(folder))
        woken = stack.enter_context(faulty_city(mounted / "city", apis=0))
        run(find_losses(woken.stores.urls.database_url, acknowledged, verdict))
        if not city.build.is_weakened:
            check_projection(woken.stores.urls, verdict)
    return sum(len(journal.acknowledged) for journal in acknowledged)

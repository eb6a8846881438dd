"""The campaign of kills: `onelot up` under load, one process after the other dies by `kill -9`."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median

import redis

from tests.end_to_end.city import City, running_city
from tests.end_to_end.live_client import LiveClient
from tests.faults.kit import processes
from tests.faults.kit.builds import Build, Verdict
from tests.faults.kit.checker import check_city, patience_after
from tests.faults.kit.journal import Producers, producing
from tests.faults.kit.reports import CENTRE
from tests.services.cities import MADE_UP_COUNTS

VICTIMS = ("serve", "work", "valkey-server", "postgres")
HEALS_WITHIN_S = 120.0
LONGEST_PAUSE_S = 2.0


@dataclass(frozen=True, slots=True)
class Plan:
    """Who dies, in this order, and how many reports are to be acknowledged meanwhile."""

    victims: Sequence[str]
    reports: int
    producers: int
    seed: int
    pause_s: float = 0.05


def any_order(kills: int, seed: int) -> list[str]:
    """Every victim equally often, in an order of the seed."""
    victims = [VICTIMS[number % len(VICTIMS)] for number in range(kills)]
    Random(seed).shuffle(victims)
    return victims


@dataclass(slots=True)
class Campaign:
    """One city under load, with a driver's page open all the time."""

    city: City
    producers: Producers
    page: LiveClient
    verdict: Verdict
    healed_s: list[float] = field(default_factory=list)

    def run(self, plan: Plan, patience_s: float) -> None:
        random = Random(plan.seed)
        for number, name in enumerate(plan.victims, 1):
            try:
                self.kill(name, random.uniform(0, LONGEST_PAUSE_S))
            except AssertionError:
                self.verdict.add("does not heal", f"around kill {number}, of {name}")
                return
        self.empty_redis()
        self.finish(plan.reports, patience_s)

    def figures(self) -> dict[str, object]:
        journals = self.producers.journals
        return {
            "bodies sent again after no answer": sum(one.doubtful for one in journals),
            "bodies answered 503": sum(one.refused for one in journals),
            "back to acknowledging, median s": median(self.healed_s or [0]),
            "back to acknowledging, slowest s": max(self.healed_s, default=0),
        }

    def kill(self, name: str, pause_s: float) -> None:
        """Kill a process of a city that works; then it works again."""
        before = self.producers.acknowledged()
        self.page.wait_until(lambda: self.producers.acknowledged() > before, HEALS_WITHIN_S)
        pause_until_s = time.monotonic() + pause_s
        self.page.wait_until(lambda: time.monotonic() > pause_until_s, HEALS_WITHIN_S)
        pid = self._pid_of(name)
        processes.kill(pid)
        killed_s, before = time.monotonic(), self.producers.acknowledged()
        self.page.wait_until(lambda: self.city.children().get(name, pid) != pid, HEALS_WITHIN_S)
        self.page.wait_until(lambda: self.producers.acknowledged() > before, HEALS_WITHIN_S)
        self.healed_s.append(time.monotonic() - killed_s)

    def empty_redis(self) -> None:
        epoch = self.page.epoch
        with redis.Redis.from_url(self.city.stores.redis_url) as client:
            client.flushall()
        self.page.wait_until(lambda: self.page.epoch != epoch, HEALS_WITHIN_S)

    def finish(self, reports: int, patience_s: float) -> None:
        """Go on until so much is acknowledged, then judge what is left."""
        self.page.wait_until(lambda: self._has(reports), patience_s)
        self.producers.finish()
        self.city.wait_until_ready(HEALS_WITHIN_S)
        check_city(self.city, self.producers, self.verdict)
        expected = self.producers.expected()
        try:
            self.page.wait_until(lambda: self.page.free() == expected, patience_after(self.verdict))
        except AssertionError:
            self.verdict.add("wrong", "a page that was open all the time ends with other counts")

    def _has(self, reports: int) -> bool:
        return self.producers.acknowledged() >= reports or bool(self.producers.complaints())

    def _pid_of(self, name: str) -> int:
        self.page.wait_until(lambda: name in self.city.children(), HEALS_WITHIN_S)
        return self.city.children()[name]


def run_kills(data_dir: Path, build: Build, plan: Plan, patience_s: float = 300.0) -> Verdict:
    """Kill, empty Redis at last, and judge; the seed is in what is printed."""
    verdict = Verdict(figures={"kills": len(plan.victims), "seed": plan.seed})
    started_s = time.monotonic()
    with (
        running_city(data_dir, program=build.program, settings=MADE_UP_COUNTS) as city,
        producing(city, count=plan.producers, seed=plan.seed, pause_s=plan.pause_s) as producers,
        LiveClient(city.url, CENTRE, radius_m=5_000) as page,
    ):
        campaign = Campaign(city, producers, page, verdict)
        campaign.run(plan, patience_s)
        verdict.figures |= campaign.figures()
    verdict.figures |= {"took, s": time.monotonic() - started_s}
    print(verdict.figures)  # noqa: T201
    return verdict

"""The campaign of kills: `onelot up` under load, one process after the other dies by `kill -9`."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median

import redis

from tests.end_to_end.city import City, running_city
from tests.end_to_end.live_client import LiveClient
from tests.faults.kit import processes
from tests.faults.kit.builds import Build, Verdict
from tests.faults.kit.checker import check_city
from tests.faults.kit.journal import Producers, producing
from tests.faults.kit.reports import CENTRE
from tests.faults.kit.weaken import weaken_servers

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

    @property
    def random(self) -> Random:
        return Random(self.seed)


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
            self.page.wait_until(lambda: self.page.free() == expected, HEALS_WITHIN_S)
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
    random, started_s = plan.random, time.monotonic()
    with running_city(data_dir, program=build.program) as city:
        weaken_servers(build, city.stores)
        with (
            producing(city, plan.producers, seed=plan.seed, pause_s=plan.pause_s) as producers,
            LiveClient(city.url, CENTRE, radius_m=5_000) as page,
        ):
            campaign = Campaign(city, producers, page, verdict)
            for name in plan.victims:
                campaign.kill(name, random.uniform(0, LONGEST_PAUSE_S))
            campaign.empty_redis()
            campaign.finish(plan.reports, patience_s)
    verdict.figures |= {
        "bodies sent again after no answer": _sum(producers, lambda one: one.doubtful),
        "bodies answered 503": _sum(producers, lambda one: one.refused),
        "back to acknowledging, median s": median(campaign.healed_s),
        "back to acknowledging, slowest s": max(campaign.healed_s),
        "took, s": time.monotonic() - started_s,
    }
    print(verdict.figures)  # noqa: T201
    return verdict


def _sum(producers: Producers, count: Callable) -> int:
    return sum(count(journal) for journal in producers.journals)

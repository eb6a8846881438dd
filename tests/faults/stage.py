"""A city under load with a proxy before each store, and callers of every kind."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx

from parking.storage.settings import StoreUrls
from tests.faults.kit.builds import Build, Verdict
from tests.faults.kit.callers import PROBE_LOT, asks, issue_key, snapshot
from tests.faults.kit.checker import check_city
from tests.faults.kit.faulty_city import FaultyCity, faulty_city
from tests.faults.kit.journal import Producers, producing, register
from tests.faults.kit.losses import find_losses
from tests.faults.kit.probes import Probe, probing
from tests.faults.kit.proxy import FaultProxy, proxied
from tests.services.databases import run

SEED = 20_261_127
PATIENCE_S = 30.0


@dataclass(frozen=True, slots=True)
class Stage:
    """What the phases of a fault test play on."""

    city: FaultyCity
    postgres: FaultProxy
    redis: FaultProxy
    key: str
    producers: Producers
    probes: dict[str, Probe]
    verdict: Verdict
    moment: datetime = field(default_factory=lambda: datetime.now(UTC))

    def start_again(self, *names: str) -> None:
        for name in self.with_a_deputy(names):
            self.city.start(name)

    def wait_until_whole(self) -> None:
        """Have what was started again be there before the next fault."""
        if not self.city.build.is_weakened:
            self.city.wait_until_ready()

    def with_a_deputy(self, names: Sequence[str]) -> Sequence[str]:
        """Only a build that is tried whole has a second API process to spare."""
        return () if self.city.build.is_weakened else names

    def report(self, serial: str, observed: datetime | None = None) -> str:
        """Send a report of the probe's lot, the same under a serial; how it is answered."""
        body = snapshot(serial, observed or self.moment)
        with self.city.city().client(self.key) as http:
            answer = http.post("/v1/reports", json={"reports": [body]})
        if answer.status_code != httpx.codes.OK:
            return str(answer.json().get("type")).rpartition("/")[2]
        return str(answer.json()["results"][0]["status"])

    def age_s(self) -> float | None:
        """How old the probe's lot is to drivers; None where they see no figure."""
        return self._ask(f"/v1/lots/{PROBE_LOT}").json()["availability"]["age_s"]

    def epoch(self) -> str:
        """The epoch of what drivers see."""
        return str(self._ask("/status").json()["replica"]["epoch"])

    def metric(self, line: str) -> float:
        """One figure of /metrics, by its name and labels."""
        lines = self._ask("/metrics").text.splitlines()
        return next(float(one.rpartition(" ")[2]) for one in lines if one.startswith(f"{line} "))

    def _ask(self, path: str) -> httpx.Response:
        with self.city.city().client() as http:
            return http.get(path)

    def note(self, name: str, value: object) -> None:
        self.verdict.figures[name] = value


@contextmanager
def staged(
    data_dir: Path,
    build: Build,
    verdict: Verdict,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Stage]:
    """Raise the curtain: two producers send and three callers ask until the end of the block."""
    with ExitStack() as stack:
        proxies: list[FaultProxy] = []

        def through(direct: StoreUrls) -> StoreUrls:
            urls = []
            for url in (direct.database_url, direct.redis_url):
                proxy, address = stack.enter_context(proxied(url))
                proxies.append(proxy)
                urls.append(address)
            return StoreUrls(*urls)

        apis = 1 if build.is_weakened else 2
        city = stack.enter_context(
            faulty_city(data_dir, build, apis=apis, through=through, environment=environment)
        )
        producers = stack.enter_context(
            producing(city.city(), count=2, seed=SEED, items=20, pause_s=0.05)
        )
        key = run(issue_key(city.stores.urls.database_url))
        with city.city().client(key) as http:
            register(http, PROBE_LOT, {"name": "Probe", "capacity": 100})
        probes = stack.enter_context(probing(city.address(), key, **asks()))
        stage = Stage(city, *proxies, key, producers, probes, verdict)
        wait_for(lambda: stage.age_s() is not None)
        yield stage


def settle(stage: Stage) -> None:
    """Let everything that was sent be answered, and judge the city as a whole.

    Of a weakened one only the log: what it shows would be waited for in vain.
    """
    for probe in stage.probes.values():
        probe.stop()
    stage.producers.finish()
    if stage.city.build.is_weakened:
        run(
            find_losses(
                stage.city.stores.urls.database_url, stage.producers.journals, stage.verdict
            )
        )
    else:
        check_city(stage.city.city(), stage.producers, stage.verdict)


def wait_for(holds: Callable[[], bool]) -> None:
    deadline_s = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline_s, "it does not come to that"
        time.sleep(0.05)


def rest(seconds: float) -> float:
    """Let a fault last; the moment it began."""
    began_s = time.monotonic()
    time.sleep(seconds)
    return began_s

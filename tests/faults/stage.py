"""A city under load with a proxy before each store, its callers, and what is judged of both."""

import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from statistics import quantiles

import httpx

from parking.storage.postgres.keys import PostgresKeys
from parking.storage.postgres.pool import PLATFORM, open_pool
from parking.storage.settings import StoreUrls
from tests.faults.kit.builds import Build, Verdict
from tests.faults.kit.checker import check_city
from tests.faults.kit.faulty_city import FaultyCity, faulty_city
from tests.faults.kit.journal import Producers, producing
from tests.faults.kit.losses import find_losses
from tests.faults.kit.probes import Answer, Probe, probing
from tests.faults.kit.proxy import FaultProxy, proxied
from tests.faults.kit.reports import CENTRE
from tests.services.databases import run

MARGIN = 3
ANY_S = MARGIN * 3.0
"""No request takes longer, whatever its store does."""
ACKNOWLEDGED_S = MARGIN * 0.5
REFUSED_S = MARGIN * 1.0
BACK_S = {"valkey": MARGIN * 5.0, "postgresql": MARGIN * 10.0}
LOSES_WITHIN = timedelta(seconds=5)
PROBE_LOT = "op1-probe"
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

    def blame_reports(self, words: str, since_s: float, *, status: int, within_s: float) -> None:
        """Reports were all answered so, and nearly all in time."""
        answers = self.probes["report"].since(since_s)
        others = [answer.status for answer in answers if answer.status not in {status, 0}]
        if others:
            self.verdict.add("refused" if status == 200 else "acknowledged", f"{words}: {others}")
        if usual_s(answers) > within_s:
            self.verdict.add("hung", f"{words}: reports take {usual_s(answers):.1f} s")
        if status == 503 and not all(answer.retry_after for answer in answers if answer.status):
            self.verdict.add("refused", f"{words}: without Retry-After")

    def blame_hangs(self, words: str, since_s: float) -> None:
        """Nobody was kept waiting, whatever he asked."""
        for name, probe in self.probes.items():
            slowest_s = max(answer.took_s for answer in probe.since(since_s))
            self._note(f"{words}: slowest {name}, s", slowest_s)
            if slowest_s > ANY_S:
                self.verdict.add("hung", f"{words}: {name} takes {slowest_s:.1f} s")

    def blame_reads(self, words: str, since_s: float) -> None:
        """Drivers were answered all the time."""
        statuses = {answer.status for answer in self.probes["nearby"].since(since_s)} - {0}
        if statuses != {200}:
            self.verdict.add("unread", f"{words}: drivers are answered {statuses}")

    def blame_return(self, words: str, store: str, since_s: float, *, status: int = 200) -> None:
        """All was well again by itself, and soon."""
        for name in ("report", "readyz"):
            took_s = self.probes[name].wait_for(status, since_s, 2 * BACK_S[store])
            self._note(f"{words}: {name} back after, s", took_s)
            if took_s is None or took_s > BACK_S[store]:
                self.verdict.add("down", f"{words}: {name} is back after {took_s} s")

    def blame_youth(self, words: str, before_s: float, grown_s: float) -> None:
        """What drivers see has grown old by about the time nothing came."""
        age_s = self.age_s()
        self._note(f"{words}: age shown, s", age_s)
        if age_s < before_s + grown_s:
            self.verdict.add("young", f"{words}: shown as {age_s} s old")

    def blame_work(self, words: str, since: datetime) -> None:
        """The worker lost its database at that moment, and has found it again."""
        seen = "select max(seen_at) from process_status where kind = 'work'"
        deadline_s = time.monotonic() + BACK_S["postgresql"]
        while self.city.city().fetch(seen)[0][0] < since + LOSES_WITHIN:
            if time.monotonic() > deadline_s:
                self.verdict.add("down", f"{words}: the worker does not come back")
                return
            time.sleep(0.2)

    def blame_stop(self, name: str, words: str) -> None:
        """A process that is told to stop does, in order and in time, whatever its stores do."""
        if name not in self.city.running:
            return
        began_s = time.monotonic()
        code = self.city.stop(name)
        self._note(f"{words}: {name} stops after, s", time.monotonic() - began_s)
        if code not in {0, -signal.SIGTERM}:
            self.verdict.add("stuck", f"{words}: {name} ends with {code}")

    def start_again(self, name: str) -> None:
        """Start a process that was stopped, where the build has it at all."""
        if name in self.city.running:
            self.city.start(name)

    def report(self, serial: str, observed: datetime | None = None) -> str:
        """Send a report of the probe's lot, the same under a serial; how it is answered."""
        body = _snapshot(serial, observed or self.moment)
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

    def _note(self, name: str, value: object) -> None:
        self.verdict.figures[name] = value


def usual_s(answers: Sequence[Answer]) -> float:
    """The time that nine of ten answers keep within; a busy machine stalls now and then."""
    took_s = [answer.took_s for answer in answers]
    return quantiles(took_s, n=10)[-1] if len(took_s) > 1 else max(took_s, default=0.0)


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
            producing(city.city(), 2, seed=SEED, items=20, pause_s=0.05)
        )
        key = run(_issue_key(city.stores.urls.database_url))
        _register_probe_lot(city, key)
        asks = {"report": _reporter(), "nearby": _nearby, "readyz": _readyz, "history": _history}
        probes = stack.enter_context(probing(city.address(), key, **asks))
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


async def _issue_key(database_url: str) -> str:
    async with await open_pool(database_url) as pool:
        issued = await PostgresKeys(pool).create(PLATFORM, role="operator", operator_id="op1")
    return issued.key


def _register_probe_lot(city: FaultyCity, key: str) -> None:
    with city.city().client(key) as http:
        lot = {"name": "Probe", "capacity": 100}
        answer = http.put(f"/v1/operator/lots/{PROBE_LOT}", json=lot)
        assert answer.status_code == httpx.codes.CREATED, answer.text


def _reporter():
    numbers = count(1)

    def report(client: httpx.Client) -> httpx.Response:
        body = _snapshot(f"probe-{next(numbers)}", datetime.now(UTC))
        return client.post("/v1/reports", json={"reports": [body]})

    return report


def _snapshot(serial: str, observed: datetime) -> dict:
    return {
        "kind": "snapshot", "lot_id": PROBE_LOT, "record_serial": serial,
        "observed_at": observed.isoformat(), "spaces": [{"free": 7, "capacity": 100}],
    }  # fmt: skip


def _nearby(client: httpx.Client) -> httpx.Response:
    return client.get("/v1/lots/nearby", params=CENTRE | {"radius_m": 5_000, "limit": 100})


def _readyz(client: httpx.Client) -> httpx.Response:
    return client.get("/readyz")


def _history(client: httpx.Client) -> httpx.Response:
    return client.get(f"/v1/lots/{PROBE_LOT}/history")


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

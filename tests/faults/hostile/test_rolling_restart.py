"""Two API processes are restarted one after the other under load: nobody is refused or left."""

import asyncio
import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice

import pytest

from tests.faults.hostile.conftest import CENTRE, Besieged
from tests.faults.kit.apis import apis_beside
from tests.faults.kit.builds import REAL, Build, Verdict, fault
from tests.faults.kit.faulty_city import FaultyCity
from tests.faults.kit.pages import Page
from tests.faults.kit.scale import scaled
from tests.faults.kit.soak_report import SoakReport
from tests.faults.kit.wire import CUT, Answer, Wire
from tests.faults.mix.ledger import Held, Ledger

NO_DRAIN = Build("no drain", breaks="unannounced", program="tests.faults.weakened.no_drain")
PAGES, CLIENTS = 60, 8
EXIT_WITHIN_S = 20.0
BACK_WITHIN_S, SLACK = 5.0, 3
SNAPSHOTS_PER_RESTART = 2
WATCH = {"center": CENTRE, "radius_m": 500}
NEARBY = "/v1/lots/nearby?lat=36.65&lon=117.12"


@dataclass
class Client:
    """Reports and asks by turns; what one process does not answer, it asks the other, once."""

    wires: list[Wire]
    name: str
    ledger: Ledger
    lot: str
    failed: list[str] = field(default_factory=list)
    retries: int = 0

    async def use(self, stop: asyncio.Event) -> None:
        for number in itertools.count():
            if stop.is_set():
                return
            observed = datetime.now(UTC).isoformat()
            report = {
                "kind": "snapshot",
                "lot_id": self.lot,
                "record_serial": self.ledger.next_serial(self.name),
                "observed_at": observed,
                "spaces": [{"free": number % 100, "capacity": 100}],
            }
            if await self._try(number, lambda wire, report=report: wire.report(report)):
                self.ledger.acknowledge(report["record_serial"])
            await self._try(number, lambda wire: wire.get(NEARBY))
            await asyncio.sleep(0.02)

    async def _try(self, number: int, ask: Callable) -> bool:
        """Ask, and where no good answer comes ask the other process; whether one came."""
        said: Answer | Exception | None = None
        for turn in range(len(self.wires)):
            try:
                said = await ask(self.wires[(number + turn) % len(self.wires)])
                if said.status == 200:
                    return True
            except CUT as error:
                said = error
            self.retries += turn == 0
        self.failed.append(repr(said))
        return False


@pytest.mark.slow
@fault(NO_DRAIN)
async def test_a_rolling_restart_fails_nobody_and_every_page_is_back_soon(
    build: Build, besieged: Besieged
) -> Verdict:
    return await _roll(build, besieged, restarts=1 if build.is_weakened else 2)


@pytest.mark.soak
@pytest.mark.timeout(900)
async def test_twenty_rolling_restarts_fail_nobody(
    besieged: Besieged, soak_report: SoakReport
) -> None:
    verdict = await _roll(REAL, besieged, restarts=scaled(20))
    soak_report.add(
        "Rolling restarts",
        verdict.figures,
        verdict=str(verdict),
        conditions=f"two API processes by turns; {CLIENTS} clients that report and ask fifty "
        f"times a second and try the other process once, {PAGES} pages",
    )
    assert verdict.holds, str(verdict)


async def _roll(build: Build, besieged: Besieged, *, restarts: int) -> Verdict:
    with apis_beside(besieged.parts, build, number=2) as apis:
        ports = list(apis.ports.values())
        ledger, verdict, stop = Ledger(), Verdict(), asyncio.Event()
        clients = [
            Client([Wire(port, besieged.key) for port in ports], f"{build.name}-{n}", ledger, lot)
            for n, lot in zip(range(CLIENTS), besieged.lots, strict=False)
        ]
        pages = [Page(_balanced(ports, n), WATCH, lambda: 0.1) for n in range(PAGES)]
        async with asyncio.TaskGroup() as group:
            for client in clients:
                group.create_task(client.use(stop))
            open_pages = [group.create_task(page.live()) for page in pages]
            await asyncio.sleep(2.0)
            before = sum(page.snapshots for page in pages)
            for name in islice(itertools.cycle(apis.ports), restarts):
                await _restart(apis, name, verdict)
            stop.set()
            await asyncio.sleep(1.0)
            for page in open_pages:
                page.cancel()
        held = await ledger.held_against(besieged.parts.stores.urls.database_url)
        _judge_clients(clients, held, verdict)
        _judge_pages(pages, before, restarts, verdict)
        verdict.figures |= {
            "restarts": restarts,
            "reports acknowledged": held.acknowledged,
        }
    return verdict


def _balanced(ports: list[int], number: int) -> Callable[[], int]:
    """Choose the processes in turn, as a balancer does."""
    turns: Iterator[int] = itertools.cycle(ports[number % 2 :] + ports[: number % 2])
    return lambda: next(turns)


async def _restart(apis: FaultyCity, name: str, verdict: Verdict) -> None:
    began_s = time.monotonic()
    await asyncio.to_thread(apis.stop, name)
    took_s = time.monotonic() - began_s
    if took_s > EXIT_WITHIN_S * 1.5:
        verdict.add("late", f"{name} took {took_s:.1f} s to end")
    apis.start(name, "serve")
    await asyncio.to_thread(apis.wait_until_ready)


def _judge_clients(clients: list[Client], held: Held, verdict: Verdict) -> None:
    for one in held.lost:
        verdict.add("lost", one)
    for one in held.doubled:
        verdict.add("doubled", one)
    for client in clients:
        for said in client.failed:
            verdict.add("refused", said)
        for wire in client.wires:
            wire.close()
    verdict.figures["asked of the other process"] = sum(client.retries for client in clients)


def _judge_pages(pages: list[Page], before: int, restarts: int, verdict: Verdict) -> None:
    unannounced = sum(page.unannounced for page in pages)
    if unannounced:
        verdict.add("unannounced", f"{unannounced} pages lost their connection without a word")
    away = sum(not page.is_back for page in pages)
    back_s = sorted(took_s for page in pages for took_s in page.back_s[1:] or page.back_s)
    if away or not back_s or back_s[int(0.99 * len(back_s))] > SLACK * BACK_WITHIN_S:
        verdict.add("away", f"{away} pages away, the last back after {back_s[-1:]} s")
    shown = sum(page.snapshots for page in pages) - before
    if shown > SNAPSHOTS_PER_RESTART * restarts * len(pages):
        verdict.add("reloaded", f"{shown} snapshots for {len(pages)} pages")
    verdict.figures |= {
        "pages": len(pages),
        "snapshots shown": shown,
        "times back": len(back_s),
        "p99 back after, s": back_s[int(0.99 * len(back_s))] if back_s else None,
    }

"""Pages that stop reading: dropped in time, at a bounded cost, to nobody else's harm."""

import asyncio
import itertools
import re
import time
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from tests.faults.hostile.conftest import Besieged
from tests.faults.kit.apis import apis_beside
from tests.faults.kit.builds import REAL, Build, Verdict, fault
from tests.faults.kit.processes import resident_kib
from tests.faults.kit.scale import scaled
from tests.faults.kit.soak_report import SoakReport
from tests.faults.kit.wire import Wire, percentile_s
from tests.live.raw import RawClient

NAIVE = Build(
    "a naive broadcast loop", breaks="delayed", program="tests.faults.weakened.naive_broadcast"
)
STALLED, FINE = 100, 20
MANY = {"type": "watch", "id": "a", "bbox": [117.0, 36.5, 117.3, 36.68]}
"""Lots whose snapshot the kernel still takes, and whose changes it soon does not."""
EVERY_S = 0.15
USUAL_S = 4.0
DROPPED_WITHIN_S = 15.0
SLACK = 3
NOISE_S = 0.5
SILENCE_S = 6.0
MEMORY_PER_STALLED_KIB, MEMORY_NOISE_KIB = 512, 20_480


@pytest.mark.slow
@fault(NAIVE)
async def test_stalled_clients_are_dropped_and_keep_nobody_waiting(
    build: Build, besieged: Besieged
) -> Verdict:
    return await _pulse_beside(build, besieged, 1 if build.is_weakened else STALLED)


@pytest.mark.soak
@pytest.mark.timeout(900)
async def test_a_hundred_stalled_clients_again_and_again_leave_nothing_behind(
    besieged: Besieged, soak_report: SoakReport
) -> None:
    times = scaled(10)
    verdict = await _pulse_beside(REAL, besieged, STALLED, times)
    soak_report.add(
        "Stalled clients",
        verdict.figures,
        verdict=str(verdict),
        conditions=f"one API process, {STALLED} websockets that stop reading, {times} times, "
        f"beside {FINE} pages; {len(besieged.lots)} lots change every {EVERY_S:g} s",
    )
    assert verdict.holds, str(verdict)


async def _pulse_beside(build: Build, besieged: Besieged, stalled: int, times: int = 1) -> Verdict:
    verdict = Verdict()
    with apis_beside(besieged.parts, build) as beside:
        (port,) = beside.ports.values()
        pulse = Pulse(port, besieged.key, besieged.lots)
        process_id = beside.children()["beside-0"]
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(pulse.beat())]
            tasks += [group.create_task(pulse.feel()) for _ in range(FINE)]
            await asyncio.sleep(USUAL_S)
            usual, pulse.delays_s = pulse.delays_s, []
            before_kib = resident_kib(process_id)
            for _ in range(times):
                await _stall(pulse, stalled, process_id, before_kib, verdict)
            for task in tasks:
                task.cancel()
        pulse.close()
    before_s, beside_s = (percentile_s(some, 99) for some in (usual, pulse.delays_s))
    if beside_s - before_s > NOISE_S + SLACK * before_s:
        verdict.add("delayed", f"p99 of the others rose by {beside_s - before_s:.2f} s")
    verdict.figures |= {
        "stalled": stalled * times,
        "p99 from report to page without them, s": before_s,
        "the same beside them, s": beside_s,
    }
    return verdict


class Pulse:
    """All lots change several times a second; `delays_s` is how long each change took to arrive."""

    def __init__(self, port: int, key: str, lots: Sequence[str]) -> None:
        self.port = port
        self.delays_s: list[float] = []
        self.felt_s = time.monotonic()
        self._wire = Wire(port, key)
        self._lots = lots
        self._sent_s: dict[int, float] = {}

    async def beat(self) -> None:
        for free in itertools.cycle(range(100)):
            self._sent_s[free] = time.monotonic()
            observed = datetime.now(UTC).isoformat()
            spaces = [{"free": free, "capacity": 100}]
            await self._wire.report(*(
                {"kind": "snapshot", "lot_id": lot, "record_serial": observed,
                 "observed_at": observed, "spaces": spaces}
                for lot in self._lots
            ))  # fmt: skip
            await asyncio.sleep(EVERY_S)

    def close(self) -> None:
        self._wire.close()

    async def feel(self) -> None:
        """Watch one lot as a page does, until cancelled."""
        client = await RawClient.open(self.port)
        try:
            client.say({"type": "watch", "id": "a", "lots": [self._lots[0]]})
            while True:
                for lot in (await client.until("changes"))["lots"]:
                    self.felt_s = time.monotonic()
                    self.delays_s.append(self.felt_s - self._sent_s[lot["availability"]["free"]])
        finally:
            client.writer.transport.abort()


async def _stall(
    pulse: Pulse, number: int, process_id: int, before_kib: int, verdict: Verdict
) -> None:
    """Open the stalled clients and look on until all are gone, or somebody is harmed."""
    began_s = time.monotonic()
    stalled = [await RawClient.open(pulse.port, receive_bytes=4_096) for _ in range(number)]
    for client in stalled:
        client.say(MANY)
    wire, end_s = Wire(pulse.port), began_s + SLACK * DROPPED_WITHIN_S
    peak_kib = before_kib
    while await _connections(wire) > FINE:
        peak_kib = max(peak_kib, resident_kib(process_id))
        silent_s = time.monotonic() - pulse.felt_s
        if silent_s > SILENCE_S:
            verdict.add("delayed", f"the others have heard nothing for {silent_s:.1f} s")
            break
        if time.monotonic() > end_s:
            verdict.add("kept", f"after {SLACK * DROPPED_WITHIN_S} s")
            break
        await asyncio.sleep(0.2)
    allowed_kib = MEMORY_NOISE_KIB + number * MEMORY_PER_STALLED_KIB
    if peak_kib - before_kib > allowed_kib:
        verdict.add("memory", f"{peak_kib - before_kib} KiB for {number} stalled clients")
    for client in stalled:
        client.writer.transport.abort()
    wire.close()
    verdict.figures |= {
        "last dropped after, s": time.monotonic() - began_s,
        "memory grown by, KiB": peak_kib - before_kib,
    }


async def _connections(wire: Wire) -> int:
    text = (await wire.get("/metrics")).body.decode()
    found = re.search(r"^onelot_live_connections (\d+)", text, re.MULTILINE)
    assert found is not None
    return int(found[1])

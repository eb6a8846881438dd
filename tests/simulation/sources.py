"""Sources on the network: each sends what its device says until it is acknowledged, and notes that.

What was acknowledged must be in the log, exactly once, from that moment on.
"""

import asyncio
import json

from parking.clock import to_us
from parking.identity import ident_of
from parking.ids import OperatorId, OperatorKey, SourceKey
from parking.moment import read_moment
from parking.principal import Principal
from tests.simulation.cluster import Cluster
from tests.simulation.reports import Device
from tests.simulation.stage import Stage

REQUEST_S = 3.0
PAUSE_S = (0.05, 0.5)
HISTORY = 0.04
TWICE = 0.06
STORED = {"accepted", "late", "duplicate"}


class SourceModel:
    """One credential and the device behind it."""

    def __init__(
        self, stage: Stage, cluster: Cluster, device: Device, source_key: int, operator_key: int
    ) -> None:
        self._stage = stage
        self._cluster = cluster
        self._device = device
        self._chance = stage.stream(f"source-{source_key}")
        self._principal = Principal(
            "operator",
            f"key-{source_key}",
            OperatorId(f"op{operator_key}"),
            OperatorKey(operator_key),
            SourceKey(source_key),
        )
        self._new: set[bytes] = set()
        self.acknowledged: dict[bytes, str] = {}
        self.waiting = 0

    async def run(self, pause_s: float, until_s: float) -> None:
        """Speak at random, a few reports at a time, until a moment."""
        loop = asyncio.get_running_loop()
        async with asyncio.TaskGroup() as group:
            while loop.time() < until_s:
                await asyncio.sleep(self._chance.expovariate(1 / pause_s))
                if self._chance.random() < 0.02:
                    self._device.reset()
                size = self._chance.choice((1, 1, 2, 4))
                now_us = self._stage.city_us()
                reports = [self._device.next_report(now_us) for _ in range(size)]
                door = "history" if self._chance.random() < HISTORY else "reports"
                group.create_task(self._deliver(door, reports))
                if self._chance.random() < TWICE:
                    group.create_task(self._deliver("reports", reports))

    async def _deliver(self, door: str, reports: list[dict]) -> None:
        """Send the same request until it is answered."""
        self.waiting += 1
        body = json.dumps({"reports": reports}).encode()
        while (results := await self._ask(door, body)) is None:  # noqa: ASYNC110 - a retry
            await asyncio.sleep(self._chance.uniform(*PAUSE_S))
        self.waiting -= 1
        for report, result in zip(reports, results, strict=True):
            self._take(report, result["status"])

    async def _ask(self, door: str, body: bytes) -> list[dict] | None:
        """Make one attempt; None where it is not known, or known not, to be acknowledged."""
        weather = self._stage.to_doors
        try:
            async with asyncio.timeout(REQUEST_S):
                await weather.travel(self._chance)
                process = self._cluster.any_api(self._chance)
                if process is None or weather.loses(self._chance):
                    return None
                # Shielded: a server goes on with a request whose client has hung up.
                answer = await asyncio.shield(process.post(door, self._principal, body))
                await weather.travel(self._chance)
        except (TimeoutError, asyncio.CancelledError) as error:
            current = asyncio.current_task()
            if isinstance(error, asyncio.CancelledError) and current and current.cancelling():
                raise
            return None
        self._stage.note("answer", answer.status, answer.body)
        if weather.cuts(self._chance) or answer.status not in (200, 422):
            return None
        return json.loads(answer.body)["results"]

    def _take(self, report: dict, status: str) -> None:
        if status not in STORED:
            return
        found = [ident for ident in self._idents(report) if self._stage.postgres.holds(ident)]
        if not found:
            self._stage.fail(f"{status}, and not in the log: {report}")
            return
        for ident in found:
            self.acknowledged[ident] = status

    def _idents(self, report: dict) -> list[bytes]:
        """List the identities it may have: an id that came free is another lot's."""
        observed_us = to_us(read_moment(report["observed_at"]))
        return [
            ident_of(
                self._principal.source_key,
                lot.lot_key,
                report["kind"],
                report["record_serial"],
                observed_us,
            )
            for lot in self._stage.registry.known()
            if lot.lot_id == report["lot_id"]
        ]

"""Sources of the mixed load: each key sends its feed on time, every body until it is answered."""

import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx

from tests.faults.mix.asking import Asking
from tests.faults.mix.feeds import Amends, Bays, Counts, Feed, Gates, Lanes
from tests.faults.mix.ledger import Ledger

TAKEN = frozenset({"accepted", "duplicate", "late"})
SHOWN = 5
PAUSE_S = 0.5


@dataclass(frozen=True, slots=True)
class Style:
    """`lots` of each source, and how often it sends a body when the whole load is `RATE`."""

    feed: type[Counts | Gates | Lanes | Bays | Amends]
    sources: int
    lots: int
    period_s: float


RATE = 500.0
STYLES = {
    "count": Style(Counts, 8, 25, 1.0),
    "gate": Style(Gates, 10, 12, 0.1),
    "lane": Style(Lanes, 4, 10, 1.0),
    "bay": Style(Bays, 4, 20, 0.8),
    "amend": Style(Amends, 4, 15, 1.0),
}


@dataclass
class Source:
    """One key and its feed."""

    name: str
    key: str
    feed: Feed
    period_s: float
    asking: Asking
    ledger: Ledger
    statuses: Counter[str] = field(default_factory=Counter)
    wrong: list[object] = field(default_factory=list)

    async def send_until(self, stop: asyncio.Event, chance: random.Random) -> None:
        """Send on time; after a late body the next follow at once, a second's worth at most."""
        due_s = time.monotonic() + chance.uniform(0, self.period_s)
        while not stop.is_set():
            await asyncio.sleep(due_s - time.monotonic())
            due_s = max(due_s, time.monotonic() - 1.0) + self.period_s
            await self._send(self.feed.body(datetime.now(UTC), self._next_serial))

    def _next_serial(self) -> str:
        return self.ledger.next_serial(self.name)

    async def _send(self, reports: list[dict[str, object]]) -> None:
        body = {"reports": reports}
        while True:
            answer = await self.asking.ask(
                "reports", "POST", "/v1/reports", key=self.key, json=body
            )
            if answer is not None and answer.status_code not in {429, 503}:
                break
            await asyncio.sleep(PAUSE_S if answer is None else float(answer.headers["retry-after"]))
        self._take(reports, answer)

    def _take(self, reports: list[dict[str, object]], answer: httpx.Response) -> None:
        results = answer.json().get("results", [])
        if len(results) != len(reports):
            self.wrong.append(answer.text[:300])
            return
        for said, result in zip(reports, results, strict=True):
            self.statuses[result["status"]] += 1
            if result["status"] in TAKEN:
                self.ledger.acknowledge(str(said["record_serial"]))
            elif len(self.wrong) < SHOWN:
                self.wrong.append((said, result))

"""How long readers wait for the truth when Redis is lost whole, and whether reports go on.

A city of 5,000 lots whose 200,000 bays each report by themselves; a source goes on sending while
Redis is emptied, and every lot is compared with what was sent before.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx
import redis

from parking.storage.embedded.stores import embedded_stores
from parking.storage.settings import StoreUrls
from tests.bench import jinan
from tests.bench.city import NO_LIMITS, lot_id, register_lots
from tests.bench.figure import Figure, Goal
from tests.bench.servers import PROJECT, child_server, free_port
from tests.services.cities import MADE_UP_COUNTS

LOTS, BAYS_A_LOT = 5_000, 40
BATCH = 1_000
LIVE_LOTS = 50
"""At the end of the list; these go on reporting."""
PATIENCE_S = 300.0
PAGE = 1_000


@dataclass(slots=True)
class Rebuild:
    """What was found; `wrong` counts lots that readers saw otherwise than before."""

    took_s: float
    wrong: int
    refused: int
    sent: int


@dataclass
class _Sender:
    """Goes on reporting until it is stopped."""

    client: httpx.Client
    refused: int = 0
    sent: int = 0
    stopping: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        while not self.stopping.is_set():
            lots = range(LOTS - LIVE_LOTS, LOTS)
            body = [_bay(lot, 0, "free", f"live-{self.sent}") for lot in lots]
            answer = self.client.post("/v1/reports", json={"reports": body})
            self.refused += answer.status_code != httpx.codes.OK
            self.sent += 1
            self.stopping.wait(0.05)


def redis_rebuild() -> Iterator[Figure]:
    found = measure_rebuild()
    where = f"{LOTS} lots, {LOTS * BAYS_A_LOT} bays, FLUSHALL under load, one API process, no fsync"
    yield Figure(
        "redis_rebuild", found.took_s, "s", Goal("<=", 60, 30),
        f"until readers follow the new epoch; {where}",
    )  # fmt: skip
    yield Figure(
        "redis_rebuild.wrong", found.wrong, "lots", Goal("<=", 0, 0),
        f"shown otherwise than before; {where}",
    )  # fmt: skip
    yield Figure(
        "redis_rebuild.refused", found.refused, "requests", Goal("<=", 0, 0),
        f"of {found.sent} sent meanwhile; {where}",
    )  # fmt: skip


def measure_rebuild() -> Rebuild:
    """Fill a city, empty its Redis, and wait until all is as it was."""
    with _city() as (stores, client):
        _fill(client)
        before = _shown(client, lambda shown: sum(shown.values()) == LOTS * BAYS_A_LOT // 2)
        sender = _Sender(client)
        thread = threading.Thread(target=sender.run)
        thread.start()
        try:
            epoch = _epoch(client)
            with redis.Redis.from_url(stores.redis_url) as store:
                store.flushall()
            began_s = time.monotonic()
            while _epoch(client) == epoch or client.get("/readyz").status_code != httpx.codes.OK:
                assert time.monotonic() < began_s + PATIENCE_S, "Redis is not rebuilt"
                time.sleep(0.05)
            took_s = time.monotonic() - began_s
        finally:
            sender.stopping.set()
            thread.join()
        after = _shown(client, lambda shown: len(shown) == LOTS)
        wrong = sum(after[lot] != free for lot, free in before.items())
        return Rebuild(took_s, wrong, sender.refused, sender.sent)


@contextmanager
def _city() -> Iterator[tuple[StoreUrls, httpx.Client]]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        stores = stack.enter_context(embedded_stores(folder / "city", durable=False)).urls
        key = asyncio.run(register_lots(stores, *jinan.lots(LOTS)))
        environment = NO_LIMITS | {
            "ONELOT_DATABASE_URL": stores.database_url,
            "ONELOT_REDIS_URL": stores.redis_url,
            "ONELOT_LOG_LEVEL": "warning",
        }
        stack.enter_context(_worker(environment))
        port = free_port()
        command = ["api.commands.main", "serve", "--port", str(port)]
        server = stack.enter_context(child_server(command, port, environment, "/readyz"))
        yield (
            stores,
            stack.enter_context(
                httpx.Client(
                    base_url=server.url,
                    headers={"authorization": f"Bearer {key}"},
                    timeout=60,
                    trust_env=False,
                )
            ),
        )


@contextmanager
def _worker(environment: dict[str, str]) -> Iterator[None]:
    with subprocess.Popen(
        [sys.executable, "-m", "api.commands.main", "work"],
        cwd=PROJECT,
        env={**os.environ, **environment, **MADE_UP_COUNTS},
    ) as process:
        try:
            yield
        finally:
            process.terminate()


def _fill(client: httpx.Client) -> None:
    """Every second bay is free, the live lots' first one among them."""
    reports = [
        _bay(lot, bay, "occupied" if bay % 2 else "free", "1")
        for lot in range(LOTS)
        for bay in range(BAYS_A_LOT)
    ]
    for first in range(0, len(reports), BATCH):
        body = {"reports": reports[first : first + BATCH]}
        while (answer := client.post("/v1/reports", json=body)).is_server_error:
            time.sleep(float(answer.headers["retry-after"]))
        answer.raise_for_status()


def _bay(lot: int, bay: int, status: str, serial: str) -> dict[str, str]:
    return {
        "kind": "space", "lot_id": lot_id(lot), "record_serial": f"{serial}-{bay}",
        "space_code": f"B{bay}", "status": status, "observed_at": datetime.now(UTC).isoformat(),
    }  # fmt: skip


def _shown(client: httpx.Client, holds) -> dict[str, int]:
    """Free spaces by lot as readers see them, once they are as wanted."""
    deadline_s = time.monotonic() + PATIENCE_S
    while not holds(shown := _listed(client)):
        assert time.monotonic() < deadline_s, f"{len(shown)} lots, {sum(shown.values())} free"
        time.sleep(0.2)
    return shown


def _listed(client: httpx.Client) -> dict[str, int]:
    shown: dict[str, int] = {}
    query = {"bbox": "115,35,119,39", "limit": PAGE}
    while True:
        page = client.get("/v1/lots", params=query).raise_for_status().json()
        for lot in page["lots"]:
            shown[lot["lot_id"]] = lot["availability"]["free"] or 0
        if page["next_cursor"] is None:
            return shown
        query["cursor"] = page["next_cursor"]


def _epoch(client: httpx.Client) -> str:
    return str(client.get("/status").json()["replica"]["epoch"])

"""What the callers of a city under test ask it, and the lot they ask about."""

from datetime import UTC, datetime
from itertools import count

import httpx

from parking.storage.postgres.keys import PostgresKeys
from parking.storage.postgres.pool import PLATFORM, open_pool
from tests.faults.kit.probes import Ask
from tests.faults.kit.reports import CENTRE

PROBE_LOT = "op1-probe"


def asks() -> dict[str, Ask]:
    """One of each kind: written, read from memory, from both stores' health, from the log."""
    return {"report": _reporter(), "nearby": _nearby, "readyz": _readyz, "history": _history}


def snapshot(serial: str, observed: datetime) -> dict:
    return {
        "kind": "snapshot", "lot_id": PROBE_LOT, "record_serial": serial,
        "observed_at": observed.isoformat(), "spaces": [{"free": 7, "capacity": 100}],
    }  # fmt: skip


async def issue_key(database_url: str) -> str:
    """A key of the operator that runs all lots here."""
    async with await open_pool(database_url) as pool:
        issued = await PostgresKeys(pool).create(PLATFORM, role="operator", operator_id="op1")
    return issued.key


def _reporter() -> Ask:
    numbers = count(1)

    def report(client: httpx.Client) -> httpx.Response:
        body = snapshot(f"probe-{next(numbers)}", datetime.now(UTC))
        return client.post("/v1/reports", json={"reports": [body]})

    return report


def _nearby(client: httpx.Client) -> httpx.Response:
    return client.get("/v1/lots/nearby", params=CENTRE | {"radius_m": 5_000, "limit": 100})


def _readyz(client: httpx.Client) -> httpx.Response:
    return client.get("/readyz")


def _history(client: httpx.Client) -> httpx.Response:
    return client.get(f"/v1/lots/{PROBE_LOT}/history")

"""Runs the simulated city against a real one. Composition root: owns clock and network."""

import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import httpx
import structlog

from parking.clock import to_us
from simulator.city import City
from simulator.city_client import MAX_ITEMS, CityBusyError, CityClient
from simulator.ledger import Ledger
from simulator.traffic import Traffic
from simulator.world import World

TICK_S = 0.5
ZONE = "Asia/Shanghai"

log = structlog.get_logger("onelot.simulator")


def city_time(client: CityClient) -> Callable[[], int]:
    """Return a function that tells the city's time now; a manual clock is asked each time."""
    seen = client.clock()
    if seen.mode == "real":
        return lambda: time.time_ns() // 1000
    if seen.mode == "manual":
        return lambda: to_us(datetime.fromisoformat(client.clock().now))
    start_us, start_s = to_us(datetime.fromisoformat(seen.now)), time.monotonic()
    return lambda: start_us + round((time.monotonic() - start_s) * 1e6 * seen.speed)


def run(
    city: City, url: str, keys: Mapping[str, str], ledger_path: Path, stopping: Callable[[], bool]
) -> None:
    """Simulate until `stopping()`; `keys` maps operator ids to their API keys."""
    with ExitStack() as stack:
        doors = {
            operator_id: stack.enter_context(CityClient(url, key))
            for operator_id, key in keys.items()
        }
        now_us = city_time(next(iter(doors.values())))
        ledger = stack.enter_context(Ledger(ledger_path, city))
        traffic = Traffic(World(city, now_us(), ZONE), ledger)
        while not stopping():
            started_s = time.monotonic()
            for operator_id, reports in traffic.tick(now_us()).items():
                _send(doors[operator_id], operator_id, reports)
            time.sleep(max(0.0, TICK_S - (time.monotonic() - started_s)))


def _send(door: CityClient, operator_id: str, reports: list[dict[str, object]]) -> None:
    """Send one operator's reports; what a city that is away misses is missed, as in life."""
    for first in range(0, len(reports), MAX_ITEMS):
        try:
            results = door.report(reports[first : first + MAX_ITEMS])
        except (httpx.TransportError, CityBusyError) as error:
            log.warning("city away", operator=operator_id, error=str(error))
            return
        refused = [result["problem"] for result in results if result["status"] == "rejected"]
        if refused:
            log.warning(
                "reports refused", operator=operator_id, n=len(refused), first=refused[0]["detail"]
            )

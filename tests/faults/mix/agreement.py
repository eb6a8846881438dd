"""Agreement at the end of a long run: what was sent, what the list says, what every page shows, and
what a live state made anew from the log says."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

import redis

from tests.end_to_end.city import City
from tests.faults.mix.asking import Asking
from tests.faults.mix.watchers import Watcher

PATIENCE_S = 90.0
PAGE = 500
SHOWN = 5

Lots = dict[str, dict[str, object]]


def told(availability: Mapping[str, Any]) -> dict[str, object]:
    """Take what does not depend on when one asks; a count that grew old is a last known one."""
    last_known = availability.get("last_known") or {}
    free = availability["free"]
    return {
        "free": last_known.get("free") if free is None else free,
        "is_closed": availability["state"] == "closed",
        **{name: availability[name] for name in ("capacity", "observed_at", "source")},
    }


async def listed(asking: Asking) -> Lots:
    """Read the whole list."""
    lots: Lots = {}
    cursor = ""
    while True:
        path = f"/v1/lots?limit={PAGE}{cursor}"
        answer = await asking.ask("list", "GET", path)
        assert answer is not None
        page = answer.raise_for_status().json()
        lots |= {lot["lot_id"]: told(lot["availability"]) for lot in page["lots"]}
        if not page["next_cursor"]:
            return lots
        cursor = f"&cursor={page['next_cursor']}"


async def await_truth(asking: Asking, truth: Mapping[str, int]) -> list[str]:
    """Wait until the list says what the sources know; names what it does not."""
    return await _await(lambda: _untrue(asking, truth))


async def await_pages(asking: Asking, watchers: Iterable[Watcher]) -> list[str]:
    """Wait until every page shows what the list says; names where it does not."""
    pages = list(watchers)
    return await _await(lambda: _differing(asking, pages))


async def rebuild(city: City, asking: Asking) -> None:
    """Lose Redis whole and wait until the city is ready again, under another epoch."""
    before = await _epoch(asking)
    with redis.Redis.from_url(city.stores.redis_url) as store:
        store.flushall()
    deadline_s = time.monotonic() + PATIENCE_S
    while await _epoch(asking) in {before, ""}:
        assert time.monotonic() < deadline_s, "the live state is not made anew"
        await asyncio.sleep(0.2)


def differences(before: Lots, after: Lots) -> list[str]:
    """Name the first few lots of which two lists differ."""
    return [
        f"{lot}: {before.get(lot)} and then {after.get(lot)}"
        for lot in sorted(before.keys() | after.keys())
        if before.get(lot) != after.get(lot)
    ][:SHOWN]


async def _epoch(asking: Asking) -> str:
    answer = await asking.ask("list", "GET", "/status")
    replica = {} if answer is None or not answer.is_success else answer.json()["replica"]
    return replica["epoch"] if replica.get("ready") else ""


async def _untrue(asking: Asking, truth: Mapping[str, int]) -> list[str]:
    lots = await listed(asking)
    return [
        f"{lot}: {free} sent, {lots[lot]} listed"
        for lot, free in truth.items()
        if lots[lot]["free"] != free
    ]


async def _differing(asking: Asking, watchers: list[Watcher]) -> list[str]:
    lots = await listed(asking)
    return [
        f"{lot_id}: {lots[lot_id]} listed, {shown} on a page"
        for watcher in watchers
        for lot_id, lot in watcher.picture.lots.items()
        if (shown := told(lot["availability"])) != lots.get(lot_id)
    ]


async def _await(look: Callable[[], Awaitable[list[str]]]) -> list[str]:
    """Look again until nothing is found, and not for ever; the first few of what is found."""
    deadline_s = time.monotonic() + PATIENCE_S
    while True:
        found = await look()
        if not found or time.monotonic() > deadline_s:
            return found[:SHOWN]
        await asyncio.sleep(1.0)

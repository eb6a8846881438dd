"""A story of six lots in a real city whose clock is moved by hand, and what was shown when."""

import asyncio
from datetime import UTC, datetime, timedelta

from api.planner.replay_schemas import ReplayAnswer
from tests.planning.planner_city import put_areas
from tests.services.city import City, draft

START = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
"""Monday, six in the evening in Jinan: windows open at seven."""
LOTS = [
    draft("op1-plain", land_use="hospital", area_code="370102"),
    draft("op1-gates", capacity={"general": 50}),
    draft("op1-bays", capacity={"general": 4, "charging": 2}, lot_class="onstreet"),
    draft("op1-hours", opening_hours="Mo-Su 06:00-18:30"),
    draft("op1-a", capacity={"general": 10}),
    draft("op2-quiet", capacity={}),
]


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


class Story:
    """Tells reports under serials of their own, at minutes after the start."""

    def __init__(self, city: City, keys: dict[str, dict[str, str]]) -> None:
        self.city, self.keys = city, keys
        self.serial = 0

    async def report(self, lot_id: str, kind: str, minute: float, serial=None, **content) -> None:
        self.serial += 1
        told = {
            "lot_id": lot_id, "kind": kind, "record_serial": serial or f"r{self.serial}",
            "observed_at": at(minute).isoformat(),
        } | content  # fmt: skip
        answer = await self.city.report(self.keys[lot_id[:3]], told)
        (result,) = answer.json()["results"]
        assert result["status"] in {"accepted", "late"}, result

    async def count(self, lot_id: str, minute: float, free: int, capacity=None, **more) -> None:
        space = {"space_class": "general", "free": free}
        if capacity is not None:
            space["capacity"] = capacity
        await self.report(lot_id, "snapshot", minute, spaces=[space], **more)


async def open_story(city: City) -> Story:
    await city.set_clock("manual", START)
    await put_areas(city)
    await city.put_lots(*LOTS)
    keys = {operator: await city.key("operator", operator) for operator in ("op1", "op2")}
    return Story(city, keys)


async def move(city: City, minute: float) -> None:
    await city.set_clock("manual", at(minute))


async def settled(city: City) -> dict[str, dict]:
    """What drivers are shown of every lot, once nothing changes any more."""
    before = None
    while True:
        lots = {lot["lot_id"]: shown_of(lot) for lot in (await live_lots(city))}
        if lots == before:
            return lots
        before = lots
        await asyncio.sleep(0.4)


async def live_lots(city: City) -> list[dict]:
    return (await city.client.get("/v1/lots")).json()["lots"]


def shown_of(lot: dict) -> dict:
    return {"ttl_s": lot["ttl_s"], "availability": lot["availability"]}


async def replay(city: City, planner, minute: float, **query) -> dict:
    asked = {"at": at(minute).isoformat()} | query
    answer = await city.client.get("/v1/planner/replay", params=asked, headers=planner)
    assert answer.status_code == 200, answer.text
    ReplayAnswer.model_validate_json(answer.content)
    return answer.json()

"""Readers of the mixed load: what people's pages ask of a city, each question at its own rate."""

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tests.faults.mix.asking import Asking

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Question:
    """A path made anew each time, asked `share` of the whole rate."""

    name: str
    share: float
    path: Callable[[random.Random], str]


def questions(lots: Sequence[str], places: Sequence[Place]) -> list[Question]:
    def around(chance: random.Random) -> Place:
        lat, lon = chance.choice(places)
        return lat + chance.gauss(0, 0.002), lon + chance.gauss(0, 0.002)

    def nearby(chance: random.Random) -> str:
        lat, lon = around(chance)
        return f"/v1/lots/nearby?lat={lat:.6f}&lon={lon:.6f}&radius_m=1500&min_free=1"

    def box(chance: random.Random) -> str:
        lat, lon = around(chance)
        return f"{lon - 0.02:.5f},{lat - 0.02:.5f},{lon + 0.02:.5f},{lat + 0.02:.5f}"

    def history(chance: random.Random) -> str:
        since = (datetime.now(UTC) - timedelta(minutes=10)).isoformat(timespec="seconds")
        return f"/v1/lots/{chance.choice(lots)}/history?from={since.replace('+', '%2B')}"

    return [
        Question("nearby", 0.70, nearby),
        Question("lot", 0.12, lambda chance: f"/v1/lots/{chance.choice(lots)}"),
        Question("lots", 0.06, lambda chance: f"/v1/lots?bbox={box(chance)}"),
        Question("cells", 0.04, lambda chance: f"/v1/cells?bbox={box(chance)}&resolution=9"),
        Question("history", 0.03, history),
        Question("search", 0.02, lambda chance: f"/v1/search?q={chance.randrange(1000)}"),
        Question("status", 0.02, lambda _: "/status"),
        Question("page", 0.01, lambda chance: chance.choice(("/", "/docs", "/openapi.json"))),
    ]


async def ask_until(
    stop: asyncio.Event, question: Question, per_s: float, asking: Asking, chance: random.Random
) -> None:
    """Ask one after the other, with gaps as of people who know nothing of each other."""
    due_s = time.monotonic()
    while not stop.is_set():
        due_s = max(due_s, time.monotonic() - 1.0) + chance.expovariate(per_s)
        await asyncio.sleep(due_s - time.monotonic())
        await asking.ask(question.name, "GET", question.path(chance))

"""The mixed load as a whole: a city of its own, everybody who uses it, and how it is left quiet."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from tests.end_to_end.city import City
from tests.faults.mix.asking import Asking
from tests.faults.mix.ledger import Ledger
from tests.faults.mix.readers import ask_until, questions
from tests.faults.mix.registrar import Registrar
from tests.faults.mix.samples import Sampler
from tests.faults.mix.sources import RATE, STYLES, Source
from tests.faults.mix.watchers import Watcher, stall_until
from tests.services.cities import MADE_UP_COUNTS

CENTRE = (36.65, 117.05)
SPREAD_DEG = 0.04
SETTINGS: Mapping[str, str] = {"ONELOT_TRUSTED_PROXIES": "127.0.0.1", **MADE_UP_COUNTS}
FREE_LOTS = 40
PEOPLE = 4
WATCHERS_FROM, STALLED_FROM = 1 << 20, 1 << 21


@dataclass(frozen=True, slots=True)
class Load:
    """How much of everything."""

    seconds: float
    sample_s: float
    reports_per_s: float
    questions_per_s: float
    sockets: int
    stalled: int


@dataclass
class Mix:
    """Everybody, by role; made once, run once."""

    load: Load
    city: City
    asking: Asking
    sampler: Sampler
    sources: list[Source]
    watchers: list[Watcher]
    registrar: Registrar
    places: list[tuple[float, float]]
    lots: list[str]
    chance: random.Random
    ledger: Ledger
    stalled: Counter[str] = field(default_factory=Counter)

    @property
    def port(self) -> int:
        return int(urlsplit(self.city.url).port or 80)

    @asynccontextmanager
    async def used(self) -> AsyncIterator[None]:
        """Use the city as long as the load says; within, all is quiet but the pages watch on."""
        stop = asyncio.Event()
        async with asyncio.TaskGroup() as pages:
            open_pages = [pages.create_task(one.watch_until(stop)) for one in self.watchers]
            await self._use(stop)
            yield
            for page in open_pages:
                page.cancel()

    async def _use(self, stop: asyncio.Event) -> None:
        load, chance = self.load, self.chance
        async with asyncio.TaskGroup() as group:
            group.create_task(self.sampler.sample_until(stop, load.sample_s))
            group.create_task(self.registrar.act_until(stop))
            for source in self.sources:
                group.create_task(source.send_until(stop, chance))
            for question in questions(self.lots, self.places) * PEOPLE:
                per_s = load.questions_per_s * question.share / PEOPLE
                group.create_task(ask_until(stop, question, per_s, self.asking, chance))
            for number in range(load.stalled):
                group.create_task(stall_until(stop, self.port, STALLED_FROM + number, self.stalled))
            await asyncio.sleep(load.seconds)
            stop.set()


@asynccontextmanager
async def mix_on(city: City, load: Load, lines: Path, seed: int = 1) -> AsyncIterator[Mix]:
    """Register lots and keys, and bring everybody before the doors."""
    chance = random.Random(seed)
    asking, ledger = Asking(city.url, chance), Ledger()
    admin = await asyncio.to_thread(city.key, "admin")
    places: dict[str, tuple[float, float]] = {}
    sources = []
    for style in STYLES:
        sources += await _sources(style, load, asking, ledger, admin, places, chance)
    free = await _register(asking, admin, "free", FREE_LOTS, places, chance)
    around = list(places.values())
    watchers = [
        Watcher(int(urlsplit(city.url).port or 80), WATCHERS_FROM + number, around, chance)
        for number in range(load.sockets)
    ]
    sampler = Sampler(city, asking, lines, ledger.acknowledged)
    registrar = Registrar(asking, admin, "pass", free, chance)
    try:
        yield Mix(
            load, city, asking, sampler, sources, watchers, registrar, around, list(places),
            chance, ledger,
        )  # fmt: skip
    finally:
        await asking.aclose()


async def _sources(
    name: str,
    load: Load,
    asking: Asking,
    ledger: Ledger,
    admin: str,
    places: dict[str, tuple[float, float]],
    chance: random.Random,
) -> list[Source]:
    style = STYLES[name]
    sources = []
    for number in range(style.sources):
        operator = f"{name}{number}"
        lots = await _register(asking, admin, operator, style.lots, places, chance)
        body = {"role": "operator", "operator": operator}
        issued = await asking.ask("set-up", "POST", "/v1/admin/keys", key=admin, json=body)
        assert issued is not None
        assert issued.status_code == 201, issued.text
        period_s = style.period_s * RATE / load.reports_per_s
        feed = style.feed(lots, random.Random(chance.random()))
        sources.append(Source(operator, issued.json()["key"], feed, period_s, asking, ledger))
    return sources


async def _register(
    asking: Asking,
    admin: str,
    operator: str,
    number: int,
    places: dict[str, tuple[float, float]],
    chance: random.Random,
) -> list[str]:
    """Make an operator and its lots; returns their ids."""
    made = {"operator": operator, "name": operator}
    await asking.ask("set-up", "POST", "/v1/admin/operators", key=admin, json=made)
    lots = [f"{operator}-{place:03d}" for place in range(number)]
    async with asyncio.TaskGroup() as group:
        for lot in lots:
            places[lot] = chance.gauss(CENTRE[0], SPREAD_DEG), chance.gauss(CENTRE[1], SPREAD_DEG)
            group.create_task(_put(asking, admin, operator, lot, places[lot]))
    return lots


async def _put(
    asking: Asking, admin: str, operator: str, lot: str, place: tuple[float, float]
) -> None:
    facts = {
        "name": f"停车场 {lot}", "capacity": 100, "operator": operator,
        "lat": place[0], "lon": place[1],
    }  # fmt: skip
    answer = await asking.ask("set-up", "PUT", f"/v1/operator/lots/{lot}", key=admin, json=facts)
    assert answer is not None
    assert answer.is_success, answer.text

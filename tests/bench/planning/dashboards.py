"""How long a planner waits for an answer about the whole city: a month of it, and a year.

Over HTTP, from a process that answers nobody else, beside one SQL query that finds the same figure
in rows of five minutes. Those are kept of some of the lots: what they take is told for all.
"""

import asyncio
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median

import asyncpg
import httpx
import numpy as np

from tests.bench.figure import Figure, Goal
from tests.bench.ingest.costs import Costs
from tests.bench.planning.past_city import CITY, LOTS, PastCity, past_city

ROUNDS = int(os.environ.get("ONELOT_BENCH_ROUNDS", "20"))
RAW_LOTS = min(LOTS, int(os.environ.get("ONELOT_BENCH_RAW_LOTS", "240")))
RAW_ROUNDS = 3
PERCENT = 95

MONTHS = (
    {"from": "2026-10-01T00:00:00+08:00"},
    {"from": "2026-09-01T00:00:00+08:00", "to": "2026-10-01T00:00:00+08:00"},
    {"from": "2026-09-17T00:00:00+08:00", "to": "2026-10-17T00:00:00+08:00"},
)
"""The month that runs, the last whole one, and thirty days that begin in the middle of one."""
YEARS = (
    {"from": "2025-11-01T00:00:00+08:00"},
    {"from": "2025-10-17T00:00:00+08:00", "to": "2026-10-17T00:00:00+08:00"},
)
_TIME = "at >= '2026-10-01 00:00+08'"
_SPACE = "sum(open_us), sum(known_us), sum(taken_us), sum(full_us)"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, in which forms beside its time, and a query for the like in raw rows."""

    path: str
    forms: tuple[dict[str, str], ...]
    raw: str


QUESTIONS = {
    "kpis": Question("kpis", ({}, {"area": f"{CITY}10"}), f"select {_SPACE} from bench_raw"),
    "series": Question(
        "series", ({"step": "1d"}, {"step": "1h"}),
        f"select date_trunc('hour', at), {_SPACE} from bench_raw",
    ),
    "heatmap": Question(
        "heatmap", ({"resolution": "8"}, {"resolution": "9"}, {"by": "area"}),
        f"select region, {_SPACE} from bench_raw join bench_region using (lot_key)",
    ),
    "hot_areas": Question(
        "hot-areas", ({"kind": "hospital"},),
        f"select lot_key, {_SPACE} from bench_raw join lot using (lot_key)",
    ),
    "coverage": Question(
        "coverage", ({"by": "area"}, {"by": "cell"}),
        "select lot_key, max(at), sum(known_us) from bench_raw",
    ),
}  # fmt: skip
_GROUPS = {
    "kpis": "", "series": "group by 1", "coverage": "group by 1",
    "heatmap": "and region like 'cell:89%' group by 1",
    "hot_areas": "and land_use = 'hospital' group by 1",
}  # fmt: skip
_RAW = """
create table bench_raw as
select
    lot_key, space_class, at, open_us / 288 as open_us, known_us / 288 as known_us,
    taken_us / 288 as taken_us, full_us / 288 as full_us
from generate_series(timestamptz '2026-10-01 00:00+08', '2026-10-30 23:55+08', '5 minutes') at
join occupancy_day on day = (at at time zone 'Asia/Shanghai')::date
where lot_key in (select lot_key from lot order by lot_key limit {lots});
create index on bench_raw (lot_key, at);
vacuum analyze bench_raw
"""


@dataclass
class _Answers:
    """Milliseconds that each took, and what all of them cost."""

    took_ms: list[float] = field(default_factory=list)
    cpu_ms: dict[str, float] = field(default_factory=lambda: {"API": 0.0, "PostgreSQL": 0.0})

    @property
    def middle_ms(self) -> float:
        return median(self.took_ms)

    def add(self, took_s: float, costs: Costs) -> None:
        self.took_ms.append(took_s * 1e3)
        for part, cpu_s in costs.by_part.items():
            self.cpu_ms[part] += cpu_s * 1e3

    def told(self) -> str:
        parts = (f"{ms / len(self.took_ms):.0f} ms of {part}" for part, ms in self.cpu_ms.items())
        return (
            f"p95 of {len(self.took_ms)} answers about all {LOTS} lots, in turn of every time and "
            f"form; median {self.middle_ms:.0f}, greatest {max(self.took_ms):.0f} ms; "
            f"{' and '.join(parts)}'s CPU each"
        )


def planning_dashboard() -> Iterator[Figure]:
    with past_city() as city:
        yield from figures_of(city)


def figures_of(city: PastCity) -> Iterator[Figure]:
    """Measure a city that is served."""
    raw_s = asyncio.run(_raw_seconds(city))
    months, years = _asked(city, MONTHS), _asked(city, YEARS)
    for name in QUESTIONS:
        beside = f"; {raw_s[name] * 1e3:.0f} ms by one query over raw rows"
        yield _figure(f"{name}_month", months[name], Goal("<=", 300, 100), beside)
    for name in QUESTIONS:
        if name != "coverage":  # that is of a moment
            yield _figure(f"{name}_year", years[name], Goal("<=", 1_000, 300))
    times = {name: raw_s[name] * 1e3 / months[name].middle_ms for name in QUESTIONS}
    told = ", ".join(f"{name} {ratio:.0f}" for name, ratio in times.items())
    yield Figure(
        "planning_dashboard.vs_raw", min(times.values()), "times faster", Goal(">=", 10, 30),
        f"one SQL query over rows of five minutes of a month of {RAW_LOTS} lots, told for {LOTS}, "
        f"against the median answer over HTTP; the least of {told}; the target is our own",
    )  # fmt: skip


def _figure(name: str, answers: _Answers, goal: Goal, beside: str = "") -> Figure:
    return Figure(
        f"planning_dashboard.{name}", float(np.percentile(answers.took_ms, PERCENT)), "ms", goal,
        f"{answers.told()}{beside}; over HTTP, one at a time, warm, PostgreSQL on the same "
        "processors",
    )  # fmt: skip


def _asked(city: PastCity, times: tuple[dict[str, str], ...]) -> dict[str, _Answers]:
    """Ask everything in turn; the first round warms up."""
    found = {name: _Answers() for name in QUESTIONS}
    headers = {"authorization": f"Bearer {city.key}"}
    with httpx.Client(
        base_url=city.server.url, headers=headers, timeout=120, trust_env=False
    ) as client:
        for place in range(ROUNDS + 1):
            for name, asked in _forms(times):
                before, began_s = city.costs(), time.perf_counter()
                answer = client.get(f"/v1/planner/{QUESTIONS[name].path}", params=asked)
                took_s = time.perf_counter() - began_s
                _check(answer, asked)
                if place:
                    found[name].add(took_s, city.costs() - before)
    return found


def _forms(times: tuple[dict[str, str], ...]) -> Iterator[tuple[str, dict[str, str]]]:
    for name, question in QUESTIONS.items():
        for form in question.forms:
            for when in times if name != "coverage" else ({},):
                yield name, form | when


def _check(answer: httpx.Response, asked: dict[str, str]) -> None:
    """An answer about nothing would be quick."""
    told = answer.raise_for_status().json()
    if "coverage" in told:
        assert told["coverage"] == 0.97, (asked, told["coverage"])
    else:
        assert told["total"]["lots_connected"] == LOTS, (asked, told["total"])


async def _raw_seconds(city: PastCity) -> dict[str, float]:
    """Seconds of one query over raw rows each, told for all lots."""
    owner = await asyncpg.connect(city.database_url, server_settings={"timezone": "Asia/Shanghai"})
    try:
        for statement in _RAW.format(lots=RAW_LOTS).split(";\n"):
            await owner.execute(statement)
        took: dict[str, list[float]] = {name: [] for name in QUESTIONS}
        for _ in range(RAW_ROUNDS):
            for name, question in QUESTIONS.items():
                began_s = time.perf_counter()
                await owner.fetch(f"{question.raw} where {_TIME} {_GROUPS[name]}")
                took[name].append(time.perf_counter() - began_s)
        await owner.execute("drop table bench_raw")
        return {name: median(spent) * LOTS / RAW_LOTS for name, spent in took.items()}
    finally:
        await owner.close()

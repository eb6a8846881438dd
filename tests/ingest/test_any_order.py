"""The law of the write path: a set of reports ends the same, however it came."""

import asyncio
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from itertools import count

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from parking.live.count_state import decode_shown
from parking.storage.settings import StoreUrls
from tests.ingest.city import City, city, report

HOURS = st.sampled_from([0, -1, -30, -100])
SERIALS = st.integers(0, 3)
VOIDED = ["snapshot", "entry", "space", "closure", "totals"]


@dataclass
class TwoProcesses:
    """Two write paths on the same stores, and the loop they live on."""

    runner: asyncio.Runner
    cities: tuple[City, City]


@pytest.fixture
def processes(stores: StoreUrls) -> Iterator[TwoProcesses]:
    stack = AsyncExitStack()

    async def enter() -> tuple[City, City]:
        first = await stack.enter_async_context(city(stores))
        return first, await stack.enter_async_context(city(stores, with_epoch=False))

    with asyncio.Runner() as runner:
        yield TwoProcesses(runner, runner.run(enter()))
        runner.run(stack.aclose())


def content(kind: str, free: int, serial: int) -> dict:
    spaces = [{"free": free, "capacity": 100}]
    contents: dict[str, dict] = {
        "snapshot": {"spaces": spaces},
        "exit": {"free_after": free} if free % 3 == 0 else {},
        "totals": {"lane_id": "N", "in_total": 10 + free, "out_total": free, "epoch": free % 2},
        "space": {"space_code": f"b{serial % 2}", "status": ["free", "occupied"][free % 2]},
        "closure": {"reason": str(free)},
        "correction": {"correction_of": {"record_serial": f"snapshot-{serial}"}, "spaces": spaces},
        "void": {"void_of": {"record_serial": f"{VOIDED[free % len(VOIDED)]}-{serial}"}},
    }
    return contents.get(kind, {})


@st.composite
def report_sets(draw: st.DrawFn) -> list[dict]:
    """Reports of unlike identities and times; free may be above capacity."""
    kinds = ["snapshot", "entry", "exit", "totals", "space", "heartbeat", "closure"]
    kinds += ["correction", "void"]
    drawn = draw(
        st.lists(
            st.tuples(st.sampled_from(kinds), SERIALS, HOURS, st.integers(0, 150), st.booleans()),
            min_size=1,
            max_size=14,
        )
    )
    found = {}
    for place, (kind, serial, hours, free, is_second) in enumerate(drawn):
        body = report(kind, f"{kind}-{serial}", hours * 3600 + place, lot="AB"[is_second])
        found[kind, serial, is_second, hours] = body | content(kind, free, serial)
    return list(found.values())


numbers = count()


async def send(built: City, chunk: list[dict]) -> None:
    answer = await built.send(*chunk)
    while answer["http"] == 503:
        await asyncio.sleep(0.1)
        answer = await built.send(*chunk)
    assert {result["status"] for result in answer["results"]} <= {"accepted", "late", "duplicate"}


async def ending(built: City, lots: list[int]) -> list[dict[str, object]]:
    """What stands of each lot, without what only tells how often it was recounted."""
    registers, counts = await built.registers(), await built.counts()
    found = []
    for lot_key in lots:
        stands = {
            name: shown(name, text) for (key, name), text in registers.items() if key == lot_key
        }
        if lot_key in counts:
            state = replace(counts[lot_key], raised={})
            stands["its row"] = without_ties(msgspec.to_builtins(state))
        found.append(stands)
    return found


def shown(name: str, content: str) -> object:
    if name != "c":
        ties = len(content[20:35])
        return content[4:20] + "." * ties + content[35:63]
    return without_ties(msgspec.to_builtins(decode_shown(content[35:])))


def without_ties(value: object) -> object:
    """Blank the part of a key that comes from the lot's own identity."""
    if isinstance(value, dict):
        return {
            name: part[:16] if name in {"key", "moved_key"} else without_ties(part)
            for name, part in value.items()
        }
    return value


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(reports=report_sets(), data=st.data())
def test_any_order_repetition_and_interleaving_ends_the_same(processes, reports, data):
    again = data.draw(st.permutations(reports + reports[::2]))
    sizes = st.integers(1, 5)
    in_order = [reports[at : at + 3] for at in range(0, len(reports), 3)]
    width = data.draw(sizes)
    shuffled = [again[at : at + width] for at in range(0, len(again), width)]
    run = next(numbers)

    def meant_for(side: str, chunk: list[dict]) -> list[dict]:
        return [one | {"lot_id": f"N-{run}{side}{one['lot_id']}"} for one in chunk]

    async def both() -> None:
        first, second = processes.cities
        names = [f"N-{run}{side}{lot}" for side in "xy" for lot in "AB"]
        keys = await first.add_lots(*names)
        await second.refresh()
        for chunk in in_order:
            await send(first, meant_for("x", chunk))
        await asyncio.gather(
            *(
                send((first, second)[place % 2], meant_for("y", chunk))
                for place, chunk in enumerate(shuffled)
            )
        )
        assert await ending(first, keys[:2]) == await ending(first, keys[2:])
        logged = [row for row in await first.log("lot_key, ident") if row["lot_key"] in keys[2:]]
        assert len(logged) == len(set(logged)) == len(reports)

    processes.runner.run(both())

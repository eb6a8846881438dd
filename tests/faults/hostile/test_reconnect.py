"""A thousand pages lose their connection in one moment: nearly all are back soon, and right."""

import asyncio
import random
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from tests.faults.hostile.conftest import CENTRE, Besieged
from tests.faults.kit.apis import apis_beside
from tests.faults.kit.builds import REAL, Build, Verdict, fault
from tests.faults.kit.hostile import affordable
from tests.faults.kit.pages import Page, jittered
from tests.faults.kit.scale import scaled
from tests.faults.kit.soak_report import SoakReport
from tests.faults.kit.wire import Wire, percentile_s

FORGETFUL = Build(
    "places of lost sockets that stay taken",
    breaks="away",
    program="tests.faults.weakened.keeps_sockets",
)
WANTED, WANTED_OF_WEAKENED = 1_000, 200
JITTER_S = 5.0
OPEN_WITHIN_S = 120.0
BACK_WITHIN_S, BACK_SHARE = 30.0, 0.99
FREE = 41
GIVEN_UP_S = 12.0
WATCH = {"center": CENTRE, "radius_m": 500}


@pytest.mark.slow
@fault(FORGETFUL)
async def test_a_thousand_pages_cut_off_at_once_come_back_and_show_the_truth(
    build: Build, besieged: Besieged
) -> Verdict:
    wanted = WANTED_OF_WEAKENED if build.is_weakened else WANTED
    return await _reconnect(build, besieged, affordable(wanted))


@pytest.mark.soak
@pytest.mark.timeout(900)
async def test_five_thousand_pages_come_back_again_and_again(
    besieged: Besieged, soak_report: SoakReport
) -> None:
    number, times = affordable(scaled(5_000)), 5
    verdict = await _reconnect(REAL, besieged, number, times)
    soak_report.add(
        "Mass reconnect",
        verdict.figures,
        verdict=str(verdict),
        conditions=f"one API process, {number} pages of one process that lose their connections "
        f"in one moment, {times} times, and come back within {JITTER_S:g} s; a driver asks nearby",
    )
    assert verdict.holds, str(verdict)


async def _reconnect(build: Build, besieged: Besieged, number: int, times: int = 1) -> Verdict:
    settings = {"ONELOT_LIMIT_SOCKETS": str(round(1.2 * number))}
    verdict = Verdict()
    with apis_beside(besieged.parts, build, settings=settings) as beside:
        (port,) = beside.ports.values()
        chance = random.Random(7)
        pages = [Page(lambda: port, WATCH, jittered(chance, JITTER_S)) for _ in range(number)]
        reader, source = Wire(port), Wire(port, besieged.key)
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(page.live()) for page in pages]
            await _until(lambda: all(page.picture.held for page in pages), OPEN_WITHIN_S)
            tasks.append(group.create_task(_ask(reader, verdict)))
            for turn in range(times):
                for page in pages:
                    page.cut()
                await source.report(*_counts(besieged.lots, free=FREE + turn))
                allowed_s = GIVEN_UP_S if build.is_weakened else 3 * BACK_WITHIN_S
                with suppress(TimeoutError):
                    await _until(lambda: _right(pages, turn) >= BACK_SHARE * number, allowed_s)  # noqa: B023
                if _right(pages, turn) < BACK_SHARE * number:
                    verdict.add("away", f"{_right(pages, turn)} of {number} back and right")
            for task in tasks:
                task.cancel()
        back_s = [took_s for page in pages for took_s in page.back_s]
        verdict.figures |= {
            "pages": number,
            "times they came back": len(back_s),
            "p99 back after, s": percentile_s(back_s, 99),
            "p99 of a driver's answer meanwhile, s": percentile_s(reader.took_s, 99),
        }
        reader.close()
        source.close()
    return verdict


def _right(pages: list[Page], turn: int) -> int:
    """Count the pages that came back from this turn's loss and show every lot as it is."""
    return sum(
        page.is_back
        and len(page.back_s) > turn
        and set(page.picture.free().values()) == {FREE + turn}
        for page in pages
    )


def _counts(lots: list[str], *, free: int) -> list[dict[str, object]]:
    observed = datetime.now(UTC).isoformat()
    return [
        {
            "kind": "snapshot",
            "lot_id": lot,
            "record_serial": observed,
            "observed_at": observed,
            "spaces": [{"free": free, "capacity": 100}],
        }
        for lot in lots
    ]


async def _ask(wire: Wire, verdict: Verdict) -> None:
    """Be a driver without a websocket meanwhile."""
    while True:
        answer = await wire.get("/v1/lots/nearby?lat=36.65&lon=117.12")
        if answer.status >= 500:
            verdict.add("refused", f"{answer.status} to a driver")
        await asyncio.sleep(0.05)


async def _until(holds, patience_s: float) -> None:
    async with asyncio.timeout(patience_s):
        while not holds():  # noqa: ASYNC110 - many pages, no event
            await asyncio.sleep(0.1)

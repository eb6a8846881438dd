"""Half-open connections by the thousand: cut in time, while everybody else is served as usual."""

import asyncio
from collections import Counter
from functools import partial

import pytest

from api.server.http_protocol import DEADLINES, Deadlines, GuardedHttpProtocol
from api.settings import Settings
from tests.faults.hostile.conftest import Besieged
from tests.faults.kit.apis import apis_beside
from tests.faults.kit.builds import Build, Verdict, fault
from tests.faults.kit.hostile import (
    SILENT,
    SLOW_HEADER,
    SLOW_UPGRADE,
    HalfOpen,
    affordable,
    besiege,
    every_kind,
    hold,
    slow_body,
)
from tests.faults.kit.processes import resident_kib
from tests.faults.kit.scale import scaled
from tests.faults.kit.soak_report import SoakReport
from tests.faults.kit.wire import Wire, percentile_s
from tests.services.city import running_server

NEARBY = "/v1/lots/nearby?lat=36.65&lon=117.12"
WANTED = 2_000
HEADER_CUT_S, BODY_CUT_S = 15.0, 30.0
SLACK = 1.5
SLOWED_AT_MOST = 6.0
NOISE_S = 0.05
MEMORY_KIB = 128 * 1024
HASTY = Deadlines(header_s=0.5, body_s=0.5, linger_s=0.2)
BARE = Build("the server's own protocol", breaks="kept")


@fault(BARE)
async def test_half_open_connections_are_cut(build: Build) -> Verdict:
    guarded = partial(GuardedHttpProtocol, deadlines=HASTY)
    http = "httptools" if build.is_weakened else guarded
    options = {"app": _takes_all, "factory": False, "lifespan": "off", "ws": "none", "http": http}
    async with running_server(Settings(port=0), **options) as port:
        besiegers = await besiege(port, (SILENT, SLOW_HEADER, slow_body("")), 150)
        await asyncio.sleep(3 * (HASTY.header_s + HASTY.linger_s))
        verdict = Verdict()
        for one in besiegers:
            if one.lasted_s is None:
                verdict.add("kept", one.opening.name)
            one.hang_up()
    return verdict


@pytest.mark.slow
async def test_two_thousand_half_open_connections_slow_nobody(besieged: Besieged) -> None:
    number = affordable(WANTED)
    print(f"{number} half-open connections")  # noqa: T201 - scaled to what this machine allows
    port, key = besieged.parts.ports["serve"], besieged.key
    usual_s = await _service(port, 3.0)
    besiegers = await besiege(port, (SILENT, SLOW_HEADER, SLOW_UPGRADE, slow_body(key)), number)
    assert sum(one.lasted_s is None for one in besiegers) > number / 2
    besieged_s = await _service(port, 5.0)
    await _until_cut(besiegers)
    assert besieged_s <= SLOWED_AT_MOST * usual_s + NOISE_S


@pytest.mark.soak
@pytest.mark.timeout(900)
async def test_two_thousand_half_open_connections_for_minutes_slow_nobody(
    besieged: Besieged, soak_report: SoakReport
) -> None:
    number, seconds = affordable(WANTED), scaled(180)
    verdict, cut = Verdict(), Counter[str]()

    def is_cut(one: HalfOpen) -> None:
        cut[one.opening.name] += 1
        _judge_cut(one, verdict)

    with apis_beside(besieged.parts) as beside:
        (port,) = beside.ports.values()
        process_id = beside.children()["beside-0"]
        usual_s = await _service(port, 5.0)
        before_kib = resident_kib(process_id)
        holding = asyncio.create_task(hold(port, every_kind(besieged.key), number, is_cut))
        besieged_s = await _service(port, float(seconds))
        grown_kib = resident_kib(process_id) - before_kib
        holding.cancel()
        await asyncio.wait([holding])
    if besieged_s > SLOWED_AT_MOST * usual_s + NOISE_S:
        verdict.add("slowed", f"nearby takes {besieged_s:.3f} s, {usual_s:.3f} s without them")
    if grown_kib > MEMORY_KIB:
        verdict.add("memory", f"grew by {grown_kib} KiB")
    verdict.figures |= {f"cut: {name}": times for name, times in cut.items()} | {
        "median of nearby without them, s": usual_s,
        "the same beside them, s": besieged_s,
        "memory grown by, KiB": grown_kib,
    }
    soak_report.add(
        "Half-open connections",
        verdict.figures,
        verdict=str(verdict),
        conditions=f"{number} at once for {seconds} s, silent or with a slow head, upgrade or "
        "body, a twentieth of them oversized, each opened again as soon as it is cut",
    )
    assert verdict.holds, str(verdict)


async def _service(port: int, seconds: float) -> float:
    """Ask nearby as one driver after the other would; the usual time of an answer."""
    wire = Wire(port)
    loop = asyncio.get_running_loop()
    end_s = loop.time() + seconds
    while loop.time() < end_s:
        assert (await wire.get(NEARBY)).status == 200
        await asyncio.sleep(0.01)
    wire.close()
    return percentile_s(wire.took_s, 50)


async def _until_cut(besiegers: list[HalfOpen]) -> None:
    async with asyncio.timeout(SLACK * BODY_CUT_S):
        while any(one.lasted_s is None for one in besiegers):  # noqa: ASYNC110 - many of them
            await asyncio.sleep(0.1)
    verdict = Verdict()
    for one in besiegers:
        _judge_cut(one, verdict)
    assert verdict.holds, str(verdict)


def _judge_cut(one: HalfOpen, verdict: Verdict) -> None:
    """It was cut in time."""
    allowed_s = BODY_CUT_S if one.opening.name.endswith("body") else HEADER_CUT_S
    if one.lasted_s is None or one.lasted_s >= SLACK * allowed_s:
        verdict.add("kept", f"{one.opening.name} for {one.lasted_s} s")


def test_the_deadlines_leave_room_for_a_busy_server() -> None:
    assert DEADLINES.header_s + 5 <= HEADER_CUT_S
    assert DEADLINES.body_s + 5 <= BODY_CUT_S


async def _takes_all(_scope, receive, send) -> None:
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"ok"})

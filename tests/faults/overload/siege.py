"""Siege: first what a process takes, then three times as much, then little again."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg

from tests.faults.hostile.conftest import Besieged
from tests.faults.kit.apis import apis_beside
from tests.faults.kit.builds import Build, Verdict
from tests.faults.kit.checker import check_projection
from tests.faults.kit.faulty_city import FaultyCity
from tests.faults.kit.own_time import OwnTime
from tests.faults.overload import judge
from tests.faults.overload.asked import Asked
from tests.faults.overload.line import Answer
from tests.faults.overload.load import Load
from tests.faults.overload.onlookers import looked_on
from tests.services.alone import alone

USUAL = 0.3
WARM_UP_S = 1.0
NO_LIMITS = {"ONELOT_LIMIT_READS_PER_S": "0", "ONELOT_LIMIT_REPORTS_PER_S": "0"}
"""The crowd has many addresses and keys, and none of it asks too much by itself."""
STRETCHED = "all took longer for want of a processor, times"
COMMITTED = """
select split_part(record_serial, '.', 2)::int, count(*), count(distinct record_serial)
from report_log where record_serial like $1 group by 1
"""


@dataclass(frozen=True, slots=True)
class Plan:
    """How long each part of it lasts, in the process's own seconds, and how many times too much
    is asked.

    What comes after is watched for so long once all should be as before.
    """

    times: float = 3.0
    measured_s: float = 1.5
    usual_s: float = 1.5
    besieged_s: float = 4.0
    after_s: float = 1.5
    gives_up_s: float = 9.0
    seed: int = 7


async def besiege(besieged: Besieged, build: Build, plan: Plan) -> Verdict:
    """The machine is its own only as long as something is measured."""
    verdict = Verdict()
    asked = Asked(besieged.key, besieged.lots, plan.seed)
    with apis_beside(besieged.parts, build, settings=NO_LIMITS) as beside:
        async with alone():
            answers = await _measure(beside, asked, plan, verdict)
    if not build.is_weakened:
        await _hold_against_log(besieged, asked, answers, verdict)
        await asyncio.to_thread(check_projection, besieged.parts.stores.urls, verdict)
    return verdict


async def _measure(
    beside: FaultyCity, asked: Asked, plan: Plan, verdict: Verdict
) -> Sequence[Answer]:
    (port,) = beside.ports.values()
    process_id = beside.children()["beside-0"]
    own_s = OwnTime(process_id)
    load = Load(port, own_s, asked.next, plan.gives_up_s)
    await load.closed(WARM_UP_S)
    measured = await load.closed(plan.measured_s)
    capacity = judge.answered(measured) / plan.measured_s
    usual = await load.open(USUAL * capacity, plan.usual_s)
    async with looked_on(port, process_id, own_s) as seen:
        await asyncio.sleep(0)
        crowd = await load.open(plan.times * capacity, plan.besieged_s)
        verdict.figures[STRETCHED] = own_s.stretched
        judge.answers(crowd, verdict)
        if beside.build.is_weakened:
            load.close()
            return crowd
        after = await load.open(USUAL * capacity, judge.BACK_S + plan.after_s)
        judge.goodput(measured, plan.measured_s, crowd, plan.besieged_s, verdict)
        judge.comeback(usual, after, verdict)
        await judge.page(seen.picture, port, verdict)
    judge.onlookers(seen, verdict)
    load.close()
    verdict.figures["requests not sent for want of lines"] = load.unsent
    return [*measured, *usual, *crowd, *after]


async def _hold_against_log(
    besieged: Besieged, asked: Asked, answers: Sequence[Answer], verdict: Verdict
) -> None:
    connection = await asyncpg.connect(besieged.parts.stores.urls.database_url)
    try:
        rows = await connection.fetch(COMMITTED, f"{asked.name}.%")
    finally:
        await connection.close()
    committed = {body: count for body, count, _ in rows}
    acknowledged = [
        answer.request.body
        for answer in answers
        if answer.status == 200 and answer.request.body is not None
    ]
    lost = [body for body in acknowledged if committed.get(body, 0) < asked.sizes[body]]
    doubled = [body for body, count, serials in rows if count > serials]
    if lost:
        verdict.add("lost", f"of {len(lost)} acknowledged bodies, among them {lost[:3]}")
    if doubled:
        verdict.add("doubled", f"of {len(doubled)} bodies, among them {doubled[:3]}")
    verdict.figures |= {
        "reports acknowledged": sum(asked.sizes[body] for body in acknowledged),
        "lost": len(lost),
        "doubled": len(doubled),
    }

"""Calls whose answer is lost on the way: repeated under their keys, they tell what came of them.

The answer is lost between the driver and the API, or the reply to COMMIT between the API and
PostgreSQL, when nobody but the database knows whether it was done.
"""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

import asyncpg

from parking.storage.settings import StoreUrls
from tests.faults.kit.builds import Build, Verdict
from tests.faults.kit.faulty_city import faulty_city
from tests.faults.kit.proxy import FaultProxy, proxied
from tests.faults.kit.wire import CUT, Answer, Wire
from tests.services.databases import run
from tests.sharing.lending import hour, rfc
from tests.sharing.racing import BOOKINGS, LOT, Caller, issue_drivers, lend_to_all

REPETITIONS = 50
WAYS = ("answer", "commit")
PAUSE_S = 0.05
PATIENCE_S = 60.0
BOOKED = """
    select d.key_id, array_agg(b.booking_id) as booking_ids
    from booking b join driver d using (driver_key) group by d.key_id
"""


@dataclass(frozen=True, slots=True)
class Ways:
    """Where answers can be lost, and the API's own port."""

    port: int
    to_api: FaultProxy
    api_port: int
    to_postgres: FaultProxy


async def _trial(ways: Ways, way: str, key: str, number: int, repetitions: int) -> set[bytes]:
    """Hold a space of one's own; the first answer is lost, whatever the others are is returned."""
    once, space = f"retry-{number:05d}", f"B{number:05d}"
    body = {"lot_id": LOT, "from": rfc(hour(2)), "to": rfc(hour(3)), "plate": "鲁A12345"}
    body["space_code"] = space
    if way == "answer":
        ways.to_api.drop_reply_to(once.encode())
    else:
        ways.to_postgres.drop_reply_to(space.encode(), then=b"COMMIT;")
    port = ways.port if way == "answer" else ways.api_port
    first = Caller(Wire(port, key))
    others = [Caller(Wire(ways.api_port, key)) for _ in range(repetitions - 1)]
    try:
        answers = [await _asked(first, once, body)]
        answers += await asyncio.gather(*(_asked(one, once, body) for one in others))
    finally:
        for caller in (first, *others):
            caller.wire.close()
    return {b"%d " % answer.status + answer.body for answer in answers}


async def _asked(caller: Caller, once: str, body: Mapping[str, object]) -> Answer:
    """Ask until there is an answer that is not 503, as drivers' phones do."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            try:
                answer = await caller.call(BOOKINGS, once, body)
            except CUT:
                continue
            if answer.status != 503:
                return answer
            await asyncio.sleep(PAUSE_S)


async def _judge(url: str, answers: Mapping[str, set[bytes]], verdict: Verdict) -> None:
    connection = await asyncpg.connect(url)
    try:
        booked = dict(await connection.fetch(BOOKED))
    finally:
        await connection.close()
    for key_id, told in answers.items():
        ids = booked.get(key_id, [])
        if len(told) != 1:
            verdict.add("differs", f"{len(told)} answers to one call")
        if len(ids) > 1:
            verdict.add("doubled", f"{len(ids)} bookings of one call")
        if not ids or not all(ids[0].encode() in one for one in told):
            verdict.add("untrue", f"answered {list(told)[:2]}, booked {ids}")


def run_retries(data_dir: Path, build: Build, trials: int, seldom: int = 10) -> Verdict:
    """Lose an answer a trial, both ways in turn; every `seldom` time fifty ask the same."""
    verdict = Verdict()
    with ExitStack() as stack:
        postgres: list[FaultProxy] = []

        def through(direct: StoreUrls) -> StoreUrls:
            proxy, url = stack.enter_context(proxied(direct.database_url))
            postgres.append(proxy)
            return StoreUrls(url, direct.redis_url)

        city = stack.enter_context(faulty_city(data_dir, build, through=through))
        to_api, url = stack.enter_context(proxied(city.address()))
        port = int(url.rpartition(":")[2])
        ways = Ways(port, to_api, city.ports["serve"], postgres[0])
        database_url = city.stores.urls.database_url
        codes = [f"B{number:05d}" for number in range(trials)]
        run(lend_to_all(database_url, codes, [(hour(-24), hour(24))]))
        keys = run(issue_drivers(database_url, trials))
        answers = run(_all_trials(ways, keys, seldom))
        run(_judge(database_url, answers, verdict))
        verdict.figures |= {
            "trials": trials,
            "answers lost before the driver": to_api.dropped,
            "replies to COMMIT lost": postgres[0].dropped,
        }
    if not (to_api.dropped and postgres[0].dropped):
        verdict.add("nothing lost", f"{verdict.figures}")
    print(verdict.figures)  # noqa: T201
    return verdict


async def _all_trials(ways: Ways, keys: list[str], seldom: int) -> dict[str, set[bytes]]:
    found = {}
    for number, (way, key) in enumerate(zip(_in_turn(len(keys)), keys, strict=True)):
        repetitions = 2 if number // len(WAYS) % seldom else REPETITIONS
        found[key.split("_")[1]] = await _trial(ways, way, key, number, repetitions)
    return found


def _in_turn(count: int) -> Iterator[str]:
    return islice(cycle(WAYS), count)

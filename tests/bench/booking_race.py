"""How long a driver waits who wants a slot that 63 others want at the same moment."""

import asyncio
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import uvloop

from tests.bench.figure import Figure, Goal
from tests.bench.live_city import SETTINGS
from tests.bench.percentiles import percentile_ms
from tests.bench.servers import cpu_s
from tests.end_to_end.city import City, running_city
from tests.faults.kit.wire import Wire
from tests.sharing.lending import hour
from tests.sharing.racing import Caller, issue_drivers, lend_to_all, race, slug

RACERS, RACES, WARM_UP = 64, 200, 5
HOURS_APART = 2
DEADLOCKS = "select deadlocks from pg_stat_database where datname = current_database()"


def booking_race_p99_ms() -> Iterator[Figure]:
    with (
        tempfile.TemporaryDirectory() as folder,
        running_city(Path(folder) / "city", settings=SETTINGS) as city,
    ):
        pid = city.children()["serve"]
        took_s, spent_s = uvloop.run(_races(city, pid))
        deadlocks = city.fetch(DEADLOCKS)[0]["deadlocks"]
    yield Figure(
        "booking_race_p99_ms", percentile_ms(took_s, 99), "ms", Goal("<=", 300, 300),
        f"{RACES} races of {RACERS} drivers for one slot of one space, over as many connections "
        f"from another process; exactly one winner each, all others 409 slot-taken, {deadlocks} "
        f"deadlocks; median {percentile_ms(took_s, 50):.0f} ms, longest {max(took_s) * 1e3:.0f} "
        f"ms; {spent_s / len(took_s) * 1e3:.1f} ms of the API's processor a call; "
        "`onelot up` with fsync, everything on the same processors",
    )  # fmt: skip


async def _races(city: City, pid: int) -> tuple[list[float], float]:
    """Times of all calls, without a warm-up, and the API's processor time for them."""
    races = WARM_UP + RACES
    url = city.stores.database_url
    await lend_to_all(url, ["B0"], [(hour(-24), hour(HOURS_APART * (races + 2)))])
    keys = await issue_drivers(url, RACERS + races)
    port = int(city.url.rpartition(":")[2])
    callers = [Caller(Wire(port, keys.pop())) for _ in range(RACERS)]
    took_s, began_cpu_s = [], 0.0
    for number in range(races):
        if number == WARM_UP:
            began_cpu_s = cpu_s(pid)
        begin = HOURS_APART * (number + 1)
        answers = await race(callers, (hour(begin), hour(begin + 1)), f"{number}")
        found = Counter(map(slug, answers))
        assert found == {(201, ""): 1, (409, "slot-taken"): RACERS - 1}, found
        if number >= WARM_UP:
            took_s += [answer.took_s for answer in answers]
        winner = next(n for n, answer in enumerate(answers) if answer.status == 201)
        callers[winner].wire.key = keys.pop()  # a driver is given few holds an hour
        await asyncio.sleep(0)
    spent_s = cpu_s(pid) - began_cpu_s
    for caller in callers:
        caller.wire.close()
    return took_s, spent_s

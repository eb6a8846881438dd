"""A city that has lived through the simulated week: what its planners are told, and the ledger that
knows when the city heard of what.
"""

import asyncio
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field

from parking.clock import from_us, to_us
from parking.storage.postgres.pool import PLATFORM, scoped
from simulator.week.books import Books
from simulator.week.days import HOUR_US, MINUTE_US
from simulator.week.town import BEGINS_US
from tests.services.city import City

PATIENCE_S = 90
USUAL_DUE_US = 2 * MINUTE_US


@dataclass
class Lived:
    """A city that has lived through a week; `received_us` by lot: kind and serial of a report."""

    city: City
    week: object
    planner: dict
    until_us: int
    received_us: dict = field(default_factory=lambda: defaultdict(dict))

    async def kpis(self, **asked) -> dict:
        answer = await self.city.client.get("/v1/planner/kpis", params=asked, headers=self.planner)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def books(self) -> dict[str, Books]:
        """The ledger, which needs to be told when reports arrived, and when they were due."""
        rhythms = await self.rhythms()
        return {
            lot_id: Books(
                truth,
                (BEGINS_US, self.until_us),
                self.received_us[lot_id],
                _interval_of(rhythms.get(truth.lot.operator_id)),
            )
            for lot_id, truth in self.week.truths.items()
        }

    async def rhythms(self) -> dict[str, list[tuple[int, int]]]:
        """How often each operator's source was due since when, as the platform has learned it."""
        async with scoped(self.city.pool, PLATFORM) as connection:
            rows = await connection.fetch(
                "select operator_id, since, r.ttl_s from source_rhythm r"
                " join source using (source_key) join operator using (operator_key) order by since"
            )
        steps = defaultdict(list)
        for row in rows:
            steps[row["operator_id"]].append((to_us(row["since"]), round(row["ttl_s"] * 1e6)))
        return dict(steps)


def _interval_of(steps):
    if steps is None:
        return lambda _: USUAL_DUE_US
    since = [since_us for since_us, _ in steps]
    return lambda at_us: steps[max(0, bisect_right(since, at_us) - 1)][1]


async def settled(city: City, until_us: int, patience_s: float = PATIENCE_S) -> None:
    """Wait until history has come to the end of what was lived, and nothing is left to do."""
    async with asyncio.timeout(patience_s):
        while True:
            async with scoped(city.pool, PLATFORM) as connection:
                is_over = await connection.fetchval(
                    "select hours_until >= $1 and not exists (select from rollup_reopen)"
                    " and not exists (select from rollup_day_due) from rollup_cursor",
                    from_us(until_us - HOUR_US),
                )
            if is_over:
                return
            await asyncio.sleep(0.2)

"""The simulated week lived through by a real city: registered, reported, lent and booked over HTTP,
hour by hour of a clock that stands still in between.
"""

import asyncio
from collections import defaultdict, deque
from contextlib import suppress
from itertools import count

import httpx

from parking.clock import from_us, rfc3339
from parking.ports import Area
from parking.storage.postgres.pool import PLATFORM, scoped
from simulator.week.days import HOUR_US, ZONE
from simulator.week.noise import noisy
from simulator.week.reports import Told
from simulator.week.town import AREAS, BEGINS_US, CITY, ENDS_US, FROM_US
from tests.planning.week_lent import Lenders
from tests.planning.week_lived import PATIENCE_S, Lived
from tests.services.city import City

AT_ONCE = 900
SUM_OF = {"wk-sum-1": ("wk-plaza-1", "wk-plaza-2")}
"""A lot that is listed beside its parts, and must be counted with them nowhere."""
NOISE = 0.2
"""Every amendment reads a lot's log again: a real city has fewer than the pure tests."""


async def live(city: City, week, *, dice=None, until_us: int = ENDS_US) -> Lived:
    """Live through the week, or its beginning; with dice, as one that has seen life."""
    living = _Living(city, week, dice, until_us)
    return await living.through()


class _Living:
    def __init__(self, city: City, week, dice, until_us: int) -> None:
        self.city, self.week, self.dice, self.until_us = city, week, dice, until_us
        self.numbers = count(1)
        self.deeds = defaultdict(list)

    async def through(self) -> Lived:
        await self.city.set_clock("manual", from_us(BEGINS_US))
        self.lived = Lived(self.city, self.week, await self.city.key("planner"), self.until_us)
        self.admin = await self.city.key("admin")
        self.operators = {
            operator_id: await self.city.key("operator", operator_id)
            for operator_id in sorted({lot.operator_id for lot in self.week.lots} | {"wk-sum"})
        }
        await self._register()
        self._plan()
        to_come = deque(sorted(self._deliveries(), key=lambda one: one[0]))
        moments = {*range(BEGINS_US, self.until_us + 1, HOUR_US), *self.deeds}
        for at_us in sorted(moment for moment in moments if moment <= self.until_us):
            await self._move(at_us)
            now = []
            while to_come and to_come[0][0] <= at_us:
                now.append(to_come.popleft()[1])
            await self._send(at_us, now)
            for deed in self.deeds[at_us]:
                await deed()
        return self.lived

    async def _register(self) -> None:
        levels = {CITY: "city"} | dict.fromkeys(AREAS, "district") | {"week-rail": "subdistrict"}
        await self.city.registry.put_areas(
            [
                Area(code, level, code, None, AREAS.get(code), None, None, None)
                for code, level in levels.items()
            ]
        )
        for lot in self.week.lots:
            await self._put(lot, lot.capacity[0][1])
        for lot_id, parts in SUM_OF.items():
            part = next(lot for lot in self.week.lots if lot.lot_id == parts[0])
            await self._put(part, {"general": 40}, lot_id)
            async with scoped(self.city.pool, PLATFORM) as connection:
                await connection.execute(
                    "insert into lot_aggregate (lot_key, parts) values"
                    " ((select lot_key from lot where lot_id = $1),"
                    " (select array_agg(lot_key) from lot where lot_id = any ($2)))",
                    lot_id,
                    list(parts),
                )

    async def _put(self, lot, capacity, lot_id=None) -> None:
        lot_id = lot_id or lot.lot_id
        body = {
            "name": lot.name, "name_en": lot.name_en, "lat": lot.lat, "lon": lot.lon,
            "capacity": dict(capacity), "land_use": lot.land_use, "lot_class": lot.lot_class,
            "area_code": lot.area, "opening_hours": lot.hours_text,
        }  # fmt: skip
        body = {name: value for name, value in body.items() if value is not None}
        operator = self.operators[_operator_of(lot_id)]
        await self.call("PUT", f"/v1/operator/lots/{lot_id}", operator, body)

    def _plan(self) -> None:
        """Note what is to be done when, beside reporting."""
        lenders = Lenders(self.city, self.call, self.operators, self.deeds)
        for lot in self.week.lots:
            for since_us, capacity in lot.capacity[1:]:
                self.deeds[since_us].append(lambda lot=lot, new=capacity: self._put(lot, new))
            if lot.lending is not None:
                self.deeds[BEGINS_US].append(lambda lot=lot: lenders.lend(lot))
        for truth in self.week.truths.values():
            for stay in truth.stays:
                if stay.is_sharer:
                    lenders.plan_stay(truth, stay)

    def _deliveries(self):
        for truth in self.week.truths.values():
            yield from truth.told if self.dice is None else self._aged(truth)
        for lot_id, parts in SUM_OF.items():
            yield from self._sums(lot_id, parts)

    def _aged(self, truth):
        """What the noise makes of it, late by up to two days; what amends comes in its time."""
        told = [one for one in truth.told if one.at_us < self.until_us]
        for one in noisy(truth.lot, told, self.until_us, self.dice, NOISE):
            is_late = self.dice.random() < 0.05 and one.at_us > FROM_US
            late_us = self.dice.randrange(48 * HOUR_US) if is_late else 0
            yield Told(min(one.at_us + late_us, self.until_us), one.body)

    def _sums(self, lot_id, parts):
        for number, at_us in enumerate(range(BEGINS_US, ENDS_US, HOUR_US)):
            taken = sum(self.week.truths[part].cars["general"].at(at_us) for part in parts)
            spaces = [{"space_class": "general", "free": 40 - taken, "capacity": 40}]
            yield Told(at_us, {
                "kind": "snapshot", "lot_id": lot_id, "record_serial": f"sum-{number}",
                "observed_at": rfc3339(at_us, ZONE), "spaces": spaces,
            })  # fmt: skip

    async def _move(self, at_us: int) -> None:
        await self.call("POST", "/v1/admin/clock", self.admin, {"now": rfc3339(at_us, ZONE)})

    async def _send(self, at_us: int, bodies) -> None:
        by_operator = defaultdict(list)
        for body in bodies:
            by_operator[_operator_of(body["lot_id"])].append(body)
            place = body["kind"], body["record_serial"]
            self.lived.received_us[body["lot_id"]].setdefault(place, at_us)
        for operator_id, reports in by_operator.items():
            for start in range(0, len(reports), AT_ONCE):
                piece = reports[start : start + AT_ONCE]
                answer = await self._report(self.operators[operator_id], piece)
                refused = [one for one in answer.json()["results"] if "problem" in one]
                assert refused == [], refused[:3]

    async def _report(self, operator, reports):
        """As a feed does: again and again, until it is told that they are kept."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                with suppress(TimeoutError, httpx.HTTPError):
                    answer = await self.city.report(operator, *reports)
                    assert answer.status_code == 200, answer.text
                    return answer

    async def call(self, method, path, key, body):
        headers = key | {"idempotency-key": f"week-{next(self.numbers)}"}
        answer = await self.city.client.request(method, path, json=body, headers=headers)
        assert answer.status_code in {200, 201}, (method, path, body, answer.text)
        return answer.json()


def _operator_of(lot_id: str) -> str:
    return lot_id.rsplit("-", 1)[0]

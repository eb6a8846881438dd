"""Lenders and drivers of the simulated week: agreements, and bookings under them, over HTTP."""

import asyncio
from collections import defaultdict
from itertools import count

from parking.clock import rfc3339
from simulator.week.cars import IN_TIME_US
from simulator.week.days import HOUR_US, MINUTE_US, ZONE
from simulator.week.town import ENDS_US
from tests.planning.week_lived import PATIENCE_S

OVERSTAY_US = 11 * MINUTE_US
NOTICE_US = 48 * HOUR_US


class Lenders:
    """`call` is how the city is called; into `deeds` goes what is to be done when."""

    def __init__(self, city, call, operators, deeds) -> None:
        self.city, self.call, self.operators, self.deeds = city, call, operators, deeds
        self.plates = count(10_000)

    def plan_stay(self, truth, stay) -> None:
        shuts_us = next(end for begin, end in truth.windows if begin <= stay.came_us < end)
        is_late = stay.left_us is None or stay.left_us > shuts_us
        until_us = shuts_us - IN_TIME_US if is_late else stay.left_us
        visit = {}
        self.deeds[stay.came_us].append(lambda: self._check_in(visit, stay, until_us))
        if is_late:
            self.deeds[until_us + OVERSTAY_US].append(lambda: self._is_late(visit))
        if stay.left_us is not None and stay.left_us <= ENDS_US:
            self.deeds[stay.left_us].append(lambda: self._step(visit, "check-out"))

    async def lend(self, lot) -> None:
        lending, by_hours = lot.lending, defaultdict(list)
        for kind, hours in lending.by_day.items():
            by_hours[hours].append(kind)
        terms = {
            "lot_id": lot.lot_id,
            "valid": {"from": "2026-05-01", "until": "2026-12-31"},
            "windows": [{"days": days, "stay": list(hours)} for hours, days in by_hours.items()],
            "price": {"free": True},
            "notice": {"cancel_min": 60, "suspend_h": 24},
        } | ({"spaces": list(lending.named)} if lending.named else {"quota": lending.spaces})
        operator = self.operators[lot.operator_id]
        made = await self.call("POST", "/v1/sharing/agreements", operator, terms)
        path = f"/v1/sharing/agreements/{made['agreement_id']}/suspensions"
        for begin_us, end_us in lending.suspended:
            span = {"from": rfc3339(begin_us, ZONE), "to": rfc3339(end_us, ZONE)}
            said = span | {"reason": "演练"}
            self.deeds[begin_us - NOTICE_US].append(
                lambda said=said: self.call("POST", path, operator, said)
            )

    async def _check_in(self, visit, stay, until_us) -> None:
        driver = await self.call("POST", "/v1/drivers", {}, None)
        visit["driver"] = {"authorization": f"Bearer {driver['key']}"}
        wanted = {
            "lot_id": stay.lot_id, "from": rfc3339(stay.came_us, ZONE),
            "to": rfc3339(until_us, ZONE), "plate": f"鲁A{next(self.plates)}",
        }  # fmt: skip
        held = await self.call("POST", "/v1/sharing/bookings", visit["driver"], wanted)
        visit["path"] = f"/v1/sharing/bookings/{held['booking_id']}"
        await self._step(visit, "confirm")
        await self._step(visit, "check-in")

    async def _step(self, visit, name) -> None:
        await self.call("POST", f"{visit['path']}/{name}", visit["driver"], None)

    async def _is_late(self, visit) -> None:
        """Wait until it is noted that somebody overstays, which is done once a second."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                told = await self.city.client.get(visit["path"], headers=visit["driver"])
                if told.json()["status"] == "overstay":
                    return
                await asyncio.sleep(0.1)

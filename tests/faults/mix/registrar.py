"""Registrar of the mixed load: lots come, change and go, keys are issued and revoked."""

import asyncio
import random
from collections.abc import Sequence

from tests.faults.mix.asking import Asking

PERIOD_S = 4.0
PASSING_LOTS = 10


class Registrar:
    """Acts for the platform and for one operator whose lots no feed reports."""

    def __init__(
        self, asking: Asking, admin: str, operator: str, lots: Sequence[str], chance: random.Random
    ) -> None:
        self._asking = asking
        self._admin = admin
        self._operator = operator
        self._lots = lots
        self._chance = chance
        self._made = 0
        self._standing: list[str] = []

    async def act_until(self, stop: asyncio.Event) -> None:
        works = (self._rename, self._let_a_lot_pass, self._turn_a_key, self._correct)
        while not stop.is_set():
            await self._chance.choice(works)()
            await asyncio.sleep(self._chance.uniform(0.5, 1.5) * PERIOD_S)

    async def _put(self, lot: str, facts: dict[str, object]) -> None:
        path = f"/v1/operator/lots/{lot}"
        await self._asking.ask("register", "PUT", path, key=self._admin, json=facts)

    async def _rename(self) -> None:
        name = f"停车场 {self._chance.randrange(1_000)}"
        await self._put(self._chance.choice(self._lots), {"name": name})

    async def _let_a_lot_pass(self) -> None:
        self._made += 1
        lot = f"{self._operator}-{self._made}"
        place = {"lat": 36.6 + self._chance.random() / 10, "lon": 117 + self._chance.random() / 10}
        await self._put(lot, {"name": lot, "capacity": 50, "operator": self._operator} | place)
        self._standing.append(lot)
        if len(self._standing) > PASSING_LOTS:
            path = f"/v1/operator/lots/{self._standing.pop(0)}"
            await self._asking.ask("register", "DELETE", path, key=self._admin)

    async def _turn_a_key(self) -> None:
        body = {"role": "operator", "operator": self._operator, "name": "passing"}
        answer = await self._asking.ask(
            "keys", "POST", "/v1/admin/keys", key=self._admin, json=body
        )
        if answer is None or not answer.is_success:
            return
        issued = answer.json()
        await self._asking.ask("keys", "GET", "/v1/operator", key=issued["key"])
        path = f"/v1/admin/keys/{issued['key_id']}"
        await self._asking.ask("keys", "DELETE", path, key=self._admin)

    async def _correct(self) -> None:
        if not self._standing:
            return
        lot = f"/v1/operator/lots/{self._chance.choice(self._standing)}"
        free = {"spaces": [{"free": self._chance.randrange(50)}], "reason": "巡查"}
        await self._asking.ask("console", "POST", f"{lot}/recount", key=self._admin, json=free)
        closing = {"reason": "活动"}
        answer = await self._asking.ask(
            "console", "POST", f"{lot}/closures", key=self._admin, json=closing
        )
        if answer is not None and answer.is_success:
            path = f"{lot}/closures/{answer.json()['closure_id']}"
            await self._asking.ask("console", "DELETE", path, key=self._admin)

"""Five lots around a square as their operator comes to see them, and how it acts on the page."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
from playwright.async_api import Locator, Page, expect

from tests.services.city import PATIENCE_S, City
from tests.web.driving import LOTS, Operator, open_operator

OPERATOR_KEY = "onelot.operator"
SOON_MS = 10_000
FREE = 50
STALE_S = 400
"""Old enough that drivers see no number, of a feed that is heard every two minutes."""


@dataclass
class Yard:
    """`operator` counts as a device does; `url` is the page in Chinese."""

    city: City
    operator: Operator

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.city.port}/operator?lang=zh"

    @property
    def key(self) -> str:
        return self.operator.headers["authorization"].removeprefix("Bearer ")

    async def open(self, page: Page, more: str = "") -> None:
        """Open the page as one who gave the key before; wait until it knows its lots."""
        await page.add_init_script(f"sessionStorage.setItem('{OPERATOR_KEY}', '{self.key}')")
        await page.goto(self.url + more)
        await expect(page.locator(".link[data-link=live]")).to_be_visible(timeout=SOON_MS)

    async def seen(self, lot_id: str) -> dict:
        """What drivers see of a lot."""
        return (await self.city.client.get(f"/v1/lots/{lot_id}")).json()["availability"]

    async def close(self, lot_id: str, reason: str) -> None:
        answer = await self._post(f"{lot_id}/closures", {"reason": reason})
        assert answer.status_code == 201, answer.text
        await self.city.until(
            f"/v1/lots/{lot_id}", lambda lot: lot["availability"]["state"] == "closed"
        )

    async def until_a_problem_is_noted(self) -> None:
        """Problems of reports are written down a moment after the answer."""
        async with asyncio.timeout(PATIENCE_S):
            while not await self._problems():  # noqa: ASYNC110 - it comes over the wire
                await asyncio.sleep(0.05)

    async def _problems(self) -> list[dict]:
        answer = await self.city.client.get("/v1/operator/feeds", headers=self.operator.headers)
        return [problem for feed in answer.json()["feeds"] for problem in feed["problems"]]

    async def _post(self, what: str, body: dict) -> httpx.Response:
        return await self.city.client.post(
            f"/v1/operator/lots/{what}", json=body, headers=self.operator.headers
        )


async def open_yard(city: City, stale: str | None = None) -> Yard:
    """Every lot counted a moment ago, but for one that was counted too long ago."""
    operator = await open_operator(city)
    for lot in LOTS:
        await operator.count(lot.lot_id, FREE, STALE_S if lot.lot_id == stale else 0)
    await city.until(
        f"/v1/lots/{LOTS[-1].lot_id}", lambda lot: lot["availability"]["observed_at"] is not None
    )
    return Yard(city, operator)


def now() -> str:
    return datetime.now(UTC).isoformat()


def need(page: Page, kind: str, lot_id: str | None = None) -> Locator:
    """A line of what needs attention."""
    lot = "" if lot_id is None else f'[data-lot="{lot_id}"]'
    return page.locator(f'.needs > li[data-kind="{kind}"]{lot}')


def form(page: Page, name: str) -> Locator:
    """A form of the lot that is open."""
    return page.get_by_role("form", name=name)


async def check_sample(page: Page, sample: str) -> Locator:
    """Paste a sample and have it checked; where its answer stands."""
    await page.get_by_label("数据样例").fill(sample)
    await page.get_by_role("button", name="检查", exact=True).click()
    answer = page.locator(".answer")
    await expect(answer).to_be_visible(timeout=SOON_MS)
    return answer

"""Five lots around a square, how an operator acts on them and how a driver looks at them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Locator, Page, expect

from tests.services.city import City, draft, snapshot

CENTRE = (36.6608, 117.0163)
LINK = f"?at={CENTRE[0]},{CENTRE[1]},14.5&lang=zh"
# Within two seconds is what is promised; the margin is for a machine that runs a whole suite.
SOON_MS = 6_000

SITES = {
    "A": (0.0, 0.0), "B": (0.002, 0.003), "C": (-0.002, 0.003), "D": (0.003, -0.003),
    "E": (-0.003, -0.003),
}  # fmt: skip
LOTS = [
    draft(
        f"op-{name}", CENTRE[0] + north, CENTRE[1] + east,
        name=f"{name} 停车场", name_en=f"Lot {name}",
    )
    for name, (north, east) in SITES.items()
]  # fmt: skip


@dataclass
class Operator:
    """One who may report for the five lots."""

    city: City
    headers: dict[str, str]
    sent: int = 0

    async def count(self, lot_id: str, free: int, age_s: float = 0) -> None:
        observed = datetime.now(UTC) - timedelta(seconds=age_s)
        self.sent += 1
        await self._send(snapshot(lot_id, free, f"n{self.sent}", observed_at=observed.isoformat()))

    async def close(self, lot_id: str) -> None:
        now = datetime.now(UTC)
        self.sent += 1
        await self._send(
            {
                "kind": "closure", "lot_id": lot_id, "record_serial": f"n{self.sent}",
                "observed_at": now.isoformat(), "from": (now - timedelta(minutes=1)).isoformat(),
                "reason": "event",
            }
        )  # fmt: skip

    async def _send(self, report: dict[str, object]) -> None:
        answer = await self.city.report(self.headers, report)
        assert answer.status_code == 200, answer.text


async def open_operator(city: City) -> Operator:
    return Operator(city, await city.key("operator", "op"))


async def fill_all(city: City, free: int = 50) -> Operator:
    """Count every lot, now."""
    operator = await open_operator(city)
    for lot in LOTS:
        await operator.count(lot.lot_id, free)
    return operator


async def open_page(page: Page, city: City, link: str = LINK) -> None:
    await page.goto(f"http://127.0.0.1:{city.port}/{link}")


def row_of(page: Page, lot_id: str) -> Locator:
    return page.locator(f'li[data-lot="{lot_id}"]')


async def expect_pin(page: Page, lot_id: str, pin: str) -> None:
    """Wait until the map has drawn the pin of this name at that lot, and no other."""
    await page.wait_for_function(
        """([lotId, pin]) => {
          const drawn = window.cityMap?.getLayer('lot-pins')
            ? window.cityMap.queryRenderedFeatures({ layers: ['lot-pins'] }) : [];
          const pins = drawn.filter((f) => f.properties.lotId === lotId);
          return pins.length > 0 && pins.every((f) => f.properties.pin === pin);
        }""",
        arg=[lot_id, pin],
        timeout=SOON_MS,
    )


async def wait_for_map(page: Page) -> None:
    """Wait until the ground and all five lots are drawn."""
    await page.wait_for_function(
        """(count) => {
          const layers = ['district', 'lot-dots'];
          const drawn = window.cityMap?.getLayer('lot-dots')
            ? window.cityMap.queryRenderedFeatures({ layers }) : [];
          const lots = new Set(drawn.map((f) => f.properties.lotId).filter(Boolean));
          return lots.size === count && drawn.some((f) => f.layer.id === 'district');
        }""",
        arg=len(LOTS),
        timeout=30_000,
    )


async def expect_badge(page: Page, lot_id: str, text: str) -> None:
    await expect(row_of(page, lot_id).locator(".badge b")).to_have_text(text, timeout=SOON_MS)


async def serious_faults(page: Page) -> list[str]:
    """What axe finds on the page as it stands, of some weight."""
    found = await Axe().run(page)
    return [
        f"{violation['id']}: {violation['nodes'][0]['html'][:120]}"
        for violation in found.response["violations"]
        if violation["impact"] in {"serious", "critical"}
    ]

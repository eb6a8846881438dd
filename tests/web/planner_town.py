"""Four lots of two districts with six days behind them, and how a planner comes to see them.

One is full of mornings, one half full, one near empty, and of one too little is known.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from playwright.async_api import Locator, Page, expect

from parking.clock import DAY_US, HOUR_US, from_us
from parking.planning.hour_row import HourRow
from parking.planning.space_time import STEP_US, STEPS_AN_HOUR, SpaceTime
from parking.ports import Area
from parking.storage.settings import StoreUrls
from tests.planning.planner_city import ALL_HOURS, LAST_HOUR, NOW, Past, ask, running, told
from tests.planning.planner_examples import JINAN
from tests.services.city import City, draft

CITY_CODE, LIXIA, SHIZHONG = "3701", "370102", "370103"
AREAS = [
    Area(CITY_CODE, "city", "济南市", "Jinan", None, None, None, None),
    Area(LIXIA, "district", "历下区", "Lixia District", CITY_CODE, None, 36.6551, 117.0911),
    Area(SHIZHONG, "district", "市中区", "Shizhong District", CITY_CODE, None, 36.6294, 116.9869),
]
HOSPITAL, MALL, HOMES, DARK = "op-hospital", "op-mall", "op-homes", "op-dark"
FULL_HOURS = range(9, 11)
"""Of the hospital's lot, by the clock in Jinan."""
LOTS = [
    draft(HOSPITAL, 36.6548, 117.0440, area_code=LIXIA, land_use="hospital", name="医院停车场"),
    draft(MALL, 36.6610, 117.0925, area_code=LIXIA, land_use="mall", name="商场停车场"),
    draft(HOMES, 36.6294, 116.9869, area_code=SHIZHONG, land_use="residential", name="小区停车场"),
    draft(DARK, 36.6000, 116.9400, area_code=SHIZHONG, land_use="office", name="写字楼停车场"),
]
SPACES = 100
LINK = "planner?at=36.6400,117.0150,11.0&lang=zh"
SOON_MS = 10_000
WEEK = {"from": told(LAST_HOUR - 7 * DAY_US), "to": told(LAST_HOUR)}
"""The last seven days, up to the last full hour."""
PLANNER_KEY = "onelot.planner"


def share_of(lot_id: str, hour: int) -> float:
    """How much of a lot is taken at an hour of the clock in Jinan."""
    match lot_id:
        case "op-hospital":
            return 1.0 if hour in FULL_HOURS else 0.85 if 8 <= hour < 17 else 0.3
        case "op-mall":
            return 0.7 if 11 <= hour < 21 else 0.2
        case "op-homes":
            return 0.3 if 9 <= hour < 18 else 0.9
        case _:
            return 0.5


def hour_of(lot_id: str, hour_us: int) -> HourRow:
    """An hour that was alike throughout; of the dark lot a half is known."""
    hour = (from_us(hour_us).hour + 8) % 24
    open_us = SPACES * STEP_US
    known_us = open_us // 2 if lot_id == DARK else open_us
    taken_us = round(known_us * share_of(lot_id, hour))
    step = SpaceTime(open_us, known_us, taken_us, known_us if taken_us == known_us else 0)
    return HourRow("general", hour_us, hour_us + HOUR_US, (step,) * STEPS_AN_HOUR, 12, 11)


def past_of_the_town() -> Past:
    past = Past(JINAN, NOW)
    for lot in LOTS:
        rows = list(map(partial(hour_of, lot.lot_id), ALL_HOURS))
        past.hours[lot.lot_id] = [*rows[:-1], running(rows[-1])]
    return past


@dataclass
class Town:
    """`planner` are the headers of a planner's key."""

    city: City
    planner: dict[str, str]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.city.port}/{LINK}"

    async def open(self, page: Page, more: str = "") -> None:
        """Open the page as one who gave the key before; wait until it shows figures."""
        await self.enter(page, more)
        await expect(page.locator(".figures > li").first).to_be_visible(timeout=SOON_MS)

    async def enter(self, page: Page, more: str = "") -> None:
        """Open the page as one who gave the key before."""
        key = key_in(self.planner)
        await page.add_init_script(f"sessionStorage.setItem('{PLANNER_KEY}', '{key}')")
        await page.goto(self.url + more)

    async def ask(self, what: str, **query: object) -> dict[str, Any]:
        """What the API answers of the week that the page shows."""
        return await ask(self.city, self.planner, what, **(WEEK | query))


async def open_town(city: City, stores: StoreUrls) -> Town:
    """Furnish a city with the four lots and their past."""
    await city.set_clock("manual", datetime(2026, 9, 1, tzinfo=UTC))
    await city.registry.put_areas(AREAS)
    await city.put_lots(*LOTS)
    await past_of_the_town().write(city.pool, stores.database_url)
    await city.set_clock("manual", from_us(NOW))
    return Town(city, await city.key("planner"))


def key_in(headers: dict[str, str]) -> str:
    return headers["authorization"].removeprefix("Bearer ")


def figure(page: Page, code: str) -> Locator:
    """The value of a figure as it stands in the strip."""
    return page.locator(f'.figures > li[data-code="{code}"] .figure b')


async def enter_key(page: Page, key: str) -> None:
    """Give a key as one does."""
    await page.locator("input[name=key]").fill(key)
    await page.get_by_role("button", name="进入").click()


async def wait_for_cells(page: Page, count: int) -> None:
    """Wait until the map has drawn so many cells."""
    await page.wait_for_function(
        """(count) => {
          const layers = ['cells-known', 'cells-unknown'];
          const drawn = window.heatMap?.getLayer('cells-known')
            ? window.heatMap.queryRenderedFeatures({ layers }) : [];
          return new Set(drawn.map((f) => f.properties.placeId)).size === count;
        }""",
        arg=count,
        timeout=30_000,
    )


async def cells_on_map(page: Page) -> dict[str, str | None]:
    """Colour of each cell on the map, by its id; none where it is hatched."""
    found: dict[str, str | None] = await page.evaluate(
        """() => Object.fromEntries(
          window.heatMap.queryRenderedFeatures({ layers: ['cells-known', 'cells-unknown'] })
            .map((f) => [f.properties.placeId, f.properties.colour ?? null]))"""
    )
    return found


def percent(share: float, digits: int = 1) -> str:
    """A share as the page tells it: cut off."""
    scale = 10**digits
    return f"{int(share * 100 * scale + 1e-9) / scale:.{digits}f} %"

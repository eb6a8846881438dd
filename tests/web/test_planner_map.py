"""The planner's heat map: colours are values, hatching is ignorance, the table is its equal."""

from datetime import UTC

import pytest
from playwright.async_api import Browser, Page, expect

from geo.cell import cell_of, cell_text, parent_of
from geo.position import Position
from parking.clock import from_us
from tests.planning.planner_examples import at
from tests.web.conftest import Watched
from tests.web.planner_town import (
    DARK,
    HOMES,
    HOSPITAL,
    LOTS,
    MALL,
    SOON_MS,
    Town,
    cells_on_map,
    percent,
    share_of,
    wait_for_cells,
)

FULLEST, EMPTY = "#5c1049", "#ffeda0"
FIRST_PLAYED = 10
"""By the clock in Jinan, seven days before the last full hour."""
MORNING = from_us(at("10-09 09:00")).astimezone(UTC)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


async def test_the_map_shows_every_cell_and_hatches_what_is_not_known(town: Town, watched: Watched):
    page = watched.page
    await town.open(page)
    await wait_for_cells(page, len(LOTS))
    shown = await cells_on_map(page)
    assert shown[cell(DARK, 7)] is None
    assert all(shown[cell(lot_id, 7)] is not None for lot_id in (HOSPITAL, MALL, HOMES))
    await expect(page.locator(".legend")).to_contain_text("已知不足 80 %: 1")
    await expect(page.locator(".legend")).to_contain_text("覆盖率 87.5 %")
    assert watched.complaints == []


async def test_the_table_of_cells_says_what_the_map_shows(town: Town, watched: Watched):
    page = watched.page
    await town.open(page)
    await page.get_by_role("tab", name="网格").click()
    answer = await town.ask("heatmap", metric="utilization", resolution=7)
    rows = page.locator(".cell-table tbody tr")
    await expect(rows).to_have_count(len(answer["rows"]))
    for told in answer["rows"]:
        row = page.locator(f'tr[data-cell="{told["id"]}"]')
        words = "未知" if told["value"] is None else percent(told["value"])
        await expect(row.locator(".value")).to_have_text(words)
    await rows.first.get_by_role("button").click()
    await expect(page.locator(".cell-card")).to_contain_text(cell(HOMES, 7))


async def test_the_hours_of_the_last_week_can_be_looked_at_one_by_one(town: Town, watched: Watched):
    page = watched.page
    await town.open(page, f"&hour={MORNING.isoformat().replace('+00:00', 'Z')}")
    await expect(page.locator(".hour-bar output")).to_contain_text("09:00")
    await wait_for_colour(page, HOSPITAL, FULLEST)
    await wait_for_colour(page, MALL, EMPTY)
    slider = page.get_by_role("slider")
    await slider.focus()
    await slider.press("ArrowRight")
    await expect(page.locator(".hour-bar output")).to_contain_text("10:00")
    await wait_for_colour(page, HOSPITAL, FULLEST)
    await slider.press("ArrowRight")
    await wait_for_colour(page, HOSPITAL, "#ad2a4b")
    assert share_of(HOSPITAL, 11) == 0.85
    await page.get_by_role("button", name="整个时段").click()
    await expect(page.locator(".hour-bar output")).to_have_text("整个时段")
    assert watched.complaints == []


async def test_the_hours_play_by_themselves_until_one_stops_them(town: Town, watched: Watched):
    page = watched.page
    await town.open(page)
    await wait_for_cells(page, len(LOTS))
    output = page.locator(".hour-bar output")
    await page.get_by_role("button", name="播放").click()
    for hour in range(FIRST_PLAYED, FIRST_PLAYED + 3):
        await expect(output).to_contain_text(f"{hour}:00", timeout=SOON_MS)
    await page.get_by_role("button", name="暂停").click()
    stands = await output.inner_text()
    await page.wait_for_timeout(2000)
    assert await output.inner_text() == stands


async def test_nearer_is_finer(town: Town, watched: Watched):
    page = watched.page
    await town.open(page)
    await wait_for_cells(page, len(LOTS))
    await page.evaluate("() => window.heatMap.jumpTo({ center: [117.0440, 36.6548], zoom: 15 })")
    await page.wait_for_function(
        "(cell) => window.heatMap.queryRenderedFeatures({ layers: ['cells-known'] })"
        ".some((f) => f.properties.placeId === cell)",
        arg=cell(HOSPITAL, 9),
        timeout=SOON_MS,
    )
    await expect(page.locator(".legend")).to_contain_text("H3 9 级网格")


async def test_another_metric_has_its_own_colours_and_breaks(town: Town, watched: Watched):
    page = watched.page
    await town.open(page)
    await wait_for_cells(page, len(LOTS))
    await page.get_by_label("地图指标").select_option("coverage")
    await wait_for_colour(page, DARK, "#84b6d8")
    await wait_for_colour(page, HOMES, "#0a3a66")
    await expect(page.locator(".legend strong")).to_have_text("数据覆盖率")
    await page.wait_for_url("**metric=coverage**")


async def test_a_click_on_a_cell_tells_of_it(town: Town, watched: Watched):
    page = watched.page
    await town.open(page)
    await wait_for_cells(page, len(LOTS))
    point = await page.evaluate("() => window.heatMap.project([117.0440, 36.6548])")
    box = await page.locator(".map").bounding_box()
    assert box
    await page.mouse.click(box["x"] + point["x"], box["y"] + point["y"])
    card = page.locator(".cell-card")
    await expect(card).to_contain_text(cell(HOSPITAL, 7))
    await expect(card).to_contain_text("覆盖率 100.0 %")
    await card.get_by_role("button", name="关闭").click()
    await expect(card).to_have_count(0)


async def test_without_webgl_the_table_stands_for_the_map(
    town: Town, chromium_without_webgl: Browser
):
    page = await chromium_without_webgl.new_page(locale="zh-CN")
    await town.open(page)
    await expect(page.locator(".no-map")).to_be_visible(timeout=SOON_MS)
    await page.get_by_role("tab", name="网格").click()
    await expect(page.locator(".cell-table tbody tr")).to_have_count(len(LOTS))


def cell(lot_id: str, resolution: int) -> str:
    """The cell in which a lot lies."""
    lot = next(lot for lot in LOTS if lot.lot_id == lot_id)
    assert lot.lat is not None
    assert lot.lon is not None
    return cell_text(parent_of(cell_of(Position(lot.lat, lot.lon)), resolution))


async def wait_for_colour(page: Page, lot_id: str, colour: str) -> None:
    """Wait until the cell of a lot has a colour on the map."""
    await page.wait_for_function(
        """([cell, colour]) => {
          const drawn = window.heatMap?.getLayer('cells-known')
            ? window.heatMap.queryRenderedFeatures({ layers: ['cells-known'] }) : [];
          return drawn.some((f) => f.properties.placeId === cell && f.properties.colour === colour);
        }""",
        arg=[cell(lot_id, 7), colour],
        timeout=30_000,
    )

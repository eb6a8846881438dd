"""Using the planner's page: files, either language, a keyboard, a phone."""

import csv
import io
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from playwright.async_api import Download, Page, expect

from tests.web.conftest import Watched
from tests.web.driving import serious_faults
from tests.web.planner_town import (
    LIXIA,
    LOTS,
    SHIZHONG,
    SOON_MS,
    Town,
    figure,
    key_in,
    wait_for_cells,
)

PHONE = {"width": 390, "height": 844}

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


async def test_files_hold_what_is_shown_and_no_address_holds_the_key(town: Town, watched: Watched):
    page = watched.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await town.open(page, f"&area={LIXIA}")
    await wait_for_cells(page, 2)
    series = await text_of(await save(page, "时间序列", "CSV"))
    rows = list(csv.DictReader(io.StringIO(series.removeprefix("\ufeff"))))
    told = (await town.ask("series", step="1h", area=LIXIA))["rows"]
    assert [(row["from"], row["occupancy"]) for row in rows] == [
        (row["from"], "" if row["occupancy"] is None else repr(row["occupancy"])) for row in told
    ]
    drawn = json.loads(await text_of(await save(page, "网格", "GeoJSON")))
    assert len(drawn["features"]) == 2
    figures = pq.read_table(await path_of(await save(page, "指标", "Parquet"))).to_pylist()
    value = {row["code"]: row["value"] for row in figures}
    assert value == (await town.ask("kpis", area=LIXIA))["kpis"]
    sheet = await path_of(await save(page, "联网台账", "XLSX"))
    assert sheet.read_bytes()[:2] == b"PK"
    assert not any(key_in(town.planner) in url for url in asked)
    assert watched.complaints == []


async def test_only_what_lies_somewhere_is_offered_as_geojson(town: Town, watched: Watched):
    page = watched.page
    await town.open(page)
    for what, has_places in (("指标", False), ("时间序列", False), ("网格", True), ("区县", True)):
        group = page.get_by_role("group", name=f"导出 {what}")
        await expect(group.get_by_role("button", name="GeoJSON")).to_have_count(int(has_places))


async def test_the_language_switch_changes_every_word_and_the_document(
    town: Town, watched: Watched
):
    page = watched.page
    await town.open(page)
    await expect(page).to_have_title("停车规划 · OneLot")
    await page.get_by_role("button", name="English").click()
    await expect(page).to_have_title("Parking for planners · OneLot")
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await expect(page.locator(f'tr[data-area="{LIXIA}"]')).to_contain_text("Lixia District")
    words = await page.locator("main").inner_text()
    assert [letter for letter in words if "\u4e00" <= letter <= "\u9fff"] == []


async def test_axe_finds_nothing_serious_with_everything_open(town: Town, watched: Watched):
    page = watched.page
    await town.open(page)
    await wait_for_cells(page, len(LOTS))
    await page.get_by_role("button", name="筛选", exact=True).click()
    await page.get_by_role("button", name="全部指标").click()
    await page.get_by_role("button", name="定义：泊位利用率").click()
    assert await serious_faults(page) == []
    await page.get_by_role("tab", name="网格").click()
    await page.locator(".cell-table button").first.click()
    await expect(page.locator(".cell-card")).to_be_visible()
    assert await serious_faults(page) == []


async def test_by_night_the_page_can_be_read_as_well(town: Town, watched: Watched):
    await watched.page.emulate_media(color_scheme="dark")
    await town.open(watched.page)
    await wait_for_cells(watched.page, len(LOTS))
    assert await serious_faults(watched.page) == []


async def test_a_district_is_chosen_and_tables_are_turned_by_keyboard_alone(
    town: Town, watched: Watched
):
    page = watched.page
    await town.open(page)
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="跳到指标")).to_be_focused()
    await page.locator(f'tr[data-area="{SHIZHONG}"] button').focus()
    await page.keyboard.press("Enter")
    await expect(figure(page, "utilization")).to_have_text("–", timeout=SOON_MS)
    await page.get_by_role("tab", name="区县排名").focus()
    await page.keyboard.press("ArrowRight")
    await expect(page.get_by_role("tab", name="网格")).to_be_focused()
    await expect(page.locator(".cell-table")).to_be_visible()


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_page_works_on_a_phone(town: Town, watched: Watched, language: str):
    page = watched.page
    await page.set_viewport_size(PHONE)
    await town.open(page)
    if language == "en":
        await page.get_by_role("button", name="English").click()
    await page.wait_for_function("() => window.heatMap?.getLayer('cells-known')", timeout=30_000)
    await page.locator('button[aria-controls="filter-form"]').click()
    assert await serious_faults(page) == []
    await page.locator("#tab-cells_table").click()
    await expect(page.locator(".cell-table tbody tr")).to_have_count(len(LOTS))
    wide = await page.evaluate("() => document.documentElement.scrollWidth")
    assert wide == PHONE["width"]


async def test_a_link_that_could_not_be_copied_is_not_said_to_be(town: Town, watched: Watched):
    page = watched.page
    await page.add_init_script("Object.defineProperty(navigator, 'clipboard', {})")
    await town.open(page)
    await page.get_by_role("button", name="复制链接").click()
    await page.evaluate("() => new Promise((drawn) => setTimeout(drawn, 100))")
    assert await page.get_by_text("已复制").count() == 0


async def save(page: Page, what: str, form: str) -> Download:
    """Ask for a file as one does, with a click."""
    group = page.get_by_role("group", name=f"导出 {what}")
    async with page.expect_download(timeout=SOON_MS) as started:
        await group.get_by_role("button", name=form).click()
    return await started.value


async def path_of(download: Download) -> Path:
    return Path(await download.path())


async def text_of(download: Download) -> str:
    return (await path_of(download)).read_bytes().decode()

"""Choosing on the driver's page: by name, by filter, by link, by keyboard, in either language."""

import pytest
from playwright.async_api import expect

from tests.services.city import City
from tests.web.conftest import Watched
from tests.web.driving import (
    LINK,
    SOON_MS,
    fill_all,
    open_page,
    row_of,
    serious_faults,
    wait_for_map,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


async def test_a_landmark_typed_in_pinyin_becomes_the_destination(city: City, watched: Watched):
    await fill_all(city)
    await open_page(watched.page, city)
    await watched.page.get_by_role("combobox").first.fill("quancheng g")
    await expect(watched.page.get_by_role("option").first).to_contain_text("泉城广场")
    await watched.page.keyboard.press("Enter")
    await expect(watched.page.locator("#lots-title")).to_contain_text("泉城广场 附近")
    await expect(watched.page.locator("li.lot").first).to_have_attribute("data-lot", "op-A")


async def test_a_lot_is_found_by_its_name(city: City, watched: Watched):
    await fill_all(city)
    await open_page(watched.page, city)
    await watched.page.get_by_role("combobox").first.fill("D 停车")
    await watched.page.get_by_role("option", name="D 停车场").click()
    await expect(watched.page.locator("#lot-title")).to_have_text("D 停车场")


async def test_a_wish_for_free_spaces_leaves_out_the_full(city: City, watched: Watched):
    operator = await fill_all(city)
    await operator.count("op-B", 2)
    await open_page(watched.page, city, f"{LINK}&free=10")
    await expect(watched.page.locator("li.lot")).to_have_count(4)
    await expect(row_of(watched.page, "op-B")).to_have_count(0)
    await operator.count("op-B", 12)
    await expect(row_of(watched.page, "op-B")).to_be_visible(timeout=SOON_MS)


async def test_the_language_switch_changes_every_word_and_the_document(
    city: City, watched: Watched
):
    await fill_all(city)
    await open_page(watched.page, city)
    await watched.page.get_by_role("button", name="English").click()
    await expect(watched.page.locator("html")).to_have_attribute("lang", "en")
    await expect(row_of(watched.page, "op-A")).to_contain_text("Lot A")
    await expect(row_of(watched.page, "op-A").locator(".badge")).to_contain_text("Plenty")
    await watched.page.reload()
    await expect(watched.page.locator("html")).to_have_attribute("lang", "en")


async def test_a_link_restores_what_was_chosen(city: City, watched: Watched):
    await fill_all(city)
    await open_page(watched.page, city, f"{LINK}&sort=free&stay=240")
    await row_of(watched.page, "op-D").get_by_role("button").click()
    await watched.page.wait_for_url("**lot=op-D**")
    await watched.page.reload()
    await expect(watched.page.locator("#lot-title")).to_have_text("D 停车场")
    await watched.page.get_by_role("button", name="返回列表").click()
    await expect(watched.page.get_by_label("排序")).to_have_value("free")
    await expect(watched.page.get_by_label("停留")).to_have_value("240")


async def test_a_lot_opens_and_closes_by_keyboard_alone(city: City, watched: Watched):
    await fill_all(city)
    await open_page(watched.page, city)
    await row_of(watched.page, "op-A").get_by_role("button").focus()
    await watched.page.keyboard.press("Enter")
    await expect(watched.page.get_by_role("button", name="返回列表")).to_be_focused()
    await watched.page.keyboard.press("Enter")
    await expect(row_of(watched.page, "op-A").get_by_role("button")).to_be_focused()


async def test_escape_closes_what_is_on_top_first(city: City, watched: Watched):
    await fill_all(city)
    await open_page(watched.page, city, f"{LINK}&lot=op-A")
    search = watched.page.get_by_role("combobox").first
    await search.fill("quancheng g")
    await search.press("Escape")
    await expect(watched.page.get_by_role("option")).to_have_count(0)
    await expect(watched.page.locator("#lot-title")).to_have_text("A 停车场")
    await watched.page.keyboard.press("Escape")
    await expect(row_of(watched.page, "op-A").get_by_role("button")).to_be_focused()


async def test_axe_finds_nothing_serious_in_list_filters_and_details(city: City, watched: Watched):
    await fill_all(city)
    await open_page(watched.page, city)
    await wait_for_map(watched.page)
    await watched.page.get_by_role("button", name="筛选").click()
    assert await serious_faults(watched.page) == []
    await row_of(watched.page, "op-A").get_by_role("button").click()
    await expect(watched.page.locator("dl.facts")).to_be_visible()
    assert await serious_faults(watched.page) == []


async def test_axe_finds_nothing_serious_on_a_phone(city: City, watched: Watched):
    await fill_all(city)
    await watched.page.set_viewport_size({"width": 390, "height": 844})
    await open_page(watched.page, city, LINK.replace("zh", "en"))
    await wait_for_map(watched.page)
    assert await serious_faults(watched.page) == []

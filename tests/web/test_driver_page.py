"""What the driver's page shows is true, in time, and the same on the map and in the list."""

import re

import pytest
from playwright.async_api import expect

from tests.services.city import City
from tests.web.conftest import Watched
from tests.web.driving import (
    SOON_MS,
    expect_badge,
    expect_pin,
    fill_all,
    open_operator,
    open_page,
    row_of,
    wait_for_map,
)

SECONDS = re.compile(r"^(\d+) 秒前$")

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


async def test_page_loads_without_an_error_or_an_outside_request(city: City, watched: Watched):
    await fill_all(city)
    await open_page(watched.page, city)
    await wait_for_map(watched.page)
    await expect(watched.page.locator("li.lot")).to_have_count(5)
    assert watched.complaints == []


async def test_a_report_changes_the_right_pin_and_the_right_row(city: City, watched: Watched):
    operator = await fill_all(city)
    await open_page(watched.page, city)
    await wait_for_map(watched.page)
    await expect_pin(watched.page, "op-B", "plenty|50|")
    await operator.count("op-B", 7)
    await expect_badge(watched.page, "op-B", "7")
    await expect_pin(watched.page, "op-B", "few|7|")
    await expect_badge(watched.page, "op-A", "50")
    assert watched.complaints == []


async def test_a_closed_lot_leaves_the_list_and_is_closed_on_the_map(city: City, watched: Watched):
    operator = await fill_all(city)
    await open_page(watched.page, city)
    await wait_for_map(watched.page)
    await expect(row_of(watched.page, "op-C")).to_be_visible()
    await operator.close("op-C")
    await expect(row_of(watched.page, "op-C")).to_have_count(0, timeout=SOON_MS)
    await expect_pin(watched.page, "op-C", "closed|关|")


async def test_a_stale_count_is_a_question_mark_never_the_old_number(city: City, watched: Watched):
    operator = await open_operator(city)
    await operator.count("op-A", 33, age_s=1200)
    await open_page(watched.page, city)
    await wait_for_map(watched.page)
    await expect_badge(watched.page, "op-A", "?")
    await expect_pin(watched.page, "op-A", "stale|?|")
    await expect(row_of(watched.page, "op-A")).not_to_contain_text("33")


async def test_zero_is_full_and_no_report_is_unknown(city: City, watched: Watched):
    operator = await open_operator(city)
    await operator.count("op-A", 0)
    await open_page(watched.page, city)
    await wait_for_map(watched.page)
    await expect_pin(watched.page, "op-A", "full|满|")
    await expect_pin(watched.page, "op-B", "unknown|?|")
    await expect(row_of(watched.page, "op-A").locator(".badge")).to_contain_text("满")
    await expect(row_of(watched.page, "op-B").locator(".badge")).to_contain_text("未知")


async def test_an_age_ticks_without_any_report(city: City, watched: Watched):
    await fill_all(city)
    await open_page(watched.page, city)
    age = row_of(watched.page, "op-A").locator(".age")
    await expect(age).to_have_text(SECONDS)
    before = await age.inner_text()
    await expect(age).not_to_have_text(before)
    assert _seconds(await age.inner_text()) > _seconds(before)


async def test_the_next_best_is_offered_when_the_chosen_lot_fills(city: City, watched: Watched):
    operator = await fill_all(city)
    await open_page(watched.page, city)
    await row_of(watched.page, "op-A").get_by_role("button").click()
    await expect(watched.page.locator(".count-line")).to_have_text("空 50 / 共 100")
    await operator.count("op-A", 0)
    offer = watched.page.locator(".rescue")
    await expect(offer).to_contain_text("刚刚停满", timeout=SOON_MS)
    await offer.get_by_role("button", name="改去这里").click()
    await expect(watched.page.locator("#lot-title")).not_to_have_text("A 停车场")


def _seconds(age: str) -> int:
    found = SECONDS.match(age)
    assert found, age
    return int(found[1])

"""When something is missing: the map, the connection, the server."""

import pytest
from playwright.async_api import Browser, expect

from api.settings import Settings
from parking.storage.settings import StoreUrls
from tests.services.city import City, running_server
from tests.web.conftest import Watched
from tests.web.driving import LINK, SOON_MS, expect_badge, fill_all, open_page

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


async def test_the_page_is_a_live_list_without_webgl(city: City, chromium_without_webgl: Browser):
    operator = await fill_all(city)
    page = await chromium_without_webgl.new_page(locale="zh-CN")
    await open_page(page, city)
    await expect(page.locator(".no-map")).to_be_visible(timeout=SOON_MS)
    await operator.count("op-E", 3)
    await expect_badge(page, "op-E", "3")


async def test_after_a_loss_the_page_says_so_and_ends_right(
    city: City, stores: StoreUrls, watched: Watched
):
    operator = await fill_all(city)
    page = watched.page
    given = Settings(database_url=stores.database_url, redis_url=stores.redis_url, port=0)
    async with running_server(given) as port:
        await page.goto(f"http://127.0.0.1:{port}/{LINK}")
        await expect(page.locator(".link")).to_have_text("实时")
    await expect(page.locator(".link")).to_contain_text("连接中断，数据截至", timeout=2 * SOON_MS)
    await operator.count("op-B", 9)
    async with running_server(given.model_copy(update={"port": port})):
        await expect(page.locator(".link")).to_have_text("实时", timeout=6 * SOON_MS)
        await expect_badge(page, "op-B", "9")

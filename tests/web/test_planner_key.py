"""The planner's key: asked for, judged in plain words, kept in one tab, told nowhere."""

import pytest
from playwright.async_api import expect

from tests.web.conftest import Watched
from tests.web.driving import serious_faults
from tests.web.planner_town import PLANNER_KEY, SOON_MS, Town, enter_key, key_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


async def test_without_a_key_the_page_asks_for_one_and_says_how_to_get_it(
    town: Town, watched: Watched
):
    asked: list[str] = []
    watched.page.on("request", lambda request: asked.append(request.url))
    await watched.page.goto(town.url)
    await expect(watched.page.locator("form")).to_contain_text("onelot key create --role planner")
    assert await serious_faults(watched.page) == []
    assert [url for url in asked if "/v1/" in url] == []
    assert watched.complaints == []


async def test_a_key_that_is_none_is_told_from_one_of_another_role(town: Town, watched: Watched):
    page = watched.page
    await page.goto(town.url)
    await enter_key(page, "olk_mistyped")
    await expect(page.get_by_role("alert")).to_contain_text("平台不认识这个密钥", timeout=SOON_MS)
    await enter_key(page, "不是密钥")
    await expect(page.get_by_role("alert")).to_contain_text("平台不认识这个密钥", timeout=SOON_MS)
    await enter_key(page, key_in(await town.city.key("operator", "op")))
    await expect(page.get_by_role("alert")).to_contain_text("不是规划密钥", timeout=SOON_MS)
    await expect(page.locator(".figures")).to_have_count(0)
    await page.get_by_role("button", name="English").click()
    await expect(page.get_by_role("alert")).to_contain_text("not for planning")


async def test_a_good_key_opens_the_page_and_is_in_no_address_and_no_lasting_store(
    town: Town, watched: Watched
):
    page, key = watched.page, key_in(town.planner)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(town.url)
    await enter_key(page, key)
    await expect(page.locator(".figures > li").first).to_be_visible(timeout=SOON_MS)
    await page.get_by_role("tab", name="网格").click()
    await page.get_by_label("时段").select_option("1")
    await page.wait_for_url("**last=1**")
    kept = await page.evaluate("() => [JSON.stringify(localStorage), location.href]")
    assert not any(key in text for text in [*asked, *kept])
    assert await page.evaluate("(name) => sessionStorage.getItem(name)", PLANNER_KEY) == key
    await page.get_by_role("button", name="移除密钥").click()
    await expect(page.locator("input[name=key]")).to_be_visible()
    assert await page.evaluate("(name) => sessionStorage.getItem(name)", PLANNER_KEY) is None
    assert watched.complaints == []


async def test_a_key_that_is_withdrawn_ends_the_visit(town: Town, watched: Watched):
    page = watched.page
    await page.add_init_script(f"sessionStorage.setItem('{PLANNER_KEY}', 'olk_withdrawn')")
    await page.goto(town.url)
    await expect(page.get_by_role("alert")).to_contain_text("已被撤销", timeout=SOON_MS)
    await expect(page.locator("input[name=key]")).to_be_visible()
    await expect(page.locator(".figures")).to_have_count(0)

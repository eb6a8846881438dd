"""What comes late, breaks off or does not come at all costs a planner no more than that."""

import asyncio

import pytest
from playwright.async_api import Locator, Page, Route, expect

from tests.web.conftest import Watched
from tests.web.planner_town import (
    LOTS,
    PLANNER_KEY,
    SOON_MS,
    Town,
    enter_key,
    key_in,
    wait_for_cells,
)

BREAKS_OFF = """() => {
  const whole = Response.prototype.blob;
  Response.prototype.blob = () => Promise.reject(new TypeError('broken off'));
  window.mend = () => { Response.prototype.blob = whole; };
}"""

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


class Held:
    """Requests that are on their way until they are let go."""

    def __init__(self) -> None:
        self.is_asked, self.may_go = asyncio.Event(), asyncio.Event()

    async def and_answered(self, route: Route) -> None:
        await self._wait()
        await route.continue_()

    async def and_refused(self, route: Route) -> None:
        await self._wait()
        await route.fulfill(status=401, json={"title": "No", "status": 401})

    async def _wait(self) -> None:
        self.is_asked.set()
        await self.may_go.wait()


async def test_a_key_refused_before_the_map_was_loaded_does_not_cost_the_map(
    town: Town, watched: Watched
):
    page, held = watched.page, Held()
    await page.route("**/assets/heat-map*", held.and_answered)
    await page.add_init_script(f"sessionStorage.setItem('{PLANNER_KEY}', 'olk_withdrawn')")
    await page.goto(town.url)
    await expect(page.locator("input[name=key]")).to_be_visible(timeout=SOON_MS)
    await held.is_asked.wait()
    async with page.expect_response("**/assets/heat-map*"):
        held.may_go.set()
    await enter_key(page, key_in(town.planner))
    await wait_for_cells(page, len(LOTS))


async def test_a_late_word_on_an_old_key_does_not_end_the_visit_under_a_new_one(
    town: Town, watched: Watched
):
    page, held = watched.page, Held()
    await page.goto(town.url)
    await enter_key(page, key_in(await town.city.key("planner")))
    await page.route("**/v1/planner/kpis?*format=csv*", held.and_refused)
    await button(page, "CSV").click(timeout=SOON_MS)
    await held.is_asked.wait()
    await page.get_by_role("button", name="移除密钥").click()
    await enter_key(page, key_in(town.planner))
    await expect(page.locator(".figures > li").first).to_be_visible(timeout=SOON_MS)
    held.may_go.set()
    await expect(button(page, "CSV")).to_be_enabled(timeout=SOON_MS)
    await expect(page.locator("input[name=key]")).to_have_count(0)


async def test_a_file_that_breaks_off_is_told_and_can_be_asked_for_again(
    town: Town, watched: Watched
):
    page = watched.page
    await town.open(page)
    await page.evaluate(BREAKS_OFF)
    await button(page, "CSV").click()
    await expect(page.locator(".exports + p")).to_have_text("没有成功。", timeout=SOON_MS)
    await page.evaluate("() => window.mend()")
    async with page.expect_download(timeout=SOON_MS):
        await button(page, "CSV").click()
    await expect(page.locator(".exports + p")).to_have_text("")
    assert watched.complaints == []


async def test_a_platform_that_cannot_be_reached_is_said_to_be_so(town: Town, watched: Watched):
    page = watched.page
    await page.route("**/v1/planner/**", lambda route: route.abort())
    await town.enter(page)
    await expect(page.locator(".panel").get_by_role("alert")).to_contain_text(
        "无法连接平台", timeout=SOON_MS
    )


def button(page: Page, form: str) -> Locator:
    """Which gives the figures as a file."""
    return page.get_by_role("group", name="导出 指标").get_by_role("button", name=form)

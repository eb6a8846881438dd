"""A driver books a shared space on the page: three taps, told truly, in either language."""

import asyncio
import re
from typing import Any

import pytest
from playwright.async_api import Locator, Page, Route, expect

from tests.services.city import City, draft
from tests.sharing.agreeing import AGREEMENTS, call
from tests.sharing.booking_calls import BOOKINGS, new_driver, post
from tests.web.conftest import Watched
from tests.web.driving import CENTRE, LINK, SOON_MS, fill_all, open_page, serious_faults

LOT = "op-A"
SHARED = f"{LINK}&lot={LOT}"
PHONE = {"width": 390, "height": 844}
ALWAYS = {"days": ["workday", "weekend", "holiday"], "stay": ["00:00", "24:00"],
          "movement": [["00:00", "24:00"]]}  # fmt: skip
LEFT = re.compile(r"剩余 [0-4]:\d\d")

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


async def test_three_taps_book_a_space(city: City, watched: Watched):
    await _lend(city)
    page = watched.page
    await open_page(page, city, SHARED)
    shared = page.locator("section.shared")
    await expect(shared).to_contain_text("现在可订 1 个", timeout=SOON_MS)
    await shared.get_by_role("button", name="预订").click()
    await expect(shared.get_by_label("车牌号")).to_be_focused()
    await shared.get_by_label("车牌号").fill("鲁a·12345")
    await expect(shared.get_by_role("status")).to_contain_text("1 个可订 · 免费")
    assert await serious_faults(page) == []
    await shared.get_by_role("button", name="占位").click()
    card = page.locator("article.booking")
    await expect(card).to_contain_text("已为您占位")
    await expect(card).to_contain_text("B1-07")
    await expect(card.get_by_role("timer")).to_have_text(LEFT)
    await expect(card.get_by_role("button", name="确认预订")).to_be_focused()
    await card.get_by_role("button", name="确认预订").click()
    await expect(card.get_by_role("heading")).to_have_text("已确认")
    await expect(page.get_by_role("button", name="我的预订：1 个进行中")).to_be_visible()
    await expect(shared).to_contain_text("现在没有空的共享车位", timeout=SOON_MS)
    assert await serious_faults(page) == []
    assert [booking["status"] for booking in await _bookings(city, page)] == ["confirmed"]
    assert watched.complaints == []


async def test_whoever_comes_second_is_told_why_and_what_to_do(city: City, watched: Watched):
    await _lend(city)
    page = watched.page
    await open_page(page, city, SHARED)
    await _fill_form(page)
    begin, end = [
        await page.locator(f"input[name={name}]").input_value() for name in ("from", "to")
    ]
    span = {"from": f"{begin}:00+08:00", "to": f"{end}:00+08:00"}
    body = {"lot_id": LOT, "plate": "鲁B54321"} | span
    assert (await post(city, BOOKINGS, await new_driver(city), body)).status_code == 201
    await page.get_by_role("button", name="占位").click()
    alert = page.locator(".booking-form").get_by_role("alert")
    await expect(alert).to_have_text("该时段已被预订 请换一个时间，或换一个车场。")
    await page.get_by_role("button", name="English").click()
    await expect(alert).to_have_text(
        "Taken by somebody else Choose another time, or another car park."
    )


async def test_a_plate_that_is_none_is_marked_where_it_stands(city: City, watched: Watched):
    await _lend(city)
    page = watched.page
    await open_page(page, city, SHARED)
    await _fill_form(page, plate="?!")
    await page.get_by_role("button", name="占位").click()
    await expect(page.get_by_label("车牌号")).to_have_attribute("aria-invalid", "true")
    await expect(page.get_by_role("alert")).to_contain_text("例如 鲁A12345")


async def test_a_lost_answer_books_once(city: City, watched: Watched):
    await _lend(city, "B1-07", "B1-08")
    page = watched.page
    lost: list[str] = []

    async def lose_first(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.request.headers["idempotency-key"])
            await route.fetch()  # the platform did it; nobody hears of it
            await route.abort()
        else:
            await route.continue_()

    await page.route(f"**{BOOKINGS}", lose_first)
    await open_page(page, city, SHARED)
    await _fill_form(page)
    await page.get_by_role("button", name="占位").click()
    await expect(page.locator("article.booking")).to_contain_text("已为您占位")
    assert [booking["status"] for booking in await _bookings(city, page)] == ["held"]
    assert lost


async def test_a_stay_on_a_phone_in_english_from_hold_to_leaving(city: City, watched: Watched):
    await _lend(city)
    page = watched.page
    await page.set_viewport_size(PHONE)
    await open_page(page, city, SHARED.replace("zh", "en"))
    await page.get_by_role("button", name="Book", exact=True).click()
    await page.get_by_label("Number plate").fill("鲁A12345")
    await page.get_by_role("button", name="Hold a space").click()
    await page.get_by_role("button", name="Confirm booking").click()
    await page.get_by_role("button", name="My bookings: 1 open").click()
    card = page.locator("article.booking")
    await expect(card).to_contain_text("Lot A")
    networks_turn = await _hold_back(page, BOOKINGS)
    await card.get_by_role("button", name="I have parked").click()
    await expect(card.get_by_role("heading")).to_have_text("You are parked")
    before = await card.locator(".lot-line").inner_text()
    await card.get_by_role("button", name="Stay longer").click()  # quicker than a slow network
    async with page.expect_response(lambda answer: f"{BOOKINGS}?" in answer.url):
        networks_turn.set()
    await card.get_by_role("button", name=re.compile("^Until ")).first.click()
    await expect(card.locator(".lot-line")).not_to_contain_text(before.split("\n")[1])
    assert await serious_faults(page) == []
    await card.get_by_role("button", name="I have left").click()
    await expect(card.get_by_role("heading")).to_have_text("Completed")
    assert watched.complaints == []


async def test_a_gate_that_has_not_answered_is_not_called_confirmed(city: City, watched: Watched):
    gated = draft("op-G", CENTRE[0], CENTRE[1], name="G 停车场", has_gate=True)
    await city.put_lots(gated)
    await _lend(city, lot_id="op-G")
    page = watched.page
    await open_page(page, city, f"{LINK}&lot=op-G")
    await _fill_form(page)
    await page.get_by_role("button", name="占位").click()
    await page.get_by_role("button", name="确认预订").click()
    card = page.locator("article.booking")
    await expect(card.get_by_role("heading")).to_have_text("等待道闸确认")
    await expect(card).to_contain_text("预订尚未生效")


async def test_a_booking_that_is_taken_back_is_told_at_once(city: City, watched: Watched):
    await _lend(city)
    page = watched.page
    await open_page(page, city, SHARED)
    await _fill_form(page, begins_later=True)
    await page.get_by_role("button", name="占位").click()
    await page.get_by_role("button", name="确认预订").click()
    await expect(page.locator("article.booking").get_by_role("heading")).to_have_text("已确认")
    (booking,) = await _bookings(city, page)
    path = f"{BOOKINGS}/{booking['booking_id']}/revoke"
    revoked = await post(city, path, await city.key("operator", "op"), {"reason": "检修"})
    assert revoked.status_code == 200, revoked.text
    news = page.locator(".news")
    await expect(news).to_contain_text("您的预订已被收回", timeout=SOON_MS)
    await news.get_by_role("button", name="查看预订").click()
    await expect(page.locator(".messages li")).to_contain_text("检修")
    await expect(page.locator("article.booking")).to_contain_text("已被收回")
    assert await serious_faults(page) == []
    assert watched.complaints == []


async def _hold_back(page: Page, path: str) -> asyncio.Event:
    """Let lists of a path be read only once the event is set."""
    may_pass = asyncio.Event()

    async def wait(route: Route) -> None:
        await may_pass.wait()
        await route.continue_()

    await page.route(f"**{path}?*", wait)
    return may_pass


async def _lend(city: City, *spaces: str, lot_id: str = LOT) -> None:
    """One agreement of the lot's own operator, open at all hours."""
    await fill_all(city)
    terms = {
        "lot_id": lot_id, "spaces": list(spaces or ("B1-07",)), "windows": [ALWAYS],
        "valid": {"from": "2026-01-01", "until": "2030-12-30"}, "price": {"free": True},
    }  # fmt: skip
    lent = await call(city, "POST", AGREEMENTS, await city.key("operator", "op"), terms)
    assert lent.status_code == 201, lent.text
    assert lent.json()["status"] == "active"


async def _fill_form(page: Page, plate: str = "鲁A12345", *, begins_later: bool = False) -> None:
    shared = page.locator("section.shared")
    await shared.get_by_role("button", name="预订").click()
    if begins_later:
        await _put_off(shared.locator("input[name=to]"))
        await _put_off(shared.locator("input[name=from]"))
    await shared.get_by_label("车牌号").fill(plate)


async def _put_off(field: Locator) -> None:
    """Choose the same time of the next day."""
    chosen = await field.evaluate(
        """(field) => new Date(Date.parse(field.value + 'Z') + 86_400_000)
            .toISOString().slice(0, 16)"""
    )
    await field.fill(chosen)


async def _bookings(city: City, page: Page) -> list[dict[str, Any]]:
    """What the platform has of this page's driver."""
    key = await page.evaluate("() => localStorage.getItem('onelot.driver')")
    answer = await city.client.get(BOOKINGS, headers={"authorization": f"Bearer {key}"})
    bookings: list[dict[str, Any]] = answer.json()["bookings"]
    return bookings

"""The operator's page: what needs attention, one action each, and what acting does to drivers."""

import pytest
from playwright.async_api import Route, expect

from tests.services.city import City
from tests.web.conftest import Watched
from tests.web.driving import serious_faults
from tests.web.operator_yard import FREE, OPERATOR_KEY, SOON_MS, form, need, now, open_yard
from tests.web.planner_town import enter_key, key_in

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


async def test_a_key_is_judged_in_plain_words_and_kept_in_one_tab_and_no_address(
    city: City, watched: Watched
):
    yard, page = await open_yard(city), watched.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(yard.url)
    await expect(page.locator("form")).to_contain_text("onelot key create --role operator")
    assert await serious_faults(page) == []
    assert [url for url in asked if "/v1/" in url] == []
    await enter_key(page, key_in(await city.key("planner")))
    await expect(page.get_by_role("alert")).to_contain_text("不是运营方密钥", timeout=SOON_MS)
    watched.complaints.clear()  # the browser's own line on that refusal
    await enter_key(page, yard.key)
    await expect(page.locator(".brand p")).to_contain_text("op", timeout=SOON_MS)
    await expect(page.locator(".empty")).to_contain_text("没有需要处理的事", timeout=SOON_MS)
    await page.get_by_role("button", name="我的停车场").click()
    await page.locator("li.lot").first.click()
    await page.wait_for_url("**lot=op-A**")
    kept = await page.evaluate("() => [JSON.stringify(localStorage), location.href]")
    assert not any(yard.key in text for text in [*asked, *kept])
    await page.get_by_role("button", name="移除密钥").click()
    await expect(page.locator("input[name=key]")).to_be_visible()
    assert await page.evaluate("(name) => sessionStorage.getItem(name)", OPERATOR_KEY) is None
    assert watched.complaints == []


async def test_an_old_count_is_told_first_and_a_count_by_hand_mends_it_for_drivers(
    city: City, watched: Watched
):
    yard, page = await open_yard(city, stale="op-C"), watched.page
    await yard.open(page)
    line = need(page, "stale", "op-C")
    await expect(line).to_contain_text("司机已看不到空位数", timeout=SOON_MS)
    await expect(page.locator(".needs > li")).to_have_count(1)
    await expect(page.locator(".parts [aria-current]")).to_have_text("需要处理 · 1")
    await line.get_by_role("button", name="人工校正").click()
    count = form(page, "人工校正")
    await count.get_by_label("普通空位").fill("33")
    await count.get_by_label("原因").fill("现场清点")
    await count.get_by_role("button", name="提交校正").click()
    await expect(page.locator(".done")).to_contain_text("司机已看到", timeout=SOON_MS)
    await expect(page.locator(".card .badge b")).to_have_text("33", timeout=SOON_MS)
    seen = await yard.seen("op-C")
    assert (seen["free"], seen["kind"]) == (33, "declared")
    await page.get_by_role("button", name="需要处理").click()
    await expect(page.locator(".empty")).to_be_visible(timeout=SOON_MS)
    assert watched.complaints == []


async def test_a_count_that_cannot_be_is_refused_in_words_of_either_language(
    city: City, watched: Watched
):
    yard, page = await open_yard(city), watched.page
    await yard.open(page, "&view=lots&lot=op-A")
    count = form(page, "人工校正")
    send = count.get_by_role("button", name="提交校正")
    await send.click()
    await expect(count.get_by_role("alert")).to_have_text("请至少填写一类空位。")
    await count.get_by_label("普通空位").fill("-3")
    await send.click()
    await expect(count.get_by_role("alert")).to_contain_text("请填写原因", timeout=SOON_MS)
    await count.get_by_label("原因").fill("现场清点")
    await send.click()
    refused = count.get_by_role("alert")
    await expect(refused).to_contain_text("数量超出范围", timeout=SOON_MS)
    await expect(refused).to_contain_text("0 到泊位数之间")
    await page.get_by_role("button", name="English").click()
    refused = form(page, "Set the count").get_by_role("alert")
    await expect(refused).to_contain_text("A count is out of range")
    assert (await yard.seen("op-A"))["free"] == FREE


async def test_a_lot_is_closed_and_opened_again_and_drivers_see_both(city: City, watched: Watched):
    yard, page = await open_yard(city), watched.page
    await yard.close("op-B", "消防演练")
    await yard.open(page)
    line = need(page, "closure", "op-B")
    await expect(line).to_contain_text("消防演练", timeout=SOON_MS)
    await line.get_by_role("button", name="重新开放").click()
    assert (await yard.seen("op-B"))["state"] == "closed", "one press is not enough"
    await line.get_by_role("button", name="确定重新开放").click()
    await expect(page.locator(".done")).to_contain_text("已重新开放", timeout=SOON_MS)
    await expect(line).to_have_count(0, timeout=SOON_MS)
    await city.until("/v1/lots/op-B", lambda lot: lot["availability"]["state"] == "open")
    await page.get_by_role("button", name="我的停车场").click()
    await page.get_by_label("查找停车场").fill("a 停车")
    await expect(page.locator("li.lot")).to_have_count(1)
    await page.locator('li.lot[data-lot="op-A"] button').click()
    shut = form(page, "临时关闭")
    await shut.get_by_label("结束").fill("2020-01-01T08:00")
    await shut.get_by_label("原因").fill("设备检修")
    await shut.get_by_role("button", name="关闭停车场").click()
    await expect(shut.get_by_role("alert")).to_contain_text("结束须晚于开始", timeout=SOON_MS)
    await shut.get_by_label("结束").fill("2099-01-01T08:00")
    await shut.get_by_role("button", name="关闭停车场").click()
    await expect(page.locator(".closures li")).to_contain_text("设备检修", timeout=SOON_MS)
    await expect(page.locator(".card .badge")).to_contain_text("已关闭", timeout=SOON_MS)
    assert (await yard.seen("op-A"))["state"] == "closed"


async def test_what_a_feed_gets_wrong_and_what_the_platform_found_is_told_with_its_sentence(
    city: City, watched: Watched
):
    yard, page = await open_yard(city), watched.page
    answer = await city.report(
        yard.operator.headers,
        {"kind": "heartbeat", "lot_id": "op-none", "record_serial": "x", "observed_at": now()},
    )
    assert answer.json()["results"][0]["status"] == "rejected", answer.text
    await yard.until_a_problem_is_noted()

    async def with_a_verdict(route: Route) -> None:
        told = await (await route.fetch()).json()
        told["feeds"][0]["findings"] = [
            {
                "rule": "frozen", "lot_id": "op-D", "since": now(),
                "message": "The count has not moved for six hours.",
                "message_zh": "数值六小时没有变化。",
            }
        ]  # fmt: skip
        await route.fulfill(json=told)

    await page.route("**/v1/operator/feeds", with_a_verdict)
    await yard.open(page)
    await expect(need(page, "problem")).to_contain_text("未知停车场", timeout=SOON_MS)
    first = page.locator(".needs > li").first
    await expect(first).to_contain_text("D 停车场：数值六小时没有变化。")
    assert await serious_faults(page) == []
    await page.get_by_role("button", name="English").click()
    await expect(first).to_contain_text("Lot D: The count has not moved for six hours.")
    await expect(need(page, "problem")).to_contain_text("Unknown lot")
    await first.get_by_role("button", name="Look at it").click()
    await expect(page.locator("#lot-title")).to_have_text("Lot D")
    await page.get_by_role("button", name="Attention").click()
    await need(page, "problem").get_by_role("button", name="Check a sample").click()
    await expect(page.get_by_label("Sample", exact=True)).to_be_visible()


async def test_on_a_phone_the_list_and_the_lot_take_turns_and_nothing_sticks_out(
    city: City, watched: Watched
):
    yard, page = await open_yard(city), watched.page
    await page.set_viewport_size({"width": 360, "height": 740})
    await yard.open(page, "&view=lots")
    await page.locator('li.lot[data-lot="op-E"] button').click()
    await expect(page.locator("li.lot").first).to_be_hidden()
    await expect(page.locator("#lot-title")).to_have_text("E 停车场")
    assert await serious_faults(page) == []
    wide = "() => document.documentElement.scrollWidth - innerWidth"
    assert await page.evaluate(wide) <= 0
    await page.get_by_role("button", name="返回列表").click()
    await expect(page.locator("li.lot").first).to_be_visible()
    await page.get_by_role("button", name="样例检查").click()
    assert await page.evaluate(wide) <= 0
    assert await serious_faults(page) == []
    assert watched.complaints == []

"""What the planner's page says is what the API says, with how much of it is known beside it."""

import re

import pytest
from playwright.async_api import Page, expect

from parking.planning.kpi_names import KPI_CODES, KPI_NAMES
from tests.web.conftest import Watched
from tests.web.planner_town import (
    HOSPITAL,
    LIXIA,
    SHIZHONG,
    SOON_MS,
    Town,
    figure,
    percent,
    share_of,
)

SHARES = [code for code in KPI_CODES if KPI_NAMES[code].unit == "0-1"]

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]


async def test_every_figure_is_the_apis_and_bears_its_contract_name(town: Town, watched: Watched):
    page = watched.page
    await town.open(page)
    answer = await town.ask("kpis")
    await page.get_by_role("button", name="全部指标").click()
    await expect(page.locator(".figures > li")).to_have_count(len(KPI_CODES))
    for code in KPI_CODES:
        value, card = answer["kpis"][code], page.locator(f'.figures > li[data-code="{code}"]')
        await expect(card.locator("h3")).to_have_text(KPI_NAMES[code].zh)
        await expect(card).to_have_attribute("data-known", str(value is not None).lower())
        if value is None:
            await expect(figure(page, code)).to_have_text("–")
        elif code in SHARES:
            await expect(figure(page, code)).to_have_text(percent(value))
    await expect(page.locator(".covered")).to_contain_text(percent(answer["coverage"]))
    await page.get_by_role("button", name="English").click()
    for code in KPI_CODES:
        card = page.locator(f'.figures > li[data-code="{code}"]')
        await expect(card.locator("h3")).to_have_text(KPI_NAMES[code].en)
    assert watched.complaints == []


async def test_a_definition_is_one_click_away_and_says_why_there_is_no_value(
    town: Town, watched: Watched
):
    page = watched.page
    await town.open(page, f"&area={SHIZHONG}")
    card = page.locator('.figures > li[data-code="utilization"]')
    await expect(card.locator(".figure b")).to_have_text("–")
    await card.get_by_role("button", name="定义：泊位利用率").click()
    await expect(card.locator(".about")).to_contain_text("占用泊位小时 ÷ 已知泊位小时")
    await expect(card.locator(".why")).to_contain_text("低于 80 %")
    await expect(card.locator(".about code")).to_have_text("utilization")


async def test_figures_that_take_seconds_are_computed_on_demand_and_of_that_choice_alone(
    town: Town, watched: Watched
):
    page = watched.page
    await town.open(page)
    demand = page.get_by_role("button", name="计算全部（需数秒）")
    async with page.expect_response("**/v1/planner/kpis?*thorough=true*") as answered:
        await demand.click()
    assert (await answered.value).ok
    await expect(demand).to_have_count(0)
    async with page.expect_response(re.compile(rf"/kpis\?(?!.*thorough).*area={LIXIA}")):
        await page.locator(f'tr[data-area="{LIXIA}"] button').click()
    await expect(demand).to_be_visible(timeout=SOON_MS)


async def test_districts_are_ranked_with_their_curves_and_the_unknown_comes_last(
    town: Town, watched: Watched
):
    page = watched.page
    await town.open(page)
    rows = page.locator(".ranking tbody tr")
    await expect(rows).to_have_count(2)
    told = await town.ask("heatmap", by="area", level="district", metric="utilization")
    value = {row["id"]: row["value"] for row in told["rows"]}
    assert value[SHIZHONG] is None
    assert [await row.get_attribute("data-area") for row in await rows.all()] == [LIXIA, SHIZHONG]
    await expect(rows.nth(0)).to_contain_text(percent(value[LIXIA]))
    await expect(rows.nth(1)).to_contain_text("未知")
    await expect(rows.nth(1)).to_contain_text("75 %")
    await expect(rows.nth(0).locator("svg path")).to_have_attribute("d", re.compile(r"^M.*L"))


async def test_the_curve_is_told_in_a_sentence_too(town: Town, watched: Watched):
    page = watched.page
    await town.open(page, "&use=hospital")
    hours = [share_of(HOSPITAL, hour) for hour in range(24)]
    assert sum(share > 0.85 for share in hours) == 2
    answer = await town.ask("series", step="1h", land_use="hospital")
    known = [row["occupancy"] for row in answer["rows"] if row["occupancy"] is not None]
    above = sum(share > 0.85 for share in known)
    caption = page.locator(".curve figcaption")
    await expect(caption).to_contain_text("占用率 30 % 至 100 %")
    await expect(caption).to_contain_text(f"高于 85 % 的有 {above} / {len(known)} 段")
    await expect(page.locator(".plot canvas")).to_be_visible()


async def test_a_choice_changes_all_that_is_shown_and_a_link_brings_it_back(
    town: Town, watched: Watched
):
    page = watched.page
    await town.open(page)
    city, lixia = [await _utilization(town, **query) for query in ({}, {"area": LIXIA})]
    await expect(figure(page, "utilization")).to_have_text(percent(city))
    await page.locator(f'tr[data-area="{LIXIA}"] button').click()
    await expect(figure(page, "utilization")).to_have_text(percent(lixia), timeout=SOON_MS)
    await expect(page.locator(".chips")).to_contain_text("历下区")
    await page.get_by_role("button", name="筛选", exact=True).click()
    await page.get_by_label("医院").check()
    hospital = await _utilization(town, area=LIXIA, land_use="hospital")
    await expect(figure(page, "utilization")).to_have_text(percent(hospital), timeout=SOON_MS)
    await page.wait_for_url("**use=hospital**")
    await page.reload()
    await expect(figure(page, "utilization")).to_have_text(percent(hospital), timeout=SOON_MS)
    await page.get_by_role("button", name="去掉筛选：医院").click()
    await expect(figure(page, "utilization")).to_have_text(percent(lixia), timeout=SOON_MS)
    assert watched.complaints == []


async def test_a_time_of_ones_own_is_the_citys_time(town: Town, watched: Watched):
    page = watched.page
    await town.open(page, f"&operator=op&area={LIXIA}")
    await _choose_period(page, "between")
    await page.locator("input[name=from]").fill("2026-10-09T09:00")
    await page.locator("input[name=to]").fill("2026-10-09T11:00")
    await page.get_by_role("button", name="应用").click()
    span = {"from": "2026-10-09T09:00:00+08:00", "to": "2026-10-09T11:00:00+08:00"}
    told = await _utilization(town, area=LIXIA, **span)
    await expect(figure(page, "utilization")).to_have_text(percent(told), timeout=SOON_MS)
    await page.locator("input[name=to]").fill("2026-10-08T11:00")
    await page.get_by_role("button", name="应用").click()
    await expect(page.locator(".between").get_by_role("alert")).to_contain_text("须早于")


async def test_what_the_platform_refuses_is_said_in_its_words(town: Town, watched: Watched):
    await town.enter(watched.page, "&operator=nobody")
    await expect(watched.page.get_by_role("alert").first).to_contain_text(
        "There is no such operator.", timeout=SOON_MS
    )


async def _utilization(town: Town, **query: object) -> float:
    told: float = (await town.ask("kpis", **query))["kpis"]["utilization"]
    return told


async def _choose_period(page: Page, word: str) -> None:
    await page.get_by_label("时段").select_option(word)

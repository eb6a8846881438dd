"""Checking a sample on the operator's page: pasted or as a file, known, guessed or unknown."""

import json
from datetime import UTC, datetime

import pytest
from playwright.async_api import expect

from tests.services.city import City
from tests.web.conftest import Watched
from tests.web.driving import serious_faults
from tests.web.operator_yard import SOON_MS, check_sample, open_yard

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

TABLE = "编号,名称,纬度,经度,总泊位,空余泊位\nX1,泉城路停车场,36.6655,117.0230,120,35\n"


def parkapi() -> str:
    """Two lots in ParkAPI's first version, and one whose place cannot be."""
    lots = [
        {"id": "quancheng", "name": "泉城广场", "coords": {"lat": 36.6605, "lng": 117.0214},
         "total": 300, "free": 12, "state": "open"},
        {"id": "baotu", "name": "趵突泉", "coords": {"lat": 36.6612, "lng": 117.0101},
         "total": 120, "free": 0, "state": "open"},
        {"id": "nowhere", "name": "无处", "coords": {"lat": 0.0, "lng": 999.0}, "total": 10,
         "free": 1, "state": "open"},
    ]  # fmt: skip
    now = datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="seconds")
    return json.dumps({"last_updated": now, "lots": lots})


async def test_a_pasted_sample_is_named_and_told_lot_by_lot_with_what_is_wrong_and_the_mend(
    city: City, watched: Watched
):
    yard, page = await open_yard(city), watched.page
    await yard.open(page, "&view=check")
    answer = await check_sample(page, parkapi())
    await expect(answer).to_have_attribute("data-format", "parkapi_v1")
    row = answer.locator("tr[data-lot]", has_text="泉城广场")
    await expect(row).to_contain_text("普通 空 12")
    await expect(answer.locator("tr[data-lot]", has_text="趵突泉")).to_contain_text("空 0")
    problem = answer.locator('.found li[data-blocks="true"]').first
    await expect(problem.locator("code").first).to_contain_text("/lots/2")
    await expect(problem).to_contain_text("修正：")
    assert await serious_faults(page) == []
    await page.get_by_role("button", name="English").click()
    await expect(answer).to_contain_text("Format: ParkAPI")
    await expect(problem).to_contain_text("Mend: ")
    lots = (await city.client.get("/v1/lots")).json()["lots"]
    assert len(lots) == 5, "a check stores nothing"
    assert watched.complaints == []


async def test_a_file_whose_columns_are_guessed_gives_a_mapping_to_mend_try_and_keep(
    city: City, watched: Watched
):
    yard, page = await open_yard(city), watched.page
    await yard.open(page, "&view=check")
    content = {"name": "lots.csv", "mimeType": "text/csv", "buffer": TABLE.encode("gb18030")}
    await page.locator("input[type=file]").set_input_files(content)
    await expect(page.locator(".given")).to_contain_text("lots.csv")
    await page.get_by_role("button", name="检查", exact=True).click()
    answer = page.locator(".answer")
    await expect(answer).to_contain_text("泉城路停车场", timeout=SOON_MS)
    mapping = page.locator("textarea.mapping")
    guessed = await mapping.input_value()
    assert "空余泊位" in guessed
    async with page.expect_download() as kept:
        await page.get_by_role("button", name="下载").click()
    download = await kept.value
    assert download.suggested_filename == "mapping.toml"
    assert (await download.path()).read_text() == guessed
    await page.get_by_role("button", name="按此映射再检查").click()
    await expect(answer).to_contain_text("映射文件", timeout=SOON_MS)
    await expect(answer).to_contain_text("泉城路停车场")
    assert watched.complaints == []


async def test_what_is_in_no_known_format_gets_the_reason(city: City, watched: Watched):
    yard, page = await open_yard(city), watched.page
    await yard.open(page, "&view=check")
    answer = await check_sample(page, '{"weather": "sunny", "wind": 3}')
    await expect(answer.locator("h3").first).to_have_text("无法识别这份数据")
    await expect(answer.locator("p").first).not_to_be_empty()
    await page.get_by_text("读取方式").click()
    await page.get_by_label("时区").fill("Moon/Crater")
    await page.get_by_role("button", name="检查", exact=True).click()
    await expect(page.get_by_role("alert")).to_contain_text("Asia/Shanghai", timeout=SOON_MS)

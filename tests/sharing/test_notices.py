"""Notices: in both languages whatever is known, for their own people only, live at once."""

import asyncio
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parking.sharing.notices import KINDS, words
from parking.storage.postgres.pool import PLATFORM
from tests.live.raw import RawClient
from tests.services.city import PATIENCE_S, City
from tests.services.databases import execute
from tests.sharing.booking_calls import lent_lot, new_driver
from tests.sharing.clock_turns import booked, kinds, staying, turn
from tests.sharing.lending import platform

MINUTE = 1 / 60
CHINESE = re.compile("[\u4e00-\u9fff]")
FACTS = st.dictionaries(
    st.sampled_from(["lot", "lot_en", "space_code", "from", "to", "minutes", "most", "reason",
                     "alternatives", "until", "count"]),
    st.none() | st.integers() | st.text(max_size=40) | st.lists(st.text(max_size=3), max_size=2),
)  # fmt: skip


@given(kind=st.sampled_from([*KINDS, "something-new"]), facts=FACTS)
def test_every_notice_says_something_in_both_languages_whatever_is_known(kind, facts):
    told = words(kind, facts)
    assert CHINESE.search(told.title_zh)
    assert CHINESE.search(told.text_zh)
    assert told.title
    assert not CHINESE.search(told.title)
    assert told.text


def test_a_notice_reads_like_a_sentence_with_local_times():
    facts = {
        "lot": "泉城广场", "lot_en": "Quancheng Square", "space_code": "B1-07",
        "to": "2026-12-01T21:30:00+08:00", "minutes": 15,
    }  # fmt: skip
    told = words("stay-ends", facts)
    assert "Quancheng Square, space B1-07, ends at 2026-12-01 21:30, in 15 min" in told.text
    assert "泉城广场 B1-07 车位的停放将于 2026-12-01 21:30 结束，还有 15 分钟" in told.text_zh
    assert "–" not in told.text + told.text_zh


async def test_drivers_and_owners_read_their_own_the_newest_first_page_by_page(city: City):
    await lent_lot(city, ("B1", "B2"))
    late, other = await new_driver(city), await new_driver(city)
    await staying(city, late, begin=0, end=1)
    for minute in (45, 55, 70):
        await turn(city, minute * MINUTE)
    assert await kinds(city, late) == ["stay-ends", "stay-ends", "overstay"]
    assert await kinds(city, other) == []
    assert await kinds(city, await city.key("operator", "op1")) == ["space-overstayed"]
    assert await kinds(city, await city.key("operator", "op9")) == []
    seen, cursor = [], ""
    while cursor is not None:
        query = f"?limit=2&cursor={cursor}" if cursor else "?limit=2"
        page = (await city.client.get(f"/v1/sharing/notices{query}", headers=late)).json()
        seen += [notice["kind"] for notice in page["notices"]]
        cursor = page["next_cursor"]
    assert seen == ["overstay", "stay-ends", "stay-ends"]
    for cursor in ("-", "eA", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA"):
        refused = await city.client.get(f"/v1/sharing/notices?cursor={cursor}", headers=late)
        assert refused.status_code == 400


@pytest.fixture
async def sockets():
    opened: list[RawClient] = []
    yield opened
    for client in opened:
        client.writer.transport.abort()
    await asyncio.sleep(0)


async def signed_in(city: City, headers: dict[str, str], sockets: list) -> RawClient:
    client = await RawClient.open(city.port)
    sockets.append(client)
    client.say({"type": "auth", "key": headers["authorization"].removeprefix("Bearer ")})
    while (await client.until("notice"))["kind"] != "signed-in":
        pass
    return client


async def next_private(client: RawClient) -> dict:
    while (notice := await client.until("notice"))["kind"] == "clock":
        pass
    return notice


async def test_who_is_signed_in_hears_at_once_and_nobody_else(city: City, sockets):
    await lent_lot(city)
    late, other = await new_driver(city), await new_driver(city)
    stay = await staying(city, late, begin=0, end=1)
    hearing = [await signed_in(city, late, sockets) for _ in range(2)]
    owner = await signed_in(city, await city.key("operator", "op1"), sockets)
    foreign = [
        await signed_in(city, other, sockets),
        await signed_in(city, await city.key("operator", "op9"), sockets),
        await signed_in(city, await city.key("admin"), sockets),
    ]
    await turn(city, 45 * MINUTE)
    for client in hearing:
        notice = await next_private(client)
        assert (notice["kind"], notice["booking_id"]) == ("stay-ends", stay["booking_id"])
        assert notice["text"]
        assert notice["text_zh"]
        assert notice["facts"]["space_code"] == "B1"
    await turn(city, 70 * MINUTE)
    assert (await next_private(hearing[0]))["kind"] == "overstay"
    assert (await next_private(owner))["kind"] == "space-overstayed"
    for client in foreign:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await next_private(client)


async def test_a_key_that_was_revoked_hears_nothing_more(city: City, sockets):
    await lent_lot(city)
    driver = await new_driver(city)
    await staying(city, driver, begin=0, end=1)
    client = await signed_in(city, driver, sockets)
    key_id = driver["authorization"].split("_")[1]
    assert await city.keys.revoke(PLATFORM, key_id)
    assert (await next_private(client))["kind"] == "signed-out"
    await turn(city, 45 * MINUTE)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await next_private(client)


async def test_notices_are_heard_again_after_the_database_was_away(
    city: City, postgres_url: str, sockets
):
    await lent_lot(city)
    driver = await new_driver(city)
    await staying(city, driver, begin=0, end=1)
    client = await signed_in(city, driver, sockets)
    await execute(
        postgres_url,
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where datname = current_database() and pid <> pg_backend_pid()",
    )
    heard = asyncio.ensure_future(next_private(client))
    async with asyncio.timeout(PATIENCE_S):
        while not heard.done():
            await execute(
                postgres_url,
                "insert into sharing_notice (driver_key, booking_key, kind)"
                " select driver_key, booking_key, 'stay-ends' from booking",
            )
            await asyncio.sleep(0.1)
    assert (await heard)["kind"] == "stay-ends"


async def test_a_private_place_is_not_told_before_it_is_confirmed(city: City):
    owner = await city.keys.create(PLATFORM, role="owner")
    principal = await city.keys.find(owner.key)
    lent = await lent_lot(city, has_gate=True, owner=principal)
    driver = await new_driver(city)
    await booked(city, driver, begin=1, end=3, lot_id=None, agreement_id=lent.agreement_id)
    await turn(city, 1.5)
    page = await city.client.get("/v1/sharing/notices", headers=driver)
    (notice,) = page.json()["notices"]
    assert notice["kind"] == "gate-silent"
    page_of_all = await city.client.get("/v1/drivers/me", headers=driver)
    assert len(page_of_all.json()["bookings"]) == 1
    assert "op1-lot" not in page_of_all.text
    assert "op1-lot" not in page.text
    assert "B1" not in page.text
    async with platform(city.pool) as connection:
        assert await connection.fetchval("select owner_key_id from sharing_agreement")

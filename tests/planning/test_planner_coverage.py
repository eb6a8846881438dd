"""The ledger counts everything on file, heard from or not, as it was at its hour."""

from parking.clock import HOUR_US, from_us
from parking.planning.history.service_hour import ServiceHour
from parking.storage.postgres.pool import PLATFORM
from tests.planning.planner_city import Past, ask, open_past, told
from tests.planning.planner_examples import at
from tests.services.city import City, draft

DRAFTS = [
    draft("op1-a", area_code="370102"),
    draft("op1-b", area_code="370102", capacity={"general": 40, "charging": 10}),
    draft("op1-c", 36.7, 117.2, area_code="370103"),
    draft("op1-d", None, None, capacity={}),
    draft("op1-sum", area_code="370103", capacity={"general": 250}),
]


def heard(*hours: int) -> list[ServiceHour]:
    return [ServiceHour(hour_us=us, until_us=us + HOUR_US, reports=1) for us in hours]


async def opened(city: City, postgres_url: str):
    past = Past(aggregates={"op1-sum"})
    past.service["op1-a"] = heard(at("10-12 12:00"))
    past.service["op1-b"] = heard(at("10-13 09:00"))
    past.service["op1-sum"] = heard(at("10-13 09:00"))
    return await open_past(city, past, postgres_url, *DRAFTS)


async def test_every_lot_on_file_stands_below_the_line(city: City, postgres_url: str):
    planner = await opened(city, postgres_url)
    answer = await ask(city, planner, "coverage")
    assert answer["at"] == "2026-10-13T10:00:00+08:00"
    assert answer["total"] == {
        "lots_filed": 4, "lots_connected": 2, "coverage_lots": 0.5, "berths_filed": 250,
        "berths_connected": 150, "coverage_berths": 0.6, "lots_unmeasured": 1,
    }  # fmt: skip
    rows = {row["id"]: (row["lots_filed"], row["lots_connected"]) for row in answer["rows"]}
    assert rows == {"370102": (2, 2), "370103": (1, 0), "": (1, 0)}
    general = await ask(city, planner, "coverage", space_class="general")
    assert general["total"]["berths_filed"] == 240


async def test_who_was_heard_from_longer_ago_than_a_day_is_not_connected(
    city: City, postgres_url: str
):
    planner = await opened(city, postgres_url)
    for moment, lots in (("10-13 12:59", 2), ("10-13 13:00", 1), ("10-12 12:59", 0)):
        await city.set_clock("manual", from_us(at("10-14 00:00")))
        answer = await ask(city, planner, "coverage", at=told(at(moment)))
        assert answer["total"]["lots_connected"] == lots, moment


async def test_the_ledger_of_an_hour_is_the_same_later_on(city: City, postgres_url: str):
    planner = await opened(city, postgres_url)
    then = {"at": told(at("10-13 10:00"))}
    before = await ask(city, planner, "coverage", by="cell", resolution=7, **then)
    await city.set_clock("manual", from_us(at("10-14 09:30")))
    await city.registry.remove_lot(PLATFORM, "op1-a")
    await city.put_lots(
        draft("op1-b", area_code="370102", capacity={"general": 9_000}), draft("op1-new")
    )
    assert await ask(city, planner, "coverage", by="cell", resolution=7, **then) == before
    await city.set_clock("manual", from_us(at("10-14 11:00")))
    now = await ask(city, planner, "coverage")
    assert (now["total"]["lots_filed"], now["total"]["berths_filed"]) == (4, 9_200)


async def test_what_is_to_come_has_no_ledger(city: City, postgres_url: str):
    planner = await opened(city, postgres_url)
    query = {"at": told(at("10-13 10:38"))}
    refused = await city.client.get("/v1/planner/coverage", params=query, headers=planner)
    assert (refused.status_code, refused.json()["pointer"]) == (400, "/query/at")

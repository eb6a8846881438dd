"""The exports as somebody asks for them: addresses, parameters, tags, packing and problems."""

from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest
from fastapi import FastAPI

from api.problems import install_problems
from ingest.export.routes import export_router
from parking.clock import CityClock
from parking.live.arrays import LotArrays
from parking.ports import ClockReading
from tests.ingest.export.samples import PUBLISHER
from tests.live.city import City, row_of_lots

CSV_OF_PATHS = """
/export/datex2/v3.7/table.xml,application/xml
/export/datex2/v3.7/status.xml,application/xml
/export/datex2/light.json,application/json
/export/ngsi-ld/entities?type=OffStreetParking,application/ld+json
/export/parkapi/v1,application/json
/export/parkapi/v1/all,application/json
/export/parkapi/v3/parking-sites,application/json
/export/parkapi/v3/sources,application/json
/export/cds/curbs/zones?all_lots=true,application/vnd.cds+json;version=1.1
/export/cds/curbs/policies,application/vnd.cds+json;version=1.1
/export/cds/curbs/areas,application/vnd.cds+json;version=1.1
/export/lots.geojson,application/geo+json
"""
PATHS = [tuple(line.split(",")) for line in CSV_OF_PATHS.split()]


def app_of(city: City) -> FastAPI:
    reading = ClockReading("manual", city.now_us, 0, 1.0)
    clock = CityClock(reading, lambda: 0)
    app = FastAPI(openapi_url=None)
    install_problems(app)
    app.router.routes += export_router(city.replica, clock, "Asia/Shanghai", PUBLISHER).routes
    app.state.clock = clock
    return app


def laid_out(city: City) -> City:
    wanted, lots = city.replica.layout.begin()
    for _ in city.replica.layout.adopt(wanted, LotArrays(lots)):
        pass
    return city


@pytest.fixture
def city() -> City:
    lots = row_of_lots(30)
    lots[0] = replace(lots[0], lot_class="onstreet", entrances=[{"lat": 36.67, "lon": 117.12}])
    city = City(lots)
    city.count(*[(key, key) for key in range(1, 29)])
    return laid_out(city)


@pytest.fixture
async def client(city: City) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app_of(city), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://city") as client:
        yield client


@pytest.mark.parametrize(("path", "media"), PATHS)
async def test_every_export_answers_with_tag_licence_and_its_own_media_type(client, path, media):
    answer = await client.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == media
    assert answer.headers["cache-control"].startswith("public, max-age=")
    assert 'rel="license"' in answer.headers["link"]
    again = await client.get(path, headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", [path for path, _ in PATHS if "lots.geo" in path or "xml" in path])
async def test_a_large_answer_is_packed_for_those_who_take_it(client, path):
    plain = await client.get(path, headers={"accept-encoding": "identity"})
    packed = await client.get(path, headers={"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content  # httpx has unpacked it
    assert int(packed.headers["content-length"]) < len(plain.content) / 2


async def test_a_new_count_is_seen_and_has_another_tag(city, client):
    before = await client.get("/export/datex2/v3.7/status.xml")
    city.count((1, 99))
    client._transport.app.state.clock.follow(
        ClockReading("manual", city.now_us + 2_000_000, 0, 1.0)
    )
    after = await client.get("/export/datex2/v3.7/status.xml")
    assert before.headers["etag"] != after.headers["etag"]
    assert "<prk:numberOfVacantSpaces>99<" in after.text


async def test_a_table_says_that_the_citys_clock_is_not_the_real_one(client):
    table = (await client.get("/export/datex2/v3.7/table.xml")).text
    assert "<com:informationStatus>test<" in table


async def test_a_trip_planner_finds_its_lots(client):
    index = (await client.get("/export/parkapi/v1")).json()
    assert index["cities"] == {"all": "all"}
    lots = (await client.get("/export/parkapi/v1/all")).json()["lots"]
    assert len(lots) == 30
    assert lots[4] == lots[4] | {"id": "L00005", "free": 5, "total": 100, "state": "open"}
    assert "free" not in lots[29]
    assert (await client.get("/export/parkapi/v1/berlin")).status_code == 404


async def test_sites_come_page_by_page_without_one_missing(client):
    ids: list[int] = []
    path = "/export/parkapi/v3/parking-sites?limit=7&source_uid=op"
    while path:
        page = (await client.get(path)).json()
        assert page["total_count"] == 30
        ids += [item["id"] for item in page["items"]]
        path = page.get("next_path")
    assert ids == list(range(1, 31))


async def test_sites_in_a_circle(client):
    path = "/export/parkapi/v3/parking-sites?lat=36.67&lon=117.12&radius=2500"
    page = (await client.get(path)).json()
    assert [item["original_uid"] for item in page["items"]] == ["L00001", "L00002"]
    assert (await client.get("/export/parkapi/v3/parking-sites?lat=36.67")).status_code == 400


async def test_entities_come_in_slices_with_their_number(client):
    path = "/export/ngsi-ld/entities?type=OffStreetParking,ParkingAccess&count=true"
    whole = await client.get(f"{path}&limit=1000")
    assert whole.headers["ngsild-results-count"] == "30"
    ids = []
    for offset in range(0, 30, 8):
        page = await client.get(f"{path}&limit=8&offset={offset}")
        ids += [entity["id"] for entity in page.json()]
    assert ids == [entity["id"] for entity in whole.json()]
    assert "@context" in whole.json()[0]


async def test_plain_json_has_its_context_in_a_link(client):
    path = "/export/ngsi-ld/entities?type=OnStreetParking"
    answer = await client.get(path, headers={"accept": "application/json"})
    assert answer.headers["content-type"] == "application/json"
    assert "json-ld#context" in answer.headers["link"]
    assert "@context" not in answer.json()[0]
    values = await client.get(f"{path}&options=keyValues")
    assert values.json()[0]["availableSpotNumber"] == 1


async def test_an_unknown_type_is_refused_with_those_there_are(client):
    answer = await client.get("/export/ngsi-ld/entities?type=Restaurant")
    assert answer.status_code == 400
    assert "OnStreetParking" in answer.json()["detail"]


async def test_kerbs_are_zones_and_garages_only_when_asked_for(client):
    kerbs = (await client.get("/export/cds/curbs/zones")).json()["data"]["zones"]
    assert [zone["user_zone_id"] for zone in kerbs] == ["L00001"]
    near = "/export/cds/curbs/zones?all_lots=true&lat=36.69&lng=117.12&radius=250000"
    zones = (await client.get(near)).json()["data"]["zones"]
    assert [zone["user_zone_id"] for zone in zones] == ["L00002", "L00001", "L00003"]
    policies = (await client.get("/export/cds/curbs/policies")).json()["data"]["policies"]
    assert kerbs[0]["curb_policy_ids"] == [policies[0]["curb_policy_id"]]


async def test_a_city_without_lots_has_no_datex_and_an_empty_collection():
    transport = httpx.ASGITransport(app_of(laid_out(City([]))), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://city") as client:
        assert (await client.get("/export/datex2/v3.7/status.xml")).status_code == 404
        assert (await client.get("/export/lots.geojson")).json()["features"] == []
        assert (await client.get("/export/parkapi/v1/all")).json()["lots"] == []

"""The exports of a running city: what operators said is what others read, in every format."""

from xml.etree.ElementTree import fromstring

from ingest.formats.lots_geojson.reading import read_lots_geojson
from parking.draft_reading import DraftRules, read_draft
from tests.services.city import City, draft, snapshot

P = "{http://datex2.eu/schema/3/parking}"
F = "{http://datex2.eu/schema/3/facilities}"


async def test_what_operators_say_is_what_others_read(city: City):
    await city.put_lots(
        draft("op1-open", name_en="Open", tariff={"free": True}, structure="underground"),
        draft("op1-shut", lat=36.66),
        draft("op1-silent", lat=36.67, lot_class="onstreet"),
    )
    operator = await city.key("operator", "op1")
    await city.report(operator, snapshot("op1-open", 12), snapshot("op1-shut", 0))
    shut = await city.client.post(
        "/v1/operator/lots/op1-shut/closures", json={"reason": "match day"}, headers=operator
    )
    assert shut.status_code == 201, shut.text
    await city.until_replica_has("op1-open", 12)
    await city.until("/v1/lots/op1-shut", lambda lot: lot["availability"]["state"] == "closed")

    lots = (await city.client.get("/export/parkapi/v1/all")).json()["lots"]
    assert [(lot["id"], lot["state"], lot.get("free")) for lot in lots] == [
        ("op1-open", "open", 12), ("op1-shut", "closed", 0), ("op1-silent", "nodata", None)
    ]  # fmt: skip

    sites = (await city.client.get("/export/parkapi/v3/parking-sites?source_uid=op1")).json()
    statuses = [site["realtime_opening_status"] for site in sites["items"]]
    assert (sites["total_count"], statuses) == (3, ["OPEN", "CLOSED", "UNKNOWN"])

    kerbs = await city.client.get("/export/ngsi-ld/entities?type=OnStreetParking")
    assert [entity["id"] for entity in kerbs.json()] == ["urn:ngsi-ld:OnStreetParking:op1-silent"]

    status = fromstring((await city.client.get("/export/datex2/v3.7/status.xml")).content)
    told = {
        one.find(f"{F}reference").get("id"): one.findtext(f"{F}openingStatus")
        for one in status.iterfind(f"{P}parkingStatusInformation")
    }
    assert told == {"op1-open": "open", "op1-shut": "closed", "op1-silent": "statusUnknown"}

    geojson = await city.client.get("/export/lots.geojson")
    read = [read_draft(row.fields, DraftRules(is_strict=False)) for row in
            read_lots_geojson(geojson.content)]  # fmt: skip
    assert [(lot.lot_id, lot.operator_id, lot.name_en) for lot in read] == [
        ("op1-open", "op1", "Open"), ("op1-shut", "op1", None), ("op1-silent", "op1", None)
    ]  # fmt: skip

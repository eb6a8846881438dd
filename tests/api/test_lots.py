from datetime import UTC, datetime, timedelta

from geo.datum import from_wgs84
from geo.position import Position
from parking.ports import Area
from parking.storage.postgres.pool import PLATFORM
from parking.storage.postgres.processes import wait_until_followed
from tests.services.city import City, draft, snapshot

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[117.0, 36.6], [117.2, 36.6], [117.2, 36.7], [117.0, 36.7], [117.0, 36.6]]],
}
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
DISTRICT = Area("370102", "district", "历下区", "Lixia", None, SQUARE, 36.65, 117.1)
STREET = Area("370102001", "subdistrict", "解放路", None, "370102", None, 36.66, 117.05)


async def ids(city: City, query: str) -> list[str]:
    return [lot["lot_id"] for lot in (await city.client.get(f"/v1/lots?{query}")).json()["lots"]]


async def test_pages_together_are_the_whole_list_in_order(city: City):
    names = [f"op1-{number:02d}" for number in range(25)]
    await city.put_lots(*(draft(name, lat=36.65 + 0.3 * (int(name[-1]) % 3)) for name in names))
    seen, query = [], "limit=10"
    while True:
        page = (await city.client.get(f"/v1/lots?{query}")).json()
        seen += [lot["lot_id"] for lot in page["lots"]]
        if page["next_cursor"] is None:
            break
        query = f"limit=10&cursor={page['next_cursor']}"
    assert seen == names


async def test_lists_are_cut_by_box_and_area(city: City):
    await city.registry.put_areas([DISTRICT, STREET])
    await city.put_lots(
        draft("op1-a"), draft("op1-b", lat=36.8), draft("op1-c", area_code="370102001"),
        draft("op1-d", lat=None, lon=None),
    )  # fmt: skip
    assert await ids(city, "bbox=117.0,36.6,117.2,36.7") == ["op1-a", "op1-c"]
    assert await ids(city, "area=370102") == ["op1-a", "op1-c"]
    assert await ids(city, "area=370102001") == ["op1-c"]


async def test_a_box_lies_in_the_datum_it_is_asked_in(city: City):
    await city.put_lots(draft("op1-a"))
    for datum in ("wgs84", "gcj02", "bd09"):
        lat, lon = from_wgs84(Position(36.65, 117.12), datum)
        box = f"bbox={lon - 1e-4},{lat - 1e-4},{lon + 1e-4},{lat + 1e-4}"
        for asked in ("wgs84", "gcj02", "bd09"):
            found = ["op1-a"] if asked == datum else []
            assert await ids(city, f"{box}&coordsys={asked}") == found, (datum, asked)


async def test_changed_since_is_by_when_it_became_known_here(city: City):
    await city.set_clock("manual", NOON)
    operator = await city.key("operator", "op1")
    await city.put_lots(*(draft(f"op1-{name}") for name in "abcd"))
    await city.set_clock("manual", NOON + timedelta(minutes=1))
    mark = f"updated_since={(NOON + timedelta(seconds=59)).isoformat().replace('+', '%2B')}"
    assert await ids(city, mark) == []
    long_ago = (NOON - timedelta(seconds=10)).isoformat()
    await city.report(operator, snapshot("op1-a", 7, observed_at=long_ago))
    await city.until_replica_has("op1-a", 7)
    closing = {"reason": "x"}
    path = "/v1/operator/lots/op1-b/closures"
    assert (await city.client.post(path, json=closing, headers=operator)).status_code == 201
    await city.until("/v1/lots/op1-b", lambda lot: lot["availability"]["state"] == "closed")
    await city.put_lots(draft("op1-c", name="renamed"))
    assert await ids(city, mark) == ["op1-a", "op1-b", "op1-c"]


async def test_one_lot_comes_with_links_into_maps_in_their_own_datum(city: City):
    await city.put_lots(draft("op1-a"))
    lot = (await city.client.get("/v1/lots/op1-a?coordsys=gcj02")).json()
    lat, lon = from_wgs84(Position(36.65, 117.12), "gcj02")
    assert f"{lon:.6f},{lat:.6f}" in lot["navigation"]["amap"]
    assert lot["navigation"]["geo"] == "geo:36.650000,117.120000"
    assert (round(lot["lat"], 6), round(lot["lon"], 6)) == (round(lat, 6), round(lon, 6))


async def test_one_lot_names_who_runs_it_and_is_sent_again_under_a_new_name(city: City):
    await city.put_lots(draft("op1-a"))
    first = await city.client.get("/v1/lots/op1-a")
    assert (first.json()["operator_name"], first.json()["operator_name_en"]) == ("op1", None)
    await city.registry.put_operator(PLATFORM, "op1", name="静态交通", name_en="Static Traffic")
    assert await wait_until_followed(city.pool)
    known = {"if-none-match": first.headers["etag"]}
    renamed = (await city.client.get("/v1/lots/op1-a", headers=known)).json()
    assert renamed["operator_name"] == "静态交通"
    assert renamed["operator_name_en"] == "Static Traffic"


async def test_an_unchanged_lot_is_not_sent_again(city: City):
    await city.put_lots(draft("op1-a"))
    first = await city.client.get("/v1/lots/op1-a")
    known = {"if-none-match": first.headers["etag"]}
    assert (await city.client.get("/v1/lots/op1-a", headers=known)).status_code == 304
    operator = await city.key("operator", "op1")
    await city.report(operator, snapshot("op1-a", 1))
    await city.until_replica_has("op1-a", 1)
    assert (await city.client.get("/v1/lots/op1-a", headers=known)).status_code == 200


async def test_an_old_number_of_any_class_is_not_called_unchanged(city: City):
    await city.set_clock("manual", NOON)
    await city.put_lots(draft("op1-a", capacity={"charging": 4}))
    spaces = [{"space_class": "charging", "free": 3, "capacity": 4}]
    report = snapshot("op1-a", 0, spaces=spaces, observed_at=NOON.isoformat())
    await city.report(await city.key("operator", "op1"), report)
    lot = await city.until(
        "/v1/lots/op1-a", lambda lot: "charging" in lot["availability"]["by_class"]
    )
    first = await city.client.get("/v1/lots/op1-a")
    assert lot["availability"]["by_class"]["charging"]["free"] == 3
    await city.set_clock("manual", NOON + timedelta(hours=2))
    known = {"if-none-match": first.headers["etag"]}
    later = await city.client.get("/v1/lots/op1-a", headers=known)
    assert later.json()["availability"]["by_class"]["charging"]["free"] is None


async def test_hours_follow_a_clock_that_is_moved_either_way(city: City):
    await city.set_clock("manual", NOON)
    await city.put_lots(draft("op1-a", opening_hours="Mo-Su 08:00-20:00"))
    near = "/v1/lots/nearby?lat=36.65&lon=117.12&include_unknown=true"
    for hours, found in ((0, 1), (10, 0), (1, 1)):
        await city.set_clock("manual", NOON + timedelta(hours=hours))
        assert len((await city.client.get(near)).json()["results"]) == found, hours


async def test_history_is_what_was_reported_page_by_page(city: City):
    await city.put_lots(draft("op1-a"))
    operator = await city.key("operator", "op1")
    now = datetime.now(UTC)
    for back in (3, 1, 2):
        when = (now - timedelta(minutes=back)).isoformat()
        report = snapshot("op1-a", back * 10, f"s{back}", observed_at=when)
        assert (await city.report(operator, report)).status_code == 200
    path = "/v1/lots/op1-a/history?limit=2"
    first = (await city.client.get(path)).json()
    rest = (await city.client.get(f"{path}&cursor={first['next_cursor']}")).json()
    assert [point["free"] for point in first["points"] + rest["points"]] == [30, 20, 10]
    assert rest["next_cursor"] is None


async def test_history_marks_what_was_taken_back_and_shows_no_more_than_there_is_room_for(
    city: City,
):
    await city.put_lots(draft("op1-a"))
    operator = await city.key("operator", "op1")
    for report in (
        snapshot("op1-a", 40, "A"),
        snapshot("op1-a", 150, "B"),
        snapshot("op1-a", 0, "C") | {"kind": "entry", "free_after": 101},
        snapshot("op1-a", 80, "D") | {"kind": "correction", "correction_of": "A"},
        snapshot("op1-a", 0, "E") | {"kind": "void", "void_of": "B"},
    ):
        assert (await city.report(operator, report)).json()["accepted"] == 1
    points = (await city.client.get("/v1/lots/op1-a/history?limit=3")).json()["points"]
    told = [(point["free"], point.get("raw_free"), point["flags"]) for point in points]
    assert told == [
        (40, None, ["corrected"]),
        (100, 150, ["suspect", "voided"]),
        (100, 101, ["suspect"]),
    ]


async def test_history_marks_each_page_by_what_means_its_reports_wherever_that_stands(city: City):
    await city.put_lots(draft("op1-a"))
    operator = await city.key("operator", "op1")
    for report in (
        snapshot("op1-a", 10, "A"),
        snapshot("op1-a", 20, "B"),
        snapshot("op1-a", 0, "C") | {"kind": "void", "void_of": "B"},
        snapshot("op1-a", 30, "D") | {"kind": "correction", "correction_of": "A"},
        snapshot("op1-a", 0, "E") | {"kind": "void", "void_of": {"record_serial": "D"}},
    ):
        assert (await city.report(operator, report)).json()["accepted"] == 1
    path = "/v1/lots/op1-a/history"
    whole = (await city.client.get(path)).json()["points"]
    page, pages = (await city.client.get(f"{path}?limit=1")).json(), []
    while page["next_cursor"]:
        pages += page["points"]
        page = (await city.client.get(f"{path}?limit=1&cursor={page['next_cursor']}")).json()
    assert pages + page["points"] == whole
    flags = {point["record_serial"]: point["flags"] for point in whole}
    assert flags == {"A": ["corrected"], "B": ["voided"], "C": [], "D": ["voided"], "E": []}


async def test_history_never_tells_who_passed(city: City):
    await city.put_lots(draft("op1-a"))
    operator = await city.key("operator", "op1")
    passed = snapshot("op1-a", 0, "E1") | {"kind": "entry", "plate_hash": "canary-9f3"}
    assert (await city.report(operator, passed)).json()["accepted"] == 1
    history = await city.client.get("/v1/lots/op1-a/history")
    assert "entry" in history.text
    assert "canary" not in history.text


async def test_cells_sum_what_is_known_and_say_how_much_that_is(city: City):
    await city.put_lots(draft("op1-a"), draft("op1-b"), draft("op1-far", lat=36.2))
    operator = await city.key("operator", "op1")
    await city.report(operator, snapshot("op1-a", 25))
    await city.until_replica_has("op1-a", 25)
    path = "/v1/cells?bbox=117.1,36.6,117.2,36.7&resolution=8&metric=occupancy&geometry=true"
    (cell,) = (await city.client.get(path)).json()["cells"]
    assert (cell["lots"], cell["free"], cell["capacity"]) == (2, 25, 200)
    assert (cell["occupancy"], cell["known_share"], cell["value"]) == (0.75, 0.5, 0.75)
    assert cell["geometry"]["coordinates"][0][0] == cell["geometry"]["coordinates"][0][-1]


async def test_a_destination_is_found_by_name_english_pinyin_or_initials(city: City):
    await city.registry.put_areas([DISTRICT])
    await city.put_lots(
        draft("op1-a", name="齐鲁医院停车场", name_en="Qilu Hospital"),
        draft("op1-b", name="历下停车楼"),
    )
    for typed in ("齐鲁", "qilu", "QILU hospital", "qlyy", "qi lu yi yuan"):
        hits = (await city.client.get(f"/v1/search?q={typed}")).json()["results"]
        assert [hit["id"] for hit in hits] == ["op1-a"], typed
    hits = (await city.client.get("/v1/search?q=lixia")).json()["results"]
    assert [(hit["kind"], hit["id"]) for hit in hits] == [("area", "370102"), ("lot", "op1-b")]
    assert (await city.client.get("/v1/search?q=nowhere")).json()["results"] == []


async def test_areas_are_told_with_outlines_only_when_asked(city: City):
    await city.registry.put_areas([DISTRICT, STREET])
    await city.put_lots(draft("op1-a"))
    plain = (await city.client.get("/v1/areas?level=district")).json()["areas"]
    assert [area["area_code"] for area in plain] == ["370102"]
    assert "outline" not in plain[0]
    drawn = await city.client.get("/v1/areas?parent=370102&outline=true")
    assert [area["name"] for area in drawn.json()["areas"]] == ["解放路"]
    known = {"if-none-match": drawn.headers["etag"]}
    path = "/v1/areas?parent=370102&outline=true"
    assert (await city.client.get(path, headers=known)).status_code == 304

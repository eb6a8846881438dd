import math
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

import pytest

from geo.datum import from_wgs84
from geo.position import Position, haversine_m
from tests.services.city import City, draft, snapshot

NEAR = "/v1/lots/nearby?lat=36.65&lon=117.12"
HOURLY = {"periods": [{"steps": [{"fen": 300, "per_min": 60}]}]}


async def near(city: City, query: str = "") -> list[dict]:
    answer = await city.client.get(f"{NEAR}&{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()["results"]


async def ids_near(city: City, query: str = "") -> list[str]:
    return [lot["lot_id"] for lot in await near(city, query)]


async def report_free(city: City, **free: int) -> None:
    operator = await city.key("operator", "op1")
    reports = [snapshot(f"op1-{name}", count) for name, count in free.items()]
    assert (await city.report(operator, *reports)).json()["accepted"] == len(reports)
    for name, count in free.items():
        await city.until_replica_has(f"op1-{name}", count)


async def test_a_pushed_report_is_near_for_a_driver(city: City):
    await city.put_lots(draft("op1-b", lat=36.651), draft("op1-a"))
    await report_free(city, a=12, b=3)
    first, second = await near(city)
    assert (first["lot_id"], second["lot_id"]) == ("op1-a", "op1-b")
    assert first["availability"]["free"] == 12
    assert first["distance_m"] == 0
    assert second["distance_m"] == pytest.approx(111.2, abs=0.1)
    assert second["walk_min"] == 2


async def test_what_nobody_has_counted_is_left_out_unless_asked_for(city: City):
    await city.put_lots(draft("op1-a"), draft("op1-b"))
    await report_free(city, a=0)
    assert await ids_near(city) == ["op1-a"]
    assert await ids_near(city, "include_unknown=true") == ["op1-a", "op1-b"]
    assert await ids_near(city, "min_free=1") == []


async def test_positions_come_and_go_in_the_datum_of_the_caller(city: City):
    await city.put_lots(draft("op1-a"))
    await report_free(city, a=5)
    lat, lon = from_wgs84(Position(36.65, 117.12), "gcj02")
    answer = await city.client.get(f"/v1/lots/nearby?lat={lat}&lon={lon}&coordsys=gcj02")
    (lot,) = answer.json()["results"]
    assert lot["distance_m"] == 0
    assert (lot["lat"], lot["lon"]) == (pytest.approx(lat, abs=1e-6), pytest.approx(lon, abs=1e-6))


async def test_a_stay_is_priced_and_lots_are_sorted_by_it(city: City):
    await city.put_lots(
        draft("op1-a", tariff=HOURLY), draft("op1-b"), draft("op1-c", tariff={"free": True})
    )
    await report_free(city, a=5, b=5, c=5)
    # At midnight a period of the tariff ends and its steps begin anew.
    today = datetime.now(ZoneInfo("Asia/Shanghai"))
    await city.set_clock("manual", today.replace(hour=0, minute=0))
    priced = await near(city, "stay_min=90&sort=price")
    assert [(lot["lot_id"], lot["price_fen"]) for lot in priced] == [
        ("op1-c", 0), ("op1-a", 600), ("op1-b", None)
    ]  # fmt: skip


async def test_a_lot_that_is_closed_on_arrival_is_left_out(city: City):
    await city.put_lots(draft("op1-a"), draft("op1-b", opening_hours="Jan 01 00:00-00:01"))
    await report_free(city, a=5, b=5)
    assert await ids_near(city) == ["op1-a"]
    assert await ids_near(city, "arrive_in_s=600") == ["op1-a"]


async def test_on_arrival_what_should_still_have_a_space_comes_first(city: City):
    await city.put_lots(draft("op1-a"), draft("op1-b", lat=36.652))
    await report_free(city, a=1, b=60)
    assert await ids_near(city, "sort=arrival&arrive_in_s=3600") == ["op1-b", "op1-a"]
    assert await ids_near(city, "sort=free") == ["op1-b", "op1-a"]


async def test_every_filter_answers_what_brute_force_would(city: City):
    random = Random(11)
    classes = ("public_offstreet", "attached", "onstreet", "temporary", "dedicated", None)
    drafts = [
        draft(
            f"op1-{number:03d}", lat=36.65 + random.uniform(-0.02, 0.02),
            lon=117.12 + random.uniform(-0.02, 0.02), lot_class=random.choice(classes),
            capacity={"general": 50, "charging": 5} if number % 3 else {"general": 50},
            max_height_m=random.choice((None, 1.8, 2.2, 4.0)),
        )
        for number in range(150)
    ]  # fmt: skip
    free = {lot.lot_id: random.choice((0, 0, 3, 9, 30)) for lot in drafts[:120]}
    charging = {
        lot.lot_id: random.randint(0, 5) for lot in drafts[:60] if lot.capacity.get("charging")
    }
    await city.put_lots(*drafts)
    operator = await city.key("operator", "op1")
    reports = []
    for lot_id, count in free.items():
        spaces = [{"space_class": "general", "free": count, "capacity": 50}]
        if lot_id in charging:
            spaces.append({"space_class": "charging", "free": charging[lot_id]})
        reports.append(snapshot(lot_id, 0, spaces=spaces))
    assert (await city.report(operator, *reports)).json()["accepted"] == len(reports)
    await city.until("/status", lambda status: status["lots"]["live"] == len(free))

    def brute(lat, lon, radius_m, limit, counts, least, height, kinds, *, unknown):
        hits = []
        for lot in drafts:
            count = counts.get(lot.lot_id)
            metres = haversine_m(Position(lat, lon), Position(lot.lat, lot.lon))
            if (
                metres <= radius_m
                and (unknown if count is None else count >= least)
                and (lot.max_height_m is None or height <= lot.max_height_m or math.isnan(height))
                and (not kinds or lot.lot_class in kinds)
                and (counts is free or "charging" in lot.capacity)
            ):
                hits.append((metres, lot.lot_id))
        return [lot_id for _, lot_id in sorted(hits)[:limit]]

    for _ in range(150):
        lat, lon = 36.65 + random.uniform(-0.03, 0.03), 117.12 + random.uniform(-0.03, 0.03)
        radius_m, limit = random.choice((200, 1_000, 5_000)), random.choice((1, 5, 20, 200))
        space, counts = random.choice((("general", free), ("charging", charging)))
        least, unknown = random.choice((0, 1, 5)), random.random() < 0.3
        height = random.choice((math.nan, 1.7, 2.0, 3.5))
        kinds = random.sample(classes[:5], random.choice((0, 0, 1, 2)))
        query = f"radius_m={radius_m}&limit={limit}&space_class={space}&min_free={least}"
        query += f"&include_unknown={str(unknown).lower()}" + "".join(
            f"&lot_class={k}" for k in kinds
        )
        query += "" if math.isnan(height) else f"&max_height_m={height}"
        answer = await city.client.get(f"/v1/lots/nearby?lat={lat}&lon={lon}&{query}")
        found = [lot["lot_id"] for lot in answer.json()["results"]]
        assert found == brute(
            lat, lon, radius_m, limit, counts, least, height, kinds, unknown=unknown
        )


async def test_numbers_are_written_as_everybody_writes_them(city: City):
    for lat in ("3_6.65", "３６.65", "nan", "1e999", "0x24"):
        answer = await city.client.get(f"/v1/lots/nearby?lat={lat}&lon=117.12")
        assert answer.status_code == 422, lat
        assert answer.json()["pointer"] == "/query/lat"

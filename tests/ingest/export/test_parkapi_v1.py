"""ParkAPI v1 out, as OpenTripPlanner reads it: null is 0 to it, and no position is 0°, 0°."""

import json

from hypothesis import given

from ingest.export.parkapi_v1.cities import cities_of
from ingest.export.parkapi_v1.rendering import lot_json
from parking.directory import Directory
from parking.ports import Area, RegistryDelta
from tests.ingest.export.samples import FULL_TARIFF, lot, seen_lots, shown


def told(seen) -> dict:
    return json.loads(lot_json(seen, "历下区"))


def test_a_lot_has_what_a_trip_planner_reads():
    facts = {"opening_hours": "24/7", "structure": "underground", "address": "泉城路1号"}
    one = told(shown(lot(**facts), {"general": 40}))
    wanted = {
        "id": "op-1", "name": "停车场 op-1", "coords": {"lat": 36.6512345, "lng": 117.1201234},
        "total": 100, "free": 40, "state": "open", "address": "泉城路1号", "region": "历下区",
        "lot_type": "underground", "opening_hours": "24/7", "forecast": False,
    }  # fmt: skip
    assert wanted.items() <= one.items()


@given(seen_lots(placed=True))
def test_nothing_is_null(seen):
    assert None not in told(seen).values()


def test_full_closed_and_unknown_are_three_things():
    full = told(shown(lot(), {"general": 0}))
    closed = told(shown(lot(), {"general": 40}, is_open=False))
    unknown = told(shown(lot()))
    stale = told(shown(lot(), {"general": 40}, age_s=4_000))
    assert (full["state"], full["free"]) == ("open", 0)
    assert closed["state"] == "closed"
    assert unknown["state"] == stale["state"] == "nodata"
    assert "free" not in unknown
    assert "free" not in stale


def test_accessible_spaces_are_told_where_the_planner_looks():
    capacity = {"general": 100, "accessible": 4}
    one = told(shown(lot(capacity=capacity), {"general": 40, "accessible": 1}))
    assert (one["total"], one["total:disabled"], one["free:disabled"]) == (100, 4, 1)


def test_a_lot_without_a_position_is_left_out():
    assert lot_json(shown(lot(lat=None, lon=None)), None) == b""


def test_the_price_stands_in_both_languages():
    notes = told(shown(lot(tariff=FULL_TARIFF)))["notes"]
    assert "每60分钟" in notes["zh"]
    assert "5 CNY per 60 min" in notes["en"]


def directory_of(*areas: Area) -> Directory:
    directory = Directory()
    directory.apply(RegistryDelta(1, areas=areas))
    return directory


def area(code: str, level: str, parent: str | None, name_en: str | None = None) -> Area:
    return Area(code, level, f"区划{code}", name_en, parent, None, None, None)


def test_a_lot_belongs_to_the_city_around_its_area():
    jinan = area("370100", "city", None, "Ji'nan City")
    directory = directory_of(jinan, area("370102", "district", "370100"))
    inside, outside = lot("a", area_code="370102"), lot("b")
    cities = cities_of(directory, [inside, outside])
    assert cities.index == {"区划370100": "ji-nan-city", "elsewhere": "elsewhere"}
    assert cities.holds("ji-nan-city")(inside)
    assert not cities.holds("ji-nan-city")(outside)
    assert cities.holds("elsewhere")(outside)
    assert cities.holds("all")(outside)
    assert cities.holds("berlin") is None


def test_without_areas_all_lots_are_one_city():
    assert cities_of(directory_of(), [lot()]).index == {"all": "all"}

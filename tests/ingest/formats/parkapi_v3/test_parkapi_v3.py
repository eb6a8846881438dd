"""ParkAPI v3: classes of spaces are counted once, bicycles are no cars, spots are bays or lots."""

import json

import pytest

from ingest.formats.parkapi_v3.mapping import FORM, recognise
from tests.ingest.formats.standard_samples import (
    SHARED,
    codes_of,
    json_document,
    lots_of,
    read_json,
    read_sample,
    sample,
    spaces_of,
    states_of,
)


def test_a_class_with_a_count_of_its_own_is_taken_off_the_total_in_both():
    publication = read_sample(FORM, "sites.json")
    assert lots_of(publication)["quancheng"]["capacity"] == {
        "general": 274, "charging": 20, "accessible": 6,
    }  # fmt: skip
    assert spaces_of(publication)["quancheng"] == {
        "general": {"free": 36, "capacity": 274},
        "charging": {"free": 4, "capacity": 20},
    }


SITE = {
    "uid": "a", "name": "a", "lat": 36.66, "lon": 117.02, "capacity": 120, "capacity_disabled": 10,
    "has_realtime_data": True, "realtime_data_updated_at": "2026-11-20T01:00:00Z",
}  # fmt: skip


def test_a_class_without_a_count_is_one_of_the_lot_whether_others_are_counted_or_not():
    told = codes_of(read_sample(FORM, "sites.json"))
    assert "ignored-part" in told["quancheng"]
    for free in (None, 0, 41):
        publication = read_json(FORM, {"items": [SITE | {"realtime_free_capacity": free}]})
        assert lots_of(publication)["a"]["capacity"] == {"general": 110, "accessible": 10}


def test_a_count_that_holds_an_uncounted_class_is_never_more_than_there_is():
    for free, general in ((41, 41), (110, 110), (118, 110)):
        publication = read_json(FORM, {"items": [SITE | {"realtime_free_capacity": free}]})
        assert spaces_of(publication)["a"] == {"general": {"free": general, "capacity": 110}}


def test_a_newest_capacity_of_its_own_is_that_of_what_is_counted():
    counted = {"realtime_free_capacity": 41, "realtime_capacity": 90}
    publication = read_json(FORM, {"items": [SITE | counted]})
    assert spaces_of(publication)["a"] == {"general": {"free": 41, "capacity": 90}}


def test_without_live_data_the_restrictions_split_the_capacity():
    lot = lots_of(read_sample(FORM, "sites.json"))["daming"]
    assert lot["capacity"] == {"general": 86, "accessible": 4}
    assert lot["structure"] == "surface"


def test_centimetres_become_metres_and_nonsense_no_height():
    lots = lots_of(read_sample(FORM, "sites.json"))
    assert lots["quancheng"]["max_height_m"] == 2.1
    assert "max_height_m" not in lots["baotu"]


def test_bicycles_and_duplicates_are_left_out():
    publication = read_sample(FORM, "sites.json")
    assert set(lots_of(publication)) == {"quancheng", "daming", "baotu"}
    assert codes_of(publication)["bikes"] == {"not-parking"}
    assert codes_of(publication)["twin"] == {"ignored-part"}


def test_no_free_space_of_a_closed_lot_is_no_count():
    publication = read_sample(FORM, "sites.json")
    assert states_of(publication) == {"quancheng": True, "baotu": False}
    assert "baotu" not in spaces_of(publication)


def test_outdated_values_keep_their_own_time():
    site = {"uid": "a", "name": "a", "lat": 36.66, "lon": 117.02, "has_realtime_data": False}
    value = {"realtime_free_capacity": 3, "realtime_data_updated_at": "2026-11-20T01:00:00Z"}
    told = read_json(FORM, {"items": [site | value]})
    assert told.reports[0].fields["observed_at"] == "2026-11-20T01:00:00+00:00"
    assert read_json(FORM, {"items": [site | {"realtime_free_capacity": 0}]}).reports == []


def test_ids_carry_their_source_only_where_there_are_several():
    one = {"original_uid": "1", "purpose": "CAR", "name": "a", "lat": 36.6, "lon": 117.0}
    alone = read_json(FORM, [one | {"source_id": 1}])
    several = read_json(FORM, [one | {"source_id": 1}, one | {"source_id": 2}])
    assert set(lots_of(alone)) == {"1"}
    assert set(lots_of(several)) == {"1:1", "2:1"}


def test_a_spot_is_a_bay_of_its_site_or_a_lot_of_one_space():
    publication = read_sample(FORM, "spots.json")
    assert lots_of(publication)["B1"]["capacity"] == {"accessible": 1}
    assert spaces_of(publication) == {"B1": {"accessible": {"free": 1, "capacity": 1}}}
    bay = publication.reports[-1].fields
    assert (bay["kind"], bay["lot_id"], bay["space_code"]) == ("space", "quancheng", "A-13")
    assert bay["status"] == "occupied"


def test_a_spot_finds_its_site_by_number_and_says_where_it_cannot():
    spot = {"original_uid": "s", "purpose": "CAR", "realtime_status": "TAKEN", "parking_site_id": 7}
    items = sample("parkapi_v3/sites.json")["items"]
    told = read_json(FORM, {"items": [spot, *items]})
    assert [row.fields["lot_id"] for row in told.reports if row.fields["kind"] == "space"] == [
        "quancheng"
    ]
    assert codes_of(read_json(FORM, [spot])) == {"s": {"ignored-part"}}


def test_the_list_of_sources_is_none_of_lots():
    source = {
        "uid": "jinan",
        "name": "Jinan",
        "static_status": "ACTIVE",
        "realtime_status": "ACTIVE",
    }
    likeness = recognise(json_document({"items": [source], "total_count": 1}))
    assert likeness.score < 0.6
    assert likeness.lacks is not None


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"no recorded feeds at {SHARED}")
def test_a_recorded_push_is_read():
    text = (SHARED / "parkapi-sources" / "mannheim.json").read_text("utf-8")
    publication = read_json(FORM, json.loads(text))
    (spaces,) = spaces_of(publication).values()
    assert spaces == {"general": {"free": 27, "capacity": 60}}

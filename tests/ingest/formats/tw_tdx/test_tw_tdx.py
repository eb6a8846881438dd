"""Taiwan's exchange: types of spaces, -1, full and closed are told apart."""

from ingest.formats.tw_tdx.mapping import FORM
from tests.ingest.formats.standard_samples import (
    codes_of,
    lots_of,
    read_json,
    read_sample,
    spaces_of,
    states_of,
)


def test_a_car_park_has_both_names_its_kind_and_its_gate():
    lots = lots_of(read_sample(FORM, "car_parks.json"))
    assert (lots["001"]["name"], lots["001"]["name_en"]) == ("泉城廣場停車場", "Quancheng Square")
    assert (lots["001"]["structure"], lots["001"]["has_gate"]) == ("underground", True)
    assert lots["002"]["structure"] == "mechanical"


def test_a_placeholder_is_no_position_and_costs_no_lot():
    publication = read_sample(FORM, "car_parks.json")
    assert "lat" not in lots_of(publication)["002"]
    assert codes_of(publication)["002"] == {"bad-position"}


def test_types_of_spaces_become_classes():
    publication = read_sample(FORM, "availability.json")
    assert spaces_of(publication)["001"] == {
        "general": {"free": 35, "capacity": 280},
        "accessible": {"free": 2, "capacity": 6},
        "motorcycle": {"free": 11, "capacity": 50},
    }


def test_minus_one_is_no_data_unless_the_car_park_is_said_to_be_full():
    publication = read_sample(FORM, "availability.json")
    assert "002" not in spaces_of(publication)
    assert "no-data" in codes_of(publication)["002"]
    assert spaces_of(publication)["003"]["general"]["free"] == 0


def test_no_free_space_of_a_resting_car_park_is_no_count():
    publication = read_sample(FORM, "availability.json")
    assert states_of(publication)["004"] is False
    assert "004" not in spaces_of(publication)


def test_special_types_alone_are_taken_off_the_total():
    special = {"SpaceType": 9, "NumberOfSpaces": 4, "AvailableSpaces": 1}
    whole = {"CarParkID": "1", "TotalSpaces": 100, "AvailableSpaces": 30}
    record = whole | {"Availabilities": [special]}
    told = spaces_of(read_json(FORM, {"ParkingAvailabilities": [record]}))["1"]
    assert told == {
        "general": {"free": 29, "capacity": 96},
        "accessible": {"free": 1, "capacity": 4},
    }


def test_road_sections_are_lots_along_the_street_and_spots_their_bays():
    publication = read_sample(FORM, "curb.json")
    lot = lots_of(publication)["S1"]
    assert (lot["lot_class"], lot["lat"], lot["lon"]) == ("onstreet", 36.661, 117.021)
    bay = publication.reports[-1].fields
    assert (bay["kind"], bay["space_code"], bay["status"]) == ("space", "S1-007", "free")


def test_a_record_without_its_own_time_has_the_sources():
    publication = read_json(
        FORM,
        {"SrcUpdateTime": "2026-11-21T09:00:30+08:00", "UpdateTime": "2026-11-21T09:01:00+08:00",
         "ParkingAvailabilities": [{"CarParkID": "1", "AvailableSpaces": "7", "TotalSpaces": "9"}]},
    )  # fmt: skip
    assert publication.published_at == "2026-11-21T09:00:30+08:00"
    assert "observed_at" not in publication.reports[0].fields
    assert publication.findings == []

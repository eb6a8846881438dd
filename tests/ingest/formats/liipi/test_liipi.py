"""Liipi: one snapshot of a facility, its classes side by side, and no forecasts."""

from ingest.formats.liipi.mapping import FORM, recognise
from tests.ingest.formats.standard_samples import (
    codes_of,
    json_document,
    lots_of,
    read_json,
    read_sample,
    sample,
    spaces_of,
    states_of,
)


def test_a_facility_is_described_in_its_chinese_name_with_classes_and_hours():
    lot = lots_of(read_sample(FORM, "facilities.json"))["11"]
    assert (lot["name"], lot["name_en"]) == ("济南西站停车场", "Jinan West")
    assert lot["capacity"] == {"general": 200, "accessible": 4, "charging": 8}
    assert lot["opening_hours"] == "Mo-Fr 05:00-24:00; Sa-Su 06:00-23:00"
    assert (lot["land_use"], lot["address"]) == ("park_and_ride", "站前路 1 250000 济南")
    assert lot["entrances"] == [{"lat": 36.6681, "lon": 116.891}]


def test_park_and_ride_counts_before_other_usages_of_the_same_spaces():
    publication = read_sample(FORM, "utilizations.json")
    assert spaces_of(publication)["11"] == {
        "general": {"free": 55, "capacity": 200},
        "accessible": {"free": 0, "capacity": 4},
    }
    assert len(publication.reports) == 1
    assert states_of(publication) == {"11": True}


def test_bicycles_are_no_cars():
    assert codes_of(read_sample(FORM, "facilities.json"))["12"] == {"not-parking"}
    assert codes_of(read_sample(FORM, "utilizations.json"))["12"] == {"not-parking"}


def test_a_closed_facility_is_said_to_be_closed():
    root = sample("liipi/facilities.json")["results"][0]
    assert states_of(read_json(FORM, root | {"status": "TEMPORARILY_CLOSED"})) == {"11": False}


def test_predictions_are_refused_as_what_they_are():
    predictions = [
        {"facilityId": 11, "hubId": 3, "capacityType": "CAR", "usage": "PARK_AND_RIDE",
         "timestamp": "2026-11-21T09:00:00+08:00", "spacesAvailable": 40},
    ]  # fmt: skip
    likeness = recognise(json_document(predictions))
    assert likeness.score < 0.6
    assert likeness.lacks is not None
    assert "predictions" in likeness.lacks.en

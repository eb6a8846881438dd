"""SPDP: descriptions, counts and the index of the register, alone or in a list."""

import json

import pytest

from ingest.formats.spdp_nl.mapping import FORM
from tests.ingest.formats.standard_samples import (
    SHARED,
    codes_of,
    lots_of,
    read_json,
    read_sample,
    sample,
    spaces_of,
    states_of,
)


def test_a_description_has_its_vehicle_entrance_hours_and_height():
    lot = lots_of(read_sample(FORM, "static.json"))["f-1"]
    assert (lot["lat"], lot["lon"]) == (36.661, 117.001)
    assert lot["opening_hours"] == "Mo-Fr 07:00-22:30; Sa-Su 00:00-24:00"
    assert (lot["capacity"], lot["max_height_m"]) == ({"general": 320}, 2.1)
    assert (lot["structure"], lot["address"]) == ("ramp_garage", "泉城路 1 250000 济南")
    assert lot["outline"]["type"] == "Polygon"


def test_counts_closed_and_full_are_told_apart():
    publication = read_sample(FORM, "dynamic.json")
    assert spaces_of(publication) == {
        "f-1": {"general": {"free": 41, "capacity": 320}},
        "f-3": {"general": {"free": 0, "capacity": 70}},
    }
    assert states_of(publication) == {"f-1": True, "f-2": False, "f-3": True}


def test_a_bicycle_shed_is_no_car_park():
    root = sample("spdp_nl/static.json")["parkingFacilityInformation"]
    root["specifications"][0]["usage"] = "Fietsenstalling"
    publication = read_json(FORM, {"parkingFacilityInformation": root})
    assert publication.lots == []
    assert codes_of(publication)["f-1"] == {"not-parking"}


def test_the_index_has_names_and_places():
    lot = lots_of(read_sample(FORM, "index.json"))["f-1"]
    assert (lot["name"], lot["lat"], lot["lot_class"]) == ("泉城停车楼", 36.661, "dedicated")


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"no recorded feeds at {SHARED}")
@pytest.mark.parametrize(("name", "free"), [("dynamic-1.json", 55), ("dynamic-2.json", 196)])
def test_recorded_answers_are_read(name: str, free: int):
    publication = read_json(FORM, json.loads((SHARED / "spdp-nl" / name).read_text("utf-8")))
    (spaces,) = spaces_of(publication).values()
    assert spaces["general"]["free"] == free

"""NGSI: every representation says the same; who may use a space is not lost in totals."""

import json

import pytest

from ingest.formats.ngsi.mapping import FORM, recognise
from tests.ingest.formats.standard_samples import (
    SHARED,
    codes_of,
    json_document,
    lots_of,
    read_json,
    read_sample,
    spaces_of,
    states_of,
)

SITE = "jn-quancheng"


def test_a_normalized_site_has_its_gate_height_and_daily_hours():
    lot = lots_of(read_sample(FORM, "normalized_v2.json"))[SITE]
    assert (lot["structure"], lot["has_gate"], lot["max_height_m"]) == ("underground", True, 2.1)
    assert (lot["opening_hours"], lot["lot_class"]) == ("Mo-Su 06:00-23:00", "public_offstreet")


@pytest.mark.parametrize("name", ["normalized_v2.json", "key_values.json", "features.json"])
def test_every_representation_says_the_same(name: str):
    publication = read_sample(FORM, name)
    lot = lots_of(publication)[SITE]
    assert (lot["name"], lot["lat"], lot["capacity"]) == (
        "泉城广场停车场", 36.6605, {"general": 300},
    )  # fmt: skip
    assert spaces_of(publication)[SITE] == {"general": {"free": 40, "capacity": 300}}
    observed = publication.reports[0].fields["observed_at"]
    assert observed in {"2026-11-21T09:00:00+08:00", "2026-11-21T01:00:00+00:00"}


def test_faulty_and_closed_are_not_full():
    publication = read_sample(FORM, "normalized_v2.json")
    assert set(spaces_of(publication)) == {SITE}
    assert codes_of(publication)["jn-broken"] == {"no-data"}
    assert states_of(publication) == {SITE: True, "jn-closed": False}


def test_groups_split_their_site_and_take_the_place_of_extra_spots():
    publication = read_sample(FORM, "site_with_groups.jsonld")
    lot = lots_of(publication)["jn-road"]
    assert lot["capacity"] == {"general": 10, "accessible": 2}
    assert spaces_of(publication)["jn-road"] == {
        "general": {"free": 4, "capacity": 10},
        "accessible": {"free": 1, "capacity": 2},
    }
    assert lot["entrances"] == [{"lat": 36.6601, "lon": 117.0201}]


def test_a_spot_is_a_bay_of_its_site_whatever_type_its_reference_names():
    publication = read_sample(FORM, "site_with_groups.jsonld")
    bays = [row.fields for row in publication.reports if row.fields["kind"] == "space"]
    assert [(bay["lot_id"], bay["space_code"], bay["status"]) for bay in bays] == [
        ("jn-road", "jn-road:3", "occupied")
    ]
    assert spaces_of(publication)["alone"] == {"general": {"free": 1, "capacity": 1}}


def test_extra_spots_are_free_to_some_only():
    site = {"id": "a", "type": "OnStreetParking", "totalSpotNumber": 6, "availableSpotNumber": 3,
            "extraSpotNumber": 2}  # fmt: skip
    assert spaces_of(read_json(FORM, site))["a"] == {
        "general": {"free": 1},
        "reserved": {"free": 2},
    }


def test_only_an_absent_count_is_made_of_the_occupied_ones():
    site = {"id": "a", "type": "OffStreetParking", "totalSpotNumber": 6, "occupiedSpotNumber": 2}
    assert spaces_of(read_json(FORM, site))["a"] == {"general": {"occupied": 2, "capacity": 6}}
    negative = read_json(FORM, site | {"availableSpotNumber": -8})
    assert negative.reports == []
    assert "negative-count" in codes_of(negative)["a"]


def test_an_entrance_alone_is_known_for_what_it_is():
    access = {"id": "g", "type": "ParkingAccess", "features": ["barrier"],
              "refOffStreetParking": "urn:ngsi-ld:OffStreetParking:x",
              "location": {"type": "Point", "coordinates": [117.0, 36.6]}}  # fmt: skip
    assert recognise(json_document(access)).score == 1
    assert [finding.code for finding in read_json(FORM, access).findings] == ["ignored-part"]


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"no recorded feeds at {SHARED}")
def test_every_example_of_the_data_models_is_recognised():
    files = sorted((SHARED / "ngsi-smart-data-models").glob("*/example*"))
    assert len(files) == 23
    for file in files:
        root = json.loads(file.read_text("utf-8"))
        assert recognise(json_document(root)).score == 1, file
        publication = read_json(FORM, root)
        assert publication.lots or publication.reports or file.parent.name == "ParkingAccess"


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"no recorded feeds at {SHARED}")
def test_a_recorded_city_is_read_without_its_faulty_and_negative_counts():
    text = (SHARED / "parkapi-sources" / "heidelberg.json").read_text("utf-8")
    publication = read_json(FORM, json.loads(text))
    assert len(publication.lots) == 25
    assert {"P02", "P03", "P23"}.isdisjoint(spaces_of(publication))
    assert spaces_of(publication)["P01"] == {"general": {"free": 143, "capacity": 528}}

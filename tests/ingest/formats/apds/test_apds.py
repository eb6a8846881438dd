"""APDS: occupied is not free, areas count once, and rates are no places."""

import json

import pytest

from ingest.formats.apds.mapping import FORM, recognise
from tests.ingest.formats.standard_samples import (
    SHARED,
    codes_of,
    json_document,
    lots_of,
    read_json,
    read_sample,
    spaces_of,
)


def test_a_place_has_its_names_its_address_its_gate_and_its_entrance():
    lot = lots_of(read_sample(FORM, "places.json"))["P-1"]
    assert (lot["name"], lot["name_en"]) == ("泉城广场停车场", "Quancheng Square")
    assert (lot["address"], lot["timezone"]) == ("泺源大街 1 号 250000 济南", "Asia/Shanghai")
    assert (lot["has_gate"], lot["structure"]) == (True, "underground")
    assert lot["entrances"] == [{"lat": 36.661, "lon": 117.022}]


def test_areas_are_classes_of_their_place_and_demand_is_what_is_occupied():
    publication = read_sample(FORM, "places.json")
    assert lots_of(publication)["P-1"]["capacity"] == {"general": 100, "charging": 15}
    assert spaces_of(publication)["P-1"] == {
        "general": {"occupied": 80, "capacity": 100},
        "charging": {"occupied": 6, "capacity": 15},
    }
    assert publication.reports[0].fields["observed_at"] == "2026-11-21T01:01:23+00:00"
    assert set(lots_of(publication)) == {"P-1", "P-2"}


def test_a_forecast_of_demand_is_no_count():
    assert "ignored-part" in codes_of(read_sample(FORM, "places.json"))["A-cars"]


def test_full_is_known_without_any_number():
    assert spaces_of(read_sample(FORM, "places.json"))["P-2"] == {
        "general": {"free": 0, "capacity": 40}
    }


def test_an_area_within_an_area_that_counts_is_not_counted_again():
    def area(name: str, parent: str | None, count: int) -> dict[str, object]:
        demand = [{"demandType": [{"count": count, "recordDateTime": "2026-11-21T01:00:00Z"}]}]
        told: dict[str, object] = {"id": name, "version": 1, "demandTable": demand}
        return told if parent is None else told | {"parent": {"id": parent}}

    places = [area("lot", None, 7), area("level", "lot", 7), area("row", "level", 3)]
    assert spaces_of(read_json(FORM, places))["lot"] == {"general": {"occupied": 7}}


def test_places_whose_parents_go_in_a_circle_are_not_lost():
    places = [
        {"id": "a", "version": 1, "type": "place", "parent": {"id": "b"}},
        {"id": "b", "version": 1, "type": "place", "parent": {"id": "a"}},
    ]
    assert len(read_json(FORM, places).lots) == 1


def test_the_deepest_hierarchy_is_read():
    places = [
        {"id": str(n), "version": 1, "type": "place", "parent": {"id": str(n - 1)}}
        for n in range(3_000)
    ]
    assert "0" in lots_of(read_json(FORM, places))


def test_rates_and_rights_are_refused_as_no_place():
    likeness = recognise(json_document({"id": "R", "version": 1, "rateLineCollections": [{}]}))
    assert likeness.score < 0.6
    assert likeness.lacks is not None
    assert "not a place or an occupancy" in likeness.lacks.en


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"no recorded feeds at {SHARED}")
def test_every_example_is_read_or_refused_for_what_it_is():
    read, refused, broken = [], [], []
    for file in sorted((SHARED / "apds").glob("*.json")):
        try:
            root = json.loads(file.read_text("utf-8"))
        except ValueError:
            broken.append(file.stem)
            continue
        likeness = recognise(json_document(root))
        (read if likeness.score == 1 else refused).append(file.stem)
        assert likeness.score == 1 or likeness.lacks is not None
        assert likeness.score < 1 or len(read_json(FORM, root).lots) == 1
    assert (len(read), len(refused), len(broken)) == (13, 18, 2)

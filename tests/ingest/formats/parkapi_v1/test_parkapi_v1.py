"""ParkAPI v1: closed, without data and full are three things; both files of a city agree on ids."""

import json
from pathlib import Path

import pytest

from ingest.formats.document import Document
from ingest.formats.form import Terms
from ingest.formats.parkapi_v1.mapping import FORM, recognise
from ingest.formats.parkapi_v1.payload import generated_id
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


def test_a_lot_has_its_place_its_kind_and_its_count_in_utc():
    publication = read_sample(FORM, "city.json")
    lot = lots_of(publication)["jinanquancheng"]
    assert (lot["lat"], lot["lon"], lot["capacity"]) == (36.6605, 117.0214, {"general": 300})
    assert (lot["structure"], lot["opening_hours"]) == ("underground", "24/7")
    assert spaces_of(publication)["jinanquancheng"] == {"general": {"free": 12, "capacity": 300}}
    assert publication.reports[0].fields["observed_at"] == "2026-11-21T01:00:00+00:00"


def test_closed_without_data_and_full_are_three_things():
    publication = read_sample(FORM, "city.json")
    assert states_of(publication)["jinanbaotu"] is False
    assert {"jinanbaotu", "jinandaming"}.isdisjoint(spaces_of(publication))
    assert "no-data" in codes_of(publication)["jinandaming"]
    assert spaces_of(publication)["jinanqianfo"]["general"]["free"] == 0


def test_places_for_coaches_and_hours_nobody_can_read_are_left_out():
    publication = read_sample(FORM, "city.json")
    assert codes_of(publication)["jinanbus"] == {"not-parking"}
    assert "opening_hours" not in lots_of(publication)["jinanqianfo"]
    assert codes_of(publication)["jinanqianfo"] == {"ignored-part"}


def test_when_it_was_downloaded_is_not_when_it_was_so():
    publication = read_json(
        FORM,
        {
            "last_downloaded": "2026-11-21T01:00:00",
            "lots": [{"id": "a", "free": 1, "state": "open"}],
        },
    )
    assert "observed_at" not in publication.reports[0].fields
    assert codes_of(publication)["a"] == {"no-time"}


LOT = {"id": "a", "name": "a", "free": 1, "total": 9, "state": "open", "last_downloaded": None}


def test_a_lots_own_time_is_its_counts():
    own = {"last_updated": "2026-11-21T00:40:00"}
    city = {"last_updated": "2026-11-21T01:00:00", "lots": [LOT | own, LOT | {"id": "b"}]}
    times = [row.fields["observed_at"] for row in read_json(FORM, city).reports]
    assert times == ["2026-11-21T00:40:00+00:00", "2026-11-21T01:00:00+00:00"]


def test_classes_beside_the_total_are_classes_of_the_lot():
    beside = {"total:disabled": 4, "free:disabled": 2, "total:charging": "6", "free:charging": None}
    publication = read_json(FORM, {"last_updated": "2026-11-21T01:00:00", "lots": [LOT | beside]})
    assert lots_of(publication)["a"]["capacity"] == {"general": 9, "accessible": 4, "charging": 6}
    assert spaces_of(publication)["a"] == {
        "general": {"free": 1, "capacity": 9},
        "accessible": {"free": 2, "capacity": 4},
    }


def test_no_space_of_a_class_beside_no_data_is_no_count():
    lot = LOT | {"state": "nodata", "free": 0, "free:disabled": 0, "total:disabled": 4}
    city = {"last_updated": "2026-11-21T01:00:00", "lots": [lot]}
    assert read_json(FORM, city).reports == []


def test_the_geojson_file_describes_lots_by_the_ids_that_the_city_has():
    lots = lots_of(read_sample(FORM, "city.geojson"))
    assert set(lots) == {"jinanquancheng", "jinanbaederstrasse2"}
    assert lots["jinanquancheng"]["structure"] == "underground"
    assert "lat" not in lots["jinanbaederstrasse2"]


def test_ids_spell_umlauts_out_and_keep_what_they_cannot_spell():
    assert generated_id("Köln", "Groß St. Martin") == "koelngrossstmartin"
    assert generated_id("济南", "泉城") == "济南泉城"


def test_the_index_of_cities_says_where_to_ask():
    likeness = recognise(json_document({"api_version": "1.0", "cities": {"Dresden": "Dresden"}}))
    assert likeness.score < 0.6
    assert likeness.lacks is not None
    assert "/City" in likeness.lacks.en


def test_a_city_without_lots_is_still_one():
    assert recognise(json_document({"last_updated": "2026-11-21T01:00:00", "lots": []})).score == 1


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"no recorded feeds at {SHARED}")
def test_every_recorded_city_file_is_read():
    files = sorted((SHARED / "parkapi-v1").glob("*.geojson"))
    assert len(files) == 10
    for file in files:
        document = Document("json", json=json.loads(Path(file).read_text("utf-8")))
        assert recognise(document).score == 1
        publication = FORM.read(document, Terms())
        features = len(document.json["features"])
        assert len(publication.lots) == features - 1
        assert all(row.fields["lot_id"] for row in publication.lots)

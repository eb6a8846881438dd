"""DATEX II Light: sites and single spaces in JSON."""

import json
from pathlib import Path

import pytest

from ingest.formats.datex2_light.mapping import FORM
from ingest.formats.document import Document
from ingest.formats.form import Terms
from tests.ingest.formats.reading import Read, assert_is_taken, read

SAMPLE = Path(__file__).parent / "jinan.json"


@pytest.fixture(scope="module")
def jinan() -> Read:
    return read(FORM, SAMPLE)


def test_everything_read_is_taken_by_the_registry_and_the_live_door(jinan: Read):
    assert_is_taken(jinan.publication)
    assert jinan.publication.published_at == "2026-11-21T09:00:30+08:00"


def test_free_spaces_for_wheelchairs_are_off_the_whole(jinan: Read):
    assert jinan.spaces["kuanhouli"] == [
        {"space_class": "general", "capacity": 420, "free": 31},
        {"space_class": "accessible", "free": 4},
    ]


def test_a_closed_site_has_no_count_and_prose_is_no_opening_hours(jinan: Read):
    assert jinan.open == {"kuanhouli": True, "wenhua": False}
    assert "wenhua" not in jinan.spaces
    assert "opening_hours" not in jinan.lots["wenhua"]
    assert jinan.found("ignored-part") == ["wenhua"]


def test_a_point_in_geojson_is_a_position(jinan: Read):
    assert (jinan.lots["wenhua"]["lat"], jinan.lots["wenhua"]["lon"]) == (36.655, 117.06)


def test_a_space_is_a_bay_of_its_site_or_a_lot_of_its_own(jinan: Read):
    assert jinan.bays == {("wenhua", "bay-1"): "occupied"}
    assert jinan.lots["bay-2"]["capacity"] == {"accessible": 1}
    assert jinan.spaces["bay-2"] == [{"space_class": "accessible", "capacity": 1, "free": 1}]


def test_a_bare_list_of_sites_is_known(jinan: Read):
    sites = json.loads(SAMPLE.read_text(encoding="utf-8"))["parkingPublicationLight"]["parkingSite"]
    document = Document("json", json=sites)
    assert FORM.recognise(document).score == 1.0
    found = Read(FORM.read(document, Terms()))
    assert found.lots["kuanhouli"] == jinan.lots["kuanhouli"]
    assert found.publication.lots[0].pointer == "/0"

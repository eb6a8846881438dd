"""SIRI-FM: counts of free and used spaces, and what is no car park."""

from pathlib import Path

import pytest

from ingest.formats.document import Document
from ingest.formats.safe_xml import parse_xml
from ingest.formats.siri_fm.mapping import FORM, recognise
from tests.ingest.formats.reading import SHARED, Read, assert_is_taken, read

HERE = Path(__file__).parent
GUIDE = SHARED / "feeds" / "siri-fm" / "parking-basic.xml"


@pytest.fixture(scope="module")
def jinan() -> Read:
    return read(FORM, HERE / "jinan.xml")


def test_everything_read_is_taken_by_the_registry_and_the_live_door(jinan: Read):
    assert_is_taken(jinan.publication)


def test_present_bays_are_free_and_wheelchair_bays_are_a_class(jinan: Read):
    assert jinan.spaces["CN:JN:Parking:west-station"] == [
        {"space_class": "general", "free": 140},
        {"space_class": "accessible", "free": 3},
    ]
    assert jinan.found("ignored-part") == ["CN:JN:Parking:west-station"]


def test_not_available_is_full_beside_no_free_space_and_closed_without_a_count(jinan: Read):
    east = "CN:JN:Parking:east-station"
    assert jinan.spaces[east] == [{"space_class": "general", "free": 0, "capacity": 100}]
    assert east not in jinan.open
    assert jinan.open["CN:JN:Parking:closed"] is False


def test_lifts_and_vehicles_for_hire_are_left_out(jinan: Read):
    assert jinan.found("not-parking") == ["CN:JN:Lift:7", "CN:JN:Parking:hired"]


def test_when_the_answer_was_given_is_not_when_the_spaces_were_counted(jinan: Read):
    assert set(jinan.observed.values()) == {None}
    assert jinan.publication.published_at == "2026-11-21T09:00:30+08:00"


def test_json_says_the_same_and_present_vehicles_take_spaces():
    found = read(FORM, HERE / "jinan.json")
    assert found.spaces["CN:JN:Parking:west-station"] == [{"space_class": "general", "free": 140}]
    assert found.spaces["CN:JN:Parking:south"] == [{"space_class": "general", "occupied": 61}]
    assert found.lots["CN:JN:Parking:west-station"]["lat"] == 36.6681


@pytest.mark.parametrize("namespace", ["", ' xmlns="http://www.siri.org.uk/siri"'])
def test_other_deliveries_are_known_to_be_none_of_facilities(namespace: str):
    content = f"<Siri{namespace}><ServiceDelivery/></Siri>".encode()
    likeness = recognise(Document("xml", xml=parse_xml(content)))
    assert likeness.score == 0.3
    assert likeness.lacks is not None


@pytest.mark.skipif(not GUIDE.is_file(), reason=f"no sample at {GUIDE}")
def test_the_norwegian_guides_example_is_read():
    found = read(FORM, GUIDE)
    assert_is_taken(found.publication)
    lot_id = "ENT:Facility:PARK-001"
    assert found.spaces[lot_id] == [{"space_class": "general", "free": 23, "capacity": 200}]
    assert found.lots[lot_id]["land_use"] == "park_and_ride"
